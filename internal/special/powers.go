package special

import "math"

// Powers is the logarithm of
//
//	J(a, b, c) = integral of (1+c v)^-a (1+v)^(-b-1) over v from 0 to infinity
//	           = 2F1(1, a; a+b+1; 1-c) / (a+b)
//
// with its derivatives by a, b and ln c. It is the tail of a product of two Pareto distributions: what the likelihood
// of the Pareto/NBD model consists of.
type Powers struct {
	Log     float64 // ln J
	A, B, C float64 // first derivatives of ln J; C is by ln c

	// AA, AB, AC, BB, BC and CC are the second derivatives of ln J.
	AA, AB, AC float64
	BB, BC, CC float64
}

// A Rule holds the points that all of these integrals share. Making one takes about a microsecond.
type Rule struct{ v, weight [rulePoints]float64 }

const (
	ruleStart  = -3.7
	ruleStep   = 0.2
	rulePoints = 48
)

// NewRule returns the points.
func NewRule() *Rule {
	r := new(Rule)
	for k := range r.v {
		r.v[k], r.weight[k] = r.compute(k)
	}
	return r
}

// point returns the k-th point and its weight.
func (r *Rule) point(k int) (v, weight float64) {
	if k < rulePoints {
		return r.v[k], r.weight[k]
	}
	return r.compute(k)
}

func (r *Rule) compute(k int) (v, weight float64) {
	y := ruleStart + ruleStep*float64(k)
	e := math.Exp(-y)
	v = math.Exp(y - e)
	return v, v * (1 + e) * ruleStep
}

// moments sums powers of the logarithms of the two factors over the integrand.
type moments struct {
	one, k, l, q, kk, kl, kq, ll, lq, qq, q1 float64
}

// add counts a point of weight w, where k is ln(1+cv), l is ln(1+v), and q is cv/(1+cv).
func (m *moments) add(w, k, l, q float64) {
	wk, wl, wq := w*k, w*l, w*q
	m.one += w
	m.k += wk
	m.l += wl
	m.q += wq
	m.kk += wk * k
	m.kl += wk * l
	m.kq += wk * q
	m.ll += wl * l
	m.lq += wl * q
	m.qq += wq * q
	m.q1 += wq * (1 - q)
}

// Powers returns J(a, b, c) for a, b and c above 0, by some tens to 300 terms or points.
func (r *Rule) Powers(a, b, c float64) Powers {
	if c > 0.2 && c < 5 {
		if s, ok := series(a, b, c); ok {
			return s
		}
	}
	return r.powers(a, b, c)
}

// powers is Powers by the integral.
func (r *Rule) powers(a, b, c float64) Powers {
	var m moments
	scale := 1 / (a*c + b + 1)
	cs := c * scale
	for k := 0; ; k++ {
		x, weight := r.point(k)
		v, cv := x*scale, x*cs
		lc, lv := math.Log1p(cv), math.Log1p(v)
		w := weight * math.Exp(-a*lc-(b+1)*lv)
		m.add(w, lc, lv, cv/(1+cv))
		if !(w >= 1e-18*m.one) && x > 1 {
			break
		}
		if v > 1e17 && cv > 1e17 {
			m.rest(w, lc, lv, a+b)
			break
		}
	}
	return m.powers(a, scale)
}

// rest adds the points after one of weight w from which on the integrand is a pure power, v^-n: the weights are then a
// geometric series, and the logarithms grow by the step.
func (m *moments) rest(w, k, l, n float64) {
	ratio := math.Exp(-n * ruleStep)
	left := -math.Expm1(-n * ruleStep)
	s0 := w * ratio / left
	s1 := s0 / left * ruleStep
	s2 := s1 * (1 + ratio) / left * ruleStep
	m.one += s0
	m.k += s0*k + s1
	m.l += s0*l + s1
	m.q += s0
	m.kk += s0*k*k + 2*s1*k + s2
	m.kl += s0*k*l + s1*(k+l) + s2
	m.kq += s0*k + s1
	m.ll += s0*l*l + 2*s1*l + s2
	m.lq += s0*l + s1
	m.qq += s0
}

// powers turns sums into the logarithm of the integral and its derivatives: those by a, b and ln c of the logarithm of
// the integrand are -k, -l and -a q.
func (m *moments) powers(a, scale float64) Powers {
	u := 1 / m.one
	k, l, q := m.k*u, m.l*u, m.q*u
	return Powers{
		Log: math.Log(m.one * scale),
		A:   -k, B: -l, C: -a * q,
		AA: m.kk*u - k*k, AB: m.kl*u - k*l, AC: a*(m.kq*u-k*q) - q,
		BB: m.ll*u - l*l, BC: a * (m.lq*u - l*q), CC: a*a*(m.qq*u-q*q) - a*m.q1*u,
	}
}

// LogPowers returns the logarithm of J(a, b, c) alone, for a, b and c above 0. It takes the continued fraction of the
// incomplete beta function where that is quick.
func (r *Rule) LogPowers(a, b, c float64) float64 {
	switch {
	case c <= 1 && c >= 0.1:
		return math.Log(Unit2F1(a, a+b+1, 1-c) / (a + b))
	case c > 1 && c <= 10:
		return math.Log(Unit2F1(b+1, a+b+1, (c-1)/c) / (c * (a + b)))
	}
	return r.logIntegral(a, b, c)
}

func (r *Rule) logIntegral(a, b, c float64) float64 {
	sum, scale := 0.0, 1/(a*c+b+1)
	for k := 0; ; k++ {
		x, weight := r.point(k)
		v, cv := x*scale, x*scale*c
		w := weight * math.Exp(-a*math.Log1p(cv)-(b+1)*math.Log1p(v))
		sum += w
		if !(w >= 1e-18*sum) && x > 1 {
			break
		}
		if v > 1e17 && cv > 1e17 {
			sum += w / math.Expm1((a+b)*ruleStep)
			break
		}
	}
	return math.Log(sum * scale)
}

// LogDecay returns the logarithm of the integral of (1+y)^-s exp(-d y) over y from 0 to infinity, for s >= 0 and d > 0. It
// is Tricomi's U(1, 2-s, d).
func (r *Rule) LogDecay(s, d float64) float64 {
	if d > 1e100*(s+1) {
		return -math.Log(d)
	}
	sum, last, scale := 0.0, 0.0, 1/(s+d)
	for k := 0; ; k++ {
		x, weight := r.point(k)
		v := x * scale
		w := weight * math.Exp(-s*math.Log1p(v)-d*v)
		sum += w
		if !(w >= 1e-18*sum || w >= last) {
			return math.Log(sum * scale)
		}
		last = w
	}
}
