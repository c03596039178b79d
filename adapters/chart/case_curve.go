package chart

import (
	"cmp"
	"slices"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// LossCurve draws how likely a change is to lose against how large the improvement is, with the range of 95 % that the
// simulation leaves. Marked are the improvement as hoped for, which is 1, and the one at which the change is worth nothing
// on average, with its range, where there is one. There are from 1 to 10,000 points, in any order.
//
// The table has a row per point and mark, by scale. It returns an error matching [relationship.ErrInvalid], an OpError that
// names the field and the rule, for what cannot be drawn.
func LossCurve(points []businesscase.LossPoint, even businesscase.BreakEven, cfg Config) (*Chart, error) {
	const op = "draw a curve of loss"
	if err := cmp.Or(cfg.check(op), checkCurve(op, points, even)); err != nil {
		return nil, err
	}
	points = slices.SortedStableFunc(slices.Values(points), func(a, b businesscase.LossPoint) int { return cmp.Compare(a.Scale, b.Scale) })
	if !cfg.fixed() {
		cfg.From, cfg.To = 0, 1
	}
	p := newPlot()
	p.X.Label.Text = "size of the improvement: 1 as hoped for, 0 none"
	p.Add(grid(true, true))
	c := &Chart{plot: p, width: cmp.Or(cfg.Width, 960), height: cmp.Or(cfg.Height, 480), title: cfg.Title}
	p.Y.Label.Text = c.up(cmp.Or(cfg.Values, "probability of a loss"))
	marks := posts{{1, "as hoped for", rgb(softColour)}}
	if even.Found {
		fill := tint(nth(1), 0.3)
		p.Add(strip{even.Low, even.High, fill})
		marks = append(marks, crossing{even.Scale, "worth nothing on average: " + short(even.Scale), rgb(inkColour)})
		c.keys = append(c.keys, keyOf("range of where it is worth nothing on average", fill, nth(1)))
	}
	c.addCurve(points, cfg)
	p.Add(marks)
	fix(&p.Y, cfg)
	leaveRoom(&p.X)
	c.table = curveTable(points, even)
	return c, nil
}

// addCurve adds the curve with its range and keys, and a mark at each point unless it is crowded.
func (c *Chart) addCurve(points []businesscase.LossPoint, cfg Config) {
	var at, loss, low, high []float64
	for _, q := range points {
		at, loss = append(at, q.Scale), append(loss, cfg.inside(q.Loss.Value))
		low, high = append(low, cfg.inside(q.Loss.Low)), append(high, cfg.inside(q.Loss.High))
	}
	fill := shade(nth(0), 1, 2)
	line := draw.LineStyle{Color: nth(0), Width: vg.Points(1.6)}
	c.plot.Add(ribbon{at, low, high, fill, nth(0)}.drawn(), through(at, loss, line))
	own := key{name: "probability of a loss", line: &line}
	if len(points) <= 40 {
		own.glyph = glyphOf(0)
		c.plot.Add(&plotter.Scatter{XYs: joined(at, loss), GlyphStyle: own.glyph})
	}
	c.keys = append([]key{own, keyOf("its range", fill, nth(0))}, c.keys...)
}

func checkCurve(op string, points []businesscase.LossPoint, even businesscase.BreakEven) error {
	if len(points) == 0 || len(points) > 10_000 {
		return broken(op, "Points", "must be from 1 to 10,000")
	}
	for i, q := range points {
		field := at("Points", i)
		if err := cmp.Or(checkNumber(op, field+".Scale", q.Scale), checkChance(op, field+".Loss", q.Loss)); err != nil {
			return err
		}
	}
	if even.Found && !(-most <= even.Low && even.Low <= even.Scale && even.Scale <= even.High && even.High <= most) {
		return broken(op, "BreakEven", "must have a Scale from Low to High, from -1e15 to 1e15")
	}
	return nil
}

func curveTable(points []businesscase.LossPoint, even businesscase.BreakEven) Table {
	type row struct {
		scale float64
		cells []string
	}
	rows := []row{{1, []string{"1", "", "", "", "", "", "as hoped for"}}}
	if even.Found {
		rows = append(rows, row{even.Scale, []string{number(even.Scale), number(even.Low), number(even.High), "", "", "", "worth nothing on average"}})
	}
	for _, q := range points {
		rows = append(rows, row{q.Scale, []string{number(q.Scale), "", "", number(q.Loss.Value), number(q.Loss.Low), number(q.Loss.High), ""}})
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.scale, b.scale) })
	t := Table{Columns: []string{"scale", "scale low", "scale high", "loss", "loss low", "loss high", "mark"}}
	for _, r := range rows {
		t.Rows = append(t.Rows, r.cells)
	}
	return t
}
