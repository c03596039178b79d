package network

import (
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// Ties say which ties count. The zero Ties count all.
type Ties struct {
	// Kinds are the kinds that count. nil means all.
	Kinds []relationship.KindName

	// At is the instant at which ties must hold. The zero time means ties of all times.
	At time.Time
}

// counts returns which kinds count, or nil for all.
func (s *Snapshot) counts(op string, t Ties) ([]bool, error) {
	if t.Kinds == nil {
		return nil, nil
	}
	counts := make([]bool, len(s.kinds.names))
	for i, name := range t.Kinds {
		k, ok := s.kinds.number[name]
		if !ok {
			return nil, broken(op, element("Ties.Kinds", i), "must be a kind that the snapshot knows")
		}
		counts[k] = true
	}
	return counts, nil
}

// Shortest returns a way with as few ties as possible from one party to another, whatever their
// direction, and whether there is one; from a party to itself it is empty. Of several ways it is the
// same every time.
//
// It returns an error matching [relationship.ErrNotFound] for a party that is not in the snapshot, and
// [relationship.ErrInvalid] for a kind that it does not know. It searches from both ends at once, so
// that it looks at few ties unless there is no way.
func (s *Snapshot) Shortest(from, to relationship.PartyID, t Ties) (way []Step, found bool, err error) {
	const op = "find shortest way"
	counts, err := s.counts(op, t)
	if err != nil {
		return nil, false, err
	}
	a, err := s.find(op, from)
	if err != nil {
		return nil, false, err
	}
	b, err := s.find(op, to)
	if err != nil || a == b {
		return nil, a == b && err == nil, err
	}
	sides := [2]*spread{s.newSpread(a), s.newSpread(b)}
	for {
		near, far := sides[0], sides[1]
		if far.newest() < near.newest() {
			near, far = far, near
		}
		if near.newest() == 0 {
			return nil, false, nil
		}
		if meeting := near.grow(far, t.At, counts); meeting != nil {
			back := sides[1].way(*meeting)
			slices.Reverse(back)
			for i, step := range back {
				back[i] = s.turned(step)
			}
			return append(sides[0].way(*meeting), back...), true, nil
		}
	}
}

// A spread is how far a search has come from one end.
type spread struct {
	s     *Snapshot
	known map[uint32]int // by party, its place in met
	met   []meeting
	first int // of the parties that were met last
}

// A meeting is the tie by which a party was met first.
type meeting struct {
	party, from uint32
	d           direction
	l           list
	place       int
}

func (s *Snapshot) newSpread(from uint32) *spread {
	return &spread{s: s, known: map[uint32]int{from: 0}, met: []meeting{{party: from, from: from}}}
}

// newest returns how many parties were met last.
func (x *spread) newest() int { return len(x.met) - x.first }

// grow meets the parties one tie further away. It returns the first of them, by ID, that the search
// from the other end has met too.
func (x *spread) grow(other *spread, at time.Time, counts []bool) *uint32 {
	first, end := x.first, len(x.met)
	x.first = end
	var both *uint32
	for _, m := range x.met[first:end] {
		x.s.around(m.party, at, counts, func(d direction, l list, place int) {
			party := l.in.other[place]
			if _, known := x.known[party]; known {
				return
			}
			x.known[party] = len(x.met)
			x.met = append(x.met, meeting{party, m.party, d, l, place})
			if _, met := other.known[party]; met && (both == nil || x.s.before(party, *both)) {
				both = &party
			}
		})
	}
	return both
}

// way returns the ties from where the search began to a party that it has met.
func (x *spread) way(to uint32) []Step {
	var way []Step
	for at := x.known[to]; at != 0; at = x.known[x.met[at].from] {
		m := x.met[at]
		way = append(way, x.s.step(m.from, m.d, m.l, m.place))
	}
	slices.Reverse(way)
	return way
}

// turned returns a step as it is walked the other way.
func (s *Snapshot) turned(step Step) Step {
	step.From, step.To = step.To, step.From
	if !s.kinds.symmetric[s.kinds.number[step.Kind]] {
		step.Side = step.Side.Other()
	}
	return step
}

// A Mutual party is tied with each of two.
type Mutual struct {
	// Party is the party.
	Party relationship.PartyID

	// First are the ties from the first of the two to it, and Second those from it to the second.
	First, Second []Step
}

// Mutual returns the parties that are tied with both of two others, whatever the direction, in the order
// of their IDs. Errors are as those of [Snapshot.Shortest]. It takes time in the number of ties of the
// two.
func (s *Snapshot) Mutual(a, b relationship.PartyID, t Ties) ([]Mutual, error) {
	const op = "find mutual parties"
	counts, err := s.counts(op, t)
	if err != nil {
		return nil, err
	}
	var steps [2]map[relationship.PartyID][]Step
	for i, id := range []relationship.PartyID{a, b} {
		n, err := s.find(op, id)
		if err != nil {
			return nil, err
		}
		steps[i] = map[relationship.PartyID][]Step{}
		s.around(n, t.At, counts, func(d direction, l list, place int) {
			other := s.id(l.in.other[place])
			steps[i][other] = append(steps[i][other], s.step(n, d, l, place))
		})
	}
	var out []Mutual
	for id, first := range steps[0] {
		second := steps[1][id]
		if len(second) == 0 || id == a || id == b {
			continue
		}
		for i := range second {
			second[i] = s.turned(second[i])
		}
		out = append(out, Mutual{id, first, second})
	}
	slices.SortFunc(out, func(x, y Mutual) int {
		if x.Party < y.Party {
			return -1
		}
		return 1
	})
	return out, nil
}
