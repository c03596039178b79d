package network

import (
	"cmp"
	"slices"
)

// A writer writes what changes in the lists of one direction into a new block. Long stretches that stay as
// they are remain where they are, so that a hub costs no more than what changes in it.
type writer struct {
	old  *Snapshot
	d    direction
	to   *block
	from uint32 // where what is not yet in out begins in the block
	out  []list // of the party at work
}

const (
	shortest  = 32 // ties that are not worth a list of their own: they are copied
	mostLists = 64 // lists of one party; where there would be more, all are copied into one
)

func newWriter(old *Snapshot, d direction) *writer {
	return &writer{old: old, d: d, to: &block{dates: dates{long: [][2]int64{}}}}
}

// lists writes the lists of a party, in which some groups change.
func (w *writer) lists(party uint32, groups []group, members map[group][]member) []list {
	slices.SortFunc(groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(w.old.id(w.far(a)), w.old.id(w.far(b))))
	})
	w.from, w.out = uint32(len(w.to.other)), nil
	var one [1]list
	w.merge(w.old.lists(party, w.d, &one), groups, members)
	w.flush()
	if len(w.out) > mostLists {
		all := w.out
		w.from, w.out = uint32(len(w.to.other)), nil
		for _, l := range all {
			w.copy(l)
		}
		w.flush()
	}
	if len(w.out) == 0 {
		return []list{{w.to, w.from, w.from}}
	}
	return w.out
}

// far returns the party at the other end of a group.
func (w *writer) far(g group) uint32 {
	if w.d == incoming {
		return g.from
	}
	return g.to
}

// merge puts the members of groups in the place of what lists hold of them.
func (w *writer) merge(old []list, groups []group, members map[group][]member) {
	l, old := old[0], old[1:]
	for _, g := range groups {
		far := w.far(g)
		low, high := l.group(g.kind, far, w.old)
		for low == int(l.high) && len(old) > 0 { // it is in a later list, if it is there
			w.keep(l)
			l, old = old[0], old[1:]
			low, high = l.group(g.kind, far, w.old)
		}
		w.keep(list{l.in, l.low, uint32(low)})
		for _, m := range members[g] {
			w.add(far, g.kind, m)
		}
		l.low = uint32(high)
	}
	w.keep(l)
	for _, l := range old {
		w.keep(l)
	}
}

// keep takes over ties that stay as they are.
func (w *writer) keep(l list) {
	if l.len() <= shortest {
		w.copy(l)
		return
	}
	w.flush()
	w.out = append(w.out, l)
}

// flush makes a list of what was written since the last one.
func (w *writer) flush() {
	if n := uint32(len(w.to.other)); n > w.from {
		w.out = append(w.out, list{w.to, w.from, n})
		w.from = n
	}
}

// copy copies ties into the block.
func (w *writer) copy(l list) {
	from, to := l.in, w.to
	to.other = append(to.other, from.other[l.low:l.high]...)
	to.kind = append(to.kind, from.kind[l.low:l.high]...)
	if w.d == outgoing && from.ids != nil {
		to.ids = append(to.ids, from.ids[l.low:l.high]...)
	}
	for i := int(l.low); i < int(l.high); i++ {
		to.weight.long = append(to.weight.long, from.weight.at(i))
	}
	to.dates.copy(&from.dates, int(l.low), int(l.high))
}

// add writes a tie that changes.
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

// copy appends the stints of some ties, in nanoseconds.
func (d *dates) copy(from *dates, low, high int) {
	for i := low; i < high; i++ {
		if nanos, ok := from.nanos(i); ok {
			d.long = append(d.long, nanos)
			continue
		}
		place := len(d.long)
		d.long = append(d.long, [2]int64{})
		d.setLong(place, from.stints(i))
	}
}

// nanos returns the one stint of the tie at a place in nanoseconds, and whether it is at hand so.
func (d *dates) nanos(i int) ([2]int64, bool) {
	switch {
	case d.long != nil:
		return d.long[i], d.long[i][0] <= d.long[i][1]
	case d.short == nil:
		return [2]int64{alwaysLong, everLong}, true
	}
	from, to := d.short[i]>>16, d.short[i]&everShort
	if from > to || d.instantNanos == nil {
		return [2]int64{}, false
	}
	out := [2]int64{alwaysLong, everLong}
	if from > 0 {
		out[0] = d.instantNanos[from-1]
	}
	if to < everShort {
		out[1] = d.instantNanos[to-1]
	}
	return out, true
}
