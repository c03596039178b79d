package lifetime

import (
	"maps"
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/internal/special"
)

// Cohorts are the customers that [FitSBG] and [FitBDW] are fitted to: how many left at which renewal, and how many
// are still there after which. Cohorts that began at different times go into one, each as far as it was seen.
// The zero Cohorts are empty and ready; those of parts merge into those of the whole, in any order.
type Cohorts struct {
	left, open map[int]int
	n          int
}

// Add counts one cohort by how many of it were there at the beginning and after each renewal since: whole numbers,
// at least one of them, that never rise. Those of the last are still there.
//
// It returns an error matching [relationship.ErrInvalid], and counts nothing, for others.
func (c *Cohorts) Add(survivors ...int) error {
	for i, n := range survivors {
		rule := when(n < 0 || n > math.MaxInt-c.n || i > 0 && n > survivors[i-1], "must not be below 0 or above the one before, and all fit an int")
		if rule != "" {
			return opError("add cohort", rules.Break(rules.Index("survivors", i), rule))
		}
	}
	if len(survivors) == 0 || len(survivors) > maxTurns {
		return opError("add cohort", rules.Break("survivors", "must be at least one, and at most 1,000,000"))
	}
	for i, n := range survivors[1:] {
		c.count(&c.left, i+1, survivors[i]-n)
	}
	c.count(&c.open, len(survivors)-1, survivors[len(survivors)-1])
	return nil
}

// AddTenure counts n customers, at least 1, who left at a renewal, counted from 1, or are still there after so many
// renewals, from 0.
//
// It returns an error matching [relationship.ErrInvalid], and counts nothing, for others.
func (c *Cohorts) AddTenure(renewals int, left bool, n int) error {
	into, least := &c.open, 0
	if left {
		into, least = &c.left, 1
	}
	err := rules.First(
		rules.Break("renewals", when(renewals < least || renewals > maxTurns, "must be from 1, or 0 for who is still there, to 1,000,000")),
		rules.Break("n", when(n < 1 || n > math.MaxInt-c.n, ruleCount)),
	)
	if err == nil {
		c.count(into, renewals, n)
	}
	return opError("add tenure", err)
}

func (c *Cohorts) count(into *map[int]int, renewals, n int) {
	if n == 0 {
		return
	}
	if *into == nil {
		*into = make(map[int]int)
	}
	(*into)[renewals] += n
	c.n += n
}

// Merge counts the customers of other cohorts too, which stay as they are.
func (c *Cohorts) Merge(other *Cohorts) {
	for renewals, n := range other.left {
		c.count(&c.left, renewals, n)
	}
	for renewals, n := range other.open {
		c.count(&c.open, renewals, n)
	}
}

// N returns how many customers there are.
func (c *Cohorts) N() int { return c.n }

// FitSBG estimates the model by maximum likelihood. Where nobody left, the model is zero and the verdict of the fit is
// NoLoss. It takes O(t) time a step for t renewals.
//
// It returns an error matching [relationship.ErrInvalid] for a setting out of its range.
func FitSBG(c *Cohorts, cfg Config) (SBG, Fit, error) {
	p, fit, err := c.fit("sBG", []string{"alpha", "beta"}, cfg,
		logs(1, 3), logs(0.3, 1), logs(3, 3), logs(1, 20))
	return SBG{p[0], p[1]}, fit, err
}

// FitBDW estimates the model by maximum likelihood, as FitSBG does. It needs at least three renewals to tell its
// parameters apart, and the verdict is [Weak] otherwise.
func FitBDW(c *Cohorts, cfg Config) (BDW, Fit, error) {
	p, fit, err := c.fit("BdW", []string{"alpha", "beta", "c"}, cfg,
		logs(1, 3, 1), logs(0.3, 1, 1.5), logs(3, 3, 0.7), logs(1, 20, 1))
	return BDW{p[0], p[1], p[2]}, fit, err
}

func (c *Cohorts) fit(model string, names []string, cfg Config, starts ...point) (point, Fit, error) {
	if err := cfg.check(len(names)); err != nil {
		return point{}, Fit{}, opError("fit "+model, err)
	}
	t := newTenures(c, len(names) == 2)
	if len(c.left) == 0 {
		return point{}, Fit{Model: model, N: c.n, Verdicts: []Verdict{NoLoss}}, nil
	}
	p, fit := plan{model: model, names: names, n: c.n, f: t.surface, judge: judgeTenures, start: starts}.fit(cfg)
	return p, fit, nil
}

func judgeTenures(p point, _ bool) []Verdict { return judgeLoss(p[0], p[1]) }

// tenures are cohorts as their likelihood wants them: by renewal, from 0.
type tenures struct {
	at         []int // the renewals at which any left, or after which any are still there, sorted
	left, open []float64
	geometric  bool
}

func newTenures(c *Cohorts, geometric bool) tenures {
	at := slices.Collect(maps.Keys(c.left))
	at = slices.AppendSeq(at, maps.Keys(c.open))
	slices.Sort(at)
	t := tenures{at: slices.Compact(at), geometric: geometric}
	for _, r := range t.at {
		t.left = append(t.left, float64(c.left[r]))
		t.open = append(t.open, float64(c.open[r]))
	}
	return t
}

// surface is the log-likelihood with its derivatives: the sum of ln S(t) over who is there after t renewals, and of
// ln(S(t-1) - S(t)) over who left at renewal t.
func (t tenures) surface(at point) surface {
	p := point{math.Exp(at[0]), math.Exp(at[1]), 1}
	if !t.geometric {
		p[2] = math.Exp(at[2])
	}
	var s surface
	w := wane{p: p}
	for i, renewal := range t.at {
		r := float64(renewal)
		after := w.at(r)
		s.add(after, t.open[i])
		if t.left[i] > 0 {
			s.add(leaving(w.at(r-1), after, t.left[i]), 1)
		}
	}
	if t.geometric {
		p[2] = 0
		s.grad[2] = 0
		for i := range s.hess {
			s.hess[i][2], s.hess[2][i] = 0, 0
		}
	}
	s.mirror()
	return s.inLogs(p)
}

// add adds n times another surface, of which only the upper half of the second derivatives is filled.
func (s *surface) add(o surface, n float64) {
	s.value += n * o.value
	for i := range o.grad {
		s.grad[i] += n * o.grad[i]
		for j := i; j < len(o.grad); j++ {
			s.hess[i][j] += n * o.hess[i][j]
		}
	}
}

// leaving is n ln(S - S') for survival before and after a renewal, whose logarithms are given.
func leaving(before, after surface, n float64) surface {
	s := before
	s.value += math.Log(-math.Expm1(after.value - before.value))
	odds := 1 / math.Expm1(before.value-after.value)
	for i := range s.grad {
		di := after.grad[i] - before.grad[i]
		s.grad[i] -= odds * di
		for j := i; j < len(s.grad); j++ {
			dj := after.grad[j] - before.grad[j]
			s.hess[i][j] -= odds * (after.hess[i][j] - before.hess[i][j] + (1+odds)*di*dj)
		}
	}
	var whole surface
	whole.add(s, n)
	return whole
}

// wane computes the logarithm of survival at one set of parameters.
type wane struct{ p point }

// at returns ln S(t) = ln (beta)_y - ln (alpha+beta)_y for y = t^c, with its derivatives by alpha, beta and c.
func (w wane) at(t float64) surface {
	var s surface
	if t == 0 {
		return s
	}
	alpha, beta, c := w.p[0], w.p[1], w.p[2]
	y, l := math.Pow(t, c), math.Log(t)
	b, all := special.Rising(beta, y), special.Rising(alpha+beta, y)
	s.value = BDW{alpha, beta, c}.logSurvival(t)
	s.grad[0], s.grad[1] = -all.D1, b.D1-all.D1
	s.hess[0][0], s.hess[0][1], s.hess[1][1] = -all.D2, -all.D2, b.D2-all.D2
	if l == 0 {
		return s
	}
	// By y the slope is that of the gamma functions at the upper end.
	slope := special.Digamma(beta+y) - special.Digamma(alpha+beta+y)
	bend, cross := special.Trigamma(beta+y), special.Trigamma(alpha+beta+y)
	s.grad[2] = slope * y * l
	s.hess[0][2] = -cross * y * l
	s.hess[1][2] = (bend - cross) * y * l
	s.hess[2][2] = (bend-cross)*y*l*y*l + slope*y*l*l
	return s
}
