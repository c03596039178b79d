package special_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/internal/special"
)

// TestPowersAreAsExactAsTheySay compares with exp(n ln q), with ln q right also near 1.
func TestPowersAreAsExactAsTheySay(t *testing.T) {
	t.Parallel()
	r := special.NewRaiser()
	rapid.Check(t, func(t *rapid.T) {
		over := math.Exp(rapid.Float64Range(-40, 30).Draw(t, "over"))
		n := rapid.OneOf(rapid.Float64Range(0, 3), rapid.Float64Range(0, 1000)).Draw(t, "n")
		e := n * math.Log1p(over)
		if e > 680 {
			e, n = 680, 680/math.Log1p(over)
		}
		if got, want := r.Raise(1+over, n), math.Exp(e); !(math.Abs(got/want-1) <= 6e-16*(1+n+e)) {
			t.Fatalf("%g^%g: got %.17g, want %.17g, off by %.2g", 1+over, n, got, want, got/want-1)
		}
	})
	for _, c := range []struct{ q, n, want float64 }{
		{1, 0, 1}, {1, 1000, 1}, {2, 10, 1024}, {5, 0, 1}, {1e300, 1, 1e300}, {1e300, 2, math.Inf(1)}, {2, 0.5, math.Sqrt2},
	} {
		if got := r.Raise(c.q, c.n); got != c.want && !(math.Abs(got/c.want-1) < 1e-12) {
			t.Errorf("%g^%g: got %.17g, want %.17g", c.q, c.n, got, c.want)
		}
	}
}
