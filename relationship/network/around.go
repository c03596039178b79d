package network

import (
	"time"

	"github.com/kithcrm/kith/relationship"
)

// Around returns the ties of a party as steps from it, those that held at an instant; the zero time
// asks for those of all times. They are in the order of their kinds, then of the IDs of the parties to
// which they lead, then of their own; those at whose From end the party stands come first. A tie of a
// symmetric kind comes once, and one of the party with itself too.
//
// It returns an error matching [relationship.ErrNotFound] for a party that is not in the snapshot.
func (s *Snapshot) Around(party relationship.PartyID, at time.Time) ([]Step, error) {
	n, err := s.find("look around party", party)
	if err != nil {
		return nil, err
	}
	var steps []Step
	s.around(n, at, nil, func(d direction, l list, place int) {
		steps = append(steps, s.step(n, d, l, place))
	})
	return steps, nil
}

// around calls do for the ties of a party that held at an instant, if it counts their kind; nil counts
// all.
func (s *Snapshot) around(party uint32, at time.Time, counts []bool, do func(direction, list, int)) {
	for _, d := range []direction{outgoing, incoming} {
		var one [1]list
		for _, l := range s.lists(party, d, &one) {
			m := momentOf(at)
			if m.asked {
				m = m.in(l.in)
			}
			for i := int(l.low); i < int(l.high); i++ {
				kind := l.in.kind[i]
				again := d == incoming && (s.kinds.symmetric[kind] || l.in.other[i] == party)
				if !again && (counts == nil || counts[kind]) && (!m.asked || l.in.dates.hold(i, &m)) {
					do(d, l, i)
				}
			}
		}
	}
}
