package readiness_test

import (
	"math/rand/v2"
	"testing"

	"github.com/kithcrm/kith/scoring/readiness"
)

// Chances are how likely each step of five is.
type chances [5]float64

func crowds() map[string]chances {
	return map[string]chances{
		"even":             {.2, .2, .2, .2, .2},
		"middle":           {.05, .25, .4, .25, .05},
		"two camps":        {.5, 0, 0, 0, .5},
		"high":             {0, .05, .15, .4, .4},
		"nearly all high":  {0, 0, 0, .1, .9},
		"one in fifty low": {.02, 0, 0, 0, .98},
		"few low":          {.1, 0, 0, 0, .9},
		"all high":         {0, 0, 0, 0, 1},
		"all middle":       {0, 0, 1, 0, 0},
		"narrow":           {0, 0, .5, .5, 0},
	}
}

func (c chances) mean() float64 {
	sum := 0.0
	for i, p := range c {
		sum += p * float64(i) / 4
	}
	return sum
}

func (c chances) draw(rng *rand.Rand) float64 {
	u := rng.Float64()
	for i, p := range c {
		if u -= p; u < 0 {
			return float64(i + 1)
		}
	}
	return 5
}

func TestRangesHoldTheTruth(t *testing.T) {
	t.Parallel()
	const runs = 500
	for name, c := range crowds() {
		for _, n := range []int{5, 10, 25, 100} {
			rng, held, width := seeded(uint64(n)), 0, 0.0
			for range runs {
				values := make([]float64, n)
				for i := range values {
					values[i] = c.draw(rng)
				}
				e := readiness.Estimate(values)
				if e.Low <= c.mean() && c.mean() <= e.High {
					held++
				}
				width += e.High - e.Low
			}
			share := float64(held) / float64(runs)
			t.Logf("%-18s n=%3d: %.1f %%, width %.3f", name, n, 100*share, width/float64(runs))
			if share < .88 {
				t.Errorf("%s of %d: held in %.3f", name, n, share)
			}
		}
	}
}
