package lifetime

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// A Model is a model of repeat purchases with its parameters: [BGNBD], [MBGNBD] or [ParetoNBD].
//
// Its methods return an error matching relationship.ErrInvalid for parameters that are not from 1e-30 to 1e30, for
// customers that Customer.Check refuses, and for other arguments out of their range.
type Model interface {
	// Check returns the error for parameters that no model can have.
	Check() error

	// LogLikelihood returns the logarithm of the likelihood of a customer, a density in the model's unit of time.
	LogLikelihood(c Customer) (float64, error)

	// PAlive returns the probability that a customer is still there at T + later; later is not below 0.
	PAlive(c Customer, later float64) (float64, error)

	// Expected returns the mean number of purchases of a customer within a horizon after T, which is not below 0. For a
	// new customer, the zero Customer, these are the purchases after the first.
	Expected(c Customer, horizon float64) (float64, error)

	// Discounted returns the mean number of all purchases of a customer after T, each discounted continuously at a rate
	// per unit of time, above 0, from T on. (In the literature DERT, and for a new customer DET.)
	Discounted(c Customer, rate float64) (float64, error)

	// Probability returns the probability that a new customer makes n purchases within t after the first; n and t
	// are not below 0.
	Probability(n int, t float64) (float64, error)

	kernel() kernel

	drawable[Sample]
}

// A kernel calculates for checked arguments. The probability of being there now depends on all three counts; what follows
// for who is there depends on X and T alone.
type kernel interface {
	chance

	check() error
	logLikelihood(c Customer) float64
	alive(c Customer) float64
	stays(x, end, later float64) float64
	buys(x, end, horizon float64) float64
	worth(x, end, rate float64) float64
	counts(n, t float64) float64
	aliveAll(dst []float64, rows []Customer) error
}

func logLikelihood(k kernel, c Customer) (float64, error) {
	if err := rules.First(k.check(), c.check()); err != nil {
		return 0, opError("log-likelihood", err)
	}
	return finite("log-likelihood", k.logLikelihood(c))
}

func pAlive(k kernel, c Customer, later float64) (float64, error) {
	if err := rules.First(k.check(), c.check(), checkTime("later", later)); err != nil {
		return 0, opError("probability of being there", err)
	}
	p := k.alive(c)
	if later > 0 {
		p *= k.stays(c.X, c.T, later)
	}
	return finite("probability of being there", p)
}

func expected(k kernel, c Customer, horizon float64) (float64, error) {
	if err := rules.First(k.check(), c.check(), checkTime("horizon", horizon)); err != nil {
		return 0, opError("expected purchases", err)
	}
	return finite("expected purchases", k.alive(c)*k.buys(c.X, c.T, horizon))
}

func discounted(k kernel, c Customer, rate float64) (float64, error) {
	if err := rules.First(k.check(), c.check(), checkAbove("rate", rate)); err != nil {
		return 0, opError("discounted purchases", err)
	}
	return finite("discounted purchases", k.alive(c)*k.worth(c.X, c.T, rate))
}

func probability(k kernel, n int, t float64) (float64, error) {
	if err := rules.First(k.check(), rules.Break("n", when(n < 0, "must not be below 0")), checkTime("t", t)); err != nil {
		return 0, opError("probability of purchases", err)
	}
	return finite("probability of purchases", k.counts(float64(n), t))
}

// finite returns a number, or the error that there is none for arguments as extreme as these.
func finite(op string, v float64) (float64, error) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, opError(op, errTooExtreme())
	}
	return v, nil
}

// errTooExtreme is the error for arguments each in range that are too extreme together.
func errTooExtreme() error {
	return rules.Break("model", "must be less extreme: with these arguments it gives no number")
}
