package feedback

import (
	"cmp"
	"iter"
	"slices"
)

// A countSum is a count that is being made.
type countSum struct {
	items  int
	people int
	weight fading
}

func (a *countAsk) count(racks []*rack, kinds uint8) Count {
	var t countSum
	inside, after := 0, 0
	for _, s := range racks {
		in, later := a.sum(&t, s, kinds)
		inside, after = inside+in, after+later
	}
	if len(racks) == 1 && after <= inside {
		t.people += a.returning(racks[0], kinds)
	} else {
		t.people = a.people(racks, kinds)
	}
	if len(racks) > 1 {
		a.takeRepeats(&t, racks, kinds)
	}
	return Count{Items: t.items, People: t.people, Weight: t.weight.at(a.fade, a.asOf)}
}

// sum adds the tops of a rack in the window, and returns about how many rows are in the window and
// after it. The people are those whose last row is in the window.
func (a *countAsk) sum(t *countSum, s *rack, kinds uint8) (inside, after int) {
	for i := max(s.chunkOf(a.from), 0); i < len(s.chunks); i++ {
		ch := &s.chunks[i]
		switch {
		case !ch.first.before(a.to):
			after += len(ch.rows)
		case a.whole(s, i):
			inside += len(ch.rows)
			t.items += int(ch.tops[ofItem][kinds])
			t.people += int(ch.tops[ofPerson][kinds])
			t.weight.add(ch.stretch, ch.weights[kinds])
		default:
			inside += len(ch.rows)
			a.sumRows(t, ch, kinds)
		}
	}
	return inside, after
}

// whole reports whether all of a chunk that begins in time is in the window.
func (a *countAsk) whole(s *rack, i int) bool {
	if s.chunks[i].first.before(a.from) {
		return false
	}
	if i+1 < len(s.chunks) {
		return !a.to.before(s.chunks[i+1].first)
	}
	rows := s.chunks[i].rows
	return rows[len(rows)-1].before(a.to)
}

func (a *countAsk) sumRows(t *countSum, ch *chunk, kinds uint8) {
	for _, at := range a.part(ch) {
		tops := a.rows[at.row].tops
		t.people += int(tops[ofPerson] >> kinds & 1)
		if tops[ofItem]>>kinds&1 == 1 {
			t.items++
			_, weight := a.fade.weight(at)
			t.weight.add(ch.stretch, weight)
		}
	}
}

// part returns the rows of a chunk that are in the window.
func (a *countAsk) part(ch *chunk) []stamp {
	from, _ := slices.BinarySearchFunc(ch.rows, a.from, stamp.compare)
	to, _ := slices.BinarySearchFunc(ch.rows, a.to, stamp.compare)
	return ch.rows[from:to]
}

// returning returns how many of those whose last row comes after the window have one in it too.
func (a *countAsk) returning(s *rack, kinds uint8) int {
	people := 0
	for i := max(s.chunkOf(a.to), 0); i < len(s.chunks); i++ {
		for _, at := range s.chunks[i].rows {
			r := &a.rows[at.row]
			if at.before(a.to) || r.tops[ofPerson]>>kinds&1 == 0 {
				continue
			}
			last := a.lastBefore(a.voices[voiceKey(r.under, r.person)], a.to, kinds)
			if last != 0 && !a.stamp(last).before(a.from) {
				people++
			}
		}
	}
	return people
}

// people returns how many persons have a row in the window, from the rows.
func (a *countAsk) people(racks []*rack, kinds uint8) int {
	seen, people := newNumberSet(len(a.author)), 0
	for at := range a.window(racks) {
		r := &a.rows[at.row]
		if r.person != 0 && kinds>>r.kind&1 == 1 && seen.set(r.person) {
			people++
		}
	}
	return people
}

// takeRepeats takes away the items that are on several racks, but for once.
func (a *countAsk) takeRepeats(t *countSum, racks []*rack, kinds uint8) {
	seen := newNumberSet(len(a.said))
	for at := range a.window(racks) {
		r := &a.rows[at.row]
		if r.tops[ofItem]>>kinds&1 == 1 && !seen.set(r.item) {
			t.items--
			t.weight.take(a.fade.weight(at))
		}
	}
}

// open returns the items in the window, each once, by time and then ID.
func (a *countAsk) open(racks []*rack) []Counted {
	seen := newNumberSet(len(a.said))
	var items []Counted
	for at := range a.window(racks) {
		r := &a.rows[at.row]
		if a.kinds>>r.kind&1 == 0 || !seen.set(r.item) {
			continue
		}
		var weight fading
		weight.add(a.fade.weight(at))
		items = append(items, Counted{
			Item: a.items.keys[r.item], At: at.time(), Person: a.Counts.people.keys[r.person],
			Weight: weight.at(a.fade, a.asOf),
		})
	}
	slices.SortFunc(items, func(a, b Counted) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Item, b.Item)) })
	return items
}

// window yields the rows in the window, rack by rack.
func (a *countAsk) window(racks []*rack) iter.Seq[stamp] {
	return func(yield func(stamp) bool) {
		for _, s := range racks {
			for i := max(s.chunkOf(a.from), 0); i < len(s.chunks) && s.chunks[i].first.before(a.to); i++ {
				for _, at := range a.part(&s.chunks[i]) {
					if !yield(at) {
						return
					}
				}
			}
		}
	}
}

// A numberSet is a set of small numbers.
type numberSet []uint64

func newNumberSet(n int) numberSet { return make(numberSet, n/64+1) }

// set adds a number and reports whether it is new.
func (b numberSet) set(n uint32) bool {
	word, bit := &b[n/64], uint64(1)<<(n%64)
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	return true
}
