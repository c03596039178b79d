package relationship_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

// Every call, with the first call to the store failing, then the second, until none fails.
func TestFailingStoreLeavesNothingHalfDone(t *testing.T) {
	t.Parallel()
	for _, c := range slices.Concat(writingCalls(), readingCalls()) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			whole := newDesk(t, sole())
			put(t, whole.Book, small())
			before := contentOf(t, whole.store)
			ok(t, c.do(t.Context(), whole.Book))
			after := contentOf(t, whole.store)
			for n := int64(1); ; n++ {
				d := newDesk(t, sole())
				put(t, d.Book, small())
				store := &failing{Memory: d.store, n: n}
				err := c.do(t.Context(), relationship.NewBook(store, config(t, d.clock, sole())))
				if store.calls.Load() < n {
					ok(t, err)
					if n == 1 {
						t.Fatal("the call asked nothing of the store")
					}
					return
				}
				if err == nil && c.writes {
					// What is looked at after a write may be left unseen, but the write is whole.
					got := contentOf(t, d.store)
					same(t, "content", got, after)
					continue
				}
				if !errors.Is(err, errDisk) {
					t.Fatalf("call %d failed: got error %v, want one matching %v", n, err, errDisk)
				}
				discreet(t, err)
				mustBeEither(t, contentOf(t, d.store), before, after)
			}
		})
	}
}

// mustBeEither fails unless a store holds what was there before or what should be there after. That
// something is erased may be told twice.
func mustBeEither(t *testing.T, got, before, after content) {
	t.Helper()
	for _, want := range []content{before, after} {
		got.Log, want.Log = nil, nil
		if equal(got, want) {
			return
		}
	}
	same(t, "content that is neither as before nor as after", got, before)
}
