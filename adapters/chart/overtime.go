package chart

import (
	"cmp"
	"slices"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/kithcrm/kith/relationship"
)

// A Line is one estimate at several instants.
type Line struct {
	// Name says what it is. It may be empty where there is one line.
	Name string

	// Points are the estimates, in any order.
	Points []Point

	// Changes are instants at which something changed, with a word about it. They are drawn across the
	// picture.
	Changes []Change
}

// A Point is an estimate at an instant. An unknown one leaves a gap.
type Point struct {
	// At is the instant; not zero.
	At time.Time

	// Value is the estimate.
	Value relationship.Estimate
}

// A Change is an instant at which something changed.
type Change struct {
	// At is the instant; not zero.
	At time.Time

	// Text is what stands beside it, in few words. It may be empty.
	Text string
}

// OverTime draws estimates over time, each with its range: see [Line]. There is at least one line with one
// known point.
//
// The table has a row per point and change, by line as given and then by time. It returns an error matching
// [relationship.ErrInvalid], an OpError that names the field and the rule, for input that cannot be drawn. It
// takes O(n log n) time in the number of points.
func OverTime(lines []Line, cfg Config) (*Chart, error) {
	if err := checkLines(lines, cfg); err != nil {
		return nil, err
	}
	zone := cmp.Or(cfg.Zone, time.UTC)
	p := newPlot()
	p.Y.Label.Text = cfg.Values
	p.Add(grid(true, true))
	c := &Chart{plot: p, width: cmp.Or(cfg.Width, 960), height: cmp.Or(cfg.Height, 480), title: cfg.Title}
	c.table.Columns = slices.Concat([]string{"line", "at"}, estimateColumns(), []string{"change"})
	for i, l := range lines {
		points := slices.SortedStableFunc(slices.Values(l.Points), func(a, b Point) int { return a.At.Compare(b.At) })
		parts := stretches(points)
		for _, stretch := range parts {
			p.Add(drawn(i, stretch, len(points) > 150, cfg)...)
		}
		if l.Name != "" && len(parts)+len(l.Changes) > 0 {
			c.keys = append(c.keys, key{shortened(l.Name, 40), glyphOf(i), new(lineOf(i))})
		}
		c.tabulate(l, points, zone)
	}
	p.Add(changes(lines))
	p.X.Tick.Marker = calendar{zone, 8}
	fix(&p.Y, cfg)
	if p.X.Max-p.X.Min < 1 { // one instant has the day around it
		p.X.Min, p.X.Max = p.X.Min-12*3600, p.X.Max+12*3600
	}
	leaveRoom(&p.X)
	return c, nil
}

func checkLines(lines []Line, cfg Config) error {
	const op = "draw over time"
	if err := cfg.check(op); err != nil {
		return err
	}
	known := 0
	for i, l := range lines {
		field := at("Lines", i)
		if err := checkText(op, field+".Name", l.Name); err != nil {
			return err
		}
		for j, q := range l.Points {
			if err := checkPoint(op, field+"."+at("Points", j), q); err != nil {
				return err
			}
			if q.Value.Known() {
				known++
			}
		}
		for j, c := range l.Changes {
			field := field + "." + at("Changes", j)
			if err := cmp.Or(checkTime(op, field+".At", c.At), checkText(op, field+".Text", c.Text)); err != nil {
				return err
			}
		}
	}
	if known == 0 {
		return broken(op, "Lines", "must hold a known estimate")
	}
	return nil
}

func checkPoint(op, field string, q Point) error {
	return cmp.Or(checkTime(op, field+".At", q.At), checkEstimate(op, field+".Value", q.Value))
}

func checkTime(op, field string, t time.Time) error {
	if t.IsZero() {
		return broken(op, field, "must not be zero")
	}
	return nil
}

// stretches returns the points between gaps.
func stretches(points []Point) [][]Point {
	var all [][]Point
	gap := true
	for _, q := range points {
		if !q.Value.Known() {
			gap = true
			continue
		}
		if gap {
			all = append(all, nil)
		}
		gap = false
		all[len(all)-1] = append(all[len(all)-1], q)
	}
	return all
}

// drawn returns a stretch of the i-th line: the band of its ranges, the line, and its marks with whiskers, which
// would be a solid wall where the line is crowded.
func drawn(i int, points []Point, crowded bool, cfg Config) []plot.Plotter {
	line := make(plotter.XYs, len(points))
	band := make(plotter.XYs, 0, 2*len(points))
	var whiskers []bar
	for j, q := range points {
		x := seconds(q.At)
		line[j] = plotter.XY{X: x, Y: cfg.inside(q.Value.Value)}
		band = append(band, plotter.XY{X: x, Y: cfg.inside(q.Value.Low)})
		whiskers = append(whiskers, bar{x, cfg.inside(q.Value.Low), cfg.inside(q.Value.High)})
	}
	for _, q := range slices.Backward(points) {
		band = append(band, plotter.XY{X: seconds(q.At), Y: cfg.inside(q.Value.High)})
	}
	below := &plotter.Polygon{XYs: []plotter.XYs{band}, Color: veil(nth(i))}
	through := &plotter.Line{XYs: line, LineStyle: lineOf(i)}
	if crowded && len(points) > 1 {
		return []plot.Plotter{below, through}
	}
	return []plot.Plotter{below, whiskersOf(whiskers, nth(i)), through, &plotter.Scatter{XYs: line, GlyphStyle: glyphOf(i)}}
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

// inside returns a value as it is drawn: at the edge where it lies outside.
func (c Config) inside(v float64) float64 {
	if !c.fixed() {
		return v
	}
	return min(max(v, c.From), c.To)
}

func lineOf(i int) draw.LineStyle {
	return draw.LineStyle{Color: nth(i), Width: vg.Points(1.6), Dashes: dashes(i)}
}

func glyphOf(i int) draw.GlyphStyle {
	return draw.GlyphStyle{Color: nth(i), Radius: vg.Points(3), Shape: mark(i)}
}

// changes returns what marks the changes of all lines.
func changes(lines []Line) crossings {
	var all crossings
	for i, l := range lines {
		for _, c := range l.Changes {
			all = append(all, crossing{seconds(c.At), shortened(c.Text, 40), nth(i)})
		}
	}
	return all
}

// tabulate appends the rows of a line.
func (c *Chart) tabulate(l Line, points []Point, zone *time.Location) {
	type row struct {
		at    time.Time
		cells []string
	}
	var rows []row
	add := func(t time.Time, e []string, change string) {
		day := t.In(zone).Format(time.DateTime)
		rows = append(rows, row{t, slices.Concat([]string{l.Name, day}, e, []string{change})})
	}
	for _, q := range points {
		add(q.At, cells(q.Value), "")
	}
	for _, ch := range l.Changes {
		add(ch.At, make([]string, len(estimateColumns())), cmp.Or(ch.Text, "changed"))
	}
	slices.SortStableFunc(rows, func(a, b row) int { return a.at.Compare(b.at) })
	for _, r := range rows {
		c.table.Rows = append(c.table.Rows, r.cells)
	}
}
