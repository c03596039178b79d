package special

import "math"

// LogChiSquareTail returns the natural logarithm of the probability that a chi-square variable with df degrees
// of freedom, at least 1, exceeds x, 0 or more: also where the probability itself is below the smallest float.
func LogChiSquareTail(x float64, df int) float64 {
	a, y := float64(df)/2, x/2
	if y == 0 {
		return 0
	}
	logGamma, _ := math.Lgamma(a)
	front := a*math.Log(y) - y - logGamma
	if y < a+1 {
		return math.Log1p(-math.Exp(front + math.Log(lowerSeries(a, y))))
	}
	return front + math.Log(upperFraction(a, y))
}

// lowerSeries returns the lower incomplete gamma function divided by y^a e^-y (DLMF 8.7.1).
func lowerSeries(a, y float64) float64 {
	term := 1 / a
	sum := term
	for k := a + 1; term > sum*1e-17; k++ {
		term *= y / k
		sum += term
	}
	return sum
}

// upperFraction returns the upper incomplete gamma function divided by y^a e^-y, by its continued fraction (DLMF
// 8.9.2) in Lentz's form.
func upperFraction(a, y float64) float64 {
	b := y + 1 - a
	c, d := math.Inf(1), 1/b
	f := d
	for i := 1.0; i < 1e6; i++ {
		an := i * (a - i)
		b += 2
		d = 1 / (an*d + b)
		c = b + an/c
		step := c * d
		f *= step
		if math.Abs(step-1) < 1e-16 {
			break
		}
	}
	return f
}
