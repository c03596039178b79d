package feedback_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

func (h *hall) announce(t fataler, about feedback.Ref, step string) feedback.Announcement {
	t.Helper()
	a, err := h.staff().Announce(t.Context(), feedback.Announcement{About: about, Step: step, Text: "news of " + step})
	if err != nil {
		t.Fatalf("announce: got error %v", err)
	}
	return a
}

// noticesOf returns to whom an entry is told.
func (h *hall) noticesOf(t fataler, id feedback.EntryID) map[feedback.PartyID]feedback.Notice {
	t.Helper()
	list, err := relationship.Collect(h.staff().NoticesOf(t.Context(), id))
	if err != nil {
		t.Fatalf("notices of entry: got error %v", err)
	}
	to := map[feedback.PartyID]feedback.Notice{}
	for _, n := range list {
		if _, found := to[n.To]; found {
			t.Fatalf("got two notices to one person")
		}
		to[n.To] = n
	}
	return to
}

func TestAnnounceAgainIsTheSameAnnouncement(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	first := h.announce(t, hallChange, "done")
	if first.Entry.Told != 5 || first.Entry.Step != "done" || first.Entry.Rev == 0 {
		t.Errorf("got %+v, want 5 told", first)
	}
	seq := h.put(t, feedback.Batch{Entries: []feedback.Entry{h.wish(hallChange, "late")}})
	again, err := h.staff().Announce(t.Context(), feedback.Announcement{About: hallChange, Step: "done", Text: "other words"})
	if err != nil || again != first {
		t.Errorf("got %+v and error %v, want %+v", again, err, first)
	}
	if next := h.put(t, feedback.Batch{Entries: []feedback.Entry{h.wish(hallChange, "later")}}); next != seq+1 {
		t.Errorf("got batch %d, want %d: nothing was written", next, seq+1)
	}
	if next := h.announce(t, hallChange, "open"); next.Entry.Told != 7 {
		t.Errorf("another step: got %d told, want 7", next.Entry.Told)
	}
}

func TestAnnouncingByManyAtOnceTellsOnce(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	var wg sync.WaitGroup
	var entries [8]feedback.Announcement
	for i := range entries {
		wg.Go(func() { entries[i] = h.announce(t, hallChange, "done") })
	}
	wg.Wait()
	for _, a := range entries {
		if a != entries[0] {
			t.Errorf("got %+v, want %+v", a, entries[0])
		}
	}
	if got := len(h.noticesOf(t, entries[0].Entry.ID)); got != 5 {
		t.Errorf("got %d notices, want 5", got)
	}
}

func TestStepOfMergedThemesIsToldOncePerPerson(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	hours, late := feedback.ThemeID("hours").Ref(), feedback.ThemeID("late").Ref()
	h.put(t, feedback.Batch{
		Themes:  []feedback.Theme{{ID: "late", Name: "late hours", Shown: feedback.Shared}},
		Entries: []feedback.Entry{h.wish(late, "gus"), h.wish(late, "ida")},
	})
	if got := h.announce(t, late, "done").Entry.Told; got != 2 {
		t.Fatalf("got %d told, want 2", got)
	}
	rev := h.theme(t, "late").Rev
	h.put(t, feedback.Batch{Themes: []feedback.Theme{{ID: "late", Rev: rev, Name: "late hours", MergedInto: "hours", Shown: feedback.Shared}}})
	a := h.announce(t, late, "done")
	if a.About != hours {
		t.Errorf("got an announcement about %s, want the theme to go by", a.About)
	}
	to := h.noticesOf(t, a.Entry.ID)
	if _, again := to["gus"]; again || len(to) != 4 || a.Entry.Told != 4 {
		t.Errorf("got %d notices, %d told, to gus again: %v; want the 4 who were not told", len(to), a.Entry.Told, again)
	}
}

func (h *hall) theme(t fataler, id feedback.ThemeID) feedback.Theme {
	t.Helper()
	list, err := relationship.Collect(h.staff().Themes(t.Context(), feedback.ThemeQuery{IDs: []feedback.ThemeID{id}}))
	if err != nil || len(list) != 1 {
		t.Fatalf("theme: got %d and error %v", len(list), err)
	}
	return list[0]
}

func TestAnnouncementIsRefused(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	for name, c := range map[string]struct {
		a     feedback.Announcement
		field string
	}{
		"without a step":                 {feedback.Announcement{About: hallChange, Text: "x"}, "Step"},
		"with a step longer than a name": {feedback.Announcement{About: hallChange, Step: strings.Repeat("x", 3000), Text: "x"}, "Step"},
		"without a text":                 {feedback.Announcement{About: hallChange, Step: "x"}, "Text"},
		"about a party":                  {feedback.Announcement{About: feedback.PartyID("ann").Ref(), Step: "x", Text: "x"}, "About.Noun"},
		"about nothing":                  {feedback.Announcement{Step: "x", Text: "x"}, "About.Noun"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := h.staff().Announce(t.Context(), c.a)
			mustBreak(t, err, c.field)
		})
	}
	_, err := h.as("ann").Announce(t.Context(), feedback.Announcement{About: hallChange, Step: "x", Text: "x"})
	if !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("by a customer: got error %v, want one matching ErrNotFound", err)
	}
	for n, err := range h.as("ann").NoticesOf(t.Context(), h.announce(t, hallChange, "x").Entry.ID) {
		if !errors.Is(err, feedback.ErrNotFound) {
			t.Errorf("notices for a customer: got %+v and error %v, want one matching ErrNotFound", n, err)
		}
	}
}

func TestWhoIsErasedWhileBeingToldIsNotTold(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	h.before = func(feedback.Batch) {
		if _, err := h.store.Write(t.Context(), feedback.Batch{At: h.Now(), Erase: []feedback.PartyID{"dan", "gus"}}); err != nil {
			t.Errorf("erase: got error %v", err)
		}
	}
	a := h.announce(t, hallChange, "done")
	to := h.noticesOf(t, a.Entry.ID)
	_, dan := to["dan"]
	_, gus := to["gus"]
	if dan || gus || len(to) != 3 {
		t.Errorf("got %d notices, to dan %v, to gus %v; want 3 to others", len(to), dan, gus)
	}
}

func TestNumberToldStaysAfterOneIsErased(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	a := h.announce(t, hallChange, "done")
	if _, err := h.Erase(t.Context(), "dan"); err != nil {
		t.Fatalf("erase: got error %v", err)
	}
	if again := h.announce(t, hallChange, "done"); again.Entry.Told != a.Entry.Told {
		t.Errorf("got %d told, want %d", again.Entry.Told, a.Entry.Told)
	}
	if got := len(h.noticesOf(t, a.Entry.ID)); got != a.Entry.Told-1 {
		t.Errorf("got %d names, want %d", got, a.Entry.Told-1)
	}
}

func TestWhoIsMergedWhileBeingToldIsToldAllTheSame(t *testing.T) {
	t.Parallel()
	into := map[feedback.PartyID]feedback.PartyID{}
	h, meet := meeting(merged(into))
	it := h.shared(t, "rob", feedback.Idea, "a coat hook")
	late := meet(func() { into["rob"] = "bob" })
	a, err := late.staff().Announce(t.Context(), feedback.Announcement{About: it.ID.Ref(), Step: "done", Text: "it hangs"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := h.Claim(t.Context(), 10, time.Minute)
	if err != nil || len(got) != 1 || got[0].Entry != a.Entry.ID {
		t.Errorf("got %+v, %v, want one notice", got, err)
	}
}
