package kano_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/kano"
	"pgregory.net/rapid"
)

// improvement returns one with ranges around a value and an effort.
func improvement(id, segment string, class relationship.Class, value, effort float64) kano.Improvement {
	around := func(v, off float64) relationship.Estimate {
		return relationship.Estimate{Value: v, Low: v * (1 - off), High: v * (1 + off), N: 30, Basis: relationship.Stated}
	}
	return kano.Improvement{
		ID: id, Segment: segment, Class: class, Importance: around(value, .2), Gain: around(.5, .3), Effort: around(effort, .4),
	}
}

// wins returns quick wins with few draws.
func wins(t fails, all []kano.Improvement, cfg kano.WinConfig) []kano.Win {
	t.Helper()
	cfg.Draws = cmp.Or(cfg.Draws, 200)
	return must(kano.QuickWins(all, cfg))(t)
}

// names returns the IDs in their order.
func names(list []kano.Win) string {
	var ids []string
	for _, w := range list {
		ids = append(ids, w.ID)
	}
	return strings.Join(ids, " ")
}

// few are improvements of each class.
func few() []kano.Improvement {
	met := improvement("paid", "", relationship.Basic, 9, 1)
	met.Met = true
	return []kano.Improvement{
		improvement("unlooked", "", relationship.Unclassified, 9, 1),
		improvement("gift", "", relationship.Delighter, 9, 1),
		improvement("faster", "", relationship.Promise, 4, 1),
		improvement("lighter", "", relationship.Promise, 5, 1),
		met,
		improvement("safe", "", relationship.Basic, 1, 9),
		improvement("clean", "", relationship.Basic, 1, 8),
		improvement("abroad", "far", relationship.Delighter, 1, 1),
	}
}

func TestBasicsGoFirstHoweverMuchTheyTake(t *testing.T) {
	t.Parallel()
	list := wins(t, few(), kano.WinConfig{})
	if got, want := names(list), "clean safe lighter faster gift unlooked paid abroad"; got != want {
		t.Fatalf("got %s, want %s", got, want)
	}
	basics := []string{"clean", "safe"}
	want := []kano.Reasons{
		{BasicFirst: true}, {BasicFirst: true}, {After: basics}, {After: basics}, {After: basics}, {After: basics},
		{Met: true, After: basics}, {},
	}
	for i, w := range list {
		if diff := gocmp.Diff(want[i], w.Why); diff != "" {
			t.Errorf("%s (-want +got):\n%s", w.ID, diff)
		}
	}
	if list[3].Place != 2 || list[6].Place != 1 {
		t.Errorf("got places %d and %d in their groups", list[3].Place, list[6].Place)
	}
}

func TestTheHostMayNameWhatGoesAheadAndTheWinSaysSo(t *testing.T) {
	t.Parallel()
	list := wins(t, few(), kano.WinConfig{Ahead: []string{"gift", "safe", "abroad"}})
	if got, want := names(list), "gift clean safe lighter faster unlooked paid abroad"; got != want {
		t.Fatalf("got %s, want %s", got, want)
	}
	if diff := gocmp.Diff(kano.Reasons{Ahead: []string{"clean", "safe"}}, list[0].Why); diff != "" {
		t.Errorf("ahead (-want +got):\n%s", diff)
	}
	// A basic waits for none, and where there are no unmet basics nothing is ahead of them.
	for _, i := range []int{2, 7} {
		if len(list[i].Why.Ahead) != 0 {
			t.Errorf("%s: got ahead of %v", list[i].ID, list[i].Why.Ahead)
		}
	}
}

func TestAClassLessLikelyThanNotIsTakenAsItIsAndTheWinSaysSo(t *testing.T) {
	t.Parallel()
	all := few()
	want := names(wins(t, all, kano.WinConfig{}))
	sure := map[string]float64{"safe": .35, "clean": .5, "gift": 1e-9, "faster": 1}
	for i := range all {
		all[i].Sure = sure[all[i].ID]
	}
	list := wins(t, all, kano.WinConfig{})
	if got := names(list); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, w := range list {
		if want := w.ID == "safe" || w.ID == "gift"; w.Why.Unsure != want {
			t.Errorf("%s: got unsure %t, want %t", w.ID, w.Why.Unsure, want)
		}
	}
}

func TestHowSureAFindingIsCanBeGivenAsItIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]float64{0, 1, 2, 20, 1e6})
		c := kano.Counts{MustBe: n.Draw(t, "must-be"), Attractive: n.Draw(t, "attractive"), Indifferent: n.Draw(t, "indifferent"), Reverse: n.Draw(t, "reverse")}
		found := must(c.Evaluate(kano.Config{}))(t)
		m := improvement("one", "", found.Class, 1, 1)
		m.Sure = found.Sure
		if w := wins(t, []kano.Improvement{m}, kano.WinConfig{})[0]; w.Why.Unsure != (found.Sure > 0 && found.Sure < .5) {
			t.Errorf("sure by %v: got %+v", found.Sure, w.Why)
		}
	})
}

func TestThoseAlikeGoByEffortAndThenByName(t *testing.T) {
	t.Parallel()
	all := []kano.Improvement{
		improvement("c", "", relationship.Promise, .3, .1), // 3 but for rounding
		improvement("b", "", relationship.Promise, .9, .3),
		improvement("a", "", relationship.Promise, .9, .3),
		improvement("d", "", relationship.Promise, 4, 1),
	}
	list := wins(t, all, kano.WinConfig{Top: 1})
	if got, want := names(list), "d c a b"; got != want {
		t.Fatalf("got %s, want %s", got, want)
	}
	if got := list[2].Why.Tied; !slices.Equal(got, []string{"c", "b"}) {
		t.Errorf("got tied %v", got)
	}
	exact := slices.Clone(all)
	for i := range exact {
		for _, e := range []*relationship.Estimate{&exact[i].Importance, &exact[i].Gain, &exact[i].Effort} {
			e.Low, e.High = e.Value, e.Value
		}
	}
	for i, w := range wins(t, exact, kano.WinConfig{Top: 2}) {
		want := 0.0
		if i < 2 {
			want = 1
		}
		if w.InTop != want || w.PerEffort.Low != w.PerEffort.Value || w.PerEffort.High != w.PerEffort.Value {
			t.Errorf("nothing to doubt: %s is on top with %v, %v", w.ID, w.InTop, w.PerEffort)
		}
	}
}

func TestChancesToBeOnTopAreThoseOfNormalDistributions(t *testing.T) {
	t.Parallel()
	// Importances of 10 and 11 with deviation 1 each: the first is larger with the probability that a standard
	// normal is below -1/√2.
	normal := func(id string, v float64) kano.Improvement {
		one := relationship.Estimate{Value: 1, Low: 1, High: 1, Basis: relationship.Observed}
		const z = 1.959963984540054
		return kano.Improvement{
			ID: id, Gain: one, Effort: one, Class: relationship.Delighter,
			Importance: relationship.Estimate{Value: v, Low: v - z, High: v + z, N: 5, Basis: relationship.Stated},
		}
	}
	list := wins(t, []kano.Improvement{normal("x", 10), normal("y", 11)}, kano.WinConfig{Top: 1, Draws: 40_000})
	want := math.Erfc(.5) / 2
	near(t, "chance of x", list[1].InTop, want, 4*list[1].InTopError)
	near(t, "standard error", list[1].InTopError, math.Sqrt(want*(1-want)/40_000), 1e-4)
	near(t, "low end of y", list[0].PerEffort.Low, 11-1.96, .05)
	near(t, "high end of y", list[0].PerEffort.High, 11+1.96, .05)
	if list[0].PerEffort.Basis != relationship.Stated || list[0].PerEffort.N != 0 {
		t.Errorf("got %+v", list[0].PerEffort)
	}
	again := wins(t, []kano.Improvement{normal("x", 10), normal("y", 11)}, kano.WinConfig{Top: 1, Draws: 40_000})
	if diff := gocmp.Diff(list, again); diff != "" {
		t.Errorf("asked again (-first +second):\n%s", diff)
	}
}

func TestNothingToDoIsNoError(t *testing.T) {
	t.Parallel()
	if list := wins(t, nil, kano.WinConfig{}); len(list) != 0 {
		t.Errorf("got %v", list)
	}
	list := wins(t, few()[:1], kano.WinConfig{})
	if list[0].InTop != 1 || list[0].InTopError != 0 || list[0].Place != 1 {
		t.Errorf("one of its group: got %+v", list[0])
	}
}

// drawImprovements draws improvements with trouble in them: ties, nothing gained, ranges of no width and of many.
func drawImprovements(t *rapid.T) []kano.Improvement {
	estimate := func(name string, least float64) relationship.Estimate {
		v := rapid.SampledFrom([]float64{0, .1, .3, .5, 1, 2, 1e15}).Draw(t, name)
		off := rapid.SampledFrom([]float64{0, .1, .9, 1}).Draw(t, "off")
		v = max(v, least)
		e := relationship.Estimate{Value: v, Low: max(least, v*(1-off)), High: min(1e15, v*(1+10*off)), N: 3, Basis: relationship.Stated}
		if rapid.Bool().Draw(t, "guessed") {
			e.Basis = relationship.Guessed
		}
		return e
	}
	all := make([]kano.Improvement, rapid.IntRange(0, 9).Draw(t, "improvements"))
	for i := range all {
		all[i] = kano.Improvement{
			ID:      fmt.Sprint(i),
			Segment: rapid.SampledFrom([]string{"", "near"}).Draw(t, "segment"),
			Class: rapid.SampledFrom([]relationship.Class{
				relationship.Basic, relationship.Promise, relationship.Delighter, relationship.Unclassified,
			}).Draw(t, "class"),
			Sure:       rapid.SampledFrom([]float64{0, .3, 1}).Draw(t, "sure"),
			Met:        rapid.IntRange(0, 3).Draw(t, "met") == 0,
			Importance: estimate("importance", 0), Gain: estimate("gain", 0), Effort: estimate("effort", 1e-9),
		}
	}
	return all
}

func TestNothingOfALaterClassGoesBeforeAnUnmetBasicOfItsSegment(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := drawImprovements(t)
		var cfg kano.WinConfig
		if len(all) > 0 && rapid.Bool().Draw(t, "override") {
			cfg.Ahead = []string{rapid.SampledFrom(all).Draw(t, "ahead").ID}
		}
		list := wins(t, all, cfg)
		for i, w := range list {
			for _, v := range list[i+1:] {
				basic := v.Class == relationship.Basic && !v.Met && v.Segment == w.Segment
				later := w.Class != relationship.Basic || w.Met
				if basic && later && !(slices.Contains(cfg.Ahead, w.ID) && slices.Contains(w.Why.Ahead, v.ID)) {
					t.Errorf("%s goes before the basic %s, for %+v", w.ID, v.ID, w.Why)
				}
			}
			checkWin(t, w)
		}
	})
}

func checkWin(t fails, w kano.Win) {
	t.Helper()
	if err := w.PerEffort.Check(0, 1e300); err != nil || !w.PerEffort.Known() {
		t.Errorf("%s: got %+v: %v", w.ID, w.PerEffort, err)
	}
	if !(w.InTop >= 0 && w.InTop <= 1 && w.InTopError >= 0 && w.InTopError < .04) || w.Place < 1 {
		t.Errorf("%s: got %v ± %v, place %d", w.ID, w.InTop, w.InTopError, w.Place)
	}
}

func TestOrderOfImprovementsMakesNoDifference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := drawImprovements(t)
		before, shuffled := slices.Clone(all), rapid.Permutation(all).Draw(t, "shuffled")
		if diff := gocmp.Diff(wins(t, all, kano.WinConfig{}), wins(t, shuffled, kano.WinConfig{})); diff != "" {
			t.Errorf("shuffled (-first +second):\n%s", diff)
		}
		if !slices.Equal(all, before) {
			t.Error("the input was changed")
		}
	})
}

func TestScalingAllEffortsChangesNoPlace(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := drawImprovements(t)
		for i := range all { // room for the scale
			all[i].Effort.Low, all[i].Effort.Value, all[i].Effort.High = max(all[i].Effort.Low, 1e-6), max(all[i].Effort.Value, 1e-6), max(all[i].Effort.High, 1e-6)
			all[i].Effort.High = min(all[i].Effort.High, 1e12)
			all[i].Effort.Value, all[i].Effort.Low = min(all[i].Effort.Value, 1e12), min(all[i].Effort.Low, 1e12)
		}
		scaled := slices.Clone(all)
		by := rapid.SampledFrom([]float64{.001, 1.0 / 3, 3, 1000}).Draw(t, "by")
		for i := range scaled {
			e := &scaled[i].Effort
			e.Low, e.Value, e.High = e.Low*by, e.Value*by, e.High*by
		}
		a, b := wins(t, all, kano.WinConfig{Top: 2}), wins(t, scaled, kano.WinConfig{Top: 2})
		if names(a) != names(b) {
			t.Fatal("got ", names(a), " and ", names(b))
		}
		for i := range a {
			near(t, "chance", b[i].InTop, a[i].InTop, 0)
		}
	})
}

// TestChancesSumToThePlaces holds because each draw fills all of them.
func TestChancesSumToThePlaces(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all, top := drawImprovements(t), rapid.IntRange(1, 4).Draw(t, "top")
		type group struct {
			segment string
			class   relationship.Class
			met     bool
		}
		sums, sizes := map[group]float64{}, map[group]int{}
		rand := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		for _, w := range wins(t, all, kano.WinConfig{Top: top, Rand: rand}) {
			g := group{w.Segment, w.Class, w.Met}
			sums[g] += w.InTop
			sizes[g]++
		}
		for g, sum := range sums {
			near(t, "sum of chances", sum, float64(min(top, sizes[g])), 1e-9)
		}
	})
}
