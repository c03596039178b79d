package lifetime

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// A Discount says how much less something later is worth. The zero Discount is none.
type Discount struct {
	// Rate is the interest for one period, such as 0.1 for 10 %, not below 0.
	Rate float64

	// Per is how long that period is, in the unit of time of what is discounted: with times in weeks, 52 for
	// a yearly rate. 0 means 1.
	Per float64

	// Continuous says that interest is added at every instant: a period counts as exp(-Rate). Otherwise it is
	// added once a period, which counts as 1/(1+Rate).
	Continuous bool
}

func (d Discount) check() error {
	return rules.First(
		rules.Break("Rate", when(!(d.Rate >= 0 && d.Rate <= largest), "must be a number from 0 to 1e30")),
		rules.Break("Per", when(!(d.Per >= 0 && d.Per <= largest), "must be a number from 0 to 1e30")),
	)
}

// PerUnit returns the continuous rate per unit of time that discounts as much: what models of repeat purchases
// take for all purchases to come. It is 0 or more for a discount whose fields are in range.
func (d Discount) PerUnit() float64 {
	rate := d.Rate
	if !d.Continuous {
		rate = math.Log1p(rate)
	}
	if d.Per > 0 {
		rate /= d.Per
	}
	return min(rate, math.MaxFloat64)
}

// Factor returns what one unit of value is worth now that comes after some time, not below 0: from 0 to 1.
func (d Discount) Factor(after float64) float64 {
	if after == 0 || d.Rate == 0 {
		return 1
	}
	return math.Exp(-d.PerUnit() * after)
}
