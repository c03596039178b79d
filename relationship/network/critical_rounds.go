package network

import (
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// resampled are the sums of rows of each round.
type resampled struct {
	width int
	sums  []float64 // a row for each round
	reach []float64 // where in its range what is within reach lies in each round, as a normal deviate
}

// estimate returns a share of the worth in a row, with its range over the rounds. of returns the part for
// a row and for where reaches lie in their ranges.
func (r *resampled) estimate(sums []float64, of func(row []float64, reach float64) float64) relationship.Estimate {
	shares := make([]float64, 0, len(r.reach))
	for i, z := range r.reach {
		if row := r.sums[i*r.width:][:r.width]; row[0] > 0 {
			shares = append(shares, of(row, z)/row[0])
		}
	}
	return withRange(of(sums, 0)/sums[0], shares)
}

// withRange returns a number with the middle 95 % of what it was in many draws, which it sorts.
func withRange(value float64, draws []float64) relationship.Estimate {
	e := relationship.Estimate{Value: value, Low: value, High: value}
	if len(draws) > 0 {
		slices.Sort(draws)
		e.Low, e.High = min(value, quantile(draws, 0.025)), max(value, quantile(draws, 0.975))
	}
	return e
}

// quantile returns the value at a share of the way through sorted numbers, between two by distance.
func quantile(sorted []float64, share float64) float64 {
	place := share * float64(len(sorted)-1)
	i := int(place)
	if i == len(sorted)-1 {
		return sorted[i]
	}
	return sorted[i] + float64((sorted[i+1]-sorted[i])*(place-float64(i)))
}
