package chart

import (
	"cmp"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A crowd is spots of which many may lie at one height, such as at the end of a scale. Those are drawn side by side, and
// no name lies on another one.
type crowd struct{ field }

// Plot draws quarters, ranges, marks and names. A name that is not beside its mark has a line to it; what fits nowhere
// stands in the table alone.
func (f crowd) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	acrossAt, upAt := x(f.plane.SplitAcross), y(f.plane.SplitUp)
	f.quarter(c, acrossAt, upAt)
	names := placed{within: c.Rectangle, style: textStyle(9, rgb(inkColour)), taken: f.plane.corners(c.Rectangle)}
	names.taken = append(names.taken, boxOf(acrossAt, c.Min.Y, acrossAt+1, c.Max.Y), boxOf(c.Min.X, upAt, c.Max.X, upAt+1))
	at := f.apart(x, y)
	for i, s := range f.spots {
		line := draw.LineStyle{Color: veil(nrgba(s.look.Color)), Width: vg.Points(2)}
		from, to := x(s.Across.Low), x(s.Across.High)
		c.StrokeLine2(line, from, at[i].Y, to, at[i].Y)
		c.StrokeLine2(line, at[i].X, y(s.Up.Low), at[i].X, y(s.Up.High))
		names.taken = append(names.taken, square(at[i], s.look.Radius), boxOf(from, at[i].Y-1, to, at[i].Y+1))
	}
	var led []box
	for i, s := range f.spots {
		led = names.lead(c, at[i], shortened(s.Name, 36), led)
	}
	for i, s := range f.spots {
		c.DrawGlyph(s.look, at[i])
	}
}

// apart returns where marks are drawn: those at one height are spread around it, by so little that it still says the same.
func (f crowd) apart(x, y func(float64) vg.Length) []vg.Point {
	const near, step, most = 3, 5, 40 // points
	at, order := make([]vg.Point, len(f.spots)), make([]int, len(f.spots))
	for i, s := range f.spots {
		at[i], order[i] = vg.Point{X: x(s.Across.Value), Y: y(s.Up.Value)}, i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(at[i].Y, at[j].Y), cmp.Compare(at[i].X, at[j].X))
	})
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && at[order[to]].Y-at[order[from]].Y < near {
			to++
		}
		by := min(step, most/vg.Length(to-from))
		for k, i := range order[from:to] {
			at[i].Y += by * (vg.Length(k) - vg.Length(to-from-1)/2)
		}
		from = to
	}
	return at
}

// corners returns what the names of quarters take up.
func (p Plane) corners(within vg.Rectangle) []box {
	style := textStyle(10, rgb(softColour))
	high := style.Height("x") + 8
	var all []box
	for i, name := range p.Quarters {
		across := wide(style, shortened(name, 40)) + 8
		left, low := within.Min.X, within.Max.Y-high
		if i == 1 || i == 2 {
			left = within.Max.X - across
		}
		if i >= 2 {
			low = within.Min.Y
		}
		all = append(all, boxOf(left, low, left+across, low+high))
	}
	return all
}

func boxOf(left, low, right, high vg.Length) box {
	return box{vg.Rectangle{Min: vg.Point{X: left, Y: low}, Max: vg.Point{X: right, Y: high}}}
}

// lead writes a name as near to a mark as it lies on nothing, with a line to the mark where it is not beside it; the line crosses
// none of the names before, if that can be. It returns these with the new one.
func (p *placed) lead(c draw.Canvas, at vg.Point, name string, names []box) []box {
	b, away := p.place(at, name, names)
	if away == 0 {
		b, away = p.place(at, name, nil)
	}
	switch {
	case away == 0:
		return names
	case away > besideMark:
		to := b.nearest(at)
		c.StrokeLine2(draw.LineStyle{Color: rgb(softColour), Width: vg.Points(0.4)}, at.X, at.Y, to.X, to.Y)
	}
	style := p.style
	style.XAlign, style.YAlign = draw.XCenter, draw.YCenter
	c.FillText(style, b.center(), name)
	p.taken = append(p.taken, b)
	return append(names, b)
}

const besideMark = 6 // points from a mark to a name beside it

// place returns where a name may stand, to which a line from a mark crosses none of some boxes, and how far that is from the
// mark; 0 where there is no such place.
func (p *placed) place(at vg.Point, name string, uncrossed []box) (box, vg.Length) {
	const step, farthest = 7, 90 // points
	across, high := wide(p.style, name), p.style.Height(name)
	for away := vg.Length(besideMark); away <= farthest; away += step {
		for _, b := range around(at, across, high, away) {
			crosses := func(o box) bool { return o.crossed(at, b.nearest(at)) }
			if p.free(b) && !slices.ContainsFunc(uncrossed, crosses) {
				return b, away
			}
		}
	}
	return box{}, 0
}

// nearest returns the point of a box that is nearest to a place.
func (b box) nearest(to vg.Point) vg.Point {
	return vg.Point{X: min(max(to.X, b.Min.X), b.Max.X), Y: min(max(to.Y, b.Min.Y), b.Max.Y)}
}

// crossed reports whether a line from one place to another comes across a box, looking at some of its points.
func (b box) crossed(from, to vg.Point) bool {
	const looks = 24
	for i := range looks + 1 {
		share := vg.Length(i) / looks
		at := from.Scale(1 - share).Add(to.Scale(share))
		if b.nearest(at) == at {
			return true
		}
	}
	return false
}

// free reports whether a box is within and lies on nothing.
func (p *placed) free(b box) bool {
	return p.outside(b) <= 0 && !slices.ContainsFunc(p.taken, func(o box) bool { return b.overlap(o) > 0 })
}

// around returns boxes at a distance from a place, the best first.
func around(at vg.Point, wide, high, away vg.Length) []box {
	var all []box
	for _, to := range []vg.Point{
		{X: 1}, {X: -1}, {Y: 1}, {Y: -1},
		{X: .7, Y: .7}, {X: .7, Y: -.7}, {X: -.7, Y: .7}, {X: -.7, Y: -.7},
		{X: .4, Y: .9}, {X: .4, Y: -.9}, {X: -.4, Y: .9}, {X: -.4, Y: -.9},
		{X: .9, Y: .4}, {X: .9, Y: -.4}, {X: -.9, Y: .4}, {X: -.9, Y: -.4},
	} {
		left, low := start(at.X, to.X*away, wide), start(at.Y, to.Y*away, high)
		all = append(all, boxOf(left, low, left+wide, low+high))
	}
	return all
}

// start returns where something long begins that is by so much after a place, before it where by is below 0, or around it.
func start(at, by, long vg.Length) vg.Length {
	switch {
	case by > 0:
		return at + by
	case by < 0:
		return at + by - long
	}
	return at - long/2
}
