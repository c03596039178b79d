package businesscase

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// A between is the law of [Between].
type between struct {
	low, value, high float64

	lean, scale float64 // k and s of the formula there
}

func newBetween(low, value, high float64) between {
	under, over := value-low, high-value
	lean := math.Log(over/under) / z95
	if lean == 0 {
		return between{low, value, high, 0, over / z95}
	}
	return between{low, value, high, lean, lean * over / math.Expm1(lean*z95)}
}

func (l between) check() error {
	under, over := l.value-l.low, l.high-l.value
	const tooFar = "must be at most 1,000 times as far from Value as the other bound"
	return rules.First(
		possible("Low", l.low),
		possible("Value", l.value),
		possible("High", l.high),
		rules.Break("High", aboveRule(l.low, l.high)),
		rules.Break("Low", when(under <= 0, "must be below Value: "+useTriangular)),
		rules.Break("High", when(over <= 0, "must be above Value: "+useTriangular)),
		rules.Break("Low", when(under/1000 > over, tooFar)),
		rules.Break("High", when(over/1000 > under, tooFar)),
	)
}

func (l between) at(z float64) float64 {
	if l.lean == 0 {
		return l.value + l.scale*z
	}
	return l.value + l.scale*(math.Expm1(l.lean*z)/l.lean)
}

func (l between) moments() (mean, sd float64) {
	if l.lean == 0 {
		return l.value, l.scale
	}
	variance := l.lean * l.lean
	mean = l.value + l.scale*(math.Expm1(variance/2)/l.lean)
	return mean, l.scale * math.Exp(variance/2) * (math.Sqrt(math.Expm1(variance)) / math.Abs(l.lean))
}

func (l between) support() (low, high float64) {
	low, high = -math.MaxFloat64, math.MaxFloat64
	end := l.value - l.scale/l.lean
	switch {
	case l.lean > 0:
		low = max(low, end)
	case l.lean < 0:
		high = min(high, end)
	}
	return low, high
}

func (l between) tails(x float64) tails {
	far := (x - l.value) / l.scale
	if l.lean == 0 {
		return tailsOf(far)
	}
	// Beyond its end there is nothing, which tells the lean's sign apart.
	if far*l.lean <= -1 {
		return tailsOf(math.Copysign(math.Inf(1), far))
	}
	return tailsOf(math.Log1p(far*l.lean) / l.lean)
}

func (l between) base() float64                  { return l.value }
func (l between) quantile(at tails) float64      { return l.at(at.score()) }
func (l between) curve() func(z float64) float64 { return l.at }
func (l between) spelled() (string, []float64)   { return "between", []float64{l.low, l.value, l.high} }
func (l between) told(n func(float64) string) string {
	return n(l.value) + " (" + n(l.low) + " to " + n(l.high) + ")"
}
