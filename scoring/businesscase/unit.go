package businesscase

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// A Unit is how long a period is. The zero Unit is a year.
type Unit uint8

// The units of a period.
const (
	Year    Unit = iota
	Quarter      // a fourth of a year
	Month        // a twelfth of a year
	Week         // 7 days of a year of 365.2425
)

const ruleUnit = "must be year, quarter, month or week"

// String returns the unit as one word in lower case.
func (u Unit) String() string {
	switch u {
	case Year:
		return "year"
	case Quarter:
		return "quarter"
	case Month:
		return "month"
	case Week:
		return "week"
	}
	return "invalid"
}

// MarshalText returns the unit as one word. It returns an error matching [relationship.ErrInvalid] for a Unit that
// is none of those named here.
func (u Unit) MarshalText() ([]byte, error) {
	if rule := u.rule(); rule != "" {
		return nil, opError("write unit", rules.Break("Unit", rule))
	}
	return []byte(u.String()), nil
}

// UnmarshalText reads the word that MarshalText writes. It returns an error matching [relationship.ErrInvalid]
// for any other.
func (u *Unit) UnmarshalText(text []byte) error {
	for known := Year; known <= Week; known++ {
		if known.String() == string(text) {
			*u = known
			return nil
		}
	}
	return opError("read unit", rules.Break("Unit", ruleUnit))
}

// Convert returns the rate for one period of to that comes to the same as a rate for one period of u: (1+rate)^k - 1,
// where k periods of u are one of to. Rates are shares, such as 0.1 for 10 %, above -1.
//
// An error matches [relationship.ErrInvalid] where the rate is not finite or not above -1, where the result is so
// near -1 or so great that a float64 can not hold it, or where a unit is none of those named here.
func (u Unit) Convert(rate float64, to Unit) (float64, error) {
	const op = "convert rate"
	if err := rules.First(
		rules.Break("Unit", u.rule()),
		rules.Break("to", to.rule()),
		rules.Break("rate", rateRule(rate)),
	); err != nil {
		return 0, opError(op, err)
	}
	if u == to {
		return rate, nil
	}
	converted := math.Expm1(math.Log1p(rate) * u.perYear() / to.perYear())
	if rule := rateRule(converted); rule != "" {
		return 0, opError(op, rules.Break("rate", "must be finite and above -1 in the other unit too"))
	}
	return converted, nil
}

// perYear returns how many periods a year has.
func (u Unit) perYear() float64 {
	return [...]float64{Year: 1, Quarter: 4, Month: 12, Week: 365.2425 / 7}[u]
}

// rule returns the rule that a unit breaks, or "".
func (u Unit) rule() string { return when(u > Week, ruleUnit) }
