package feedback

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/kithcrm/kith/internal/pages"
	"github.com/kithcrm/kith/internal/table"
)

// The reads below return what the store has, whoever asks.

func (c *house) items(ctx context.Context, q ItemQuery) iter.Seq2[Item, error] {
	return all(ctx, "read items", q.search(), func(after ItemID, limit int) (Page[Item], error) {
		q.After, q.Limit = after, limit
		return c.store.Items(ctx, q)
	})
}

func (c *house) themes(ctx context.Context, q ThemeQuery) iter.Seq2[Theme, error] {
	return all(ctx, "read themes", q.search(), func(after ThemeID, limit int) (Page[Theme], error) {
		q.After, q.Limit = after, limit
		return c.store.Themes(ctx, q)
	})
}

func (c *house) links(ctx context.Context, q LinkQuery) iter.Seq2[Link, error] {
	return all(ctx, "read links", q.search(), func(after LinkID, limit int) (Page[Link], error) {
		q.After, q.Limit = after, limit
		return c.store.Links(ctx, q)
	})
}

func (c *house) entries(ctx context.Context, q EntryQuery) iter.Seq2[Entry, error] {
	return all(ctx, "read entries", q.search(), func(after EntryID, limit int) (Page[Entry], error) {
		q.After, q.Limit = after, limit
		return c.store.Entries(ctx, q)
	})
}

func (c *house) votes(ctx context.Context, q VoteQuery) iter.Seq2[Vote, error] {
	return all(ctx, "read votes", q.search(), func(after VoteID, limit int) (Page[Vote], error) {
		q.After, q.Limit = after, limit
		return c.store.Votes(ctx, q)
	})
}

func (c *house) changes(ctx context.Context, q ChangeQuery) iter.Seq2[Change, error] {
	return all(ctx, "read changes", q.search(), func(after ChangeID, limit int) (Page[Change], error) {
		q.After, q.Limit = after, limit
		return c.store.Changes(ctx, q)
	})
}

func (c *house) notices(ctx context.Context, q NoticeQuery) iter.Seq2[Notice, error] {
	return all(ctx, "read notices", q.search(), func(after NoticeID, limit int) (Page[Notice], error) {
		q.After, q.Limit = after, limit
		return c.store.Notices(ctx, q)
	})
}

// all returns the records that a query asks for, page by page.
func all[K ~string, R any, P record[R]](
	ctx context.Context, op string, q table.Query[K, R], fetch func(after K, limit int) (Page[R], error),
) iter.Seq2[R, error] {
	return pages.Walk[R, K]{
		After: q.After, Limit: q.Limit, Known: q.Known, Match: q.Match,
		Key: func(r *R) K { return K(P(r).key()) },
		Rev: func(r *R) int64 { return int64(*P(r).rev()) },
		Fetch: func(after K, limit int) ([]R, bool, error) {
			page, err := fetch(after, limit)
			return page.Records, page.Last, err
		},
		Broken: brokenStore,
		Fail:   func(err error) error { return opError(op, "", err) },
	}.All(ctx)
}

func brokenStore(what string) error { return fmt.Errorf("%w: %s", ErrBrokenStore, what) }

// first returns the only record that a read by ID can yield, or ErrNotFound.
func first[R any](seq iter.Seq2[R, error]) (R, error) { return pages.First(seq, ErrNotFound) }

// keysOf returns the keys of a map, in order.
func keysOf[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// inOrder puts a list in order and leaves out what is in it twice.
func inOrder[K cmp.Ordered](ids []K) []K {
	slices.Sort(ids)
	return slices.Compact(ids)
}
