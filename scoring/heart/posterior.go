package heart

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Beta is what is known of a share between 0 and 1: how much speaks for it and how much against it,
// each from 0.05 to 1e9. Beta{1, 1} takes every share for as likely as any other; what was seen is
// added to it.
type Beta struct {
	// Good is what speaks for the share, and Bad what speaks against it.
	Good float64 `json:"good"`
	Bad  float64 `json:"bad"`
}

func (b Beta) check() error {
	return rules.First(
		rules.Break("Good", inside(b.Good, leastBelief, mostBelief)),
		rules.Break("Bad", inside(b.Bad, leastBelief, mostBelief)),
	)
}

const (
	leastBelief = .05
	mostBelief  = 1e9
)

// A Posterior is what is known of the three dimensions of a heart, which are taken for independent of one
// another. Heart is the geometric mean of the three.
type Posterior struct {
	// Acknowledgement: being seen, thanked, remembered.
	Acknowledgement Beta `json:"acknowledgement"`

	// Respect: being listened to, and treated as a person.
	Respect Beta `json:"respect"`

	// Trust: being able to rely on what was promised.
	Trust Beta `json:"trust"`
}

func (p Posterior) check() error {
	return rules.First(
		rules.Within("Acknowledgement", p.Acknowledgement.check()),
		rules.Within("Respect", p.Respect.check()),
		rules.Within("Trust", p.Trust.check()),
	)
}

func (p Posterior) product() product { return product{p.Acknowledgement, p.Respect, p.Trust} }

// mean returns the mean of heart; it is exact.
func (p Posterior) mean() float64 { return p.product().power(1. / 3) }

// variance returns the variance of heart; it is exact.
func (p Posterior) variance() float64 {
	third, two := p.product().logPower(1./3, 0), p.product().logPower(2./3, 0)
	return max(0, math.Exp(2*real(third))*math.Expm1(real(two-2*third)))
}

// Estimate returns the mean of heart and its 95 % credible interval, with equal tails. The mean is exact,
// prod B(a+1/3, b) / B(a, b) over the dimensions; the probability beyond each limit is right to nine digits,
// and to six where evidence goes beyond a million. Where all is so skewed that the mean lies beyond a limit,
// that limit is moved to it. N is 0 and the basis is guessed: what moments it rests on is for [Tally.Read]
// to say.
//
// It returns an error matching [relationship.ErrInvalid] for a Beta out of range. It takes about a
// seventh of a millisecond.
func (p Posterior) Estimate() (relationship.Estimate, error) {
	if err := p.check(); err != nil {
		return relationship.Estimate{}, opError("estimate", err)
	}
	return p.product().estimate(1. / 3), nil
}

// estimate returns what is known of the product to a power.
func (p product) estimate(power float64) relationship.Estimate {
	const tails = .025
	e := relationship.Estimate{Value: p.power(power), Basis: relationship.Guessed}
	e.Low = min(e.Value, math.Exp(-power*p.quantile(upper, tails)))
	e.High = max(e.Value, math.Exp(-power*p.quantile(lower, tails)))
	return e
}

// Above returns the probability that heart is above x, from 0 to 1: 1 for an x below 0, and 0 for one above 1.
// It returns an error matching [relationship.ErrInvalid] for a Beta out of range and for an x that is no
// number.
func (p Posterior) Above(x float64) (float64, error) {
	if err := rules.First(p.check(), rules.Break("x", when(!finite(x), "must be a finite number"))); err != nil {
		return 0, opError("above", err)
	}
	return 1 - p.below(x), nil
}

// below returns the probability that heart is at most x.
func (p Posterior) below(x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	}
	return p.product().below(-3 * math.Log(x))
}
