package drivers

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A spectrum is the eigenvalues of the drivers' correlations, from the least, and their eigenvectors.
type spectrum struct {
	values  []float64
	roots   []float64 // of the values; 0 where drivers do not vary
	vectors mat.Dense // by columns
}

// spectrum decomposes the correlations of the drivers.
func (c correlations) spectrum() *spectrum {
	n := c.drivers()
	if n == 0 {
		return new(spectrum)
	}
	among := mat.NewSymDense(n, nil)
	for i := range n {
		for j := range i + 1 {
			among.SetSym(j, i, c.at(i, j))
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(among, true) {
		panic("drivers: a symmetric matrix of finite numbers has no eigenvalues")
	}
	s := &spectrum{values: eigen.Values(nil), roots: make([]float64, n)}
	for k, value := range s.values {
		if value > tolerance {
			s.roots[k] = math.Sqrt(value)
		}
	}
	eigen.VectorsTo(&s.vectors)
	return s
}

// relative returns the relative weights of drivers (Johnson 2000): the outcome is put down to those
// uncorrelated variables that are nearest to the drivers, and its variance on to the drivers by how much they
// have of each. Directions in which drivers do not vary have no part in it, so that copies get the same.
func (s *spectrum) relative(c correlations) []float64 {
	n := len(s.values)
	vectors := s.vectors.RawMatrix().Data
	// With R = VDV', the weights of the uncorrelated variables are VD^(-1/2)V'r, their loadings VD^(1/2)V'.
	turned := make([]float64, n)
	for k, root := range s.roots {
		if root > 0 {
			for i := range n {
				turned[k] += vectors[i*n+k] * c.outcome(i)
			}
			turned[k] /= root
		}
	}
	weights := make([]float64, n)
	for k := range weights {
		beta := dot(vectors[k*n:(k+1)*n], turned)
		for i := range n {
			loading := s.loading(vectors[i*n:(i+1)*n], vectors[k*n:(k+1)*n])
			weights[i] += loading * loading * (beta * beta)
		}
	}
	return weights
}

// loading returns an element of the root of the matrix, by two rows of eigenvectors.
func (s *spectrum) loading(a, b []float64) float64 {
	total := 0.0
	for k, root := range s.roots {
		total += a[k] * b[k] * root
	}
	return total
}

// rank returns in how many directions drivers vary.
func (s *spectrum) rank() int {
	n := 0
	for _, root := range s.roots {
		if root > 0 {
			n++
		}
	}
	return n
}

// condition returns the condition index (Belsley, Kuh and Welsch 1980); 0 where it is infinite.
func (s *spectrum) condition() float64 {
	if len(s.values) == 0 || s.values[0] <= tolerance {
		return 0
	}
	return math.Sqrt(s.values[len(s.values)-1] / s.values[0])
}

// own returns the share of the variance of driver i that is its own, not shared with other drivers.
func (s *spectrum) own(i int) float64 {
	if s.null(i, i) > nullShare {
		return 0
	}
	inverse := 0.0
	for k, value := range s.values {
		if v := s.vectors.At(i, k); s.roots[k] > 0 {
			inverse += v * v / value
		}
	}
	return min(1/inverse, 1)
}

// null returns an element of the projector on what drivers do not vary in. It is above nullShare where both
// follow from each other and others.
func (s *spectrum) null(i, j int) float64 {
	total := 0.0
	for k, root := range s.roots {
		if root == 0 {
			total += s.vectors.At(i, k) * s.vectors.At(j, k)
		}
	}
	return math.Abs(total)
}

const nullShare = 1e-6

// dependent returns groups of drivers that follow from each other.
func (s *spectrum) dependent() [][]int {
	var groups [][]int
	seen := make([]bool, len(s.values))
	for i := range seen {
		if seen[i] || s.null(i, i) <= nullShare {
			continue
		}
		seen[i] = true
		group := []int{i}
		for at := 0; at < len(group); at++ {
			for j := range seen {
				if !seen[j] && s.null(group[at], j) > nullShare {
					seen[j] = true
					group = append(group, j)
				}
			}
		}
		groups = append(groups, group)
	}
	return groups
}
