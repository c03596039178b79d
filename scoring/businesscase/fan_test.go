package businesscase_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// TestAFanIsWhatWasEarnedUntilThen compares with the distribution of a sum of independent normal amounts.
func TestAFanIsWhatWasEarnedUntilThen(t *testing.T) {
	t.Parallel()
	const draws = 20_000
	r := have(crm().Run(businesscase.Config{Draws: draws, Quantiles: []float64{.9, .2}}))(t)
	mean, variance := -250., 0.
	for period, b := range r.Fan {
		if period > 0 {
			worth := math.Pow(1.1, -float64(period))
			in := []float64{0, 40, 95, 130, 140, 140}[period]
			sd := []float64{0, 20, 30, 40, 45, 50}[period]
			mean += worth * in
			variance += worth * worth * sd * sd
		}
		agree(t, "mean", b.Mean, mean, 4*math.Sqrt(variance/draws)+1e-12)
		for i, z := range []float64{1.2815515655446004, -.8416212335729143} {
			q := b.Quantiles[i]
			agree(t, "quantile", q.Value, mean+z*math.Sqrt(variance), 2*(q.High-q.Low)+1e-12)
		}
		if b.Period != period {
			t.Errorf("got period %d, want %d", b.Period, period)
		}
	}
}
