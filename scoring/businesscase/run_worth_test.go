package businesscase_test

import (
	"slices"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

func TestWhatWasMeasuredRestsOnThat(t *testing.T) {
	t.Parallel()
	m := total(0, businesscase.Normal(10, 4), businesscase.Exactly(1))
	m.Inputs[0].N, m.Inputs[1].Basis = 20, relationship.Stated
	found := relationship.Estimate{Value: 12, Low: 11, High: 13, N: 300, Basis: relationship.Observed}
	learned := have(m.Learn(businesscase.Measurement{Input: "a", Found: found}))(t)
	cfg := businesscase.Config{Draws: 1000}
	before, after := have(m.Run(cfg))(t), have(learned.Run(cfg))(t)
	if before.Worth.Basis != relationship.Guessed || before.Worth.Guesses != .5 || before.Worth.N != 20 {
		t.Errorf("before: got %v", before.Worth)
	}
	if after.Worth.Basis != relationship.Stated || after.Worth.Guesses != 0 || after.Worth.N != 320 || after.Inputs[0].Basis != relationship.Observed {
		t.Errorf("after: got %v and %+v", after.Worth, after.Inputs)
	}
	if after.Value.SD > before.Value.SD/3 {
		t.Errorf("got a standard deviation of %v after %v", after.Value.SD, before.Value.SD)
	}
}

func TestAnEstimateRestsOnTheLeastEvidence(t *testing.T) {
	t.Parallel()
	u := businesscase.Uniform
	m := total(0, u(0, 1), u(0, 1), u(0, 1), businesscase.Exactly(3))
	for i, n := range []float64{200, 50, 300, 1} {
		m.Inputs[i].N, m.Inputs[i].Basis = n, relationship.Observed
	}
	if got := have(m.Run(businesscase.Config{Draws: 1000}))(t).Worth; got.N != 50 || got.Basis != relationship.Observed {
		t.Errorf("got %v", got)
	}
}

// TestAnEstimateHoldsItsMean has one draw in a hundred decide the mean, which is then beyond all others.
func TestAnEstimateHoldsItsMean(t *testing.T) {
	t.Parallel()
	for _, rare := range []float64{1000, -1000} {
		values := append(slices.Repeat([]float64{0}, 99), rare)
		got := have(total(0, businesscase.Sample(values)).Run(businesscase.Config{Draws: 5000}))(t).Worth
		if got.Value == 0 || got.Low != min(0, got.Value) || got.High != max(0, got.Value) {
			t.Errorf("got %+v", got)
		}
	}
}
