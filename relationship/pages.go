package relationship

import (
	"cmp"
	"context"
	"fmt"
	"iter"

	"github.com/kithcrm/kith/internal/pages"
)

// Collect returns everything that a sequence yields, or its error. It is for answers that are known
// to be short.
func Collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var all []T
	for record, err := range seq {
		if err != nil {
			return nil, err
		}
		all = append(all, record)
	}
	return all, nil
}

// A walk is a read of one noun, for [pages.Walk].
type walk[T any, K cmp.Ordered] struct {
	op    string
	after K // where to begin
	limit int

	longest int // how long a page may grow; 0 leaves it to the walk
	fetch   func(after K, limit int) (Page[T], error)
	key     func(*T) K
	rev     func(*T) int64
	known   Seq
	match   func(*T) bool
}

func (w walk[T, K]) all(ctx context.Context) iter.Seq2[T, error] {
	return pages.Walk[T, K]{
		After: w.after, Limit: w.limit, Longest: w.longest,
		Key: w.key, Match: w.match, Known: int64(w.known), Rev: w.rev,
		Fetch: func(after K, limit int) ([]T, bool, error) {
			page, err := w.fetch(after, limit)
			return page.Records, page.Last, err
		},
		Broken: brokenStore,
		Fail:   func(err error) error { return opError(w.op, "", err) },
	}.All(ctx)
}

func brokenStore(what string) error { return fmt.Errorf("%w: %s", ErrBrokenStore, what) }
