// Package table keeps the versions of one kind of record: the common machinery of the memory
// stores of all rooms.
//
// A [Table] does not lock, and knows no room's rules: its owner checks a whole batch first and
// then applies it, so that nothing here can fail.
package table

import (
	"iter"
	"slices"

	"github.com/kithcrm/kith/internal/sorted"
)

// A Spec says what a table needs to know of its records.
type Spec[K ~string, R any] struct {
	// Key returns the record's identifier. It never changes, and holds no NUL byte.
	Key func(*R) K

	// Detach gives records, which are plain copies, memory of their own wherever it can change.
	Detach func([]R)

	// Touch, if set, looks at the parts of a record that lie apart from it.
	Touch func(*R) int

	// Rev returns where the revision of a record is; Changed, which field that never changes is not what
	// it was in an older version, or "". The older one may be nil. Only [Shelves] ask for either.
	Rev     func(*R) *int64
	Changed func(r, old *R) string

	// Indexes append the keys, each once, by which records can be found besides their identifier. A
	// record is found by every key that any of its versions had; the reader looks again.
	Indexes []func(r *R, keys []string) []string
}

// A Version is a record as one batch left it.
type Version[R any] struct {
	Seq    int64       // the batch that wrote it
	Prev   *Version[R] // what stood before, or nil
	Void   bool        // the batch took the record out of sight; Record is then empty
	Record R           // the record as it then stood
}

// A row is all versions of one record, newest first.
type row[K ~string, R any] struct {
	key  K
	head *Version[R]
}

// at returns the version that stood after the batch known, 0 meaning the newest, beginning with the
// head; nil where there was none, or it was void.
func (v *Version[R]) at(known int64) *Version[R] {
	for v != nil && known > 0 && v.Seq > known {
		v = v.Prev
	}
	if v == nil || v.Void {
		return nil
	}
	return v
}

// Rows are numbered, and kept in blocks that do not move, so that the orders and indexes hold plain
// numbers: half the memory of pointers, and nothing for the garbage collector to follow.
const blockSize = 1024

// A Table holds the versions of records of one kind. Make it with [New].
type Table[K ~string, R any] struct {
	spec    Spec[K, R]
	blocks  [][]row[K, R]
	free    []uint32 // rows of erased records
	numbers map[K]uint32
	order   *sorted.List
	indexes []index
	scratch []string // keys of the record at hand
}

// New returns an empty table.
func New[K ~string, R any](spec Spec[K, R]) *Table[K, R] {
	t := &Table[K, R]{spec: spec, numbers: map[K]uint32{}}
	t.order = sorted.New(t.keyOf)
	for range spec.Indexes {
		t.indexes = append(t.indexes, index{numbers: map[string]uint32{}})
	}
	return t
}

func (t *Table[K, R]) row(n uint32) *row[K, R] { return &t.blocks[n/blockSize][n%blockSize] }

func (t *Table[K, R]) keyOf(n uint32) string { return string(t.row(n).key) }

func (t *Table[K, R]) find(key K) *row[K, R] {
	n, ok := t.numbers[key]
	if !ok {
		return nil
	}
	return t.row(n)
}

// Current returns the record as it stands, or nil. The caller must not change it.
func (t *Table[K, R]) Current(key K) *Version[R] {
	if r := t.find(key); r != nil {
		return r.head.at(0)
	}
	return nil
}

// Latest returns a record as it stands, with its revision; or as it last stood before it was made
// void, with revision 0; or nil and 0 where there never was one. The caller must not change it.
func (t *Table[K, R]) Latest(key K) (rev int64, record *R) {
	r := t.find(key)
	if r == nil {
		return 0, nil
	}
	v := r.head
	if !v.Void {
		return v.Seq, &v.Record
	}
	for v.Void && v.Prev != nil {
		v = v.Prev
	}
	return 0, &v.Record
}

// Versions returns all versions of a record, void ones too, newest first.
func (t *Table[K, R]) Versions(key K) iter.Seq[*Version[R]] {
	return func(yield func(*Version[R]) bool) {
		r := t.find(key)
		if r == nil {
			return
		}
		for v := r.head; v != nil; v = v.Prev {
			if !yield(v) {
				return
			}
		}
	}
}

// Put adds a version of a record. The table keeps it where it is: the caller hands it over, with Seq
// and Record set.
func (t *Table[K, R]) Put(v *Version[R]) {
	key := t.spec.Key(&v.Record)
	n, found := t.numbers[key]
	inOrder := false
	if !found {
		n = t.newRow(key)
		t.numbers[key] = n
		inOrder = t.order.Put(n)
	}
	r := t.row(n)
	before := r.head
	v.Prev, r.head = before, v
	if before != nil && !before.Void && t.sameKeys(before, v) {
		return
	}
	for i := range t.spec.Indexes {
		for _, k := range t.keys(i, &v.Record) {
			t.indexes[i].at(k).put(n, inOrder, t.keyOf)
		}
	}
}

func (t *Table[K, R]) newRow(key K) uint32 {
	if last := len(t.free) - 1; last >= 0 {
		n := t.free[last]
		t.free = t.free[:last]
		t.row(n).key = key
		return n
	}
	if last := len(t.blocks) - 1; last < 0 || len(t.blocks[last]) == blockSize {
		t.blocks = append(t.blocks, make([]row[K, R], 0, blockSize))
	}
	last := len(t.blocks) - 1
	t.blocks[last] = append(t.blocks[last], row[K, R]{key: key})
	return uint32(last*blockSize + len(t.blocks[last]) - 1)
}

// sameKeys reports whether the indexes know a version by the keys of the one before it.
func (t *Table[K, R]) sameKeys(before, v *Version[R]) bool {
	for i := range t.spec.Indexes {
		old := slices.Clone(t.keys(i, &before.Record))
		if !slices.Equal(old, t.keys(i, &v.Record)) {
			return false
		}
	}
	return true
}

// keys returns the keys of a record in an index. The next call reuses the memory.
func (t *Table[K, R]) keys(index int, record *R) []string {
	clear(t.scratch)
	t.scratch = t.spec.Indexes[index](record, t.scratch[:0])
	return t.scratch
}

// Void adds a version that takes a record, which must stand, out of sight.
func (t *Table[K, R]) Void(seq int64, key K) {
	r := t.find(key)
	r.head = &Version[R]{Seq: seq, Prev: r.head, Void: true}
}

// Erase removes a record and returns all its versions, newest first. They are still as they were:
// whoever else holds them must empty them.
func (t *Table[K, R]) Erase(key K) []*Version[R] {
	gone := slices.Collect(t.Versions(key))
	if len(gone) == 0 {
		return nil
	}
	for _, v := range gone {
		if v.Void {
			continue
		}
		for i := range t.spec.Indexes {
			for _, k := range t.keys(i, &v.Record) {
				t.indexes[i].drop(k, string(key), t.keyOf)
			}
		}
	}
	clear(t.scratch)
	t.order.Delete(string(key))
	n := t.numbers[key]
	delete(t.numbers, key)
	*t.row(n) = row[K, R]{}
	t.free = append(t.free, n)
	return gone
}

// KeysBy returns the keys of all records, void ones too, that an index knows by a key, in order.
func (t *Table[K, R]) KeysBy(index int, by string) []K {
	var keys []K
	t.indexes[index].find(by).after("", t.keyOf, func(n uint32) bool {
		keys = append(keys, t.row(n).key)
		return true
	})
	return keys
}

// A Query selects a page of records.
type Query[K ~string, R any] struct {
	After K     // records follow this key
	Limit int   // at most this many; 0 means 1,000
	Known int64 // as they stood after this batch; 0 means now

	IDs   []K      // only these, if there are any
	Index int      // else, if By holds anything, only what this index
	By    []string // knows by one of these keys

	Match func(*R) bool // nil takes all
}

// Page returns copies of the records that match, in increasing order of their keys, and whether
// nothing follows them.
func (t *Table[K, R]) Page(q Query[K, R]) (records []R, last bool) {
	if q.Limit <= 0 {
		q.Limit = 1000
	}
	if len(q.IDs) == 1 {
		return t.pageOfOne(q), true
	}
	var s stretch[R]
	last = true
	t.candidates(q, func(n uint32) bool {
		s.rows[s.n] = n
		if s.n++; s.n == len(s.rows) {
			records, last = t.take(q, &s, records)
		}
		return last
	})
	if last {
		records, last = t.take(q, &s, records)
	}
	return records, last
}

// pageOfOne is the page that most reads ask for, without the way that longer ones take.
func (t *Table[K, R]) pageOfOne(q Query[K, R]) []R {
	r := t.find(q.IDs[0])
	if r == nil || r.key <= q.After {
		return nil
	}
	v := r.head.at(q.Known)
	if v == nil || q.Match != nil && !q.Match(&v.Record) {
		return nil
	}
	records := []R{v.Record}
	t.spec.Detach(records)
	return records
}

// A stretch is some rows, and what stood in them. Records lie all over the memory: looking first at
// all of a stretch, without waiting for what each one says, has the machine fetch them side by
// side.
type stretch[R any] struct {
	n        int
	rows     [16]uint32
	versions [16]*Version[R]
}

// take adds the records of a stretch to those of a page, and reports whether the limit allows all
// of them. The stretch is then empty.
func (t *Table[K, R]) take(q Query[K, R], s *stretch[R], records []R) ([]R, bool) {
	rows, versions := s.rows[:s.n], s.versions[:s.n]
	s.n = 0
	for i, n := range rows {
		versions[i] = t.row(n).head
	}
	for i, v := range versions {
		if versions[i] = v.at(q.Known); versions[i] != nil && t.spec.Touch != nil {
			t.spec.Touch(&versions[i].Record)
		}
	}
	before, fits := len(records), true
	for _, v := range versions {
		if v == nil || q.Match != nil && !q.Match(&v.Record) {
			continue
		}
		if fits = len(records) < q.Limit; !fits {
			break
		}
		if records == nil {
			records = make([]R, 0, min(q.Limit, t.expect(q)))
		}
		records = append(records, v.Record)
	}
	t.spec.Detach(records[before:])
	return records, fits
}

// expect returns how many records an answer may have at most.
func (t *Table[K, R]) expect(q Query[K, R]) int {
	switch {
	case len(q.IDs) > 0:
		return len(q.IDs)
	case len(q.By) > 0:
		n := 0
		for _, k := range q.By {
			n += t.indexes[q.Index].find(k).len()
		}
		return n
	default:
		return len(t.numbers)
	}
}

// candidates visits the rows among which the answer is, in increasing order of their keys, each
// once.
func (t *Table[K, R]) candidates(q Query[K, R], visit func(uint32) bool) {
	switch {
	case len(q.IDs) > 0:
		t.named(q.IDs, q.After, visit)
	case len(q.By) == 1:
		t.indexes[q.Index].find(q.By[0]).after(string(q.After), t.keyOf, visit)
	case len(q.By) > 1:
		var ps []*posting
		for _, k := range q.By {
			if p := t.indexes[q.Index].find(k); p != nil {
				ps = append(ps, p)
			}
		}
		union(ps, string(q.After), t.keyOf, visit)
	default:
		t.order.After(string(q.After), visit)
	}
}

func (t *Table[K, R]) named(ids []K, after K, visit func(uint32) bool) {
	if !slices.IsSorted(ids) {
		ids = slices.Sorted(slices.Values(ids))
	}
	for i, id := range ids {
		if id <= after || i > 0 && id == ids[i-1] {
			continue
		}
		if n, ok := t.numbers[id]; ok && !visit(n) {
			return
		}
	}
}
