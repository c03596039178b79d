package businesscase

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestABasisHasAllProductsUpToItsDegree(t *testing.T) {
	t.Parallel()
	cases := []struct{ inputs, draws, degree, terms int }{
		{1, 1_000, 5, 6},
		{2, 1_000, 5, 21},
		{3, 1_000, 3, 20},
		{20, 1_000, 1, 21},
		{3, 100_000, 5, 56},
		{4, 100_000, 3, 35},
		{10, 10_000_000, 1, 11},
	}
	for _, c := range cases {
		b := newBasis(c.inputs, c.draws)
		if b.degree != c.degree || len(b.terms) != c.terms {
			t.Errorf("%+v: got degree %d and %d terms", c, b.degree, len(b.terms))
		}
	}
}

func TestTermsOfABasisAreUncorrelatedWithVarianceOne(t *testing.T) {
	t.Parallel()
	const n = 120 // scores, evenly apart and weighted by their density
	b := newBasis(2, 1_000)
	f := newFit(len(b.terms))
	work, row := make([]float64, 2*(b.degree+1)), make([]float64, len(b.terms))
	score := func(i int) float64 { return 9 * (2*float64(i)/(n-1) - 1) }
	for i := range n {
		for j := range n {
			b.row([]float64{score(i), score(j)}, work, row)
			weight := math.Sqrt(density(score(i))*density(score(j))) * 18 / (n - 1)
			for k := range row {
				row[k] *= weight
			}
			f.add(row, &[targets]float64{})
		}
	}
	for i := range row {
		for j := i; j < len(row); j++ {
			want := 0.0
			if i == j {
				want = 1
			}
			if got := f.gram[i*f.n+j]; math.Abs(got-want) > 1e-9 {
				t.Errorf("terms %d and %d: got %g, want %g", i, j, got, want)
			}
		}
	}
}

func TestScoresAreThoseOfRanksWithTiesAlike(t *testing.T) {
	t.Parallel()
	v := []float64{7, 1, 7, -3, 1e300, 7}
	at := scored(v)
	want := []float64{0.2104283942479247, -0.6744897501960817, 0.2104283942479247, -1.3829941271006372, 1.3829941271006372, 0.2104283942479247}
	for i := range v {
		if math.Abs(v[i]-want[i]) > 1e-12 {
			t.Errorf("number %d: got %v, want %v", i, v[i], want[i])
		}
	}
	if !slices.IsSorted(at) || at[0] != -3 || at[rungCount-1] != 1e300 || at[rungCount/2] != 7 {
		t.Errorf("got rungs from %v by %v to %v", at[0], at[rungCount/2], at[rungCount-1])
	}
}

func TestAFitOfWhatSaysTheSameTwiceIsTheShortest(t *testing.T) {
	t.Parallel()
	f, r := newFit(3), rand.New(rand.NewPCG(1, 1))
	for range 100 {
		u := r.NormFloat64()
		f.add([]float64{1, u, u}, &[targets]float64{3 + 4*u, u, 0})
	}
	f.solve()
	f.solve() // again is the same
	for target, want := range [][]float64{{3, 2, 2}, {0, .5, .5}, {0, 0, 0}} {
		for i := range want {
			if math.Abs(f.by[target][i]-want[i]) > 1e-9 {
				t.Errorf("target %d: got %v, want %v", target, f.by[target], want)
			}
		}
	}
}

func TestFindingsOfOneInputArePooledByPrecision(t *testing.T) {
	t.Parallel()
	steps := []trialStep{
		{Trial: Trial{SE: 2}, place: 1},
		{Trial: Trial{SE: 1}, place: 0},
		{Trial: Trial{SE: 1}, place: 1},
		{Trial: Trial{SE: 1e300}, place: 1},
		{Trial: Trial{SE: math.Sqrt(.8)}, place: 1}, // as much as the first and the third together
	}
	pool(steps)
	want := []trialStep{
		{before: -1, own: 1, states: []int{0}},
		{before: -1, own: 1, states: []int{0, 1}},
		{before: 0, own: .8, past: .2, states: []int{2, 1}},
		{before: 2, own: 0, past: 1, states: []int{3, 1}},
		{before: 3, own: .5, past: .5, states: []int{4, 1}},
	}
	for i, s := range steps {
		w := want[i]
		if s.before != w.before || math.Abs(s.own-w.own) > 1e-15 || math.Abs(s.past-w.past) > 1e-15 || !slices.Equal(s.states, w.states) {
			t.Errorf("step %d: got %+v, want %+v", i, s, w)
		}
	}
}

func TestAFitDoesNotBlowUpWhereTermsSayTheSame(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		f, r := newFit(4), rand.New(rand.NewPCG(seed, 1))
		row := func(u float64) []float64 { return []float64{1, u, .1*u + .3, u/3 - 7} }
		for range 100 {
			u := r.NormFloat64()
			f.add(row(u), &[targets]float64{3 + 4*u})
		}
		f.solve()
		got, size := f.tell(row(2))[0], 0.0
		for _, v := range f.by[0] {
			size += v * v
		}
		if math.Abs(got-11) > 1e-8 || size > 25 { // 3 and 4 alone would do, with squares that sum to 25
			t.Errorf("seed %d: got %v of %v", seed, got, f.by[0])
		}
	}
}
