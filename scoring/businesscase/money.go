package businesscase

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"github.com/kithcrm/kith/internal/rules"
)

// Money is an amount of money that is known to the last coin. The zero Money is nothing, in any currency; any other
// has one. What is estimated is a float64 instead, in minor units too.
type Money struct {
	// Minor is the amount in the minor unit of the currency, such as cents.
	Minor int64 `json:"minor"`

	// Currency is its code of three capital letters, as in ISO 4217, such as EUR. Which codes there are is for the
	// host to know.
	Currency string `json:"currency"`
}

// Check returns an error matching [relationship.ErrInvalid] unless m is zero or has a currency of three capital
// letters.
func (m Money) Check() error { return opError("check money", m.check()) }

func (m Money) check() error {
	if m == (Money{}) {
		return nil
	}
	return rules.Break("Currency", currencyRule(m.Currency))
}

// String returns the amount with its currency, such as "1250000 minor units of EUR": how many of them make one is not
// known here.
func (m Money) String() string {
	return strconv.FormatInt(m.Minor, 10) + " minor units of " + cmp.Or(m.Currency, "any currency")
}

// Add returns the sum of two amounts. An error matches [relationship.ErrInvalid] where the currencies are not the
// same, one is no code, or the sum is more than an int64 can hold.
func (m Money) Add(other Money) (Money, error) {
	sum := Money{m.Minor + other.Minor, cmp.Or(m.Currency, other.Currency)}
	mixed := m != (Money{}) && other != (Money{}) && m.Currency != other.Currency
	over := (sum.Minor > m.Minor) != (other.Minor > 0)
	if err := rules.First(
		m.check(),
		rules.Within("other", other.check()),
		rules.Break("other.Currency", when(mixed, "must be the same")),
		rules.Break("Minor", when(over, "must not sum to more than an int64 can hold")),
	); err != nil {
		return Money{}, opError("add money", err)
	}
	return sum, nil
}

// Round returns an estimate in minor units of a currency as whole ones, halves to the even neighbour.
//
// An error matches [relationship.ErrInvalid] where the amount is not a number from -2^53 to 2^53, beyond which a
// float64 does not hold each whole one, or where the currency is no code of three capital letters.
func Round(minor float64, currency string) (Money, error) {
	if err := rules.First(
		rules.Break("minor", when(!(math.Abs(minor) <= 1<<53), "must be from -2^53 to 2^53")),
		rules.Break("currency", currencyRule(currency)),
	); err != nil {
		return Money{}, opError("round money", err)
	}
	return Money{int64(math.RoundToEven(minor)), currency}, nil
}

// currencyRule returns the rule that the code of a currency breaks, or "".
func currencyRule(code string) string {
	small := func(r rune) bool { return r < 'A' || r > 'Z' }
	return when(len(code) != 3 || strings.ContainsFunc(code, small), "must be three capital letters")
}
