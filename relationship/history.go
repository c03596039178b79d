package relationship

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"time"
)

// History returns what was written of one record, oldest first: the batches that wrote it, each
// narrowed to it, with who, when and why. Batches that put it again as it was are left out. What
// was erased is gone; the batch that erased a party remains.
//
// It yields an error matching [ErrInvalid] for what is no party, tie or need, and one matching
// errors.ErrUnsupported if the store keeps no history.
func (b *Book) History(ctx context.Context, of Ref) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		if err := of.checkRecord(); err != nil {
			yield(Batch{}, opError("read history", "", err))
			return
		}
		var last *Batch
		for batch, err := range b.log(ctx, LogQuery{About: []Ref{of}}) {
			if err != nil {
				yield(Batch{}, opError("read history", "", err))
				return
			}
			n := narrow(&batch, func(r Ref) bool { return r == of })
			if last != nil && last.sameRecords(n) {
				continue
			}
			last = n
			if !yield(*n, nil) {
				return
			}
		}
	}
}

// sameRecords reports whether two batches put the same records, revisions aside.
func (b *Batch) sameRecords(c *Batch) bool {
	content := func(b *Batch) Batch {
		n := Batch{Parties: b.Parties, Ties: b.Ties, Needs: b.Needs, Void: b.Void, Erase: b.Erase}
		n = n.clone()
		n.wrote(0)
		return n
	}
	return reflect.DeepEqual(content(b), content(c))
}

// Feed returns the batches with a number greater than after, in order: everything that was written
// and not erased since, guards that were put again as they were among it. A program that keeps the
// last number it has dealt with, and asks again from there, misses nothing. A batch that erases asks
// it to drop the parties, their ties at either end, their needs and the needs in those ties.
//
// It yields an error matching errors.ErrUnsupported if the store keeps no history.
func (b *Book) Feed(ctx context.Context, after Seq) iter.Seq2[Batch, error] {
	return b.log(ctx, LogQuery{After: after})
}

func (b *Book) log(ctx context.Context, q LogQuery) iter.Seq2[Batch, error] {
	h, ok := b.store.(Historian)
	if !ok {
		return func(yield func(Batch, error) bool) { yield(Batch{}, opError("read log", "", errNoHistory())) }
	}
	return walk[Batch, Seq]{
		op: "read log", after: q.After, limit: q.Limit, longest: 64, // a batch may hold thousands of records
		fetch: func(after Seq, limit int) (Page[Batch], error) {
			q.After, q.Limit = after, limit
			return h.Log(ctx, q)
		},
		key:   func(b *Batch) Seq { return b.Seq },
		rev:   func(b *Batch) int64 { return int64(b.Seq) },
		match: q.matcher(),
	}.all(ctx)
}

func errNoHistory() error {
	return fmt.Errorf("the store keeps no history: %w", errors.ErrUnsupported)
}

// lastBatch returns the number of the last batch that was written at an instant or before, or 0. The
// log is in order of time too, so it needs about twice the logarithm of the last number in reads.
func (b *Book) lastBatch(ctx context.Context, at time.Time) (Seq, error) {
	// next returns the first batch after a number, if it was written by then.
	next := func(after Seq) (Seq, bool, error) {
		for batch, err := range b.log(ctx, LogQuery{After: after, Limit: 1}) {
			return batch.Seq, err == nil && !batch.At.After(at), err
		}
		return 0, false, nil
	}
	low, high := Seq(0), Seq(0) // the answer is at least low
	for step := Seq(1); ; step *= 2 {
		seq, ok, err := next(high)
		if err != nil {
			return 0, err
		}
		if !ok {
			break // and at most high
		}
		low = seq
		high = low + step
	}
	for low < high {
		middle := low + (high-low)/2
		seq, ok, err := next(middle)
		switch {
		case err != nil:
			return 0, err
		case ok:
			low = seq
		default:
			high = middle
		}
	}
	return low, nil
}
