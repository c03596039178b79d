package scoring

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/pages"
	"github.com/kithcrm/kith/internal/rules"
)

// AsOf returns the same reader as of an instant: everything is seen as it was then known. A viewer does not
// see there what the same viewer may not see now; sealed scores, whose versions could be taken from each
// other, are not seen by any. It returns an error matching errors.ErrUnsupported if the store keeps no
// history. It takes about twice the logarithm of the number of batches in reads.
func (r *Reader) AsOf(ctx context.Context, at time.Time) (*Reader, error) {
	seq, err := r.lastBatch(ctx, at)
	if err != nil {
		return nil, opError("look back", "", err)
	}
	past := *r
	past.known, past.empty = seq, seq == 0
	return &past, nil
}

// lastBatch returns the number of the last batch that was written at an instant or before, or 0. The log is
// in order of time too.
func (h *house) lastBatch(ctx context.Context, at time.Time) (Seq, error) {
	// next returns the first batch after a number, if it was written by then.
	next := func(after Seq) (Seq, bool, error) {
		for batch, err := range h.log(ctx, LogQuery{After: after, Limit: 1}) {
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

// History returns what was written of a record, oldest first: the batches that wrote it, each narrowed to it,
// with who, when and why. A viewer learns by it no name that the viewer may not see, and the reason given only
// of what may be opened and names nobody else; of a sealed score there is the last batch alone. What was erased
// is gone.
//
// It yields an error matching [ErrInvalid] for what is no record of this room, [ErrNotFound] for one that is
// not there for the viewer, and errors.ErrUnsupported if the store keeps no history.
func (r *Reader) History(ctx context.Context, of Ref) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		if err := r.history(ctx, of, func(b Batch) bool { return yield(b, nil) }); err != nil {
			yield(Batch{}, opError("read history", "", err))
		}
	}
}

func (r *Reader) history(ctx context.Context, of Ref, yield func(Batch) bool) error {
	if err := rules.First(
		rules.Break("Ref.Noun", rules.OneOf(of.Noun, nouns()...)), rules.Break("Ref.ID", rules.ID(of.ID)),
	); err != nil {
		return err
	}
	e, err := r.eye(ctx)
	if err != nil || r.whole && r.empty {
		return err
	}
	last := Seq(0) // the only batch that is told, if it is one
	if !r.whole {
		if last, err = e.told(ctx, of); err != nil {
			return err
		}
	}
	for b, err := range r.log(ctx, LogQuery{About: []Ref{of}}) {
		if err != nil {
			return err
		}
		if last > 0 && b.Seq != last || r.known > 0 && b.Seq > r.known {
			continue
		}
		if n := e.narrow(&b, of); n.size() > 0 && !yield(n) {
			return nil
		}
	}
	return nil
}

// told returns ErrNotFound for a record that the viewer does not see, and of a sealed score the only batch
// that the viewer is told.
func (e eye) told(ctx context.Context, of Ref) (Seq, error) {
	var err error
	switch of.Noun {
	case NounAnswer:
		_, err = first(e.Answers(ctx, AnswerQuery{IDs: []AnswerID{AnswerID(of.ID)}}))
	case NounAssumption:
		_, err = first(e.Assumptions(ctx, AssumptionQuery{IDs: []AssumptionID{AssumptionID(of.ID)}}))
	default:
		s, err := first(e.Scores(ctx, ScoreQuery{IDs: []ScoreID{ScoreID(of.ID)}}))
		if !s.Sealed {
			return 0, err
		}
		return s.Rev, err
	}
	return 0, err
}

// narrow returns what a batch did to a record, as the viewer sees it.
func (e eye) narrow(b *Batch, of Ref) Batch {
	n := Batch{Seq: b.Seq, At: b.At, By: e.name(b.By), Why: b.Why}
	people := []PartyID{b.By}
	n.Answers = through(b.Answers, e.answer, of, &people)
	n.Scores = through(b.Scores, e.score, of, &people)
	n.Assumptions = through(b.Assumptions, e.assumption, of, &people)
	for _, v := range b.Void {
		if v.Ref == of {
			n.Void = append(n.Void, v)
		}
	}
	unknown := func(p PartyID) bool { return !e.knows(p) }
	if !e.whole && (n.size() < b.size() || !e.opens(of) || slices.ContainsFunc(people, unknown)) {
		n.Why = "" // it may be about the rest, and may name them
	}
	return n
}

// through returns one of some records as a viewer sees it, if so, and adds whom it names.
func through[R any, P record[R]](records []R, as func(R) (R, bool), of Ref, people *[]PartyID) []R {
	for _, r := range records {
		if P(&r).key() != of.ID || P(&r).noun() != of.Noun {
			continue
		}
		*people = append(*people, P(&r).parties()...)
		if r, sees := as(r); sees {
			return []R{r}
		}
	}
	return nil
}

// Feed returns the batches with a number greater than after, in order: everything that was written and not
// erased since, whoever asks. A program that keeps the last number it has dealt with, and asks again from
// there, misses nothing. A batch that erases asks it to drop what [Store] says, and then to take what the same
// batch creates.
//
// It yields an error matching errors.ErrUnsupported if the store keeps no history.
func (l *Ledger) Feed(ctx context.Context, after Seq) iter.Seq2[Batch, error] {
	return l.log(ctx, LogQuery{After: after})
}

func (h *house) log(ctx context.Context, q LogQuery) iter.Seq2[Batch, error] {
	fail := func(err error) error { return opError("read log", "", err) }
	keeper, ok := h.store.(Historian)
	if !ok {
		return func(yield func(Batch, error) bool) {
			yield(Batch{}, fail(fmt.Errorf("the store keeps no history: %w", errors.ErrUnsupported)))
		}
	}
	about := pages.Holds(q.About)
	return pages.Walk[Batch, Seq]{
		After: q.After, Limit: q.Limit, Longest: 64, // a batch may hold thousands of records
		Match: func(b *Batch) bool { return len(q.About) == 0 || slices.ContainsFunc(b.Refs(), about) },
		Key:   func(b *Batch) Seq { return b.Seq },
		Fetch: func(after Seq, limit int) ([]Batch, bool, error) {
			q.After, q.Limit = after, limit
			page, err := keeper.Log(ctx, q)
			return page.Records, page.Last, err
		},
		Broken: brokenStore,
		Fail:   fail,
	}.All(ctx)
}
