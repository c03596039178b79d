package suite

import (
	"context"
	"errors"
	"testing"
)

// Wraps are what a room puts around its stores.
type Wraps struct {
	FailNth     func(store any, n int, err error) any // the n-th call fails
	FailNthLate func(store any, n int, err error) any // and is made before
	Serial      func(store any) any                   // one call is made after the other
	Forgetful   func() any                            // makes a new, empty store without history
}

// An errWrapped is what wraps are told to fail with.
type errWrapped struct{}

func (errWrapped) Error() string { return "the disk is full" }

// Wraps tests that the wraps of a room do what they say.
func (r *Room) Wraps(t *testing.T, w Wraps) {
	t.Run("the n-th call fails and no other", func(t *testing.T) { r.testNth(t, w) })
	t.Run("a failed write is done only when it fails late", func(t *testing.T) { r.testLateWrite(t, w) })
	t.Run("a failed read returns nothing", func(t *testing.T) { r.testFailedRead(t, w) })
	t.Run("history is kept where the store keeps it", func(t *testing.T) { r.testWrappedHistory(t, w) })
}

// calls makes one call of each method and returns the errors.
func (r *Room) calls(ctx context.Context, store any) []error {
	s := r.untyped(store)
	_, err := s.Write(ctx, batch(r.Nouns[0].bare("a")))
	errs := []error{err}
	for _, n := range r.Nouns {
		_, err := s.Read(ctx, n, Query{})
		errs = append(errs, err)
	}
	if h, ok := s.(Historian); ok {
		_, err := h.Log(ctx, LogQuery{})
		errs = append(errs, err)
	}
	return errs
}

func (r *Room) testNth(t *testing.T, w Wraps) {
	for name, fail := range map[string]func(any, int, error) any{"before": w.FailNth, "after": w.FailNthLate} {
		for n := range len(r.Nouns) + 4 { // the first and the last fail nothing
			for i, err := range r.calls(t.Context(), fail(r.Model(), n, errWrapped{})) {
				if want := i == n-1; errors.Is(err, errWrapped{}) != want {
					t.Errorf("%s: call %d of a store whose call %d fails: got error %v", name, i+1, n, err)
				}
			}
		}
	}
}

func (r *Room) testLateWrite(t *testing.T, w Wraps) {
	m := r.Model()
	there := func() int { return len(kit{t, r.untyped(m), r}.content(0)) }
	r.calls(t.Context(), w.FailNth(m, 1, errWrapped{}))
	if got := there(); got != 0 {
		t.Errorf("after a write that failed: got %d records, want none", got)
	}
	r.calls(t.Context(), w.FailNthLate(m, 1, errWrapped{}))
	if got := there(); got != 1 {
		t.Errorf("after a write that failed late: got %d records, want 1", got)
	}
}

func (r *Room) testFailedRead(t *testing.T, w Wraps) {
	m := r.Model()
	r.calls(t.Context(), m)
	page, err := r.untyped(w.FailNthLate(m, 1, errWrapped{})).Read(t.Context(), r.Nouns[0], Query{})
	if !errors.Is(err, errWrapped{}) || len(page.Records) > 0 {
		t.Errorf("a read that failed: got %d records and error %v", len(page.Records), err)
	}
}

func (r *Room) testWrappedHistory(t *testing.T, w Wraps) {
	for name, wrap := range map[string]func(any) any{
		"FailNth":     func(s any) any { return w.FailNth(s, 99, errWrapped{}) },
		"FailNthLate": func(s any) any { return w.FailNthLate(s, 99, errWrapped{}) },
		"Serial":      w.Serial,
	} {
		if !keepsHistory(r.untyped(wrap(r.Model()))) {
			t.Errorf("%s of a Historian: got a store without history", name)
		}
		s := wrap(w.Forgetful())
		if keepsHistory(r.untyped(s)) {
			t.Errorf("%s of a store without history: got a Historian", name)
		}
		for i, err := range r.calls(t.Context(), s) {
			if err != nil {
				t.Errorf("%s: call %d: got error %v", name, i+1, err)
			}
		}
	}
}
