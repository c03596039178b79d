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
		r := have(total(-mean, n(0, 40), n(0, 30), n(0, 1e-3)).Run(businesscase.Config{Draws: 20_000}))(t)
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
	r := have(m.Run(businesscase.Config{Draws: 50_000}))(t)
	for _, f := range r.Inputs {
		// Given the one, the mean of the sum moves by 1.8 of its standard deviation.
		agree(t, "knowing "+f.Input, f.Perfect.Value, unitLoss(10, 1.8*30), 4*f.Perfect.SE)
		agree(t, "share of "+f.Input, f.Share, 1.8*1.8/3.6, .01)
	}
}

// TestToKnowTheOnlyInputIsToKnowAll compares two ways to work out the same.
func TestToKnowTheOnlyInputIsToKnowAll(t *testing.T) {
	t.Parallel()
	r := have(total(-20, businesscase.Normal(0, 40)).Run(businesscase.Config{Draws: 20_000}))(t)
	f := found(r, "a")
	agree(t, "worth", f.Perfect.Value, r.Perfect.Value, .005*r.Perfect.Value)
	agree(t, "error", f.Perfect.SE, r.Perfect.SE, .005*r.Perfect.SE)
	agree(t, "share", f.Share, 1, 2.5e-4) // few draws are far out, where cells are put together
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
