package network

import (
	"math/bits"
	"slices"
)

// A Walker follows one path through a snapshot, as often as one likes. It keeps its memory from one
// walk to the next, so that a walk makes none. It is not for use by several goroutines at once; make
// one for each, from one snapshot.
type Walker struct {
	snapshot  *Snapshot
	program   *program
	steps     []walkStep
	bounds    Bounds
	moment    moment
	seen      []marks // by position of the program
	reached   marks   // used where a party can be reached at several positions
	several   bool
	visits    []visit
	found     []uint32 // the parties reached
	foundAt   []int32  // and the visits by which
	truncated bool
	touched   uint32 // what was read ahead; nobody asks, but it must have been read
}

// A walkStep is a step of a program in terms of a snapshot.
type walkStep struct {
	kind uint16
	d    direction
}

// A visit is the first time that a walk comes to a party at a position of the program.
type visit struct {
	party    uint32
	parent   int32 // the visit before, or -1
	position int32 // or -1 at the start
}

// Walker returns a walker for a path. It returns an error matching [relationship.ErrInvalid] for a
// path that was not parsed or names a kind that the snapshot does not know, and for bounds below 0.
func (s *Snapshot) Walker(p Path, b Bounds) (*Walker, error) {
	const op = "follow path"
	program := p.program()
	if len(program.steps) == 0 {
		return nil, broken(op, "Path", "must come from ParsePath")
	}
	if err := b.check(op); err != nil {
		return nil, err
	}
	w := &Walker{snapshot: s, program: program, bounds: b, moment: momentOf(b.At)}
	w.bounds.Length = orDefault(b.Length, defaultLength)
	w.bounds.FanOut = orDefault(b.FanOut, defaultMost)
	w.bounds.Most = orDefault(b.Most, defaultMost)
	for _, step := range program.steps {
		kind, ok := s.kinds.number[step.kind]
		if !ok {
			return nil, broken(op, "Path", "must name kinds that the snapshot knows")
		}
		d := outgoing
		if step.inverse && !s.kinds.symmetric[kind] {
			d = incoming
		}
		w.steps = append(w.steps, walkStep{kind, d})
		w.seen = append(w.seen, nil)
	}
	w.several = program.empty || bits.OnesCount64(program.last) > 1
	return w, nil
}

func orDefault(v, otherwise int) int {
	if v == 0 {
		return otherwise
	}
	return v
}

// From walks from parties, given by their numbers, all at once, and returns the numbers of those
// reached from any of them, each once: those fewer ties away first. The start itself is among them where
// the path leads back to it. The result is valid until the next walk. Numbers of no party reach
// nothing.
//
// It takes time in the number of ties looked at, at most once for each place of the path in which a kind
// stands.
func (w *Walker) From(parties ...uint32) []uint32 {
	w.forget()
	for _, p := range parties {
		if !w.snapshot.has(p) {
			continue
		}
		w.visits = append(w.visits, visit{p, -1, -1})
		if w.program.empty {
			w.reach(p, len(w.visits)-1)
		}
	}
	low := 0
	for length := 0; low < len(w.visits); length++ {
		high := len(w.visits)
		if length == w.bounds.Length {
			w.truncated = w.truncated || w.leadsOn(low, high)
			break
		}
		for i := low; i < high; i++ {
			if (i-low)%ahead == 0 && high-low > 1 {
				w.touch(w.visits[i:min(i+ahead, high)])
			}
			if !w.follow(i) {
				return w.found
			}
		}
		low = high
	}
	return w.found
}

// ahead is how many visits are touched before they are followed.
const ahead = 32

// touch reads a little of the lists that are to be followed next. Each waits for memory; together they
// wait once, and following them finds what it needs in the cache.
func (w *Walker) touch(visits []visit) {
	var lists [ahead]list
	var one [1]list
	for i, v := range visits {
		if next := w.next(v); next != 0 {
			lists[i] = w.snapshot.lists(v.party, w.steps[bits.TrailingZeros64(next)].d, &one)[0]
		}
	}
	for _, l := range lists[:len(visits)] {
		if l.low < l.high {
			w.touched += uint32(l.in.kind[l.low]) + l.in.other[l.low]
		}
	}
}

// forget makes ready for another walk.
func (w *Walker) forget() {
	for _, v := range w.visits {
		if v.position >= 0 {
			w.seen[v.position][v.party>>6] = 0
		}
	}
	if w.several {
		for _, p := range w.found {
			w.reached[p>>6] = 0
		}
	}
	w.visits, w.found, w.foundAt = w.visits[:0], w.found[:0], w.foundAt[:0]
	w.truncated = false
}

// next returns the positions that can follow a visit.
func (w *Walker) next(v visit) uint64 {
	if v.position < 0 {
		return w.program.first
	}
	return w.program.follow[v.position]
}

// follow goes on from a visit, and reports whether there is room for more.
func (w *Walker) follow(from int) bool {
	v := w.visits[from]
	for next := w.next(v); next != 0; next &= next - 1 {
		position := bits.TrailingZeros64(next)
		step := w.steps[position]
		left := w.bounds.FanOut
		var one [1]list
		for _, l := range w.snapshot.lists(v.party, step.d, &one) {
			low, high := l.ofKind(step.kind)
			if low == high {
				continue
			}
			if w.seen[position] == nil {
				w.seen[position] = w.newMarks()
			}
			if !w.along(l.in, low, high, visit{0, int32(from), int32(position)}, &left) {
				return false
			}
		}
	}
	return true
}

func (w *Walker) newMarks() marks { return make(marks, w.snapshot.numbers()/64+1) }

// along visits the parties to which some ties of a block lead, as many as are left to be followed from one
// party, and reports whether there is room for more.
func (w *Walker) along(b *block, low, high int, v visit, left *int) bool {
	seen, last := w.seen[v.position], w.program.last>>uint(v.position)&1 != 0
	var m moment
	if w.moment.asked {
		w.moment = w.moment.in(b)
		m = w.moment
	} else {
		if high-low > *left {
			high = low + *left
			w.truncated = true
		}
		*left -= high - low
	}
	for i := low; i < high; i++ {
		if m.asked {
			if !b.dates.hold(i, &m) {
				continue
			}
			if *left == 0 {
				w.truncated = true
				return true
			}
			*left--
		}
		v.party = b.other[i]
		if !seen.add(v.party) {
			continue
		}
		w.visits = append(w.visits, v)
		if last && !w.reach(v.party, len(w.visits)-1) {
			return false
		}
	}
	return true
}

// reach notes that a visit reaches a party, and reports whether there is room for more.
func (w *Walker) reach(party uint32, by int) bool {
	if w.several {
		if w.reached == nil {
			w.reached = w.newMarks()
		}
		if w.reached.has(party) {
			return true
		}
	}
	if len(w.found) == w.bounds.Most {
		w.truncated = true
		return false
	}
	if w.several {
		w.reached.add(party)
	}
	w.found, w.foundAt = append(w.found, party), append(w.foundAt, int32(by))
	return true
}

// leadsOn reports whether any of some visits could be followed to something new.
func (w *Walker) leadsOn(low, high int) bool {
	for _, v := range w.visits[low:high] {
		for next := w.next(v); next != 0; next &= next - 1 {
			position := bits.TrailingZeros64(next)
			step := w.steps[position]
			var one [1]list
			for _, l := range w.snapshot.lists(v.party, step.d, &one) {
				first, end := l.ofKind(step.kind)
				for i := first; i < end; i++ {
					if w.holds(l.in, i) && (w.seen[position] == nil || !w.seen[position].has(l.in.other[i])) {
						return true
					}
				}
			}
		}
	}
	return false
}

// holds reports whether the tie at a place is one that is followed.
func (w *Walker) holds(b *block, i int) bool {
	if !w.moment.asked {
		return true
	}
	w.moment = w.moment.in(b)
	return b.dates.hold(i, &w.moment)
}

// Truncated reports whether the last walk stopped at one of its bounds, so that parties may be
// missing.
func (w *Walker) Truncated() bool { return w.truncated }

// Way returns the ties by which the last walk first reached the party at a place of its result: as few
// as possible, and among ways of one length the first in order of the starts, then of the place in the
// path, then of the IDs of the parties on the way. It is empty where the path follows no tie. It panics
// when there is no such place.
func (w *Walker) Way(place int) []Step {
	at := w.foundAt[place]
	var way []Step
	for w.visits[at].parent >= 0 {
		v := w.visits[at]
		way = append(way, w.step(w.visits[v.parent].party, v))
		at = v.parent
	}
	slices.Reverse(way)
	return way
}

// step returns the first tie that leads from a party to a visit.
func (w *Walker) step(from uint32, v visit) Step {
	step := w.steps[v.position]
	l, low, high := w.snapshot.group(from, step.d, step.kind, v.party)
	for i := low; i < high; i++ {
		if w.holds(l.in, i) {
			return w.snapshot.step(from, step.d, l, i)
		}
	}
	return Step{}
}
