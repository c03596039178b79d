package businesscase_test

import (
	"math"
	"testing"

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
func model(t interface {
	Helper()
	Fatal(args ...any)
}, c businesscase.Case) businesscase.Model {
	t.Helper()
	m, err := c.Model()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// emptyFlows returns flows for so many periods.
func emptyFlows(periods int) *businesscase.Flows {
	list := func() []float64 { return make([]float64, periods+1) }
	return &businesscase.Flows{
		Change: list(), Cost: list(), Nothing: list(), AsNow: list(), CustomersChange: list(), CustomersNothing: list(),
	}
}

// flowsOf works a case out with every input at its mean.
func flowsOf(t *testing.T, c businesscase.Case, later int) *businesscase.Flows {
	t.Helper()
	m := model(t, c)
	x := make([]float64, len(m.Inputs))
	for i, in := range m.Inputs {
		x[i] = in.Dist.Mean()
	}
	f := emptyFlows(m.Periods)
	f.Later = later
	m.Flows(x, f)
	return f
}

// near reports whether two numbers are alike to so many parts.
func near(a, b, parts float64) bool {
	return math.Abs(a-b) <= parts*max(1, math.Abs(a), math.Abs(b))
}

// wantNear fails unless all amounts are alike.
func wantNear(t interface {
	Helper()
	Errorf(format string, args ...any)
}, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: got %d amounts, want %d", what, len(got), len(want))
		return
	}
	for i := range want {
		if !near(got[i], want[i], 1e-11) {
			t.Errorf("%s: in period %d got %.15g, want %.15g", what, i, got[i], want[i])
		}
	}
}
