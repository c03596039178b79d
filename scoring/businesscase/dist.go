package businesscase

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// A Dist is how a number may turn out. Make one with [Exactly], [Between], [Uniform], [Triangular], [PERT], [Normal],
// [Lognormal], [Beta] or [Sample]; the zero Dist is exactly 0. Whether its numbers are possible is
// checked where it is used: each must be from -1e300 to 1e300, and unless it is exact it must have some spread.
//
// It is stored as JSON by its kind and what that takes, such as {"triangular":[35000,40000,45000]}.
type Dist struct{ law law }

// A law is one kind of distribution.
type law interface {
	// check returns the rule that one of its numbers breaks. All else may only be asked after it returned nil.
	check() error

	moments() (mean, sd float64)
	base() float64                  // the most likely value of a law that is made from one, the median of any other
	support() (low, high float64)   // -MaxFloat64 and MaxFloat64 where it has no bound
	quantile(at tails) float64      // finite wherever both tails are above 0
	tails(x float64) tails          // how likely what is below and above x is
	curve() func(z float64) float64 // quantile of a normal score, made to be called often
	spelled() (string, []float64)   // its kind, and what its constructor takes
	told(number func(float64) string) string
}

// Mean returns the expected value, and 0 where the numbers of d are not possible.
func (d Dist) Mean() float64 {
	mean, _ := d.moments()
	return mean
}

// SD returns the standard deviation, and 0 where the numbers of d are not possible.
func (d Dist) SD() float64 {
	_, sd := d.moments()
	return sd
}

func (d Dist) moments() (mean, sd float64) {
	if d.check() != nil {
		return 0, 0
	}
	return d.known().moments()
}

// Quantile returns the least number that d is not above with probability p, from 0 to 1, which are its bounds. It
// is accurate to about 1e-12 of its distance from the nearer bound, or else to the last digits of the numbers that d
// was made from.
//
// It returns an error matching [relationship.ErrInvalid] where p is not a probability, where the numbers of d are not
// possible, and for p of 0 or 1 where d has no bound there.
func (d Dist) Quantile(p float64) (float64, error) {
	if err := d.check(); err != nil {
		return 0, opError("tell a quantile", rules.Within("Dist", err))
	}
	low, high := d.support()
	unbounded := p == 0 && low == -math.MaxFloat64 || p == 1 && high == math.MaxFloat64
	if err := rules.First(
		rules.Break("p", when(!(p >= 0 && p <= 1), "must be from 0 to 1")),
		rules.Break("p", when(unbounded, "must be above 0 and below 1 for a distribution without bounds")),
	); err != nil {
		return 0, opError("tell a quantile", err)
	}
	return d.quantile(p), nil
}

// String returns a text for people, with numbers rounded to six digits.
func (d Dist) String() string { return d.known().told(rounded) }

// known is d with something to ask: without a law it is exactly 0.
func (d Dist) known() law {
	if d.law == nil {
		return exactly(0)
	}
	return d.law
}

// check returns the error for the first number that is not possible.
func (d Dist) check() error { return d.known().check() }

// exact reports whether d is a number that is known.
func (d Dist) exact() bool {
	_, known := d.known().(exactly)
	return known
}

func (d Dist) base() float64 { return d.known().base() }

func (d Dist) support() (low, high float64) { return d.known().support() }

// quantile is Quantile of a d that was checked; at 0 and 1 it returns the support.
func (d Dist) quantile(p float64) float64 {
	low, high := d.support()
	switch {
	case !(p > 0):
		return low
	case p >= 1:
		return high
	}
	return d.known().quantile(tails{p, 1 - p})
}

// beyond returns the probability of what is below low or above high.
func (d Dist) beyond(low, high float64) float64 {
	return d.known().tails(low).below + d.known().tails(high).above
}
