package chart

import (
	"cmp"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/kithcrm/kith/relationship"
)

// A Slope is something that was estimated in several ways.
type Slope struct {
	// Name says what it is. Not empty.
	Name string

	// Group is what it belongs to; slopes of one group have one colour. It may be empty.
	Group string

	// Values are the estimates, one for each of the ways. An unknown one leaves a gap.
	Values []relationship.Estimate
}

// Slopes draws how things stand by several ways of estimating them, such as believed, funded and measured: a
// line for each thing, from one way to the next, with its name at both ends. There are from 2 to 10 ways and
// from 1 to 50 slopes, of which one at least is known.
//
// The table has a row per slope and way. It returns an error matching [relationship.ErrInvalid], an OpError
// that names the field and the rule, for input that cannot be drawn.
func Slopes(ways []string, slopes []Slope, cfg Config) (*Chart, error) {
	if err := checkSlopes(ways, slopes, cfg); err != nil {
		return nil, err
	}
	p := newPlot()
	p.Y.Label.Text = cfg.Values
	p.Add(grid(true, true))
	c := &Chart{plot: p, width: cmp.Or(cfg.Width, 960), height: cmp.Or(cfg.Height, 560), title: cfg.Title}
	groups := cfg.groups(groupsOf(slopes, func(s Slope) string { return s.Group }))
	f := sheaf{last: len(ways) - 1}
	for _, s := range slopes {
		drawn := Slope{Name: shortened(s.Name, 24)}
		for i, e := range s.Values {
			drawn.Values = append(drawn.Values, cfg.within(e))
			c.table.Rows = append(c.table.Rows, slices.Concat([]string{s.Name, s.Group, ways[i]}, cells(e)))
		}
		f.slopes = append(f.slopes, drawn)
		f.looks = append(f.looks, look(slices.Index(groups, s.Group)))
	}
	c.keys = keysOf(groups, slopes, func(s Slope) (string, bool) {
		return s.Group, slices.ContainsFunc(s.Values, relationship.Estimate.Known)
	}, look)
	p.Add(f)
	p.X.Tick.Marker = waysOf(ways)
	p.X.Min, p.X.Max = -0.45, float64(len(ways))-0.55
	fix(&p.Y, cfg)
	c.table.Columns = slices.Concat([]string{"name", "group", "by"}, estimateColumns())
	return c, nil
}

func checkSlopes(ways []string, slopes []Slope, cfg Config) error {
	const op = "draw slopes"
	if err := cfg.check(op); err != nil {
		return err
	}
	if len(ways) < 2 || len(ways) > 10 {
		return broken(op, "Ways", "must be from 2 to 10")
	}
	for i, w := range ways {
		if err := checkName(op, at("Ways", i), w); err != nil {
			return err
		}
	}
	if len(slopes) > 50 {
		return broken(op, "Slopes", "must be at most 50")
	}
	known := false
	for i, s := range slopes {
		field := at("Slopes", i)
		if err := cmp.Or(checkName(op, field+".Name", s.Name), checkText(op, field+".Group", s.Group)); err != nil {
			return err
		}
		if len(s.Values) != len(ways) {
			return broken(op, field+".Values", "must be one for each of the ways")
		}
		for j, e := range s.Values {
			if err := checkEstimate(op, field+"."+at("Values", j), e); err != nil {
				return err
			}
			known = known || e.Known()
		}
	}
	if !known {
		return broken(op, "Slopes", "must hold a known estimate")
	}
	return nil
}

func waysOf(ways []string) plot.ConstantTicks {
	marks := make(plot.ConstantTicks, len(ways))
	for i, w := range ways {
		marks[i] = plot.Tick{Value: float64(i), Label: shortened(w, 120/len(ways))}
	}
	return marks
}

// A sheaf is the slopes as they are drawn.
type sheaf struct {
	last   int
	slopes []Slope
	looks  []draw.GlyphStyle
}

// DataRange returns what the slopes need of both axes.
func (f sheaf) DataRange() (xmin, xmax, ymin, ymax float64) {
	var y span
	for _, s := range f.slopes {
		for _, e := range s.Values {
			if e.Known() {
				y.take(e.Low)
				y.take(e.High)
			}
		}
	}
	return 0, float64(f.last), y.low, y.high
}

// Plot draws lines, ranges, marks and the names at both ends.
func (f sheaf) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for i, s := range f.slopes {
		var before *vg.Point
		for j, e := range s.Values {
			if !e.Known() {
				before = nil
				continue
			}
			// Ranges at one place are put side by side.
			at := vg.Point{X: x(float64(j)) + vg.Length(i-len(f.slopes)/2)*2, Y: y(e.Value)}
			c.StrokeLine2(draw.LineStyle{Color: veil(nrgba(f.looks[i].Color)), Width: vg.Points(2)}, at.X, y(e.Low), at.X, y(e.High))
			if before != nil {
				c.StrokeLine2(draw.LineStyle{Color: f.looks[i].Color, Width: vg.Points(1.4)}, before.X, before.Y, at.X, at.Y)
			}
			c.DrawGlyph(f.looks[i], at)
			before = &at
		}
	}
	f.name(c, 0, x(0), y)
	f.name(c, f.last, x(float64(f.last)), y)
}

// name writes the names of slopes beside one of the ways.
func (f sheaf) name(c draw.Canvas, way int, x vg.Length, y func(float64) vg.Length) {
	style := textStyle(9, rgb(inkColour))
	style.YAlign = draw.YCenter
	beside := vg.Points(14) + vg.Length(len(f.slopes))
	if way == 0 {
		style.XAlign, beside = draw.XRight, -beside
	}
	var order []int
	for i, s := range f.slopes {
		if s.Values[way].Known() {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(f.slopes[a].Values[way].Value, f.slopes[b].Values[way].Value)
	})
	at := make([]vg.Length, len(order))
	for k, i := range order {
		at[k] = y(f.slopes[i].Values[way].Value)
	}
	spread(at, vg.Points(11))
	for k, i := range order {
		c.FillText(style, vg.Point{X: x + beside, Y: at[k]}, f.slopes[i].Name)
	}
}

// spread moves ascending places apart until each is a step from the next one, with as little moving as it
// takes: those that meet are spread around their middle.
func spread(at []vg.Length, step vg.Length) {
	type block struct {
		sum vg.Length // of places less what the step adds
		n   int
	}
	var blocks []block
	for i, v := range at {
		blocks = append(blocks, block{v - vg.Length(i)*step, 1})
		for n := len(blocks); n > 1 && blocks[n-2].sum/vg.Length(blocks[n-2].n) > blocks[n-1].sum/vg.Length(blocks[n-1].n); n = len(blocks) {
			blocks[n-2].sum += blocks[n-1].sum
			blocks[n-2].n += blocks[n-1].n
			blocks = blocks[:n-1]
		}
	}
	i := 0
	for _, b := range blocks {
		for range b.n {
			at[i] = b.sum/vg.Length(b.n) + vg.Length(i)*step
			i++
		}
	}
}
