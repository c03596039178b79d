package businesscase

import (
	"cmp"
	"math"
	"slices"
)

// A chain begins with the amounts of flows and goes on with the slope of the one before it, each with one sign
// change less, to one with none.
type chain []series

// A series is the sum of c[t] y^-t for y above 0. It is looked at over u = ln y, where rates near -1 and enormous
// ones are as easy to tell apart as usual ones.
type series struct {
	up, down []float64 // c from the first to the last, and back; neither end is 0

	noise float64 // up to which share of its terms a sum counts as 0: see lastDigits
}

// A root is where a series is 0.
type root struct {
	u    float64
	flat bool // it touches 0 there, or passes it within the noise
}

// edge is a place beyond all roots of amounts of which none is below 2^-600 of another.
const edge = 700 * math.Ln2

// comparable returns amounts with the greatest between 1/2 and 1, 0 for what is then below least, and no zeros at
// either end: these change no rate.
func comparable(amounts []float64, least float64) []float64 {
	greatest := 0.
	for _, v := range amounts {
		greatest = max(greatest, math.Abs(v))
	}
	_, exponent := math.Frexp(greatest)
	out := make([]float64, len(amounts))
	for t, v := range amounts {
		if v = math.Ldexp(v, -exponent); math.Abs(v) >= least {
			out[t] = v
		}
	}
	for len(out) > 0 && out[0] == 0 {
		out = out[1:]
	}
	for len(out) > 0 && out[len(out)-1] == 0 {
		out = out[:len(out)-1]
	}
	return out
}

// chainOf returns the chain of amounts.
func chainOf(c []float64) chain {
	var levels chain
	for {
		down := slices.Clone(c)
		slices.Reverse(down)
		levels = append(levels, series{c, down, lastDigits + float64(len(levels))*0x1p-50})
		turn, found := signChange(c)
		if !found {
			return levels
		}
		c = slope(c, turn)
	}
}

// signChange returns a place between two amounts of different signs with nothing but 0 between them.
func signChange(c []float64) (float64, bool) {
	last := 0
	for t, v := range c {
		if v == 0 {
			continue
		}
		if math.Signbit(v) != math.Signbit(c[last]) {
			return float64(last+t) / 2, true
		}
		last = t
	}
	return 0, false
}

// slope returns the slope over u of a series times y^turn, but for its sign and a power of y, neither of which moves
// a root: the signs of amounts before turn are turned around.
func slope(c []float64, turn float64) []float64 {
	out := make([]float64, len(c))
	for t, v := range c {
		out[t] = (float64(t) - turn) * v
	}
	return comparable(out, 0)
}

// roots returns the roots of the first series of a chain, increasing: those of each lie between those of the next.
func (levels chain) roots() []root {
	var found []root
	for _, s := range slices.Backward(levels) {
		found = s.roots(found)
	}
	return found
}

// roots returns the roots of s, which rises or falls all the way between two neighbours of those given.
func (s series) roots(turns []root) []root {
	marks := []point{s.at(-edge), s.at(0), s.at(edge)} // 0 is found exactly
	for _, r := range turns {
		marks = append(marks, s.at(r.u))
	}
	slices.SortFunc(marks, func(a, b point) int { return cmp.Compare(a.x, b.x) })
	var found []root
	last := 0 // the mark that was clear of noise before
	for i, m := range marks {
		if math.Abs(m.y) <= s.noise {
			continue
		}
		if r, ok := s.between(marks[last], marks[last+1:max(i, last+1)], m); ok {
			found = append(found, r)
		}
		last = i
	}
	return found
}

// between returns the root between two marks with nothing but noise at those between them, if there is one.
func (s series) between(a point, noisy []point, b point) (root, bool) {
	crosses := math.Signbit(a.y) != math.Signbit(b.y)
	if len(noisy) == 0 && !crosses {
		return root{}, false
	}
	if len(noisy) > 0 {
		least := slices.MinFunc(noisy, func(a, b point) int { return cmp.Compare(math.Abs(a.y), math.Abs(b.y)) })
		if touches := !crosses || s.flat(least.x); touches || least.y == 0 {
			return root{least.x, touches}, true
		}
	}
	worth := func(u float64) float64 { return s.at(u).y }
	return root{u: crossing(a, b, worth).x}, true
}

// flat reports whether s stays in the noise around a place.
func (s series) flat(u float64) bool {
	const step = 1e-9
	return max(math.Abs(s.at(u-step).y), math.Abs(s.at(u+step).y)) <= s.noise
}

// at returns the value of s at a place, as a share of its terms without their signs: by Horner's rule from the end at
// which powers vanish.
func (s series) at(u float64) point {
	c, z := s.down, math.Exp(-u)
	if u < 0 {
		c, z = s.up, math.Exp(u)
	}
	var sum twofold
	size := 0.
	for _, v := range c {
		sum = sum.times(twofold{hi: z}).plus(twofold{hi: v})
		size = size*z + math.Abs(v)
	}
	return point{u, sum.hi / size}
}

// polished returns a rate after one step of Newton, with 1+rate kept unrounded: so a rate that is a round number is
// found as one. Where that would move it by more than the last digits, it stays.
func (s series) polished(rate float64) float64 {
	growth := 1 + rate
	c, at, turn := s.down, discount(rate), -growth
	if rate < 0 {
		c, at, turn = s.up, sumOf(1, rate), 1/growth
	}
	var sum twofold
	slope := 0.
	for _, v := range c {
		slope = slope*at.hi + sum.hi
		sum = sum.times(at).plus(twofold{hi: v})
	}
	move := sum.hi / slope * turn * growth
	if !(math.Abs(move) <= 1e-12*growth) {
		return rate
	}
	return rate - move
}
