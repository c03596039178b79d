package survey

import "math"

// root returns where a function that falls from above 0 to below 0 between low and high crosses it: low where
// it is nowhere above, high where it is nowhere below. That it is 0 at the ends as well does no harm. It is
// the method of Oliveira and Takahashi (2020, "ITP"), which takes hardly more steps than halving at worst, and
// mostly a fifth of them.
func root(low, high float64, f func(float64) float64) float64 {
	atLow, atHigh := f(low), f(high)
	switch {
	case atLow < 0:
		return low
	case atHigh > 0:
		return high
	}
	// The reach halves with every step and so bounds how many there are.
	for reach := high - low; ; reach /= 2 {
		middle := low + (high-low)/2
		if middle <= low || middle >= high || reach < tiny {
			return middle
		}
		x := between(low, high, atLow, atHigh, reach-(high-low)/2)
		switch y := f(x); {
		case y > 0:
			low, atLow = x, y
		case y < 0:
			high, atHigh = x, y
		default:
			return x
		}
	}
}

// tiny is how near to a root is near enough, on scales from about -1 to 1.
const tiny = 0x1p-56

// between returns where to look next for a root: where a straight line says, drawn a little to the middle, and
// no further from it than reach.
func between(low, high, atLow, atHigh, reach float64) float64 {
	middle := low + (high-low)/2
	line := (high*atLow - low*atHigh) / (atLow - atHigh)
	draw := .1 * (high - low) * (high - low)
	if atLow == atHigh || math.Abs(middle-line) <= draw {
		return middle
	}
	x := line + math.Copysign(draw, middle-line)
	x = min(max(x, middle-reach), middle+reach)
	if x <= low || x >= high {
		return middle
	}
	return x
}
