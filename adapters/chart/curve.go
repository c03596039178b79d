package chart

import (
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Posts are places marked across the picture, as crossings are, but with their texts at the top.
type posts []crossing

// Plot draws the marks, and each text in the highest line where it lies on no other. What fits nowhere stands in the table
// alone.
func (ps posts) Plot(c draw.Canvas, p *plot.Plot) {
	x, _ := p.Transforms(&c)
	for _, k := range ps {
		at := x(k.at)
		line := draw.LineStyle{Color: k.colour, Width: vg.Points(1.2), Dashes: []vg.Length{vg.Points(4), vg.Points(3)}}
		c.StrokeLine2(line, at, c.Min.Y, at, c.Max.Y)
	}
	var taken []vg.Rectangle
	for _, k := range ps {
		style, from := ps.beside(k, c, x)
		for from.Y = c.Max.Y - 1.5*style.Font.Size; from.Y > c.Min.Y; from.Y -= 1.5 * style.Font.Size {
			box := taking(style, k.text).Add(from)
			if !overlaps(box, taken) {
				taken = append(taken, box)
				write(c, style, from, k.text)
				break
			}
		}
	}
}

// beside returns how and where the text of a mark is written: as with crossings, but to its left where another mark would go
// through it, and there is room.
func (ps posts) beside(k crossing, c draw.Canvas, x func(float64) vg.Length) (text.Style, vg.Point) {
	style, from := k.beside(c, x(k.at))
	box := taking(style, k.text).Add(from)
	struck := slices.ContainsFunc(ps, func(o crossing) bool { return x(o.at) > box.Min.X && x(o.at) < box.Max.X })
	if left := x(k.at) - (from.X - x(k.at)); struck && style.XAlign == draw.XLeft && left-box.Size().X > c.Min.X {
		style.XAlign, from.X = draw.XRight, left
	}
	return style, from
}

// DataRange returns the places, so that they lie within the picture.
func (ps posts) DataRange() (xmin, xmax, ymin, ymax float64) { return crossings(ps).DataRange() }

// A strip is a range of places, shaded from bottom to top.
type strip struct {
	low, high float64
	fill      colour
}

// Plot shades as much of the range as is to be seen.
func (s strip) Plot(c draw.Canvas, p *plot.Plot) {
	x, _ := p.Transforms(&c)
	left, right := max(x(s.low), c.Min.X), min(x(s.high), c.Max.X)
	if left < right {
		c.FillPolygon(s.fill, []vg.Point{{X: left, Y: c.Min.Y}, {X: right, Y: c.Min.Y}, {X: right, Y: c.Max.Y}, {X: left, Y: c.Max.Y}})
	}
}
