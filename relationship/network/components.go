package network

import "sync/atomic"

// Components says which parties hang together.
type Components struct {
	// Of is the component of each party, by its number: the lowest number of a party in it.
	Of []uint32

	// Count is how many components there are.
	Count int
}

// WeakComponents returns which parties are connected by ties, whatever their direction. It takes about
// O(n) time in the number of ties (Sutton, Ben-Nun and Barak 2018: a few ties of each party find most
// of the greatest component, whose other ties need not be looked at).
func (g *Graph) WeakComponents() Components {
	n := g.Parties()
	f := make(unions, n)
	parts(g.each, n, componentPart, func(_, low, high int) {
		for p := low; p < high; p++ {
			f[p] = uint32(p)
		}
	})
	const few = 2
	for k := range uint32(few) {
		parts(g.each, n, componentPart, func(_, low, high int) {
			for p := low; p < high; p++ {
				if l := g.list(uint32(p), outgoing); l.low+k < l.high {
					f.unite(uint32(p), l.in.other[l.low+k])
				}
			}
		})
		f.flatten(g)
	}
	great := f.frequent()
	parts(g.each, n, componentPart, func(_, low, high int) {
		for p := uint32(low); p < uint32(high); p++ {
			if f.of(p) == great {
				continue // every tie of the rest with it is looked at from the other end
			}
			l := g.list(p, outgoing)
			for i := min(l.low+few, l.high); i < l.high; i++ {
				f.unite(p, l.in.other[i])
			}
			for l, i := g.list(p, incoming), uint32(0); l.low+i < l.high; i++ {
				f.unite(p, l.in.other[l.low+i])
			}
		}
	})
	f.flatten(g)
	return Components{f, f.roots()}
}

const componentPart = 1 << 14 // parties worked on at a time

// unions say, for each party, a party with a lower number in the same component, or itself. They may be
// changed from several goroutines.
type unions []uint32

func (f unions) of(p uint32) uint32 { return atomic.LoadUint32(&f[p]) }

// unite puts two parties into one component.
func (f unions) unite(a, b uint32) {
	a, b = f.of(a), f.of(b)
	for a != b {
		low, high := min(a, b), max(a, b)
		above := f.of(high)
		if above == low || above == high && atomic.CompareAndSwapUint32(&f[high], high, low) {
			return
		}
		a, b = f.of(f.of(high)), f.of(low)
	}
}

// flatten makes each party point to the lowest of its component as known so far.
func (f unions) flatten(g *Graph) {
	parts(g.each, len(f), componentPart, func(_, low, high int) {
		for p := low; p < high; p++ {
			root := f.of(uint32(p))
			for above := f.of(root); above != root; above = f.of(root) {
				root = above
			}
			atomic.StoreUint32(&f[p], root)
		}
	})
}

// frequent returns the component of most of some parties spread over all. Any answer is right; a good
// one saves work.
func (f unions) frequent() uint32 {
	const tries = 1024
	seen := map[uint32]int{}
	best := uint32(0)
	for i := range min(tries, len(f)) {
		c := f[i*(len(f)/min(tries, len(f)))]
		seen[c]++
		if n := seen[c]; n > seen[best] || n == seen[best] && c < best {
			best = c
		}
	}
	return best
}

func (f unions) roots() int {
	count := 0
	for p, of := range f {
		if of == uint32(p) {
			count++
		}
	}
	return count
}

// StrongComponents returns which parties can be reached from one another along the direction of ties
// (Tarjan 1972). It takes O(n) time in the number of ties.
func (g *Graph) StrongComponents() Components {
	t := tarjan{g: g, order: make([]uint32, g.Parties()), low: make([]uint32, g.Parties()), of: make([]uint32, g.Parties())}
	for p := range t.of {
		if t.order[p] == 0 {
			t.visit(uint32(p))
		}
	}
	return Components{t.of, t.count}
}

// tarjan is the state of the search.
type tarjan struct {
	g     *Graph
	order []uint32 // in which parties were met, from 1 on; 0 is not yet
	low   []uint32 // the earliest met party known to be in the same component; done when all is known
	of    []uint32
	met   uint32
	open  []uint32 // parties whose component is not known yet
	calls []call
	count int
}

// A call is a party whose ties are being followed.
type call struct {
	party uint32
	next  uint32 // the place of the next tie in its list
}

const done = ^uint32(0)

func (t *tarjan) visit(from uint32) {
	t.enter(from)
	for len(t.calls) > 0 {
		c := &t.calls[len(t.calls)-1]
		l := t.g.list(c.party, outgoing)
		if l.low+c.next == l.high {
			t.leave()
			continue
		}
		other := l.in.other[l.low+c.next]
		c.next++
		switch {
		case t.order[other] == 0:
			t.enter(other)
		case t.low[other] != done:
			t.low[c.party] = min(t.low[c.party], t.order[other])
		}
	}
}

func (t *tarjan) enter(party uint32) {
	t.met++
	t.order[party], t.low[party] = t.met, t.met
	t.open = append(t.open, party)
	t.calls = append(t.calls, call{party: party})
}

// leave ends the call on top and closes the component that began with it, if one did.
func (t *tarjan) leave() {
	party := t.calls[len(t.calls)-1].party
	t.calls = t.calls[:len(t.calls)-1]
	low := t.low[party]
	if len(t.calls) > 0 {
		above := t.calls[len(t.calls)-1].party
		t.low[above] = min(t.low[above], low)
	}
	if low != t.order[party] {
		return
	}
	first := len(t.open) - 1
	for t.open[first] != party {
		first--
	}
	least := party
	for _, p := range t.open[first:] {
		least = min(least, p)
	}
	for _, p := range t.open[first:] {
		t.of[p], t.low[p] = least, done
	}
	t.open = t.open[:first]
	t.count++
}
