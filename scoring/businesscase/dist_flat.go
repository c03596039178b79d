package businesscase

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// An exactly is the law of [Exactly].
type exactly float64

func (l exactly) check() error                 { return possible("Value", float64(l)) }
func (l exactly) moments() (mean, sd float64)  { return float64(l), 0 }
func (l exactly) base() float64                { return float64(l) }
func (l exactly) support() (low, high float64) { return float64(l), float64(l) }
func (l exactly) quantile(tails) float64       { return float64(l) }
func (l exactly) spelled() (string, []float64) { return "exactly", []float64{float64(l)} }

// tails are both 0 at the number itself, which is neither below nor above.
func (l exactly) tails(x float64) tails {
	switch v := float64(l); {
	case v < x:
		return tails{1, 0}
	case v > x:
		return tails{0, 1}
	}
	return tails{}
}

func (l exactly) curve() func(z float64) float64 {
	return func(float64) float64 { return float64(l) }
}

func (l exactly) told(n func(float64) string) string { return n(float64(l)) }

// An unknown is the law of what was measured and is not known.
type unknown struct{ exactly }

func (unknown) check() error {
	return rules.Break("Value", "must be known: leave the input out, or guess")
}

// A coinless is the law of an amount of [Money] that is of no currency.
type coinless struct{ exactly }

func (coinless) check() error {
	return rules.Break("Value", "must be money of a currency")
}

// A uniform is the law of [Uniform].
type uniform struct{ low, high float64 }

func (l uniform) check() error {
	return rules.First(
		possible("Low", l.low),
		possible("High", l.high),
		rules.Break("High", aboveRule(l.low, l.high)),
	)
}

func (l uniform) moments() (mean, sd float64) {
	return l.base(), (l.high - l.low) / math.Sqrt(12)
}

func (l uniform) base() float64                { return l.low + (l.high-l.low)/2 }
func (l uniform) support() (low, high float64) { return l.low, l.high }
func (l uniform) spelled() (string, []float64) { return "uniform", []float64{l.low, l.high} }

func (l uniform) quantile(at tails) float64 { return from(l.low, l.high, at) }

func (l uniform) tails(x float64) tails {
	width := l.high - l.low
	return tails{clamped((x - l.low) / width), clamped((l.high - x) / width)}
}

func (l uniform) curve() func(z float64) float64 {
	return func(z float64) float64 { return l.quantile(nearTails(z)) }
}

func (l uniform) told(n func(float64) string) string { return n(l.low) + " to " + n(l.high) }
