package heart

import (
	"math"
	"math/cmplx"
)

// A product is that of independent Beta variables. With P for it, Y = -ln P is 0 or more, and its Laplace
// transform E[exp(-zY)] = E[P^z] is known. The chance of a tail of Y is that transform turned back:
//
//	P(Y <= y) = 1/(2πi) ∫ exp(zy) E[P^z] / z dz
//
// along any curve that goes up to the right of 0; to the left of 0, and to the right of all poles of E[P^z],
// which are real, the same integral is -P(Y > y). Along the curve through the saddle point that then bends
// to the left, the integrand falls off from its one peak, so that some 40 steps of the trapezoidal rule
// give ten digits (Weideman and Trefethen 2007, with the saddle point as in Daniels 1954).
type product []Beta

// Which tail of Y.
type tail int

const (
	lower tail = 1  // P(Y <= y): the greatest values of the product
	upper tail = -1 // P(Y > y): the least
)

func (p product) logPower(z complex128, left float64) complex128 {
	var sum complex128
	for _, b := range p {
		sum += b.logPower(z, left)
	}
	return sum
}

func (p product) slope(z float64) slope {
	var sum slope
	for _, b := range p {
		sum = sum.plus(b.slope(z))
	}
	return sum
}

// power returns E[P^z], z being 0 or more.
func (p product) power(z float64) float64 {
	return math.Exp(min(0, real(p.logPower(complex(z, 0), 0))))
}

// below returns the probability that the product is at most exp(-y).
func (p product) below(y float64) float64 {
	if y < -p.slope(0).first {
		log, _ := p.curve(y, lower).at(y)
		return -math.Expm1(min(0, log))
	}
	log, _ := p.curve(y, upper).at(y)
	return math.Exp(min(0, log))
}

// quantile returns the y that leaves so much in a tail of Y, by Newton's rule on logarithms: that of a tail is
// concave for all but the least evidence, so that steps from outside never go too far.
func (p product) quantile(which tail, chance float64) float64 {
	at := p.slope(0)
	mean, sd := -at.first, math.Sqrt(at.second)
	y := mean + 2*sd
	if which == lower {
		y = mean * math.Exp(-2*math.Sqrt(math.Log1p(at.second/mean/mean)))
	}
	for range 100 {
		curve := p.curve(y, which)
		for range 3 {
			log, hazard := curve.at(y)
			y *= stride(which, y, (math.Log(chance)-log)/hazard)
			if math.Abs(y-curve.y) > curve.near {
				break
			}
		}
		if math.Abs(y-curve.y) <= 1e-3*min(curve.near, y) {
			break
		}
	}
	return y
}

// stride returns by how much Newton's rule multiplies y, which is to move by step: in the lower tail the
// chance is like a power of y, in the upper one like an exponential.
func stride(which tail, y, step float64) float64 {
	part := -step / y
	if which == lower {
		part = math.Expm1(max(-3, min(-part, 3)))
	}
	return 1 + max(-.95, min(part, 20))
}

// A curve holds the integrand at the points of a curve: exp(zy - top) E[P^z] dz, by which both the tail and
// the density at y, and at what is near it, are known.
type curve struct {
	y, near, top float64
	z, part      []complex128
}

// curve lays one for a y: a hyperbola, upright where it crosses the real axis at the saddle point, bent as
// the steepest way down is, and in the end at 45 degrees.
func (p product) curve(y float64, which tail) curve {
	cross := p.saddle(y, which)
	at := p.slope(cross)
	var (
		width = 1 / math.Sqrt(at.second+1/(cross*cross))
		size  = -3 * math.Sqrt2 * at.second / at.third
		step  = min(width*math.Sqrt2/size/4, .15)
		c     = curve{y: y, near: 1 / width, top: real(p.logPower(complex(cross, 0), cross)) + cross*y}
	)
	for k := range 1000 {
		sin, cos := math.Sinh(float64(k)*step), math.Cosh(float64(k)*step)
		// cosh - 1 would lose its digits where the curve begins.
		half := math.Sinh(float64(k) * step / 2)
		z := complex(cross-size*math.Sqrt2*half*half, size/math.Sqrt2*sin)
		dz := complex(-size/math.Sqrt2*sin, size/math.Sqrt2*cos) * complex(step/math.Pi, 0)
		if k == 0 {
			dz /= 2
		}
		part := cmplx.Exp(p.logPower(z, cross)+z*complex(y, 0)-complex(c.top, 0)) * dz
		c.z, c.part = append(c.z, z), append(c.part, part)
		if cmplx.Abs(part) < 1e-16*cmplx.Abs(c.part[0]) {
			break
		}
	}
	return c
}

// at returns the logarithm of the tail at a y which is near that of the curve, and the density as a part of
// the tail.
func (c curve) at(y float64) (log, hazard float64) {
	var area, density float64
	for k, z := range c.z {
		part := c.part[k] * cmplx.Exp(z*complex(y-c.y, 0))
		density += imag(part)
		area += imag(part / z)
	}
	return c.top + math.Log(math.Abs(area)), math.Abs(density / area)
}

// saddle returns about where the integrand is least on the real axis, on the side of 0 that belongs to the
// tail: y + d/dz ln E[P^z] - 1/z is 0 there, and increases.
func (p product) saddle(y float64, which tail) float64 {
	slope := func(z float64) float64 { return y + p.slope(z).first - 1/z }
	if which == upper {
		low := math.Inf(-1)
		for _, b := range p {
			low = max(low, -b.Good)
		}
		return middle(low, 0, 14, slope, func(a, b float64) float64 { return (a + b) / 2 })
	}
	low, high := 1/y, 2/y
	for slope(high) < 0 {
		low, high = high, 2*high
	}
	return middle(low, high, 5, slope, func(a, b float64) float64 { return math.Sqrt(a * b) })
}

// middle halves the range from low to high so many times, where f goes from below 0 to above.
func middle(low, high float64, times int, f func(float64) float64, half func(a, b float64) float64) float64 {
	for range times {
		if at := half(low, high); f(at) < 0 {
			low = at
		} else {
			high = at
		}
	}
	return half(low, high)
}
