package special

import "math"

// Unit2F1 returns 2F1(1, b; c; z) for 0 < b <= c and 0 <= z < 1 by the continued fraction of Gauss (DLMF 15.7.5), which is that
// of the incomplete beta function. The nearer z is to 1, the longer it takes.
func Unit2F1(b, c, z float64) float64 {
	return lentz(func(k int) float64 {
		m := float64(k / 2)
		if k%2 == 1 {
			return -(b + m) * (c - 1 + m) / ((c + 2*m - 1) * (c + 2*m)) * z
		}
		return -m * (c - b - 1 + m) / ((c + 2*m - 2) * (c + 2*m - 1)) * z
	})
}

// lentz returns 1/(1 + a(1)/(1 + a(2)/(1 + ...))) by the method of Lentz, as Thompson and Barnett changed it.
func lentz(a func(k int) float64) float64 {
	const tiny = 1e-300
	f, c, d := 1.0, 1.0, 0.0
	for k := 1; k < 20000; k++ {
		t := a(k)
		d = 1 + t*d
		if d == 0 {
			d = tiny
		}
		c = 1 + t/c
		if c == 0 {
			c = tiny
		}
		d = 1 / d
		f *= c * d
		if math.Abs(c*d-1) < 1e-16 {
			break
		}
	}
	return 1 / f
}

// BetaTail returns the regularised incomplete beta function I(n, r) at t/(s+t), for n, r, s and t above 0: the
// probability of n or more in a negative binomial distribution of shape r.
func BetaTail(n, r, s, t float64) float64 {
	lower := math.Exp(-LogBeta(n, r) - r*math.Log1p(t/s) - n*math.Log1p(s/t))
	z, y := t/(s+t), s/(s+t)
	if z < (n+1)/(n+r+2) {
		return min(1, lower/n*Unit2F1(n+r, n+1, z))
	}
	return max(0, 1-lower/r*Unit2F1(n+r, r+1, y))
}

// A Beta is a distribution of chances p, with density p^(a-1) (1-p)^(b-1) / B(a, b).
type Beta struct {
	A, B float64 // above 0
}

// LogWane returns the logarithm of the mean of (1+t p)^-r, which is 2F1(r, a; a+b; -t), for r and t above 0.
func (d Beta) LogWane(r, t float64) float64 {
	// What is left at p = 1 is taken out, so that the integrand vanishes there, however small B is.
	last := -r * math.Log1p(t)
	over := d.logMean(r*t, func(p, q float64) float64 {
		if now := -r * math.Log1p(t*p); p < 0.5 {
			return now + math.Log(max(-math.Expm1(last-now), math.SmallestNonzeroFloat64))
		}
		// (1+tp)/(1+t) = 1 - tq/(1+t).
		return last + logExpm1(-r*math.Log1p(-t/(1+t)*q))
	})
	return min(0, logSum(over, last))
}

// Stay returns the mean of (1 - (1+t p)^-r)/p, for r and t above 0: how much comes in time t at a rate with mean r from
// one who leaves with chance p each time. With C = A+B-1 and z = t/(1+t) it is
//
//	C/(A-1) (1 - (1-z)^(A-1) 2F1(C-r, A-1; C; z))
//
// which is no special case at A = 1 and at C = 0, and is never computed so.
func (d Beta) Stay(r, t float64) float64 {
	if z := t / (1 + t); z < 0.95 && d.A < 100 && d.A+d.B >= max(1, r) {
		return d.staySeries(r, t, z)
	}
	return math.Exp(d.logStay(r, t))
}

// staySeries is Stay by a series, of positive terms where A+B is at least 1 and r. The series of (1-z)^(1-A) - 1 and of 2F1 - 1 are subtracted term by
// term and divided by A-1; their terms have the factor (A)_(j-1)/j! z^j in common, beside which there is
// C - C (C-r)_j/(C)_j, a sum of its steps.
func (d Beta) staySeries(r, t, z float64) float64 {
	c := d.A + d.B - 1
	power, gap, kept := z, r, c-r
	sum := power * gap
	for j := 1.0; ; j++ {
		power *= (d.A + j - 1) / (j + 1) * z
		u := 1 / (c + j)
		gap += kept * r * u
		kept *= (c - r + j) * u
		term := power * gap
		sum += term
		if !(term > 1e-17*sum) {
			return sum * math.Exp((1-d.A)*math.Log1p(t))
		}
	}
}

// logStay is the logarithm of Stay by an integral.
func (d Beta) logStay(r, t float64) float64 {
	last := -math.Expm1(-r * math.Log1p(t))
	over := d.logMean(r*t, func(p, q float64) float64 {
		return math.Log(d.stayOver(r, t, p, q, last))
	})
	return logSum(over, math.Log(last))
}

// stayOver returns by how much (1 - (1+t p)^-r)/p is greater than it is at p = 1.
func (d Beta) stayOver(r, t, p, q, last float64) float64 {
	// f(p) - f(1) = [f(1) q + (1+t)^-r - (1+t p)^-r] / p: near p = 1 both parts are small and of opposite signs.
	now := -math.Expm1(-r * math.Log1p(t*p))
	if p < 0.5 {
		return max(now/p-last, math.SmallestNonzeroFloat64)
	}
	end, rise := -r*math.Log1p(t), -r*math.Log1p(-t/(1+t)*q)
	change := math.Exp(end+rise) - math.Exp(end)
	if rise < 1 {
		change = math.Exp(end) * math.Expm1(rise)
	}
	return max((last*q-change)/p, math.SmallestNonzeroFloat64)
}

// LogDiscounted returns the logarithm of the mean of r times the integral of exp(-d y) (1+p y)^(-r-1) over y from 0 to
// infinity, for r and d above 0: what comes at a rate with mean r, discounted at rate d, from one who leaves with chance p
// each time.
func (d Beta) LogDiscounted(r, discount float64) float64 {
	rule := NewRule()
	at := func(p float64) float64 {
		return math.Log(r/p) + rule.LogDecay(r+1, min(discount/p, math.MaxFloat64))
	}
	last := at(1)
	over := d.logMean((r+1)/discount, func(p, q float64) float64 {
		if now := at(p); now > last {
			return last + logExpm1(now-last)
		}
		return math.Inf(-1)
	})
	return logSum(over, last)
}

// logMean returns the logarithm of the mean of exp(f(p, 1-p)), where f falls as p grows, on a scale of 1/rate near 0, and
// vanishes at p = 1 like 1-p.
func (d Beta) logMean(rate float64, f func(p, q float64) float64) float64 {
	left := math.Log(d.B / (d.B + rate))
	at := func(u float64) float64 {
		v := d.A / d.B * math.Exp(u)
		return d.density(u) + f(max(v, leastChance)/(1+v), 1/(1+v))
	}
	if min(d.A, d.B) > narrow {
		return logPeak(at, left, math.Sqrt(1/d.A+1/d.B)) - d.logNorm()
	}
	return LogIntegral(func(u float64) float64 { return at(u + left) }) - d.logNorm()
}

// narrow is from which A and B on the chances are so much alike that their odds are nearly log-normal.
const narrow = 1000

// density returns the logarithm of the density of u, beside its value at u = 0, where p/(1-p) is A/B exp(u). Of the
// ways to write it one that does not cancel is taken.
func (d Beta) density(u float64) float64 {
	a, b := d.A, d.B
	if a > b {
		a, b, u = b, a, -u
	}
	m := a / (a + b)
	switch {
	case u > 600:
		return -b*u - (a+b)*math.Log(m)
	case math.Abs(u) < 1e-3:
		// ln(1 - m + m exp(u)) generates the cumulants of a coin that falls with chance m; the first is a u.
		w, skew := b/(a+b), 1-2*m
		return -a * w * u * u * (1./2 + u*(skew/6+u*((1-6*m*w)/24+u*(skew*(1-12*m*w)/120+u*(1-30*m*w*(1-4*m*w))/720))))
	}
	return a*u - (a+b)*math.Log1p(m*math.Expm1(u))
}

// logNorm returns the logarithm of the integral of exp(density).
func (d Beta) logNorm() float64 {
	if a, b := d.A, d.B; min(a, b) > shifted {
		// The terms of Stirling's series that cancel are left out.
		return (math.Log(2*math.Pi)+math.Log1p(min(a, b)/max(a, b))-math.Log(min(a, b)))/2 + tails(a).Log + tails(b).Log - tails(a+b).Log
	}
	return LogBeta(d.A, d.B) + d.A*math.Log1p(d.B/d.A) + d.B*math.Log1p(d.A/d.B)
}

// logExpm1 returns ln(exp(x)-1) for x >= 0.
func logExpm1(x float64) float64 {
	if x > 1 {
		return x + math.Log1p(-math.Exp(-x))
	}
	return math.Log(max(math.Expm1(x), math.SmallestNonzeroFloat64))
}

// logSum returns ln(exp(x)+exp(y)).
func logSum(x, y float64) float64 {
	x, y = max(x, y), min(x, y)
	if math.IsInf(y, -1) {
		return x
	}
	return x + math.Log1p(math.Exp(y-x))
}

// leastChance is a chance so small that nothing changes below it; 0 could not be divided by.
const leastChance = 1e-290
