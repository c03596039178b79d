package feedback_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// A clock goes only when a test says so.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

// newClock returns a clock that stands at noon of an ordinary Wednesday.
func newClock() *clock { return &clock{now: time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// A house is a café on a memory store, with a clock that the test sets.
type house struct {
	*feedback.Cafe
	*clock
	store *feedback.Memory
}

func newHouse(cfg feedback.Config) house {
	h := house{clock: newClock(), store: new(feedback.Memory)}
	cfg.Now = h.Now
	h.Cafe = feedback.New(h.store, cfg)
	return h
}

// staff returns the café as those see it who run it.
func (h house) staff() *feedback.Visit {
	return h.For(feedback.Viewer{Party: "staff", MayOpen: func(feedback.Ref) bool { return true }})
}

// as returns the café as a customer sees it.
func (h house) as(id feedback.PartyID) *feedback.Visit { return h.For(feedback.Viewer{Party: id}) }

// left leaves an item as a customer.
func (h house) left(t testing.TB, by feedback.PartyID, kind feedback.Kind, text string) feedback.Item {
	t.Helper()
	it, err := h.as(by).Leave(t.Context(), feedback.Item{Kind: kind, Text: text})
	if err != nil {
		t.Fatalf("leave: got error %v", err)
	}
	return it
}

// shared leaves an item as a customer, and has it approved.
func (h house) shared(t testing.TB, by feedback.PartyID, kind feedback.Kind, text string) feedback.Item {
	t.Helper()
	it, err := h.staff().Approve(t.Context(), h.left(t, by, kind, text).ID)
	if err != nil {
		t.Fatalf("approve: got error %v", err)
	}
	return it
}

// mustBreak fails where an error is not one about a broken rule of a field.
func mustBreak(t testing.TB, err error, field string) {
	t.Helper()
	op, ok := errors.AsType[*relationship.OpError](err)
	if !ok || !errors.Is(err, feedback.ErrInvalid) || op.Rule == "" {
		t.Fatalf("got error %v, want a broken rule of %s", err, field)
	}
	if op.Field != field {
		t.Fatalf("got field %q, want %q, in: %v", op.Field, field, err)
	}
}
