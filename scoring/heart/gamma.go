package heart

import (
	"math"
	"math/cmplx"
)

// Moments of Beta variables are ratios of gamma functions: E[X^z] = Γ(a+z)Γ(a+b) / (Γ(a)Γ(a+b+z)). Each
// gamma function alone is beyond all bounds where there is much evidence, and differences of their
// logarithms lose all digits; so everything here is said by ratios that stay near one.

// enough is from where on the series of Stirling are as good as float64.
const enough = 16

// logPower returns ln E[X^z] for X ~ Beta(b.Good, b.Bad), up to a multiple of 2πi. The real part of z is
// above left - b.Good, or z is at most 45 degrees from the negative axis away from there.
func (b Beta) logPower(z complex128, left float64) complex128 {
	a, bad := b.Good, b.Bad
	shifted := complex(1, 0)
	for a+min(left, 0) < enough {
		shifted *= complex(a, 0) / (complex(a, 0) + z) * ((complex(a+bad, 0) + z) / complex(a+bad, 0))
		a++
	}
	var (
		sum  = complex(a+bad, 0)
		w    = complex(a, 0) + z
		wBad = sum + z
	)
	log := -z*logRatio(wBad, w, complex(bad, 0)) -
		complex(a-.5, 0)*logRatio(wBad*complex(a, 0), w*sum, -z*complex(bad, 0)) -
		complex(bad, 0)*logRatio(wBad, sum, z)
	return log + stirling(w) - stirling(wBad) - stirling(complex(a, 0)) + stirling(sum) + cmplx.Log(shifted)
}

// logRatio returns ln(over/under), where more is over - under to all its digits.
func logRatio(over, under, more complex128) complex128 {
	part := more / under
	x, y := real(part), imag(part)
	if math.Abs(x) > .25 || math.Abs(y) > .25 {
		return cmplx.Log(over / under)
	}
	return complex(math.Log1p(x*(2+x)+y*y)/2, math.Atan2(y, 1+x))
}

// stirling returns lnΓ(w) - (w - 1/2) ln w + w - ln(2π)/2 (DLMF 5.11.1).
func stirling(w complex128) complex128 {
	u := 1 / w
	v := u * u
	return u * (1./12 - v*(1./360-v*(1./1260-v*(1./1680-v*(1./1188-v*691./360360)))))
}

// A slope holds the first three derivatives of ln E[X^z] at a real z. They only choose where to
// integrate, so that eight digits do.
type slope struct{ first, second, third float64 }

func (s slope) plus(t slope) slope {
	return slope{s.first + t.first, s.second + t.second, s.third + t.third}
}

// slope returns the derivatives at z, which is above -b.Good: differences of polygamma functions
// (DLMF 5.15.8).
func (b Beta) slope(z float64) slope {
	var s slope
	x := b.Good + z
	for ; x < 8; x++ {
		d1, d2, d3 := powerGaps(x, b.Bad)
		s = s.plus(slope{-d1, d2, -2 * d3})
	}
	d1, d2, d3 := powerGaps(x, b.Bad)
	u, v := 1/x, 1/(x+b.Bad)
	d4 := d2 * (u*u + v*v)
	d5 := d1 * (u*u*u*u + u*u*u*v + u*u*v*v + u*v*v*v + v*v*v*v)
	return s.plus(slope{
		-math.Log1p(b.Bad/x) - d1/2 - d2/12 + d4/120,
		d1 + d2/2 + d3/6 - d5/30,
		-d2 - d3 - d4/2,
	})
}

// powerGaps returns 1/x - 1/(x+b), and the same of squares and of cubes.
func powerGaps(x, b float64) (d1, d2, d3 float64) {
	u, v := 1/x, 1/(x+b)
	d1 = u * v * b
	return d1, d1 * (u + v), d1 * (u*u + u*v + v*v)
}
