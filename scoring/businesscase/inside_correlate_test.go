package businesscase

import (
	"math"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// TestCorrelationsAreTakenWhereTheyCanBe compares with eigenvalues: a matrix is one of correlations where none is
// below 0.
func TestCorrelationsAreTakenWhereTheyCanBe(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(t, "n")
		m := modelOf(varied()[:n]...)
		full := mat.NewSymDense(n, nil)
		r := rapid.OneOf(rapid.Float64Range(-1, 1), rapid.Float64Range(-.5, .5), rapid.SampledFrom([]float64{0, 1, -1, .5}))
		for a := range n {
			full.SetSym(a, a, 1)
			for b := range a {
				m.Correlations = append(m.Correlations, Correlation{strconv.Itoa(a), strconv.Itoa(b), r.Draw(t, "r")})
				full.SetSym(a, b, m.Correlations[len(m.Correlations)-1].R)
			}
		}
		place, _ := m.places()
		p, err := pairsOf(m, place)
		if err != nil {
			t.Fatal(err)
		}
		groups, err := p.groups(m, nil)
		var eigen mat.EigenSym
		if !eigen.Factorize(full, false) {
			t.Fatal("no eigenvalues")
		}
		least := eigen.Values(nil)[0]
		// Correlations that follow from others are taken though they be off by a millionth.
		if err == nil && least < -1e-5 || err != nil && least > 1e-9 {
			t.Fatalf("least eigenvalue %v: got %v", least, err)
		}
		for _, g := range groups {
			for i := range g.inputs {
				for j := range i + 1 {
					got := 0.0
					for k := range j + 1 {
						got += g.rows[i][k] * g.rows[j][k]
					}
					if want := full.At(g.inputs[i], g.inputs[j]); math.Abs(got-want) > 1e-5 || i == j && math.Abs(got-1) > 1e-11 {
						t.Fatalf("%d and %d: got %v, want %v", g.inputs[i], g.inputs[j], got, want)
					}
				}
			}
		}
	})
}
