package businesscase_test

import (
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
	"pgregory.net/rapid"
)

// doubtful returns a case with exact inputs as one in which some vary. How many leave stays exact: where one more input
// varies, all others turn out differently.
func doubtful(c businesscase.Case) businesscase.Case {
	wide := func(in *businesscase.Input, low, high float64) {
		if v := in.Dist.Mean(); in.Basis != 0 && v-low > 1e-3 && high-v > 1e-3 {
			by := min(v-low, high-v, .2*max(v, -v)+1e-4)
			*in = businesscase.Guess(businesscase.Uniform(v-by, v+by))
		}
	}
	wide(&c.Customers, 0, 1e5)
	wide(&c.Spend, 0, 1e5)
	wide(&c.Margin, 0, 1)
	wide(&c.Change.Spend, -1, 1)
	wide(&c.Change.Once, 0, 1e9)
	wide(&c.Rate, -.5, 1)
	return c
}

// ran runs a case.
func ran(t *rapid.T, c businesscase.Case) businesscase.Result {
	t.Helper()
	m := model(t, c)
	r, err := m.Run(businesscase.Config{Draws: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestMoreCostNeverRaisesTheValueOfACaseAndLongerStayingNeverLowersIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := caseDrawn(rt)
		c.Change.Margin, c.Change.Price, c.Change.Customer = businesscase.Input{}, businesscase.Input{}, businesscase.Input{}
		c = doubtful(c)
		before := ran(rt, c)
		dearer, kinder := c, c
		dearer.Change.Period = known(c.Change.Period.Dist.Mean() + rapid.Float64Range(0, 1e5).Draw(rt, "more"))
		kinder.Change.Leaving = known(1)
		if r := ran(rt, dearer); r.Value.Value > before.Value.Value+1e-9*before.Value.SD {
			rt.Errorf("dearer: worth %v, and %v before", r.Value.Value, before.Value.Value)
		}
		if r := ran(rt, kinder); r.Change.Value+r.Cost.Value < (before.Change.Value+before.Cost.Value)*(1-1e-9) {
			rt.Errorf("nobody leaves: %v is taken, and %v before", r.Change.Value+r.Cost.Value, before.Change.Value+before.Cost.Value)
		}
		if s := before.Sharing; s.Company+s.Customers != s.Total || s.Known && s.CompanyShare+s.CustomersShare != 1 {
			rt.Errorf("shares that do not sum: %+v", s)
		}
	})
}
