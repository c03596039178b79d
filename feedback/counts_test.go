package feedback_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
)

var (
	opening  = feedback.ThemeID("opening hours").Ref()
	parking  = feedback.ThemeID("parking").Ref()
	complain = []feedback.Kind{feedback.Complaint}
)

// aMarkOf is a complaint about the opening hours, said at noon.
func aMarkOf(item feedback.ItemID, by feedback.PartyID) feedback.Mark {
	return feedback.Mark{Under: opening, Item: item, Kind: feedback.Complaint, By: by, At: countsBase}
}

func TestAnItemCountsOnceHoweverManyOfItsPointsDo(t *testing.T) {
	t.Parallel()
	c := newCounts(t, feedback.CountsConfig{})
	first, second := aMarkOf("1", "ann"), aMarkOf("1", "ann")
	first.Point, second.Point = 1, 2
	other := aMarkOf("1", "ann")
	other.Point, other.Kind = 3, feedback.Idea
	addAll(t, c, first, second, other, first)
	want := feedback.Count{Items: 1, People: 1, Weight: 1}
	for _, kinds := range [][]feedback.Kind{nil, complain, {feedback.Idea}, {feedback.Idea, feedback.Complaint}} {
		sameCount(t, countOf(t, c, countsBase, feedback.CountQuery{Kinds: kinds}, opening), want)
	}
	c.Remove(first)
	c.Remove(first)
	sameCount(t, countOf(t, c, countsBase, feedback.CountQuery{Kinds: complain}, opening), want)
	c.Remove(second)
	sameCount(t, countOf(t, c, countsBase, feedback.CountQuery{Kinds: complain}, opening), feedback.Count{})
	sameCount(t, countOf(t, c, countsBase, feedback.CountQuery{}, opening), want)
}

func TestMergedThemesCountAnItemAndAPersonOnce(t *testing.T) {
	t.Parallel()
	c := newCounts(t, feedback.CountsConfig{})
	both := aMarkOf("1", "ann")
	again := both
	again.Under = parking
	more := again
	more.Item = "2"
	addAll(t, c, both, again, more)
	want := feedback.Count{Items: 2, People: 1, Weight: 2}
	sameCount(t, countOf(t, c, countsBase, feedback.CountQuery{}, opening, parking, opening), want)
	into := func(feedback.Ref) feedback.Ref { return opening }
	all, err := c.All(countsBase, feedback.CountQuery{Kinds: complain}, into)
	if err != nil {
		t.Fatal(err)
	}
	listed := []feedback.RefCount{{Under: opening, Count: want, Kinds: []feedback.KindCount{{Kind: feedback.Complaint, Count: want}}}}
	if diff := cmp.Diff(listed, all); diff != "" {
		t.Error(diff)
	}
	if all, err := c.All(countsBase, feedback.CountQuery{}, func(feedback.Ref) feedback.Ref { return feedback.Ref{} }); err != nil || len(all) > 0 {
		t.Errorf("where all are left out: got %v, %v", all, err)
	}
}

func TestAnItemThatNobodySaidCountsNoPerson(t *testing.T) {
	t.Parallel()
	c := newCounts(t, feedback.CountsConfig{})
	addAll(t, c, aMarkOf("1", ""), aMarkOf("2", ""), aMarkOf("3", "ann"))
	sameCount(t, countOf(t, c, countsBase, feedback.CountQuery{}, opening), feedback.Count{Items: 3, People: 1, Weight: 3})
}

func TestAPersonWhoTurnsOutToBeAnotherCountsOnce(t *testing.T) {
	t.Parallel()
	merged := map[feedback.PartyID]feedback.PartyID{}
	c := newCounts(t, feedback.CountsConfig{Resolve: func(id feedback.PartyID) feedback.PartyID { return merged[id] }})
	later := aMarkOf("2", "secret")
	later.At = countsBase.Add(time.Hour)
	addAll(t, c, aMarkOf("1", "ann"), later)
	people := func(want int) {
		t.Helper()
		if got := countOf(t, c, countsBase.Add(time.Hour), feedback.CountQuery{}, opening).People; got != want {
			t.Errorf("got %d people, want %d", got, want)
		}
	}
	people(2)
	merged["secret"] = "ann"
	people(2) // until it is told
	c.Resolve("secret")
	people(1)
	merged = map[feedback.PartyID]feedback.PartyID{}
	c.Resolve()
	people(2)
}

func TestTheEdgesOfAWindowAreExact(t *testing.T) {
	t.Parallel()
	for _, step := range []time.Duration{1, 700 * time.Millisecond, time.Hour} {
		c := newCounts(t, feedback.CountsConfig{})
		at := func(n int) time.Time { return countsBase.Add(time.Duration(n) * step) }
		for i := range 5 {
			m := aMarkOf(feedback.ItemID(fmt.Sprint(i)), feedback.PartyID(fmt.Sprint(i%2)))
			m.At = at(i)
			addAll(t, c, m)
		}
		for _, tt := range []struct {
			name          string
			since, until  time.Time
			asOf          time.Time
			items, people int
		}{
			{"since an instant, it included", at(1), time.Time{}, at(9), 4, 2},
			{"until an instant, it left out", time.Time{}, at(1), at(9), 1, 1},
			{"one step", at(2), at(3), at(9), 1, 1},
			{"empty", at(2), at(2), at(9), 0, 0},
			{"ends before it begins", at(3), at(2), at(9), 0, 0},
			{"what is later than asked about is left out", time.Time{}, at(4), at(1), 2, 2},
			{"asked about before all", time.Time{}, time.Time{}, at(-1), 0, 0},
		} {
			got := countOf(t, c, tt.asOf, feedback.CountQuery{Since: tt.since, Until: tt.until}, opening)
			if got.Items != tt.items || got.People != tt.people {
				t.Errorf("%s, in steps of %v: got %+v, want %d items and %d people", tt.name, step, got, tt.items, tt.people)
			}
		}
	}
}

func TestManyItemsSaidJustNowWeighAsMuchAsTheyAreMany(t *testing.T) {
	t.Parallel()
	c := newCounts(t, feedback.CountsConfig{})
	for i := range 5000 {
		addAll(t, c, aMarkOf(feedback.ItemID(fmt.Sprint(i)), ""))
	}
	sameCount(t, countOf(t, c, countsBase, feedback.CountQuery{}, opening), feedback.Count{Items: 5000, Weight: 5000})
}

func TestWeightIsHalfAfterAHalfLifeAndNeverTooLargeOrTooSmall(t *testing.T) {
	t.Parallel()
	const half = 7 * 24 * time.Hour
	c := newCounts(t, feedback.CountsConfig{HalfLife: half})
	addAll(t, c, aMarkOf("1", "ann"))
	weight := func(at time.Time) float64 { return countOf(t, c, at, feedback.CountQuery{}, opening).Weight }
	for halves, want := range map[int]float64{0: 1, 1: 0.5, 2: 0.25, 50: math.Ldexp(1, -50), 1000: math.Ldexp(1, -1000), 3000: 0} {
		if got := weight(countsBase.Add(time.Duration(halves) * half)); !near(got, want) || got > 1 {
			t.Errorf("after %d half-lives: got %v, want %v", halves, got, want)
		}
	}
	if got := weight(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)); got != 0 {
		t.Errorf("in the year 9999: got %v, want 0", got)
	}
	early := aMarkOf("2", "ann")
	early.At = time.Time{}.Add(1)
	addAll(t, c, early)
	if got := countOf(t, c, early.At, feedback.CountQuery{}, opening); got != (feedback.Count{Items: 1, People: 1, Weight: 1}) {
		t.Errorf("in year 1: got %+v", got)
	}
}

func TestWeightStaysRightHoweverOftenMarksComeAndGo(t *testing.T) {
	t.Parallel()
	const half = time.Hour
	c := newCounts(t, feedback.CountsConfig{HalfLife: half})
	want := 0.0
	for round := range 20 {
		for i := range 500 {
			m := aMarkOf(feedback.ItemID(fmt.Sprint(i)), "ann")
			m.At = countsBase.Add(-time.Duration((i*7919+1)%50) * half).Add(time.Duration(i))
			addAll(t, c, m)
			if round < 19 || i%7 > 0 {
				c.Remove(m)
				continue
			}
			want += slowWeight(countsBase.Add(time.Hour), m.At, half)
		}
	}
	if got := countOf(t, c, countsBase.Add(time.Hour), feedback.CountQuery{}, opening).Weight; !near(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestMarksThatBreakARuleAreRefusedAndNothingIsChanged(t *testing.T) {
	t.Parallel()
	const differs = "must be that of the other marks of the item"
	ok := aMarkOf("1", "ann")
	for _, tt := range []struct {
		name        string
		change      func(*feedback.Mark)
		field, rule string
	}{
		{"no item", func(m *feedback.Mark) { m.Item = "" }, "Item", "must not be empty"},
		{"no noun", func(m *feedback.Mark) { m.Under.Noun = "" }, "Under.Noun", "must not be empty"},
		{"another kind", func(m *feedback.Mark) { m.Kind = "praise" }, "Kind", "must be one of: compliment, idea, complaint"},
		{"no instant", func(m *feedback.Mark) { m.At = time.Time{} }, "At", "must not be zero"},
		{"the year 10000", func(m *feedback.Mark) { m.At = m.At.AddDate(8000, 0, 0) }, "At", "must be in the years 1 to 9999"},
		{"a point before the first", func(m *feedback.Mark) { m.Point = -1 }, "Point", "must be from 0 to 1,073,741,824"},
		{"an author that is no text", func(m *feedback.Mark) { m.By = "\xff" }, "By", "must be valid UTF-8"},
		{"another author", func(m *feedback.Mark) { m.By, m.Point = "bob", 1 }, "By", differs},
		{"another instant", func(m *feedback.Mark) { m.At, m.Point = m.At.Add(1), 1 }, "At", differs},
	} {
		c := newCounts(t, feedback.CountsConfig{})
		addAll(t, c, ok)
		m := ok
		tt.change(&m)
		breaks(t, c.Add(m), tt.field, tt.rule)
		if c.Remove(m) || c.Len() != 1 {
			t.Errorf("%s: something was changed", tt.name)
		}
	}
}

func TestCountsThatDisagreeAreNotMerged(t *testing.T) {
	t.Parallel()
	a, b := newCounts(t, feedback.CountsConfig{}), newCounts(t, feedback.CountsConfig{})
	addAll(t, a, aMarkOf("1", "ann"))
	addAll(t, b, aMarkOf("0", "bob"), aMarkOf("1", "bob"))
	breaks(t, a.Merge(b), "By", "must be that of the other marks of the item")
	if err := a.Merge(a); err != nil || a.Len() != 1 {
		t.Errorf("got %d marks and error %v, want 1 mark", a.Len(), err)
	}
}

func TestQuestionsAndSettingsOutOfRangeAreErrors(t *testing.T) {
	t.Parallel()
	for _, half := range []time.Duration{-1, 1, 36_501 * 24 * time.Hour} {
		_, err := feedback.NewCounts(feedback.CountsConfig{HalfLife: half})
		breaks(t, err, "HalfLife", "must be 0, or from a minute to 36,500 days")
	}
	c := newCounts(t, feedback.CountsConfig{})
	_, err := c.Count(time.Time{}, feedback.CountQuery{})
	breaks(t, err, "asOf", "must not be zero")
	_, err = c.Open(countsBase, feedback.CountQuery{Since: countsBase.AddDate(9000, 0, 0)})
	breaks(t, err, "Since", "must be in the years 1 to 9999")
	_, err = c.All(countsBase, feedback.CountQuery{Kinds: []feedback.Kind{feedback.Idea, "praise"}}, nil)
	breaks(t, err, "Kinds[1]", "must be one of: compliment, idea, complaint")
}

func TestNobodyIsRememberedWhoseMarksAreAllTakenAway(t *testing.T) {
	t.Parallel()
	root := feedback.PartyID(" the first root")
	c := newCounts(t, feedback.CountsConfig{Resolve: func(id feedback.PartyID) feedback.PartyID { return id + root }})
	var marks []feedback.Mark
	for i := range 300 {
		marks = append(marks, aMarkOf(feedback.ItemID(fmt.Sprint("item ", i)), feedback.PartyID(fmt.Sprint("secret ", i%3))))
	}
	addAll(t, c, marks...)
	if text := fmt.Sprintf("%+v", *c); !strings.Contains(text, "secret 2 the first root") {
		t.Fatal("looks at the wrong thing")
	}
	root = " the second root"
	c.Resolve()
	if text := fmt.Sprintf("%+v", *c); strings.Contains(text, "the first root") {
		t.Error("who was taken for somebody else is remembered as that one")
	}
	for _, m := range marks {
		c.Remove(m)
	}
	if text := fmt.Sprintf("%+v", *c); strings.Contains(text, "secret") || strings.Contains(text, "opening") || strings.Contains(text, "item ") {
		t.Error("something is remembered")
	}
}

func TestErrorsOfCountsNameNobody(t *testing.T) {
	t.Parallel()
	c := newCounts(t, feedback.CountsConfig{})
	addAll(t, c, aMarkOf("1", "Ann Personal"))
	m := aMarkOf("1", "Bob Personal")
	if err := c.Add(m); !errors.Is(err, feedback.ErrInvalid) || strings.Contains(err.Error(), "Personal") {
		t.Errorf("got error %v", err)
	}
}
