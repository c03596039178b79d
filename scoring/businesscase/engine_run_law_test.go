package businesscase_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/scoring/businesscase"
	"pgregory.net/rapid"
)

// TestLawsOfRuns holds each run against others of nearly the same model.
func TestLawsOfRuns(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, cfg := modelDrawn(t), short(t)
		r := runOf{m, cfg, have(m.Run(cfg()))(t)}
		r.toKnowOneInputIsNeverWorthMoreThanToKnowAll(t)
		r.moreCostNeverRaisesWhatItIsWorth(t)
		r.amountsInAnotherUnitGiveTheSame(t)
		r.theWholeImprovementIsThatOfTheRun(t)
		r.resultsAreNumbers(t)
	})
}

// A runOf is what a model came to.
type runOf struct {
	m   businesscase.Model
	cfg func() businesscase.Config
	got businesscase.Result
}

// with returns what the model comes to with other flows, with the same draws.
func (r runOf) with(t *rapid.T, change func(f *businesscase.Flows)) businesscase.Result {
	t.Helper()
	return have(with(r.m, change).Run(r.cfg()))(t)
}

func (r runOf) toKnowOneInputIsNeverWorthMoreThanToKnowAll(t *rapid.T) {
	for i, f := range r.got.Inputs {
		if f.Perfect.Value < 0 || f.Perfect.Value > r.got.Perfect.Value*(1+1e-12)+1e-12 || f.Share < 0 || f.Share > 1 {
			t.Errorf("got %+v, and %v for all", f, r.got.Perfect)
		}
		if i > 0 && f.Perfect.Value > r.got.Inputs[i-1].Perfect.Value {
			t.Errorf("got %+v after %+v", f, r.got.Inputs[i-1])
		}
	}
}

func (r runOf) moreCostNeverRaisesWhatItIsWorth(t *rapid.T) {
	at := rapid.IntRange(0, r.m.Periods).Draw(t, "when")
	more := rapid.Float64Range(0, 50).Draw(t, "more")
	before, after := r.got, r.with(t, func(f *businesscase.Flows) { f.Cost[at] += more })
	for i, q := range after.Value.Quantiles {
		if was := before.Value.Quantiles[i]; q.Value > was.Value || q.Low > was.Low || q.High > was.High {
			t.Errorf("got %+v, before %+v", q, was)
		}
	}
	slack := 1e-12 * (1 + math.Abs(before.Value.Value))
	if after.Value.Value > before.Value.Value+slack || after.WorstMean.Value > before.WorstMean.Value+1e3*slack ||
		after.Loss.Value < before.Loss.Value || after.ExpectedLoss.Value < before.ExpectedLoss.Value-slack ||
		after.Payback.Within.Value > before.Payback.Within.Value {
		t.Errorf("got %+v, before %+v", after, before)
	}
}

func (r runOf) amountsInAnotherUnitGiveTheSame(t *rapid.T) {
	k := math.Ldexp(1, rapid.IntRange(-30, 30).Draw(t, "power of two"))
	as, cents := r.got, r.with(t, func(f *businesscase.Flows) { scale(f, k) })
	if cents.Value.Value != k*as.Value.Value || cents.Value.SE != k*as.Value.SE || cents.WorstMean.Value != k*as.WorstMean.Value ||
		cents.Perfect.Value != k*as.Perfect.Value || cents.Sharing.Total != k*as.Sharing.Total {
		t.Errorf("got %+v, want %v times %+v", cents, k, as)
	}
	for _, pair := range [][2]any{
		{cents.Loss, as.Loss}, {cents.Return, as.Return}, {cents.Payback, as.Payback}, {cents.DiscountedPayback, as.DiscountedPayback},
		{cents.Rates, as.Rates}, {cents.Flags, as.Flags}, {cents.Sharing.CompanyShare, as.Sharing.CompanyShare},
	} {
		if diff := cmp.Diff(pair[0], pair[1]); diff != "" {
			t.Errorf("(-in another unit +before)\n%s", diff)
		}
	}
}

func (r runOf) theWholeImprovementIsThatOfTheRun(t *rapid.T) {
	at := have(r.m.Against([]float64{1}, r.cfg()))(t)[0]
	agree(t, "mean", at.Value.Value, r.got.Value.Value, 1e-12*(1+math.Abs(r.got.Value.Value)))
	if diff := cmp.Diff(at.Loss, r.got.Loss); diff != "" {
		t.Errorf("(-at 1 +run)\n%s", diff)
	}
}

// resultsAreNumbers writes results as JSON, which knows neither infinities nor what is no number.
func (r runOf) resultsAreNumbers(t *rapid.T) {
	if rapid.Bool().Draw(t, "enormous") {
		r.m = with(r.m, func(f *businesscase.Flows) { scale(f, 1e140) })
		r.got = have(r.m.Run(r.cfg()))(t)
	}
	results := []any{r.got, have(r.m.Tornado(businesscase.TornadoConfig{}))(t)}
	if rapid.IntRange(0, 3).Draw(t, "scaled too") == 0 {
		results = append(results, have(r.m.BreakEven(r.cfg()))(t), have(r.m.Against([]float64{16}, r.cfg()))(t))
	}
	written := string(have(json.Marshal(results))(t))
	if strings.Contains(strings.ReplaceAll(written, `"break_even":null`, ""), "null") || strings.Contains(written, ":-0,") {
		t.Errorf("got %s", written)
	}
}
