package lifetime

import (
	"math"

	"github.com/kithcrm/kith/internal/special"
)

// A bgTable is a sample as the likelihood of the beta-geometric models wants it: what depends on the number of
// purchases alone, what depends on a time alone, and the rest.
type bgTable struct {
	first float64
	unit  float64 // of time: the mean T
	n     float64
	sumX  float64
	times times
	byX   []bgRows
	byT   []weight
}

// A weight is how much a distinct value counts.
type weight struct {
	i     int32   // of the time
	n, nx float64 // customers, and their purchases
}

// bgRows are the customers with one number of purchases.
type bgRows struct {
	x, n float64
	rows []bgRow
}

// A bgRow is customers who are alike: the places of T and TX among the times, and how many.
type bgRow struct {
	end, last int32
	n         float64
}

// newBGTable arranges a sample, in units of its mean T.
func newBGTable(s *Sample, first float64) *bgTable {
	groups := s.groups()
	t := &bgTable{first: first, n: float64(s.n), unit: meanT(groups)}
	t.times = newTimes(groups, t.unit)
	ends := make([]weight, len(t.times.of))
	for _, g := range groups {
		n := float64(g.N)
		end := t.times.place(g.T)
		ends[end].n += n
		ends[end].nx += n * g.X
		t.sumX += n * g.X
		if len(t.byX) == 0 || t.byX[len(t.byX)-1].x != g.X {
			t.byX = append(t.byX, bgRows{x: g.X})
		}
		b := &t.byX[len(t.byX)-1]
		b.n += n
		if g.X+first > 0 {
			b.rows = append(b.rows, bgRow{end, t.times.place(g.TX), n})
		}
	}
	for i, w := range ends {
		if w.n > 0 {
			t.byT = append(t.byT, weight{int32(i), w.n, w.nx})
		}
	}
	return t
}

// plan returns how the sample is fitted.
func (t *bgTable) plan(model string) plan {
	rate := t.sumX / t.n
	return plan{
		model: model, names: []string{"r", "alpha", "a", "b"}, units: []float64{1, t.unit, 1, 1},
		n: int(t.n), shift: -t.sumX * math.Log(t.unit), f: t.surface, judge: judgeBG,
		start: []point{
			logs(0.5, 0.5/rate, 0.5, 2),
			logs(2, 2/rate, 0.5, 5),
			logs(2, 2/rate, 0.05, 5),
			logs(0.3, 0.2/rate, 1, 1.5),
		},
		more: []point{
			logs(20, 20/rate, 1, 2),
			logs(20, 10/rate, 50, 100),
			logs(1, 0.5/rate, 0.05, 0.05),
			logs(3, 2/rate, 0.3, 0.3),
		},
	}
}

// logs returns the logarithms of parameters, within bounds.
func logs(params ...float64) point {
	var p point
	for i, v := range params {
		p[i] = min(max(math.Log(v), -bound), bound)
	}
	return p
}

// judgeBG says what extreme parameters mean.
func judgeBG(p point, _ bool) []Verdict {
	r, a, b := p[0], p[2], p[3]
	verdicts := judgeRates(r)
	switch {
	case a < 1e-6*(a+b):
		return append(verdicts, NoLoss)
	case a+b > 1e5:
		return append(verdicts, AlikeLoss)
	case a+b < 1e-3:
		return append(verdicts, SplitLoss)
	}
	return verdicts
}

// judgeRates says what an extreme shape of rates means.
func judgeRates(r float64) []Verdict {
	switch {
	case r > 1e4:
		return []Verdict{AlikeRates}
	case r < 1e-4:
		return []Verdict{SplitRates}
	}
	return nil
}

// surface is the log-likelihood (Fader, Hardie and Lee 2005, equation 7) with its derivatives. With k occasions to leave, a
// customer adds
//
//	ln (r)_x - x ln alpha - (r+x) ln(1+T/alpha) + ln (b)_k - ln (a+b)_k + ln(1 + exp q),
//	q = ln a - ln(b+k-1) + (r+x) (ln(1+T/alpha) - ln(1+TX/alpha)), the log odds of having left.
func (t *bgTable) surface(at point) surface {
	var p point
	for i, v := range at {
		p[i] = math.Exp(v)
	}
	r, alpha := p[0], p[1]
	t.times.spread(alpha)
	var s surface
	s.value -= t.sumX * at[1]
	s.grad[1] -= t.sumX / alpha
	s.hess[1][1] += t.sumX / (alpha * alpha)
	for _, w := range t.byT {
		u := &t.times.at[w.i]
		whole := r*w.n + w.nx
		s.value -= whole * u.log
		s.grad[0] -= w.n * u.log
		s.grad[1] -= whole * u.d1
		s.hess[0][1] -= w.n * u.d1
		s.hess[1][1] -= whole * u.d2
	}
	for i := range t.byX {
		t.addX(&s, &t.byX[i], p)
	}
	s.mirror()
	return s.inLogs(p)
}

// addX adds what customers with one number of purchases add beside what surface adds for each T.
func (t *bgTable) addX(s *surface, rows *bgRows, p point) {
	r, a, b := p[0], p[2], p[3]
	k := rows.x + t.first
	rate, stay, all := special.Rising(r, rows.x), special.Rising(b, k), special.Rising(a+b, k)
	s.value += rows.n * (rate.Log + stay.Log - all.Log)
	s.grad[0] += rows.n * rate.D1
	s.grad[2] -= rows.n * all.D1
	s.grad[3] += rows.n * (stay.D1 - all.D1)
	s.hess[0][0] += rows.n * rate.D2
	s.hess[2][2] -= rows.n * all.D2
	s.hess[2][3] -= rows.n * all.D2
	s.hess[3][3] += rows.n * (stay.D2 - all.D2)
	if k == 0 {
		return
	}
	o := t.odds(rows, r, math.Log(a/(b+(k-1))))
	o.add(s, r+rows.x, point{2: 1 / a, 3: -1 / (b + (k - 1))})
}

// odds sums over rows of one x. With w = 1/(1+exp(-q)), one, v and so on are sums of w and of w(1-w) times the derivatives
// of q: l by r, and (r+x) d1 by alpha.
type odds struct {
	value                    float64
	one, l, d1, d2           float64
	v, vl, vd, vll, vld, vdd float64
}

// odds returns the sums. It is where a fit spends its time.
func (t *bgTable) odds(rows *bgRows, r, base float64) odds {
	var o odds
	shape := r + rows.x
	for i := range rows.rows {
		row := &rows.rows[i]
		end, last := &t.times.at[row.end], &t.times.at[row.last]
		l := end.log - last.log
		d1, d2 := end.d1-last.d1, end.d2-last.d2
		q := base + shape*l
		e := math.Exp(-math.Abs(q))
		big := 1 / (1 + e)
		w := big
		if q <= 0 {
			w = e * big
		}
		o.value += row.n * (max(q, 0) + math.Log1p(e))
		nw := row.n * w
		o.one += nw
		o.l += nw * l
		o.d1 += nw * d1
		o.d2 += nw * d2
		nv := row.n * e * big * big
		vl, vd := nv*l, nv*d1
		o.v += nv
		o.vl += vl
		o.vd += vd
		o.vll += vl * l
		o.vld += vl * d1
		o.vdd += vd * d1
	}
	return o
}

// add adds the sums, with the derivatives of q by a and b, which are the same for all rows.
func (o *odds) add(s *surface, shape float64, q point) {
	qa, qb := q[2], q[3]
	s.value += o.value
	s.grad[0] += o.l
	s.grad[1] += shape * o.d1
	s.grad[2] += o.one * qa
	s.grad[3] += o.one * qb
	s.hess[0][0] += o.vll
	s.hess[0][1] += o.d1 + shape*o.vld
	s.hess[0][2] += o.vl * qa
	s.hess[0][3] += o.vl * qb
	s.hess[1][1] += shape*o.d2 + shape*shape*o.vdd
	s.hess[1][2] += shape * o.vd * qa
	s.hess[1][3] += shape * o.vd * qb
	s.hess[2][2] += (o.v - o.one) * qa * qa
	s.hess[2][3] += o.v * qa * qb
	s.hess[3][3] += (o.v + o.one) * qb * qb
}

// fitBetaGeometric fits either model.
func fitBetaGeometric(s *Sample, first float64, model string, cfg Config) (point, Fit, error) {
	if err := cfg.check(4); err != nil {
		return point{}, Fit{}, opError("fit "+model, err)
	}
	if s.repeats() == 0 {
		return point{}, noRepeats(model, s.n), nil
	}
	p, f := newBGTable(s, first).plan(model).fit(cfg)
	return p, f, nil
}
