package businesscase_test

import (
	"errors"
	"math"
	"testing"

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
	if !near(f.Rate, .1, 1e-15) {
		t.Errorf("rate: got %v, want 0.1", f.Rate)
	}
}

func TestThoseWhoComeNewBuyFromThePeriodInWhichTheyCome(t *testing.T) {
	t.Parallel()
	c := plain()
	c.Customers, c.Joining = businesscase.Input{}, known(100)
	wantNear(t, "nothing", flowsOf(t, c, 0).Nothing, []float64{0, 5000, 9000, 12200, 14760, 16808})
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
	c.Staying = businesscase.Staying{Curve: []float64{.5, 0}}
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
	if got, want := flowsOf(t, c, 0).Rate, math.Pow(1.1, 1./12)-1; !near(got, want, 1e-14) {
		t.Errorf("got %v a month, want %v", got, want)
	}
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
		{"Rate.Dist", func(c *businesscase.Case) { c.Rate = known(-1) }},
		{"Spend.Dist.High", func(c *businesscase.Case) { c.Spend = businesscase.Guess(businesscase.Uniform(5, 5)) }},
		{"Customers.N", func(c *businesscase.Case) { c.Customers.N = math.NaN() }},
		{"Spend.Name", func(c *businesscase.Case) { c.Spend.Name = "turnover" }},
		{"Spend.Improves", func(c *businesscase.Case) { c.Spend.Improves = true }},
		{"Tenures", func(c *businesscase.Case) { c.Tenures = []float64{.5, .4} }},
		{"Tenures", func(c *businesscase.Case) { c.Tenures = []float64{math.NaN(), 1} }},
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
		told, ok := errors.AsType[*relationship.OpError](err)
		if !ok || !errors.Is(err, relationship.ErrInvalid) || told.Field != tt.field || told.Rule == "" {
			t.Errorf("%s: got error %v", tt.field, err)
		}
	}
}
