package lifetime

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/internal/special"
)

// A TurnSample is the customers that [FitBGBB] is fitted to, grouped. The zero TurnSample is empty and ready. Samples
// of parts merge into the sample of the whole, in any order.
type TurnSample struct {
	count map[Turns]int
	n     int
}

// Add counts n customers with the same turns, at least 1. It returns an error matching [relationship.ErrInvalid], and
// counts nothing, for turns that none can have.
func (s *TurnSample) Add(t Turns, n int) error {
	if err := rules.First(t.check(), rules.Break("n", when(n < 1 || n > math.MaxInt-s.n, ruleCount))); err != nil {
		return opError("add turns", err)
	}
	s.add(t, n)
	return nil
}

const ruleCount = "must be at least 1, and all together fit an int"

// Merge counts the customers of another sample too, which stays as it is.
func (s *TurnSample) Merge(other *TurnSample) {
	for t, n := range other.count {
		s.add(t, n)
	}
}

func (s *TurnSample) add(t Turns, n int) {
	if s.count == nil {
		s.count = make(map[Turns]int)
	}
	s.count[t] += n
	s.n += n
}

// N returns how many customers there are.
func (s *TurnSample) N() int { return s.n }

// turnGroup is customers with the same turns.
type turnGroup struct {
	Turns
	n int
}

func (s *TurnSample) sorted() []turnGroup {
	groups := make([]turnGroup, 0, len(s.count))
	for t, n := range s.count {
		groups = append(groups, turnGroup{t, n})
	}
	slices.SortFunc(groups, func(a, b turnGroup) int {
		return cmp.Or(cmp.Compare(a.N, b.N), cmp.Compare(a.TX, b.TX), cmp.Compare(a.X, b.X))
	})
	return groups
}

// FitBGBB estimates the model by maximum likelihood. Where nobody took an occasion, or nobody is there, the model is
// zero and the verdict of the fit says so. It takes O(n g) time a step for g different turns at up to n
// occasions.
//
// It returns an error matching [relationship.ErrInvalid] for a setting out of its range.
func FitBGBB(s *TurnSample, cfg Config) (BGBB, Fit, error) {
	if err := cfg.check(4); err != nil {
		return BGBB{}, Fit{}, opError("fit BG/BB", err)
	}
	const model = "BG/BB"
	t := bgbbTable{groups: s.sorted()}
	taken := false
	for _, g := range t.groups {
		taken = taken || g.X > 0
		t.longest = max(t.longest, g.N)
	}
	if !taken {
		return BGBB{}, Fit{Model: model, N: s.n, Verdicts: []Verdict{NoRepeats}}, nil
	}
	p, fit := plan{
		model: model, names: []string{"alpha", "beta", "gamma", "delta"}, n: s.n, f: t.surface, judge: judgeBGBB,
		start: []point{logs(1, 1, 1, 4), logs(0.5, 2, 0.5, 4), logs(2, 1, 0.5, 20), logs(1, 5, 0.3, 1), logs(1, 20, 1, 50)},
	}.fit(cfg)
	return BGBB{p[0], p[1], p[2], p[3]}, fit, nil
}

// judgeBGBB says what extreme parameters mean.
func judgeBGBB(p point, _ bool) []Verdict {
	var verdicts []Verdict
	switch rate := p[0] + p[1]; {
	case rate > 1e5:
		verdicts = append(verdicts, AlikeRates)
	case rate < 1e-3:
		verdicts = append(verdicts, SplitRates)
	}
	return append(verdicts, judgeLoss(p[2], p[3])...)
}

// judgeLoss says what an extreme distribution of the chance of leaving means.
func judgeLoss(leave, stay float64) []Verdict {
	switch both := leave + stay; {
	case leave < 1e-6*both:
		return []Verdict{NoLoss}
	case both > 1e5:
		return []Verdict{AlikeLoss}
	case both < 1e-3:
		return []Verdict{SplitLoss}
	}
	return nil
}

// A bgbbTable is a sample as its likelihood wants it, with room for the factors of a point.
type bgbbTable struct {
	groups                           []turnGroup
	longest                          int
	alpha, beta, rate, delta, leaves []special.Ratio // of Pochhammer's symbols by their length
}

// surface is the log-likelihood with its derivatives. Each customer is a mixture: of being there still, and of
// having left after each occasion from the last taken one on.
func (t *bgbbTable) surface(at point) surface {
	var p point
	for i, v := range at {
		p[i] = math.Exp(v)
	}
	t.alpha = symbols(t.alpha[:0], p[0], t.longest)
	t.beta = symbols(t.beta[:0], p[1], t.longest)
	t.rate = symbols(t.rate[:0], p[0]+p[1], t.longest)
	t.delta = symbols(t.delta[:0], p[3], t.longest)
	t.leaves = symbols(t.leaves[:0], p[2]+p[3], t.longest+1)
	var s surface
	for _, g := range t.groups {
		m := t.mixture(g.Turns, p)
		m.addTo(&s, float64(g.n))
	}
	s.mirror()
	return s.inLogs(p)
}

// symbols appends the logarithms of (z)_k with their derivatives for k up to n.
func symbols(all []special.Ratio, z float64, n int) []special.Ratio {
	var r special.Ratio
	for k := range n + 1 {
		all = append(all, r)
		f := z + float64(k)
		r.Log += math.Log(f)
		r.D1 += 1 / f
		r.D2 -= 1 / (f * f)
	}
	return all
}

// mixture adds up the parts of one customer's likelihood. Those of having left fall from occasion to occasion by a
// factor that is at hand.
func (t *bgbbTable) mixture(g Turns, p point) *mixture {
	taken := t.alpha[g.X]
	part := func(at int) component { // of the occasions that were there until at
		b, r, d := t.beta[at-g.X], t.rate[at], t.delta[at]
		var c component
		c.log = taken.Log + b.Log - r.Log + d.Log
		c.grad = point{taken.D1 - r.D1, b.D1 - r.D1, 0, d.D1}
		c.hess = [6]float64{taken.D2 - r.D2, -r.D2, b.D2 - r.D2, 0, 0, d.D2}
		return c
	}
	there := part(g.N)
	there.leave(t.leaves[g.N])
	m := &mixture{}
	if g.N == g.TX {
		m.scale = there.log
		m.add(there, 1)
		return m
	}
	weight := 0.0
	for at := g.TX; at < g.N; at++ {
		c := part(at)
		c.leave(t.leaves[at+1])
		c.log += math.Log(p[2])
		c.grad[2] += 1 / p[2]
		c.hess[3] -= 1 / (p[2] * p[2])
		if at == g.TX {
			m.scale = max(there.log, c.log)
			weight = math.Exp(c.log - m.scale)
		}
		m.add(c, weight)
		on := float64(at)
		weight *= (p[1] + float64(at-g.X)) / (p[0] + p[1] + on) * ((p[3] + on) / (p[2] + p[3] + on + 1))
	}
	m.add(there, math.Exp(there.log-m.scale))
	return m
}

// A component is a part of a likelihood, by its logarithm and the derivatives of that. The second ones are those by
// alpha twice, alpha and beta, beta twice, and so for gamma and delta; the others are 0.
type component struct {
	log  float64
	grad point
	hess [6]float64
}

// leave divides the component by Pochhammer's symbol of gamma+delta.
func (c *component) leave(r special.Ratio) {
	c.log -= r.Log
	c.grad[2] -= r.D1
	c.grad[3] -= r.D1
	for i := 3; i < 6; i++ {
		c.hess[i] -= r.D2
	}
}

// A mixture is a sum of components, each times exp(scale).
type mixture struct {
	scale, sum float64
	grad       point
	hess       [6]float64
	square     matrix // of gradients; its upper half
}

func (m *mixture) add(c component, weight float64) {
	m.sum += weight
	for i := range c.grad {
		m.grad[i] += weight * c.grad[i]
		for j := i; j < len(c.grad); j++ {
			m.square[i][j] += weight * c.grad[i] * c.grad[j]
		}
	}
	for i, h := range c.hess {
		m.hess[i] += weight * h
	}
}

// addTo adds the logarithm of the mixture, n times.
func (m *mixture) addTo(s *surface, n float64) {
	s.value += n * (m.scale + math.Log(m.sum))
	for i := range m.grad {
		g := m.grad[i] / m.sum
		s.grad[i] += n * g
		for j := i; j < len(m.grad); j++ {
			s.hess[i][j] += n * (m.square[i][j]/m.sum - g*m.grad[j]/m.sum)
		}
	}
	for k, h := range m.hess {
		i, j := [6]int{0, 0, 1, 2, 2, 3}[k], [6]int{0, 1, 1, 2, 3, 3}[k]
		s.hess[i][j] += n * h / m.sum
	}
}
