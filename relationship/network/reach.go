package network

import "github.com/kithcrm/kith/relationship"

// Reached is who a path leads to.
type Reached struct {
	// Parties are those reached, fewer ties away first; each once.
	Parties []Found

	// Truncated says that the walk stopped at one of its bounds, so that parties may be missing.
	Truncated bool
}

// A Found party was reached by a path.
type Found struct {
	// Party is the party.
	Party relationship.PartyID

	// Way are the ties by which it was first reached: the proof. It is empty where a party is reached
	// by following no tie.
	Way []Step
}

// Reach follows a path from parties and returns who is reached from any of them, with the way there;
// see [Walker.From] and [Walker.Way]. Who asks often, or needs no ways, uses a [Walker].
//
// It returns an error matching [relationship.ErrNotFound] for a party that is not in the snapshot, and
// the errors of [Snapshot.Walker].
func (s *Snapshot) Reach(p Path, b Bounds, from ...relationship.PartyID) (Reached, error) {
	w, err := s.Walker(p, b)
	if err != nil {
		return Reached{}, err
	}
	starts := make([]uint32, len(from))
	for i, id := range from {
		if starts[i], err = s.find("follow path", id); err != nil {
			return Reached{}, err
		}
	}
	var r Reached
	for i, party := range w.From(starts...) {
		r.Parties = append(r.Parties, Found{s.id(party), w.Way(i)})
	}
	r.Truncated = w.Truncated()
	return r, nil
}

// find returns the number of a party, or an error matching ErrNotFound.
func (s *Snapshot) find(op string, id relationship.PartyID) (uint32, error) {
	n, ok := s.Number(id)
	if !ok {
		return 0, &relationship.OpError{Room: room, Op: op, ID: string(id), Err: relationship.ErrNotFound}
	}
	return n, nil
}
