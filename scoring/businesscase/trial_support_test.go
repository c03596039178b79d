package businesscase_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// wager is a change that brings a + b.x once, when it is made, of a horizon of 4 periods.
func wager(a float64, b []float64, inputs ...businesscase.Dist) businesscase.Model {
	return wagerOf(func(x []float64) float64 {
		worth := a
		for i, v := range b {
			worth += v * x[i]
		}
		return worth
	}, inputs...)
}

// wagerOf is a wager on any function of inputs a, b, c and so on. Money now is worth 10 % more than money a period
// later.
func wagerOf(brings func(x []float64) float64, dists ...businesscase.Dist) businesscase.Model {
	m := businesscase.Model{Periods: 4, Flows: func(x []float64, f *businesscase.Flows) {
		f.Rate = .1
		f.Change[f.Later] = brings(x)
	}}
	for i, d := range dists {
		m.Inputs = append(m.Inputs, businesscase.Input{Name: string(rune('a' + i)), Dist: d})
	}
	return m
}

// trialsOf returns trials that cost nothing and take no time, named by their number.
func trialsOf(of string, se ...float64) []businesscase.Trial {
	var out []businesscase.Trial
	for i := range of {
		out = append(out, businesscase.Trial{Name: string(rune('1' + i)), Input: of[i : i+1], SE: se[i]})
	}
	return out
}

// gainOf returns the mean of what is above 0 of a normal variable: what it is worth to choose after it is known.
func gainOf(mean, sd float64) float64 {
	if sd == 0 {
		return max(0, mean)
	}
	return max(0, mean) + unitLoss(mean, sd)
}

// wantMean fails unless a simulated mean is within 4 of its standard errors.
func wantMean(t *testing.T, what string, got businesscase.Mean, want float64) {
	t.Helper()
	if math.Abs(got.Value-want) > 4*got.SE+1e-9*math.Abs(want) {
		t.Errorf("%s: got %.6g (SE %.2g), want %.6g, which is %.1f SE away", what, got.Value, got.SE, want, (got.Value-want)/got.SE)
	}
}
