package lifetime

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Band is the scale on which the 95 % interval of a survival is even.
type Band uint8

// The scales of an interval, from the logarithm of survival and its standard error.
const (
	OnLog    Band = iota // the logarithm, as R's survival does
	OnLogLog             // the logarithm of minus the logarithm, as lifelines does: never above 1
	OnPlain              // survival itself, cut at 0 and 1
)

// normal95 is how many standard errors to each side of an estimate hold 95 % of a normal distribution.
const normal95 = 1.959963984540054

// Estimate returns the probability to last beyond an instant with its 95 % interval. N is how many were under
// observation just before the last step until then.
//
// Special cases are:
//   - before anything ended, Value, Low and High are 1, as in R. That is no certainty, but no standard error can be told:
//     survival may well be as low as 0.025^(1/N)
//   - where survival is 0, Low is 0 and High is what it was before, since no standard error can be told
//   - of a curve without spells the estimate is unknown
func (c *Curve) Estimate(time float64, b Band) relationship.Estimate {
	if len(c.steps) == 0 {
		return relationship.Estimate{}
	}
	s := c.step(time)
	low, high := s.band(b)
	if s.Survival == 0 {
		_, high = c.lastAbove().band(b)
	}
	n := float64(s.AtRisk)
	if s == (Step{Survival: 1}) {
		n = float64(c.steps[0].AtRisk)
	}
	return relationship.Estimate{Value: s.Survival, Low: low, High: high, N: n, Basis: relationship.Observed}
}

// lastAbove returns the last step at which survival is above 0.
func (c *Curve) lastAbove() Step {
	for i := len(c.steps) - 1; i >= 0; i-- {
		if c.steps[i].Survival > 0 {
			return c.steps[i]
		}
	}
	return Step{Survival: 1}
}

// band returns the interval of the survival of a step.
func (s Step) band(b Band) (low, high float64) {
	if s.Survival == 1 || s.Survival == 0 {
		return s.Survival, s.Survival
	}
	wide := normal95 * s.Error
	switch b {
	case OnLogLog:
		power := math.Exp(wide / math.Log(s.Survival))
		return math.Pow(s.Survival, 1/power), math.Pow(s.Survival, power)
	case OnPlain:
		return max(0, s.Survival-wide*s.Survival), min(1, s.Survival+wide*s.Survival)
	}
	return s.Survival * math.Exp(-wide), min(1, s.Survival*math.Exp(wide))
}

// A Median is the time that half of all spells last, with its 95 % interval. What the curve does not reach is
// nil: fewer than half have ended, or its interval is open.
type Median struct {
	// Time is the median itself.
	Time *float64 `json:"time"`

	// Low and High bound it: there the interval of survival reaches one half.
	Low  *float64 `json:"low"`
	High *float64 `json:"high"`
}

// Median returns the time at which survival falls below one half: the middle between where it reaches one
// half and where it falls on, if it rests exactly there (the convention of R's survival). It takes O(n) time.
func (c *Curve) Median(b Band) Median { return c.median(b, (*Curve).middle) }

// FirstMedian returns the first time at which survival is one half or less, which is the plain definition. It
// takes O(n) time.
func (c *Curve) FirstMedian(b Band) Median { return c.median(b, (*Curve).first) }

func (c *Curve) median(b Band, at func(*Curve, func(Step) float64) *float64) Median {
	return Median{
		Time: at(c, func(s Step) float64 { return s.Survival }),
		Low:  at(c, func(s Step) float64 { low, _ := s.openBand(b); return low }),
		High: at(c, func(s Step) float64 { _, high := s.openBand(b); return high }),
	}
}

// openBand is band where one can be told, and never reaches a half elsewhere.
func (s Step) openBand(b Band) (low, high float64) {
	if s.Survival == 0 {
		return 1, 1
	}
	return s.band(b)
}

// halfWithin is how near to one half a product of fractions is taken for it.
const halfWithin = 1e-9

// first returns the first time at which height is one half or less.
func (c *Curve) first(height func(Step) float64) *float64 {
	for _, s := range c.steps {
		if height(s) <= .5+halfWithin {
			return new(s.Time)
		}
	}
	return nil
}

// middle returns the first time at which height is below one half, or the middle of where it rests there.
func (c *Curve) middle(height func(Step) float64) *float64 {
	first := c.first(height)
	if first == nil || height(c.step(*first)) < .5-halfWithin {
		return first
	}
	for _, s := range c.steps {
		if s.Time > *first && height(s) < .5-halfWithin {
			return new((*first + s.Time) / 2)
		}
	}
	return first
}

// Mean returns the mean time that spells last, those that last longer than until counted as until: the area
// under the curve up to there, with its 95 % interval (Klein and Moeschberger 2003, 4.5). N is the number of
// spells. Beyond the last step the curve is held level.
//
// Special cases are:
//   - where none ended before until, or all did at once, no standard error can be told: Greenwood's would be 0. The range is then
//     what spells that all did the same leave open: with n of them, at most 1-0.025^(1/n) of all do otherwise
//     (Clopper and Pearson 1934), and those end at the start, or last to until. n is the least number under observation up
//     to there, so that Low is 0 where nobody was watched for so long
//   - with few that ended the range is too narrow: of times that are exponential it holds the truth in about nine of ten cases
//     with 10 that ended, and in seven of ten with 3; in fewer where the curve is held level for long
//
// It returns an error matching [relationship.ErrInvalid] for an until that is negative or not finite. It takes
// O(n) time.
func (c *Curve) Mean(until float64) (relationship.Estimate, error) {
	if !(until >= 0 && until <= math.MaxFloat64) {
		return relationship.Estimate{}, opError("estimate the mean", rules.Break("until", "must be finite and 0 or more"))
	}
	if len(c.steps) == 0 {
		return relationship.Estimate{}, nil
	}
	area, variance, end, n := 0.0, 0.0, until, 0
	for i := len(c.steps) - 1; i >= 0; i-- {
		s := c.steps[i]
		n += s.Ended + s.Left
		if s.Time >= until {
			continue
		}
		area += s.Survival * (end - s.Time)
		end = s.Time
		if stay := float64(s.AtRisk - s.Ended); s.Ended > 0 && stay > 0 {
			variance += area * area * float64(s.Ended) / (float64(s.AtRisk) * stay)
		}
	}
	mean, wide := min(until, area+end), normal95*math.Sqrt(variance) // a sum of gaps can be off by a digit
	low, high := max(0, mean-wide), min(until, mean+wide)
	if variance == 0 {
		low, high = c.alike(until, n-len(c.late))
		low, high = min(low, mean), max(high, mean)
	}
	return relationship.Estimate{Value: mean, Low: low, High: high, N: float64(n), Basis: relationship.Observed}, nil
}

// alike returns the range of the mean where all under observation, n at first, did the same: they went on to until, or
// to where they ended all at once.
func (c *Curve) alike(until float64, n int) (low, high float64) {
	end := until
	for _, s := range c.steps {
		if s.Time >= until {
			break
		}
		if s.Ended > 0 {
			end = s.Time
			break
		}
		n = min(n, s.AtRisk-s.Left)
	}
	same := math.Pow(.025, 1/float64(n)) // 0 of none
	return end * same, end + (until-end)*(1-same)
}
