package chart

import (
	"cmp"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/kithcrm/kith/relationship"
)

// A Row is one of several estimates side by side.
type Row struct {
	// Name says of whom or what it is. Not empty.
	Name string

	// Group is what it belongs to; rows of one group have one colour. It may be empty.
	Group string

	// Value is the estimate. Nothing is drawn of an unknown one.
	Value relationship.Estimate

	// Raw is the estimate before it was drawn towards those of others; unknown where there is none. It is
	// drawn hollow.
	Raw relationship.Estimate

	// Whole says that the estimate is of all together: a line goes through it.
	Whole bool
}

// Intervals draws estimates side by side, each with its range, from top to bottom in the order given. There
// are from 1 to 200, and one at least is known.
//
// The table has a row per row. It returns an error matching [relationship.ErrInvalid], an OpError that names
// the field and the rule, for input that cannot be drawn.
func Intervals(rows []Row, cfg Config) (*Chart, error) {
	if err := checkRows(rows, cfg); err != nil {
		return nil, err
	}
	p := newPlot()
	p.X.Label.Text = cfg.Values
	p.Add(grid(false, true))
	c := &Chart{plot: p, width: cmp.Or(cfg.Width, 960), height: cmp.Or(cfg.Height, 130+26*len(rows)), title: cfg.Title}
	parts := slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return r.Whole }) // the whole has a colour of its own
	groups := cfg.groups(groupsOf(parts, func(r Row) string { return r.Group }))
	for i, r := range rows {
		if r.Whole && r.Value.Known() {
			p.Add(level{cfg.inside(r.Value.Value), rgb(softColour)})
		}
		p.Add(r.drawn(place(rows, i), r.look(groups), cfg)...)
	}
	c.keys = keysOf(groups, parts, func(r Row) (string, bool) { return r.Group, r.Value.Known() }, look)
	if slices.ContainsFunc(rows, func(r Row) bool { return r.Raw.Known() }) {
		raw := hollow(look(0))
		raw.Color = rgb(softColour)
		c.keys = append(c.keys, key{name: "as measured", glyph: raw})
	}
	p.Y.Tick.Marker = namesOf(rows)
	p.Y.Min, p.Y.Max = 0, float64(len(rows)+1)
	p.Y.LineStyle.Width, p.Y.Tick.Length = 0, 0
	fix(&p.X, cfg)
	c.table = tableOf(rows)
	return c, nil
}

func checkRows(rows []Row, cfg Config) error {
	const op = "draw intervals"
	if err := cfg.check(op); err != nil {
		return err
	}
	if len(rows) > 200 {
		return broken(op, "Rows", "must be at most 200")
	}
	known := false
	for i, r := range rows {
		field := at("Rows", i)
		if err := cmp.Or(
			checkName(op, field+".Name", r.Name),
			checkText(op, field+".Group", r.Group),
			checkEstimate(op, field+".Value", r.Value),
			checkEstimate(op, field+".Raw", r.Raw),
		); err != nil {
			return err
		}
		known = known || r.Value.Known()
	}
	if !known {
		return broken(op, "Rows", "must hold a known estimate")
	}
	return nil
}

// place returns where on the vertical axis the i-th row is.
func place(rows []Row, i int) float64 { return float64(len(rows) - i) }

// drawn returns a row as it is drawn.
func (r Row) drawn(place float64, look draw.GlyphStyle, cfg Config) []plot.Plotter {
	at := func(e relationship.Estimate) plotter.XYs { return plotter.XYs{{X: cfg.inside(e.Value), Y: place}} }
	var all []plot.Plotter
	if r.Raw.Known() {
		all = append(all, &plotter.Scatter{XYs: at(r.Raw), GlyphStyle: hollow(look)})
	}
	if r.Value.Known() {
		reach := whiskersOf([]bar{{place, cfg.inside(r.Value.Low), cfg.inside(r.Value.High)}}, look.Color)
		reach.lying = true
		all = append(all, reach, &plotter.Scatter{XYs: at(r.Value), GlyphStyle: look})
	}
	return all
}

// look returns the marks of a row.
func (r Row) look(groups []string) draw.GlyphStyle {
	if r.Whole {
		return draw.GlyphStyle{Color: rgb(inkColour), Radius: vg.Points(4), Shape: draw.PyramidGlyph{}}
	}
	return look(slices.Index(groups, r.Group))
}

// look returns the marks of the i-th group.
func look(i int) draw.GlyphStyle {
	return draw.GlyphStyle{Color: nth(i), Radius: vg.Points(4), Shape: mark(i)}
}

// hollow returns marks that stand for what was measured.
func hollow(like draw.GlyphStyle) draw.GlyphStyle {
	like.Shape = draw.RingGlyph{}
	return like
}

// namesOf marks the vertical axis with the names of rows.
func namesOf(rows []Row) plot.ConstantTicks {
	marks := make(plot.ConstantTicks, len(rows))
	for i, r := range rows {
		marks[i] = plot.Tick{Value: place(rows, i), Label: shortened(r.Name, 36)}
	}
	return marks
}

func tableOf(rows []Row) Table {
	t := Table{Columns: slices.Concat([]string{"name", "group"}, estimateColumns(), []string{"as measured"})}
	for _, r := range rows {
		raw := ""
		if r.Raw.Known() {
			raw = number(r.Raw.Value)
		}
		t.Rows = append(t.Rows, slices.Concat([]string{r.Name, r.Group}, cells(r.Value), []string{raw}))
	}
	return t
}
