package network

import "github.com/kithcrm/kith/relationship"

// A Step is a tie on a way, as it is walked.
type Step struct {
	Tie  relationship.TieID    // empty in a snapshot that was made from Columns
	Kind relationship.KindName // of the tie
	From relationship.PartyID  // where the step begins
	To   relationship.PartyID  // where it leads

	// Side is the end of the tie at which From stands; FromSide for symmetric kinds.
	Side relationship.Side

	// Weight is how much the tie counts: see [Config.Weight].
	Weight float64
}

// step returns the tie at a place of a party's list as a step.
func (s *Snapshot) step(from uint32, d direction, l list, at int) Step {
	to, kind := l.in.other[at], l.in.kind[at]
	out := Step{
		Kind: s.kinds.names[kind], From: s.id(from), To: s.id(to),
		Tie: s.tieAt(from, d, l, at), Weight: l.in.weight.at(at),
	}
	if d == incoming && !s.kinds.symmetric[kind] {
		out.Side = relationship.ToSide
	}
	return out
}

// tieAt returns the ID of the tie at a place of a party's list. Lists of incoming ties have none of
// their own: they are in the same order as at the other end.
func (s *Snapshot) tieAt(party uint32, d direction, l list, at int) relationship.TieID {
	other, kind := l.in.other[at], l.in.kind[at]
	if d == incoming {
		first, _ := l.group(kind, other, s)
		there, low, _ := s.group(other, outgoing, kind, party)
		l, at = there, low+at-first
	}
	if l.in.ids == nil {
		return ""
	}
	return l.in.ids[at]
}

// group returns the stretch of a list with one kind that leads to one party.
func (l list) group(kind uint16, party uint32, s *Snapshot) (low, high int) {
	low, high = l.ofKind(kind)
	low = s.search(l.in.other, low, high, party)
	end := low
	for end < high && l.in.other[end] == party {
		end++
	}
	return low, end
}

// search returns the first place from low on at which parties, in the order of their IDs, are not
// before one.
func (s *Snapshot) search(parties []uint32, low, high int, party uint32) int {
	for low < high {
		if middle := int(uint(low+high) / 2); s.before(parties[middle], party) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// before reports whether the ID of one party comes before that of another. Numbers of the base are in
// the order of IDs.
func (s *Snapshot) before(a, b uint32) bool {
	if base := uint32(len(s.index.ids)); a < base && b < base {
		return a < b
	}
	return s.id(a) < s.id(b)
}
