package businesscase

import "math"

// A triangular is the law of [Triangular].
type triangular struct{ low, mode, high float64 }

func (l triangular) check() error { return checkPeak(l.low, l.mode, l.high) }

// rise is the share of the range that is below the mode, which is also the probability of being below it, and fall that
// above.
func (l triangular) rise() float64 { return (l.mode - l.low) / (l.high - l.low) }
func (l triangular) fall() float64 { return (l.high - l.mode) / (l.high - l.low) }

func (l triangular) moments() (mean, sd float64) {
	width, rise, fall := l.high-l.low, l.rise(), l.fall()
	return l.mode + width*(fall-rise)/3, width * math.Sqrt((1-rise*fall)/18)
}

func (l triangular) base() float64                { return l.mode }
func (l triangular) support() (low, high float64) { return l.low, l.high }
func (l triangular) spelled() (string, []float64) {
	return "triangular", []float64{l.low, l.mode, l.high}
}

func (l triangular) quantile(at tails) float64 {
	rise, fall := l.rise(), l.fall()
	if at.below <= rise {
		way := math.Sqrt(at.below * rise)
		return from(l.low, l.high, tails{way, (at.above + at.below*fall) / (1 + way)})
	}
	way := math.Sqrt(at.above * fall)
	return from(l.low, l.high, tails{(at.below + at.above*rise) / (1 + way), way})
}

func (l triangular) tails(x float64) tails {
	width := l.high - l.low
	below, above, off := (x-l.low)/width, (l.high-x)/width, (x-l.mode)/width
	// Nothing is taken from 1, here and in quantile: where the mode is at a bound, both tails can be the small one.
	switch {
	case x <= l.low:
		return tails{0, 1}
	case x >= l.high:
		return tails{1, 0}
	case off < 0:
		return tails{below / l.rise() * below, (below*above - off) / l.rise()}
	}
	return tails{(below*above + off) / l.fall(), above / l.fall() * above}
}

func (l triangular) curve() func(z float64) float64 {
	return func(z float64) float64 { return l.quantile(nearTails(z)) }
}

func (l triangular) told(n func(float64) string) string {
	return n(l.low) + " to " + n(l.high) + ", most likely " + n(l.mode)
}
