package lifetime

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/internal/special"
)

// pareto calculates the Pareto/NBD model. Its likelihood in the form of Fader and Hardie (2005, "A Note on Deriving the
// Pareto/NBD Model and Related Expressions") is, for R = r+x and with gamma functions left out,
//
//	alpha^r beta^s { (alpha+T)^-R (beta+T)^-s + s [G(TX) - G(T)] },
//	G(u) = integral of (alpha+y)^-R (beta+y)^(-s-1) over y from u to infinity
//	     = (alpha+u)^-R (beta+u)^-s J(R, s, (beta+u)/(alpha+u)),
//
// with J as in special.Powers. Everything is kept relative to the first term in braces: who is still there.
type pareto struct {
	r, alpha, s, beta float64
	points            *special.Rule
	pairs             *memo
}

func (m *pareto) check() error {
	return rules.First(checkAbove("R", m.r), checkAbove("Alpha", m.alpha), checkAbove("S", m.s), checkAbove("Beta", m.beta))
}

// rule returns the points of integrals, made once.
func (m *pareto) rule() *special.Rule {
	if m.points == nil {
		m.points = special.NewRule()
	}
	return m.points
}

// tail returns s J at u for who came back x times.
func (m *pareto) tail(x, u float64) float64 {
	return m.s * math.Exp(m.rule().LogPowers(m.r+x, m.s, (m.beta+u)/(m.alpha+u)))
}

// cachedTail is tail, from the memo where there is one.
func (m *pareto) cachedTail(x, u float64) float64 {
	if m.pairs == nil {
		return m.tail(x, u)
	}
	e, found := m.pairs.find(x, u)
	if !found {
		e.value = m.tail(x, u)
	}
	return e.value
}

// silent returns by how much, in logarithms, silence since the last purchase speaks for having left: the ratio of the
// first term in braces at TX to that at T.
func (m *pareto) silent(c Customer) float64 {
	wait := c.T - c.TX
	return (m.r+c.X)*math.Log1p(wait/(m.alpha+c.TX)) + m.s*math.Log1p(wait/(m.beta+c.TX))
}

func (m *pareto) alive(c Customer) float64 {
	if c.T == c.TX {
		return 1
	}
	e, last := m.silent(c), m.cachedTail(c.X, c.TX)
	if e > 600 {
		return math.Exp(-e) / last
	}
	return 1 / (1 + max(0, last*math.Exp(e)-m.cachedTail(c.X, c.T)))
}

// logLikelihood has the likelier of two stories, of being there still and of having left, as a factor of its own, so that
// nothing cancels where it is nearly certain.
func (m *pareto) logLikelihood(c Customer) float64 {
	if c.T == c.TX {
		return m.bought(c.X, c.T)
	}
	e, last, end := m.silent(c), m.tail(c.X, c.TX), m.tail(c.X, c.T)
	if e > 600 || last*math.Exp(e) > 1+end {
		return m.bought(c.X, c.TX) + math.Log(last) + math.Log1p(math.Exp(-e)*max(0, 1-end)/last)
	}
	return m.bought(c.X, c.T) + math.Log1p(max(0, last*math.Exp(e)-end))
}

// bought returns the logarithm of the density of x purchases at known instants by who is there until some time.
func (m *pareto) bought(x, until float64) float64 {
	return special.LogRising(m.r, x) - m.r*math.Log1p(until/m.alpha) - x*math.Log(m.alpha+until) - m.s*math.Log1p(until/m.beta)
}

func (m *pareto) stays(_, end, later float64) float64 {
	return math.Exp(-m.s * math.Log1p(later/(m.beta+end)))
}

// buys is equation 22 of Schmittlein, Morrison and Colombo (1987) without the probability of being there. With l the
// logarithm in it, (1 - exp(-(s-1) l))/(s-1) is l at s = 1.
func (m *pareto) buys(x, end, horizon float64) float64 {
	l := math.Log1p(horizon / (m.beta + end))
	return (m.r + x) * ((m.beta + end) / (m.alpha + end)) * l * decayed((m.s-1)*l)
}

// decayed returns (1-exp(-x))/x, the mean of exp(-y) over y from 0 to x.
func decayed(x float64) float64 {
	if x == 0 {
		return 1
	}
	return -math.Expm1(-x) / x
}

// worth is the discounted expected residual transactions of Fader, Hardie and Lee (2005) without the probability of being
// there.
func (m *pareto) worth(x, end, rate float64) float64 {
	left := m.beta + end
	return (m.r + x) * (left / (m.alpha + end)) * math.Exp(m.rule().LogDecay(m.s, rate*left))
}

// counts sums over those who stay for t and, by an integral, over those who leave before.
func (m *pareto) counts(n, t float64) float64 {
	if t == 0 {
		return math.Exp(negativeBinomial(n, m.r, m.alpha, 0))
	}
	stay := negativeBinomial(n, m.r, m.alpha, t) - m.s*math.Log1p(t/m.beta)
	leave := special.LogIntegral(func(u float64) float64 {
		// y = t v/(1+v) with v = exp(u), and dy/du = y/(1+v).
		v := math.Exp(u)
		y := t * v / (1 + v)
		if v > 1 {
			y = t / (1 + 1/v)
		}
		return negativeBinomial(n, m.r, m.alpha, y) - (m.s+1)*math.Log1p(y/m.beta) + math.Log(y) - math.Log1p(v)
	})
	return min(1, math.Exp(stay)+m.s/m.beta*math.Exp(leave))
}

func (m *pareto) aliveAll(dst []float64, rows []Customer) error {
	m.pairs = newMemo(2 * len(rows))
	for i, c := range rows {
		if err := c.check(); err != nil {
			return rules.Within(rules.Index("rows", i), err)
		}
		dst[i] = m.alive(c)
	}
	return nil
}
