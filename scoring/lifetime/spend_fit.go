package lifetime

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/internal/special"
)

// A SpendSample is the customers that [FitGammaGamma] is fitted to, grouped. The zero SpendSample is empty and ready.
// Samples of parts merge into the sample of the whole, in any order.
type SpendSample struct {
	count map[spent]int
	n     int
}

// spent is how many purchases had which mean amount.
type spent struct{ x, spend float64 }

// Add counts a customer by the number of its purchases, at least 1, and their mean amount, above 0. Who spent
// nothing at a purchase gave it back, or was given something: that is for the caller to leave out.
//
// It returns an error matching [relationship.ErrInvalid], and counts nothing, for others.
func (s *SpendSample) Add(x, spend float64) error {
	err := rules.First(checkSpend(x, spend), rules.Break("x", when(x == 0, "must be at least 1")))
	if err != nil {
		return opError("add spend", err)
	}
	s.add(spent{x, spend}, 1)
	return nil
}

func (s *SpendSample) add(key spent, n int) {
	if s.count == nil {
		s.count = make(map[spent]int)
	}
	s.count[key] += n
	s.n += n
}

// Merge counts the customers of another sample too, which stays as it is.
func (s *SpendSample) Merge(other *SpendSample) {
	for key, n := range other.count {
		s.add(key, n)
	}
}

// N returns how many customers there are.
func (s *SpendSample) N() int { return s.n }

// spendGroup is customers with the same number of purchases and mean amount.
type spendGroup struct{ x, spend, n float64 }

func (s *SpendSample) sorted() []spendGroup {
	groups := make([]spendGroup, 0, len(s.count))
	for k, n := range s.count {
		groups = append(groups, spendGroup{k.x, k.spend, float64(n)})
	}
	slices.SortFunc(groups, func(a, b spendGroup) int {
		return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.spend, b.spend))
	})
	return groups
}

// FitGammaGamma estimates the model by maximum likelihood. Where nobody bought again, the model is zero and the
// verdict of the fit says so. Where customers are too few or too alike to tell how they differ the verdict says
// that too. Ask [GammaGamma.HasMean] before using means. In another currency Gamma is scaled, and P and Q are
// the same. It takes O(g) time a step for g different pairs of a count and a mean.
//
// It returns an error matching [relationship.ErrInvalid] for a setting out of its range.
func FitGammaGamma(s *SpendSample, cfg Config) (GammaGamma, Fit, error) {
	if err := cfg.check(3); err != nil {
		return GammaGamma{}, Fit{}, opError("fit gamma-gamma", err)
	}
	const model = "Gamma-Gamma"
	groups := s.sorted()
	if len(groups) == 0 {
		return GammaGamma{}, Fit{Model: model, Verdicts: []Verdict{NoRepeats}}, nil
	}
	unit := 0.0
	for _, g := range groups {
		unit += g.n * math.Log(g.spend)
	}
	unit = math.Exp(unit / float64(s.n))
	p, fit := plan{
		model: model, names: []string{"p", "q", "gamma"}, units: []float64{1, 1, unit},
		n: s.n, shift: -float64(s.n) * math.Log(unit), f: newSpendTable(groups, unit).surface, judge: judgeSpend,
		start: []point{logs(5, 4, 0.7), logs(1, 2, 1), logs(20, 1.5, 0.05), logs(2, 20, 10)},
	}.fit(cfg)
	return GammaGamma{p[0], p[1], p[2]}, fit, nil
}

// judgeSpend says what extreme parameters mean. On a ridge the search stops early.
func judgeSpend(p point, flat bool) []Verdict {
	switch q := p[1]; {
	case q > 1e5, flat && q > 100:
		return []Verdict{AlikeSpend}
	case q <= 1:
		return []Verdict{NoMean}
	case p[0] > 1e5 || p[0] < 1e-4:
		return []Verdict{Weak}
	}
	return nil
}

// A spendTable is a sample as its likelihood wants it: with amounts in a unit, by the number of purchases.
type spendTable struct{ byX []spendRows }

// spendRows are the customers with one number of purchases.
type spendRows struct {
	x, n   float64
	logs   float64 // the sum of the logarithms of their mean amounts
	totals []total
}

// A total is what n customers spent altogether, each.
type total struct{ spent, n float64 }

func newSpendTable(groups []spendGroup, unit float64) *spendTable {
	t := new(spendTable)
	for _, g := range groups {
		if len(t.byX) == 0 || t.byX[len(t.byX)-1].x != g.x {
			t.byX = append(t.byX, spendRows{x: g.x})
		}
		rows := &t.byX[len(t.byX)-1]
		rows.n += g.n
		rows.logs += g.n * math.Log(g.spend/unit)
		rows.totals = append(rows.totals, total{g.x * (g.spend / unit), g.n})
	}
	return t
}

// surface is the log-likelihood with its derivatives. A customer with x purchases that come to a total of s adds
//
//	ln gamma(px+q) - ln gamma(px) - ln gamma(q) - q ln(1+s/gamma) + px ln(s/(gamma+s)) - ln(s/x).
func (t *spendTable) surface(at point) surface {
	p, q, gamma := math.Exp(at[0]), math.Exp(at[1]), math.Exp(at[2])
	var s surface
	for i := range t.byX {
		rows := &t.byX[i]
		rows.addTo(&s, p, q, gamma)
	}
	s.mirror()
	return s.inLogs(point{p, q, gamma})
}

func (rows *spendRows) addTo(s *surface, p, q, gamma float64) {
	x, n := rows.x, rows.n
	var over, share, one, two float64 // sums of ln(1+s/gamma), ln(s/(gamma+s)), 1/(gamma+s) and its square
	for _, t := range rows.totals {
		part := 1 / (gamma + t.spent)
		over += t.n * math.Log1p(t.spent/gamma)
		share -= t.n * math.Log1p(gamma/t.spent)
		one += t.n * part
		two += t.n * part * part
	}
	up, all := special.Rising(q, p*x), special.Trigamma(p*x+q)
	whole := p*x + q
	s.value += -n*special.LogBeta(p*x, q) - q*over + p*x*share - rows.logs
	s.grad[0] += x * (n*(special.Digamma(whole)-special.Digamma(p*x)) + share)
	s.grad[1] += n*up.D1 - over
	s.grad[2] += n*q/gamma - whole*one
	s.hess[0][0] += n * x * x * (all - special.Trigamma(p*x))
	s.hess[0][1] += n * x * all
	s.hess[0][2] -= x * one
	s.hess[1][1] += n * up.D2
	s.hess[1][2] += n/gamma - one
	s.hess[2][2] += whole*two - n*q/(gamma*gamma)
}
