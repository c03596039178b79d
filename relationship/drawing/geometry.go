package drawing

import "math"

// A point is a place in the drawing, x to the right and y down, in units of a pixel.
type point struct{ x, y float64 }

func (p point) plus(q point) point          { return point{p.x + q.x, p.y + q.y} }
func (p point) minus(q point) point         { return point{p.x - q.x, p.y - q.y} }
func (p point) times(f float64) point       { return point{p.x * f, p.y * f} }
func (p point) length() float64             { return math.Hypot(p.x, p.y) }
func (p point) left() point                 { return point{p.y, -p.x} } // a quarter turn to the left, as seen
func (p point) to(q point, f float64) point { return p.plus(q.minus(p).times(f)) }
func (p point) cross(q point) float64       { return p.x*q.y - p.y*q.x }

// unit returns the direction, or that to the right where there is none.
func (p point) unit() point {
	if l := p.length(); l > 0 {
		return p.times(1 / l)
	}
	return point{1, 0}
}

// whole rounds a number, halves upwards. Processors differ in the last digits, and many places are exactly halfway, so
// what is nearly a half counts as one.
func whole(v float64) float64 { return math.Floor(v + 0.5 + 1e-6) }

// A rect has its sides along the axes.
type rect struct{ x0, y0, x1, y1 float64 }

func rectAround(c point, w, h float64) rect { return rect{c.x - w/2, c.y - h/2, c.x + w/2, c.y + h/2} }

func (r rect) width() float64  { return r.x1 - r.x0 }
func (r rect) height() float64 { return r.y1 - r.y0 }
func (r rect) centre() point   { return point{(r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2} }
func (r rect) grow(by float64) rect {
	return rect{r.x0 - by, r.y0 - by, r.x1 + by, r.y1 + by}
}
func (r rect) move(by point) rect { return rect{r.x0 + by.x, r.y0 + by.y, r.x1 + by.x, r.y1 + by.y} }

func (r rect) overlaps(o rect) bool {
	return r.x0 < o.x1 && o.x0 < r.x1 && r.y0 < o.y1 && o.y0 < r.y1
}

func (r rect) holds(p point) bool {
	return p.x >= r.x0 && p.x <= r.x1 && p.y >= r.y0 && p.y <= r.y1
}

func (r rect) union(o rect) rect {
	return rect{min(r.x0, o.x0), min(r.y0, o.y0), max(r.x1, o.x1), max(r.y1, o.y1)}
}

// span returns how much of a straight piece from a to b lies inside, from 0 to 1 (Liang and Barsky,
// 1984).
func (r rect) span(a, b point) float64 {
	d := b.minus(a)
	low, high := 0.0, 1.0
	for _, side := range [4][2]float64{{-d.x, a.x - r.x0}, {d.x, r.x1 - a.x}, {-d.y, a.y - r.y0}, {d.y, r.y1 - a.y}} {
		switch p, q := side[0], side[1]; {
		case p == 0 && q < 0:
			return 0
		case p < 0:
			low = max(low, q/p)
		case p > 0:
			high = min(high, q/p)
		}
	}
	return max(0, high-low)
}

// rectOf bounds two points.
func rectOf(a, b point) rect {
	return rect{min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y)}
}

// crosses reports whether two straight pieces have a point inside both.
func crosses(a, b, c, d point) bool {
	ab, cd := b.minus(a), d.minus(c)
	return ab.cross(c.minus(a))*ab.cross(d.minus(a)) < -1e-6 && cd.cross(a.minus(c))*cd.cross(b.minus(c)) < -1e-6
}

// A curve is a cubic Bézier curve.
type curve [4]point

// bow returns a curve from a to b that leaves the straight line by a distance in its middle, to the
// left where that is above 0.
func bow(a, b point, by float64) curve {
	push := b.minus(a).unit().left().times(by * 4 / 3)
	return curve{a, a.to(b, 1.0/3).plus(push), a.to(b, 2.0/3).plus(push), b}
}

// at returns the point at a share of the way.
func (c curve) at(t float64) point {
	ab, bc, cd := c[0].to(c[1], t), c[1].to(c[2], t), c[2].to(c[3], t)
	return ab.to(bc, t).to(bc.to(cd, t), t)
}

// heading returns the direction at a share of the way.
func (c curve) heading(t float64) point {
	const step = 0.01
	return c.at(min(1, t+step)).minus(c.at(max(0, t-step))).unit()
}

// split cuts the curve in two (de Casteljau).
func (c curve) split(t float64) (before, after curve) {
	ab, bc, cd := c[0].to(c[1], t), c[1].to(c[2], t), c[2].to(c[3], t)
	abc, bcd := ab.to(bc, t), bc.to(cd, t)
	mid := abc.to(bcd, t)
	return curve{c[0], ab, abc, mid}, curve{mid, bcd, cd, c[3]}
}

// between returns the part of the curve from one share of the way to another.
func (c curve) between(from, to float64) curve {
	_, rest := c.split(from)
	if from < 1 {
		rest, _ = rest.split((to - from) / (1 - from))
	}
	return rest
}

// outside returns the part between two boxes, one at each end. Where nothing is left, it returns
// the whole.
func (c curve) outside(a, b rect) curve {
	const steps = 64
	// No point of a curve may be exactly on the rim, or processors would disagree on its side.
	a, b = a.grow(-0.0137), b.grow(-0.0137)
	first, last := 0, steps
	for first < steps && a.holds(c.at(float64(first)/steps)) {
		first++
	}
	for last > 0 && b.holds(c.at(float64(last)/steps)) {
		last--
	}
	if first >= last {
		return c
	}
	low := rim(func(t float64) bool { return a.holds(c.at(t)) }, float64(max(0, first-1))/steps, float64(first)/steps)
	high := rim(func(t float64) bool { return b.holds(c.at(t)) }, float64(min(steps, last+1))/steps, float64(last)/steps)
	return c.between(low, high)
}

// rim returns where a way leaves a box, between a place inside and one outside.
func rim(inside func(float64) bool, in, out float64) float64 {
	for range 12 {
		if mid := (in + out) / 2; inside(mid) {
			in = mid
		} else {
			out = mid
		}
	}
	return out
}

// points returns the curve as straight pieces.
func (c curve) points(pieces int) []point {
	out := make([]point, pieces+1)
	for i := range out {
		out[i] = c.at(float64(i) / float64(pieces))
	}
	return out
}

// length returns about how long the curve is.
func (c curve) length() float64 {
	sum, last := 0.0, c[0]
	for _, p := range c.points(16)[1:] {
		sum += p.minus(last).length()
		last = p
	}
	return sum
}
