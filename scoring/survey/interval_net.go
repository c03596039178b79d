package survey

import (
	"math"
)

// points is how many points of a net promoter score are a score of 1.
const points = 100

// A trinomial is how many answers count as -1, 0 and 1; weighted ones need not be whole.
type trinomial struct{ minus, zero, plus float64 }

func (t trinomial) n() float64 { return t.minus + t.zero + t.plus }

// score returns the mean, from -1 to 1.
func (t trinomial) score() float64 { return (t.plus - t.minus) / t.n() }

func (t trinomial) mirror() trinomial { return trinomial{t.plus, t.zero, t.minus} }

func (t trinomial) add(o trinomial) trinomial {
	return trinomial{t.minus + o.minus, t.zero + o.zero, t.plus + o.plus}
}

// variance returns that of one answer, with n below the line. It is the sum of three products rather than
// a mean of squares less a square, which would lose digits near the ends of the scale.
func (t trinomial) variance() float64 {
	n := t.n()
	return (4*t.minus*t.plus + t.zero*(t.minus+t.plus)) / (n * n)
}

// moments returns the sample as one of answers -1, 0 and 1.
func (t trinomial) moments() moments {
	n := t.n()
	m := moments{n: n, low: -1, high: 1}
	if n > 0 {
		m.mean = t.score()
	}
	if n > 1 {
		m.variance = t.variance() * n / (n - 1)
	}
	return m
}

// wald returns the limits z standard errors away from the score.
func (t trinomial) wald(z float64) (low, high float64) {
	s, half := t.score(), z*math.Sqrt(t.variance()/t.n())
	return s - half, s + half
}

// scoreTest returns the scores that a score test does not reject at z.
//
// A score d is rejected where (score - d) / sqrt(v/n) is beyond z, with v the variance under the likeliest
// of all distributions that have the score d (Tango 1998, who has it for the difference of paired
// proportions; May and Johnson 1997; Rocks 2016 for the net promoter score, "iterative").
func (t trinomial) scoreTest(z float64) (low, high float64) {
	return t.lowest(z), -t.mirror().lowest(z)
}

// lowest returns the lower one of the limits, to about 15 digits. What the score test makes of d grows
// as d falls from the score, where it is 0, so that there is one root.
func (t trinomial) lowest(z float64) float64 {
	s, n := t.score(), t.n()
	return root(-1, s, func(d float64) float64 {
		return s - d - z*math.Sqrt(t.varianceAt(d)/n)
	})
}

// varianceAt returns the variance of one answer under the likeliest distribution with the score d.
//
// With the share q of detractors, that of promoters is q + d, and setting the derivative of the
// likelihood to zero gives 2q² + bq - c = 0 (Tango 1998, equation 4). Below 0 the scale is turned around, so
// that c is never below 0; and of the two ways to write the root, each is for its own sign of b. So no digits
// are lost, not even for a few in a million.
func (t trinomial) varianceAt(d float64) float64 {
	if d < 0 {
		return t.mirror().varianceAt(-d)
	}
	n := t.n()
	minus, plus := t.minus/n, t.plus/n
	b := 2*d - minus*(1-d) - plus*(1+d)
	c := minus * d * (1 - d)
	q, square := 0., math.Sqrt(b*b+8*c)
	switch {
	case b < 0:
		q = (square - b) / 4
	case c > 0:
		q = 2 * c / (square + b)
	}
	return 2*q + d*(1-d)
}

// net returns the interval of a net promoter score in points.
func (c Config) net(t trinomial) Interval {
	if t.n() == 0 {
		return c.unknown(-points, points)
	}
	var low, high float64
	switch c.Method {
	case AdjustedWald:
		low, high = t.add(c.added(1)).wald(c.z())
	case Wald:
		low, high = t.wald(c.z())
	case Student:
		low, high = t.moments().limits(c.alpha())
	case Bootstrap:
		low, high = t.bootstrap(c.alpha())
	default:
		low, high = t.scoreTest(c.z())
	}
	return c.bounded(points*t.score(), points*low, points*high, t.n(), -points, points)
}
