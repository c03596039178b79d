package lifetime

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/internal/special"
)

// SBG is the shifted beta-geometric model of customers who renew or leave at the end of each period (Fader and Hardie
// 2007, J. Interactive Marketing 21(1)): each leaves with a chance of its own, which has a beta distribution.
// Retention rises with time since those who easily leave have left. [FitSBG] estimates it.
type SBG struct {
	// Alpha and Beta are the shapes of the chances of leaving, whose mean is Alpha/(Alpha+Beta). Both are above 0.
	Alpha float64 `json:"alpha"`
	Beta  float64 `json:"beta"`
}

// BDW is the beta-discrete-Weibull model (Fader, Hardie, Liu, Davin and Steenburgh 2018, J. Interactive Marketing 43): a
// shifted beta-geometric one in which the chance to leave also changes with a customer's own time. [FitBDW]
// estimates it.
type BDW struct {
	// Alpha and Beta are the shapes of the chances of leaving after the first period. Both are above 0.
	Alpha float64 `json:"alpha"`
	Beta  float64 `json:"beta"`

	// C says how a customer's own chance changes: it rises with time where C is above 1, and falls below 1. With 1
	// the model is [SBG].
	C float64 `json:"c"`
}

// Check returns an error matching [relationship.ErrInvalid] for parameters that are not from 1e-30 to 1e30.
func (m SBG) Check() error { return opError("check model", m.weibull().check()) }

// Check returns an error matching [relationship.ErrInvalid] for parameters that are not from 1e-30 to 1e30.
func (m BDW) Check() error { return opError("check model", m.check()) }

func (m BDW) check() error {
	return rules.First(checkAbove("Alpha", m.Alpha), checkAbove("Beta", m.Beta), checkAbove("C", m.C))
}

func (m SBG) weibull() BDW { return BDW{m.Alpha, m.Beta, 1} }

// Survival returns the probability that a new customer is still there after so many renewals: 1 after 0.
func (m SBG) Survival(renewals float64) (float64, error) { return m.weibull().Survival(renewals) }

// Survival returns the probability that a new customer is still there after so many renewals: 1 after 0. It returns an
// error matching [relationship.ErrInvalid] for parameters out of range and for renewals that are negative or
// above 1e30.
func (m BDW) Survival(renewals float64) (float64, error) {
	if err := rules.First(m.check(), checkTime("renewals", renewals)); err != nil {
		return 0, opError("find survival", err)
	}
	return math.Exp(m.logSurvival(renewals)), nil
}

// Retention returns the probability that a customer who is there before a renewal, counted from 1, is there after it.
func (m SBG) Retention(renewal float64) (float64, error) { return m.weibull().Retention(renewal) }

// Retention returns the probability that a customer who is there before a renewal, counted from 1, is there after it. It
// returns an error matching [relationship.ErrInvalid] as Survival does, and for a renewal below 1.
func (m BDW) Retention(renewal float64) (float64, error) {
	err := rules.First(m.check(), checkTime("renewal", renewal), rules.Break("renewal", when(renewal < 1, "must be at least 1")))
	if err != nil {
		return 0, opError("find retention", err)
	}
	return math.Exp(m.logSurvival(renewal) - m.logSurvival(renewal-1)), nil
}

// logSurvival is ln (beta)_y - ln (alpha+beta)_y for y = t^c. Whole y that are small are a sum of exact shares, and large
// ones are a power.
func (m BDW) logSurvival(t float64) float64 {
	y := math.Pow(t, m.C)
	switch {
	case y <= 64 && y == math.Trunc(y):
		return -shares(m.Alpha, m.Beta, int(y))
	case y > 1e20*max(1, m.Alpha, m.Beta):
		return special.LogRising(m.Beta, m.Alpha) - m.Alpha*m.C*math.Log(t)
	case y < m.Alpha:
		return special.LogRising(m.Beta, y) - special.LogRising(m.Alpha+m.Beta, y)
	}
	return special.LogRising(m.Beta, m.Alpha) - special.LogRising(m.Beta+y, m.Alpha)
}

// Residual returns for how many more periods a customer stays, discounted, who is there before a renewal: 1 for the
// first, the period after which begins now (Fader and Hardie 2010, Marketing Science 29(1): DERL). A customer about
// whom the renewal is not known yet is worth this many periods' margin.
//
// It returns an error matching [relationship.ErrInvalid] for parameters and a discount out of range, for a renewal
// below 1 or above a million, and for a sum without a bound.
func (m SBG) Residual(renewal int, d Discount) (float64, error) {
	const op = "discount what is left"
	if err := rules.First(m.weibull().check(), checkRenewal(renewal)); err != nil {
		return 0, opError(op, err)
	}
	sum, err := discountedStays(m.Alpha, m.Beta+float64(renewal-1), d)
	if err != nil {
		return 0, opError(op, err)
	}
	return finite(op, sum)
}

func checkRenewal(renewal int) error {
	return rules.Break("renewal", when(renewal < 1 || renewal > maxTurns, "must be from 1 to 1,000,000"))
}

// Lifetime returns for how many periods a new customer stays, discounted, the first of them at once (DEL). Its errors are
// those of Residual.
func (m SBG) Lifetime(d Discount) (float64, error) {
	rest, err := m.Residual(1, d)
	return 1 + d.Factor(1)*rest, err
}

// Residual returns for how many more periods a customer stays, discounted, who is there before a renewal: as
// [SBG.Residual], with the same errors. It is right to 1e-10 and takes up to a few milliseconds where little is
// discounted. Without a discount, Alpha*C must be above 1.1, below which the sum has no bound or hardly one.
func (m BDW) Residual(renewal int, d Discount) (float64, error) {
	const op = "discount what is left"
	if err := rules.First(m.check(), checkRenewal(renewal), d.check()); err != nil {
		return 0, opError(op, err)
	}
	if d.Rate == 0 && m.Alpha*m.C <= 1.1 {
		return 0, opError(op, rules.Break("Rate", "must be above 0 where customers stay so long that the sum has no bound"))
	}
	return finite(op, m.residual(float64(renewal), d.PerUnit()))
}

// Lifetime returns for how many periods a new customer stays, discounted, the first of them at once. Its errors are those
// of Residual.
func (m BDW) Lifetime(d Discount) (float64, error) {
	rest, err := m.Residual(1, d)
	return 1 + d.Factor(1)*rest, err
}

// residual sums survival from a renewal on, each discounted back to it and for who is there before it.
func (m BDW) residual(from, rate float64) float64 {
	there := m.logSurvival(from - 1)
	height := func(t float64) float64 { return math.Exp(m.logSurvival(t) - there - rate*(t-from)) }
	const one = 4096
	sum := 0.0
	for k := range one {
		h := height(from + float64(k))
		sum += h
		if h*1e18 < sum && k > 0 && rate*float64(k) > 1e-6 || h == 0 {
			return sum
		}
	}
	// The rest by Euler and Maclaurin: the integral, half the first, and a twelfth of minus the slope there.
	at := from + one
	y := min(math.Pow(at, m.C), 1e200)
	slope := rate - (special.Digamma(m.Beta+y)-special.Digamma(m.Alpha+m.Beta+y))*m.C*y/at
	return sum + height(at)*(0.5+slope/12) + tail(height, at)
}

// tail returns the integral of a falling function from a point on, by steps in the logarithm of the distance that grow
// towards both ends (Takahasi and Mori 1974).
func tail(height func(float64) float64, from float64) float64 {
	const step = 1. / 32
	sum := 0.0
	for k := -4 * 32; k <= 6*32; k++ {
		u := float64(k) * step
		w := math.Exp(math.Pi / 2 * math.Sinh(u))
		if v := height(from*(1+w)) * w * math.Cosh(u); v > 0 && !math.IsInf(v, 0) {
			sum += v
		}
	}
	return sum * math.Pi / 2 * step * from
}
