package network

import (
	"cmp"
	"maps"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A group is the ties of one kind that lead from one party to another, by their numbers. Lists hold the
// ties of a group side by side, in the order of their IDs, in both directions.
type group struct {
	from uint32
	kind uint16
	to   uint32
}

// A member is a tie of a group.
type member struct {
	id     relationship.TieID
	weight float64
	stints []relationship.Stint
}

// A patch is how a group changes.
type patch struct {
	afresh bool                           // nothing stays
	put    map[relationship.TieID]*member // nil for a tie that goes
}

// An editor makes a new snapshot out of one and of patches.
type editor struct {
	s       *Snapshot // the new one
	patches map[group]*patch
}

// apply returns the snapshot with the changes.
func (c *changes) apply() (*Snapshot, error) {
	s := *c.of
	s.late = s.late.clone()
	s.from.seq, s.from.links, s.from.unlisted = c.seq, c.links, maps.Clone(s.from.unlisted)
	e := &editor{&s, map[group]*patch{}}
	for id := range c.afresh {
		if n, ok := c.of.number(id); ok {
			e.clear(n)
		}
	}
	for _, t := range c.gone {
		from, known := c.of.number(c.of.root(t.From))
		to, alsoKnown := c.of.number(c.of.root(t.To))
		if known && alsoKnown {
			e.put(group{from, s.kinds.number[t.Kind], to}, t.ID, nil)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.listed)) {
		if c.listed[id] {
			delete(s.from.unlisted, e.number(id))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.ties)) {
		if err := e.take(c, c.ties[id]); err != nil {
			return nil, err
		}
	}
	e.finish()
	e.settle(c)
	const few = 1 << 10
	changed := s.paged > len(s.base[outgoing].other)+few || len(s.late.ids)+len(s.late.gone) > len(s.index.ids)/8+few
	if changed || len(c.erased) > 0 {
		return s.compact(), nil
	}
	return &s, nil
}

// clear takes away all ties of a party.
func (e *editor) clear(party uint32) {
	for _, d := range []direction{outgoing, incoming} {
		var one [1]list
		for _, l := range e.s.lists(party, d, &one) {
			for i := l.low; i < l.high; i++ {
				g := group{party, l.in.kind[i], l.in.other[i]}
				if d == incoming {
					g.from, g.to = g.to, g.from
				}
				e.patch(g).afresh = true
			}
		}
	}
}

func (e *editor) patch(g group) *patch {
	p := e.patches[g]
	if p == nil {
		p = &patch{put: map[relationship.TieID]*member{}}
		e.patches[g] = p
	}
	return p
}

// put puts a tie into its group, or takes it away where there is no member.
func (e *editor) put(g group, id relationship.TieID, m *member) {
	e.patch(g).put[id] = m
	if e.s.kinds.symmetric[g.kind] {
		e.patch(group{g.to, g.kind, g.from}).put[id] = m
	}
}

// take puts a tie as it is now.
func (e *editor) take(c *changes, t *relationship.Tie) error {
	kind, weight, err := readTie(t, e.s.kinds, e.s.from.weight)
	if err != nil {
		return err
	}
	g := group{e.number(c.root(t.From)), kind, e.number(c.root(t.To))}
	e.put(g, t.ID, &member{t.ID, weight, t.Stints})
	return nil
}

// number returns the number of a party; one that is not there gets a new one.
func (e *editor) number(id relationship.PartyID) uint32 {
	s := e.s
	if n, ok := s.number(id); ok {
		return n
	}
	n, known := s.late.number[id]
	if !known {
		if place, ok := s.index.Place(id); ok {
			n = uint32(place) // it had gone, and is back
		} else {
			n = uint32(s.numbers())
			s.late.ids = append(s.late.ids, id)
			s.late.number[id] = n
		}
	}
	delete(s.late.gone, n)
	if s.from.unlisted == nil {
		s.from.unlisted = map[uint32]bool{}
	}
	s.from.unlisted[n] = true
	return n
}

// finish writes the lists that change.
func (e *editor) finish() {
	s := e.s
	groups := slices.SortedFunc(maps.Keys(e.patches), func(a, b group) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.kind, b.kind), cmp.Compare(a.to, b.to))
	})
	members := make(map[group][]member, len(groups))
	for _, g := range groups {
		members[g] = e.members(g)
	}
	old := *s
	s.pages = slices.Clone(s.pages)
	if need := s.numbers()/pageSize + 1; len(s.pages) < need {
		s.pages = append(s.pages, make([]*page, need-len(s.pages))...)
	}
	touched := map[uint32]bool{}
	for _, d := range []direction{outgoing, incoming} {
		w := newWriter(&old, d)
		for party, some := range byParty(groups, d) {
			if number := party / pageSize; !touched[number] {
				touched[number] = true
				fresh := new(page)
				if p := s.pages[number]; p != nil {
					*fresh = *p
				}
				s.pages[number] = fresh
			}
			s.pages[party/pageSize][party%pageSize][d] = w.lists(party, some, members)
		}
		s.paged += len(w.to.other)
	}
}

// members returns the ties of a group as they are to be, in the order of their IDs, and counts them.
func (e *editor) members(g group) []member {
	p := e.patches[g]
	l, low, high := e.s.group(g.from, outgoing, g.kind, g.to)
	counts := !e.s.kinds.symmetric[g.kind] || g.from <= g.to
	if counts {
		e.s.ties -= high - low
	}
	var out []member
	for i := low; i < high && !p.afresh; i++ {
		id := l.in.ids[i]
		if _, changed := p.put[id]; !changed {
			out = append(out, member{id, l.in.weight.at(i), l.in.dates.stints(i)})
		}
	}
	for _, m := range p.put {
		if m != nil {
			out = append(out, *m)
		}
	}
	slices.SortFunc(out, func(a, b member) int { return cmp.Compare(a.id, b.id) })
	if counts {
		e.s.ties += len(out)
	}
	return out
}

// byParty returns the groups in which each party takes part, at the near end in a direction.
func byParty(groups []group, d direction) map[uint32][]group {
	out := map[uint32][]group{}
	for _, g := range groups {
		near := g.from
		if d == incoming {
			near = g.to
		}
		out[near] = append(out[near], g)
	}
	return out
}

// settle lets go of parties that nothing names any more.
func (e *editor) settle(c *changes) {
	s := e.s
	for id, listed := range c.listed {
		if n, ok := s.number(id); ok && !listed {
			s.from.unlisted[n] = true
		}
	}
	kept := e.keptByMerges(c)
	for n := range s.from.unlisted {
		if s.tied(n, outgoing)+s.tied(n, incoming) == 0 && !kept[n] {
			s.late.gone[n] = true
			delete(s.from.unlisted, n)
		}
	}
}

// keptByMerges returns the parties that are there because others were merged into them, although they
// have no record, or were merged themselves.
func (e *editor) keptByMerges(c *changes) map[uint32]bool {
	kept := map[uint32]bool{}
	for _, id := range slices.Sorted(maps.Keys(c.links)) {
		if root := c.root(id); c.links[root] != "" {
			kept[e.number(root)] = true
		}
	}
	return kept
}
