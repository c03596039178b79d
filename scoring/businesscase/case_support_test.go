package businesscase_test

import (
	"math"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// known returns an input that is exact.
func known(v float64) businesscase.Input { return businesscase.Guess(businesscase.Exactly(v)) }

// plain returns a case with exact inputs, which tests change: 1000 customers of whom 80 % stay, 50 a year each.
func plain() businesscase.Case {
	return businesscase.Case{
		Currency:  "EUR",
		Periods:   5,
		Rate:      known(.1),
		Customers: known(1000),
		Staying:   businesscase.Staying{Kept: known(.8)},
		Spend:     known(50),
	}
}

// model returns the model of a case that must be possible.
func model(t breaks, c businesscase.Case) businesscase.Model {
	t.Helper()
	return have(c.Model())(t)
}

// means returns every input at its mean.
func means(m businesscase.Model) []float64 {
	x := make([]float64, len(m.Inputs))
	for i, in := range m.Inputs {
		x[i] = in.Dist.Mean()
	}
	return x
}

// emptyFlows returns flows for so many periods.
func emptyFlows(periods int) *businesscase.Flows {
	list := func() []float64 { return make([]float64, periods+1) }
	return &businesscase.Flows{
		Change: list(), Cost: list(), Nothing: list(), AsNow: list(), CustomersChange: list(), CustomersNothing: list(),
	}
}

// flowsOf works a case out with every input at its mean.
func flowsOf(t breaks, c businesscase.Case, later int) *businesscase.Flows {
	t.Helper()
	m := model(t, c)
	f := emptyFlows(m.Periods)
	f.Later = later
	m.Flows(means(m), f)
	return f
}

// wantNear fails unless all amounts are alike to 11 digits of the greatest.
func wantNear(t breaks, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: got %d amounts, want %d", what, len(got), len(want))
		return
	}
	most := 1.
	for _, v := range want {
		most = max(most, math.Abs(v))
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= 1e-11*most) {
			t.Errorf("%s: in period %d got %.15g, want %.15g", what, i, got[i], want[i])
		}
	}
}
