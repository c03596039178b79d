package feedback

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/kithcrm/kith/internal/pages"
)

// History returns what was written of an item and of the entries about it, oldest first: the batches that
// wrote any of it, each narrowed to it, with who, when and why. It takes staff, who do not learn by it who
// somebody is whom they may not know. What was erased is gone. An entry that is void is told where it was
// written together with the item, or with one that is there.
//
// It yields an error matching [ErrNotFound] for an item that the viewer may not see, one matching
// [ErrInvalid] for one that the viewer sees without being staff, and one matching errors.ErrUnsupported if
// the store keeps no history.
func (v *Visit) History(ctx context.Context, id ItemID) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		err := v.history(ctx, id, func(b Batch) bool { return yield(b, nil) })
		if err != nil {
			yield(Batch{}, opError("read history of item", string(id), err))
		}
	}
}

func (v *Visit) history(ctx context.Context, id ItemID, yield func(Batch) bool) error {
	e, it, err := v.raw(ctx, id)
	if err != nil {
		return err
	}
	if err := e.staff(id.Ref()); err != nil {
		return err
	}
	of := []Ref{id.Ref()}
	for entry, err := range v.entries(ctx, EntryQuery{About: of[:1]}) {
		if err != nil {
			return err
		}
		of = append(of, entry.ID.Ref())
	}
	told := map[Ref]bool{}
	for batch, err := range v.log(ctx, LogQuery{About: of}) {
		if err != nil {
			return err
		}
		if b := e.batch(&batch, &it, told); b.size() > 0 && !yield(b) {
			return nil
		}
	}
	return nil
}

// batch returns what a batch wrote of an item and the entries about it, as staff sees it. It keeps in mind
// which entries were told.
func (e eye) batch(b *Batch, of *Item, told map[Ref]bool) Batch {
	out := Batch{Seq: b.Seq, At: b.At, By: b.By, Why: b.Why}
	for _, it := range b.Items {
		if it.ID == of.ID {
			out.Items = append(out.Items, e.item(it))
		}
	}
	for _, entry := range b.Entries {
		if entry.About == of.ID.Ref() && e.reads(&entry, of) {
			told[entry.ID.Ref()] = true
			out.Entries = append(out.Entries, e.entry(entry, of))
		}
	}
	for _, void := range b.Void {
		if void.Ref == of.ID.Ref() || told[void.Ref] {
			out.Void = append(out.Void, void)
		}
	}
	if !e.knows(out.By) {
		out.By = ""
	}
	if out.size() < b.size() {
		out.Why = "" // it may be about the rest
	}
	return out
}

// Feed returns the batches with a number greater than after, in order: everything that was written and not
// erased since, whoever asks. A program that keeps the last number it has dealt with, and asks again from
// there, misses nothing. A batch that erases asks it to drop what [Store].Write says, and then to take what
// the same batch creates.
//
// It yields an error matching errors.ErrUnsupported if the store keeps no history.
func (c *Cafe) Feed(ctx context.Context, after Seq) iter.Seq2[Batch, error] {
	return c.log(ctx, LogQuery{After: after})
}

// Last returns the number of the last batch, 0 where there is none: where to begin with [Cafe.Feed] for who
// reads afterwards what there is. It takes a few dozen reads. It returns an error matching
// errors.ErrUnsupported if the store keeps no history.
func (c *Cafe) Last(ctx context.Context) (Seq, error) {
	if _, ok := c.store.(Historian); !ok {
		return 0, opError("read last batch", "", noHistory())
	}
	last, err := c.lastSeq(ctx)
	return last, opError("read last batch", "", err)
}

func noHistory() error {
	return fmt.Errorf("the store keeps no history: %w", errors.ErrUnsupported)
}

func (c *house) log(ctx context.Context, q LogQuery) iter.Seq2[Batch, error] {
	fail := func(err error) error { return opError("read log", "", err) }
	h, ok := c.store.(Historian)
	if !ok {
		return func(yield func(Batch, error) bool) {
			yield(Batch{}, fail(noHistory()))
		}
	}
	about := pages.Holds(q.About)
	return pages.Walk[Batch, Seq]{
		After: q.After, Limit: q.Limit, Longest: 64, // a batch may hold thousands of records
		Match: func(b *Batch) bool { return len(q.About) == 0 || slices.ContainsFunc(b.Refs(), about) },
		Key:   func(b *Batch) Seq { return b.Seq },
		Fetch: func(after Seq, limit int) ([]Batch, bool, error) {
			q.After, q.Limit = after, limit
			page, err := h.Log(ctx, q)
			return page.Records, page.Last, err
		},
		Broken: brokenStore,
		Fail:   fail,
	}.All(ctx)
}
