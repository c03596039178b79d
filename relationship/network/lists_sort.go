package network

import (
	"cmp"
	"slices"
)

// A sortable is an entry of one party while it is sorted.
type sortable struct {
	key uint64 // kind and other
	at  uint32 // its place among the entries of the bundle
}

// A sorter sorts lists; it keeps memory to use again.
type sorter struct {
	keys    []uint64
	spare   []sortable
	next    []uint32 // by kind
	starts  []uint32 // by party
	entries []sortable
}

// room returns room for where lists begin, all 0, and for entries.
func (s *sorter) room(parties, entries int) ([]uint32, []sortable) {
	s.starts = append(s.starts[:0], make([]uint32, parties+1)...)
	s.entries = slices.Grow(s.entries[:0], entries)
	return s.starts, s.entries[:entries]
}

// sort puts the entries of one party in order; those that are alike stay in the order in which they
// came. Ordered says that they come in order of the other end.
func (s *sorter) sort(list []sortable, ordered bool) {
	const few = 24
	switch n := len(list); {
	case n <= few:
		for i := 1; i < n; i++ {
			e := list[i]
			j := i
			for ; j > 0 && list[j-1].key > e.key; j-- {
				list[j] = list[j-1]
			}
			list[j] = e
		}
	case ordered:
		s.byKind(list)
	case n < 1<<16:
		s.byKeys(list)
	default:
		slices.SortFunc(list, func(a, b sortable) int {
			return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.at, b.at))
		})
	}
}

// byKind sorts a list whose kinds alone are out of order.
func (s *sorter) byKind(list []sortable) {
	top := uint64(0)
	for i := range list {
		top = max(top, list[i].key>>32)
	}
	s.next = append(s.next[:0], make([]uint32, top+2)...)
	next := s.next
	for i := range list {
		next[list[i].key>>32+1]++
	}
	for k := range top {
		next[k+1] += next[k]
	}
	s.spare = append(s.spare[:0], list...)
	for _, e := range s.spare {
		list[next[e.key>>32]] = e
		next[e.key>>32]++
	}
}

// byKeys sorts a list of fewer than 65,536 entries as plain numbers: kind (16 bits), other (32 bits),
// place in the list (16 bits).
func (s *sorter) byKeys(list []sortable) {
	s.keys = slices.Grow(s.keys[:0], 2*len(list))
	all := s.keys[:2*len(list)]
	keys, places := all[:len(list)], all[len(list):]
	for i, e := range list {
		keys[i], places[i] = e.key<<16|uint64(i), uint64(e.at)
	}
	slices.Sort(keys)
	for i, k := range keys {
		list[i] = sortable{k >> 16, uint32(places[k&0xffff])}
	}
}
