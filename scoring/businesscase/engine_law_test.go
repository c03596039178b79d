package businesscase_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/scoring/businesscase"
	"pgregory.net/rapid"
)

// seeded returns chance with a seed.
func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

// modelDrawn returns a model of any horizon with inputs of many kinds, of which the first improves and another may
// follow it; not a few have no cost, no improvement, or nothing that varies.
func modelDrawn(t *rapid.T) businesscase.Model {
	b := businesscase.Exactly
	dist := rapid.SampledFrom([]businesscase.Dist{
		b(0), b(3), businesscase.Normal(5, 2), businesscase.Uniform(-1, 4), businesscase.Triangular(0, 0, 9),
		businesscase.Lognormal(2, .5), businesscase.Sample([]float64{1, 1, 2, 9}), businesscase.Between(1, 2, 7),
	})
	m := businesscase.Model{
		Inputs:   inputs(rapid.SliceOfN(dist, 1, 3).Draw(t, "inputs")...),
		Periods:  rapid.SampledFrom([]int{1, 2, 3, 5}).Draw(t, "periods"),
		Currency: "EUR",
	}
	m.Inputs[0].Improves = true
	if len(m.Inputs) > 1 {
		m.Correlations = []businesscase.Correlation{{A: "a", B: "b", R: rapid.SampledFrom([]float64{-1, 0, .5, 1}).Draw(t, "r")}}
	}
	cost := rapid.SampledFrom([]float64{0, 0, 10, 40}).Draw(t, "cost")
	rate := rapid.SampledFrom([]float64{0, .1, -.2, 3}).Draw(t, "rate")
	m.Flows = func(x []float64, f *businesscase.Flows) {
		f.Rate = rate
		f.Cost[0] = cost
		for i := range f.Change {
			f.Nothing[i] = x[len(x)-1]
			f.AsNow[i] = x[len(x)-1] + 1
			f.Change[i] = f.Nothing[i] + x[0]*float64(i)/10
			f.CustomersChange[i] = x[0] * x[len(x)/2]
		}
	}
	return m
}

// short returns few draws.
func short(t *rapid.T) func() businesscase.Config {
	seed := rapid.Uint64().Draw(t, "seed")
	return func() businesscase.Config {
		return businesscase.Config{Draws: 1000, Rand: seeded(seed), Quantiles: []float64{.9, .2}}
	}
}

// with returns a model of which the flows are changed.
func with(m businesscase.Model, change func(f *businesscase.Flows)) businesscase.Model {
	flows := m.Flows
	m.Flows = func(x []float64, f *businesscase.Flows) {
		flows(x, f)
		change(f)
	}
	return m
}

func scale(f *businesscase.Flows, k float64) {
	for _, list := range [][]float64{f.Change, f.Cost, f.Nothing, f.AsNow, f.CustomersChange, f.CustomersNothing} {
		for t := range list {
			list[t] *= k
		}
	}
}

func TestNoImprovementAtNoCostIsWorthExactlyNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := with(modelDrawn(t), func(f *businesscase.Flows) {
			copy(f.Change, f.Nothing)
			copy(f.CustomersNothing, f.CustomersChange)
			clear(f.Cost)
		})
		r := have(m.Run(short(t)()))(t)
		zero := func(s businesscase.Spread) bool {
			return s.Mean == businesscase.Mean{} && s.SD == 0 && !slices.ContainsFunc(s.Quantiles, func(q businesscase.Quantile) bool {
				return q.Value != 0 || q.Low != 0 || q.High != 0
			})
		}
		if !zero(r.Value) || !zero(r.Cost) || !zero(r.Customers) || r.Loss.Value != 0 || r.Loss.Low != 0 {
			t.Errorf("got %+v, cost %+v, customers %+v, a loss of %+v", r.Value, r.Cost, r.Customers, r.Loss)
		}
		for what, got := range map[string]businesscase.Mean{"loss": r.ExpectedLoss, "worst": r.WorstMean, "to know all": r.Perfect} {
			if got != (businesscase.Mean{}) {
				t.Errorf("%s: got %v", what, got)
			}
		}
		if !r.Rates.Any || r.Sharing.Known {
			t.Errorf("got rates %v, %v", r.Rates, r.Sharing)
		}
		for _, f := range r.Inputs {
			if f.Share != 0 || f.Perfect != (businesscase.Mean{}) {
				t.Errorf("got %+v", f)
			}
		}
	})
}

func TestTheSameSeedGivesTheSame(t *testing.T) {
	t.Parallel()
	m := twenty()
	for i := range 8 {
		other := businesscase.Correlation{A: m.Inputs[i].Name, B: m.Inputs[i+4].Name, R: .3}
		m.Correlations = append(m.Correlations, other)
	}
	of := func(seed uint64) businesscase.Result {
		return have(m.Run(businesscase.Config{Draws: 5000, Rand: seeded(seed)}))(t)
	}
	first := of(7)
	if diff := cmp.Diff(first, of(7)); diff != "" {
		t.Errorf("(-first +again)\n%s", diff)
	}
	if of(8).Value.Value == first.Value.Value {
		t.Error("another seed gives the same")
	}
}

// TestResultsAreTheSameInAnyOrderAndAtOnce has blocks done backwards, and by as many goroutines as there are blocks:
// also of more draws than are done in one round.
func TestResultsAreTheSameInAnyOrderAndAtOnce(t *testing.T) {
	t.Parallel()
	backwards := func(n int, do func(int)) {
		for i := range n {
			do(n - 1 - i)
		}
	}
	atOnce := func(n int, do func(int)) {
		var all sync.WaitGroup
		for i := range n {
			all.Go(func() { do(i) })
		}
		all.Wait()
	}
	m := improving(func(x float64) float64 { return x - 5 })
	all := func(each func(int, func(int))) []any {
		cfg := businesscase.Config{Draws: 9_000, Each: each} // three blocks
		even, against := have(m.BreakEven(cfg))(t), have(m.Against([]float64{0, .5, 2}, cfg))(t)
		return []any{have(m.Run(cfg))(t), even, against}
	}
	want := all(nil)
	for name, each := range map[string]func(int, func(int)){"backwards": backwards, "at once": atOnce} {
		if diff := cmp.Diff(want, all(each)); diff != "" {
			t.Errorf("(-one by one +%s)\n%s", name, diff)
		}
	}
	m = worthWhatImproves()
	rounds := func(each func(int, func(int))) businesscase.Result {
		return have(m.Run(businesscase.Config{Draws: 263_000, Each: each, Quantiles: []float64{.1}}))(t)
	}
	if diff := cmp.Diff(rounds(nil), rounds(atOnce)); diff != "" {
		t.Errorf("(-one by one +at once)\n%s", diff)
	}
}

// TestOneWayForThingsToTurnOutIsWorthWhatItsFlowsSay compares the sums of a draw with the functions for flows,
// which are exact and slower.
func TestOneWayForThingsToTurnOutIsWorthWhatItsFlowsSay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		flows := drawFlows(t)
		if len(flows) < 2 {
			flows = append(flows, 1, 1)
		}
		rate := rapid.SampledFrom([]float64{0, .1, -.3, 1.5}).Draw(t, "rate")
		m := businesscase.Model{Periods: len(flows) - 1, Flows: func(_ []float64, f *businesscase.Flows) {
			f.Rate = rate
			copy(f.Change, flows)
		}}
		r := have(m.Run(businesscase.Config{Draws: 1000, Quantiles: []float64{.5}}))(t)
		agree(t, "value", r.Value.Value, have(businesscase.PresentValue(rate, flows))(t), 1e-13*size(rate, flows))
		if diff := cmp.Diff(r.Rates, have(businesscase.ReturnRates(r.Flows))(t)); diff != "" {
			t.Errorf("rates: (-got +want)\n%s", diff)
		}
		for at, got := range map[float64]businesscase.PaybackSpread{0: r.Payback, rate: r.DiscountedPayback} {
			want := have(businesscase.Payback(flows, at))(t)
			switch {
			case (got.Within.Value == 0) != want.Never:
				t.Errorf("at %v: got %+v, want %+v", at, got, want)
			case !want.Never:
				agree(t, "payback", got.Quantiles[0].Value, want.Periods, 1e-12+1e-14*size(at, flows)/least(at, flows))
			}
		}
		last := r.Fan[m.Periods]
		agree(t, "end of the fan", last.Quantiles[0].Value, r.Value.Value, 0)
		agree(t, "mean end of the fan", last.Mean, r.Value.Value, 1e-12*size(rate, flows))
	})
}

// least returns the smallest of flows as worth now, without its sign and but for 0.
func least(rate float64, flows []float64) float64 {
	out := math.Inf(1)
	for t, v := range flows {
		if v != 0 {
			out = min(out, math.Abs(v)*math.Pow(1+rate, -float64(t)))
		}
	}
	return out
}

func TestAModelStaysAsItWas(t *testing.T) {
	t.Parallel()
	m := twenty()
	written := func() string { return string(have(json.Marshal([]any{m.Inputs, m.Correlations}))(t)) }
	before := written()
	cfg := businesscase.Config{Draws: 1000, Quantiles: []float64{.9, .1}}
	have(m.Run(cfg))(t)
	have(m.BreakEven(cfg))(t)
	have(m.Tornado(businesscase.TornadoConfig{}))(t)
	if after := written(); after != before || cfg.Quantiles[0] != .9 {
		t.Errorf("got %s, before %s", after, before)
	}
}

func TestProgressGoesOnToTheEnd(t *testing.T) {
	t.Parallel()
	var done []int
	const draws = 263_000 // a little more than a round
	cfg := businesscase.Config{Draws: draws, Progress: func(n, of int) {
		if done = append(done, n); of != draws {
			t.Errorf("got %d of %d", n, of)
		}
	}}
	m := worthWhatImproves()
	have(m.Against([]float64{1}, cfg))(t)
	if !slices.IsSorted(done) || len(done) < 2 || done[len(done)-1] != draws {
		t.Errorf("got %v", done)
	}
}
