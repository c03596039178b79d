package network

import (
	"sync"

	"github.com/kithcrm/kith/relationship"
)

// A bundler makes the lists of the parties of one bundle.
type bundler struct {
	columns
	to      *block
	carried bool      // all of the columns, by entries
	sorted  bool      // by the other end, as entries come
	sorters sync.Pool // of *sorter
}

func newBundler(from dealer, n int) *bundler {
	b := &bundler{columns: from.columns(), to: &block{other: make([]uint32, n), kind: make([]uint16, n)}, sorted: from.inOrder()}
	b.carried = b.few()
	if b.weight.short != nil {
		b.to.weight.short = make([]float32, n)
	}
	if b.weight.long != nil {
		b.to.weight.long = make([]float64, n)
	}
	b.to.dates.instants, b.to.dates.instantNanos = b.dates.instants, b.dates.instantNanos
	if b.dates.short != nil {
		b.to.dates.short = make([]uint32, n)
	}
	if b.dates.long != nil {
		b.to.dates.long = make([][2]int64, n)
	}
	if b.ids != nil {
		b.to.ids = make([]relationship.TieID, n)
	}
	return b
}

// sort writes the lists of neighbouring parties, of which the first begins at a place of the block,
// and where each begins. It returns which stints are odd.
func (b *bundler) sort(starts []uint32, low uint32, entries []entry) map[uint32][]relationship.Stint {
	s, ok := b.sorters.Get().(*sorter)
	if !ok {
		s = new(sorter)
	}
	defer b.sorters.Put(s)
	next, sorted := s.room(len(starts), len(entries))
	for i := range entries {
		next[entries[i].key&(bundleSize-1)+1]++
	}
	for i := range starts {
		next[i+1] += next[i]
		starts[i] = low + next[i]
	}
	for i := range entries {
		e := &entries[i]
		place := &next[e.key&(bundleSize-1)]
		sorted[*place] = sortable{uint64(e.key>>bundleBits)<<32 | uint64(e.other), uint32(i)}
		*place++
	}
	first := uint32(0)
	for i := range starts {
		s.sort(sorted[first:next[i]], b.sorted)
		first = next[i]
	}
	for i, e := range sorted {
		b.put(int(low)+i, &entries[e.at])
	}
	return b.oddOnes(low, sorted, entries)
}

// put writes an entry to its place in the block.
func (b *bundler) put(place int, e *entry) {
	to := b.to
	to.other[place], to.kind[place] = e.other, uint16(e.key>>bundleBits)
	if !b.carried {
		b.putByTie(place, int(e.a))
		return
	}
	if to.weight.short != nil {
		to.weight.short[place] = e.b
	}
	if to.dates.short != nil {
		to.dates.short[place] = e.a
	}
}

// putByTie writes what the columns have of a tie.
func (b *bundler) putByTie(place, tie int) {
	to := b.to
	switch {
	case to.weight.short != nil:
		to.weight.short[place] = b.weight.short[tie]
	case to.weight.long != nil:
		to.weight.long[place] = b.weight.long[tie]
	}
	switch {
	case to.dates.short != nil:
		to.dates.short[place] = b.dates.short[tie]
	case to.dates.long != nil:
		to.dates.long[place] = b.dates.long[tie]
	}
	if to.ids != nil {
		to.ids[place] = b.ids[tie]
	}
}

func (b *bundler) oddOnes(low uint32, sorted []sortable, entries []entry) map[uint32][]relationship.Stint {
	if len(b.dates.odd) == 0 {
		return nil
	}
	odd := map[uint32][]relationship.Stint{}
	for i, s := range sorted {
		if stints, ok := b.dates.odd[entries[s.at].a]; ok {
			odd[low+uint32(i)] = stints
		}
	}
	return odd
}
