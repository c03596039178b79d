package readiness

import "github.com/kithcrm/kith/relationship"

// Estimate returns the range of ratings from 1 to 5.
func Estimate(ratings []float64) relationship.Estimate {
	xs := make([]float64, len(ratings))
	for i, r := range ratings {
		xs[i] = (r - 1) / 4
	}
	mean, deviation := meanOf(xs)
	return estimate(mean, deviation, float64(len(xs)))
}

// StudentQuantile returns beyond which number, at either end, is so likely to be one of Student's distribution.
func StudentQuantile(p, freedom float64) float64 { return studentQuantile(p, freedom) }

// Rarest returns how likely the rarest difference is that people can make by chance.
func Rarest(a, b, both float64) float64 { return rarest(a, b, both) }
