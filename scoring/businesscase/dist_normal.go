package businesscase

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// A normal is the law of [Normal].
type normal struct{ mean, sd float64 }

func (l normal) check() error {
	return rules.First(
		possible("Mean", l.mean),
		possible("SD", l.sd),
		rules.Break("SD", when(l.sd <= 0, "must be above 0: "+useExactly)),
	)
}

func (l normal) at(z float64) float64           { return l.mean + l.sd*z }
func (l normal) moments() (mean, sd float64)    { return l.mean, l.sd }
func (l normal) base() float64                  { return l.mean }
func (l normal) support() (low, high float64)   { return -math.MaxFloat64, math.MaxFloat64 }
func (l normal) quantile(at tails) float64      { return l.at(at.score()) }
func (l normal) tails(x float64) tails          { return tailsOf((x - l.mean) / l.sd) }
func (l normal) curve() func(z float64) float64 { return l.at }
func (l normal) spelled() (string, []float64)   { return "normal", []float64{l.mean, l.sd} }
func (l normal) told(n func(float64) string) string {
	return n(l.mean) + " with a standard deviation of " + n(l.sd)
}

// A lognormal is the law of [Lognormal].
type lognormal struct{ median, sigma float64 }

func (l lognormal) check() error {
	return rules.First(
		possible("Median", l.median),
		possible("Sigma", l.sigma),
		rules.Break("Median", when(l.median <= 0, "must be above 0")),
		rules.Break("Sigma", when(l.sigma <= 0, "must be above 0: "+useExactly)),
		rules.Break("Sigma", when(l.sigma > 5, "must be at most 5")),
		rules.Break("Median", when(math.IsInf(l.at(farthest), 1), "must be less, or Sigma: its tail is beyond all numbers")),
	)
}

func (l lognormal) at(z float64) float64           { return l.median * math.Exp(l.sigma*z) }
func (l lognormal) base() float64                  { return l.median }
func (l lognormal) support() (low, high float64)   { return 0, math.MaxFloat64 }
func (l lognormal) quantile(at tails) float64      { return l.at(at.score()) }
func (l lognormal) curve() func(z float64) float64 { return l.at }
func (l lognormal) spelled() (string, []float64)   { return "lognormal", []float64{l.median, l.sigma} }

func (l lognormal) moments() (mean, sd float64) {
	variance := l.sigma * l.sigma
	mean = l.median * math.Exp(variance/2)
	return mean, mean * math.Sqrt(math.Expm1(variance))
}

func (l lognormal) tails(x float64) tails {
	if x <= 0 {
		return tails{0, 1}
	}
	return tailsOf((math.Log(x) - math.Log(l.median)) / l.sigma)
}

func (l lognormal) told(n func(float64) string) string {
	return n(l.median) + ", times or divided by " + n(math.Exp(l.sigma)) + " for one standard deviation"
}
