package table

// A Verdict is what speaks against a batch, over all its records: the first that applies, in the order
// of the constants. The zero Verdict is that nothing does.
type Verdict int

// What can speak against a batch.
const (
	Fine    Verdict = iota
	Missing         // a record to be replaced is not there
	Exists          // a record to be created is there
	Changed         // what must never change would change
	Stale           // a record has been written since
)

// Put looks at one record to be put: the revision given, 0 for one to be created; that which it has, 0
// where there is none; and whether what must never change stays the same, also as it was in a void
// record. It reports whether the verdict is now that on this record.
func (v *Verdict) Put(rev, current int64, same bool) bool {
	found := Fine
	switch {
	case rev == 0 && current > 0:
		found = Exists
	case rev == 0 && same:
	case rev == 0:
		found = Changed
	case current == 0:
		found = Missing
	case !same:
		found = Changed
	case rev != current:
		found = Stale
	}
	if found == Fine || *v != Fine && *v <= found {
		return false
	}
	*v = found
	return true
}

// Rev returns the number of the batch that last wrote a record, or 0 where it does not stand.
func (t *Table[K, R]) Rev(key K) int64 {
	if v := t.Current(key); v != nil {
		return v.Seq
	}
	return 0
}
