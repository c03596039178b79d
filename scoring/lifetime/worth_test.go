package lifetime_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
	"pgregory.net/rapid"
)

// clvExact returns the exact estimates of a model (reference-mle.csv).
func clvExact(t testing.TB, data, model string) []float64 {
	t.Helper()
	for _, row := range clvTable(t, "reference-mle.csv") {
		if row["data"] == data && row["model"] == model && row["impl"] == "truth" {
			var p []float64
			for _, column := range []string{"v1", "v2", "v3", "v4"} {
				if row[column] != "" {
					p = append(p, clvNumber(t, row[column]))
				}
			}
			return p
		}
	}
	t.Fatalf("no estimates of %s on %s", model, data)
	return nil
}

// The reference is reference-clv.csv, at the conventions in its header: twelve months of 4.345 weeks at 1 % a month,
// each paid at its end; and all time at a continuous rate of 0.0027 a week.
func TestWorthIsExact(t *testing.T) {
	t.Parallel()
	const data = "cdnow-sample-2dp"
	p, q, g := clvExact(t, data, "bgnbd"), clvExact(t, data, "pnbd"), clvExact(t, data, "gg")
	bg := lifetime.BGNBD{R: p[0], Alpha: p[1], A: p[2], B: p[3]}
	pareto := lifetime.ParetoNBD{R: q[0], Alpha: q[1], S: q[2], Beta: q[3]}
	gg := lifetime.GammaGamma{P: g[0], Q: g[1], Gamma: g[2]}
	cfg := lifetime.WorthConfig{Length: 4.345, Discount: lifetime.Discount{Rate: .01, Per: 4.345}}
	all := lifetime.Discount{Rate: .0027, Continuous: true}
	for _, row := range clvTable(t, "reference-clv.csv") {
		c := lifetime.Customer{X: clvNumber(t, row["x"]), TX: clvNumber(t, row["t_x"]), T: clvNumber(t, row["T"])}
		spend, err := gg.Expected(c.X, clvNumber(t, row["zbar"]))
		if err != nil {
			t.Fatal(err)
		}
		clvWant(t, "spend", spend, clvNumber(t, row["spend_truth"]), 1e-13)
		for column, expected := range map[string]func(lifetime.Customer, float64) (float64, error){
			"clv12_bgnbd_truth": bg.Expected, "clv12_pnbd_truth": pareto.Expected,
		} {
			worth, err := lifetime.Worth(expected, c, spend, cfg)
			if err != nil {
				t.Fatal(err)
			}
			clvWant(t, column, worth, clvNumber(t, row[column]), 1e-12)
		}
		more, err := pareto.Discounted(c, all.PerUnit())
		if err != nil {
			t.Fatal(err)
		}
		clvWant(t, "of all time", more*spend, clvNumber(t, row["clv_dert_pnbd_truth"]), 1e-12)
	}
}

func TestDiscountsOfTheSameWeightAreTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.Float64Range(0, 3).Draw(t, "rate")
		after := rapid.Float64Range(0, 100).Draw(t, "after")
		yearly := lifetime.Discount{Rate: rate, Per: 52}
		weekly := lifetime.Discount{Rate: math.Expm1(math.Log1p(rate) / 52)}
		always := lifetime.Discount{Rate: math.Log1p(rate) / 52, Continuous: true}
		want := math.Pow(1+rate, -after/52)
		for _, d := range []lifetime.Discount{yearly, weekly, always} {
			if got := d.Factor(after); math.Abs(got-want) > 1e-13 || got > 1 {
				t.Fatalf("%+v: got %g, want %g", d, got, want)
			}
		}
	})
	if got := (lifetime.Discount{}).Factor(1e300); got != 1 {
		t.Errorf("without a discount: got %g", got)
	}
	if got := (lifetime.Discount{Rate: 1e30, Per: 1e-300}).Factor(1e30); got != 0 {
		t.Errorf("with all of it: got %g", got)
	}
}

func TestWorthCountsWhatIsExpected(t *testing.T) {
	t.Parallel()
	steady := func(_ lifetime.Customer, horizon float64) (float64, error) { return 2 * horizon, nil }
	for name, c := range map[string]struct {
		cfg  lifetime.WorthConfig
		want float64
	}{
		"twelve weeks":     {lifetime.WorthConfig{}, 2 * 12 * 5},
		"two half periods": {lifetime.WorthConfig{Periods: 2, Length: .5}, 2 * 5},
		"at their end":     {lifetime.WorthConfig{Periods: 1, Discount: lifetime.Discount{Rate: 1}}, 5},
		"in their middle":  {lifetime.WorthConfig{Periods: 1, Midway: true, Discount: lifetime.Discount{Rate: 1}}, 10 / math.Sqrt2},
	} {
		if got, err := lifetime.Worth(steady, lifetime.Customer{}, 5, c.cfg); err != nil || !clvNear(got, c.want, 1e-14) {
			t.Errorf("%s: got %g, %v, want %g", name, got, err, c.want)
		}
	}
	broken := errors.New("broken")
	fails := func(lifetime.Customer, float64) (float64, error) { return 0, broken }
	if _, err := lifetime.Worth(fails, lifetime.Customer{}, 5, lifetime.WorthConfig{}); err != broken {
		t.Errorf("a forecast that fails: got %v", err)
	}
	none := func(lifetime.Customer, float64) (float64, error) { return math.NaN(), nil }
	for name, get := range map[string]func() (float64, error){
		"no number": func() (float64, error) { return lifetime.Worth(none, lifetime.Customer{}, 5, lifetime.WorthConfig{}) },
		"spend": func() (float64, error) {
			return lifetime.Worth(steady, lifetime.Customer{}, -5, lifetime.WorthConfig{})
		},
		"periods": func() (float64, error) {
			return lifetime.Worth(steady, lifetime.Customer{}, 5, lifetime.WorthConfig{Periods: -1})
		},
		"length": func() (float64, error) {
			return lifetime.Worth(steady, lifetime.Customer{}, 5, lifetime.WorthConfig{Length: -1})
		},
		"rate": func() (float64, error) {
			return lifetime.Worth(steady, lifetime.Customer{}, 5, lifetime.WorthConfig{Discount: lifetime.Discount{Rate: math.Inf(1)}})
		},
	} {
		if got, err := get(); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s: got %g, %v", name, got, err)
		}
	}
}

// The figures are those of CDNOW: the model's total is near, and its error below that of both rules of thumb.
func TestAForecastOfCDNOWIsBetterThanAGuess(t *testing.T) {
	t.Parallel()
	outcomes, err := clvLog(t, clvCDNOW(t), lifetime.LogConfig{}).Split(clvDay(t, "1997-09-30"), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	p := clvExact(t, "cdnow-master", "bgnbd")
	model := lifetime.BGNBD{R: p[0], Alpha: p[1], A: p[2], B: p[3]}
	b, err := lifetime.NewBacktest(outcomes, model.Expected, lifetime.BacktestConfig{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, g := range b.Groups {
		n += g.N
	}
	if n != 23570 || len(b.Groups) != 8 || b.Groups[7].X != 7 || !clvNear(outcomes[0].Ahead, 39, 1e-14) {
		t.Errorf("got %d customers in %d groups", n, len(b.Groups))
	}
	if math.Abs(b.Model.Bias) > .2 || b.Model.RootMeanSquare > b.SameRate.RootMeanSquare || b.Model.RootMeanSquare > b.Hiatus.RootMeanSquare {
		t.Errorf("got %+v beside %+v and %+v", b.Model, b.SameRate, b.Hiatus)
	}
	t.Logf("actual %g, model %+v, same rate %+v, hiatus %+v", b.Actual, b.Model, b.SameRate, b.Hiatus)
}

func TestABacktestAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := clvDrawRows().Draw(t, "rows")
		at := rapid.IntRange(-3, 12).Draw(t, "at")
		day := func(d int) time.Time { return time.Date(1970, 1, 1+d, 0, 0, 0, 0, time.UTC) }
		outcomes, err := clvFill(t, rows).Split(day(at), day(13))
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range outcomes {
			if o.Ahead != float64(13-at) || o.AfterSpend < 0 {
				t.Fatalf("got %+v", o)
			}
		}
		b, err := lifetime.NewBacktest(outcomes, func(lifetime.Customer, float64) (float64, error) { return 1, nil }, lifetime.BacktestConfig{Groups: 3})
		if err != nil {
			t.Fatal(err)
		}
		actual, forecast := 0.0, 0.0
		for _, g := range b.Groups {
			actual += g.Actual * float64(g.N)
			forecast += g.Forecast * float64(g.N)
		}
		if math.Abs(actual-b.Actual) > 1e-9 || math.Abs(forecast-float64(len(outcomes))) > 1e-9 || b.Model.MeanAbsolute > b.Model.RootMeanSquare+1e-12 {
			t.Fatalf("got %+v", b)
		}
		whole, err := clvFill(t, rows).Split(day(13), day(13))
		if err != nil {
			t.Fatal(err)
		}
		later := map[relationship.PartyID]lifetime.Outcome{}
		for _, o := range whole {
			later[o.Party] = o
		}
		for _, o := range outcomes {
			if all := later[o.Party]; all.X != o.X+float64(o.After) {
				t.Fatalf("before and after: %g and %d, together %g", o.X, o.After, all.X)
			}
		}
	})
}

func TestTheGuessesOfAManagerAreAsTheySay(t *testing.T) {
	t.Parallel()
	outcome := func(x, last float64, after int) lifetime.Outcome {
		return lifetime.Outcome{History: lifetime.History{Customer: lifetime.Customer{X: x, TX: last, T: 10}}, Ahead: 20, After: after}
	}
	outcomes := []lifetime.Outcome{outcome(4, 9, 6), outcome(2, 1, 0), outcome(1, 0.5, 2), {Ahead: 20, After: 1}}
	two := func(lifetime.Customer, float64) (float64, error) { return 2, nil }
	b, err := lifetime.NewBacktest(outcomes, two, lifetime.BacktestConfig{Hiatus: 9, Groups: 3})
	if err != nil {
		t.Fatal(err)
	}
	actual := 9.0
	want := lifetime.Backtest{
		Groups: []lifetime.BacktestGroup{
			{X: 0, N: 1, Forecast: 2, Actual: 1}, {X: 1, N: 1, Forecast: 2, SameRate: 2, Actual: 2},
			{X: 2, N: 2, Forecast: 2, SameRate: 6, Hiatus: 6, Actual: 3},
		},
		Actual:   actual,
		Model:    lifetime.Miss{Total: 8, Bias: 8/actual - 1, MeanAbsolute: 7. / 4, RootMeanSquare: math.Sqrt(21. / 4)},
		SameRate: lifetime.Miss{Total: 14, Bias: 14/actual - 1, MeanAbsolute: 7. / 4, RootMeanSquare: math.Sqrt(21. / 4)},
		Hiatus:   lifetime.Miss{Total: 12, Bias: 12/actual - 1, MeanAbsolute: 9. / 4, RootMeanSquare: 2.5},
	}
	if diff := cmp.Diff(want, b); diff != "" {
		t.Error(diff)
	}
	usual, err := lifetime.NewBacktest(outcomes, two, lifetime.BacktestConfig{})
	if err != nil || usual.Hiatus.Total != 14 {
		t.Errorf("half of the time after as hiatus: got %+v, %v", usual.Hiatus, err)
	}
}

func TestBacktestsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	one := func(lifetime.Customer, float64) (float64, error) { return 1, nil }
	for name, o := range map[string]lifetime.Outcome{
		"before": {History: lifetime.History{Customer: lifetime.Customer{X: -1}}}, "ahead": {Ahead: -1}, "after": {After: -1},
	} {
		if _, err := lifetime.NewBacktest([]lifetime.Outcome{o}, one, lifetime.BacktestConfig{}); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for _, cfg := range []lifetime.BacktestConfig{{Groups: -1}, {Hiatus: math.NaN()}} {
		if _, err := lifetime.NewBacktest(nil, one, cfg); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%+v: got %v", cfg, err)
		}
	}
	if b, err := lifetime.NewBacktest(nil, one, lifetime.BacktestConfig{}); err != nil || b.Model != (lifetime.Miss{}) || len(b.Groups) != 0 {
		t.Errorf("nobody: got %+v, %v", b, err)
	}
}
