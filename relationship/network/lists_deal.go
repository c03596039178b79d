package network

import "slices"

// both reports whether a tie is in two lists of either direction, as a tie of a symmetric kind is.
func (l *loader) both(i int) bool { return l.kinds.symmetric[l.kind[i]] && l.from[i] != l.to[i] }

func (l *loader) len() int      { return len(l.from) }
func (l *loader) inOrder() bool { return false }

func (l *loader) columns() columns { return columns{l.weight, l.dates, l.ids} }

func (l *loader) count(counts []uint32, low, high int) {
	for i := low; i < high; i++ {
		counts[l.from[i]>>bundleBits]++
		if l.both(i) {
			counts[l.to[i]>>bundleBits]++
		}
	}
}

func (l *loader) deal(entries []entry, next []uint32, low, high int) {
	c := l.columns()
	few := c.few()
	for i := low; i < high; i++ {
		e := c.entry(i, few)
		e.into(entries, next, l.from[i], l.to[i], l.kind[i])
		if l.both(i) {
			e.into(entries, next, l.to[i], l.from[i], l.kind[i])
		}
	}
}

// into puts an entry into the bundle of a party.
func (e *entry) into(entries []entry, next []uint32, party, other uint32, kind uint16) {
	e.other, e.key = other, uint32(kind)<<bundleBits|party&(bundleSize-1)
	place := &next[party>>bundleBits]
	entries[*place] = *e
	*place++
}

// A turner turns lists round: what goes out of one party comes in at another. As the lists are walked
// in the order of parties, what comes in is in the order of the other end.
type turner struct {
	lists  *block
	starts []uint32
}

func (t turner) len() int      { return len(t.lists.other) }
func (t turner) inOrder() bool { return true }

func (t turner) columns() columns { return columns{t.lists.weight, t.lists.dates, nil} }

func (t turner) count(counts []uint32, low, high int) {
	for _, other := range t.lists.other[low:high] {
		counts[other>>bundleBits]++
	}
}

func (t turner) deal(entries []entry, next []uint32, low, high int) {
	b, c := t.lists, t.columns()
	few := c.few()
	party, _ := slices.BinarySearch(t.starts, uint32(low+1))
	party-- // the last one whose list begins at low or before
	for i := low; i < high; i++ {
		for uint32(i) >= t.starts[party+1] {
			party++
		}
		e := c.entry(i, few)
		e.into(entries, next, b.other[i], uint32(party), b.kind[i])
	}
}
