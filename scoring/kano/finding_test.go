package kano_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/kano"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

func TestNobodyAskedIsUnknown(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]kano.Finding{"counts": findCounts(t, kano.Counts{}), "tally": find(t, kano.Tally{})} {
		if f != (kano.Finding{}) {
			t.Errorf("%s of nobody: got %+v, want the zero Finding", name, f)
		}
	}
}

func TestOneAnswerIsAWideRange(t *testing.T) {
	t.Parallel()
	f := find(t, tally(t, 1, 3))
	sound(t, f)
	// Wilson's limits of 1 of 1 are 1/(1+z²) and 1.
	near(t, "lower limit of better", f.Better.Low, 1/(1+1.959963984540054*1.959963984540054), 1e-15)
	near(t, "upper limit of better", f.Better.High, 1, 0)
	near(t, "upper limit of worse", f.Worse.High, 0, 0)
	if f.Mode != kano.Attractive || f.Ruled != kano.Attractive || f.Fong.Second != "" || f.Fong.Significant || f.Tied {
		t.Errorf("got mode %s, ruled %s, %+v", f.Mode, f.Ruled, f.Fong)
	}
	if f.Class != relationship.Delighter || f.Sure < .2 || f.Sure > .7 {
		t.Errorf("got class %q, sure by %v, want a delighter and no certainty", f.Class, f.Sure)
	}
	// One answer of 4: all but 2.5 % of all others may give -2.
	near(t, "lower limit of the functional score", f.Functional.Estimate.Low, 4-.975*6, 1e-12)
	near(t, "upper limit of the functional score", f.Functional.Estimate.High, 4, 0)
}

func TestWhereAllRejectItCoefficientsAreUnknown(t *testing.T) {
	t.Parallel()
	f := find(t, tally(t, 5, 1, 5, 2, 4, 1))
	sound(t, f)
	if f.Better.Known() || f.Worse.Known() || !f.Contested || f.Mode != kano.Reverse || f.Class != relationship.Unclassified {
		t.Errorf("got better %v, worse %v, contested %v, mode %s, class %q", f.Better, f.Worse, f.Contested, f.Mode, f.Class)
	}
	if f.Sure < .8 {
		t.Errorf("got sure by %v that it is no class", f.Sure)
	}
}

func TestWhereManyContradictThemselvesItIsUnclear(t *testing.T) {
	t.Parallel()
	f := findCounts(t, kano.Counts{Attractive: 20, Questionable: 10})
	if !f.Unclear || f.Contested {
		t.Errorf("got unclear %v and contested %v, with %v", f.Unclear, f.Contested, f.Questionable)
	}
	if f := must(f.Counts.Evaluate(kano.Config{ContestedFrom: .5}))(t); f.Unclear {
		t.Errorf("from a half: got unclear with %v", f.Questionable)
	}
}

func TestOfCategoriesAsFrequentTheFirstCounts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		counts               kano.Counts
		mode, ruled, blended kano.Category
	}{
		{kano.Counts{MustBe: 3, OneDimensional: 3, Attractive: 3, Indifferent: 3, Reverse: 3, Questionable: 3}, "M", "M", "I"},
		{kano.Counts{OneDimensional: 3, Attractive: 3, Indifferent: 3}, "O", "O", "O"},
		{kano.Counts{Attractive: 3, Indifferent: 3}, "A", "A", "I"},
		{kano.Counts{Indifferent: 3, Reverse: 3}, "I", "I", "I"},
		{kano.Counts{Reverse: 3, Questionable: 3}, "R", "R", "R"},
	} {
		f := findCounts(t, c.counts)
		if f.Mode != c.mode || f.Ruled != c.ruled || f.Blended != c.blended || !f.Tied || f.CategoryStrength != 0 {
			t.Errorf("%+v: got %s, %s, %s, tied %v", c.counts, f.Mode, f.Ruled, f.Blended, f.Tied)
		}
	}
}

func TestCountsWorthFewerPeopleSayTheSameLessSurely(t *testing.T) {
	t.Parallel()
	c := kano.Counts{MustBe: 49.3, OneDimensional: 32.3, Attractive: 7, Indifferent: 9.5, Reverse: .3, Questionable: 1.5}
	asPercent := findCounts(t, c)
	c.People = 1500
	many := findCounts(t, c)
	c.People = 10
	few := findCounts(t, c)
	for _, f := range []kano.Finding{many, few} {
		near(t, "better", f.Better.Value, asPercent.Better.Value, 0)
		near(t, "difference", f.Fong.Difference, 17, 1e-12)
	}
	near(t, "people behind the coefficients", few.Better.N, 10*98.1/99.9, 1e-12)
	if !(many.Better.High-many.Better.Low < asPercent.Better.High-asPercent.Better.Low &&
		asPercent.Better.High-asPercent.Better.Low < few.Better.High-few.Better.Low) {
		t.Errorf("got %v, %v and %v", many.Better, asPercent.Better, few.Better)
	}
	if !many.Fong.Significant || few.Fong.Significant || !(many.Sure > .999 && few.Sure < .9) {
		t.Errorf("got %+v sure by %v, and %+v sure by %v", many.Fong, many.Sure, few.Fong, few.Sure)
	}
}

func TestWeightedCountsAreSureByTheirEffectiveNumber(t *testing.T) {
	t.Parallel()
	// Twice the weights are the same answers.
	once := findCounts(t, kano.Counts{Attractive: 10.5, Indifferent: 8.25, Reverse: 3, People: 17})
	twice := findCounts(t, kano.Counts{Attractive: 21, Indifferent: 16.5, Reverse: 6, People: 17})
	near(t, "better", twice.Better.Low, once.Better.Low, 1e-15)
	near(t, "threshold", twice.Fong.Threshold, 2*once.Fong.Threshold, 1e-12)
	near(t, "sure", twice.Sure, once.Sure, 1e-12)
}

func TestTheLevelOfFongsTestCanBeSet(t *testing.T) {
	t.Parallel()
	c := kano.Counts{OneDimensional: 2, Attractive: 15, Indifferent: 9, Reverse: 3}
	root := math.Sqrt(24 * (58 - 24) / 58.0)
	for level, z := range map[float64]float64{0: 1.65, .9: 1.6448536269514722, .95: 1.959963984540054} {
		f := must(c.Evaluate(kano.Config{FongLevel: level}))(t)
		near(t, "threshold", f.Fong.Threshold, z*root, 1e-12)
	}
	// 6 against 6.189: what is no surer than by half is.
	if f := must(c.Evaluate(kano.Config{FongLevel: .5}))(t); !f.Fong.Significant {
		t.Errorf("got %+v", f.Fong)
	}
}

func TestGuessedAnswersMakeAGuess(t *testing.T) {
	t.Parallel()
	f := must(kano.Counts{MustBe: 5}.Evaluate(kano.Config{Basis: relationship.Guessed}))(t)
	if f.ClassBasis != relationship.Guessed || f.Worse.Basis != relationship.Guessed {
		t.Errorf("got %v and %v", f.ClassBasis, f.Worse.Basis)
	}
}

// TestSureIsHowOftenDrawsHaveTheCategoryFirst compares with draws from the posterior.
func TestSureIsHowOftenDrawsHaveTheCategoryFirst(t *testing.T) {
	t.Parallel()
	for _, c := range []kano.Counts{
		{Attractive: 1},
		{MustBe: 3, Attractive: 2, Indifferent: 3, Reverse: 1},
		{OneDimensional: 2, Attractive: 11, Indifferent: 6, Reverse: 10},
		{MustBe: 4900, OneDimensional: 4850, Indifferent: 100},
		{OneDimensional: 2_000_500, Attractive: 2_000_000},
		{Indifferent: 12, Reverse: 12, MustBe: 11},
	} {
		f := findCounts(t, c)
		got, want := f.Sure, drawnSure(c, f.Class)
		near(t, "sure of "+string(f.Ruled), got, want, .007)
	}
}

// drawnSure returns how often a class comes out of 40,000 draws.
func drawnSure(c kano.Counts, class relationship.Class) float64 {
	const draws = 40_000
	src, hits := rand.NewPCG(1, 2), 0
	all := []kano.Category{"M", "O", "A", "I", "R", "Q"}
	for range draws {
		best, most := kano.Category(""), -1.0
		for _, k := range all {
			if v := (distuv.Gamma{Alpha: c.Of(k) + .5, Beta: 1, Src: src}).Rand(); v > most {
				best, most = k, v
			}
		}
		if best.Class() == class {
			hits++
		}
	}
	return float64(hits) / draws
}

// TestMeansAreBoundedByStudentsT has quantiles in closed form: 1 degree of freedom is Cauchy's tangent, 2 is a root.
func TestMeansAreBoundedByStudentsT(t *testing.T) {
	t.Parallel()
	two := find(t, tally(t, 3, 3, 4, 4)) // 0 and -1; t is 12.7, so that both limits are cut off
	near(t, "low", two.Functional.Estimate.Low, -2, 0)
	near(t, "high", two.Functional.Estimate.High, 4, 0)
	p := .975
	student := math.Sqrt(2 * (2*p - 1) * (2*p - 1) / (4 * p * (1 - p)))
	three := find(t, tally(t, 3, 3, 3, 3, 4, 3)).Functional
	near(t, "mean", three.Estimate.Value, -1.0/3, 1e-15)
	near(t, "deviation", three.SD, math.Sqrt(1.0/3), 1e-15)
	near(t, "high", three.Estimate.High, -1.0/3+student*math.Sqrt(1.0/9), 1e-12)
	var many kano.Tally
	for f := 1; f <= 5; f++ {
		if err := many.AddN(kano.Pair{Functional: f, Dysfunctional: 6 - f}, 1<<52); err != nil {
			t.Fatal(err)
		}
	}
	near(t, "mean of very many", find(t, many).Dysfunctional.Estimate.Value, .6, 1e-12)
}

func TestAnotherTableCanBeAppliedLater(t *testing.T) {
	t.Parallel()
	answers := tally(t, 2, 2, 4, 4, 3, 3, 1, 5)
	strict := kano.Berger()
	strict[1][1], strict[3][3] = kano.Questionable, kano.Questionable
	got := must(answers.Counts(strict))(t)
	if want := (kano.Counts{OneDimensional: 1, Indifferent: 1, Questionable: 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if f := must(answers.Evaluate(strict, kano.Config{}))(t); f.Counts != got {
		t.Errorf("evaluated: got %+v, want %+v", f.Counts, got)
	}
	if c := must(strict.Category(kano.Pair{Functional: 4, Dysfunctional: 4}))(t); c != kano.Questionable {
		t.Errorf("got %s", c)
	}
	if diff := cmp.Diff(must(answers.Counts(kano.Berger()))(t), must(answers.Counts(kano.Table{}))(t)); diff != "" {
		t.Errorf("the zero Table (-Berger +zero):\n%s", diff)
	}
}

// slow counts answers one by one, by the words of the method.
func slow(answers []kano.Pair) (c kano.Counts) {
	for _, p := range answers {
		likes, dislikes := p.Functional == 1, p.Functional == 5
		likesWithout, dislikesWithout := p.Dysfunctional == 1, p.Dysfunctional == 5
		switch {
		case likes && likesWithout, dislikes && dislikesWithout:
			c.Questionable++
		case dislikes, likesWithout:
			c.Reverse++
		case likes && dislikesWithout:
			c.OneDimensional++
		case likes:
			c.Attractive++
		case dislikesWithout:
			c.MustBe++
		default:
			c.Indifferent++
		}
	}
	return c
}

func TestCountsAreThoseOfThePlainWordsOfTheMethod(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		answers := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) kano.Pair {
			return kano.Pair{Functional: rapid.IntRange(1, 5).Draw(t, "f"), Dysfunctional: rapid.IntRange(1, 5).Draw(t, "d")}
		}), 0, 60).Draw(t, "answers")
		var of kano.Tally
		for _, p := range answers {
			if err := of.Add(p); err != nil {
				t.Fatal(err)
			}
		}
		f, want := find(t, of), slow(answers)
		if f.Counts != want || f.N != float64(len(answers)) || of.N() != int64(len(answers)) {
			t.Errorf("got %+v of %v, want %+v of %d", f.Counts, f.N, want, len(answers))
		}
		sound(t, f)
	})
}
