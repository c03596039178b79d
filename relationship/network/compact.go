package network

import (
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// compact returns the snapshot with all its lists in one piece, and parties numbered in the order of
// their IDs: just as if it had been read anew.
func (s *Snapshot) compact() *Snapshot {
	if s.pages == nil && s.late == nil {
		return s
	}
	order := make([]uint32, 0, s.Parties())
	for n := range uint32(s.numbers()) {
		if !s.late.gone[n] {
			order = append(order, n)
		}
	}
	slices.SortFunc(order, func(a, b uint32) int {
		if s.before(a, b) {
			return -1
		}
		return 1
	})
	number := make([]uint32, s.numbers())
	ids := make([]relationship.PartyID, len(order))
	for i, old := range order {
		number[old], ids[i] = uint32(i), s.id(old)
	}
	out := *s
	out.pages, out.late, out.paged, out.index = nil, nil, 0, newIndex(ids)
	for _, d := range []direction{outgoing, incoming} {
		out.base[d], out.starts[d] = s.gather(d, order, number)
	}
	out.from.unlisted = map[uint32]bool{}
	for n := range s.from.unlisted {
		out.from.unlisted[number[n]] = true
	}
	return &out
}

// gather copies all lists of a direction, with new numbers, into one block.
func (s *Snapshot) gather(d direction, order, number []uint32) (*block, []uint32) {
	w := newWriter(s, d)
	starts := make([]uint32, len(order)+1)
	for i, old := range order {
		var one [1]list
		for _, l := range s.lists(old, d, &one) {
			w.copy(l)
		}
		starts[i+1] = uint32(len(w.to.other))
	}
	for i, other := range w.to.other {
		w.to.other[i] = number[other]
	}
	w.to.weight = narrow(w.to.weight.long)
	w.to.dates = w.to.dates.narrow()
	return w.to, starts
}
