package readiness_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/kithcrm/kith/scoring/readiness"
	"pgregory.net/rapid"
)

func alike(a, b any) string { return cmp.Diff(a, b, cmpopts.EquateApprox(0, 1e-9)) }

// sheets draws ratings of three items, each by five people or more, of whom at most four are the same as of another. It
// returns them twice: with what people say of each item as it is drawn, and handed round among them.
func sheets(t *rapid.T) (ratings, handed []readiness.Rating) {
	first := 0
	for i := range 3 {
		item, n := fmt.Sprintf("i%02d", i), rapid.IntRange(5, 9).Draw(t, "people")
		drawn := rapid.SliceOfN(rapid.IntRange(1, 5), n, n).Draw(t, "values")
		again := rapid.Permutation(drawn).Draw(t, "handed round")
		for p := range n {
			r := readiness.Rating{By: person(first + p), Item: item, Value: float64(drawn[p])}
			ratings = append(ratings, r)
			r.Value = float64(again[p])
			handed = append(handed, r)
		}
		first += n - rapid.IntRange(0, min(4, n)).Draw(t, "the same")
	}
	return ratings, handed
}

// Where fewer than Least people rated any two items, nothing tells who of those who rated an item said what of it: all
// comes out the same when they exchange what they said.
func TestWhatAFewSayOfTwoItemsTogetherIsNowhere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ratings, handed := sheets(t)
		ins := instrument(3, fivePoints())
		cfg := readiness.Config{Least: 5, Rounds: 100}
		for i := range ins.Items {
			ins.Items[i].Element, ins.Items[i].Aim = "goals", fmt.Sprint("aim ", i)
		}
		one, other := tallyOf(t, ins, ratings...), tallyOf(t, ins, handed...)
		if diff := alike(roundOf(t, one, cfg), roundOf(t, other, cfg)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// The same from one round to the next: four people rated in both.
func TestWhatAFewSayInBothRoundsIsNowhere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ins, values := instrument(1, fivePoints()), rapid.SliceOfN(rapid.IntRange(1, 5), 7, 7)
		drawn := values.Draw(t, "after")
		handed := rapid.Permutation(drawn).Draw(t, "handed round")
		before, after, other := tallyOf(t, ins), tallyOf(t, ins), tallyOf(t, ins)
		for p, v := range values.Draw(t, "before") {
			add(t, before, readiness.Rating{By: person(p), Item: "i00", Value: float64(v)})
			add(t, after, readiness.Rating{By: person(p + 3), Item: "i00", Value: float64(drawn[p])})
			add(t, other, readiness.Rating{By: person(p + 3), Item: "i00", Value: float64(handed[p])})
		}
		one := compared(t, before, after)
		if diff := alike(one, compared(t, before, other)); diff != "" || one.Both != 4 || one.Items[0].Both != 4 {
			t.Fatalf("%d in both\n%s", one.Both, diff)
		}
	})
}

// What enough people say of two items together counts: who says much of one says much of the other, and the mean of
// both is less sure.
func TestWhatEnoughSayOfTwoItemsTogetherCounts(t *testing.T) {
	t.Parallel()
	width := func(together bool) float64 {
		ratings := rated("i00", 1, 2, 3, 4, 5, 1, 2, 3, 4, 5)
		for i := range 10 {
			v := float64(1 + i%5)
			if !together {
				v = 6 - v
			}
			ratings = append(ratings, readiness.Rating{By: person(i), Item: "i01", Value: v})
		}
		e := roundOf(t, tallyOf(t, instrument(2, fivePoints()), ratings...), readiness.Config{}).Roots[0].Strength
		return e.High - e.Low
	}
	if width(true) < 1.5*width(false) {
		t.Errorf("got %v together and %v against each other", width(true), width(false))
	}
}
