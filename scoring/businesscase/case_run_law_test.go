package businesscase_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// ran runs a case.
func ran(t breaks, c businesscase.Case) businesscase.Result {
	t.Helper()
	return have(model(t, c).Run(businesscase.Config{Draws: 1000}))(t)
}

// TestMoreCostNeverRaisesTheValueOfACaseAndLongerStayingNeverLowersIt compares runs with the same draws: as many
// inputs vary in each.
func TestMoreCostNeverRaisesTheValueOfACaseAndLongerStayingNeverLowersIt(t *testing.T) {
	t.Parallel()
	c := whole()
	before := ran(t, c)
	for _, more := range []float64{.01, .1, .5} {
		dearer, kinder := c, c
		dearer.Change.Period = known((1 + more) * c.Change.Period.Dist.Mean())
		kinder.Change.Leaving = businesscase.Guess(businesscase.Between(more, .1+more, .25+more))
		if got := ran(t, dearer).Value; got.Value >= before.Value.Value {
			t.Errorf("%v dearer: worth %v, and %v before", more, got, before.Value)
		}
		if got := ran(t, kinder).Value; got.Value <= before.Value.Value {
			t.Errorf("%v who leave are fewer: worth %v, and %v before", more, got, before.Value)
		}
	}
}

// TestDoingNothingHasACaseOfItsOwn has customers leave faster and faster, and nothing that is done about it.
func TestDoingNothingHasACaseOfItsOwn(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Periods = 3
	c.Gain = known(10)
	c.Drift.Leaving = known(.5)
	r := ran(t, c)
	asNow := 50_000/1.1 + 40_000/1.21 + 32_000/1.331
	nothing := 50_000/1.1 + 50_000*.7/1.21 + 50_000*.7*.55/1.331
	agree(t, "as now", r.AsNow.Value, asNow, 1e-9)
	agree(t, "nothing", r.Nothing.Value, nothing, 1e-9)
	agree(t, "waiting", r.Waiting.Value, asNow-nothing, 1e-9)
	agree(t, "change", r.Change.Value, r.Nothing.Value, 0)
	if r.Value.Value != 0 || r.Loss.Value != 0 || r.Customers.Value != 0 || r.Sharing.Known || !r.Rates.Any {
		t.Errorf("got %+v of a change that is none", r)
	}
	if len(r.Flags) != 1 || r.Flags[0].Text != "there is no return, because the change costs nothing, or saves more than it costs" {
		t.Errorf("got flags %+v", r.Flags)
	}
	_, err := model(t, c).BreakEven(businesscase.Config{})
	names(t, "nothing that improves", err, "Inputs")
}

// TestGainsAreSharedWithThoseWhoStay compares with the closed form for a change that keeps all customers.
func TestGainsAreSharedWithThoseWhoStay(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Periods, c.Margin, c.Gain = 2, known(.5), known(20)
	c.Change.Leaving, c.Change.Price, c.Change.Once = known(1), known(.1), known(1000)
	r := ran(t, c)
	price := 5_000/1.1 + 5_000/1.21 // of all who pay it
	agree(t, "value", r.Value.Value, 200*25/1.21+price-1000, 1e-9)
	agree(t, "customers", r.Customers.Value, 200*20/1.21-price, 1e-9)
	agree(t, "return", r.Return.Value, r.Value.Value/1000, 1e-12)
	agree(t, "payback", r.Payback.Quantiles[0].Value, .2, 1e-12)
	agree(t, "discounted payback", r.DiscountedPayback.Quantiles[0].Value, .22, 1e-12)
	agree(t, "rate", r.Rates.All[len(r.Rates.All)-1], (5+math.Sqrt(25+4*10))/2-1, 1e-12) // of -1000, 5000 and 10,000
	if s := r.Sharing; s.Known || s.Company != r.Value.Value || s.Customers >= 0 || s.Total != s.Company+s.Customers {
		t.Errorf("got %+v", s)
	}
}
