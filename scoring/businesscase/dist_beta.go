package businesscase

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/internal/special"
)

// A beta is the law of [Beta].
type beta struct {
	a, b    float64
	logNorm float64 // logarithm of the beta function
}

func newBeta(a, b float64) beta {
	if !(a > 0 && b > 0) {
		return beta{a: a, b: b} // which check refuses
	}
	return beta{a, b, special.LogBeta(a, b)}
}

func (l beta) check() error {
	outside := func(v float64) string {
		return when(v < 0.1 || v > 1e6, "must be from 0.1 to 1e6: use Normal where there is more evidence")
	}
	return rules.First(
		possible("A", l.a),
		possible("B", l.b),
		rules.Break("A", outside(l.a)),
		rules.Break("B", outside(l.b)),
	)
}

func (l beta) moments() (mean, sd float64) {
	n := l.a + l.b
	return l.a / n, math.Sqrt(l.a / n * (l.b / n) / (n + 1))
}

func (l beta) base() float64                { return l.quantile(tails{.5, .5}) }
func (l beta) support() (low, high float64) { return 0, 1 }
func (l beta) quantile(at tails) float64    { return shareAt(l.quantileLogit(at)).below }
func (l beta) spelled() (string, []float64) { return "beta", []float64{l.a, l.b} }

func (l beta) told(n func(float64) string) string {
	return "a share of a beta distribution of " + n(l.a) + " and " + n(l.b)
}

func (l beta) tails(x float64) tails {
	return l.tailsAt(tails{clamped(x), clamped(1 - x)})
}

// tailsAt are the tails at a share x.
func (l beta) tailsAt(x tails) tails {
	if x.below == 0 || x.above == 0 {
		return tails{x.below, x.above}
	}
	return tails{special.BetaTail(l.a, l.b, x.above, x.below), special.BetaTail(l.b, l.a, x.below, x.above)}
}

// shareAt returns the share x whose logit ln(x/(1-x)) is u.
func shareAt(u float64) tails {
	if u > 0 {
		return tails{1 / (1 + math.Exp(-u)), 1 / (math.Exp(u) + 1)}
	}
	return tails{1 / (math.Exp(-u) + 1), 1 / (1 + math.Exp(u))}
}

// logit returns that of the quantile; the nearer the guess, the sooner.
func (l beta) logit(at tails, guess float64) float64 {
	if at.below > at.above {
		return -beta{l.b, l.a, l.logNorm}.logit(tails{at.above, at.below}, -guess)
	}
	// The logarithm of the probability below is a concave function of the logit, and its asymptote, that of x^a /
	// (a B(a, b)), is above it. So the asymptote gives a bound, and Newton's method goes astray only where the
	// probability is no float any more.
	low, high := max(-lastLogit, (math.Log(at.below)+math.Log(l.a)+l.logNorm)/l.a), lastLogit
	u := min(max(guess, low), high)
	for high-low > 1e-15*math.Abs(low) {
		below := special.BetaTail(l.a, l.b, 1, math.Exp(u))
		off := math.Log(below / at.below)
		next := u - off*below/l.logitDensity(u)
		if math.Abs(off) < 1e-8 {
			return next
		}
		if off < 0 {
			low = u
		} else {
			high = u
		}
		if !(next > low && next < high) {
			next = low + (high-low)/2
		}
		u = next
	}
	return u
}

func (l beta) quantileLogit(at tails) float64 { return l.logit(at, l.nearLogit(at.score())) }

// nearLogit guesses the logit of the quantile at a normal score.
func (l beta) nearLogit(z float64) float64 {
	return math.Log(l.a/l.b) + z*math.Sqrt(1/l.a+1/l.b)
}

// logitDensity is the density of the logit.
func (l beta) logitDensity(u float64) float64 {
	x := shareAt(u)
	return math.Exp(l.a*math.Log(x.below) + l.b*math.Log(x.above) - l.logNorm)
}

// curve is a table of shares by normal scores, and exact where that ends.
func (l beta) curve() func(z float64) float64 {
	guess := l.nearLogit(-lastKnot)
	t := newTable(span{-lastKnot, lastKnot, 1e-10}, func(z float64) (share, slope float64) {
		guess = l.logit(tailsOf(z), guess)
		x := shareAt(guess)
		return x.below, density(z) / l.logitDensity(guess) * x.below * x.above
	})
	return func(z float64) float64 {
		if math.Abs(z) > lastKnot {
			return l.quantile(tailsOf(z))
		}
		return t.at(z)
	}
}

const (
	lastLogit = 700.0 // a share of 1e-304
	lastKnot  = 8.5   // beyond it is one draw in 1e17
)
