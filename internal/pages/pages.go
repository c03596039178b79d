// Package pages turns the pages of a host's store into a sequence, and holds the store to its
// contract: the common machinery of the rooms' reads.
package pages

import (
	"cmp"
	"context"
	"iter"
)

// A Walk says how to read all records that match, page by page.
type Walk[T any, K cmp.Ordered] struct {
	// After is the key behind which to begin.
	After K

	// Limit is how many records to yield at most; 0 means all.
	Limit int

	// Longest is how long a page may grow; 0 means 1,024.
	Longest int

	// Fetch reads a page: its records, and whether nothing follows them.
	Fetch func(after K, limit int) (records []T, last bool, err error)

	// Key returns what records are ordered by.
	Key func(*T) K

	// Known, unless 0, is the last batch that the records may be of.
	Known int64

	// Rev returns the batch that a record is of. It may be nil where Known is 0.
	Rev func(*T) int64

	// Match reports whether a record is asked for: a page may hold others.
	Match func(*T) bool

	// Broken returns the error for a store that broke its contract.
	Broken func(what string) error

	// Fail says what was being done when an error came up.
	Fail func(error) error
}

// The first page is short, for who wants only the first few; the pages then grow.
const (
	firstPage = 64
	fullPage  = 1024
)

// All returns the records that match, in order. An error is the last thing that it yields. Nothing
// is held while the body of the loop runs.
func (w Walk[T, K]) All(ctx context.Context) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		longest := cmp.Or(w.Longest, fullPage)
		after, limit := w.After, min(cmp.Or(w.Limit, firstPage), longest)
		for left := w.Limit; ; limit = min(4*limit, longest) {
			records, last, err := w.Fetch(after, limit)
			if err != nil {
				yield(none, w.Fail(err))
				return
			}
			for i := range records {
				record := &records[i]
				if err := w.check(ctx, record, after); err != nil {
					yield(none, w.Fail(err))
					return
				}
				after = w.Key(record)
				if !w.Match(record) {
					continue
				}
				if !yield(*record, nil) {
					return
				}
				if left--; left == 0 {
					return
				}
			}
			if last || len(records) == 0 {
				return
			}
		}
	}
}

func (w Walk[T, K]) check(ctx context.Context, record *T, after K) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if w.Key(record) <= after {
		return w.Broken("a page is out of order")
	}
	if w.Known > 0 && w.Rev(record) > w.Known {
		return w.Broken("a record is later than what was known")
	}
	return nil
}
