package network

import (
	"maps"
	"math"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A Snapshot is a network of parties and ties at one moment of knowing: compact, never changing, safe
// for use by many goroutines. Get one from [Read], [ReadAsOf], [Build] or [Load], and a newer one from
// [Snapshot.Refresh].
//
// Parties that were merged are one. Inside a snapshot a party has a number, which is quicker to work
// with than its ID and means nothing in another snapshot. A tie of a symmetric kind is a tie from
// either end. Ties of all times are there; questions can be asked as of an instant.
type Snapshot struct {
	kinds  kinds
	each   func(n int, do func(int))
	index  *Index
	base   [2]*block    // by direction
	starts [2][]uint32  // where the lists of the base begin, by party, and where the last ends
	pages  []*page      // lists that are not those of the base; nil in a snapshot that was not refreshed
	paged  int          // how many ties were written into blocks since the base was made
	late   *lateParties // parties that came after the base; nil where there are none
	ties   int
	from   source
}

// A direction is how ties are looked at from a party.
type direction int

const (
	outgoing direction = iota // the party is at the From end
	incoming
)

// kinds are the kinds of tie of a snapshot, numbered in the order of their names.
type kinds struct {
	set       relationship.Kinds
	names     []relationship.KindName
	number    map[relationship.KindName]uint16
	symmetric []bool
}

// check returns an error where kinds are too many to be numbered.
func (ks *kinds) check(op string) error {
	if len(ks.names) >= math.MaxUint16 {
		return broken(op, "Kinds", "must be fewer than 65,535")
	}
	return nil
}

func newKinds(set relationship.Kinds) kinds {
	ks := kinds{set: set, number: map[relationship.KindName]uint16{}}
	for k := range set.All() {
		ks.number[k.Name] = uint16(len(ks.names))
		ks.names = append(ks.names, k.Name)
		ks.symmetric = append(ks.symmetric, k.Symmetric)
	}
	if len(ks.names) == 0 {
		return newKinds(relationship.ReadyKinds())
	}
	return ks
}

// pageSize is how many parties share a page of lists.
const pageSize = 64

// A page has the lists of some parties of a refreshed snapshot; no list at all means that of the base.
type page [pageSize][2][]list

// lists returns the ties of a party in a direction, in order: one list or, of a party with many ties some
// of which have changed, several. It makes no memory, but uses that of one.
func (s *Snapshot) lists(party uint32, d direction, one *[1]list) []list {
	if int(party/pageSize) < len(s.pages) {
		if p := s.pages[party/pageSize]; p != nil {
			if lists := p[party%pageSize][d]; lists != nil {
				return lists
			}
		}
	}
	one[0] = list{in: s.base[d]}
	if starts := s.starts[d]; int(party) < len(starts)-1 {
		one[0].low, one[0].high = starts[party], starts[party+1]
	}
	return one[:]
}

// tied returns how many ties a party has in a direction.
func (s *Snapshot) tied(party uint32, d direction) int {
	var one [1]list
	n := 0
	for _, l := range s.lists(party, d, &one) {
		n += l.len()
	}
	return n
}

// group returns the ties of one kind between a party and another: a group is never cut in two.
func (s *Snapshot) group(party uint32, d direction, kind uint16, other uint32) (l list, low, high int) {
	var one [1]list
	for _, l = range s.lists(party, d, &one) {
		if low, high = l.group(kind, other, s); low < high {
			break
		}
	}
	return l, low, high
}

// lateParties are the parties that a refresh brought.
type lateParties struct {
	ids    []relationship.PartyID // those numbered after the base
	number map[relationship.PartyID]uint32
	gone   map[uint32]bool // numbers of the base, and of ids, that are no party any more
}

func (l *lateParties) clone() *lateParties {
	if l == nil {
		return &lateParties{number: map[relationship.PartyID]uint32{}, gone: map[uint32]bool{}}
	}
	return &lateParties{slices.Clip(l.ids), maps.Clone(l.number), maps.Clone(l.gone)}
}

// numbers returns how many numbers there are, those of parties that have gone included.
func (s *Snapshot) numbers() int {
	if s.late == nil {
		return len(s.index.ids)
	}
	return len(s.index.ids) + len(s.late.ids)
}

// Parties returns how many parties there are.
func (s *Snapshot) Parties() int {
	if s.late == nil {
		return len(s.index.ids)
	}
	return s.numbers() - len(s.late.gone)
}

// Ties returns how many ties there are, of all times.
func (s *Snapshot) Ties() int { return s.ties }

// Number returns the number of a party, at least 0 and unlike that of any other party, and whether it is
// in the snapshot. One that was merged has the number of the party that it turned out to be.
func (s *Snapshot) Number(id relationship.PartyID) (uint32, bool) {
	n, ok := s.number(id)
	if !ok && s.from.links[id] != "" {
		return s.number(s.root(id))
	}
	return n, ok
}

// number returns the number of a party by the ID that merges lead to.
func (s *Snapshot) number(id relationship.PartyID) (uint32, bool) {
	if s.late != nil {
		if n, ok := s.late.number[id]; ok {
			return n, !s.late.gone[n]
		}
	}
	n, ok := s.index.Place(id)
	if !ok || s.late != nil && s.late.gone[uint32(n)] {
		return 0, false
	}
	return uint32(n), true
}

// ID returns the ID of the party with a number, or an empty one where no party has it.
func (s *Snapshot) ID(number uint32) relationship.PartyID {
	if !s.has(number) {
		return ""
	}
	return s.id(number)
}

// has reports whether a party has a number.
func (s *Snapshot) has(number uint32) bool {
	return int(number) < s.numbers() && (s.late == nil || !s.late.gone[number])
}

// id returns the ID that a number had, also where the party has gone.
func (s *Snapshot) id(number uint32) relationship.PartyID {
	base := uint32(len(s.index.ids))
	if number < base {
		return s.index.ids[number]
	}
	if s.late == nil || int(number-base) >= len(s.late.ids) {
		return ""
	}
	return s.late.ids[number-base]
}

// Kinds returns the kinds of tie that paths in the snapshot may name.
func (s *Snapshot) Kinds() relationship.Kinds { return s.kinds.set }
