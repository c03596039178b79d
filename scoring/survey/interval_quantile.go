package survey

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// normalQuantile returns the z that a standard normal number is beyond, at either end, with probability alpha.
func normalQuantile(alpha float64) float64 { return math.Abs(mathext.NormalQuantile(alpha / 2)) }

// normalP returns how likely a standard normal number is beyond z, at either end.
func normalP(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// manyDegrees is from how many degrees of freedom on Student's t is found by way of the normal distribution
// (Hill 1970, algorithms 395 and 396, whose next term is below 1e-16 here): the incomplete beta function of
// gonum loses digits with large parameters, and four of sixteen are left at 1e12.
const manyDegrees = 1e4

// studentQuantile returns the t that a number of Student's distribution is beyond, at either end, with
// probability alpha. It is infinite for an alpha of 0.
func studentQuantile(alpha, degrees float64) float64 {
	if alpha == 0 {
		return math.Inf(1)
	}
	if degrees >= manyDegrees {
		z, a := normalQuantile(alpha), degrees-.5
		w := z - (z*z*z+3*z)/(48*a*a)
		return math.Sqrt(degrees * math.Expm1(w*w/a))
	}
	x := betaQuantile(degrees/2, .5, alpha)
	return math.Sqrt(degrees * (1 - x) / x)
}

// studentP returns how likely a number of Student's distribution is beyond t, at either end.
func studentP(t, degrees float64) float64 {
	if degrees >= manyDegrees {
		a := degrees - .5
		w := math.Sqrt(a * math.Log1p(t*t/degrees))
		return normalP(w + (w*w*w+3*w)/(48*a*a))
	}
	return mathext.RegIncBeta(degrees/2, .5, degrees/(degrees+t*t))
}

// chiSquareP returns how likely a number of a chi-square distribution is above x.
func chiSquareP(x, degrees float64) float64 { return mathext.GammaIncRegComp(degrees/2, x/2) }

// betaQuantile returns the quantile of Beta(a, b). Its probability is right to ten digits with counts up to 1e6, and
// to five with counts of 1e9, where a limit is then right to 1e-5 standard errors.
func betaQuantile(a, b, p float64) float64 { return mathext.InvRegIncBeta(a, b, p) }
