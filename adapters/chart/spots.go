package chart

import (
	"cmp"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/kithcrm/kith/relationship"
)

// A Spot is something with two estimates.
type Spot struct {
	// Name says what it is. Not empty.
	Name string

	// Group is what it belongs to; spots of one group have one colour and form. It may be empty.
	Group string

	// Across and Up are the estimates: along the horizontal and the vertical axis. A spot is drawn where
	// both are known.
	Across, Up relationship.Estimate
}

// A Plane is what spots are drawn on. Its zero value is ready to use.
type Plane struct {
	// Config is as elsewhere; its Values, From and To are of the vertical axis.
	Config

	// Across names what the horizontal axis shows, and AcrossFrom and AcrossTo are where it begins and ends.
	// Both 0 means as the data have it.
	Across               string
	AcrossFrom, AcrossTo float64

	// Quarters are the names of the quarters, from the upper left one on clockwise; the plane is
	// quartered at SplitAcross and SplitUp where any of them has a name.
	Quarters             [4]string
	SplitAcross, SplitUp float64
}

func (p Plane) across() Config {
	return Config{Values: p.Across, From: p.AcrossFrom, To: p.AcrossTo}
}

// Spots draws things by two estimates, each with both ranges. There are from 1 to 200, and one at least is
// known.
//
// The table has a row per spot. It returns an error matching [relationship.ErrInvalid], an OpError that names
// the field and the rule, for input that cannot be drawn.
func Spots(spots []Spot, plane Plane) (*Chart, error) {
	if err := checkSpots(spots, plane); err != nil {
		return nil, err
	}
	p := newPlot()
	p.X.Label.Text, p.Y.Label.Text = plane.Across, plane.Values
	p.Add(grid(true, true))
	c := &Chart{plot: p, width: cmp.Or(plane.Width, 960), height: cmp.Or(plane.Height, 640), title: plane.Title}
	groups := plane.groups(groupsOf(spots, func(s Spot) string { return s.Group }))
	f := field{plane: plane}
	for _, s := range spots {
		if s.Across.Known() && s.Up.Known() {
			f.spots = append(f.spots, spotted{plane.inside(s), look(slices.Index(groups, s.Group))})
		}
		c.table.Rows = append(c.table.Rows, slices.Concat([]string{s.Name, s.Group}, cells(s.Across), cells(s.Up)))
	}
	c.keys = keysOf(groups, f.spots, func(s spotted) (string, bool) { return s.Group, true }, look)
	p.Add(f)
	fix(&p.X, plane.across())
	fix(&p.Y, plane.Config)
	c.table.Columns = slices.Concat([]string{"name", "group"}, named("across: ", estimateColumns()), named("up: ", estimateColumns()))
	return c, nil
}

// inside returns a spot as it is drawn: at the edge where it lies outside.
func (p Plane) inside(s Spot) Spot {
	s.Across, s.Up = p.across().within(s.Across), p.within(s.Up)
	return s
}

func (c Config) within(e relationship.Estimate) relationship.Estimate {
	e.Value, e.Low, e.High = c.inside(e.Value), c.inside(e.Low), c.inside(e.High)
	return e
}

func named(with string, names []string) []string {
	for i := range names {
		names[i] = with + names[i]
	}
	return names
}

func checkSpots(spots []Spot, plane Plane) error {
	const op = "draw spots"
	if err := cmp.Or(plane.check(op), plane.across().checkAcross(op), checkQuarters(op, plane)); err != nil {
		return err
	}
	if len(spots) > 200 {
		return broken(op, "Spots", "must be at most 200")
	}
	known := false
	for i, s := range spots {
		field := at("Spots", i)
		if err := cmp.Or(
			checkName(op, field+".Name", s.Name),
			checkText(op, field+".Group", s.Group),
			checkEstimate(op, field+".Across", s.Across),
			checkEstimate(op, field+".Up", s.Up),
		); err != nil {
			return err
		}
		known = known || s.Across.Known() && s.Up.Known()
	}
	if !known {
		return broken(op, "Spots", "must hold one of which both estimates are known")
	}
	return nil
}

func checkQuarters(op string, plane Plane) error {
	for i, q := range plane.Quarters {
		if err := checkText(op, at("Quarters", i), q); err != nil {
			return err
		}
	}
	return cmp.Or(checkNumber(op, "SplitAcross", plane.SplitAcross), checkNumber(op, "SplitUp", plane.SplitUp))
}

// A field is the spots of a plane as they are drawn.
type field struct {
	plane Plane
	spots []spotted
}

type spotted struct {
	Spot
	look draw.GlyphStyle
}

// DataRange returns what the spots need of both axes.
func (f field) DataRange() (xmin, xmax, ymin, ymax float64) {
	var x, y span
	for _, s := range f.spots {
		x.take(s.Across.Low)
		x.take(s.Across.High)
		y.take(s.Up.Low)
		y.take(s.Up.High)
	}
	if f.plane.Quarters != [4]string{} {
		x.take(f.plane.SplitAcross)
		y.take(f.plane.SplitUp)
	}
	return x.low, x.high, y.low, y.high
}

// Plot draws quarters, ranges, marks and names.
func (f field) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	if f.plane.Quarters != [4]string{} {
		f.quarter(c, x(f.plane.SplitAcross), y(f.plane.SplitUp))
	}
	names := placed{within: c.Rectangle, style: textStyle(9, rgb(inkColour))}
	for _, s := range f.spots {
		at := vg.Point{X: x(s.Across.Value), Y: y(s.Up.Value)}
		line := draw.LineStyle{Color: veil(nrgba(s.look.Color)), Width: vg.Points(1.5)}
		c.StrokeLine2(line, x(s.Across.Low), at.Y, x(s.Across.High), at.Y)
		c.StrokeLine2(line, at.X, y(s.Up.Low), at.X, y(s.Up.High))
		names.taken = append(names.taken, square(at, s.look.Radius))
	}
	for i, s := range f.spots {
		c.DrawGlyph(s.look, names.taken[i].center())
	}
	for i, s := range f.spots {
		names.put(c, names.taken[i].center(), shortened(s.Name, 36))
	}
}

// quarter draws the borders of the quarters and their names in the corners.
func (f field) quarter(c draw.Canvas, x, y vg.Length) {
	line := draw.LineStyle{Color: rgb(softColour), Width: vg.Points(0.8), Dashes: []vg.Length{vg.Points(4), vg.Points(3)}}
	c.StrokeLine2(line, x, c.Min.Y, x, c.Max.Y)
	c.StrokeLine2(line, c.Min.X, y, c.Max.X, y)
	const gap = 4 // points
	for i, name := range f.plane.Quarters {
		style := textStyle(10, rgb(softColour))
		corner := vg.Point{X: c.Min.X + gap, Y: c.Max.Y - gap}
		style.XAlign, style.YAlign = draw.XLeft, draw.YTop
		if i == 1 || i == 2 {
			corner.X, style.XAlign = c.Max.X-gap, draw.XRight
		}
		if i >= 2 {
			corner.Y, style.YAlign = c.Min.Y+gap, draw.YBottom
		}
		c.FillText(style, corner, shortened(name, 40))
	}
}
