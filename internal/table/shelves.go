package table

import (
	"context"
	"slices"
	"sync"

	"github.com/kithcrm/kith/internal/batch"
)

// Shelves are the memory store of a room: a shelf for each of its nouns under one lock, and a log of what
// was written. Their zero value is ready once the shelves are in their places, with [Shelves.Place].
type Shelves struct {
	mu     sync.RWMutex
	places map[string]AnyShelf // by noun
	log    journal
}

// An AnyShelf is a [Shelf], seen without the type of its records.
type AnyShelf interface {
	RevOf(id string) int64               // see [Shelf.RevOf]
	VoidID(seq int64, id string)         // see [Shelf.VoidID]
	EraseID(id string) []int64           // see [Shelf.EraseID]
	Seqs(id string) []int64              // see [Shelf.Seqs]
	IDsBy(index int, by string) []string // see [Shelf.IDsBy]

	judge(so Refusal, l batch.List, gone map[batch.Ref]bool) Refusal
	put(seq int64, l batch.List)
}

// Place says where the records of a noun are.
func (s *Shelves) Place(noun string, on AnyShelf) {
	if s.places == nil {
		s.places = map[string]AnyShelf{}
	}
	s.places[noun] = on
}

// Write applies a batch that its own check lets through, all of it or nothing, and returns its number. It asks
// what goes with those who are erased, if there are any; for the rest of the batch that is not there. The error
// is a [*Refusal], or that of the context.
func (s *Shelves) Write(ctx context.Context, b batch.Batch, going func(erase []batch.Ref) map[batch.Ref]bool) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	var gone map[batch.Ref]bool
	if len(b.Erase) > 0 {
		gone = going(b.Erase)
	}
	if err := s.refusal(&b, gone); err != nil {
		return 0, err
	}
	s.log.number(&b.Head)
	s.forget(gone)
	for _, l := range b.Lists {
		if l.Len() > 0 {
			s.places[l.Noun].put(b.Seq, l)
		}
	}
	for _, v := range b.Void {
		s.places[v.Noun].VoidID(b.Seq, v.ID)
	}
	s.log.add(b.Head)
	return b.Seq, nil
}

func (s *Shelves) refusal(b *batch.Batch, gone map[batch.Ref]bool) error {
	var r Refusal
	for _, l := range b.Lists {
		if l.Len() > 0 {
			r = s.places[l.Noun].judge(r, l, gone)
		}
	}
	for i, v := range b.Void {
		r.Put("Void", i, v.Rev, s.places[v.Noun].RevOf(v.ID), "")
	}
	return r.err()
}

// forget removes what goes with an erasure, from the shelves and the log.
func (s *Shelves) forget(gone map[batch.Ref]bool) {
	lose := map[int64]bool{} // the batches that lose something
	for ref := range gone {
		for _, seq := range s.places[ref.Noun].EraseID(ref.ID) {
			lose[seq] = true
		}
	}
	for seq := range lose {
		s.log.lose(seq, gone)
	}
}

// Gather adds the records of a noun, void ones too, that an index of its shelf knows by a key. It is for who
// is asked by [Shelves.Write] what goes.
func (s *Shelves) Gather(to map[batch.Ref]bool, noun string, index int, by string) {
	for _, id := range s.places[noun].IDsBy(index, by) {
		to[batch.Ref{Noun: noun, ID: id}] = true
	}
}

// Read returns a page of the records on a shelf by the first of its indexes for which there are keys,
// and whether nothing follows.
func Read[K ~string, R any](
	ctx context.Context, s *Shelves, on *Shelf[K, R], q Query[K, R], keys ...[]string,
) (records []R, last bool, err error) {
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	for i, by := range keys {
		// An empty key is in no index.
		if len(by) > 0 && !slices.Contains(by, "") {
			q.Index, q.By = i, by
			break
		}
	}
	records, last = on.Page(q)
	return records, last, nil
}

// A LogQuery selects a page of batches.
type LogQuery struct {
	After int64       // batches follow this number
	Limit int         // at most this many; 0 means 100
	About []batch.Ref // only those that wrote or erased one of these, if there are any
}

// ReadLog returns a page of the log in increasing order of the numbers, and whether nothing follows. The room
// makes its own batch of each, with what its shelves say it wrote.
func ReadLog[B any](ctx context.Context, s *Shelves, q LogQuery, own func(*batch.Head) B) (page []B, last bool, err error) {
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if q.Limit <= 0 {
		q.Limit = 100
	}
	asked := s.log.after(q.After)
	if len(q.About) > 0 {
		asked = s.log.these(s.about(q))
	}
	for b := range asked {
		if len(page) == q.Limit {
			return page, false, nil
		}
		page = append(page, own(b))
	}
	return page, true, nil
}

// about returns the numbers of the batches that a query about some records asks for, in order.
func (s *Shelves) about(q LogQuery) []int64 {
	var seqs []int64
	for _, r := range q.About {
		seqs = append(seqs, s.log.erased[r]...)
		if on := s.places[r.Noun]; on != nil {
			seqs = append(seqs, on.Seqs(r.ID)...)
		}
	}
	seqs = slices.DeleteFunc(seqs, func(seq int64) bool { return seq <= q.After })
	slices.Sort(seqs)
	return slices.Compact(seqs)
}
