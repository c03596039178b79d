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
		if n, ok := c.of.Number(id); ok {
			e.clear(n)
		}
	}
	for _, t := range c.gone {
		from, known := c.of.Number(c.of.root(t.From))
		to, alsoKnown := c.of.Number(c.of.root(t.To))
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
	changed := s.paged > len(s.base[outgoing].other)/2+few || len(s.late.ids)+len(s.late.gone) > len(s.index.ids)/8+few
	if changed || len(c.erased) > 0 {
		return s.compact(), nil
	}
	return &s, nil
}

// clear takes away all ties of a party.
func (e *editor) clear(party uint32) {
	out, in := e.s.list(party, outgoing), e.s.list(party, incoming)
	for i := out.low; i < out.high; i++ {
		e.patch(group{party, out.in.kind[i], out.in.other[i]}).afresh = true
	}
	for i := in.low; i < in.high; i++ {
		e.patch(group{in.in.other[i], in.in.kind[i], party}).afresh = true
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
	if n, ok := s.Number(id); ok {
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
		w := &writer{old: &old, d: d, to: &block{dates: dates{long: [][2]int64{}}}}
		for party, some := range byParty(groups, d) {
			if number := party / pageSize; !touched[number] {
				touched[number] = true
				fresh := new(page)
				if p := s.pages[number]; p != nil {
					*fresh = *p
				}
				s.pages[number] = fresh
			}
			slot := &s.pages[party/pageSize][party%pageSize][d]
			if d == outgoing && slot.in != nil {
				s.paged -= slot.len()
			}
			*slot = w.list(party, some, members)
			if d == outgoing {
				s.paged += slot.len()
			}
		}
	}
}

// members returns the ties of a group as they are to be, in the order of their IDs, and counts them.
func (e *editor) members(g group) []member {
	p := e.patches[g]
	l := e.s.list(g.from, outgoing)
	low, high := l.group(g.kind, g.to, e.s)
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

// A writer writes lists of one direction into a new block.
type writer struct {
	old *Snapshot
	d   direction
	to  *block
}

// list writes the list of a party, in which some groups change.
func (w *writer) list(party uint32, groups []group, members map[group][]member) list {
	far := func(g group) uint32 {
		if w.d == incoming {
			return g.from
		}
		return g.to
	}
	slices.SortFunc(groups, func(a, b group) int {
		if a.kind != b.kind {
			return cmp.Compare(a.kind, b.kind)
		}
		return cmp.Compare(w.old.id(far(a)), w.old.id(far(b)))
	})
	from := w.old.list(party, w.d)
	out := list{in: w.to, low: uint32(len(w.to.other))}
	next := int(from.low)
	for _, g := range groups {
		low, high := from.group(g.kind, far(g), w.old)
		w.copy(from.in, next, low)
		for _, m := range members[g] {
			w.add(far(g), g.kind, m)
		}
		next = high
	}
	w.copy(from.in, next, int(from.high))
	out.high = uint32(len(w.to.other))
	return out
}

// copy copies ties that stay as they are.
func (w *writer) copy(from *block, low, high int) {
	to := w.to
	to.other = append(to.other, from.other[low:high]...)
	to.kind = append(to.kind, from.kind[low:high]...)
	if w.d == outgoing && from.ids != nil {
		to.ids = append(to.ids, from.ids[low:high]...)
	}
	for i := low; i < high; i++ {
		to.weight.long = append(to.weight.long, from.weight.at(i))
	}
	to.dates.copy(&from.dates, low, high)
}

// copy appends the stints of some ties, in nanoseconds.
func (d *dates) copy(from *dates, low, high int) {
	if from.long == nil && from.short == nil {
		for range high - low {
			d.long = append(d.long, [2]int64{alwaysLong, everLong})
		}
		return
	}
	for i := low; i < high; i++ {
		place := len(d.long)
		if from.long != nil && from.long[i][0] <= from.long[i][1] {
			d.long = append(d.long, from.long[i])
			continue
		}
		d.long = append(d.long, [2]int64{})
		d.setLong(place, from.stints(i))
	}
}

func (w *writer) add(other uint32, kind uint16, m member) {
	to := w.to
	to.other, to.kind = append(to.other, other), append(to.kind, kind)
	to.weight.long = append(to.weight.long, m.weight)
	place := len(to.dates.long)
	to.dates.long = append(to.dates.long, [2]int64{})
	to.dates.setLong(place, m.stints)
	if w.d == outgoing {
		to.ids = append(to.ids, m.id)
	}
}

// settle lets go of parties that nothing names any more.
func (e *editor) settle(c *changes) {
	s := e.s
	for id, listed := range c.listed {
		if n, ok := s.Number(id); ok && !listed {
			s.from.unlisted[n] = true
		}
	}
	kept := e.keptByMerges(c)
	for n := range s.from.unlisted {
		if s.list(n, outgoing).len()+s.list(n, incoming).len() == 0 && !kept[n] {
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
