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
