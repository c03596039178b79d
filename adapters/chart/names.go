package chart

import (
	"image/color"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Placed are the boxes that marks and names take up.
type placed struct {
	within vg.Rectangle
	style  text.Style
	taken  []box
}

// A box is a rectangle.
type box struct{ vg.Rectangle }

func (b box) center() vg.Point {
	return vg.Point{X: (b.Min.X + b.Max.X) / 2, Y: (b.Min.Y + b.Max.Y) / 2}
}

func square(at vg.Point, half vg.Length) box {
	return box{vg.Rectangle{Min: vg.Point{X: at.X - half, Y: at.Y - half}, Max: vg.Point{X: at.X + half, Y: at.Y + half}}}
}

// overlap returns the area that two boxes share.
func (b box) overlap(o box) vg.Length {
	w := min(b.Max.X, o.Max.X) - max(b.Min.X, o.Min.X)
	h := min(b.Max.Y, o.Max.Y) - max(b.Min.Y, o.Min.Y)
	return max(w, 0) * max(h, 0)
}

// put writes a name beside a mark, where it covers least.
func (p *placed) put(c draw.Canvas, at vg.Point, name string) {
	wide, high := p.style.Width(name), p.style.Height(name)
	var best box
	least := vg.Length(-1)
	for _, b := range beside(at, wide, high) {
		covered := p.outside(b)
		for _, o := range p.taken {
			covered += b.overlap(o)
		}
		if least < 0 || covered < least {
			best, least = b, covered
		}
	}
	p.taken = append(p.taken, best)
	style := p.style
	style.YAlign = draw.YBottom
	c.FillText(style, best.Min, name)
}

// outside returns how much of a box cannot be seen, counted so that it is avoided before anything else.
func (p *placed) outside(b box) vg.Length {
	return 10 * (b.Size().X*b.Size().Y - b.overlap(box{p.within}))
}

// beside returns the boxes around a mark in which its name may stand, the best place first.
func beside(at vg.Point, wide, high vg.Length) []box {
	const gap = 6 // points
	var all []box
	for _, away := range []vg.Length{gap, 2.5 * gap} {
		for _, to := range []vg.Point{
			{X: away, Y: -high / 2}, {X: -away - wide, Y: -high / 2},
			{X: -wide / 2, Y: away}, {X: -wide / 2, Y: -away - high},
			{X: away / 2, Y: away}, {X: away / 2, Y: -away - high},
			{X: -away/2 - wide, Y: away}, {X: -away/2 - wide, Y: -away - high},
		} {
			low := at.Add(to)
			all = append(all, box{vg.Rectangle{Min: low, Max: vg.Point{X: low.X + wide, Y: low.Y + high}}})
		}
	}
	return all
}

// nrgba returns a colour of this package as the kind that it is.
func nrgba(c color.Color) color.NRGBA { return color.NRGBAModel.Convert(c).(color.NRGBA) }
