package scoring

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// Difference returns how far a number has moved: after less before, with a range made of the ranges of both.
// The two must rest on different evidence. N is the smaller of the two, and the basis the weaker one.
//
// The method recovers the variance of each from its own limits, so that the range may be uneven, as theirs
// are: Low = d - sqrt((after - after.Low)^2 + (before.High - before)^2), and High the same with the other
// limits (Zou and Donner 2008, equation 3; of two proportions with Wilson limits it is method 10 of Newcombe
// 1998). It covers as well as the two ranges do that it is made of.
//
// Special cases are:
//   - where one of the two is unknown, the difference is unknown
//   - what would be beyond the largest number is the largest number
//
// It returns an error matching [ErrInvalid], an OpError that names the field and the rule, for an estimate that
// breaks a rule of its fields.
func Difference(before, after Estimate) (Estimate, error) {
	if err := rules.First(
		rules.Within("Before", checkEstimate(before)),
		rules.Within("After", checkEstimate(after)),
	); err != nil {
		return Estimate{}, opError("compare estimates", "", err)
	}
	if !before.Known() || !after.Known() {
		return Estimate{}, nil
	}
	d := bounded(after.Value - before.Value)
	return Estimate{
		Value: d,
		Low:   bounded(d - math.Hypot(after.Value-after.Low, before.High-before.Value)),
		High:  bounded(d + math.Hypot(after.High-after.Value, before.Value-before.Low)),
		N:     min(before.N, after.N),
	}.Derived(before, after), nil
}

// bounded returns the finite number that is nearest.
func bounded(v float64) float64 { return max(-math.MaxFloat64, min(v, math.MaxFloat64)) }
