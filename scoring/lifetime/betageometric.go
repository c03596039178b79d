package lifetime

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/internal/special"
)

// betaGeometric is what BG/NBD and MBG/NBD have in common. A customer buys at a rate that is gamma distributed with
// shape r and scale 1/alpha, and leaves at purchases with a chance that is beta distributed with a and b. The models differ
// in whether the first purchase is an occasion to leave: first is then 1, and else 0.
type betaGeometric struct{ r, alpha, a, b, first float64 }

func (m betaGeometric) check() error {
	return rules.First(checkAbove("R", m.r), checkAbove("Alpha", m.alpha), checkAbove("A", m.a), checkAbove("B", m.b))
}

// occasions returns at how many purchases who came back x times could have left.
func (m betaGeometric) occasions(x float64) float64 { return x + m.first }

// silent returns by how much, in logarithms, silence since the last purchase speaks for having left.
func (m betaGeometric) silent(c Customer) float64 {
	return (m.r + c.X) * math.Log1p((c.T-c.TX)/(m.alpha+c.TX))
}

// alive is one over one plus the odds of having left, exp(silent) a/(b+k-1): equation 7 of Fader, Hardie and Lee (2008,
// "Computing P(alive) Using the BG/NBD Model"), and for MBG/NBD equation 9 of Batislam, Denizel and Filiztekin (2007).
func (m betaGeometric) alive(c Customer) float64 {
	if m.occasions(c.X) == 0 {
		return 1
	}
	e, b := m.silent(c), m.b+(m.occasions(c.X)-1)
	if e > 600 {
		return math.Exp(-e) / m.a * b
	}
	return b / (b + m.a*math.Exp(e))
}

// logLikelihood has the likelier of two stories, of being there still and of having left at the last purchase, as a factor
// of its own, so that nothing cancels where it is nearly certain.
func (m betaGeometric) logLikelihood(c Customer) float64 {
	k := m.occasions(c.X)
	if k == 0 {
		return m.bought(c.X, c.T)
	}
	odds := m.silent(c) + math.Log(m.a/(m.b+(k-1)))
	if odds > 0 {
		return m.bought(c.X, c.TX) + m.stayed(k-1) - shares(m.b+(k-1), m.a, 1) + math.Log1p(math.Exp(-odds))
	}
	return m.bought(c.X, c.T) + m.stayed(k) + math.Log1p(math.Exp(odds))
}

// bought returns the logarithm of the density of x purchases at known instants, the customer being there until some time.
func (m betaGeometric) bought(x, until float64) float64 {
	return special.LogRising(m.r, x) - m.r*math.Log1p(until/m.alpha) - x*math.Log(m.alpha+until)
}

// stayed returns the logarithm of the probability of not leaving at k purchases.
func (m betaGeometric) stayed(k float64) float64 {
	return special.LogRising(m.b, k) - special.LogRising(m.a+m.b, k)
}

// chances returns the distribution of the chance of leaving of who came back x times and is there.
func (m betaGeometric) chances(x float64) special.Beta {
	return special.Beta{A: m.a, B: m.b + m.occasions(x)}
}

// stays returns the probability of being there after some time for who is there at T: given rate and chance, leaving is a
// Poisson process with their product as its rate.
func (m betaGeometric) stays(x, end, later float64) float64 {
	if later == 0 {
		return 1
	}
	return math.Exp(m.chances(x).LogWane(m.r+x, later/(m.alpha+end)))
}

// buys returns the mean number of purchases within the horizon of who is there at T (Fader, Hardie and Lee 2005, equation
// 10, without its denominator).
func (m betaGeometric) buys(x, end, horizon float64) float64 {
	if horizon == 0 {
		return 0
	}
	return m.chances(x).Stay(m.r+x, horizon/(m.alpha+end))
}

// worth returns the discounted number of all later purchases of who is there at T.
func (m betaGeometric) worth(x, end, rate float64) float64 {
	return math.Exp(m.chances(x).LogDiscounted(m.r+x, rate*(m.alpha+end)))
}

// counts returns the probability of n purchases within t after the first (Fader, Hardie and Lee 2005, equation 8): either
// the customer stays, or leaves at the last of them.
func (m betaGeometric) counts(n, t float64) float64 {
	k := m.occasions(n)
	p := math.Exp(m.stayed(k) + negativeBinomial(n, m.r, m.alpha, t))
	if k == 0 {
		return p
	}
	leave := math.Log(m.a/(m.a+m.b)) + special.LogRising(m.b, k-1) - special.LogRising(m.a+m.b+1, k-1)
	return min(1, p+math.Exp(leave)*negativeBinomialTail(n, m.r, m.alpha, t))
}

// aliveAll is alive for many, for whom nothing may hang on a number that a processor cannot foresee: for who could not
// leave yet, the odds of having left are multiplied by 0.
func (m betaGeometric) aliveAll(dst []float64, rows []Customer) error {
	dst = dst[:len(rows)]
	powers := special.NewRaiser()
	for i := range rows {
		c := &rows[i]
		if !c.ok() {
			return rules.Within(rules.Index("rows", i), c.broken())
		}
		k, shape := m.occasions(c.X), m.r+c.X
		b := m.b + max(k-1, 0)
		silent := powers.Raise((m.alpha+c.T)/(m.alpha+c.TX), shape)
		if shape > quickShape || silent > 1e250 {
			dst[i] = m.alive(*c)
			continue
		}
		dst[i] = b / (b + min(k, 1)*m.a*silent)
	}
	return nil
}

// quickShape is up to which shape quick powers are exact enough.
const quickShape = 1000

// negativeBinomial returns the logarithm of the probability of n purchases in time t at a rate with shape r and scale
// 1/alpha.
func negativeBinomial(n, r, alpha, t float64) float64 {
	if n == 0 {
		return -r * math.Log1p(t/alpha)
	}
	return special.LogRising(r, n) - special.LogRising(1, n) - r*math.Log1p(t/alpha) - n*math.Log1p(alpha/t)
}

// negativeBinomialTail returns the probability of n or more.
func negativeBinomialTail(n, r, alpha, t float64) float64 {
	switch {
	case n == 0:
		return 1
	case t == 0:
		return 0
	}
	return special.BetaTail(n, r, alpha, t)
}
