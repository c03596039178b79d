package chart

import (
	"image/color"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A ribbon is what lies between two lines over the same places.
type ribbon struct {
	at, low, high []float64
	fill, edge    color.Color
}

// drawn returns the ribbon with a fine edge, by which it is seen where it is narrow or pale.
func (r ribbon) drawn() plot.Plotter {
	around := joined(r.at, r.low)
	back := joined(r.at, r.high)
	slices.Reverse(back)
	return &plotter.Polygon{
		XYs:       []plotter.XYs{append(around, back...)},
		Color:     r.fill,
		LineStyle: draw.LineStyle{Color: r.edge, Width: vg.Points(0.5)},
	}
}

// through returns a line through values over their places.
func through(at, values []float64, look draw.LineStyle) plot.Plotter {
	return &plotter.Line{XYs: joined(at, values), LineStyle: look}
}

func joined(x, y []float64) plotter.XYs {
	all := make(plotter.XYs, len(x))
	for i := range x {
		all[i] = plotter.XY{X: x[i], Y: y[i]}
	}
	return all
}

// shade returns the colour of the i-th of n ribbons within each other, the palest first.
func shade(of colour, i, n int) colour {
	const palest, step = 0.16, 0.36
	return tint(of, palest+step*float64(i)/float64(max(1, n-1)))
}

// tint returns a colour mixed with the ground, of which it is a share.
func tint(c colour, share float64) colour {
	ground := rgb(groundColour)
	mix := func(a, b uint8) uint8 { return uint8(math.Round(share*float64(a) + (1-share)*float64(b))) }
	return colour{R: mix(c.R, ground.R), G: mix(c.G, ground.G), B: mix(c.B, ground.B), A: 255}
}

// A swatch is the key of an area: a box with an edge.
type swatch struct{ fill color.Color }

// DrawGlyph draws the box, with an edge in the colour of the key.
func (s swatch) DrawGlyph(c *draw.Canvas, look draw.GlyphStyle, at vg.Point) {
	r := look.Radius
	box := []vg.Point{{X: at.X - 1.6*r, Y: at.Y - r}, {X: at.X + 1.6*r, Y: at.Y - r}, {X: at.X + 1.6*r, Y: at.Y + r}, {X: at.X - 1.6*r, Y: at.Y + r}}
	c.FillPolygon(s.fill, box)
	c.StrokeLines(draw.LineStyle{Color: look.Color, Width: vg.Points(0.5)}, append(box, box[0]))
}

// keyOf returns the key of an area.
func keyOf(name string, fill, edge color.Color) key {
	return key{name: name, glyph: draw.GlyphStyle{Color: edge, Radius: vg.Points(5), Shape: swatch{fill}}}
}

// A nought marks where values are 0, where that is to be seen.
type nought struct{ standing bool }

// Plot draws the line.
func (n nought) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	look := draw.LineStyle{Color: rgb(softColour), Width: vg.Points(1)}
	switch {
	case n.standing && p.X.Min <= 0 && p.X.Max >= 0:
		c.StrokeLine2(look, x(0), c.Min.Y, x(0), c.Max.Y)
	case !n.standing && p.Y.Min <= 0 && p.Y.Max >= 0:
		c.StrokeLine2(look, c.Min.X, y(0), c.Max.X, y(0))
	}
}

// Periods mark an axis of periods, of which so many make a year: at whole ones, and at years where not all fit.
type periods struct{ year int }

// Ticks returns at most a dozen marks between two numbers, or those that are the fewest.
func (p periods) Ticks(low, high float64) []plot.Tick {
	const most = 12
	var marks []plot.Tick
	for _, step := range p.steps() {
		marks = nil
		for at := math.Ceil(low/step) * step; at <= high; at += step {
			marks = append(marks, plot.Tick{Value: at, Label: strconv.FormatFloat(at+0, 'f', -1, 64)})
		}
		if len(marks) <= most {
			break
		}
	}
	return marks
}

// steps returns how far marks may be from each other, the least first.
func (p periods) steps() []float64 {
	var all []float64
	for _, part := range []int{52, 26, 12, 6, 4, 2} {
		if p.year%part == 0 {
			all = append(all, float64(p.year/part))
		}
	}
	for _, years := range []int{1, 2, 5, 10, 20, 50, 100} {
		all = append(all, float64(years*p.year))
	}
	return all
}
