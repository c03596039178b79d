package chart

import (
	"cmp"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Count is how often something was there.
type Count struct {
	// Name says what was counted, such as the answer "9". Not empty.
	Name string

	// Group is what it belongs to, such as "promoters"; those of one group have one colour. It may be
	// empty.
	Group string

	// N is how often, not below 0. It need not be whole: answers may have weights.
	N float64
}

// Counts draws how often each of several things was there, as bars in the order given. There are from 1 to
// 100.
//
// The table has a row per count, with its share of all. It returns an error matching
// [relationship.ErrInvalid], an OpError that names the field and the rule, for input that cannot be drawn.
func Counts(counts []Count, cfg Config) (*Chart, error) {
	if err := checkCounts(counts, cfg); err != nil {
		return nil, err
	}
	p := newPlot()
	p.Y.Label.Text = cfg.Values
	p.Add(grid(true, false))
	c := &Chart{plot: p, width: cmp.Or(cfg.Width, 960), height: cmp.Or(cfg.Height, 480), title: cfg.Title}
	c.table.Columns = []string{"name", "group", "n", "share"}
	total := sumOf(counts)
	groups := cfg.groups(groupsOf(counts, func(n Count) string { return n.Group }))
	for i, n := range counts {
		p.Add(column{float64(i), n.N, nth(slices.Index(groups, n.Group))})
		c.table.Rows = append(c.table.Rows, []string{n.Name, n.Group, number(n.N), number(n.N / max(total, 1e-300))})
	}
	c.keys = keysOf(groups, counts, func(n Count) (string, bool) { return n.Group, true }, func(i int) draw.GlyphStyle {
		return draw.GlyphStyle{Color: nth(i), Radius: vg.Points(4), Shape: draw.BoxGlyph{}}
	})
	p.X.Tick.Marker = labelsOf(counts)
	p.X.Min, p.X.Max = -0.6, float64(len(counts))-0.4
	p.Y.Min, p.Y.Max = 0, 1.12*max(p.Y.Max, 1e-9)
	if cfg.fixed() {
		p.Y.Min, p.Y.Max = cfg.From, cfg.To
	}
	return c, nil
}

func checkCounts(counts []Count, cfg Config) error {
	const op = "draw counts"
	if err := cfg.check(op); err != nil {
		return err
	}
	if len(counts) == 0 || len(counts) > 100 {
		return broken(op, "Counts", "must be from 1 to 100")
	}
	for i, n := range counts {
		field := at("Counts", i)
		if err := cmp.Or(checkName(op, field+".Name", n.Name), checkText(op, field+".Group", n.Group)); err != nil {
			return err
		}
		if !(n.N >= 0 && n.N <= most) {
			return broken(op, field+".N", "must be from 0 to 1e15")
		}
	}
	return nil
}

func sumOf(counts []Count) float64 {
	sum := 0.0
	for _, n := range counts {
		sum += n.N
	}
	return sum
}

func labelsOf(counts []Count) plot.ConstantTicks {
	marks := make(plot.ConstantTicks, len(counts))
	room := max(4, 120/len(counts))
	for i, n := range counts {
		marks[i] = plot.Tick{Value: float64(i), Label: shortened(n.Name, room)}
	}
	return marks
}

// A column is a bar that stands, with its number above it.
type column struct {
	place, n float64
	colour   colour
}

// Plot draws the bar.
func (k column) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	left, right, bottom, top := x(k.place-0.4), x(k.place+0.4), y(0), y(k.n)
	bottom, top = max(bottom, c.Min.Y), min(top, c.Max.Y)
	c.FillPolygon(k.colour, []vg.Point{{X: left, Y: bottom}, {X: right, Y: bottom}, {X: right, Y: top}, {X: left, Y: top}})
	style := textStyle(9, rgb(inkColour))
	style.XAlign, style.YAlign = draw.XCenter, draw.YBottom
	c.FillText(style, vg.Point{X: (left + right) / 2, Y: top + vg.Points(2)}, number(k.n))
}

// DataRange returns what the bar needs of both axes.
func (k column) DataRange() (xmin, xmax, ymin, ymax float64) { return k.place, k.place, 0, k.n }
