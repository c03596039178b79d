package market_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback/market"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

func calibrate(t testing.TB, past []market.Forecast, bands int) market.Calibration {
	t.Helper()
	c, err := market.Calibrate(past, market.CalibrationConfig{Bands: bands})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestBrierScores(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name     string
		forecast market.Forecast
		want     float64
	}{
		{"sure and right", market.Forecast{Prices: []float64{1, 0}}, 0},
		{"sure and wrong", market.Forecast{Prices: []float64{1, 0}, Outcome: 1}, 1},
		{"even", market.Forecast{Prices: []float64{.5, .5}, Outcome: 1}, .25},
		{"two outcomes", market.Forecast{Prices: []float64{.7, .3}}, .09},
		{"three outcomes", market.Forecast{Prices: []float64{.6, .3, .1}, Outcome: 1}, (.36 + .49 + .01) / 2},
	}
	for _, c := range cases {
		got := calibrate(t, []market.Forecast{c.forecast}, 0)
		near(t, c.name, got.Brier.Value, c.want)
		if got.Brier.N != 1 || got.Brier.High-got.Brier.Low < .7 {
			t.Errorf("%s: got %v, want a wide range around one forecast", c.name, got.Brier)
		}
	}
}

func TestNoForecastsLeaveAllUnknown(t *testing.T) {
	t.Parallel()
	c := calibrate(t, nil, 0)
	if c.Brier.Known() || c.Bias.Known() || len(c.Bands) != 10 || c.Bands[3].Came.Known() || c.Bands[3].Bias.Known() {
		t.Errorf("got %+v, want all unknown in ten bands", c)
	}
}

func TestATableOfCalibration(t *testing.T) {
	t.Parallel()
	two := func(p float64, outcome int) market.Forecast {
		return market.Forecast{Prices: []float64{p, 1 - p}, Outcome: outcome}
	}
	past := []market.Forecast{
		two(.8, 0), two(.9, 1), two(1, 0), two(.1, 1), two(.25, 0), two(0, 1), two(.75, 1),
		{Prices: []float64{.2, .2, .6}, Outcome: 2},
	}
	got := calibrate(t, past, 4)
	type row struct {
		From, To, Expected, Came, Bias, N float64
		Behind                            []int
	}
	var rows []row
	for _, b := range got.Bands {
		rows = append(rows, row{b.From, b.To, b.Expected, b.Came.Value, b.Bias.Value, b.Came.N, b.Behind})
	}
	want := []row{
		{0, .25, .125, 0, .125, 4, []int{3, 5, 7}},
		{.25, .5, .25, 1, -.75, 1, []int{4}},
		{.5, .75, .6, 1, -.4, 1, []int{7}},
		{.75, 1, .8625, .5, .3625, 4, []int{0, 1, 2, 6}},
	}
	close := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-12 })
	if diff := cmp.Diff(want, rows, close); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	// First outcomes: expected (.8 + .9 + 1 + .1 + .25 + 0 + .75 + .2) / 8 = .5, came 3 of 8.
	near(t, "bias", got.Bias.Value, .125)
	// Wilson's bounds for 3 of 8 are .136844 and .694258.
	if math.Abs(got.Bias.Low-(.5-.694258)) > 1e-6 || math.Abs(got.Bias.High-(.5-.136844)) > 1e-6 {
		t.Errorf("got a bias of %v", got.Bias)
	}
}

func TestForecastsOutOfRangeAreRefused(t *testing.T) {
	t.Parallel()
	fine := market.Forecast{Prices: []float64{.5, .5}}
	cases := []struct {
		name        string
		bad         market.Forecast
		field, rule string
	}{
		{"no prices", market.Forecast{}, "Forecasts[1].Prices", "must be two at least"},
		{"prices that do not sum to one", market.Forecast{Prices: []float64{.5, .4}}, "Forecasts[1].Prices", "must sum to one"},
		{"no number", market.Forecast{Prices: []float64{math.NaN(), 1}}, "Forecasts[1].Prices[0]", "must be from 0 to 1"},
		{"an unknown outcome", market.Forecast{Prices: []float64{.5, .5}, Outcome: 2}, "Forecasts[1].Outcome", "must be the place of an outcome"},
	}
	for _, c := range cases {
		_, err := market.Calibrate([]market.Forecast{fine, c.bad}, market.CalibrationConfig{})
		refused(t, c.name, err, c.field, c.rule)
	}
	_, err := market.Calibrate(nil, market.CalibrationConfig{Bands: 101})
	refused(t, "too many bands", err, "Bands", "must be from 0 to 100")
}

func TestCalibrationIsTheSameInAnyOrderAndInRange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		past := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) market.Forecast {
			prices := drawPrices(t, rapid.IntRange(2, 4).Draw(t, "outcomes"))
			return market.Forecast{Prices: prices, Outcome: rapid.IntRange(0, len(prices)-1).Draw(t, "outcome")}
		}), 0, 30).Draw(t, "past")
		read := func(past []market.Forecast) market.Calibration {
			c, err := market.Calibrate(past, market.CalibrationConfig{})
			if err != nil {
				t.Fatal(err)
			}
			n := 0.0
			for i := range c.Bands {
				n += c.Bands[i].Came.N
				check(t, c.Bands[i].Came, 0)
				check(t, c.Bands[i].Bias, -1)
				c.Bands[i].Behind = nil
			}
			check(t, c.Brier, 0)
			check(t, c.Bias, -1)
			if n < float64(len(past)) {
				t.Errorf("%v of %d forecasts are in a band", n, len(past))
			}
			return c
		}
		want := read(past)
		if diff := cmp.Diff(want, read(rapid.Permutation(past).Draw(t, "shuffled"))); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

func check(t *rapid.T, e relationship.Estimate, low float64) {
	t.Helper()
	if err := e.Check(low, 1); err != nil {
		t.Errorf("%v: got error %v", e, err)
	}
}

// Forecasts that are right as often as they say have no bias, and those that hope too much do; the ranges
// hold the truth at least 93 times in a hundred, and that of the Brier score 97 times.
func TestRangesHoldTheTruth(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(6, 1))
	const rounds, hope = 2000, .15
	brier, unbiased, hopeful := 0, 0, 0
	holds := func(e relationship.Estimate, truth float64) int {
		if e.Low <= truth && truth <= e.High {
			return 1
		}
		return 0
	}
	for range rounds {
		var fair, hoping []market.Forecast
		for range 25 {
			p, outcome := .1+.7*random.Float64(), 1
			if random.Float64() < p {
				outcome = 0
			}
			fair = append(fair, market.Forecast{Prices: []float64{p, 1 - p}, Outcome: outcome})
			hoping = append(hoping, market.Forecast{Prices: []float64{p + hope, 1 - p - hope}, Outcome: outcome})
		}
		c := calibrate(t, fair, 1)
		// The mean of p (1-p) for p even in .1 to .8.
		brier += holds(c.Brier, (.8*.8/2-.8*.8*.8/3-.1*.1/2+.1*.1*.1/3)/.7)
		unbiased += holds(c.Bias, 0)
		hopeful += holds(calibrate(t, hoping, 1).Bias, hope)
	}
	if brier < rounds*97/100 || unbiased < rounds*93/100 || hopeful < rounds*93/100 {
		t.Errorf("of %d rounds got %d Brier scores, %d and %d biases in their ranges", rounds, brier, unbiased, hopeful)
	}
	t.Logf("of %d rounds: %d Brier scores, %d and %d biases in their ranges", rounds, brier, unbiased, hopeful)
}

func TestForecastsOfAMarketAreItsLastPrices(t *testing.T) {
	t.Parallel()
	m := traded(t)
	if _, settled := m.Forecast(); settled {
		t.Error("an open market has no forecast")
	}
	do(t)(m.Settle("judy", closes(), 1))
	f, settled := m.Forecast()
	if !settled || f.Outcome != 1 || !slices.Equal(f.Prices, m.Prices()) {
		t.Errorf("got %v, %t", f, settled)
	}
}
