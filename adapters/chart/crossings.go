package chart

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A crossing is an instant marked across the picture.
type crossing struct {
	at     float64
	text   string
	colour color.Color
}

// Crossings are all that one picture has.
type crossings []crossing

// Plot draws the marks, and their texts beside them, each in the lowest line where it lies on no other. What fits
// nowhere stands in the table alone.
func (ks crossings) Plot(c draw.Canvas, p *plot.Plot) {
	x, _ := p.Transforms(&c)
	for _, k := range ks {
		at := x(k.at)
		line := draw.LineStyle{Color: k.colour, Width: vg.Points(1.2), Dashes: []vg.Length{vg.Points(4), vg.Points(3)}}
		c.StrokeLine2(line, at, c.Min.Y, at, c.Max.Y)
	}
	var taken []vg.Rectangle
	for _, k := range ks {
		style, from := k.beside(c, x(k.at))
		for ; k.text != "" && from.Y < c.Max.Y-style.Font.Size; from.Y += 1.5 * style.Font.Size {
			box := taking(style, k.text).Add(from)
			if !overlaps(box, taken) {
				taken = append(taken, box)
				write(c, style, from, k.text)
				break
			}
		}
	}
}

// beside returns how and where the text of a mark is written, if nothing is in its way: to the right of it where there
// is room, since an SVG keeps the left end of a text where it is, whatever the font.
func (k crossing) beside(c draw.Canvas, at vg.Length) (text.Style, vg.Point) {
	style, gap := textStyle(9, k.colour), vg.Points(4)
	style.XAlign, style.YAlign = draw.XLeft, draw.YBottom
	if at+gap+taking(style, k.text).Size().X > c.Max.X {
		style.XAlign, gap = draw.XRight, -gap
	}
	return style, vg.Point{X: at + gap, Y: c.Min.Y + vg.Points(4)}
}

// taking returns what a text takes up in a font that may be wider than ours.
func taking(style text.Style, s string) vg.Rectangle {
	box := style.Rectangle(s)
	box.Min.X, box.Max.X = 1.2*box.Min.X, 1.2*box.Max.X
	return box
}

func overlaps(box vg.Rectangle, others []vg.Rectangle) bool {
	for _, o := range others {
		if box.Min.X < o.Max.X && o.Min.X < box.Max.X && box.Min.Y < o.Max.Y && o.Min.Y < box.Max.Y {
			return true
		}
	}
	return false
}

// write puts a text on a patch of ground, so that it can be read over lines.
func write(c draw.Canvas, style text.Style, at vg.Point, s string) {
	ground, box := rgb(groundColour), style.Rectangle(s).Add(at)
	ground.A = 0xd0
	c.FillPolygon(ground, []vg.Point{box.Min, {X: box.Max.X, Y: box.Min.Y}, box.Max, {X: box.Min.X, Y: box.Max.Y}})
	c.FillText(style, at, s)
}

// DataRange returns the instants, so that they lie within the picture.
func (ks crossings) DataRange() (xmin, xmax, ymin, ymax float64) {
	xmin, xmax = math.Inf(1), math.Inf(-1)
	for _, k := range ks {
		xmin, xmax = min(xmin, k.at), max(xmax, k.at)
	}
	return xmin, xmax, math.Inf(1), math.Inf(-1)
}
