package survey_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/survey"
	"pgregory.net/rapid"
)

// off are numbers that are no answers from 1 to 10.
func off() []float64 {
	return []float64{-1, math.Nextafter(0, -1), 6.5, 11, 1e300, -1e300, math.NaN(), math.Inf(1), math.Inf(-1)}
}

func TestAnAnswerOffTheScaleIsRefusedAndNotCounted(t *testing.T) {
	t.Parallel()
	var recommend survey.NetPromoter
	tally := done(survey.NewTally(all10()))(t)
	pairs := done(survey.NewPairs(all10()))(t)
	for _, v := range off() {
		refused(t, "net promoter", recommend.Add(v), "Answer")
		refused(t, "net promoter, many", recommend.AddMany(v, 2), "Answer")
		refused(t, "pairs before", pairs.Add(v, 1), "Before")
		refused(t, "pairs after", pairs.Add(1, v), "After")
		refused(t, "tally", tally.Add(v), "Answer")
	}
	if recommend.N() != 0 || tally.N() != 0 || pairs.N() != 0 {
		t.Errorf("got %d, %d and %d answers, want none", recommend.N(), tally.N(), pairs.N())
	}
}

func TestAScaleWithStepsTakesItsAnswersAndNoOthers(t *testing.T) {
	t.Parallel()
	scales := []scoring.Scale{
		{Low: 1, High: 5, Step: 1}, {Low: -2, High: 2, Step: .5}, {Low: 0, High: 1, Step: .1}, {Low: 0, High: 10_000, Step: 1},
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(scales).Draw(t, "scale")
		v := rapid.OneOf(rapid.Float64(), rapid.Float64Range(s.Low, s.High),
			rapid.Map(rapid.IntRange(-1, 101), func(i int) float64 { return s.Low + float64(i)*s.Step })).Draw(t, "answer")
		tally := done(survey.NewTally(s))(t)
		got, want := tally.Add(v) == nil, s.CheckValue(v) == nil
		if got != want {
			t.Errorf("got %t for %g, and %t by the scale", got, v, want)
		}
	})
}

func TestAScaleThatCannotBeCountedIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		scale scoring.Scale
		field string
	}{
		{"no scale", scoring.Scale{}, "High"},
		{"upside down", scoring.Scale{Low: 5, High: 1, Step: 1}, "High"},
		{"without steps", scoring.Scale{Low: 1, High: 5}, "Step"},
		{"a step that does not divide", scoring.Scale{Low: 1, High: 5, Step: 3}, "Step"},
		{"10,002 answers", scoring.Scale{Low: 0, High: 10_001, Step: 1}, "Step"},
		{"too many to count", scoring.Scale{Low: 0, High: 1e300, Step: 1e-300}, "Step"},
		{"not a number", scoring.Scale{Low: math.NaN(), High: 5, Step: 1}, "Low"},
	} {
		_, err := survey.NewTally(c.scale)
		refused(t, c.name, err, c.field)
		_, err = survey.NewPairs(c.scale)
		refused(t, c.name+", in pairs", err, c.field)
	}
	_, err := survey.NewPairs(scoring.Scale{Low: 0, High: 101, Step: 1})
	refused(t, "102 answers in pairs", err, "Step")
}

func TestWhatCannotBeCountedOrComparedIsRefused(t *testing.T) {
	t.Parallel()
	var recommend, full survey.NetPromoter
	tally, other, empty := tallied(t, 0, 0, 3), tallied(t, 1, 1), new(survey.Tally)
	pairs := done(survey.NewPairs(scoring.Scale{Low: 1, High: 3, Step: 1}))(t)
	for _, err := range []error{full.AddMany(5, 1<<53), tally.AddMany(1, 1<<53), pairs.AddMany(1, 2, 1<<53)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	refused(t, "fewer than none", recommend.AddMany(5, -1), "N")
	refused(t, "one too many", full.Add(5), "N")
	refused(t, "many too many", full.AddMany(5, math.MaxInt64), "N")
	refused(t, "merged with itself", full.Merge(full), "N")
	refused(t, "a tally: fewer than none", tally.AddMany(1, -1), "N")
	refused(t, "a tally: one too many", tally.Add(1), "N")
	refused(t, "a tally merged with itself", tally.Merge(tally), "N")
	refused(t, "a tally without a scale", empty.Add(1), "Scale")
	refused(t, "tallies on other scales", tally.Merge(other), "Scale")
	refused(t, "pairs: fewer than none", pairs.AddMany(1, 1, -1), "N")
	refused(t, "pairs: one too many", pairs.Add(1, 2), "N")
	refused(t, "pairs without a scale", new(survey.Pairs).Add(1, 1), "Scale")
	refused(t, "pairs on other scales", pairs.Merge(done(survey.NewPairs(all10()))(t)), "Scale")
	_, err := tally.Minus(other, survey.Config{})
	refused(t, "a difference on other scales", err, "Scale")
	_, err = tally.MannWhitneyP(other)
	refused(t, "ranks on other scales", err, "Scale")
	_, err = pairs.NetPromoter(survey.Config{})
	refused(t, "a net promoter score from 1 to 3", err, "Scale")
	for _, boxes := range []int{-1, 0, 3, 4} {
		_, err = tally.Top(boxes)
		refused(t, "top boxes", err, "Boxes")
		_, err = pairs.Top(boxes, survey.Config{})
		refused(t, "top boxes of pairs", err, "Boxes")
	}
	if full.N() != 1<<53 || tally.N() != 1<<53+3 || pairs.N() != 1<<53 {
		t.Errorf("got %d, %d and %d answers, want what was there before", full.N(), tally.N(), pairs.N())
	}
}

func TestSettingsThatDoNotFitAreRefused(t *testing.T) {
	t.Parallel()
	recommend, share := promoter(t, 1, 2, 3), survey.Proportion{Yes: 1, Of: 2}
	tally, pairs := tallied(t, 1, 2), done(survey.NewPairs(all10()))(t)
	try := map[string]func(survey.Config) error{
		"score":                  func(c survey.Config) error { _, err := recommend.Interval(c); return err },
		"scores":                 func(c survey.Config) error { _, err := recommend.Minus(recommend, c); return err },
		"mean":                   func(c survey.Config) error { _, err := tally.Mean(c); return err },
		"means":                  func(c survey.Config) error { _, err := tally.Minus(tally, c); return err },
		"proportion":             func(c survey.Config) error { _, err := share.Interval(c); return err },
		"proportions":            func(c survey.Config) error { _, err := share.Minus(share, c); return err },
		"change of a mean":       func(c survey.Config) error { _, err := pairs.Mean(c); return err },
		"change of a score":      func(c survey.Config) error { _, err := pairs.NetPromoter(c); return err },
		"change of a proportion": func(c survey.Config) error { _, err := pairs.Top(1, c); return err },
	}
	for name, f := range try {
		for _, level := range []float64{-1, 1, 95, math.NaN(), math.Inf(1)} {
			refused(t, name, f(survey.Config{Level: level}), "Level")
		}
		refused(t, name, f(survey.Config{Method: 99}), "Method")
		refused(t, name, f(survey.Config{Added: [3]float64{0, math.NaN(), 0}}), "Added")
		refused(t, name, f(survey.Config{Added: [3]float64{0, 0, -1}}), "Added")
		if err := f(survey.Config{}); err != nil {
			t.Errorf("%s: got error %v", name, err)
		}
	}
	refused(t, "a mean by Wilson", try["mean"](survey.Config{Method: survey.Wald}), "Method")
	refused(t, "a bootstrap of two", try["scores"](survey.Config{Method: survey.Bootstrap}), "Method")
	for _, p := range []survey.Proportion{{Yes: -1, Of: 2}, {Yes: 3, Of: 2}} {
		_, err := p.Interval(survey.Config{})
		refused(t, "a proportion", err, "Yes")
		_, err = share.FisherP(p)
		refused(t, "a proportion to compare", err, "Yes")
	}
	_, err := survey.Proportion{Yes: 0, Of: -1}.Estimate()
	refused(t, "a proportion of fewer than none", err, "Of")
	if text := err.Error(); !strings.Contains(text, "survey") {
		t.Errorf("got error %q, want it to say where", text)
	}
}

func TestNobodyIsUnknownAndNoError(t *testing.T) {
	t.Parallel()
	var nobody survey.NetPromoter
	somebody := promoter(t, 1, 2, 3)
	none := tallied(t, 0, 0, 0)
	unknown := relationship.Estimate{}
	share := done(none.Top(1))(t)
	for name, got := range map[string]relationship.Estimate{
		"score": nobody.Estimate(), "mean": none.Estimate(), "zero tally": new(survey.Tally).Estimate(),
		"share": done(share.Estimate())(t), "interval": done(survey.Interval{Level: .95}.Estimate())(t),
	} {
		if got != unknown {
			t.Errorf("%s: got %v, want unknown", name, got)
		}
	}
	widest := survey.Difference{Interval: survey.Interval{Low: -200, High: 200, Level: .95}, P: 1}
	for name, got := range map[string]survey.Difference{
		"before":  done(nobody.Minus(somebody, survey.Config{}))(t),
		"after":   done(somebody.Minus(nobody, survey.Config{Method: survey.Student}))(t),
		"at both": done(nobody.Minus(nobody, survey.Config{Method: survey.Wald}))(t),
	} {
		if got != widest {
			t.Errorf("nobody %s: got %+v, want %+v", name, got, widest)
		}
	}
	if got, want := done(none.Mean(survey.Config{}))(t), (survey.Interval{Value: 2, Low: 1, High: 3, Level: .95}); got != want {
		t.Errorf("mean: got %+v, want %+v", got, want)
	}
	if p := nobody.ChiSquareP(somebody); p != 1 {
		t.Errorf("chi-square: got %g, want 1", p)
	}
	if p := done(none.MannWhitneyP(tallied(t, 1, 2, 3)))(t); p != 1 {
		t.Errorf("ranks: got %g, want 1", p)
	}
	pairs := done(survey.NewPairs(all10()))(t)
	for _, d := range []survey.Difference{done(pairs.Mean(survey.Config{}))(t), done(pairs.NetPromoter(survey.Config{}))(t), done(pairs.Top(2, survey.Config{}))(t)} {
		if d.P != 1 || d.N != 0 || d.Low >= d.High {
			t.Errorf("pairs: got %+v, want the whole scale", d)
		}
	}
}

// TestWhereAllAnswerTheSameTheIntervalIsStillWide by the rule of three: of 100 who agree, up to 3.6 % may
// answer otherwise (Hanley and Lippman-Hand 1983; 1 - .025^(1/100) = .036217).
func TestWhereAllAnswerTheSameTheIntervalIsStillWide(t *testing.T) {
	t.Parallel()
	i := done(tallied(t, 0, 0, 0, 0, 100).Mean(survey.Config{}))(t)
	near(t, "low", i.Low, 5-4*.036217, 1e-5)
	near(t, "high", i.High, 5, 0)
	one := done(tallied(t, 0, 0, 1, 0, 0).Mean(survey.Config{}))(t)
	near(t, "low of one", one.Low, 3-2*.975, 1e-14)
	near(t, "high of one", one.High, 3+2*.975, 1e-14)
	apart := done(tallied(t, 0, 0, 0, 0, 100).Minus(tallied(t, 100, 0, 0, 0, 0), survey.Config{}))(t)
	if apart.Low < 3.5 || apart.High != 4 || !(apart.P > 0 && apart.P < 1e-6) {
		t.Errorf("two that agree on different answers: got %+v", apart)
	}
	same := done(tallied(t, 0, 9, 0).Minus(tallied(t, 0, 3, 0), survey.Config{}))(t)
	if same.P != 1 || same.Low >= 0 || same.High <= 0 {
		t.Errorf("two that agree: got %+v", same)
	}
	pairs := done(survey.NewPairs(scoring.Scale{Low: 1, High: 5, Step: 1}))(t)
	if err := pairs.AddMany(2, 3, 10); err != nil {
		t.Fatal(err)
	}
	// The lower limit is 0 where a fifth may have changed by -4 instead: 2 * .8^10.
	near(t, "P of a change of 1 by all ten", done(pairs.Mean(survey.Config{}))(t).P, 2*math.Pow(.8, 10), 1e-9)
}

func TestPairsCountOnlyWhoChanged(t *testing.T) {
	t.Parallel()
	pairs := done(survey.NewPairs(all10()))(t)
	for _, c := range []struct {
		before, after float64
		n             int64
	}{{10, 10, 32}, {10, 3, 2}, {2, 9, 14}, {1, 1, 2}} {
		if err := pairs.AddMany(c.before, c.after, c.n); err != nil {
			t.Fatal(err)
		}
	}
	// Tango (1998) has the same as the score of 2 who left, 34 who stayed and 14 who joined; McNemar's test of 14
	// against 2 is 12/4 standard errors.
	got := done(pairs.Top(2, survey.Config{}))(t)
	want := promoter(t, 2, 34, 14).Estimate()
	near(t, "low", got.Low, want.Low/100, 1e-14)
	near(t, "high", got.High, want.High/100, 1e-14)
	near(t, "P", got.P, math.Erfc(3/math.Sqrt2), 1e-14)
	if nps := done(pairs.NetPromoter(survey.Config{}))(t); math.Abs(nps.Value-48) > 1e-12 || nps.N != 50 {
		t.Errorf("got %+v, want a change of 48 points among 50", nps)
	}
	for _, m := range []survey.Method{survey.AdjustedWald, survey.Wald} {
		if d := done(pairs.Top(2, survey.Config{Method: m}))(t); d.Value != .24 || d.P > .01 || d.Low < .05 || d.High > .4 {
			t.Errorf("method %d: got %+v", m, d)
		}
	}
}

func TestAnEstimateIsOf95Percent(t *testing.T) {
	t.Parallel()
	recommend := promoter(t, 22, 9, 8)
	i := done(recommend.Interval(survey.Config{}))(t)
	got, want := done(i.Estimate())(t), recommend.Estimate()
	if got != want || got.Basis != relationship.Stated || got.N != 39 || got.Check(-100, 100) != nil {
		t.Errorf("got %+v, want %+v", got, want)
	}
	other := done(recommend.Interval(survey.Config{Level: .9}))(t)
	_, err := other.Estimate()
	refused(t, "an estimate of 90 %", err, "Level")
}

func TestMergingIsCountingInOnePassInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		answers := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) [3]float64 {
			ten := rapid.IntRange(0, 10)
			return [3]float64{float64(ten.Draw(t, "before")), float64(ten.Draw(t, "after")), float64(rapid.IntRange(0, 2).Draw(t, "part"))}
		}), 0, 30).Draw(t, "answers")
		var all survey.NetPromoter
		var parts [3]survey.NetPromoter
		whole, wholePairs := done(survey.NewTally(all10()))(t), done(survey.NewPairs(all10()))(t)
		tallies, pairs := [3]*survey.Tally{}, [3]*survey.Pairs{}
		for i := range tallies {
			tallies[i], pairs[i] = done(survey.NewTally(all10()))(t), done(survey.NewPairs(all10()))(t)
		}
		for _, a := range answers {
			part := int(a[2])
			for _, err := range []error{
				all.Add(a[0]), parts[part].Add(a[0]), whole.Add(a[0]), tallies[part].Add(a[0]),
				wholePairs.Add(a[0], a[1]), pairs[part].Add(a[0], a[1]),
			} {
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		order := rapid.Permutation([]int{0, 1, 2}).Draw(t, "order")
		var merged survey.NetPromoter
		mergedTally, mergedPairs := new(survey.Tally), new(survey.Pairs)
		for _, i := range order {
			for _, err := range []error{merged.Merge(parts[i]), mergedTally.Merge(tallies[i]), mergedPairs.Merge(pairs[i])} {
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		if merged != all {
			t.Errorf("got %v, want %v", merged, all)
		}
		unexported := gocmp.AllowUnexported(survey.Tally{}, survey.Pairs{})
		if diff := gocmp.Diff(whole, mergedTally, unexported); diff != "" {
			t.Error(diff)
		}
		if diff := gocmp.Diff(wholePairs, mergedPairs, unexported); diff != "" {
			t.Error(diff)
		}
		if !slices.Equal(tenCounts(all), tallyCounts(all.Tally())) || !slices.Equal(tenCounts(all), tallyCounts(whole)) {
			t.Errorf("got counts %v, want %v", tallyCounts(whole), tenCounts(all))
		}
		d, p, c := all.Groups()
		if d+p+c != all.N() || all.N() != int64(len(answers)) || whole.N() != all.N() || wholePairs.N() != all.N() {
			t.Errorf("groups do not add up: %d, %d, %d of %d", d, p, c, len(answers))
		}
	})
}

func tenCounts(n survey.NetPromoter) []int64 { c := n.Counts(); return c[:] }

func tallyCounts(tally *survey.Tally) (counts []int64) {
	for _, c := range tally.Counts() {
		counts = append(counts, c)
	}
	return counts
}

func TestWhatAMergeTakesStaysAsItWas(t *testing.T) {
	t.Parallel()
	other := tallied(t, 1, 2, 3)
	var into survey.Tally
	if err := into.Merge(other); err != nil {
		t.Fatal(err)
	}
	if err := into.AddMany(1, 10); err != nil {
		t.Fatal(err)
	}
	if got := tallyCounts(other); !slices.Equal(got, []int64{1, 2, 3}) {
		t.Errorf("got %v, want what was counted", got)
	}
	if into.Scale() != other.Scale() {
		t.Errorf("got scale %v, want %v", into.Scale(), other.Scale())
	}
	for v, c := range into.Counts() {
		if v == 1 && c != 11 {
			t.Errorf("got %d ones, want 11", c)
		}
		break
	}
}

func TestChiSquareComparesOnlyWhatThereIs(t *testing.T) {
	t.Parallel()
	a, b := promoter(t, 0, 10, 0), promoter(t, 0, 3, 0)
	if p := a.ChiSquareP(b); p != 1 {
		t.Errorf("one group only: got %g, want 1", p)
	}
	// With two groups it is the square of the pooled z: 56 of 70 against 48 of 80, with a P of .00804508136819656.
	near(t, "two groups", promoter(t, 14, 0, 56).ChiSquareP(promoter(t, 32, 0, 48)), .00804508136819656, 1e-14)
}

func TestMergingNothingChangesNothing(t *testing.T) {
	t.Parallel()
	tally, pairs := tallied(t, 1, 2), done(survey.NewPairs(all10()))(t)
	for _, err := range []error{tally.Merge(new(survey.Tally)), new(survey.Tally).Merge(new(survey.Tally)), pairs.Merge(new(survey.Pairs))} {
		if err != nil {
			t.Errorf("got error %v", err)
		}
	}
	if tally.N() != 3 || pairs.N() != 0 {
		t.Errorf("got %d and %d answers, want 3 and 0", tally.N(), pairs.N())
	}
}

func TestEveryMethodHasAName(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for m := survey.ScoreTest; m <= survey.Mee+1; m++ {
		seen[m.String()] = true
	}
	if len(seen) != 10 || !seen["score test"] || !seen["mee"] || !seen["invalid"] {
		t.Errorf("got names %v, want nine and one for none", seen)
	}
}

func TestAnIntervalThatIsNeverSureIsTheValueAlone(t *testing.T) {
	t.Parallel()
	for _, p := range []survey.Proportion{{Yes: 0, Of: 5}, {Yes: 5, Of: 5}, {Yes: 2, Of: 5}} {
		i := done(p.Interval(survey.Config{Level: 1e-300}))(t)
		near(t, "low", i.Low, i.Value, 1e-15)
		near(t, "high", i.High, i.Value, 1e-15)
	}
}

// TestNetPromoterThereAndBack goes by way of a tally.
func TestNetPromoterThereAndBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		nps := promoter(t, few().Draw(t, "d"), few().Draw(t, "p"), few().Draw(t, "c"))
		tally := nps.Tally()
		if back := done(tally.NetPromoter())(t); back != nps {
			t.Fatalf("got %v, want %v", back, nps)
		}
		if err := tally.Add(3); err != nil || nps.N() == tally.N() {
			t.Fatalf("the tally shares its counts: %v", err)
		}
	})
	if none := done(new(survey.Tally).NetPromoter())(t); none != (survey.NetPromoter{}) {
		t.Errorf("of no answers, got %v", none)
	}
	_, err := tallied(t, 1, 2, 3).NetPromoter()
	refused(t, "another scale", err, "Scale")
}
