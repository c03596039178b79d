package special_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/internal/special"
)

// The wanted values are closed forms: the normal tail for one degree of freedom, a Poisson sum for an even
// number.
func TestTheChiSquareTailIsRightFarOutToo(t *testing.T) {
	t.Parallel()
	for _, x := range []float64{0, 1e-9, .5, 1, 3.84, 6, 20, 200, 1400} {
		for _, df := range []int{1, 2, 4, 10, 100} {
			want := math.Log(math.Erfc(math.Sqrt(x / 2)))
			if df > 1 {
				want = logPoissonSum(x/2, df/2)
			}
			if got := special.LogChiSquareTail(x, df); math.Abs(got-want) > 1e-12*(1+math.Abs(want)) {
				t.Errorf("x %g, df %d: got %.17g, want %.17g", x, df, got, want)
			}
		}
	}
	if got := special.LogChiSquareTail(4000, 2); got != -2000 {
		t.Errorf("far out: got %g, want -2000", got)
	}
}

// logPoissonSum is the logarithm of e^-y times the sum of y^k/k! for k below n.
func logPoissonSum(y float64, n int) float64 {
	sum, term := 0.0, 1.0
	for k := range n {
		sum += term
		term *= y / float64(k+1)
	}
	return math.Log(sum) - y
}
