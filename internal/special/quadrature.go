package special

import "math"

// The integrals of this package have positive integrands over v from 0 to infinity, with one peak in ln v. With
// ln v = c + y - exp(-y) the integrand dies faster than exponentially on the left and by itself on the right; the
// trapezoidal rule in y then converges exponentially (Takahasi and Mori 1974).

// negligible is how far, in logarithms, a point is below the peak that is left out.
const negligible = 41

// farthest is the greatest y, beyond all integrands that are used here.
const farthest = 600

// LogIntegral returns the logarithm of the integral of exp(f) over v from 0 to infinity, where f gets ln v - c and returns
// the logarithm of an integrand times v that has one peak, not far left of 0.
func LogIntegral(f func(u float64) float64) float64 {
	return integrate(func(y float64) float64 {
		e := math.Exp(-y)
		return f(y-e) + math.Log1p(e)
	}, 0, 0.25)
}

// logPeak returns the logarithm of the integral of exp(f), where f has one peak between left and 0, about as wide on both
// sides, beyond which it falls at least exponentially.
func logPeak(f func(u float64) float64, left, width float64) float64 {
	low, high := left-width, width
	for high-low > width {
		// Of three parts the one that the peak is not in.
		third := (high - low) / 3
		if f(low+third) < f(high-third) {
			low += third
		} else {
			high -= third
		}
	}
	return integrate(f, (low+high)/2, width/2)
}

// integrate returns the logarithm of the integral of exp(f) over y, where f is the logarithm of an integrand that has
// one peak near start. It halves the step until the value stays.
func integrate(f func(y float64) float64, start, step float64) float64 {
	t := trapezoid{f: f, top: math.Inf(-1)}
	t.points(start, step)
	for range 9 {
		before := t.sum
		top := t.top
		t.points(t.start+step/2, step)
		before *= math.Exp(top - t.top)
		step /= 2
		// The error squares with each halving.
		if math.Abs(t.sum-2*before) <= 1e-10*t.sum {
			break
		}
	}
	return t.top + math.Log(t.sum*step)
}

// A trapezoid sums exp(f - top).
type trapezoid struct {
	f     func(y float64) float64
	top   float64 // the greatest f so far
	start float64 // where it was
	sum   float64
}

// points adds those that are a step apart, from start in both directions until they are negligible.
func (t *trapezoid) points(start, step float64) {
	t.add(start)
	for _, d := range []float64{step, -step} {
		last := math.Inf(-1)
		for y := start + d; math.Abs(y) < farthest; y += d {
			now := t.add(y)
			if now <= last && now < t.top-negligible {
				break
			}
			last = now
		}
	}
}

func (t *trapezoid) add(y float64) float64 {
	l := t.f(y)
	switch {
	case l > t.top:
		t.sum = t.sum*math.Exp(t.top-l) + 1
		t.top, t.start = l, y
	case l > t.top-2*negligible:
		t.sum += math.Exp(l - t.top)
	}
	return l
}
