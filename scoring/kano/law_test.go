package kano_test

import (
	"math/rand/v2"
	"testing"

	"github.com/kithcrm/kith/scoring/kano"
	"pgregory.net/rapid"
)

func TestCountsSumToTheAnswersAndAllNumbersCanBe(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		of := drawTally(t, "tally")
		f := find(t, of)
		near(t, "sum of counts", f.Counts.Sum(), float64(of.N()), 0)
		near(t, "n", f.N, float64(of.N()), 0)
		sound(t, f)
		sound(t, findCounts(t, drawCounts(t)))
	})
}

func TestMergedIsTheSameAsOnePass(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := drawTally(t, "a"), drawTally(t, "b"), drawTally(t, "c")
		left, right := a, c
		merge(t, &left, b, c)
		merge(t, &right, b, a)
		if left != right || left.N() != a.N()+b.N()+c.N() {
			t.Errorf("got %v and %v", left, right)
		}
	})
}

func merge(t fails, into *kano.Tally, others ...kano.Tally) {
	t.Helper()
	for _, o := range others {
		if err := into.Merge(o); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOrderOfAnswersMakesNoDifference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		answers := rapid.SliceOfN(rapid.IntRange(1, 5), 2, 80).Draw(t, "answers")
		answers = answers[:len(answers)/2*2]
		shuffled := append([]int(nil), answers...)
		rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)).Shuffle(len(answers)/2, func(i, j int) {
			for k := range 2 {
				shuffled[2*i+k], shuffled[2*j+k] = shuffled[2*j+k], shuffled[2*i+k]
			}
		})
		if a, b := find(t, tally(t, answers...)), find(t, tally(t, shuffled...)); a != b {
			t.Errorf("got %+v and %+v", a, b)
		}
	})
}

func TestOneMoreAttractiveNeverLowersBetter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before := drawTally(t, "tally")
		after := before
		if err := after.AddN(kano.Pair{Functional: 1, Dysfunctional: 3}, int64(rapid.IntRange(1, 50).Draw(t, "more"))); err != nil {
			t.Fatal(err)
		}
		a, b := find(t, before), find(t, after)
		if a.Better.Known() && (b.Better.Value < a.Better.Value || b.Better.Low < a.Better.Low-1e-12) {
			t.Errorf("better: got %v after %v", b.Better, a.Better)
		}
		if a.Worse.Known() && b.Worse.Value < a.Worse.Value {
			t.Errorf("worse: got %v after %v", b.Worse, a.Worse)
		}
	})
}

// TestThoseWhoRejectItMakeNoDifferenceToTheCoefficients is why they stand beside them.
func TestThoseWhoRejectItMakeNoDifferenceToTheCoefficients(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawCounts(t)
		c.People = 0
		more := c
		more.Reverse++
		a, b := findCounts(t, c), findCounts(t, more)
		if a.Better != b.Better || a.Worse != b.Worse || b.Reverse.Low < a.Reverse.Low {
			t.Errorf("got %v %v %v and %v %v %v", a.Better, a.Worse, a.Reverse, b.Better, b.Worse, b.Reverse)
		}
	})
}

// TestSwappingBothQuestionsSwapsLikingAndMissing turns the table over: who likes it and would live without, and who
// lives with it and dislikes to be without.
func TestSwappingBothQuestionsSwapsLikingAndMissing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		of := drawTally(t, "tally")
		var turned kano.Tally
		for f := range 5 {
			for d := range 5 {
				turned.Pairs[4-d][4-f] = of.Pairs[f][d]
			}
		}
		a, b := find(t, of), find(t, turned)
		near(t, "better is worse", b.Better.Value, -a.Worse.Value, 0)
		near(t, "its low", b.Better.Low, -a.Worse.High, 0)
		if a.Functional != b.Dysfunctional || a.Dysfunctional != b.Functional {
			t.Errorf("got scores %v and %v, turned %v and %v", a.Functional, a.Dysfunctional, b.Functional, b.Dysfunctional)
		}
		near(t, "must-be is attractive", b.Counts.MustBe, a.Counts.Attractive, 0)
	})
}
