package drivers

import "math/bits"

// maxExact is up to how many drivers all orders are looked at.
const maxExact = 20

// A subsets finds R² of the outcome on every subset of drivers. It goes through them as through a tree in which
// a subset is followed by those with one later driver more, and keeps, for each step down, what is left of the
// later drivers' correlations when those chosen are taken out (Gaussian elimination; Furnival and Wilson
// 1974). Half of the subsets have no later driver, a quarter one, and so on, so that there is little to do for
// most: O(2^p) in all. Nothing is ever put back, so errors do not pile up.
type subsets struct {
	size int         // drivers and outcome
	left [][]float64 // by depth: the upper triangle of a matrix, by rows
	r2   []float64   // by subset, as bits
}

// newSubsets returns room for so many drivers, at most maxExact.
func newSubsets(drivers int) *subsets {
	s := &subsets{size: drivers + 1, r2: make([]float64, 1<<drivers), left: make([][]float64, drivers+1)}
	for i := range s.left {
		s.left[i] = make([]float64, s.size*s.size)
	}
	return s
}

// shapley returns how much of the outcome's variance each driver explains on average over all orders in which
// drivers can be taken in (Lindeman, Merenda and Gold 1980), and how much all do.
func (s *subsets) shapley(c correlations) (parts []float64, r2 float64) {
	copy(s.left[0], c.of)
	s.walk(0, 0, 0)
	weights := orderWeights(c.drivers())
	parts = make([]float64, c.drivers())
	for i := range parts {
		parts[i] = s.part(1<<i, weights)
	}
	return parts, s.r2[len(s.r2)-1]
}

// walk finds R² of all subsets that follow a subset: with drivers from first on.
func (s *subsets) walk(depth, first, subset int) {
	n, left := s.size, s.left[depth]
	for i := first; i < n-1; i++ {
		row := left[i*n : (i+1)*n]
		with := subset | 1<<i
		r2 := s.r2[subset]
		if row[i] > tolerance {
			r2 = min(r2+row[n-1]*row[n-1]/row[i], 1)
		}
		s.r2[with] = r2
		if i < n-2 {
			takeOut(s.left[depth+1], left, i, n)
			s.walk(depth+1, i+1, with)
		}
	}
}

// takeOut writes what is left of later drivers when driver i is taken out.
func takeOut(to, from []float64, i, n int) {
	row := from[i*n : (i+1)*n]
	inverse := 0.0
	if row[i] > tolerance {
		inverse = 1 / row[i]
	}
	for j := i + 1; j < n-1; j++ {
		by := row[j] * inverse
		out, in := to[j*n+j:(j+1)*n], from[j*n+j:(j+1)*n]
		for k, v := range row[j:] {
			out[k] = in[k] - by*v
		}
	}
}

// part returns what the driver with a bit adds to subsets without it, by their weights.
func (s *subsets) part(bit int, weights []float64) float64 {
	part := 0.0
	for start := 0; start < len(s.r2); start += 2 * bit {
		without, with := s.r2[start:start+bit], s.r2[start+bit:start+2*bit]
		for k, r2 := range without {
			part += (with[k] - r2) * weights[bits.OnesCount32(uint32(start|k))]
		}
	}
	return part
}

// orderWeights returns, by size, the share of orders that begin with a given subset and go on with a given
// driver, of n.
func orderWeights(n int) []float64 {
	weights := make([]float64, n)
	for size := range weights {
		if weights[size] = 1 / float64(n); size > 0 {
			weights[size] = weights[size-1] * float64(size) / float64(n-size)
		}
	}
	return weights
}
