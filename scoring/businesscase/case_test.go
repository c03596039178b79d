package businesscase_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

func TestCustomersWhoStayBuyInEachPeriod(t *testing.T) {
	t.Parallel()
	f := flowsOf(t, plain(), 0)
	wantNear(t, "nothing", f.Nothing, []float64{0, 50000, 40000, 32000, 25600, 20480})
	wantNear(t, "as now", f.AsNow, f.Nothing)
	wantNear(t, "change", f.Change, f.Nothing)
	wantNear(t, "cost", f.Cost, make([]float64, 6))
	agree(t, "rate", f.Rate, .1, 1e-15)
}

func TestThoseWhoComeNewBuyFromThePeriodInWhichTheyCome(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Customers, c.Joining = businesscase.Input{}, known(100)
	wantNear(t, "nothing", flowsOf(t, c, 0).Nothing, []float64{0, 5000, 9000, 12200, 14760, 16808})
}

func TestWinningThoseWhoComeNewIsPaidWhenTheyCome(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Customers, c.Joining, c.Winning = businesscase.Input{}, known(100), known(30)
	c.Margin, c.Gain = known(.5), known(10)
	c.Change = businesscase.Change{Reach: known(.5), Joining: known(.2)}
	f := flowsOf(t, c, 0)
	wantNear(t, "nothing", f.Nothing, []float64{0, -500, 1500, 3100, 4380, 5404})
	wantNear(t, "change", f.Change, []float64{0, -550, 1650, 3410, 4818, 5944.4})
	wantNear(t, "cost", f.Cost, make([]float64, 6))
	wantNear(t, "customers", f.CustomersNothing, []float64{0, 1000, 1800, 2440, 2952, 3361.6})
}

func TestTenuresDoNotMatterWhereAllLeaveAlike(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Tenures = []float64{.1, .9}
	wantNear(t, "nothing", flowsOf(t, c, 0).Nothing, flowsOf(t, plain(), 0).Nothing)
}

func TestTheModelOfStayingIsTheShiftedBetaGeometric(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Staying = businesscase.Staying{Alpha: known(.668), Beta: known(3.806)}
	f := flowsOf(t, c, 0)
	// Fader and Hardie 2007, "High End" customers: the shares that stay, by their equation 5.
	survival, want := 1., []float64{0}
	for year := range 5 {
		want = append(want, 50000*survival)
		survival *= (3.806 + float64(year)) / (.668 + 3.806 + float64(year))
	}
	wantNear(t, "nothing", f.Nothing, want)

	c.Staying.C = known(1)
	wantNear(t, "beta-discrete-Weibull with c of 1", flowsOf(t, c, 0).Nothing, want)

	c.Staying.C = known(1.5)
	survived := func(n float64) float64 { // B(alpha, beta+n^c) / B(alpha, beta)
		return beta(.668, 3.806+math.Pow(n, 1.5)) / beta(.668, 3.806)
	}
	for year := range 5 {
		want[year+1] = 50000 * survived(float64(year))
	}
	wantNear(t, "beta-discrete-Weibull", flowsOf(t, c, 0).Nothing, want)
}

// beta is the beta function.
func beta(a, b float64) float64 { return math.Gamma(a) * math.Gamma(b) / math.Gamma(a+b) }

func TestWhoHasStayedLongLeavesAsTheModelSays(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Staying = businesscase.Staying{Alpha: known(1), Beta: known(1)} // keeps 1/2, 2/3, 3/4 ...
	c.Tenures = []float64{.5, 0, .5}
	wantNear(t, "nothing", flowsOf(t, c, 0).Nothing, []float64{
		0, 50000, 25000/2. + 25000*3/4., 25000/3. + 25000*3/5., 25000/4. + 25000*3/6., 25000/5. + 25000*3/7.,
	})
}

func TestACurveGoesOnWithItsLastPeriod(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Staying = businesscase.Staying{Curve: []float64{.9, .45}}
	wantNear(t, "nothing", flowsOf(t, c, 0).Nothing, []float64{0, 50000, 45000, 22500, 11250, 5625})
	c.Staying.Leaving = known(2)
	wantNear(t, "twice", flowsOf(t, c, 0).Nothing, []float64{0, 50000, 40000, 0, 0, 0})
	c.Staying = businesscase.Staying{Curve: []float64{.5, 0, 0}}
	wantNear(t, "gone", flowsOf(t, c, 0).Nothing, []float64{0, 50000, 25000, 0, 0, 0})
}

func TestDriftCompounds(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Joining = known(100)
	c.Drift = businesscase.Drift{Leaving: known(.5), Spend: known(.1), Joining: known(.2)}
	f := flowsOf(t, c, 0)
	people, leaving, joining, want := 1000., .2, 100., []float64{0}
	for year := range 5 {
		leaving *= 1.5
		joining *= .8
		people += joining
		want = append(want, people*50*math.Pow(.9, float64(year+1)))
		people *= max(0, 1-leaving)
	}
	wantNear(t, "nothing", f.Nothing, want)

	c.Drift = businesscase.Drift{}
	wantNear(t, "as now", f.AsNow, flowsOf(t, c, 0).AsNow)
}

func TestWhoNeverLeavesDoesNotDoSoByDrift(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Periods, c.Staying.Kept, c.Drift.Leaving, c.Change.Spend = 1200, known(1), known(10), known(1)
	f := flowsOf(t, c, 0)
	agree(t, "nothing in the last period", f.Nothing[1200], 50_000, 0)
	agree(t, "change in the last period", f.Change[1200], 100_000, 0)
}

func TestEachDriftIsOneByItself(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]businesscase.Drift{
		"leaving": {Leaving: known(.1)}, "spend": {Spend: known(.1)}, "joining": {Joining: known(.1)},
	} {
		c := plain()
		c.Joining = known(100)
		asNow := flowsOf(t, c, 0).Nothing
		c.Drift = d
		f := flowsOf(t, c, 0)
		wantNear(t, "as now without a drift of "+name, f.AsNow, asNow)
		if f.Nothing[5] >= asNow[5] {
			t.Errorf("drift of %s: got %v, as now %v", name, f.Nothing[5], asNow[5])
		}
	}
}

func TestAChangeThatAvertsTheDriftKeepsThingsAsTheyAre(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Joining = known(100)
	c.Drift = businesscase.Drift{Leaving: known(.5), Spend: known(.1), Joining: known(.2)}
	c.Change.Averted = known(1)
	f := flowsOf(t, c, 0)
	wantNear(t, "change", f.Change, f.AsNow)
}

func TestAChangeWorksForThoseItReaches(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Margin, c.Gain = known(.4), known(10)
	c.Change = businesscase.Change{
		Reach: known(.5), Leaving: known(.5), Spend: known(.2), Margin: known(.1), Price: known(.05), Gain: known(3),
		Once: known(7000), Period: known(100), Customer: known(2),
	}
	f := flowsOf(t, c, 0)
	change, gain, cost := []float64{0}, []float64{0}, []float64{7000}
	reached, others := 500., 500.
	for range 5 {
		change = append(change, others*50*.4+reached*60*(.4+.1+.05))
		gain = append(gain, others*10+reached*(10*1.2+3-60*.05))
		cost = append(cost, 100+reached*2)
		reached, others = reached*.9, others*.8
	}
	wantNear(t, "change", f.Change, change)
	wantNear(t, "gain", f.CustomersChange, gain)
	wantNear(t, "cost", f.Cost, cost)
	wantNear(t, "gain if nothing is done", f.CustomersNothing, []float64{0, 10000, 8000, 6400, 5120, 4096})
}

func TestAChangeBeginsToWorkGraduallyAndEnds(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Periods = 7
	c.Staying.Kept = known(1)
	c.Change = businesscase.Change{
		Spend: known(1), Delay: known(.5), Ramp: known(2), Lasts: known(4),
		Once: known(7000), Period: known(100),
	}
	// Full from 2.5 on, and gone at 4.5: the areas under that by hand.
	works := []float64{0, .0625, .5, .9375, 1, .5, 0, 0}
	change, cost := make([]float64, 8), []float64{7000, 100, 100, 100, 100, 50, 0, 0}
	for year := 1; year <= 7; year++ {
		change[year] = 50000 * (1 + works[year])
	}
	f := flowsOf(t, c, 0)
	wantNear(t, "change", f.Change, change)
	wantNear(t, "cost", f.Cost, cost)

	later := flowsOf(t, c, 2)
	copy(change[3:], change[1:6])
	change[1], change[2] = 50000, 50000
	wantNear(t, "change two years later", later.Change, change)
	wantNear(t, "cost two years later", later.Cost, []float64{0, 0, 7000, 100, 100, 100, 100, 50})
}

func TestAChangeThatComesAfterTheHorizonIsNone(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Change = businesscase.Change{Spend: known(1), Once: known(7000), Period: known(100)}
	f := flowsOf(t, c, 6)
	wantNear(t, "change", f.Change, f.Nothing)
	wantNear(t, "cost", f.Cost, make([]float64, 6))
}

func TestARateIsStatedForAUnitOfItsOwn(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Unit = businesscase.Month
	agree(t, "rate for a month", flowsOf(t, c, 0).Rate, math.Pow(1.1, 1./12)-1, 1e-15)
	c.RatePer = businesscase.Quarter
	agree(t, "rate for a month of one for a quarter", flowsOf(t, c, 0).Rate, math.Pow(1.1, 1./3)-1, 1e-15)
}

// TestWhatAHostPutsInIsTakenUpToWhatThereIs has improvements that a host worked out itself, beyond what a case may say.
func TestWhatAHostPutsInIsTakenUpToWhatThereIs(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Joining, c.Drift.Leaving = known(100), known(.1)
	none := known(0)
	c.Change = businesscase.Change{Leaving: none, Spend: none, Joining: none, Margin: none, Averted: none}
	m := model(t, c)
	of := func(v map[string]float64) *businesscase.Flows {
		x, f := means(m), emptyFlows(m.Periods)
		for i, in := range m.Inputs {
			if to, ok := v[in.Name]; ok {
				x[i] = to
			}
		}
		m.Flows(x, f)
		return f
	}
	for name, limit := range map[string]float64{
		"change.leaving": 1, "change.spend": -1, "change.joining": -1, "change.margin": 1, "change.averted": 1,
	} {
		want := of(map[string]float64{name: limit})
		wantNear(t, name, of(map[string]float64{name: 3 * limit}).Change, want.Change)
	}
}

func TestWhatImprovesIsWhatAChangeBringsAndNotItsPrice(t *testing.T) {
	t.Parallel()
	c, v := plain(), known(.1)
	c.Change = businesscase.Change{
		Reach: v, Leaving: v, Spend: v, Joining: v, Margin: v, Gain: v, Averted: v, Price: v,
		Delay: v, Ramp: v, Lasts: v, Once: v, Period: v, Customer: v,
	}
	var got []string
	for _, in := range model(t, c).Inputs {
		if in.Improves {
			got = append(got, in.Name)
		}
	}
	want := []string{"change.leaving", "change.spend", "change.joining", "change.margin", "change.gain", "change.averted"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestTheNarrowerLimitOfHostAndCaseHolds(t *testing.T) {
	t.Parallel()
	c := plain()
	least, most := -3., 70.
	c.Spend.Least, c.Spend.Most = &least, &most
	c.Staying.Kept.Least = &least
	for _, in := range model(t, c).Inputs {
		switch in.Name {
		case "spend":
			if *in.Least != 0 || *in.Most != 70 || in.Currency != "EUR" {
				t.Errorf("spend: got from %v to %v %s", *in.Least, *in.Most, in.Currency)
			}
		case "kept":
			if *in.Least != 0 || *in.Most != 1 || in.Currency != "" {
				t.Errorf("kept: got from %v to %v %s", *in.Least, *in.Most, in.Currency)
			}
		}
	}
}

func TestAModelKeepsNothingOfItsCase(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Staying = businesscase.Staying{Curve: []float64{.9, .8}}
	c.Tenures = []float64{.5, .5}
	c.Correlations = []businesscase.Correlation{{A: "spend", B: "customers", R: .5}}
	m := model(t, c)
	before := emptyFlows(m.Periods)
	m.Flows(means(m), before)
	c.Staying.Curve[0], c.Tenures[0], c.Correlations[0].R = 0, 0, 7
	after := emptyFlows(m.Periods)
	m.Flows(means(m), after)
	wantNear(t, "nothing", after.Nothing, before.Nothing)
	agree(t, "correlation", m.Correlations[0].R, .5, 0)
}

func TestImpossibleCasesAreRefusedByField(t *testing.T) {
	t.Parallel()
	euros := func(in businesscase.Input, currency string) businesscase.Input {
		in.Currency = currency
		return in
	}
	for _, tt := range []struct {
		field  string
		change func(*businesscase.Case)
	}{
		{"Currency", func(c *businesscase.Case) { c.Currency = "euro" }},
		{"Unit", func(c *businesscase.Case) { c.Unit = 9 }},
		{"RatePer", func(c *businesscase.Case) { c.RatePer = 9 }},
		{"Periods", func(c *businesscase.Case) { c.Periods = 0 }},
		{"Periods", func(c *businesscase.Case) { c.Periods = 1201 }},
		{"Customers", func(c *businesscase.Case) { c.Customers = businesscase.Input{} }},
		{"Spend", func(c *businesscase.Case) { c.Spend = businesscase.Input{} }},
		{"Spend.Currency", func(c *businesscase.Case) { c.Spend = euros(c.Spend, "USD") }},
		{"Change.Once.Currency", func(c *businesscase.Case) {
			c.Change.Once = businesscase.Amount(businesscase.Money{Minor: 5, Currency: "CHF"})
		}},
		{"Margin.Currency", func(c *businesscase.Case) { c.Margin = euros(known(.5), "EUR") }},
		{"Margin.Dist", func(c *businesscase.Case) { c.Margin = known(-.1) }},
		{"Margin.Dist", func(c *businesscase.Case) { c.Margin = businesscase.Guess(businesscase.Normal(.1, .1)) }},
		{"Margin.Dist.Value", func(c *businesscase.Case) { c.Margin = businesscase.Measured(relationship.Estimate{}) }},
		{"Rate.Dist", func(c *businesscase.Case) { c.Rate = known(-1) }},
		{"Spend.Dist.High", func(c *businesscase.Case) { c.Spend = businesscase.Guess(businesscase.Uniform(5, 5)) }},
		{"Customers.N", func(c *businesscase.Case) { c.Customers.N = math.NaN() }},
		{"Spend.Name", func(c *businesscase.Case) { c.Spend.Name = "turnover" }},
		{"Spend.Improves", func(c *businesscase.Case) { c.Spend.Improves = true }},
		{"Tenures", func(c *businesscase.Case) { c.Tenures = []float64{.5, .4} }},
		{"Tenures", func(c *businesscase.Case) { c.Tenures = []float64{math.NaN(), 1} }},
		{"Tenures", func(c *businesscase.Case) { c.Tenures = append(make([]float64, 1200), 1) }},
		{"Tenures", func(c *businesscase.Case) { c.Change.Tenures, c.Tenures = 3, nil }},
		{"Change.Tenures", func(c *businesscase.Case) { c.Change.Tenures = -1 }},
		{"Change.Tenures", func(c *businesscase.Case) { c.Change.Tenures = 1201 }},
		{"Winning.Dist", func(c *businesscase.Case) { c.Winning = known(-1) }},
		{"Staying.Kept", func(c *businesscase.Case) { c.Staying = businesscase.Staying{} }},
		{"Staying.Kept", func(c *businesscase.Case) { c.Staying.Alpha, c.Staying.Beta = known(1), known(1) }},
		{"Staying.Beta", func(c *businesscase.Case) { c.Staying = businesscase.Staying{Alpha: known(1)} }},
		{"Staying.Alpha", func(c *businesscase.Case) { c.Staying = businesscase.Staying{Beta: known(1)} }},
		{"Staying.C", func(c *businesscase.Case) { c.Staying.C = known(1) }},
		{"Staying.Curve", func(c *businesscase.Case) { c.Staying = businesscase.Staying{Curve: []float64{.5, .6}} }},
		{"Staying.Curve", func(c *businesscase.Case) { c.Staying = businesscase.Staying{Curve: []float64{math.NaN()}} }},
		{"Staying.Curve", func(c *businesscase.Case) { c.Staying = businesscase.Staying{Curve: []float64{}} }},
	} {
		c := plain()
		tt.change(&c)
		_, err := c.Model()
		names(t, "an impossible case", err, tt.field)
	}
}
