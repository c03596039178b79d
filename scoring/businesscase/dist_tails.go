package businesscase

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// tails are the probabilities of being below and above something. Both are kept, because 1 less a small one has lost
// its digits.
type tails struct{ below, above float64 }

// tailsOf returns the tails of a standard normal variable at z.
func tailsOf(z float64) tails {
	return tails{math.Erfc(-z/math.Sqrt2) / 2, math.Erfc(z/math.Sqrt2) / 2}
}

// score returns where a standard normal variable has these tails: infinite where one is 0.
func (t tails) score() float64 {
	if t.below > t.above {
		return -tails{t.above, t.below}.score()
	}
	if t.below <= 0 {
		return math.Inf(-1)
	}
	return mathext.NormalQuantile(t.below)
}

// density is that of a standard normal variable.
func density(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }

// z95 is the score with 2.5 % above it.
const z95 = 1.959963984540054
