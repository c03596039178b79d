package heart_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/heart"
	"pgregory.net/rapid"
)

// Moments with an ID go to one or several of three tallies, each as often as drawn, those without to one.
func TestAMomentWithAnIDCountsOnceHoweverOftenItIsDelivered(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cfg, moments := drawConfig(t), drawNamed(t)
		want := measure(t, moments, asOf(), cfg)
		var parts [3]*heart.Tally
		for i := range parts {
			parts[i] = must[*heart.Tally](t)(heart.New(cfg))
		}
		for _, m := range rapid.Permutation(append(moments, moments...)).Draw(t, "order") {
			if m.ID != "" {
				add(t, parts[rapid.IntRange(0, 2).Draw(t, "part")], m)
			}
		}
		for _, m := range moments {
			if m.ID == "" {
				add(t, parts[rapid.IntRange(0, 2).Draw(t, "part")], m)
			}
		}
		order := rapid.Permutation([]int{0, 1, 2}).Draw(t, "order of parts")
		a, b, c := parts[order[0]], parts[order[1]], parts[order[2]]
		if rapid.Bool().Draw(t, "the last two first") {
			merge(t, b, c)
		} else {
			merge(t, a, b)
			b = c
		}
		merge(t, a, b)
		if diff := cmp.Diff(want, must[heart.Heart](t)(a.Read(asOf()))); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
	})
}

// drawNamed draws moments of which some more have IDs, and later repairs of failures repaired already.
func drawNamed(t *rapid.T) []heart.Moment {
	moments := drawMoments(t)
	for i := range moments {
		if m := &moments[i]; m.ID == "" && rapid.Bool().Draw(t, "named") {
			m.ID = fmt.Sprint("named ", i)
		}
		if m := moments[i]; m.Repairs != "" {
			m.ID, m.Weight = rapid.SampledFrom([]string{"", fmt.Sprint("again ", i)}).Draw(t, "again"), .5
			moments = append(moments, m)
		}
	}
	return moments
}

func add(t fails, to *heart.Tally, m heart.Moment) {
	t.Helper()
	if err := to.Add(m); err != nil {
		t.Fatal(err)
	}
}

func merge(t fails, to, from *heart.Tally) {
	t.Helper()
	if err := to.Merge(from); err != nil {
		t.Fatal(err)
	}
}

func TestATallyMergedWithItselfCountsMomentsWithoutAnIDTwice(t *testing.T) {
	t.Parallel()
	guessed := heart.Moment{ID: "b", Kind: heart.Ignored, At: days(2), Basis: relationship.Guessed, Weight: .3}
	story := []heart.Moment{broken("a", 1), guessed, repaired("a", 3)}
	tally := tallyOf(t, append(story, heart.Moment{Kind: heart.Thanked, At: days(4)})...)
	merge(t, tally, tally)
	got := must[heart.Heart](t)(tally.Read(days(9)))
	thanks := slices.Repeat([]heart.Moment{{Kind: heart.Thanked, At: days(4)}}, 2)
	if diff := cmp.Diff(measure(t, append(append(story, story[2]), thanks...), days(9), heart.Config{}), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The same instant may be written in two zones, and defaults may be written out.
func TestTheSameMomentMayBeWrittenInTwoWays(t *testing.T) {
	t.Parallel()
	other := broken("a", 1)
	other.At, other.Weight, other.Basis = other.At.In(time.FixedZone("", 3600)), 1, relationship.Observed
	h := measure(t, []heart.Moment{broken("a", 1), other}, days(9), heart.Config{})
	if len(h.Reasons) != 1 || h.Reasons[0].Moments != 1 {
		t.Errorf("got %v, want one moment", h.Reasons)
	}
}

func TestALaterRepairSaysNothingAndWeighsNothing(t *testing.T) {
	t.Parallel()
	later := repaired("a", 3)
	later.Basis = relationship.Guessed
	once := measure(t, []heart.Moment{broken("a", 1), repaired("a", 2)}, days(9), heart.Config{})
	twice := measure(t, []heart.Moment{later, broken("a", 1), repaired("a", 2)}, days(9), heart.Config{})
	if once.Reasons[0].Kind != heart.ProblemRepaired || twice.Reasons[0].Moments != 2 {
		t.Errorf("got %v, want two repairs", twice.Reasons)
	}
	twice.Reasons[0].Moments = 1
	if diff := cmp.Diff(once, twice); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A kind that speaks for one dimension and against another may do either to heart.
func TestAKindThatSpeaksBothWaysMayRaiseHeart(t *testing.T) {
	t.Parallel()
	cfg := heart.Config{Kinds: map[heart.Kind]heart.Meaning{"frank": {Trust: 1, Respect: -.1}}}
	before := measure(t, nil, start(), cfg)
	if h := measure(t, []heart.Moment{{Kind: "frank", At: start()}}, start(), cfg); h.Heart.Value <= before.Heart.Value {
		t.Errorf("got %v after %v", h.Heart, before.Heart)
	}
}
