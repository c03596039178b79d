package businesscase

import (
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// PresentValue returns what flows are worth now, their net present value: the sum of flows[t] / (1+rate)^t. flows[0] is
// now, flows[t] at the end of period t, in minor units; rate is for one period as a share, such as 0.1 for
// 10 %, above -1.
//
// Special cases are:
//   - no flows are worth 0
//   - at a rate of 0 it is the plain sum
//
// The sum is carried in twice the digits of a float64, so that it is right to its last digits over thousands of
// periods. An error matches [relationship.ErrInvalid] where a number is not finite, the rate is not above -1, or the
// worth is more than a float64 can hold. It takes O(n) time.
func PresentValue(rate float64, flows []float64) (float64, error) {
	const op = "present value"
	if err := rules.First(rules.Break("rate", rateRule(rate)), checkFlows(flows)); err != nil {
		return 0, opError(op, err)
	}
	unit := headroom(flows)
	worth := discounted(discount(rate), flows, unit) / unit
	if !number(worth) {
		return 0, opError(op, rules.Break("flows", ruleHuge))
	}
	return worth, nil
}

const ruleHuge = "must not be worth more than a float64 can hold"

// rateRule returns the rule that a rate for one period breaks, or "".
func rateRule(rate float64) string {
	return when(!(rate > -1 && number(rate)), "must be a finite number above -1")
}

func checkFlows(flows []float64) error {
	for t, v := range flows {
		if rule := numberRule(v); rule != "" {
			return rules.Break(rules.Index("flows", t), rule)
		}
	}
	return nil
}

// number reports whether v is a finite number.
func number(v float64) bool { return v-v == 0 }

func numberRule(v float64) string { return when(!number(v), "must be a finite number") }

// headroom returns what to multiply flows by so that their sum can not overflow: 1 but for enormous ones. It is a
// power of 2, which changes no digit.
func headroom(flows []float64) float64 {
	for _, v := range flows {
		if math.Abs(v) > 0x1p990 {
			return 0x1p-33
		}
	}
	return 1
}

// discounted returns the sum of unit flows[t] z^t by Horner's rule.
func discounted(z twofold, flows []float64, unit float64) float64 {
	var sum twofold
	for _, v := range slices.Backward(flows) {
		sum = sum.times(z).plus(twofold{hi: v * unit})
	}
	return sum.hi
}

// discount returns what 1 at the end of a period is worth at its beginning: 1 / (1+rate).
func discount(rate float64) twofold {
	growth := sumOf(1, rate)
	z := 1 / growth.hi
	return twofold{z, (math.FMA(-z, growth.hi, 1) - z*growth.lo) / growth.hi}
}

// A twofold is the unrounded sum of two numbers, of which lo is below the last digit of hi (Dekker 1971). It keeps
// powers of a rate from drifting over many periods.
type twofold struct{ hi, lo float64 }

// sumOf returns a + b without rounding (Knuth).
func sumOf(a, b float64) twofold {
	sum := a + b
	rest := sum - a
	return twofold{sum, (a - (sum - rest)) + (b - rest)}
}

func (p twofold) plus(q twofold) twofold {
	sum := sumOf(p.hi, q.hi)
	return sum.carried(sum.lo + (p.lo + q.lo))
}

func (p twofold) times(q twofold) twofold {
	product := p.hi * q.hi
	rest := math.FMA(p.hi, q.hi, -product) + (p.hi*q.lo + p.lo*q.hi)
	return twofold{hi: product}.carried(rest)
}

// carried returns p.hi + lo, of which lo is the smaller.
func (p twofold) carried(lo float64) twofold {
	sum := p.hi + lo
	return twofold{sum, lo - (sum - p.hi)}
}
