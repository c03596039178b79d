package market_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/market"
	"github.com/kithcrm/kith/relationship"
)

// A house is a café with a hall, with a clock that tests set, and parties of which some are merged.
type house struct {
	*feedback.Cafe
	hall   *market.Hall
	store  feedback.Historian
	now    time.Time
	merged [][]feedback.PartyID // the first of each is the one to go by
}

func newHouse(store feedback.Historian) *house {
	h := &house{store: store, now: start()}
	h.Cafe = feedback.New(store, feedback.Config{
		Now: func() time.Time { return h.now },
		Family: func(_ context.Context, id feedback.PartyID) ([]feedback.PartyID, error) {
			return h.familyOf(id), nil
		},
		Resolver: func(context.Context) (func(feedback.PartyID) feedback.PartyID, error) {
			return func(id feedback.PartyID) feedback.PartyID { return h.familyOf(id)[0] }, nil
		},
	})
	h.hall = market.NewHall(h.Cafe, market.HallConfig{})
	return h
}

func (h *house) familyOf(id feedback.PartyID) []feedback.PartyID {
	for _, f := range h.merged {
		if slices.Contains(f, id) {
			return f
		}
	}
	return []feedback.PartyID{id}
}

// as returns the hall as a party sees it that may open nothing.
func (h *house) as(p feedback.PartyID) *market.Visit { return h.hall.For(feedback.Viewer{Party: p}) }

// staff returns the hall as those see it who run it.
func (h *house) staff() *market.Visit { return h.hall.For(boss()) }

func boss() feedback.Viewer {
	return feedback.Viewer{Party: "boss", MayOpen: func(feedback.Ref) bool { return true }}
}

// again returns another program on the same store.
func (h *house) again() *house {
	other := newHouse(h.store)
	other.now, other.merged = h.now, h.merged
	return other
}

// open opens a market that all may see.
func (h *house) open(t tester, id market.ID, change ...func(*market.Terms)) market.Snapshot {
	t.Helper()
	shared := func(t *market.Terms) { t.Shown = feedback.Shared }
	s, err := h.staff().Open(context.Background(), id, terms(append([]func(*market.Terms){shared}, change...)...))
	if err != nil {
		t.Fatalf("open: got error %v", err)
	}
	return s
}

// change puts a change that all may see, and decides it, unless the answer is empty.
func (h *house) change(t testing.TB, id feedback.ChangeID, answer feedback.Answer) {
	t.Helper()
	staff := h.For(boss())
	fine(t)(staff.PutChange(t.Context(), feedback.Change{ID: id, Text: "longer hours", Shown: feedback.Shared}))
	if answer != "" {
		fine(t)(staff.Decide(t.Context(), id, feedback.Decision{Answer: answer, Reason: "because"}))
	}
}

func fine(t testing.TB) func(any, error) {
	t.Helper()
	return func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
}

// entriesOf returns all entries of a store.
func entriesOf(t tester, s feedback.Store) []feedback.Entry {
	t.Helper()
	page, err := s.Entries(context.Background(), feedback.EntryQuery{Limit: 1_000_000})
	if err != nil {
		t.Fatalf("got error %v", err)
	}
	return page.Records
}

// numbered checks that the acts of a market are there from 1 on without a gap, and returns how many.
func numbered(t tester, s feedback.Store, id market.ID) int {
	t.Helper()
	n := 0
	for _, e := range entriesOf(t, s) {
		if e.About != id.Ref() {
			continue
		}
		if n++; e.ID != feedback.ActID(id.Ref(), n) || e.By != "" {
			t.Fatalf("act %d has the ID %s, and is by %q", n, e.ID, e.By)
		}
	}
	return n
}

// turned fails the test unless err matches what is wanted and, where field is given, names that.
func turned(t testing.TB, what string, err, want error, field string) {
	t.Helper()
	told, ok := errors.AsType[*relationship.OpError](err)
	if !ok || !errors.Is(err, want) || told.Room != "market" || told.Field != field {
		t.Errorf("%s: got error %v, want one of the market that matches %v with field %q", what, err, want, field)
	}
}
