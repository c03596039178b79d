package businesscase

import "math"

// A point is a place and the value there.
type point struct{ x, y float64 }

// crossing returns where f crosses 0 between two points, of which one has a value below 0 and the other above, in
// any order. It is the method of Oliveira and Takahashi (ACM Transactions on Mathematical Software 47:5, 2020,
// "ITP"), which takes hardly more steps than halving at worst, and far fewer where f is nearly straight. Of the
// last two points it returns the one nearer to 0: where f jumps, that is not 0.
func crossing(a, b point, f func(float64) float64) point {
	// The reach halves with every step and so bounds how many there are.
	width := math.Abs(b.x - a.x)
	for reach := width; reach > width*0x1p-64 && a.y != 0 && b.y != 0; reach /= 2 {
		x := straight(a, b, reach-math.Abs(b.x-a.x)/2)
		if x <= min(a.x, b.x) || x >= max(a.x, b.x) {
			break
		}
		if next := (point{x, f(x)}); (next.y > 0) == (a.y > 0) {
			a = next
		} else {
			b = next
		}
	}
	if math.Abs(a.y) <= math.Abs(b.y) {
		return a
	}
	return b
}

// straight returns where to look next: where a straight line says, drawn a little to the middle, not at an end, and
// no further from the middle than reach.
func straight(a, b point, reach float64) float64 {
	wide := b.x - a.x
	middle := a.x + wide/2
	line := a.x + wide*(a.y/(a.y-b.y))
	draw := .1 * wide * wide
	if !(math.Abs(middle-line) > draw) {
		return middle
	}
	x := line + math.Copysign(draw, middle-line)
	// At an end itself nothing is learnt: a few digits from it f has crossed 0, unless it is flat there.
	low, high := min(a.x, b.x), max(a.x, b.x)
	digits := 0x1p-51 * max(math.Abs(low), math.Abs(high))
	if high-low <= 2*digits {
		return middle
	}
	x = min(max(x, low+digits), high-digits)
	return min(max(x, middle-reach), middle+reach)
}
