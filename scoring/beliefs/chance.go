package beliefs

import (
	"iter"
	"math"
)

// errorsOf returns how the errors of two sides vary together once they are added up.
func errorsOf(a, b Side) [][]float64 {
	sum := a.errors()
	for i, row := range b.errors() {
		for j, v := range row {
			sum[i][j] += v
		}
	}
	return sum
}

// errors returns how the errors of a side vary together: as wide as its ranges are, and independent where nobody
// knows better. Of few people one does not, whatever their covariances say.
func (s Side) errors() [][]float64 {
	measures := s.measures()
	out := make([][]float64, len(measures))
	if s.Covariance != nil && (s.Freedom == 0 || s.Freedom >= float64(10*len(measures))) {
		out = s.correlations()
	}
	for i, a := range measures {
		if out[i] == nil {
			out[i] = make([]float64, len(measures))
		}
		out[i][i] = 1
		for j, b := range measures {
			out[i][j] *= a.sd() * b.sd()
		}
	}
	return out
}

// place returns where, of n sorted numbers, the one stands that a share of them does not exceed.
func place(share float64, n int) int {
	return min(n-1, max(0, int(math.Ceil(share*float64(n)))-1))
}

// draws yields errors by chance alone, numbered from 0; each is overwritten by the next.
func draws(covariance [][]float64, cfg Config) iter.Seq2[int, []float64] {
	return func(yield func(int, []float64) bool) {
		lower, _ := root(covariance) // the sum of two that are whole
		d := newDice(lower, cfg.Rand)
		for r := range cfg.Rounds {
			if !yield(r, d.throw()) {
				return
			}
		}
	}
}
