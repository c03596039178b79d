package relationship_test

import (
	"context"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

func TestOnceIsEnough(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		do    func(context.Context, *relationship.Book) error
		again error // what the second time gives
		wrote bool  // whether the second time is told in the log
	}{
		{"merging a merged pair", func(ctx context.Context, b *relationship.Book) error { return b.Merge(ctx, "a", "b") }, nil, false},
		{"un-merging what is not merged", func(ctx context.Context, b *relationship.Book) error { return b.Unmerge(ctx, "a", "b") }, nil, false},
		{"erasing the erased", func(ctx context.Context, b *relationship.Book) error {
			_, err := b.Erase(ctx, "a")
			return err
		}, nil, true},
		{"ending the ended", func(ctx context.Context, b *relationship.Book) error {
			_, err := b.End(ctx, "ab", noon(9))
			return err
		}, relationship.ErrInvalid, false},
		{"resuming what goes on", func(ctx context.Context, b *relationship.Book) error {
			_, err := b.Resume(ctx, "bc", noon(9))
			return err
		}, relationship.ErrInvalid, false},
		{"voiding the void", func(ctx context.Context, b *relationship.Book) error {
			return b.Void(ctx, relationship.TieID("ab").Ref())
		}, relationship.ErrNotFound, false},
		{"creating the created", func(ctx context.Context, b *relationship.Book) error {
			_, err := b.PutParty(ctx, people("d")[0])
			return err
		}, relationship.ErrExists, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			ended := tie("bc", "friend", "b", "c")
			ended.Stints[0].To = noon(5)
			put(t, d.Book, relationship.Batch{
				Parties: people("a", "b", "c"), Ties: []relationship.Tie{tie("ab", "friend", "a", "b"), ended},
			})
			ok(t, test.do(t.Context(), d.Book))
			before := contentOf(t, d.store)
			err := test.do(t.Context(), d.Book)
			if test.again == nil {
				ok(t, err)
			} else {
				broken(t, err, test.again, fieldOf(err))
			}
			after := contentOf(t, d.store)
			if wrote := len(after.Log) > len(before.Log); wrote != test.wrote {
				t.Errorf("the second time told in the log: %v, want %v", wrote, test.wrote)
			}
			after.Log, before.Log = nil, nil
			same(t, "after the second time", after, before)
		})
	}
}
