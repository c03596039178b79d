package beliefs

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// quantile returns how many standard errors a two-sided interval reaches that misses with probability alpha,
// with so many degrees of freedom; 0 means infinitely many.
func quantile(alpha, freedom float64) float64 {
	if freedom == 0 || freedom > 1e6 {
		return distuv.UnitNormal.Quantile(1 - alpha/2)
	}
	return distuv.StudentsT{Sigma: 1, Nu: freedom}.Quantile(1 - alpha/2)
}

// root returns the lower triangle whose square a matrix is (Cholesky), and whether there is one; else the
// nearest that comes of leaving out what is amiss. Shares have no freedom in one direction, since they sum to 1,
// so a pivot may be 0, and its column is then left out.
func root(of [][]float64) (lower [][]float64, whole bool) {
	const hair = 1e-8
	whole = true
	out := make([][]float64, len(of))
	for i := range out {
		out[i] = make([]float64, i+1)
	}
	for j := range of {
		pivot := of[j][j] - dot(out[j][:j], out[j][:j])
		free := pivot > hair*of[j][j]
		if free {
			out[j][j] = math.Sqrt(pivot)
		}
		whole = whole && pivot >= -hair*of[j][j]
		for i := j + 1; i < len(of); i++ {
			rest := of[i][j] - dot(out[i][:j], out[j][:j])
			if free {
				out[i][j] = rest / out[j][j]
			} else if math.Abs(rest) > math.Sqrt(hair*of[i][i]*of[j][j]) {
				whole = false
			}
		}
	}
	return out, whole
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// A dice draws errors that vary together as the matrix does whose root it has.
type dice struct {
	root       [][]float64
	plain, out []float64
	rand       *rand.Rand
}

func newDice(root [][]float64, r *rand.Rand) *dice {
	return &dice{root, make([]float64, len(root)), make([]float64, len(root)), r}
}

// throw returns one draw, which is overwritten by the next.
func (d *dice) throw() []float64 {
	for i := range d.plain {
		d.plain[i] = d.rand.NormFloat64()
	}
	for i, row := range d.root {
		d.out[i] = dot(row, d.plain)
	}
	return d.out
}
