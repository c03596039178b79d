package survey

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Proportion is how many of a number of answers are of some kind: how many of 200 were satisfied.
type Proportion struct {
	// Yes is how many are of the kind, from 0 to Of.
	Yes int64 `json:"yes"`

	// Of is how many answers there are, from 0 to 2^53.
	Of int64 `json:"of"`
}

// check returns the error for counts that cannot be.
func (p Proportion) check() error {
	switch {
	case p.Of < 0 || p.Of > maxCount:
		return broken("Of", "must be from 0 to 9,007,199,254,740,992")
	case p.Yes < 0 || p.Yes > p.Of:
		return broken("Yes", "must be from 0 to Of")
	}
	return nil
}

// Estimate returns the proportion, from 0 to 1, with its 95 % interval by [ScoreTest]. With none of none it is
// the zero Estimate, which is unknown. It returns an error matching [relationship.ErrInvalid] for counts that
// cannot be.
func (p Proportion) Estimate() (relationship.Estimate, error) {
	i, err := p.Interval(Config{})
	return i.estimate(), err
}

// Interval returns the proportion with its interval, from 0 to 1, by [ScoreTest], which is Wilson's, or another
// method that [Method] lists for it. With none of none the interval is from 0 to 1. In percent, 95 % intervals hold
// the truth on average over all proportions alike, and at worst, where it is nearly 0 or 1:
//
//	answers  ScoreTest  AdjustedWald  Jeffreys   ClopperPearson  Wald
//	     10  95.4 83.6  96.5 92.4     95.3 86.8  98.4 96.1       76.9  0.2
//	     30  95.2 84.1  96.0 93.4     95.1 88.8  97.3 95.1       87.5  0.7
//	    100  95.1 83.9  95.6 93.9     95.0 88.0  96.5 95.0       92.2  2.5
//	   1000  95.0 93.9  95.1 94.8     95.0 91.4  95.5 95.0       94.6 22.1
//
// Jeffreys' interval begins at 0 where there are none, and ends at 1 where there are all (Brown, Cai and
// DasGupta 2001), so that the proportion itself is always in it.
//
// It returns an error matching [relationship.ErrInvalid] for counts that cannot be, and a Config that does
// not fit.
func (p Proportion) Interval(cfg Config) (Interval, error) {
	if err := rules.First(p.check(), cfg.check(ScoreTest, AdjustedWald, Wald, Jeffreys, ClopperPearson)); err != nil {
		return Interval{}, opError("find interval", err)
	}
	if p.Of == 0 {
		return cfg.unknown(0, 1), nil
	}
	low, high := p.limits(cfg)
	return cfg.bounded(p.value(), low, high, p.size(), 0, 1), nil
}

func (p Proportion) limits(cfg Config) (low, high float64) {
	yes, no, half := float64(p.Yes), float64(p.Of-p.Yes), cfg.alpha()/2
	switch cfg.Method {
	case AdjustedWald:
		z := cfg.z()
		return waldLimits(yes+z*z/2, p.size()+z*z, z)
	case Wald:
		return waldLimits(yes, p.size(), cfg.z())
	case Jeffreys:
		return p.orEnds(betaQuantile(yes+.5, no+.5, half), 1-betaQuantile(no+.5, yes+.5, half))
	case ClopperPearson:
		return p.exact(half)
	}
	return p.lowAt(cfg.z()), p.highAt(cfg.z())
}

// orEnds returns limits, but the end of the scale where none or all are of the kind.
func (p Proportion) orEnds(low, high float64) (float64, float64) {
	if p.Yes == 0 {
		low = 0
	}
	if p.Yes == p.Of {
		high = 1
	}
	return low, high
}

// exact returns the limits of Clopper and Pearson (1934).
func (p Proportion) exact(half float64) (low, high float64) {
	yes, no := float64(p.Yes), float64(p.Of-p.Yes)
	if p.Yes > 0 {
		low = betaQuantile(yes, no+1, half)
	}
	if no > 0 {
		high = 1 - betaQuantile(no, yes+1, half)
	}
	return p.orEnds(low, high)
}

// value and size, and Wilson's limits (1927), let a proportion stand where a difference is put together of two
// intervals.
func (p Proportion) value() float64 { return float64(p.Yes) / float64(p.Of) }
func (p Proportion) size() float64  { return float64(p.Of) }
func (p Proportion) lowAt(z float64) float64 {
	return wilsonLow(float64(p.Yes), float64(p.Of-p.Yes), z)
}
func (p Proportion) highAt(z float64) float64 {
	return 1 - wilsonLow(float64(p.Of-p.Yes), float64(p.Yes), z)
}

// wilsonLow returns the lower of Wilson's limits. Both roots of his equation have the product yes²/(n(n+z²)); the
// lower one is worked out from the upper one, which loses no digits.
func wilsonLow(yes, no, z float64) float64 {
	n := yes + no
	upper := (yes + z*z/2 + z*math.Sqrt(yes*no/n+z*z/4)) / (n + z*z)
	if upper == 0 {
		return 0
	}
	return yes / n * (yes / (n + z*z)) / upper
}

// waldLimits returns those z standard errors away from a share.
func waldLimits(yes, n, z float64) (low, high float64) {
	p := yes / n
	half := z * math.Sqrt(p*(1-p)/n)
	return p - half, p + half
}
