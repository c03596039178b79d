package businesscase

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// Rates are the internal rates of return of flows: all rates for one period at which they are worth nothing.
type Rates struct {
	// All are the rates, each above -1, increasing. Empty where there is none.
	All []float64 `json:"all"`

	// Ambiguous says that no rate must be taken for the return: there are several, those Beyond counted, or there
	// is one that is Touching, or Any. Decide by [PresentValue] at a rate of your own, or see [ModifiedRate].
	Ambiguous bool `json:"ambiguous"`

	// Touching says that at one of the rates the value touches 0, or passes it so flatly that the digits of the
	// flows do not tell on which side it is: that rate may as well be none, or several near it.
	Touching bool `json:"touching"`

	// Any says that every amount is 0, so that any rate fits; then All is empty.
	Any bool `json:"any"`

	// Beyond is how many rates are left out because they are so near -1 that a float64 can not tell them from it,
	// or from the one before.
	Beyond int `json:"beyond"`

	// Borrowed says that the first amount that is not 0 is above 0: money is received before any is paid, so
	// that a rate is what it costs, and less is better.
	Borrowed bool `json:"borrowed"`
}

// ReturnRates returns all internal rates of return of flows: the rates above -1 at which [PresentValue] is 0. flows[0]
// is now, flows[t] at the end of period t.
//
// Special cases are:
//   - amounts of one sign have no rate; some of both signs have none either
//   - no flows, or amounts that are all 0, have Any
//   - an amount below 1e-180 of the greatest counts as 0
//   - rates that a change of each amount in its 15th digit could make one are reported as one, Touching
//
// No rate is missed. Where flows change their sign, there is a power of 1+rate by which their value can be
// multiplied so that its slope has one sign change less (the proof of Descartes' rule of signs). That is done until
// none is left. Going back, each value rises or falls all the way between two roots of the next, so that it has one
// root there or none. Rates are found to 1e-15 of 1+rate; those near each other to as many digits as the flows give
// them. The proof is for exact numbers: its steps are taken in float64, and with hundreds of sign changes rounding
// could hide rates.
//
// An error matches [relationship.ErrInvalid] where an amount is not a finite number. It takes O(n c r) time for c sign
// changes and r rates: under a millisecond for most, half a second for a thousand amounts that change sign all
// the time.
func ReturnRates(flows []float64) (Rates, error) {
	if err := checkFlows(flows); err != nil {
		return Rates{}, opError("return rates", err)
	}
	found := Rates{All: []float64{}}
	amounts := comparable(flows, 0x1p-600)
	if len(amounts) == 0 {
		found.Any, found.Ambiguous = true, true
		return found, nil
	}
	levels, last := chainOf(amounts), -1.
	for _, r := range levels.roots() {
		rate := levels[0].polished(math.Expm1(r.u))
		if rate <= last {
			found.Beyond++
			continue
		}
		found.All, last = append(found.All, rate), rate
		found.Touching = found.Touching || r.flat
	}
	found.Ambiguous = len(found.All)+found.Beyond > 1 || found.Touching
	found.Borrowed = amounts[0] > 0
	return found, nil
}

// Capital is what money costs and earns while it waits, for [ModifiedRate].
type Capital struct {
	// Finance is the rate for one period at which what is to be paid later can be set aside now, and Reinvest the
	// rate that what is received earns until the end. Each is above -1.
	Finance, Reinvest float64
}

// ModifiedRate returns the modified internal rate of return for one period: the rate at which what is paid, discounted
// to now at the rate of Finance, grows into what is received, carried to the end at the rate of Reinvest. Unlike
// the internal rate there is always exactly one, but it depends on both rates.
//
// An error matches [relationship.ErrInvalid] where a number is not finite, a rate is not above -1, there is no amount
// above 0 or none below 0, or one of both sums is more than a float64 can hold, or less. It takes O(n) time.
func ModifiedRate(flows []float64, at Capital) (float64, error) {
	const op = "modified rate"
	paid, received := make([]float64, len(flows)), make([]float64, len(flows))
	for t, v := range flows {
		paid[t], received[t] = max(-v, 0), max(v, 0)
	}
	unit := headroom(flows)
	cost := discounted(discount(at.Finance), paid, unit)
	gain := discounted(discount(at.Reinvest), received, unit)
	possible := cost > 0 && gain > 0 && number(cost) && number(gain)
	if err := rules.First(
		rules.Break("Finance", rateRule(at.Finance)),
		rules.Break("Reinvest", rateRule(at.Reinvest)),
		checkFlows(flows),
		rules.Break("flows", when(!possible, "must have amounts above and below 0, with sums that a float64 can hold")),
	); err != nil {
		return 0, opError(op, err)
	}
	periods := float64(len(flows) - 1)
	rate := math.Expm1((math.Log(gain)-math.Log(cost))/periods + math.Log1p(at.Reinvest))
	if rateRule(rate) != "" {
		return 0, opError(op, rules.Break("flows", "must have a modified rate that a float64 can hold, above -1"))
	}
	return rate, nil
}
