package chart

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// grid returns the lines behind a picture.
func grid(across, along bool) plot.Plotter {
	line := draw.LineStyle{Color: rgb(faintColour), Width: vg.Points(0.75)}
	g := &plotter.Grid{}
	if across {
		g.Horizontal = line
	}
	if along {
		g.Vertical = line
	}
	return g
}

// A bar is a range of values at a place.
type bar struct{ place, low, high float64 }

// A whiskers plotter draws ranges.
type whiskers struct {
	bars  []bar
	style draw.LineStyle
	lying bool // the places are on the vertical axis
}

func whiskersOf(bars []bar, c color.Color) whiskers {
	return whiskers{bars: bars, style: draw.LineStyle{Color: c, Width: vg.Points(1.2)}}
}

// Plot draws each range with a short stroke at both ends.
func (w whiskers) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	const half = 3 // points
	for _, b := range w.bars {
		if w.lying {
			from, to, at := x(b.low), x(b.high), y(b.place)
			c.StrokeLine2(w.style, from, at, to, at)
			c.StrokeLine2(w.style, from, at-half, from, at+half)
			c.StrokeLine2(w.style, to, at-half, to, at+half)
			continue
		}
		from, to, at := y(b.low), y(b.high), x(b.place)
		c.StrokeLine2(w.style, at, from, at, to)
		c.StrokeLine2(w.style, at-half, from, at+half, from)
		c.StrokeLine2(w.style, at-half, to, at+half, to)
	}
}

// GlyphBoxes returns what the short strokes take up, so that there is room for them at the edges.
func (w whiskers) GlyphBoxes(p *plot.Plot) []plot.GlyphBox {
	const half = 4 // points
	size := vg.Rectangle{Min: vg.Point{X: -half, Y: -half}, Max: vg.Point{X: half, Y: half}}
	var boxes []plot.GlyphBox
	for _, b := range w.bars {
		for _, end := range []float64{b.low, b.high} {
			x, y := b.place, end
			if w.lying {
				x, y = end, b.place
			}
			boxes = append(boxes, plot.GlyphBox{X: p.X.Norm(x), Y: p.Y.Norm(y), Rectangle: size})
		}
	}
	return boxes
}

// DataRange returns what the ranges need of both axes.
func (w whiskers) DataRange() (xmin, xmax, ymin, ymax float64) {
	place, value := span{}, span{}
	for _, b := range w.bars {
		place.take(b.place)
		value.take(b.low)
		value.take(b.high)
	}
	if w.lying {
		return value.low, value.high, place.low, place.high
	}
	return place.low, place.high, value.low, value.high
}

// A span is from the least to the greatest of what it took.
type span struct {
	low, high float64
	some      bool
}

func (s *span) take(v float64) {
	if !s.some {
		s.low, s.high, s.some = v, v, true
	}
	s.low, s.high = min(s.low, v), max(s.high, v)
}

func textStyle(size float64, c color.Color) text.Style {
	return text.Style{Color: c, Font: sans(size), Handler: plot.DefaultTextHandler}
}

// fix sets an axis of values to what was asked for, or else leaves room around the data.
func fix(a *plot.Axis, cfg Config) {
	if cfg.fixed() {
		a.Min, a.Max = cfg.From, cfg.To
		return
	}
	widen(a, 0.5)
	leaveRoom(a)
}

// leaveRoom lengthens an axis so that nothing lies on its ends.
func leaveRoom(a *plot.Axis) {
	room := (a.Max - a.Min) / 40
	a.Min, a.Max = a.Min-room, a.Max+room
}

// widen gives an axis with hardly more than one value on it room on both sides.
func widen(a *plot.Axis, by float64) {
	large := max(math.Abs(a.Min), math.Abs(a.Max))
	if a.Max-a.Min < max(1e-9*large, 1e-12) {
		by = max(by, large/10)
		a.Min, a.Max = a.Min-by, a.Max+by
	}
}

// A colour is one of this package.
type colour = color.NRGBA

// A level is a value marked along the picture.
type level struct {
	value  float64
	colour colour
}

// Plot draws the line.
func (l level) Plot(c draw.Canvas, p *plot.Plot) {
	x, _ := p.Transforms(&c)
	at := x(l.value)
	c.StrokeLine2(draw.LineStyle{Color: l.colour, Width: vg.Points(0.8), Dashes: []vg.Length{vg.Points(4), vg.Points(3)}}, at, c.Min.Y, at, c.Max.Y)
}
