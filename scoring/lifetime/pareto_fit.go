package lifetime

import (
	"math"

	"github.com/kithcrm/kith/internal/special"
)

// A paretoTable is a sample as the likelihood of the Pareto/NBD model wants it: what is expensive depends on pairs of a
// number of purchases and a time, of which there are few.
type paretoTable struct {
	unit  float64 // of time: the mean T
	n     float64
	sumX  float64
	times times
	rule  *special.Rule
	byX   []weight // by number of purchases, which i is
	pairs []pair   // of X and TX, in which customers can have left
	ends  []pair   // of X and T, in which they are there
	rows  []paretoRow
}

// A pair is a number of purchases and a time, with what it adds to the likelihood of a customer: the logarithm of one of two
// parts, with derivatives.
type pair struct {
	x    float64
	time int32
	part surface
	n    float64 // customers, each as far as this part is the likelihood
}

// A paretoRow is customers who are alike, by their pairs.
type paretoRow struct {
	last, end int32
	n         float64
}

// newParetoTable arranges a sample, in units of its mean T.
func newParetoTable(s *Sample) *paretoTable {
	groups := s.groups()
	t := &paretoTable{n: float64(s.n), unit: meanT(groups), rule: special.NewRule()}
	t.times = newTimes(groups, t.unit)
	t.rows = make([]paretoRow, 0, len(groups))
	seen := make([]int32, len(t.times.of)) // 1 + the pair of a TX with the X at hand
	begin := 0
	for i, g := range groups {
		n := float64(g.N)
		t.sumX += n * g.X
		if i == 0 || g.X != groups[i-1].X {
			t.byX = append(t.byX, weight{nx: g.X})
			begin = len(t.pairs)
		}
		t.byX[len(t.byX)-1].n += n
		end := t.times.place(g.T)
		if k := len(t.ends); k == 0 || t.ends[k-1].x != g.X || t.ends[k-1].time != end {
			t.ends = append(t.ends, pair{x: g.X, time: end})
		}
		last := t.times.place(g.TX)
		if int(seen[last]) <= begin {
			t.pairs = append(t.pairs, pair{x: g.X, time: last})
			seen[last] = int32(len(t.pairs))
		}
		t.rows = append(t.rows, paretoRow{seen[last] - 1, int32(len(t.ends) - 1), n})
	}
	return t
}

// plan returns how the sample is fitted.
func (t *paretoTable) plan(model string) plan {
	rate := t.sumX / t.n
	return plan{
		model: model, names: []string{"r", "alpha", "s", "beta"}, units: []float64{1, t.unit, 1, t.unit},
		n: int(t.n), shift: -t.sumX * math.Log(t.unit), f: t.surface, judge: judgePareto,
		start: []point{
			logs(0.6, 0.5/rate, 0.6, 0.6),
			logs(2, 1.5/rate, 1, 2),
			logs(2, 2/rate, 0.1, 3),
		},
		more: []point{
			logs(20, 10/rate, 1, 1),
			logs(3, 2/rate, 10, 10),
			logs(3, 2/rate, 0.1, 0.01),
			logs(1, 0.5/rate, 20, 5),
		},
	}
}

// judgePareto says what extreme parameters mean.
func judgePareto(p point, _ bool) []Verdict {
	r, s, beta := p[0], p[2], p[3]
	verdicts := judgeRates(r)
	switch {
	case s < 1e-6*beta || s < 1e-6 && s*math.Log1p(1/beta) < 1e-4:
		return append(verdicts, NoLoss)
	case s > 1e4:
		return append(verdicts, AlikeLoss)
	case s < 1e-4 || beta < 1e-6:
		return append(verdicts, SplitLoss)
	}
	return verdicts
}

// surface is the log-likelihood with its derivatives. Integration by parts turns the sum in braces that [pareto] shows into
//
//	s G(TX) + integral of R (alpha+y)^(-R-1) (beta+y)^-s over y from T to infinity,
//
// two positive parts that depend on a pair each.
func (t *paretoTable) surface(at point) surface {
	var p point
	for i, v := range at {
		p[i] = math.Exp(v)
	}
	var s surface
	s.value -= t.sumX * at[1]
	s.grad[1] -= t.sumX / p[1]
	s.hess[1][1] += t.sumX / (p[1] * p[1])
	for _, w := range t.byX {
		rate := special.Rising(p[0], w.nx)
		s.value += w.n * rate.Log
		s.grad[0] += w.n * rate.D1
		s.hess[0][0] += w.n * rate.D2
	}
	for i := range t.pairs {
		t.left(&t.pairs[i], p)
	}
	for i := range t.ends {
		t.there(&t.ends[i], p)
	}
	for _, r := range t.rows {
		s.either(&t.pairs[r.last], &t.ends[r.end], r.n)
	}
	for _, list := range [][]pair{t.pairs, t.ends} {
		for i := range list {
			s.addPart(&list[i])
		}
	}
	s.mirror()
	return s.inLogs(p)
}

// left computes the part of the likelihood of having left: s G(u), over alpha^R beta^-s.
func (t *paretoTable) left(q *pair, p point) {
	u := t.times.of[q.time] / t.unit
	shape := p[0] + q.x
	q.spread(u, shape, p, t.rule.Powers(shape, p[2], (p[3]+u)/(p[1]+u)))
	q.part.value += math.Log(p[2])
	q.part.grad[2] += 1 / p[2]
	q.part.hess[2][2] -= 1 / (p[2] * p[2])
}

// there computes the other part, in which J has its arguments exchanged.
func (t *paretoTable) there(q *pair, p point) {
	u := t.times.of[q.time] / t.unit
	shape := p[0] + q.x
	j := t.rule.Powers(p[2], shape, (p[1]+u)/(p[3]+u))
	q.spread(u, shape, p, special.Powers{
		Log: j.Log, A: j.B, B: j.A, C: -j.C,
		AA: j.BB, AB: j.AB, AC: -j.BC, BB: j.AA, BC: -j.AC, CC: j.CC,
	})
	q.part.value += math.Log(shape)
	q.part.grad[0] += 1 / shape
	q.part.hess[0][0] -= 1 / (shape * shape)
}

// spread fills the upper half of the derivatives of -R ln(1+u/alpha) - s ln(1+u/beta) + ln J.
func (q *pair) spread(u, shape float64, p point, j special.Powers) {
	alpha, s, beta := p[1], p[2], p[3]
	l, m := spreadOne(u, alpha), spreadOne(u, beta)
	ca, cb := -1/(alpha+u), 1/(beta+u) // of ln c by alpha and beta
	q.n = 0
	q.part = surface{
		value: -shape*l.log - s*m.log + j.Log,
		grad:  point{-l.log + j.A, -shape*l.d1 + j.C*ca, -m.log + j.B, -s*m.d1 + j.C*cb},
		hess: matrix{
			{j.AA, -l.d1 + j.AC*ca, j.AB, j.AC * cb},
			{0, -shape*l.d2 + j.CC*ca*ca + j.C*ca*ca, j.BC * ca, j.CC * ca * cb},
			{0, 0, j.BB, -m.d1 + j.BC*cb},
			{0, 0, 0, -s*m.d2 + j.CC*cb*cb - j.C*cb*cb},
		},
	}
}

// either adds the logarithm of the sum of two parts for n customers, without their own derivatives, which wait for all
// customers of a pair.
func (s *surface) either(a, b *pair, n float64) {
	d := a.part.value - b.part.value
	e := math.Exp(-math.Abs(d))
	big := 1 / (1 + e)
	s.value += n * (max(d, 0) + math.Log1p(e))
	s.value += n * b.part.value
	if d > 0 {
		a.n += n * big
		b.n += n * e * big
	} else {
		a.n += n * e * big
		b.n += n * big
	}
	v := n * e * big * big
	var g point
	for i := range g {
		g[i] = a.part.grad[i] - b.part.grad[i]
	}
	for i := range g {
		vi := v * g[i]
		for j := i; j < maxParams; j++ {
			s.hess[i][j] += vi * g[j]
		}
	}
}

// addPart adds the derivatives of a part, as often as it is the likelihood of a customer.
func (s *surface) addPart(q *pair) {
	for i := range q.part.grad {
		s.grad[i] += q.n * q.part.grad[i]
		for j := i; j < maxParams; j++ {
			s.hess[i][j] += q.n * q.part.hess[i][j]
		}
	}
}
