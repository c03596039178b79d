package businesscase

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// Paid is when flows have paid back what they cost.
type Paid struct {
	// Periods is how many periods it takes until what came in makes up for what went out, for good: from
	// then on it never falls short again. 0 where nothing ever went out first, and where Never.
	Periods float64 `json:"periods"`

	// Never says that what went out is not made up for at the end of the flows.
	Never bool `json:"never"`

	// First is after how many periods it was made up for the first time. It is Periods, unless Again.
	First float64 `json:"first"`

	// Again says that after First it fell short once more.
	Again bool `json:"again"`
}

// Payback returns after how many periods flows, discounted at a rate for one period, sum to 0 after having been
// below: linear within a period, as if what comes at its end came evenly. flows[0] is now, flows[t] at the end
// of period t; a rate of 0 does not discount.
//
// Special cases are:
//   - no flows, and flows whose sum is never below 0, are paid back at 0
//   - a sum that the last digits of amounts could make 0 counts as 0
//
// An error matches [relationship.ErrInvalid] where a number is not finite, the rate is not above -1, or the sum of
// amounts without their signs is more than a float64 can hold. It takes O(n) time.
func Payback(flows []float64, rate float64) (Paid, error) {
	const op = "payback"
	if err := rules.First(checkFlows(flows), rules.Break("rate", rateRule(rate))); err != nil {
		return Paid{}, opError(op, err)
	}
	unit := headroom(flows)
	till, z, worth := purse{}, discount(rate), twofold{hi: 1}
	for t, v := range flows {
		if v != 0 {
			till.take(float64(t), worth.times(twofold{hi: v * unit}))
		}
		worth = worth.times(z)
	}
	if !number(till.size / unit) {
		return Paid{}, opError(op, rules.Break("flows", ruleHuge))
	}
	return till.paid(), nil
}

// lastDigits is up to which share of its terms a sum counts as 0: what the last digits of amounts can make of it.
const lastDigits = 0x1p-48

// A purse follows what is left of flows.
type purse struct {
	sum   twofold
	size  float64 // the sum without signs
	short bool    // the sum is below 0
	times int     // it came back from there
	found Paid
}

// take adds an amount at the end of period t.
func (p *purse) take(t float64, amount twofold) {
	before := p.sum.hi
	p.sum = p.sum.plus(amount)
	p.size += math.Abs(amount.hi)
	short := p.sum.hi < -lastDigits*p.size
	if p.short && !short {
		p.found.Periods = t - 1 + min(1, -before/amount.hi)
		if p.times++; p.times == 1 {
			p.found.First = p.found.Periods
		}
	}
	p.short = short
}

// paid returns when it was paid back after all.
func (p *purse) paid() Paid {
	p.found.Again = p.times > 1 || p.times == 1 && p.short
	if p.short {
		p.found.Never, p.found.Periods = true, 0
	}
	return p.found
}
