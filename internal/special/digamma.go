package special

import "math"

// Digamma returns the derivative of lngamma at z > 0, right to 1e-14 of 1 + its size.
func Digamma(z float64) float64 {
	sum := 0.0
	for ; z < shifted; z++ {
		sum -= 1 / z
	}
	return sum + math.Log(z) - 1/(2*z) + tails(z).D1
}

// Trigamma returns the second derivative of lngamma at z > 0.
func Trigamma(z float64) float64 {
	sum := 0.0
	for ; z < shifted; z++ {
		sum += 1 / (z * z)
	}
	return sum + 1/z + 1/(2*z*z) + tails(z).D2
}
