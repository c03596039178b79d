package beliefs_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/scoring/beliefs"
)

func TestCorrelationsThatAreRoundingAreNothing(t *testing.T) {
	t.Parallel()
	steps, none := []float64{.1, .15, .2, .25, .3}, 0
	for code := range 3125 {
		var other []float64
		for c, n := code, 0; n < 5; n++ {
			other = append(other, steps[c%5])
			c /= 5
		}
		a := having[beliefs.Agreement](t)(beliefs.Agree(exactly(steps...), exactly(shares(other...)...)))
		for _, v := range []float64{a.Spearman.Value, a.Kendall.Value, a.Weighted.Value, a.Pearson} {
			if v == 0 {
				none++
			} else if math.Abs(v) < 1e-9 {
				t.Errorf("%v: got %v", other, v)
			}
		}
	}
	if none == 0 {
		t.Error("got no correlation of 0")
	}
}
