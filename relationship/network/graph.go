package network

import (
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A Graph is who is tied to whom in a snapshot, whatever the kind of tie: for measures of the whole.
// Parties have numbers from 0 on without gaps, in the order of their IDs, which need not be those of
// the snapshot. A Graph never changes and is safe for use by many goroutines.
type Graph struct {
	index  *Index
	base   [2]*block
	starts [2][]uint32
	each   func(n int, do func(int))

	// undirected says that each tie was taken both ways.
	undirected bool
}

// A GraphConfig chooses the ties of a graph. Its zero value is ready to use.
type GraphConfig struct {
	// Kinds are the kinds of tie that count. nil means all.
	Kinds []relationship.KindName

	// At is the instant at which ties must hold to count. The zero time means ties of all times.
	At time.Time

	// Undirected takes each tie both ways.
	Undirected bool

	// Parallel keeps ties that lead from one party to the same other apart. Otherwise they count as
	// one whose weight is the sum of theirs.
	Parallel bool
}

// Graph returns the graph of some of the ties. It returns an error matching [relationship.ErrInvalid]
// for a kind that the snapshot does not know. It takes O(n log n) time in the number of ties. With all ties
// of all times, kept apart and as they are, it takes next to none, unless the snapshot was refreshed:
// then its lists are put together first, each time anew.
func (s *Snapshot) Graph(c GraphConfig) (*Graph, error) {
	s = s.compact()
	counts := make([]bool, len(s.kinds.names))
	for i, name := range c.Kinds {
		k, ok := s.kinds.number[name]
		if !ok {
			return nil, broken("make graph", element("Kinds", i), "must be a kind that the snapshot knows")
		}
		counts[k] = true
	}
	g := &Graph{index: s.index, each: s.each, undirected: c.Undirected}
	if c.Kinds == nil && c.At.IsZero() && c.Parallel && !c.Undirected {
		g.base, g.starts = s.base, s.starts
		return g, nil
	}
	if c.Kinds == nil {
		for i := range counts {
			counts[i] = true
		}
	}
	picker{s, c, counts, momentOf(c.At)}.pick(g)
	return g, nil
}

// A picker picks the ties of a graph.
type picker struct {
	from   *Snapshot
	config GraphConfig
	counts []bool // by kind
	moment moment
}

// A neighbour is a party at the other end of a tie that counts.
type neighbour struct {
	party  uint32
	weight float64
}

func (p picker) pick(g *Graph) {
	n := len(g.index.ids)
	const size = 1 << 13
	picked := make([][]neighbour, (n+size-1)/size)
	starts := make([]uint32, n+1)
	parts(g.each, n, size, func(part, low, high int) {
		var all, some []neighbour
		for party := low; party < high; party++ {
			some = p.neighbours(uint32(party), some[:0])
			all = append(all, some...)
			starts[party+1] = uint32(len(some))
		}
		picked[part] = all
	})
	for i := range n {
		starts[i+1] += starts[i]
	}
	total := int(starts[n])
	b := &block{other: make([]uint32, 0, total), kind: make([]uint16, total)}
	weight := make([]float64, 0, total)
	for _, some := range picked {
		for _, x := range some {
			b.other, weight = append(b.other, x.party), append(weight, x.weight)
		}
	}
	b.weight = narrow(weight)
	g.base[outgoing], g.starts[outgoing] = b, starts
	if p.config.Undirected {
		g.base[incoming], g.starts[incoming] = b, starts
		return
	}
	m := maker{each: g.each, parties: n}
	g.base[incoming], g.starts[incoming] = m.lists(turner{b, starts})
}

// neighbours appends the parties to which ties of one that count lead, in order.
func (p picker) neighbours(party uint32, to []neighbour) []neighbour {
	to = p.along(party, outgoing, to)
	if p.config.Undirected {
		to = p.along(party, incoming, to)
	}
	slices.SortStableFunc(to, func(a, b neighbour) int { return int(a.party) - int(b.party) })
	if p.config.Parallel {
		return to
	}
	kept := to[:0]
	for _, x := range to {
		if n := len(kept); n > 0 && kept[n-1].party == x.party {
			kept[n-1].weight += x.weight
		} else {
			kept = append(kept, x)
		}
	}
	return kept
}

// along appends the parties to which ties of one lead in a direction. Taken both ways, a tie of a
// symmetric kind, which is in the lists of either direction, counts once, as does one of a party with
// itself.
func (p picker) along(party uint32, d direction, to []neighbour) []neighbour {
	starts := p.from.starts[d]
	l := list{p.from.base[d], starts[party], starts[party+1]}
	m := p.moment.in(l.in)
	for i := int(l.low); i < int(l.high); i++ {
		kind, other := l.in.kind[i], l.in.other[i]
		twice := d == incoming && (p.from.kinds.symmetric[kind] || other == party)
		if !p.counts[kind] || twice || m.asked && !l.in.dates.hold(i, &m) {
			continue
		}
		to = append(to, neighbour{other, l.in.weight.at(i)})
	}
	return to
}

// list returns the ties of a party in a direction.
func (g *Graph) list(party uint32, d direction) list {
	starts := g.starts[d]
	return list{g.base[d], starts[party], starts[party+1]}
}

// Parties returns how many parties there are.
func (g *Graph) Parties() int { return len(g.index.ids) }

// Ties returns how many ties there are; one taken both ways counts twice, unless it is of a party with
// itself.
func (g *Graph) Ties() int { return len(g.base[outgoing].other) }

// ID returns the ID of the party with a number below Parties.
func (g *Graph) ID(number int) relationship.PartyID { return g.index.ids[number] }

// Number returns the number of a party, and whether it is there.
func (g *Graph) Number(id relationship.PartyID) (int, bool) { return g.index.Place(id) }

// Degree returns how many ties lead from the party with a number to others and to it, and how much these
// weigh together. Taken both ways, the two are alike.
func (g *Graph) Degree(number int) (from, to Degree) {
	return g.degree(uint32(number), outgoing), g.degree(uint32(number), incoming)
}

// A Degree is how many ties a party has in one direction.
type Degree struct {
	Ties   int     // how many
	Weight float64 // the sum of theirs
}

func (g *Graph) degree(party uint32, d direction) Degree {
	l := g.list(party, d)
	out := Degree{Ties: l.len()}
	for i := int(l.low); i < int(l.high); i++ {
		out.Weight += l.in.weight.at(i)
	}
	return out
}
