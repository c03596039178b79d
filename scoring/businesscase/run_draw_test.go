package businesscase_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// TestEachSumIsWhatItsFlowsAreWorth has amounts in every list and period.
func TestEachSumIsWhatItsFlowsAreWorth(t *testing.T) {
	t.Parallel()
	change, cost, nothing, asNow := []float64{3, 50, 80}, []float64{20, 7, 11}, []float64{2, 10, 5}, []float64{4, 11, 12}
	gain, gained := []float64{1, 9, 8}, []float64{6, 2, 4}
	m := businesscase.Model{Periods: 2, Flows: func(_ []float64, f *businesscase.Flows) {
		f.Rate = .25
		copy(f.Change, change)
		copy(f.Cost, cost)
		copy(f.Nothing, nothing)
		copy(f.AsNow, asNow)
		copy(f.CustomersChange, gain)
		copy(f.CustomersNothing, gained)
	}}
	r := have(m.Run(businesscase.Config{Draws: 1000}))(t)
	worth := func(flows []float64) float64 { return have(businesscase.PresentValue(.25, flows))(t) }
	value := worth(change) - worth(cost) - worth(nothing)
	for what, c := range map[string]struct {
		got  businesscase.Spread
		want float64
	}{
		"value": {r.Value, value}, "cost": {r.Cost, worth(cost)}, "return": {r.Return, value / worth(cost)},
		"change": {r.Change, worth(change) - worth(cost)}, "nothing": {r.Nothing, worth(nothing)},
		"as now": {r.AsNow, worth(asNow)}, "waiting": {r.Waiting, worth(asNow) - worth(nothing)},
		"customers": {r.Customers, worth(gain) - worth(gained)},
	} {
		agree(t, what, c.got.Value, c.want, 1e-13)
		agree(t, what+", median", c.got.Quantiles[2].Value, c.want, 1e-13)
	}
}

func TestAChangeIsPaidBackForGoodAndAtTheHorizonAtTheLatest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what  string
		flows []float64
		want  float64 // below 0 for never
	}{
		{"at the horizon", []float64{-10, 4, 6}, 2},
		{"but for the last digit", []float64{-.30000000000000004, .1, .2}, 2},
		{"twice", []float64{-1, 2, -3, 4}, 2.5},
		{"and then no more", []float64{-1, 2, -3, 1}, -1},
		{"nothing to pay", []float64{0, 2, 3}, 0},
	} {
		flows := func(_ []float64, f *businesscase.Flows) { copy(f.Change, c.flows) }
		m := businesscase.Model{Periods: len(c.flows) - 1, Flows: flows}
		got := have(m.Run(businesscase.Config{Draws: 1000, Quantiles: []float64{.5}}))(t).Payback
		if c.want < 0 {
			if got.Within.Value != 0 || len(got.Quantiles) != 0 {
				t.Errorf("%s: got %+v", c.what, got)
			}
			continue
		}
		if got.Within.Value != 1 || len(got.Quantiles) != 1 {
			t.Errorf("%s: got %+v", c.what, got)
			continue
		}
		agree(t, c.what, got.Quantiles[0].Value, c.want, 1e-12)
	}
}

func TestWhereThereIsNoCostThereIsNoReturn(t *testing.T) {
	t.Parallel()
	for _, cost := range []float64{0, -5} {
		r := have(atOnce(cost, func([]float64) float64 { return 3 }).Run(businesscase.Config{Draws: 1000}))(t)
		if diff := cmp.Diff(businesscase.Spread{Quantiles: []businesscase.Quantile{}}, r.Return); diff != "" {
			t.Errorf("at a cost of %v: (-want +got)\n%s", cost, diff)
		}
		if len(r.Flags) != 1 || r.Flags[0].Share != 1 {
			t.Errorf("at a cost of %v: got flags %+v", cost, r.Flags)
		}
	}
}

// TestFlowsAreNothingToBeginWith leaves marks in all that a host may set.
func TestFlowsAreNothingToBeginWith(t *testing.T) {
	t.Parallel()
	m := atOnce(0, nil, businesscase.Normal(0, 1))
	m.Flows = func(_ []float64, f *businesscase.Flows) {
		if f.Rate != 0 || f.Later != 0 || len(f.Cost) != 2 {
			t.Errorf("got a rate of %v, %d periods later, %d amounts", f.Rate, f.Later, len(f.Cost))
		}
		f.Rate = .5
		for _, list := range [][]float64{f.Change, f.Cost, f.Nothing, f.AsNow, f.CustomersChange, f.CustomersNothing} {
			if list[0] != 0 || list[1] != 0 {
				t.Errorf("got %v", list)
			}
			list[1] = 3
		}
		f.Cost = []float64{1, 2}
	}
	have(m.Run(businesscase.Config{Draws: 1000}))(t)
}
