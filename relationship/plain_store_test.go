package relationship_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

func TestStoreWithoutHistoryDoesAllElse(t *testing.T) {
	t.Parallel()
	for _, c := range slices.Concat(writingCalls(), readingCalls()) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			full, plain := newDesk(t, sole()), newDesk(t, sole())
			plain.Book = relationship.NewBook(forgetful{plain.store}, config(t, plain.clock, sole()))
			put(t, full.Book, small())
			put(t, plain.Book, small())
			err := c.do(t.Context(), plain.Book)
			if c.history {
				if !errors.Is(err, errors.ErrUnsupported) {
					t.Errorf("got error %v, want one matching %v", err, errors.ErrUnsupported)
				}
				discreet(t, err)
				return
			}
			ok(t, err)
			ok(t, c.do(t.Context(), full.Book))
			same(t, "content", contentOf(t, plain.store), contentOf(t, full.store))
			same(t, "read", read(t, &plain.Reader), read(t, &full.Reader))
		})
	}
}

func TestStoreWithoutHistoryKnowsWhatWasTrue(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sole())
	put(t, d.Book, small())
	b := relationship.NewBook(forgetful{d.store}, config(t, d.clock, sole()))
	then, err := b.AsOf(t.Context(), relationship.When{Valid: noon(7)})
	ok(t, err)
	same(t, "ties of day 7", others(around(t, then, "a")), []relationship.PartyID{"b"})
	export, err := b.Export(t.Context(), "a")
	ok(t, err)
	if export.Log != nil || len(export.Ties) != 2 {
		t.Errorf("got %d batches and %d ties exported, want no log and 2 ties", len(export.Log), len(export.Ties))
	}
}
