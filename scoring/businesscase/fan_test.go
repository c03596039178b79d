package businesscase_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// TestAFanIsWhatWasEarnedUntilThen compares with the distribution of a sum of independent normal amounts.
func TestAFanIsWhatWasEarnedUntilThen(t *testing.T) {
	t.Parallel()
	r := have(crm().Run(businesscase.Config{Draws: 100_000, Quantiles: []float64{.9, .2}}))(t)
	mean, variance := -250., 0.
	for period, b := range r.Fan {
		if period > 0 {
			worth := math.Pow(1.1, -float64(period))
			in := []float64{0, 40, 95, 130, 140, 140}[period]
			sd := []float64{0, 20, 30, 40, 45, 50}[period]
			mean += worth * in
			variance += worth * worth * sd * sd
		}
		agree(t, "mean", b.Mean, mean, 4*math.Sqrt(variance/1e5)+1e-12)
		for i, z := range []float64{1.2815515655446004, -.8416212335729143} {
			q := b.Quantiles[i]
			agree(t, "quantile", q.Value, mean+z*math.Sqrt(variance), 2*(q.High-q.Low)+1e-12)
		}
		if b.Period != period {
			t.Errorf("got period %d, want %d", b.Period, period)
		}
	}
}

func TestAFanOfManyPeriodsIsOfFewerDraws(t *testing.T) {
	t.Parallel()
	m := total(5, businesscase.Normal(10, 3))
	m.Periods = 1200
	r := have(m.Run(businesscase.Config{Draws: 4000}))(t)
	if last := r.Fan[1200]; len(r.Fan) != 1201 || math.Abs(last.Quantiles[2].Value-5) > .3 || math.Abs(last.Mean-r.Value.Value) > 1e-10 {
		t.Errorf("got %d bands, the last %+v", len(r.Fan), r.Fan[len(r.Fan)-1])
	}
}
