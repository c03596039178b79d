package heart_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/scoring/heart"
	"pgregory.net/rapid"
)

// digits is what limits are right to.
const digits = 1e-7

func TestABrokenPromiseNeverRaisesHeartAndAKeptOneNeverLowersIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cfg, moments := drawConfig(t), drawMoments(t)
		before := measure(t, moments, asOf(), cfg)
		more := heart.Moment{Kind: drawKind().Draw(t, "one more"), At: drawInstant(t), ID: "one more"}
		after := measure(t, append(slices.Clip(moments), more), asOf(), cfg)
		if good(more.Kind) {
			before, after = after, before
		}
		if after.Heart.Value > before.Heart.Value+1e-12 || after.Heart.Low > before.Heart.Low+digits || after.Heart.High > before.Heart.High+digits {
			t.Fatalf("%s: got %v, and %v on the worse side of it", more.Kind, before.Heart, after.Heart)
		}
	})
}

// good reports whether a ready kind speaks for something.
func good(k heart.Kind) bool {
	m := heart.ReadyKinds()[k]
	return m.Acknowledgement >= 0 && m.Respect >= 0 && m.Trust >= 0
}

func TestARepairNeverLowersHeart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cfg := drawConfig(t)
		moments := append(drawMoments(t), heart.Moment{Kind: heart.ProblemMet, At: days(3), ID: "failure"})
		before := measure(t, moments, asOf(), cfg)
		for range 2 {
			moments = append(moments, heart.Moment{Kind: heart.ProblemRepaired, At: days(4), Repairs: "failure", Weight: .5})
			after := measure(t, moments, asOf(), cfg)
			if after.Heart.Value < before.Heart.Value-1e-12 {
				t.Fatalf("got %v after %v", after.Heart, before.Heart)
			}
			before = after
		}
	})
}

func TestMergedTalliesAndAnyOrderAreOnePass(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cfg, moments := drawConfig(t), drawMoments(t)
		want := measure(t, moments, asOf(), cfg)
		shuffled := rapid.Permutation(moments).Draw(t, "order")
		var parts [3]*heart.Tally
		for i := range parts {
			parts[i] = must[*heart.Tally](t)(heart.New(cfg))
		}
		for _, m := range shuffled {
			if err := parts[rapid.IntRange(0, 2).Draw(t, "part")].Add(m); err != nil {
				t.Fatal(err)
			}
		}
		// Either (a+b)+c or c+(b+a).
		first, last := 0, 2
		if rapid.Bool().Draw(t, "from the end") {
			first, last = 2, 0
		}
		untouched := must[heart.Heart](t)(parts[last].Read(asOf()))
		if err := parts[first].Merge(parts[1]); err != nil {
			t.Fatal(err)
		}
		if err := parts[first].Merge(parts[last]); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, must[heart.Heart](t)(parts[first].Read(asOf()))); diff != "" {
			t.Fatalf("merged: (-want +got)\n%s", diff)
		}
		if diff := cmp.Diff(untouched, must[heart.Heart](t)(parts[last].Read(asOf()))); diff != "" {
			t.Fatalf("what was merged has changed: (-want +got)\n%s", diff)
		}
	})
}

func TestMovingAllTimesShiftsNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cfg, moments := drawConfig(t), drawMoments(t)
		want := measure(t, moments, asOf(), cfg)
		by := time.Duration(rapid.Int64Range(0, int64(200*365*24*time.Hour)).Draw(t, "by"))
		moved := slices.Clone(moments)
		for i := range moved {
			moved[i].At = moved[i].At.Add(by).In(time.FixedZone("", 3600))
		}
		got := measure(t, moved, asOf().Add(by), cfg)
		near(t, "heart", got.Heart.Value, want.Heart.Value, 1e-9)
		near(t, "low", got.Heart.Low, want.Heart.Low, digits)
		near(t, "high", got.Heart.High, want.Heart.High, digits)
		near(t, "trust", got.Trust.Value, want.Trust.Value, 1e-9)
		near(t, "N", got.Heart.N, want.Heart.N, 1e-9*(1+want.Heart.N))
	})
}

func TestHeartIsFromZeroToOneAndReasonsAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cfg, moments := drawConfig(t), drawMoments(t)
		same := slices.Clone(moments)
		h := measure(t, moments, asOf(), cfg)
		sound(t, h)
		if diff := cmp.Diff(same, moments); diff != "" {
			t.Fatalf("moments were changed: (-want +got)\n%s", diff)
		}
		counted := 0
		for i, r := range h.Reasons {
			counted += r.Moments
			near(t, "gain", r.Gain, h.Heart.Value-r.Without, 1e-15)
			if i > 0 && math.Abs(r.Gain) > math.Abs(h.Reasons[i-1].Gain) {
				t.Fatalf("reasons are not in order: %v", h.Reasons)
			}
			if good(r.Kind) && r.Gain < -1e-12 || !good(r.Kind) && r.Gain > 1e-12 {
				t.Fatalf("%v moves heart to the wrong side", r)
			}
		}
		if counted != len(moments) {
			t.Fatalf("reasons count %d moments of %d", counted, len(moments))
		}
	})
}

func TestMoreEvidenceOfTheSameMixNarrowsTheInterval(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		beta := func(name string) heart.Beta {
			draw := func(side string) float64 { return float64(rapid.IntRange(1, 9).Draw(t, name+side)) }
			return heart.Beta{Good: draw(" good"), Bad: draw(" bad")}
		}
		p := heart.Posterior{Acknowledgement: beta("a"), Respect: beta("r"), Trust: beta("t")}
		width := 1.0
		for _, times := range []float64{1, 2, 10, 100, 1e4} {
			scaled := func(b heart.Beta) heart.Beta { return heart.Beta{Good: b.Good * times, Bad: b.Bad * times} }
			more := heart.Posterior{Acknowledgement: scaled(p.Acknowledgement), Respect: scaled(p.Respect), Trust: scaled(p.Trust)}
			e, err := more.Estimate()
			if err != nil {
				t.Fatal(err)
			}
			if !(e.High-e.Low < width) {
				t.Fatalf("%v times %v: got %v, no narrower than %v", p, times, e, width)
			}
			width = e.High - e.Low
		}
	})
}

func TestADimensionAtZeroPullsHeartToZeroHoweverWarmTheRest(t *testing.T) {
	t.Parallel()
	warm := heart.Beta{Good: 1e6, Bad: 1}
	before := 1.0
	for _, broken := range []float64{10, 1000, 1e5, 1e9} {
		got, err := heart.Posterior{Acknowledgement: warm, Respect: warm, Trust: heart.Beta{Good: 1, Bad: broken}}.Estimate()
		if err != nil {
			t.Fatal(err)
		}
		if got.Value >= before || got.Value > math.Cbrt(1/(1+broken)) || got.High > math.Cbrt(5/broken) {
			t.Errorf("%v broken promises: got %v", broken, got)
		}
		before = got.Value
	}
}
