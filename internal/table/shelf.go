package table

import (
	"slices"

	"github.com/kithcrm/kith/internal/batch"
)

// A Shelf is a [Table] that also knows what each batch wrote: the part of a log that is about one kind
// of record. Make it with [NewShelf]; a copy is the same shelf.
type Shelf[K ~string, R any] struct {
	*Table[K, R]
	wrote map[int64]*written[R] // by batch
}

// A written is what a batch wrote.
type written[R any] struct {
	versions []Version[R] // in order; erased ones are empty
	left     int          // how many are not erased
}

// NewShelf returns an empty shelf.
func NewShelf[K ~string, R any](spec Spec[K, R]) Shelf[K, R] {
	return Shelf[K, R]{New(spec), map[int64]*written[R]{}}
}

// PutAll adds the records of a batch, which become the shelf's own.
func (s *Shelf[K, R]) PutAll(seq int64, records []R) {
	if len(records) == 0 {
		return
	}
	w := &written[R]{make([]Version[R], len(records)), len(records)}
	for i := range records {
		v := &w.versions[i]
		v.Seq, v.Record = seq, records[i]
		s.Put(v)
	}
	s.wrote[seq] = w
}

// put adds copies of the records that a batch puts.
func (s *Shelf[K, R]) put(seq int64, l batch.List) {
	records := slices.Clone(l.Records.(batch.SliceOf[R]).Slice())
	s.spec.Detach(records)
	for i := range records {
		*s.spec.Rev(&records[i]) = seq
	}
	s.PutAll(seq, records)
}

// judge looks at the records that a batch puts, after others. What goes with an erasure is not there for it.
func (s *Shelf[K, R]) judge(so Refusal, l batch.List, gone map[batch.Ref]bool) Refusal {
	records := l.Records.(batch.SliceOf[R]).Slice()
	for i := range records {
		r := &records[i]
		rev, old := s.Latest(s.spec.Key(r))
		if len(gone) > 0 && gone[l.Ref(i)] {
			rev, old = 0, nil
		}
		so.Put(l.Field, i, *s.spec.Rev(r), rev, s.spec.Changed(r, old))
	}
	return so
}

// Wrote returns copies of the records that a batch wrote and that were not erased since, in order.
func (s *Shelf[K, R]) Wrote(seq int64) []R {
	w := s.wrote[seq]
	if w == nil {
		return nil
	}
	out := make([]R, 0, w.left)
	for i := range w.versions {
		if v := &w.versions[i]; v.Seq != 0 {
			out = append(out, v.Record)
		}
	}
	s.spec.Detach(out)
	return out
}

// RevOf returns the number of the batch that last wrote a record, or 0 where it does not stand.
func (s *Shelf[K, R]) RevOf(id string) int64 { return s.Rev(K(id)) }

// VoidID takes a record, which must stand, out of sight.
func (s *Shelf[K, R]) VoidID(seq int64, id string) { s.Void(seq, K(id)) }

// Seqs returns the numbers of the batches that wrote a record or made it void, in no order.
func (s *Shelf[K, R]) Seqs(id string) []int64 {
	var seqs []int64
	for v := range s.Versions(K(id)) {
		seqs = append(seqs, v.Seq)
	}
	return seqs
}

// EraseID removes a record with all its versions, and returns the numbers of their batches.
func (s *Shelf[K, R]) EraseID(id string) []int64 {
	var seqs []int64
	for _, v := range s.Erase(K(id)) {
		seqs = append(seqs, v.Seq)
		if !v.Void {
			s.lose(v.Seq)
		}
		*v = Version[R]{}
	}
	return seqs
}

// lose notes that a batch has one record less.
func (s *Shelf[K, R]) lose(seq int64) {
	w := s.wrote[seq]
	if w.left--; w.left == 0 {
		delete(s.wrote, seq)
	}
}

// IDsBy returns the identifiers of all records, void ones too, that an index knows by a key, in order.
func (s *Shelf[K, R]) IDsBy(index int, by string) []string {
	keys := s.KeysBy(index, by)
	ids := make([]string, len(keys))
	for i, k := range keys {
		ids[i] = string(k)
	}
	return ids
}
