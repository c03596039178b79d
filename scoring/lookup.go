package scoring

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

func (h *house) answers(ctx context.Context, q AnswerQuery) iter.Seq2[Answer, error] {
	return all(ctx, "read answers", q.search(), func(after AnswerID, limit int) (Page[Answer], error) {
		q.After, q.Limit = after, limit
		return h.store.Answers(ctx, q)
	})
}

func (h *house) scores(ctx context.Context, q ScoreQuery) iter.Seq2[Score, error] {
	return all(ctx, "read scores", q.search(), func(after ScoreID, limit int) (Page[Score], error) {
		q.After, q.Limit = after, limit
		return h.store.Scores(ctx, q)
	})
}

func (h *house) assumptions(ctx context.Context, q AssumptionQuery) iter.Seq2[Assumption, error] {
	return all(ctx, "read assumptions", q.search(), func(after AssumptionID, limit int) (Page[Assumption], error) {
		q.After, q.Limit = after, limit
		return h.store.Assumptions(ctx, q)
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

// gather adds records to a map by their IDs.
func gather[K ~string, R any, P record[R]](into map[K]R, records iter.Seq2[R, error]) error {
	for r, err := range records {
		if err != nil {
			return err
		}
		into[K(P(&r).key())] = r
	}
	return nil
}

// atOnce is for how many things a store is asked together.
const atOnce = 1000

// inTurns asks for some of many keys at a time. Without keys it asks nothing.
func inTurns[K, R any](keys []K, ask func([]K) iter.Seq2[R, error]) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		for some := range slices.Chunk(keys, atOnce) {
			for r, err := range ask(some) {
				if !yield(r, err) || err != nil {
					return
				}
			}
		}
	}
}

// inGroups yields records so many at a time. An error comes alone, after what came before it.
func inGroups[R any](records iter.Seq2[R, error], size int) iter.Seq2[[]R, error] {
	return func(yield func([]R, error) bool) {
		var some []R
		for r, err := range records {
			if err != nil {
				if len(some) == 0 || yield(some, nil) {
					yield(nil, err)
				}
				return
			}
			if some = append(some, r); len(some) < size {
				continue
			}
			if !yield(some, nil) {
				return
			}
			some = nil
		}
		if len(some) > 0 {
			yield(some, nil)
		}
	}
}

// keysOf returns the keys of a map, in order.
func keysOf[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// inOrder puts a list in order and leaves out what is in it twice.
func inOrder[K cmp.Ordered](ids []K) []K {
	slices.Sort(ids)
	return slices.Compact(ids)
}

// These ask for records by their IDs, in turns.

func (h *house) answersByID(ctx context.Context) func([]AnswerID) iter.Seq2[Answer, error] {
	return func(ids []AnswerID) iter.Seq2[Answer, error] { return h.answers(ctx, AnswerQuery{IDs: ids}) }
}

func (h *house) scoresByID(ctx context.Context) func([]ScoreID) iter.Seq2[Score, error] {
	return func(ids []ScoreID) iter.Seq2[Score, error] { return h.scores(ctx, ScoreQuery{IDs: ids}) }
}

func (h *house) assumptionsByID(ctx context.Context) func([]AssumptionID) iter.Seq2[Assumption, error] {
	return func(ids []AssumptionID) iter.Seq2[Assumption, error] {
		return h.assumptions(ctx, AssumptionQuery{IDs: ids})
	}
}
