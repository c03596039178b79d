package businesscase_test

import (
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// total returns a model of which the value is the sum of its inputs, less a cost.
func total(cost float64, dists ...businesscase.Dist) businesscase.Model {
	return atOnce(cost, func(x []float64) float64 {
		sum := 0.
		for _, v := range x {
			sum += v
		}
		return sum
	}, dists...)
}

// TestWhatIsWorthFindingOutIsTheUnitNormalLoss compares with the closed form for a sum of normal inputs (Raiffa and
// Schlaifer 1961): near the decision, far from it on either side, and where the decision hardly ever changes.
func TestWhatIsWorthFindingOutIsTheUnitNormalLoss(t *testing.T) {
	t.Parallel()
	n := businesscase.Normal
	for _, mean := range []float64{-60, -20, 5, 30, 100} {
		r := have(total(-mean, n(0, 40), n(0, 30), n(0, 1e-3)).Run(businesscase.Config{Draws: 200_000}))(t)
		for input, sd := range map[string]float64{"a": 40, "b": 30} {
			f := found(r, input)
			agree(t, "knowing "+input, f.Perfect.Value, unitLoss(mean, sd), 4*f.Perfect.SE+1e-3)
			agree(t, "share of "+input, f.Share, sd*sd/2500, .01)
		}
		agree(t, "knowing all", r.Perfect.Value, unitLoss(mean, 50), 4*r.Perfect.SE)
		if f := found(r, "c"); f.Perfect.Value > 3*f.Perfect.SE+1e-3 || f.Share > 1e-3 {
			t.Errorf("at a mean of %v: got %+v of an input that hardly matters", mean, f)
		}
	}
}

func TestWhatChangesNoDecisionIsNotWorthFindingOut(t *testing.T) {
	t.Parallel()
	u := businesscase.Uniform
	r := have(total(-10, u(-2, 2), u(-7, 7)).Run(businesscase.Config{Draws: 10_000}))(t)
	for _, f := range append(r.Inputs, businesscase.Finding{Perfect: r.Perfect}) {
		if f.Perfect != (businesscase.Mean{}) {
			t.Errorf("got %+v, though the value is always above 0", f)
		}
	}
	// Of two that only together can make a loss, neither alone is worth anything.
	r = have(total(-10, u(-7, 7), u(-7, 7)).Run(businesscase.Config{Draws: 10_000}))(t)
	if r.Perfect.Value == 0 || r.Inputs[0].Perfect.Value != 0 || r.Inputs[1].Perfect.Value != 0 {
		t.Errorf("got %+v of all, %+v", r.Perfect, r.Inputs)
	}
}

func TestWhoKnowsACorrelatedInputKnowsMore(t *testing.T) {
	t.Parallel()
	n := businesscase.Normal
	m := total(-10, n(0, 30), n(0, 30))
	m.Correlations = []businesscase.Correlation{{A: "a", B: "b", R: .8}}
	r := have(m.Run(businesscase.Config{Draws: 200_000}))(t)
	for _, f := range r.Inputs {
		// Given the one, the mean of the sum moves by 1.8 of its standard deviation.
		agree(t, "knowing "+f.Input, f.Perfect.Value, unitLoss(10, 1.8*30), 4*f.Perfect.SE)
		agree(t, "share of "+f.Input, f.Share, 1.8*1.8/3.6, .01)
	}
}

func TestFindingsAreByWorthThenByName(t *testing.T) {
	t.Parallel()
	n := businesscase.Normal
	m := total(-1000, n(0, 1), n(0, 1), n(0, 5), businesscase.Exactly(2))
	m.Inputs[0].Name, m.Inputs[1].Basis = "z", relationship.Observed
	r := have(m.Run(businesscase.Config{Draws: 1000}))(t)
	if len(r.Inputs) != 3 || r.Inputs[0].Input != "c" || found(r, "b").Basis != relationship.Observed || found(r, "z").Basis != relationship.Guessed {
		t.Errorf("got %+v", r.Inputs)
	}
}

func TestWhatWasMeasuredRestsOnThat(t *testing.T) {
	t.Parallel()
	m := total(0, businesscase.Normal(10, 4), businesscase.Exactly(1))
	m.Inputs[1].Basis = relationship.Stated
	learned := have(m.Learn(businesscase.Measurement{Input: "a", Found: relationship.Estimate{Value: 12, Low: 11, High: 13, N: 300, Basis: relationship.Observed}}))(t)
	before, after := have(m.Run(businesscase.Config{}))(t), have(learned.Run(businesscase.Config{}))(t)
	if before.Worth.Basis != relationship.Guessed || before.Worth.Guesses != .5 || before.Worth.N != 0 {
		t.Errorf("before: got %v", before.Worth)
	}
	if after.Worth.Basis != relationship.Stated || after.Worth.Guesses != 0 || after.Worth.N != 300 || after.Inputs[0].Basis != relationship.Observed {
		t.Errorf("after: got %v and %+v", after.Worth, after.Inputs)
	}
	if after.Value.SD > before.Value.SD/3 {
		t.Errorf("got a standard deviation of %v after %v", after.Value.SD, before.Value.SD)
	}
}
