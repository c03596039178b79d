package main

import (
	"slices"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// years is the horizon.
const years = 10

// guess returns what somebody takes for likely, with the least and the most.
func guess(low, likely, high float64) businesscase.Input {
	return businesscase.Guess(businesscase.PERT(low, likely, high))
}

// euros returns a known amount.
func euros(v int64) businesscase.Input {
	return businesscase.Amount(businesscase.Money{Minor: 100 * v, Currency: "EUR"})
}

// plan returns the case for one person for each household, who calls back within a day. What it does to hearts is a
// guess; what hearts do to leaving and buying was measured, and comes in later: see throughHeart.
func plan(m *measured) businesscase.Case {
	none := businesscase.Guess(businesscase.Exactly(0))
	return businesscase.Case{
		Currency:  "EUR",
		Periods:   years,
		Rate:      guess(.06, .08, .11),
		Customers: businesscase.Guess(businesscase.Exactly(float64(m.Customers))),
		Joining:   guess(3_500, 4_500, 5_200),
		Tenures:   m.Tenures,
		Staying:   businesscase.Staying{Alpha: businesscase.Measured(m.Alpha), Beta: businesscase.Measured(m.Beta)},
		Spend:     businesscase.Measured(m.Spend),
		Margin:    businesscase.Guess(businesscase.Beta(60, 340)),
		Gain:      businesscase.Measured(relationship.Estimate{Value: 40_00, Low: 20_00, High: 70_00, N: 210, Basis: relationship.Stated}),
		Drift:     businesscase.Drift{Leaving: guess(0, .02, .06)},
		Change: businesscase.Change{
			Reach: businesscase.Guess(businesscase.Beta(35, 15)), Leaving: none, Spend: none, Gain: guess(0, 6_00, 15_00),
			Delay: businesscase.Guess(businesscase.Uniform(.25, 1)), Ramp: businesscase.Guess(businesscase.Exactly(1)),
			Once: guess(220_000_00, 280_000_00, 480_000_00), Period: euros(50_000), Customer: guess(1_00, 1_50, 2_50),
		},
		Correlations: []businesscase.Correlation{{A: "alpha", B: "beta", R: m.Together}},
	}
}

// rise is the input that says by how much the change raises hearts.
const rise = "heart.rise"

// throughHeart returns the model of a case whose change works through hearts: it raises them, and a heart that
// rises leaves less often and buys more, as was measured.
func throughHeart(c businesscase.Case, m *measured) (businesscase.Model, error) {
	model, err := c.Model()
	if err != nil {
		return model, err
	}
	at := func(name string) int {
		return slices.IndexFunc(model.Inputs, func(in businesscase.Input) bool { return in.Name == name })
	}
	leaving, spend, own := at("change.leaving"), at("change.spend"), len(model.Inputs)
	for i, in := range []businesscase.Input{guess(0, .04, .1), businesscase.Measured(m.Leaving), businesscase.Measured(m.Buying)} {
		in.Name = []string{rise, "heart.leaving", "heart.buying"}[i]
		in.Improves = i == 0
		model.Inputs = append(model.Inputs, in)
	}
	flows := model.Flows
	model.Flows = func(x []float64, f *businesscase.Flows) {
		all := slices.Clone(x[:own])
		all[leaving], all[spend] = x[own]*x[own+1], x[own]*x[own+2]
		flows(all, f)
	}
	return model, nil
}
