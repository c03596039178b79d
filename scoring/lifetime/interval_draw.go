package lifetime

import (
	"math"
	"math/rand/v2"

	"github.com/kithcrm/kith/internal/rules"
	"gonum.org/v1/gonum/stat/distuv"
)

// A DrawConfig says how much is left to chance. Its zero value is ready to use.
type DrawConfig struct {
	// Draws is how many are made, from 20 to a million. 0 means 1000.
	Draws int

	// Rand is where chance comes from. nil means a fixed seed: the same every time.
	Rand *rand.Rand
}

func (cfg DrawConfig) check() (DrawConfig, error) {
	if cfg.Draws == 0 {
		cfg.Draws = 1000
	}
	if cfg.Rand == nil {
		cfg.Rand = rand.New(rand.NewPCG(17, 52))
	}
	return cfg, rules.Break("Draws", when(cfg.Draws < 20 || cfg.Draws > 1_000_000, "must be 0, or from 20 to 1,000,000"))
}

// A chance is a model as its story tells it, from which customers can be drawn.
type chance interface {
	// fresh draws what a new customer does within a time.
	fresh(r *rand.Rand, until float64) Customer

	// next draws how often a customer who is there buys within a horizon.
	next(r *rand.Rand, c Customer, horizon float64) float64
}

func gamma(r *rand.Rand, shape, scale float64) float64 {
	return distuv.Gamma{Alpha: shape, Beta: scale, Src: r}.Rand()
}

// share draws from a beta distribution. With tiny shapes both gammas can be too small to be told from 0: it is then
// 1 or 0.
func share(r *rand.Rand, a, b float64) float64 {
	one, other := gamma(r, a, 1), gamma(r, b, 1)
	if p := one / (one + other); p >= 0 {
		return p
	}
	if r.Float64() < a/(a+b) {
		return 1
	}
	return 0
}

// mostDrawn is the greatest number of purchases that is drawn: whole numbers end where a float64 has no more of them.
const mostDrawn = 1 << 53

func poisson(r *rand.Rand, mean float64) float64 {
	switch {
	case !(mean > 0):
		return 0
	case mean > mostDrawn/2:
		return mostDrawn
	}
	return distuv.Poisson{Lambda: mean, Src: r}.Rand()
}

// tries draws how many tries precede the first that comes true.
func tries(r *rand.Rand, p float64) float64 {
	switch {
	case p >= 1:
		return 0
	case p <= 0:
		return mostDrawn
	}
	return min(mostDrawn, math.Floor(-r.ExpFloat64()/math.Log1p(-p)))
}

// next is the lesser of how many purchases there is time for, and of the one at which the customer leaves.
func (m betaGeometric) next(r *rand.Rand, c Customer, horizon float64) float64 {
	rate := gamma(r, m.r+c.X, m.alpha+c.T)
	leave := share(r, m.a, m.b+m.occasions(c.X))
	n := poisson(r, rate*horizon)
	if n == 0 {
		return 0
	}
	return min(n, 1+tries(r, leave))
}

func (m betaGeometric) fresh(r *rand.Rand, until float64) Customer {
	rate, leave := gamma(r, m.r, m.alpha), share(r, m.a, m.b)
	last := tries(r, leave) + 1 - m.first // the purchase after the first at which the customer leaves
	n := poisson(r, rate*until)
	if n <= last {
		return bought(r, n, until, until)
	}
	return bought(r, last, until*share(r, last+1, n-last), until)
}

func (m *pareto) next(r *rand.Rand, c Customer, horizon float64) float64 {
	rate, leave := gamma(r, m.r+c.X, m.alpha+c.T), gamma(r, m.s, m.beta+c.T)
	return poisson(r, rate*min(horizon, r.ExpFloat64()/leave))
}

func (m *pareto) fresh(r *rand.Rand, until float64) Customer {
	rate, leave := gamma(r, m.r, m.alpha), gamma(r, m.s, m.beta)
	there := min(until, r.ExpFloat64()/leave)
	return bought(r, poisson(r, rate*there), there, until)
}

// bought returns a customer with x purchases spread evenly before some instant, the last of them the latest.
func bought(r *rand.Rand, x, before, until float64) Customer {
	last := before * math.Pow(r.Float64(), 1/x)
	if !(x > 0 && last > 0) {
		return Customer{T: until}
	}
	return Customer{X: x, TX: min(last, until), T: until}
}
