package businesscase

import (
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// What a fit tells of a draw, from what was found.
const (
	ofChanging = iota // what the change is worth if it is made then
	ofKnowing         // what it is worth if the last trial had taken no time
	ofGoing           // what going on to the next trial is worth
	targets
)

// A fit is a regression by least squares of several targets on the terms of a basis.
type fit struct {
	n    int
	gram []float64 // sums of products of terms, of which the upper half is kept
	sums [targets][]float64
	by   [targets][]float64 // coefficients
}

func newFit(terms int) *fit {
	f := &fit{n: terms, gram: make([]float64, terms*terms)}
	for i := range f.sums {
		f.sums[i], f.by[i] = make([]float64, terms), make([]float64, terms)
	}
	return f
}

// add adds a draw with its terms.
func (f *fit) add(row []float64, y *[targets]float64) {
	for i, v := range row {
		floats.AddScaled(f.gram[i*f.n+i:(i+1)*f.n], v, row[i:])
	}
	for t := range targets {
		floats.AddScaled(f.sums[t], y[t], row)
	}
}

// merge adds all draws of another fit.
func (f *fit) merge(g *fit) {
	floats.Add(f.gram, g.gram)
	for t := range targets {
		floats.Add(f.sums[t], g.sums[t])
	}
}

// solve works out the coefficients: the shortest ones where terms say the same, as with inputs that go together
// exactly or take few values.
func (f *fit) solve() {
	const nothing = 1e-10 // of the greatest variance
	var e mat.EigenSym
	if !e.Factorize(mat.NewSymDense(f.n, f.gram), true) {
		panic("businesscase: a matrix without eigenvalues")
	}
	var vectors mat.Dense
	e.VectorsTo(&vectors)
	sizes := e.Values(nil)
	for t := range targets {
		clear(f.by[t])
	}
	for k, size := range sizes {
		if size <= nothing*sizes[f.n-1] {
			continue
		}
		for t := range targets {
			along := 0.0
			for i, v := range f.sums[t] {
				along += v * vectors.At(i, k)
			}
			for i := range f.by[t] {
				f.by[t][i] += along / size * vectors.At(i, k)
			}
		}
	}
}

// tell returns what is to be expected of a draw with some terms.
func (f *fit) tell(row []float64) (y [targets]float64) {
	for t := range targets {
		for i, by := range f.by[t] {
			y[t] += row[i] * by
		}
	}
	return y
}
