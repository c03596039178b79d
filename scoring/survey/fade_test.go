package survey_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/survey"
)

func fadeNow() time.Time { return time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC) }

// A fadeAnswer is an answer so long ago.
type fadeAnswer struct {
	ago   time.Duration
	value float64
}

func fadeOf(tb rapid.TB, asOf time.Time, cfg survey.FadeConfig, answers ...fadeAnswer) *survey.Fading {
	f, err := survey.NewFading(rollTens(), asOf, cfg)
	for _, a := range answers {
		if err == nil {
			err = f.Add(asOf.Add(-a.ago), a.value)
		}
	}
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func fadeAnswers(t *rapid.T) []fadeAnswer {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) fadeAnswer {
		return fadeAnswer{
			time.Duration(rapid.Int64Range(0, int64(1000*24*time.Hour)).Draw(t, "ago")),
			float64(rapid.IntRange(0, 10).Draw(t, "value")),
		}
	}), 0, 20).Draw(t, "answers")
}

func fadeDay() time.Duration { return 24 * time.Hour }

func TestAnswersWeighHalfAfterAHalfLife(t *testing.T) {
	t.Parallel()
	f := fadeOf(t, fadeNow(), survey.FadeConfig{}, fadeAnswer{0, 10}, fadeAnswer{90 * fadeDay(), 4}, fadeAnswer{180 * fadeDay(), 0})
	if got, want := f.Mean().Value, (10+2.)/1.75; !rollNear(got, want, 1e-12) {
		t.Errorf("mean: got %g, want %g", got, want)
	}
	if got := f.Weight(); !rollNear(got, 1.75, 1e-12) {
		t.Errorf("weight: got %g, want 1.75", got)
	}
	if got, want := f.N(), 1.75*1.75/(1+.25+.0625); !rollNear(got, want, 1e-12) {
		t.Errorf("n: got %g, want %g", got, want)
	}
	net := rollMust(f.NetPromoter())(t)
	if want := 100 * (1 - .75) / 1.75; !rollNear(net.Value, want, 1e-10) {
		t.Errorf("net promoter: got %g, want %g", net.Value, want)
	}
}

// Answers that do not fade are those of a plain tally.
func TestFadingOfFreshAnswersIsATally(t *testing.T) {
	t.Parallel()
	tally := rollMust(survey.NewTally(rollTens()))(t)
	var net survey.NetPromoter
	f := fadeOf(t, fadeNow(), survey.FadeConfig{})
	for _, v := range []float64{10, 9, 7, 3, 0, 8, 10, 10} {
		for _, err := range []error{tally.Add(v), net.Add(v), f.Add(fadeNow(), v)} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	fadeSame(t, f.Mean(), tally.Estimate(), 1e-12)
	fadeSame(t, rollMust(f.NetPromoter())(t), net.Estimate(), 1e-9)
}

func fadeSame(tb rapid.TB, got, want relationship.Estimate, within float64) {
	if !rollNear(got.Value, want.Value, within) || !rollNear(got.Low, want.Low, within) || !rollNear(got.High, want.High, within) ||
		!rollNear(got.N, want.N, within) || got.Basis != want.Basis {
		tb.Errorf("got %v, want %v", got, want)
	}
}

func TestMovingAllTimesShiftsNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		answers := fadeAnswers(t)
		by := time.Duration(rapid.Int64().Draw(t, "by"))
		a := fadeOf(t, fadeNow(), survey.FadeConfig{}, answers...)
		b := fadeOf(t, fadeNow().Add(by), survey.FadeConfig{}, answers...)
		fadeSame(t, b.Mean(), a.Mean(), 1e-9)
	})
}

// Merging parts that were made at different instants, and advancing them in steps, is one pass at the end.
func TestFadingInPartsIsOnePass(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		answers := fadeAnswers(t)
		later := time.Duration(rapid.Int64Range(0, int64(500*24*time.Hour)).Draw(t, "later"))
		want := fadeOf(t, fadeNow().Add(later), survey.FadeConfig{})
		first, second := fadeOf(t, fadeNow(), survey.FadeConfig{}), fadeOf(t, fadeNow().Add(later), survey.FadeConfig{})
		for i, a := range answers {
			part := []*survey.Fading{first, second}[i%2]
			for _, f := range []*survey.Fading{part, want} {
				if err := f.Add(fadeNow().Add(-a.ago), a.value); err != nil {
					t.Fatal(err)
				}
			}
		}
		if rapid.Bool().Draw(t, "swap") {
			first, second = second, first
		}
		if rapid.Bool().Draw(t, "step") {
			if err := first.Advance(fadeNow().Add(later)); err != nil {
				t.Fatal(err)
			}
		}
		if err := first.Merge(second); err != nil {
			t.Fatal(err)
		}
		if !first.AsOf().Equal(want.AsOf()) || !rollNear(first.Weight(), want.Weight(), 1e-12*want.Weight()) {
			t.Errorf("got weight %g as of %v, want %g as of %v", first.Weight(), first.AsOf(), want.Weight(), want.AsOf())
		}
		fadeSame(t, first.Mean(), want.Mean(), 1e-8)
	})
}

func TestFadingOfPoorAnswers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		answers []fadeAnswer
		known   bool
		width   float64
	}{
		{"none", nil, false, 0},
		{"one", []fadeAnswer{{0, 7}}, true, 9},
		{"one, old", []fadeAnswer{{1000 * fadeDay(), 7}}, true, 9},
		{"one that is left and one that is nearly gone", []fadeAnswer{{0, 7}, {5000 * fadeDay(), 3}}, true, 9},
		{"all equal", []fadeAnswer{{0, 10}, {0, 10}, {0, 10}, {0, 10}, {0, 10}}, true, 5},
		{"so old that nothing is left", []fadeAnswer{{100_000 * fadeDay(), 7}}, false, 0},
	} {
		f := fadeOf(t, fadeNow(), survey.FadeConfig{}, c.answers...)
		for _, e := range []relationship.Estimate{f.Mean(), rollMust(f.NetPromoter())(t)} {
			if e.Known() != c.known {
				t.Errorf("%s: got %v", c.name, e)
			}
			rollSound(t, e, scoring.Scale{Low: -100, High: 100})
		}
		rollSound(t, f.Mean(), rollTens())
		if e := f.Mean(); e.High-e.Low < c.width {
			t.Errorf("%s: got %v, want a range of at least %g", c.name, e, c.width)
		}
	}
}

func TestFadingRefuses(t *testing.T) {
	t.Parallel()
	_, err := survey.NewFading(rollTens(), time.Time{}, survey.FadeConfig{})
	rollRefuses(t, err, "AsOf")
	_, err = survey.NewFading(rollTens(), fadeNow(), survey.FadeConfig{HalfLife: -1})
	rollRefuses(t, err, "HalfLife")
	_, err = survey.NewFading(scoring.Scale{High: 1}, fadeNow(), survey.FadeConfig{})
	rollRefuses(t, err, "Step")
	f := fadeOf(t, fadeNow(), survey.FadeConfig{})
	rollRefuses(t, f.Add(time.Time{}, 5), "At")
	rollRefuses(t, f.Add(fadeNow().Add(1), 5), "At")
	for _, v := range []float64{-1, 11, 6.5, math.NaN(), math.Inf(1)} {
		rollRefuses(t, f.Add(fadeNow(), v), "Answer")
	}
	rollRefuses(t, f.Advance(fadeNow().Add(-1)), "AsOf")
	rollRefuses(t, f.Merge(fadeOf(t, fadeNow(), survey.FadeConfig{HalfLife: 1})), "HalfLife")
	stars := rollMust(survey.NewFading(rollStars(), fadeNow(), survey.FadeConfig{}))(t)
	rollRefuses(t, f.Merge(stars), "Scale")
	_, err = stars.NetPromoter()
	rollRefuses(t, err, "Scale")
	if f.N() != 0 {
		t.Errorf("got %g answers after refusals, want none", f.N())
	}
}
