package survey

import (
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A Method is a way to find an interval, and the test that agrees with it. Not every method goes with
// every number:
//
//	                   net promoter          difference of two     proportion        difference of two
//	ScoreTest          Tango 1998            MOVER of both         Wilson 1927       Newcombe 1998, his tenth
//	AdjustedWald       Rocks 2016            the same in each      Agresti-Coull     Agresti-Caffo 2000
//	Wald               as in textbooks       as in textbooks       as in textbooks   as in textbooks
//	Student            t                     Welch
//	Bootstrap          percentile, exact
//	Jeffreys                                                       Brown et al. 2001
//	ClopperPearson                                                 exact, 1934
//	MiettinenNurminen                                                                1985
//	Mee                                                                              1984
//
// Means have only Student, and take ScoreTest for it. A limit beyond the scale is cut off at its end, and one that
// would leave out the value itself is drawn out to it. How often each holds the truth stands beside
// [NetPromoter.Interval], [Proportion.Interval] and [Proportion.Minus].
type Method uint8

// The methods. The zero Method is the one to use where nothing speaks for another.
const (
	ScoreTest         Method = iota // what a score test does not reject; the default
	AdjustedWald                    // Wald after adding a few answers; quick, and nearly as good
	Wald                            // value ± z standard errors; too short for few answers, of no width where all agree
	Student                         // value ± t standard errors
	Bootstrap                       // what resampling all answers would give, without drawing any
	Jeffreys                        // Bayesian, with prior Beta(1/2, 1/2)
	ClopperPearson                  // never covers less than Level, mostly more
	MiettinenNurminen               // score test of the difference, variance times n/(n-1)
	Mee                             // score test of the difference
)

// String returns the name of the method in lower case, such as "score test".
func (m Method) String() string {
	names := [...]string{
		"score test", "adjusted wald", "wald", "student", "bootstrap",
		"jeffreys", "clopper-pearson", "miettinen-nurminen", "mee",
	}
	if int(m) >= len(names) {
		return "invalid"
	}
	return names[m]
}

// A Config adjusts intervals and tests. Its zero value is ready to use.
type Config struct {
	// Level is how sure an interval is to hold the truth, above 0 and below 1. 0 means 0.95.
	Level float64

	// Method is how the interval is found.
	Method Method

	// Added is how many detractors, passives and promoters [AdjustedWald] adds to those of a net promoter
	// score, none below 0. All 0 means 3/4, 3/2 and 3/4 to one score (Rocks 2016), and half of that to each
	// of two that are compared.
	Added [3]float64
}

// check returns the error for a setting that is out of range, or for a method that is none of those that fit.
func (c Config) check(fit ...Method) error {
	if !(c.Level >= 0 && c.Level < 1) {
		return broken("Level", "must be above 0 and below 1, or 0 for 0.95")
	}
	if !slices.Contains(fit, c.Method) {
		return broken("Method", "must be one that the number has: see Method")
	}
	for _, a := range c.Added {
		if !(a >= 0 && a <= maxCount) {
			return broken("Added", "must be three finite numbers, none below 0")
		}
	}
	return nil
}

// level returns the level in force.
func (c Config) level() float64 {
	if c.Level == 0 {
		return .95
	}
	return c.Level
}

// alpha returns how likely an interval is to miss.
func (c Config) alpha() float64 { return 1 - c.level() }

// z returns how many standard errors a limit by normal approximation is away.
func (c Config) z() float64 { return normalQuantile(c.alpha()) }

// added returns what AdjustedWald adds to each of so many groups.
func (c Config) added(groups float64) trinomial {
	if c.Added == [3]float64{} {
		return trinomial{.75 / groups, 1.5 / groups, .75 / groups}
	}
	return trinomial{c.Added[0], c.Added[1], c.Added[2]}
}

// An Interval is a number with the range that holds the truth at a level of confidence.
type Interval struct {
	// Value is the number itself: the middle of the scale where N is 0.
	Value float64 `json:"value"`

	// Low and High bound the range: Low <= Value <= High, and both on the scale.
	Low  float64 `json:"low"`
	High float64 `json:"high"`

	// Level is how sure the range is to hold the truth, above 0 and below 1.
	Level float64 `json:"level"`

	// N is the number of answers; 0 where nothing is known.
	N float64 `json:"n"`
}

// Estimate returns the interval as an Estimate that was stated, in the unit of the interval. With an N of 0 it is
// the zero Estimate, which is unknown. Estimates bound 95 %: it returns an error matching
// [relationship.ErrInvalid] for an interval of another level.
func (i Interval) Estimate() (relationship.Estimate, error) {
	if i.Level != .95 {
		return relationship.Estimate{}, opError("make estimate", broken("Level", "must be 0.95 for an estimate"))
	}
	return i.estimate(), nil
}

func (i Interval) estimate() relationship.Estimate {
	if i.N == 0 {
		return relationship.Estimate{}
	}
	return relationship.Estimate{Value: i.Value, Low: i.Low, High: i.High, N: i.N, Basis: relationship.Stated}
}

// bounded returns the interval between two limits, cut off at the ends of the scale and drawn out to
// the value.
func (c Config) bounded(value, low, high, n float64, lowest, highest float64) Interval {
	return Interval{
		Value: value,
		Low:   min(max(low, lowest), value),
		High:  max(min(high, highest), value),
		Level: c.level(),
		N:     n,
	}
}

// unknown returns the interval of which nothing is known but its scale.
func (c Config) unknown(lowest, highest float64) Interval {
	return Interval{Value: lowest + (highest-lowest)/2, Low: lowest, High: highest, Level: c.level()}
}
