package lifetime_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/lifetime"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// fitted is a model fitted to customers that it drew, and those.
func fitted(t testing.TB, n int) (lifetime.BGNBD, lifetime.Fit, *lifetime.Sample, []lifetime.Customer) {
	t.Helper()
	s, rows := new(lifetime.Sample), make([]lifetime.Customer, n)
	for i, c := range simulate(rand.New(rand.NewPCG(5, 6)), lifetime.BGNBD{R: 0.6, Alpha: 6, A: 0.8, B: 2.5}, n, 0) {
		rows[i] = c.Customer
		if err := s.Add(c.Customer); err != nil {
			t.Fatal(err)
		}
	}
	m, fit, err := lifetime.FitBGNBD(s, lifetime.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return m, fit, s, rows
}

// The errors of the parameters themselves follow from the same covariance.
func TestTheIntervalOfAParameterIsThatOfItsStandardError(t *testing.T) {
	t.Parallel()
	m, fit, _, _ := fitted(t, 400)
	got, err := lifetime.Interval(m, fit, func(m lifetime.BGNBD) ([]float64, error) {
		return []float64{m.R, m.Alpha, m.A, m.B, -m.R}, nil
	}, lifetime.IntervalConfig{})
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range fit.Params {
		times := math.Exp(1.959963984540054 * p.SE / p.Value)
		if e := got[i]; e.Value != p.Value || !clvNear(e.Low, p.Value/times, 1e-7) || !clvNear(e.High, p.Value*times, 1e-7) ||
			e.N != 400 || e.Basis != relationship.Observed {
			t.Errorf("%s: got %v, want %g times or over %g", p.Name, e, p.Value, times)
		}
	}
	if e := got[4]; !clvNear(e.High-e.Value, 1.959963984540054*fit.Params[0].SE, 1e-7) || !clvNear(e.Value-e.Low, e.High-e.Value, 1e-9) {
		t.Errorf("below 0: got %v, want both sides alike", e)
	}
}

// The slow way: the whole gradient and the whole matrix, in the parameters themselves.
func TestAnIntervalIsThatOfTheWholeCovariance(t *testing.T) {
	t.Parallel()
	m, fit, _, rows := fitted(t, 400)
	must := buyMust(t)
	for _, c := range rows[:20] {
		asked := func(p [4]float64) float64 {
			return must(lifetime.BGNBD{R: p[0], Alpha: p[1], A: p[2], B: p[3]}.Expected(c, 39))
		}
		var grad [4]float64
		at := [4]float64{m.R, m.Alpha, m.A, m.B}
		for i := range at {
			up, down := at, at
			up[i] *= 1 + 1e-5
			down[i] *= 1 - 1e-5
			grad[i] = (asked(up) - asked(down)) / (2e-5 * at[i])
		}
		variance := 0.0
		for i := range grad {
			for j := range grad {
				variance += grad[i] * fit.Covariance[i][j] * grad[j]
			}
		}
		got, err := lifetime.Interval(m, fit, func(m lifetime.BGNBD) ([]float64, error) {
			v, err := m.Expected(c, 39)
			return []float64{v}, err
		}, lifetime.IntervalConfig{})
		if err != nil {
			t.Fatal(err)
		}
		v := asked(at)
		clvWant(t, "the upper end", got[0].High, v*math.Exp(1.959963984540054*math.Sqrt(variance)/v), 1e-6)
	}
}

func TestTheIntervalOfAShareStaysBetween0And1(t *testing.T) {
	t.Parallel()
	m, fit, _, rows := fitted(t, 200)
	got, err := lifetime.Interval(m, fit, func(m lifetime.BGNBD) ([]float64, error) {
		there := make([]float64, len(rows))
		return there, lifetime.PAliveAll(m, there, rows, 3)
	}, lifetime.IntervalConfig{Shares: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range got {
		if err := e.Check(0, 1); err != nil || e.Low == e.High {
			t.Errorf("%+v: got %v, %v", rows[i], e, err)
		}
	}
	certain, err := lifetime.Interval(m, fit, func(m lifetime.BGNBD) ([]float64, error) {
		v, err := m.PAlive(lifetime.Customer{T: 30}, 0)
		return []float64{v, 0}, err
	}, lifetime.IntervalConfig{Shares: true})
	if err != nil || certain[0].Low != 1 || certain[1].High != 0 {
		t.Errorf("who is there with certainty: got %v, %v", certain, err)
	}
}

// drawTurns lets customers take occasions one after the other.
func drawTurns(t testing.TB, n int) *lifetime.TurnSample {
	t.Helper()
	s, r := new(lifetime.TurnSample), rand.New(rand.NewPCG(1, 2))
	for range n {
		take, leave := distuv.Beta{Alpha: 1.2, Beta: .75, Src: r}.Rand(), distuv.Beta{Alpha: 1, Beta: 3, Src: r}.Rand()
		turns := lifetime.Turns{N: 6}
		for i := 1; i <= turns.N && r.Float64() >= leave; i++ {
			if r.Float64() < take {
				turns.X, turns.TX = turns.X+1, i
			}
		}
		if err := s.Add(turns, 1); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// drawSpends lets customers buy one to six times.
func drawSpends(t testing.TB, n int) *lifetime.SpendSample {
	t.Helper()
	s, r := new(lifetime.SpendSample), rand.New(rand.NewPCG(3, 4))
	for range n {
		x, sum := 1+r.IntN(6), 0.0
		scale := distuv.Gamma{Alpha: 4, Beta: 15, Src: r}.Rand()
		for range x {
			sum += distuv.Gamma{Alpha: 6, Beta: scale, Src: r}.Rand()
		}
		if err := s.Add(float64(x), sum/float64(x)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// intervalsOfAll returns the delta and the bootstrap interval of one number for each model.
func intervalsOfAll(t testing.TB) map[string][2]relationship.Estimate {
	t.Helper()
	got := func(estimates []relationship.Estimate, err error) relationship.Estimate {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return estimates[0]
	}
	_, _, s, _ := fitted(t, 300)
	turns, cohorts := drawTurns(t, 800), new(lifetime.Cohorts)
	for _, survivors := range [][]int{{1000, 631, 468, 382, 326, 289}, {900, 560, 421}} {
		if err := cohorts.Add(survivors...); err != nil {
			t.Fatal(err)
		}
	}
	spends := drawSpends(t, 400)
	c := lifetime.Customer{X: 3, TX: 20, T: 35}
	bg, bgFit, err1 := lifetime.FitBGNBD(s, lifetime.Config{})
	mbg, mbgFit, err2 := lifetime.FitMBGNBD(s, lifetime.Config{})
	pareto, paretoFit, err3 := lifetime.FitParetoNBD(s, lifetime.Config{})
	bgbb, bgbbFit, err4 := lifetime.FitBGBB(turns, lifetime.Config{})
	sbg, sbgFit, err5 := lifetime.FitSBG(cohorts, lifetime.Config{})
	bdw, bdwFit, err6 := lifetime.FitBDW(cohorts, lifetime.Config{})
	spend, spendFit, err7 := lifetime.FitGammaGamma(spends, lifetime.Config{})
	if err := errors.Join(err1, err2, err3, err4, err5, err6, err7); err != nil {
		t.Fatal(err)
	}
	// What is asked of each.
	more := one(func(m lifetime.BGNBD) (float64, error) { return m.Expected(c, 10) })
	moreOfAny := one(func(m lifetime.Model) (float64, error) { return m.Expected(c, 10) })
	worth := one(func(m lifetime.MBGNBD) (float64, error) {
		return lifetime.Worth(m.Expected, c, 20, lifetime.WorthConfig{Discount: lifetime.Discount{Rate: .1, Per: 52}})
	})
	allLater := one(func(m lifetime.ParetoNBD) (float64, error) { return m.Discounted(c, .1) })
	taken := one(func(m lifetime.BGBB) (float64, error) { return m.Expected(lifetime.Turns{X: 3, TX: 5, N: 6}, 5) })
	survival := one(func(m lifetime.SBG) (float64, error) { return m.Survival(8) })
	retention := one(func(m lifetime.BDW) (float64, error) { return m.Retention(5) })
	each := one(func(m lifetime.GammaGamma) (float64, error) { return m.Expected(2, 30) })
	plain, draws := lifetime.IntervalConfig{}, lifetime.DrawConfig{Draws: 60}
	return map[string][2]relationship.Estimate{
		"BG/NBD":      {got(lifetime.Interval(bg, bgFit, more, plain)), got(lifetime.Bootstrap(bg, s, more, draws))},
		"any model":   {got(lifetime.Interval(lifetime.Model(bg), bgFit, moreOfAny, plain)), got(lifetime.Bootstrap(lifetime.Model(bg), s, moreOfAny, draws))},
		"MBG/NBD":     {got(lifetime.Interval(mbg, mbgFit, worth, plain)), got(lifetime.Bootstrap(mbg, s, worth, draws))},
		"Pareto/NBD":  {got(lifetime.Interval(pareto, paretoFit, allLater, plain)), got(lifetime.Bootstrap(pareto, s, allLater, draws))},
		"BG/BB":       {got(lifetime.Interval(bgbb, bgbbFit, taken, plain)), got(lifetime.Bootstrap(bgbb, turns, taken, draws))},
		"sBG":         {got(lifetime.Interval(sbg, sbgFit, survival, shares())), got(lifetime.Bootstrap(sbg, cohorts, survival, draws))},
		"BdW":         {got(lifetime.Interval(bdw, bdwFit, retention, shares())), got(lifetime.Bootstrap(bdw, cohorts, retention, draws))},
		"Gamma-Gamma": {got(lifetime.Interval(spend, spendFit, each, plain)), got(lifetime.Bootstrap(spend, spends, each, draws))},
	}
}

func shares() lifetime.IntervalConfig { return lifetime.IntervalConfig{Shares: true} }

func TestBothWaysToFindAnIntervalAgree(t *testing.T) {
	t.Parallel()
	for name, both := range intervalsOfAll(t) {
		delta, drawn := both[0], both[1]
		t.Logf("%-14s %v and %v", name, delta, drawn)
		wide := delta.High - delta.Low
		if delta.Value != drawn.Value || delta.N != drawn.N || delta.Check(0, 1e6) != nil || drawn.Check(0, 1e6) != nil ||
			math.Abs(delta.Low-drawn.Low) > .4*wide || math.Abs(delta.High-drawn.High) > .4*wide {
			t.Errorf("%s: got %v by the delta method and %v by drawing", name, delta, drawn)
		}
	}
}

// one returns a question for one number as one for several.
func one[M any](of func(M) (float64, error)) func(M) ([]float64, error) {
	return func(m M) ([]float64, error) {
		v, err := of(m)
		return []float64{v}, err
	}
}

func TestAnIntervalNeedsAFitOfTheModel(t *testing.T) {
	t.Parallel()
	m, fit, _, rows := fitted(t, 200)
	shape := func(m lifetime.BGNBD) ([]float64, error) { return []float64{m.R}, nil }
	for name, c := range map[string]struct {
		m   lifetime.BGNBD
		fit lifetime.Fit
		of  func(lifetime.BGNBD) ([]float64, error)
		cfg lifetime.IntervalConfig
	}{
		"no fit":           {m, lifetime.Fit{}, shape, lifetime.IntervalConfig{}},
		"another model":    {lifetime.BGNBD{R: 1, Alpha: 1, A: 1, B: 1}, fit, shape, lifetime.IntervalConfig{}},
		"not a number":     {m, fit, func(lifetime.BGNBD) ([]float64, error) { return []float64{math.NaN()}, nil }, lifetime.IntervalConfig{}},
		"more and more":    {m, fit, growing(), lifetime.IntervalConfig{}},
		"no share, though": {m, fit, func(m lifetime.BGNBD) ([]float64, error) { return []float64{m.B + 1}, nil }, lifetime.IntervalConfig{Shares: true}},
	} {
		if got, err := lifetime.Interval(c.m, c.fit, c.of, c.cfg); !errors.Is(err, relationship.ErrInvalid) || got != nil {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
	own := errors.New("own")
	if _, err := lifetime.Interval(m, fit, func(lifetime.BGNBD) ([]float64, error) { return nil, own }, lifetime.IntervalConfig{}); err != own {
		t.Errorf("the error of what is asked: got %v", err)
	}
	for name, cfg := range map[string]lifetime.DrawConfig{"few": {Draws: 19}, "many": {Draws: 1_000_001}, "below": {Draws: -1}} {
		if _, err := lifetime.Foretell(m, fit, rows, 1, cfg); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := lifetime.Foretell(m, fit, rows, -1, lifetime.DrawConfig{}); !errors.Is(err, relationship.ErrInvalid) {
		t.Errorf("a horizon below 0: got %v", err)
	}
}

// growing returns one number more each time.
func growing() func(lifetime.BGNBD) ([]float64, error) {
	n := 0
	return func(lifetime.BGNBD) ([]float64, error) { n++; return make([]float64, n), nil }
}

func TestWithoutACovarianceAnIntervalIsUnknownAndDrawingFindsOne(t *testing.T) {
	t.Parallel()
	s := buyGroups(t, buyGroup(3, 30, 40, 40), buyGroup(2, 25, 40, 30), buyGroup(4, 33, 40, 30))
	m, fit, err := lifetime.FitBGNBD(s, lifetime.Config{})
	if err != nil || fit.Covariance != nil {
		t.Fatal("the sample must be on a ridge", fit.Verdicts, err)
	}
	asked := func(m lifetime.BGNBD) ([]float64, error) {
		v, err := m.Expected(lifetime.Customer{X: 3, TX: 30, T: 40}, 10)
		return []float64{v}, err
	}
	got, err := lifetime.Interval(m, fit, asked, lifetime.IntervalConfig{})
	if err != nil || len(got) != 1 || got[0].Known() {
		t.Errorf("got %v, %v", got, err)
	}
	total, err := lifetime.Foretell(m, fit, []lifetime.Customer{{X: 3, TX: 30, T: 40}}, 10, lifetime.DrawConfig{})
	if err != nil || total != (lifetime.Total{}) {
		t.Errorf("got %v, %v", total, err)
	}
	drawn, err := lifetime.Bootstrap(m, s, asked, lifetime.DrawConfig{Draws: 40})
	if err != nil || !drawn[0].Known() || drawn[0].Low >= drawn[0].High {
		t.Errorf("got %v, %v", drawn, err)
	}
}

func TestDrawingGivesTheSameForTheSameSeed(t *testing.T) {
	t.Parallel()
	m, fit, s, rows := fitted(t, 100)
	asked := func(m lifetime.BGNBD) ([]float64, error) { return []float64{m.A}, nil }
	seeds := []*rand.Rand{nil, nil, rand.New(rand.NewPCG(1, 1)), rand.New(rand.NewPCG(1, 1))}
	var totals []lifetime.Total
	var drawn [][]relationship.Estimate
	for _, r := range seeds {
		total, err := lifetime.Foretell(m, fit, rows, 10, lifetime.DrawConfig{Draws: 50, Rand: r})
		boot, err2 := lifetime.Bootstrap(m, s, asked, lifetime.DrawConfig{Draws: 20, Rand: r})
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		totals, drawn = append(totals, total), append(drawn, boot)
	}
	for i := range totals {
		if same := i/2*2 == i; !same && (totals[i] != totals[i-1] || !cmp.Equal(drawn[i], drawn[i-1])) {
			t.Errorf("got %v and %v", totals[i], totals[i-1])
		}
	}
	if totals[0] == totals[2] {
		t.Error("another seed must draw something else")
	}
}

// What customers drawn from a model do on average is what the model expects.
func TestTheActualTotalIsDrawnAroundTheExpectedOne(t *testing.T) {
	t.Parallel()
	m, fit, s, rows := fitted(t, 300)
	pareto, paretoFit, err := lifetime.FitParetoNBD(s, lifetime.Config{})
	mbg, mbgFit, err2 := lifetime.FitMBGNBD(s, lifetime.Config{})
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		m   lifetime.Model
		fit lifetime.Fit
	}{{m, fit}, {pareto, paretoFit}, {mbg, mbgFit}} {
		got, err := lifetime.Foretell(c.m, c.fit, rows, 10, lifetime.DrawConfig{Draws: 400})
		if err != nil {
			t.Fatal(err)
		}
		e, a := got.Expected, got.Actual
		half := (a.High - a.Low) / 2
		if a.Value != e.Value || a.Low >= e.Low || a.High <= e.High || math.Abs(a.High+a.Low-2*a.Value) > .3*half {
			t.Errorf("%s: got %v and %v", c.fit.Model, e, a)
		}
	}
}

func TestNobodyBuysNothingForCertain(t *testing.T) {
	t.Parallel()
	m, fit, _, rows := fitted(t, 100)
	for name, got := range map[string]func() (lifetime.Total, error){
		"nobody": func() (lifetime.Total, error) { return lifetime.Foretell(m, fit, nil, 10, lifetime.DrawConfig{}) },
		"no time": func() (lifetime.Total, error) {
			return lifetime.Foretell(m, fit, rows, 0, lifetime.DrawConfig{Draws: 20})
		},
	} {
		total, err := got()
		none := relationship.Estimate{N: 100, Basis: relationship.Observed}
		if err != nil || total != (lifetime.Total{Expected: none, Actual: none}) {
			t.Errorf("%s: got %v, %v", name, total, err)
		}
	}
}

func TestDoubtsOfSeveralSourcesAddBySquares(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(0, 1e6).Draw(t, "value")
		var all []relationship.Estimate
		widest, sum := 0.0, 0.0
		for range rapid.IntRange(1, 4).Draw(t, "sources") {
			e := relationship.Estimate{Value: v, Low: v * rapid.Float64Range(0, 1).Draw(t, "low"), High: v + rapid.Float64Range(0, 1e6).Draw(t, "high"), N: 5, Basis: relationship.Observed}
			all = append(all, e)
			widest, sum = max(widest, e.High-v), sum+e.High-v
		}
		got, err := lifetime.Jointly(all...)
		if err != nil || got.Check(0, 1e7) != nil || got.Value != v || got.High-v < widest*(1-1e-9) || got.High-v > sum*(1+1e-9)+1e-9 {
			t.Fatalf("got %v of %v, %v", got, all, err)
		}
		if one, err := lifetime.Jointly(all[0]); err != nil || math.Abs(one.Low-all[0].Low) > 1e-9*v || math.Abs(one.High-all[0].High) > 1e-9*all[0].High {
			t.Fatalf("one source: got %v of %v, %v", one, all[0], err)
		}
	})
	exact := relationship.Estimate{Value: 3, Low: 3, High: 3, N: 9, Basis: relationship.Observed}
	guess := relationship.Estimate{Value: 3, Low: 1, High: 4, N: 2, Basis: relationship.Guessed}
	if got, err := lifetime.Jointly(exact, guess); err != nil || got.Low != 1 || got.N != 2 || got.Basis != relationship.Guessed || got.Guesses != .5 {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := lifetime.Jointly(exact, relationship.Estimate{}); err != nil || got.Known() {
		t.Errorf("with something unknown: got %v, %v", got, err)
	}
	other := exact
	other.Value, other.High = 4, 4
	for name, all := range map[string][]relationship.Estimate{"none": nil, "another value": {exact, other}, "no estimate": {exact, {Value: math.NaN(), Basis: relationship.Observed}}} {
		if got, err := lifetime.Jointly(all...); !errors.Is(err, relationship.ErrInvalid) || got.Known() {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}

func TestAScoreOfAFitIsTakenByALedger(t *testing.T) {
	t.Parallel()
	m, fit, _, _ := fitted(t, 100)
	found, err := lifetime.Interval(m, fit, func(m lifetime.BGNBD) ([]float64, error) {
		v, err := m.Expected(lifetime.Customer{X: 3, TX: 20, T: 35}, 52)
		return []float64{v}, err
	}, lifetime.IntervalConfig{})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC)
	of := relationship.PartyID("c3").Ref()
	score := fit.Score("purchases in a year", of, at, found[0], "purchases of the shop since 2025")
	ledger := scoring.New(new(scoring.Memory), scoring.Config{})
	if _, err := ledger.PutScores(t.Context(), []scoring.Score{score}); err != nil {
		t.Fatal(err)
	}
	if score.Method != "lifetime BG/NBD" || score.Version == "" || score.People != 100 || score.Value != found[0] {
		t.Errorf("got %+v", score)
	}
}
