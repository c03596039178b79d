package feedback_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// row is what the acts of these tests are about.
func row(id string) feedback.Ref { return feedback.Ref{Noun: "game", ID: id} }

func actOf(of feedback.Ref, n, place int) feedback.Entry {
	return feedback.Entry{
		ID: feedback.ActID(of, n), About: of, Kind: feedback.Acted, Count: place, Text: fmt.Sprint("act ", n),
		At: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC),
	}
}

// seatOf returns the entry by which a party has a place.
func seatOf(of feedback.Ref, p feedback.PartyID, place int) feedback.Entry {
	e := actOf(of, 0, place)
	e.ID, e.About, e.By = feedback.PlaceID(of, p), feedback.Places(of), p
	return e
}

// acting writes entries through the café.
func (h house) acting(t askTester, entries ...feedback.Entry) error {
	t.Helper()
	return h.Act(t.Context(), "", func(time.Time) ([]feedback.Entry, error) { return entries, nil })
}

func numbersOf(t askTester, c *feedback.Cafe, of feedback.Ref, after int) []feedback.EntryID {
	t.Helper()
	acts, err := relationship.Collect(c.Acts(t.Context(), of, after))
	allWell(t, err)
	return idsOf(acts, func(e feedback.Entry) feedback.EntryID { return e.ID })
}

func TestActsAreReadInOrderFromAnyOfThem(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	other := row("b")
	allWell(t, h.acting(t, actOf(other, 1, 1)))
	var want []feedback.EntryID
	for n := 1; n <= 1200; n++ {
		allWell(t, h.acting(t, actOf(row("a"), n, 1)))
		want = append(want, feedback.ActID(row("a"), n))
	}
	for _, after := range []int{0, 1, 8, 9, 73, 1199, 1200} {
		if got := numbersOf(t, h.Cafe, row("a"), after); !slices.Equal(got, want[after:]) {
			t.Errorf("after %d: got %d acts, from %v", after, len(got), got)
		}
	}
	h.written(t, feedback.Batch{Entries: []feedback.Entry{actOf(other, 3, 1)}})
	if _, err := relationship.Collect(h.Acts(t.Context(), other, 0)); !errors.Is(err, feedback.ErrBrokenStore) {
		t.Errorf("with a gap: got error %v, want one matching %v", err, feedback.ErrBrokenStore)
	}
}

func TestTwoWhoWriteTheNextActMeet(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	asked := 0
	err := h.Act(t.Context(), "is-ann", func(time.Time) ([]feedback.Entry, error) {
		n := len(numbersOf(t, h.Cafe, row("a"), 0)) + 1
		if asked++; asked == 1 {
			allWell(t, h.acting(t, actOf(row("a"), n, 2)))
		}
		return []feedback.Entry{actOf(row("a"), n, 1)}, nil
	})
	allWell(t, err)
	if got := numbersOf(t, h.Cafe, row("a"), 0); asked != 2 || len(got) != 2 {
		t.Errorf("composed %d times, and %v are there", asked, got)
	}
	allWell(t, h.acting(t)) // nothing
	if log := wholeLog(t, h.store); len(log) != 2 || log[1].By != "is-ann" {
		t.Errorf("got %+v", log)
	}
	errMine := errors.New("mine")
	err = h.Act(t.Context(), "", func(time.Time) ([]feedback.Entry, error) { return nil, errMine })
	if !errors.Is(err, errMine) {
		t.Errorf("got error %v", err)
	}
}

func TestOnlyWhatADrawerMayWriteIsAnAct(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	for field, change := range map[string]func(*feedback.Entry){
		"Kind":       func(e *feedback.Entry) { e.Kind = feedback.Reply },
		"Rev":        func(e *feedback.Entry) { e.Rev = 1 },
		"By":         func(e *feedback.Entry) { e.By = "is-ann" },
		"About.Noun": func(e *feedback.Entry) { e.About = feedback.ItemID("x").Ref() },
		"Text":       func(e *feedback.Entry) { e.Text = strings.Repeat("x", feedback.MaxText+1) },
	} {
		e := actOf(row("a"), 1, 1)
		change(&e)
		err := h.acting(t, e)
		told, ok := errors.AsType[*relationship.OpError](err)
		if !ok || !errors.Is(err, feedback.ErrInvalid) || told.Field != "Entries[0]."+field {
			t.Errorf("got error %v, want one that names %s", err, field)
		}
	}
	for _, r := range []feedback.Ref{party("is-ann"), feedback.ChangeID("c").Ref(), feedback.EntryID("e").Ref()} {
		if err := h.acting(t, actOf(r, 1, 1)); !errors.Is(err, feedback.ErrInvalid) {
			t.Errorf("an act about a %s: got error %v", r.Noun, err)
		}
	}
	if log := wholeLog(t, h.store); len(log) > 0 {
		t.Errorf("got %+v", log)
	}
}

// Forgetting takes places and no acts, and what is given out is what was done from these places.
func TestErasuresTakePlacesAndExportsGiveTheActsOfThem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newHouse(mergedInto("is-ann-1", "is-ann-2"))
		who := []feedback.PartyID{"is-ann-1", "is-ann-2", "is-bob"}
		rows := []feedback.Ref{row("a"), row("b")}
		did := map[feedback.PartyID]int{}
		for _, r := range rows {
			for n := range rapid.IntRange(0, 8).Draw(t, "acts") {
				i := rapid.IntRange(0, len(who)-1).Draw(t, "who")
				entries := []feedback.Entry{actOf(r, n+1, i+1)}
				place := seatOf(r, who[i], i+1)
				if _, err := first(h.Acted(t.Context(), feedback.EntryQuery{IDs: []feedback.EntryID{place.ID}})); err != nil {
					entries = append(entries, place)
				}
				allWell(t, h.acting(t, entries...))
				did[who[i]]++
			}
		}
		acts := func(entries []feedback.Entry) int {
			return len(keep(entries, func(e *feedback.Entry) bool { return slices.Contains(rows, e.About) }))
		}
		want := did["is-ann-1"] + did["is-ann-2"]
		x := having[feedback.Export](t)(h.Export(t.Context(), "is-ann-2"))
		inLog := 0
		for _, b := range x.Log {
			inLog += acts(b.Entries)
		}
		if acts(x.Entries) != want || inLog != want || len(x.Notes) > 0 {
			t.Fatalf("the export has %d acts, its log %d, want %d", acts(x.Entries), inLog, want)
		}
		if !slices.IsSortedFunc(x.Entries, func(a, b feedback.Entry) int { return strings.Compare(string(a.ID), string(b.ID)) }) {
			t.Fatalf("out of order: %+v", x.Entries)
		}
		before := acts(contentsOf(t, h.store).Entries)
		out := having[feedback.Erasure](t)(h.Erase(t.Context(), "is-ann-1"))
		if len(out.UnnamedEntries) > 0 {
			t.Fatalf("places stay that are nobody's: %v", out.UnnamedEntries)
		}
		after := contentsOf(t, h.store).Entries
		if acts(after) != before || strings.Contains(inJSON(t, after), "is-ann") {
			t.Fatalf("of %d acts %d are left: %+v", before, acts(after), after)
		}
	})
}

// first returns the only record that a read by ID can yield.
func first[R any](seq func(func(R, error) bool)) (R, error) {
	for r, err := range seq {
		return r, err
	}
	var none R
	return none, feedback.ErrNotFound
}

// Nobody who follows the thing of a drawer is told of its acts by the room: the drawer knows who may see them.
func TestActsAreNoNews(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	allWell(t, h.For(feedback.Viewer{Party: "is-ann"}).Follow(t.Context(), row("a")))
	allWell(t, h.acting(t, actOf(row("a"), 1, 1), seatOf(row("a"), "is-bob", 1)))
	d := having[feedback.Digests](t)(h.Digests(context.Background(), 0))
	if len(d.Each) > 0 {
		t.Errorf("got %+v", d.Each)
	}
}
