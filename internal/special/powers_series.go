package special

import "math"

// manyTerms is from how many terms on the integral is quicker than the series.
const manyTerms = 200

// series is Powers by the series of 2F1(1, p; a+b+1; z), with positive terms: p is a and z is 1-c for c <= 1; for c > 1
// they are b+1 and 1-1/c, and there is a factor 1/c. It reports whether manyTerms were enough.
func series(a, b, c float64) (Powers, bool) {
	if c <= 1 {
		s, ok := sumSeries(a, a+b, 1-c)
		return Powers{
			Log: s.log,
			A:   s.p + s.q, B: s.q, C: -c * s.z,
			AA: s.pp + 2*s.pq + s.qq, AB: s.pq + s.qq, AC: -c * (s.pz + s.qz),
			BB: s.qq, BC: -c * s.qz, CC: c*c*s.zz - c*s.z,
		}, ok
	}
	u := 1 / c
	s, ok := sumSeries(b+1, a+b, (c-1)/c)
	return Powers{
		Log: s.log + math.Log(u),
		A:   s.q, B: s.p + s.q, C: u*s.z - 1,
		AA: s.qq, AB: s.pq + s.qq, AC: u * s.qz,
		BB: s.pp + 2*s.pq + s.qq, BC: u * (s.pz + s.qz), CC: u*u*s.zz - u*s.z,
	}, ok
}

// derivatives are those of a logarithm by p, q and z.
type derivatives struct {
	log, p, q, z, pp, pq, pz, qq, qz, zz float64
}

// sumSeries returns the logarithm of 2F1(1, p; q+1; z)/q, the sum of (p)_k z^k/(q)_(k+1), with its derivatives.
func sumSeries(p, q, z float64) (derivatives, bool) {
	z = max(z, 1e-100) // z divides what vanishes with it
	term := 1 / q
	p1, p2, q1, q2 := 0.0, 0.0, -term, term*term // derivatives of the logarithm of the term
	s := derivatives{log: term, q: term * q1, qq: term * (q1*q1 + q2)}
	for k := 0.0; k < manyTerms; k++ {
		u, v := 1/(p+k), 1/(q+k+1)
		term *= (p + k) * v * z
		p1 += u
		p2 -= u * u
		q1 -= v
		q2 += v * v
		n := k + 1
		tp, tq, tz := term*p1, term*q1, term*n
		s.log += term
		s.p += tp
		s.q += tq
		s.z += tz
		s.pp += tp*p1 + term*p2
		s.pq += tp * q1
		s.pz += tp * n
		s.qq += tq*q1 + term*q2
		s.qz += tq * n
		s.zz += tz * k
		if k >= 2 && term*(p+k)*n < 1e-18*s.log*(1-z) {
			return s.ofLog(z), true
		}
	}
	return s, false
}

// ofLog turns sums, in which derivatives by z are times z, into those of the logarithm.
func (s derivatives) ofLog(z float64) derivatives {
	u := 1 / s.log
	p, q, w := s.p*u, s.q*u, s.z*u/z
	return derivatives{
		log: math.Log(s.log),
		p:   p, q: q, z: w,
		pp: s.pp*u - p*p, pq: s.pq*u - p*q, pz: s.pz*u/z - p*w,
		qq: s.qq*u - q*q, qz: s.qz*u/z - q*w, zz: s.zz*u/z/z - w*w,
	}
}
