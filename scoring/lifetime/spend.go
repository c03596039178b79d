package lifetime

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// GammaGamma is the gamma-gamma model of what customers spend at a purchase (Fader, Hardie and Lee 2005, JMR 42(4);
// Fader and Hardie 2013). The amounts of one customer have a gamma distribution with shape P and a scale of its
// own, the inverse of which has one with shape Q and scale 1/Gamma. It supposes that how much one spends says
// nothing about how often: compare the two in your data. All are above 0. [FitGammaGamma] estimates them.
type GammaGamma struct {
	// P is the shape of one customer's amounts: the greater, the more alike they are.
	P float64 `json:"p"`

	// Q and Gamma say how customers differ. Gamma is an amount. The mean over all customers is P*Gamma/(Q-1): there
	// is none where Q is at most 1.
	Q     float64 `json:"q"`
	Gamma float64 `json:"gamma"`
}

// Check returns an error matching [relationship.ErrInvalid] for parameters that are not from 1e-30 to 1e30.
func (m GammaGamma) Check() error { return opError("check model", m.check()) }

func (m GammaGamma) check() error {
	return rules.First(checkAbove("P", m.P), checkAbove("Q", m.Q), checkAbove("Gamma", m.Gamma))
}

// checkSpend returns the error for a mean amount of x purchases that cannot be.
func checkSpend(x, spend float64) error {
	switch {
	case !whole(x):
		return rules.Break("x", "must be a whole number, not below 0")
	case x > 0 && !(spend >= 1/largest && spend <= largest):
		return rules.Break("spend", "must be a number above 0, from 1e-30 to 1e30")
	case x == 0 && spend != 0:
		return rules.Break("spend", "must be 0 where there was no purchase")
	}
	return nil
}

// HasMean reports whether there is a mean over all customers: whether Q is above 1. Otherwise the few who spend
// most make it as large as there are customers.
func (m GammaGamma) HasMean() bool { return m.Q > 1 }

// Expected returns the mean amount of the purchases to come of a customer whose x purchases so far had a mean
// amount of spend: a mean of its own and of all customers', weighted by what is known of both. For x 0, with spend 0, it is that of
// all. Purchases are those that the model was fitted to, usually all but the first.
//
// It returns an error matching [relationship.ErrInvalid] for parameters out of range, an x that is not whole, and
// a spend that is not above 0 (with x 0: not 0); and for a mean that does not exist, where P*x + Q is at
// most 1.
func (m GammaGamma) Expected(x, spend float64) (float64, error) {
	const op = "expect spend"
	if err := rules.First(m.check(), checkSpend(x, spend)); err != nil {
		return 0, opError(op, err)
	}
	weight := m.P*x + m.Q - 1
	if x == 0 {
		weight = m.Q - 1
	}
	if !(weight > 0) {
		return 0, opError(op, rules.Break("Q", "must be above 1 - P*x for there to be a mean"))
	}
	mean := m.P / weight * (m.Gamma + x*spend)
	if math.IsInf(mean, 0) {
		return 0, opError(op, rules.Break("Q", "must be so far above 1 - P*x that the mean is a number"))
	}
	return mean, nil
}

// LogLikelihood returns the logarithm of the density of a mean amount of x purchases, at least 1 (equation 1a of
// Fader and Hardie 2013). Its errors are those of Expected.
func (m GammaGamma) LogLikelihood(x, spend float64) (float64, error) {
	err := rules.First(m.check(), checkSpend(x, spend), rules.Break("x", when(x == 0, "must be at least 1")))
	if err != nil {
		return 0, opError("find likelihood", err)
	}
	t := newSpendTable([]spendGroup{{x, spend, 1}}, 1)
	return finite("find likelihood", t.surface(point{math.Log(m.P), math.Log(m.Q), math.Log(m.Gamma)}).value)
}
