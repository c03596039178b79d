package lifetime

import (
	"math"
	"slices"
)

// times are the distinct times of a sample, in its unit, with what a likelihood needs of each.
type times struct {
	of   []float64 // sorted, distinct, in the caller's unit
	unit float64
	at   []timeAt
}

// A timeAt is ln(1+t/scale) with its derivatives by the scale.
type timeAt struct{ log, d1, d2 float64 }

// newTimes returns the times of groups.
func newTimes(groups []Group, unit float64) times {
	of := make([]float64, 0, 2*len(groups))
	for i, g := range groups {
		if i == 0 || g.T != groups[i-1].T {
			of = append(of, g.T)
		}
		of = append(of, g.TX)
	}
	slices.Sort(of)
	of = slices.Clip(slices.Compact(of))
	return times{of: of, unit: unit, at: make([]timeAt, len(of))}
}

// place returns where a time is.
func (t *times) place(v float64) int32 {
	i, _ := slices.BinarySearch(t.of, v)
	return int32(i)
}

// spread computes what is needed of each time for a scale.
func (t *times) spread(scale float64) {
	for i, v := range t.of {
		t.at[i] = spreadOne(v/t.unit, scale)
	}
}

func spreadOne(v, scale float64) timeAt {
	u := 1 / (scale + v)
	d1 := -v / scale * u
	return timeAt{math.Log1p(v / scale), d1, -d1 * (u + 1/scale)}
}

// meanT returns the mean T of a sample, and 1 where nobody was watched.
func meanT(groups []Group) float64 {
	sum, n := 0.0, 0.0
	for _, g := range groups {
		n += float64(g.N)
		sum += (g.T - sum) * float64(g.N) / n
	}
	if sum == 0 {
		return 1
	}
	return sum
}
