package survey_test

import (
	"cmp"
	"math"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/scoring/survey"
	"pgregory.net/rapid"
)

// count draws how many gave an answer: mostly few, now and then as many as can be.
func count() *rapid.Generator[int64] {
	return rapid.OneOf(rapid.Int64Range(0, 3), rapid.Int64Range(0, 200), rapid.Just(int64(0)),
		rapid.SampledFrom([]int64{1_000_000, 1_000_000_000, 1 << 53}))
}

func level() *rapid.Generator[float64] {
	return rapid.OneOf(rapid.Just(0.), rapid.Just(.95), rapid.Float64Range(.01, .999), rapid.Just(1e-9), rapid.Just(1-1e-12))
}

func scores() *rapid.Generator[survey.NetPromoter] {
	return rapid.Custom(func(t *rapid.T) survey.NetPromoter {
		return promoter(t, count().Draw(t, "detractors"), count().Draw(t, "passives"), count().Draw(t, "promoters"))
	})
}

func proportions() *rapid.Generator[survey.Proportion] {
	return rapid.Custom(func(t *rapid.T) survey.Proportion {
		of := count().Draw(t, "of")
		return survey.Proportion{Yes: rapid.OneOf(rapid.Int64Range(0, of), rapid.Just(int64(0)), rapid.Just(of)).Draw(t, "yes"), Of: of}
	})
}

// fits fails the test unless an interval holds its value, and is on its scale.
func fits(t failer, what string, i survey.Interval, low, high float64) {
	t.Helper()
	if !(low <= i.Low && i.Low <= i.Value && i.Value <= i.High && i.High <= high) || !(i.N >= 0 && i.N <= 1e18) {
		t.Errorf("%s: got %+v, want it in order and within %g..%g", what, i, low, high)
	}
	if i.N == 0 && (i.Low != low || i.High != high) {
		t.Errorf("%s, of nobody: got %+v, want the whole scale", what, i)
	}
}

// numbers are all intervals that there are, by name, of two groups, with the ends of their scales.
func numbers(t failer, a, b survey.NetPromoter, p, q survey.Proportion, level float64) map[string]survey.Difference {
	t.Helper()
	all := map[string]survey.Difference{}
	for _, m := range []survey.Method{survey.ScoreTest, survey.AdjustedWald, survey.Wald, survey.Student} {
		cfg := survey.Config{Level: level, Method: m}
		all["200 scores "+string('0'+rune(m))] = done(a.Minus(b, cfg))(t)
		all["100 score "+string('0'+rune(m))] = survey.Difference{Interval: done(a.Interval(cfg))(t), P: 1}
	}
	for _, m := range []survey.Method{survey.ScoreTest, survey.AdjustedWald, survey.Wald, survey.MiettinenNurminen, survey.Mee} {
		all["1 proportions "+string('0'+rune(m))] = done(p.Minus(q, survey.Config{Level: level, Method: m}))(t)
	}
	return all
}

func TestAnIntervalHoldsItsValueAndIsOnItsScale(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := scores().Draw(t, "a"), scores().Draw(t, "b")
		p, q := proportions().Draw(t, "p"), proportions().Draw(t, "q")
		level := level().Draw(t, "level")
		for name, d := range numbers(t, a, b, p, q, level) {
			width := map[byte]float64{' ': 1, '0': 200}[name[1]]
			if name[:3] == "100" {
				width = 100
			}
			fits(t, name, d.Interval, -width, width)
			if !(d.P >= 0 && d.P <= 1) {
				t.Errorf("%s: got P %g", name, d.P)
			}
		}
		for _, m := range []survey.Method{survey.ScoreTest, survey.AdjustedWald, survey.Wald, survey.Jeffreys, survey.ClopperPearson} {
			fits(t, "proportion", done(p.Interval(survey.Config{Level: level, Method: m}))(t), 0, 1)
		}
		fits(t, "bootstrap", done(a.Interval(survey.Config{Level: level, Method: survey.Bootstrap}))(t), -100, 100)
		mean := done(a.Tally().Mean(survey.Config{Level: level}))(t)
		fits(t, "mean", mean, 0, 10)
		fits(t, "means", done(a.Tally().Minus(b.Tally(), survey.Config{Level: level}))(t).Interval, -10, 10)
	})
}

func TestSwappingGroupsMirrorsTheDifference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := scores().Draw(t, "a"), scores().Draw(t, "b")
		p, q := proportions().Draw(t, "p"), proportions().Draw(t, "q")
		level := level().Draw(t, "level")
		there, back := numbers(t, a, b, p, q, level), numbers(t, b, a, q, p, level)
		for name, d := range there {
			if name[:3] == "100" {
				continue
			}
			m := back[name]
			got := [4]float64{-m.Value, -m.High, -m.Low, m.P}
			if want := [4]float64{d.Value, d.Low, d.High, d.P}; !close4(got, want) {
				t.Errorf("%s: got %v, want %v", name, got, want)
			}
		}
	})
}

func close4(got, want [4]float64) bool {
	for i := range got {
		if math.Abs(got[i]-want[i]) > 1e-12*max(1, math.Abs(want[i])) {
			return false
		}
	}
	return true
}

func TestASurerIntervalIsAWiderOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := scores().Draw(t, "a"), scores().Draw(t, "b")
		p, q := proportions().Draw(t, "p"), proportions().Draw(t, "q")
		less := rapid.Float64Range(.01, .99).Draw(t, "less")
		more := rapid.Float64Range(less, .999).Draw(t, "more")
		narrow, wide := numbers(t, a, b, p, q, less), numbers(t, a, b, p, q, more)
		for name, d := range narrow {
			w := wide[name]
			if slack := 1e-12 * max(1, math.Abs(w.Low), math.Abs(w.High)); w.Low > d.Low+slack || w.High < d.High-slack {
				t.Errorf("%s: got %+v at %g, within it %+v at %g", name, w, more, d, less)
			}
		}
	})
}

// The adjusted methods move the middle of the interval and not the value, so that they may part at the ends of the
// scale; they are left out.
func TestPIsBelowOneLessTheLevelWhereTheIntervalLeavesZeroOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := scores().Draw(t, "a"), scores().Draw(t, "b")
		p, q := proportions().Draw(t, "p"), proportions().Draw(t, "q")
		level := rapid.Float64Range(.5, .999).Draw(t, "level")
		for name, d := range numbers(t, a, b, p, q, level) {
			if name[:3] == "100" || name[len(name)-1] == '1' || math.Abs(d.P-(1-level)) < 1e-9 {
				continue
			}
			if out := d.Low > 0 || d.High < 0; out != (d.P < 1-level) && d.Low != 0 && d.High != 0 {
				t.Errorf("%s: got P %g at level %g beside %+v", name, d.P, level, d.Interval)
			}
		}
	})
}

// TestOneMorePromoterNeverLowersAndOneMoreDetractorNeverRaises goes through all scores of up to 30 answers, and
// some of more.
func TestOneMorePromoterNeverLowersAndOneMoreDetractorNeverRaises(t *testing.T) {
	t.Parallel()
	for _, level := range []float64{.5, .95, .99} {
		for n := range int64(25) {
			for d := range n + 1 {
				for c := range n - d + 1 {
					ordered(t, d, n-d-c, c, survey.Config{Level: level})
				}
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		few := rapid.Int64Range(0, 5_000_000)
		ordered(t, few.Draw(t, "detractors"), few.Draw(t, "passives"), few.Draw(t, "promoters"), survey.Config{Level: level().Draw(t, "level")})
	})
}

func ordered(t failer, d, p, c int64, cfg survey.Config) {
	t.Helper()
	less := done(promoter(t, d+1, p, c).Interval(cfg))(t)
	same := done(promoter(t, d, p, c).Interval(cfg))(t)
	more := done(promoter(t, d, p, c+1).Interval(cfg))(t)
	const rounding = 1e-12
	for _, pair := range [][2]survey.Interval{{less, same}, {same, more}} {
		under, over := pair[0], pair[1]
		if under.Value > over.Value+rounding || under.Low > over.Low+rounding || under.High > over.High+rounding {
			t.Errorf("%d, %d, %d: got %+v and then %+v", d, p, c, under, over)
		}
	}
}

func TestTurningTheScaleAroundMirrorsTheScore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, p, c := count().Draw(t, "detractors"), count().Draw(t, "passives"), count().Draw(t, "promoters")
		for _, m := range []survey.Method{survey.ScoreTest, survey.AdjustedWald, survey.Wald, survey.Student} {
			cfg := survey.Config{Level: level().Draw(t, "level"), Method: m}
			got := done(promoter(t, c, p, d).Interval(cfg))(t)
			got.Value, got.Low, got.High = 0-got.Value, 0-got.High, 0-got.Low
			want := done(promoter(t, d, p, c).Interval(cfg))(t)
			if !close4([4]float64{got.Value, got.Low, got.High}, [4]float64{want.Value, want.Low, want.High}) {
				t.Errorf("method %d: %s", m, gocmp.Diff(want, got))
			}
		}
	})
}

func TestMoreOfTheSameAnswersNarrowTheInterval(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		few := rapid.Int64Range(0, 1000)
		d, p, c := few.Draw(t, "detractors"), few.Draw(t, "passives"), few.Draw(t, "promoters")
		a := promoter(t, d, p, c).Estimate()
		b := promoter(t, 2*d, 2*p, 2*c).Estimate()
		if cmp.Less(a.High-a.Low+1e-12, b.High-b.Low) {
			t.Errorf("got %v, and for twice as many %v", a, b)
		}
	})
}
