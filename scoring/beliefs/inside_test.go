package beliefs

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Two references that are no way to be had from outside, because below 10 attributes all orders are gone
// through: reference-business.csv, made with scipy 1.10.1.
func TestApproximationsAreThoseOfTheReference(t *testing.T) {
	t.Parallel()
	x, y := []float64{10, 10, 8, 6, 6, 4, 2}, []float64{30, 10, 20, 15, 15, 6, 4}
	if got := kendallP(newOrders(x, y).observed().kendall, x, y); math.Abs(got-0.0434113739646102) > 1e-14 {
		t.Errorf("Kendall with ties: got %v", got)
	}
	for _, c := range []struct{ r, want float64 }{
		{-0.285714285714286, 0.534509228601041}, {0.715626447332134, 0.0705656353488398},
	} {
		if got := studentP(c.r, 7); math.Abs(got-c.want) > 1e-13 {
			t.Errorf("Spearman of %v: got %v, want %v", c.r, got, c.want)
		}
	}
}

func TestCountingPairsIsGoingThroughAllOrders(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		y := rapid.Permutation([]float64{1, 2, 3, 4, 5, 6, 7}[:rapid.IntRange(2, 7).Draw(t, "n")]).Draw(t, "y")
		x := []float64{1, 2, 3, 4, 5, 6, 7}[:len(y)]
		a := agree(x, y)
		if got := kendallExact(newOrders(x, y).observed().kendall, len(x)); math.Abs(got-*a.Kendall.P) > 1e-14 {
			t.Fatalf("got %v, want %v", got, *a.Kendall.P)
		}
	})
}

func TestTheSquareOfARootIsTheMatrix(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "n")
		small := rapid.Map(rapid.IntRange(-3, 3), func(i int) float64 { return float64(i) })
		some := rapid.SliceOfN(small, n*n, n*n).Draw(t, "numbers")
		of := make([][]float64, n)
		for i := range of {
			of[i] = make([]float64, n)
			for j := range of[i] {
				// One column less than there are rows, so that a pivot is 0.
				of[i][j] = dot(some[i*n:i*n+n-1], some[j*n:j*n+n-1])
			}
		}
		lower, whole := root(of)
		if !whole {
			t.Fatal("got no root")
		}
		for i := range of {
			for j := range i + 1 {
				if got := dot(lower[i][:j+1], lower[j]); math.Abs(got-of[i][j]) > 1e-3*math.Sqrt(of[i][i]*of[j][j]) {
					t.Fatalf("%d, %d: got %v, want %v", i, j, got, of[i][j])
				}
			}
		}
	})
}

func TestWhatNoNumbersHaveIsNoCovariance(t *testing.T) {
	t.Parallel()
	for name, of := range map[string][][]float64{
		"a correlation of 2":             {{1, 2}, {2, 1}},
		"three that oppose each other":   {{1, -.9, -.9}, {-.9, 1, -.9}, {-.9, -.9, 1}},
		"two alike that differ to third": {{1, 1, .5}, {1, 1, -.5}, {.5, -.5, 1}},
	} {
		if _, whole := root(of); whole {
			t.Errorf("%s: got a root", name)
		}
	}
}
