package businesscase_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// now returns what a run says is known of an input.
func now(t *testing.T, m businesscase.Model, input string) relationship.Estimate {
	t.Helper()
	return found(have(m.Run(businesscase.Config{Draws: 1000}))(t), input).Now
}

func TestAnInputIsToldWithItsMeanAndRange(t *testing.T) {
	t.Parallel()
	for what, d := range map[string]businesscase.Dist{
		"PERT":      businesscase.PERT(1, 2, 9),
		"between":   businesscase.Between(1, 2, 9),
		"normal":    businesscase.Normal(-3, 2),
		"beta":      businesscase.Beta(2, 5),
		"sample":    businesscase.Sample([]float64{1, 5, 6, 20}),
		"heavy":     businesscase.Lognormal(1, 5), // of which the mean is beyond 97.5 %
		"next to 0": businesscase.Uniform(-1e-300, 1e-300),
	} {
		m := total(0, d, businesscase.Exactly(4))
		m.Inputs[0].Basis, m.Inputs[0].N = relationship.Stated, 12
		got, rounding := now(t, m, "a"), 1e-13*d.SD()
		agree(t, what+", mean", got.Value, d.Mean(), 0)
		agree(t, what+", low", got.Low, min(have(d.Quantile(.025))(t), d.Mean()), rounding)
		agree(t, what+", high", got.High, max(have(d.Quantile(.975))(t), d.Mean()), rounding)
		if got.N != 12 || got.Basis != relationship.Stated || got.Check(-math.MaxFloat64, math.MaxFloat64) != nil {
			t.Errorf("%s: got %v", what, got)
		}
	}
}

// TestAnInputIsToldAsItIsKnownSince compares with the formula for a normal belief and a normal finding: precisions
// add, and what is correlated by r follows with r times the change in standard deviations.
func TestAnInputIsToldAsItIsKnownSince(t *testing.T) {
	t.Parallel()
	const z, r = 1.959963984540054, .6
	m := total(0, businesscase.Normal(100, 10), businesscase.Normal(50, 4), businesscase.Normal(7, 1))
	m.Correlations = []businesscase.Correlation{{A: "a", B: "b", R: r}}
	m.Inputs[0].N = 3
	m = have(m.Learn(businesscase.Measurement{Input: "a", Found: relationship.Estimate{
		Value: 115, Low: 115 - z*5, High: 115 + z*5, N: 40, Basis: relationship.Observed,
	}}))(t)
	mean, sd := (100./100+115./25)/(1./100+1./25), math.Sqrt(1/(1./100+1./25))
	check := func(input string, mean, sd float64) relationship.Estimate {
		got := now(t, m, input)
		agree(t, input+", mean", got.Value, mean, 1e-7*mean)
		agree(t, input+", low", got.Low, mean-z*sd, 1e-6*mean)
		agree(t, input+", high", got.High, mean+z*sd, 1e-6*mean)
		return got
	}
	if got := check("a", mean, sd); got.N != 43 || got.Basis != relationship.Observed {
		t.Errorf("got %v, want the evidence of both", got)
	}
	moved, left := (mean-100)/10, sd/10
	check("b", 50+4*r*moved, 4*math.Sqrt(1-r*r+r*r*left*left))
	check("c", 7, 1)
}

// TestAnInputIsToldAsItsDrawsAre compares with the mean of what is drawn where there is no formula: at limits, and
// after something was found out about what is none of the simple ones.
func TestAnInputIsToldAsItsDrawsAre(t *testing.T) {
	t.Parallel()
	most := 2.2
	limited := total(0, businesscase.Normal(2, .083))
	limited.Inputs[0].Most = &most
	learned := func(d businesscase.Dist, value float64) businesscase.Model {
		return have(total(0, d).Learn(businesscase.Measurement{Input: "a", Found: relationship.Estimate{
			Value: value, Low: value - 1, High: value + 3, Basis: relationship.Observed,
		}}))(t)
	}
	for what, m := range map[string]businesscase.Model{
		"at a limit": limited,
		"PERT":       learned(businesscase.PERT(1, 2, 9), 4),
		"sample":     learned(businesscase.Sample([]float64{1, 5, 6, 20}), 5),
		"lognormal":  learned(businesscase.Lognormal(2, 1), 6),
	} {
		r := have(m.Run(businesscase.Config{Draws: 40_000, Quantiles: []float64{.025, .975}}))(t)
		got := found(r, "a").Now
		agree(t, what+", mean", got.Value, r.Value.Value, 4*r.Value.SE)
		for i, end := range []float64{got.Low, got.High} {
			q := r.Value.Quantiles[i]
			agree(t, what+", range", end, q.Value, 2*(q.High-q.Low)+1e-9)
		}
	}
}
