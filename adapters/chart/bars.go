package chart

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A swing is a bar that lies to one side or both of a value, at a place from below.
type swing struct {
	place, base float64
	tips        [2]tip
}

// A tip is one end of a swing: where it is, and what is written beside it.
type tip struct {
	value float64
	text  string
}

// Swings are those of a picture. The first and the second tips have a look each.
type swings struct {
	all   []swing
	looks [2]draw.GlyphStyle
	wide  vg.Length // of the axis of values, at least
}

// Plot draws bars, marks at their tips, and texts beyond them.
func (w swings) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	lane := min(vg.Points(6), (y(1)-y(0))/4)
	for _, s := range w.all {
		for i, t := range s.tips {
			at, half := vg.Point{X: x(t.value), Y: y(s.place)}, 1.4*lane
			if s.oneSided() {
				at.Y, half = at.Y+lane*vg.Length(1-2*i), 0.75*lane
			}
			w.bar(c, i, x(s.base), at, half)
			w.letter(c, s.side(i), at, t.text)
		}
	}
}

// bar draws half of a swing up to its tip.
func (w swings) bar(c draw.Canvas, i int, base vg.Length, tip vg.Point, half vg.Length) {
	low, high := tip.Y-half, tip.Y+half
	c.FillPolygon(tint(nrgba(w.looks[i].Color), 0.45), []vg.Point{{X: base, Y: low}, {X: tip.X, Y: low}, {X: tip.X, Y: high}, {X: base, Y: high}})
	c.DrawGlyphNoClip(w.looks[i], tip)
}

const tipGap = 7 // points between a tip and its text

func (w swings) letter(c draw.Canvas, side int, at vg.Point, text string) {
	style := textStyle(9, rgb(inkColour))
	style.YAlign, style.XAlign = draw.YCenter, draw.XLeft
	if side < 0 {
		style.XAlign = draw.XRight
	}
	write(c, style, at.Add(vg.Point{X: vg.Length(side) * tipGap}), text)
}

// oneSided reports whether both tips lie on one side of the base, so that each needs a lane of its own.
func (s swing) oneSided() bool {
	return (s.tips[0].value > s.base) == (s.tips[1].value > s.base) && s.tips[0].value != s.base && s.tips[1].value != s.base
}

// side returns on which side of its tip a text stands: -1 to the left, 1 to the right. At the base, it is where the
// other tip is not.
func (s swing) side(i int) int {
	switch here, other := s.tips[i].value, s.tips[1-i].value; {
	case here < s.base:
		return -1
	case here > s.base:
		return 1
	case other < s.base:
		return 1
	case other > s.base:
		return -1
	}
	return 2*i - 1
}

// DataRange returns what the swings need of both axes.
func (w swings) DataRange() (xmin, xmax, ymin, ymax float64) {
	var x, y span
	for _, s := range w.all {
		y.take(s.place)
		for _, v := range []float64{s.base, s.tips[0].value, s.tips[1].value} {
			x.take(v)
		}
	}
	return x.low, x.high, y.low, y.high
}

// fit sets how wide the axis of values is where so much is left for it and all texts.
func (w *swings) fit(left vg.Length) {
	end := vg.Length(0)
	for _, s := range w.all {
		for _, t := range s.tips {
			end = max(end, wide(textStyle(9, rgb(inkColour)), t.text)+tipGap)
		}
	}
	w.wide = max(0, left-2*end)
}

// GlyphBoxes returns what texts beyond the ends of the axis take up.
func (w swings) GlyphBoxes(p *plot.Plot) []plot.GlyphBox {
	var over [2]vg.Length
	for _, s := range w.all {
		for i, t := range s.tips {
			end, there := 0, p.X.Norm(t.value) // the share of the axis on that side of the tip
			if s.side(i) > 0 {
				end, there = 1, 1-there
			}
			over[end] = max(over[end], wide(textStyle(9, rgb(inkColour)), t.text)+tipGap-vg.Length(there)*w.wide)
		}
	}
	return []plot.GlyphBox{
		{X: 0, Rectangle: vg.Rectangle{Min: vg.Point{X: -over[0]}}},
		{X: 1, Rectangle: vg.Rectangle{Max: vg.Point{X: over[1]}}},
	}
}
