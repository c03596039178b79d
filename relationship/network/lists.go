package network

import "github.com/kithcrm/kith/relationship"

// Lists are made in two steps, as a radix sort would (Knuth, The Art of Computer Programming 3, 5.2.5).
// First the ties are dealt to some hundreds of bundles of neighbouring parties, so that the memory
// written at one time stays in the cache; then each bundle is sorted by itself. Both steps are done in
// parts that do not depend on one another.

// An entry is a tie on its way into a list: 16 bytes, so that four fill a line of the cache.
type entry struct {
	other uint32
	key   uint32 // the kind, and whose list it goes into: the party's place in its bundle

	// The tie's dates and weight, where both are in few bits and no more is kept of it; otherwise its
	// place in the columns that it comes from, and nothing.
	a uint32
	b float32
}

const (
	bundleBits = 11
	bundleSize = 1 << bundleBits // parties a bundle
	mostChunks = 64              // parts in which ties are dealt
)

// A dealer knows where ties come from: columns as they were given, or the lists of the other
// direction.
type dealer interface {
	len() int
	count(counts []uint32, low, high int)
	deal(entries []entry, next []uint32, low, high int)
	columns() columns
	inOrder() bool // of the other end, for each party
}

// columns are what is kept of ties.
type columns struct {
	weight weights
	dates  dates
	ids    []relationship.TieID
}

// few reports whether all of it is carried by entries.
func (c *columns) few() bool {
	return c.weight.long == nil && c.dates.long == nil && c.dates.odd == nil && c.ids == nil
}

// entry returns the entry of a tie, as far as it does not depend on whose list it goes into.
func (c *columns) entry(tie int, few bool) entry {
	if !few {
		return entry{a: uint32(tie)}
	}
	var e entry
	if c.dates.short != nil {
		e.a = c.dates.short[tie]
	}
	if c.weight.short != nil {
		e.b = c.weight.short[tie]
	}
	return e
}

// A maker makes lists. Its memory is used again for the second direction.
type maker struct {
	each    func(n int, do func(int))
	parties int
	entries []entry
}

// lists returns the lists of all parties, and where they begin.
func (m *maker) lists(from dealer) (*block, []uint32) {
	bundles := m.parties/bundleSize + 1
	n := from.len()
	chunk := max(1<<14, n/mostChunks+1)
	counts := make([][]uint32, (n+chunk-1)/chunk)
	parts(m.each, n, chunk, func(part, low, high int) {
		counts[part] = make([]uint32, bundles)
		from.count(counts[part], low, high)
	})
	ends, total := cumulate(counts, bundles)
	if len(m.entries) < total {
		m.entries = make([]entry, total)
	}
	entries := m.entries[:total]
	parts(m.each, n, chunk, func(part, low, high int) {
		from.deal(entries, counts[part], low, high)
	})
	b := newBundler(from, total)
	starts := make([]uint32, m.parties+1)
	starts[m.parties] = uint32(total)
	odd := make([]map[uint32][]relationship.Stint, bundles)
	m.each(bundles, func(i int) {
		low := uint32(0)
		if i > 0 {
			low = ends[i-1]
		}
		odd[i] = b.sort(starts[i<<bundleBits:min((i+1)<<bundleBits, m.parties)], low, entries[low:ends[i]])
	})
	for _, some := range odd {
		for place, stints := range some {
			b.to.dates.setOdd(int(place), stints)
		}
	}
	return b.to, starts
}

// cumulate turns counts into the places at which each part begins to write, and returns where each
// bundle ends.
func cumulate(counts [][]uint32, bundles int) (ends []uint32, total int) {
	ends = make([]uint32, bundles)
	at := uint32(0)
	for b := range bundles {
		for _, count := range counts {
			n := count[b]
			count[b] = at
			at += n
		}
		ends[b] = at
	}
	return ends, int(at)
}
