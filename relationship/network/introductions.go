package network

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// An Introduce says who is to be introduced to whom.
type Introduce struct {
	// From are the parties that seek an introduction, such as our own people. Not empty.
	From []relationship.PartyID

	// To is whom they want to know.
	To relationship.PartyID

	// Ties say which ties count as knowing someone.
	Ties Ties

	// Health is how well a tie goes, from 0 to 1; [ReadHealth] reads it. nil means that it is not known of any.
	Health func(relationship.TieID) relationship.Estimate

	// Most is how many introductions to return, the best ones. 0 means 20.
	Most int
}

// An Introduction is someone who can introduce one party to another, being tied with both.
type Introduction struct {
	// By is who can introduce.
	By relationship.PartyID

	// Ours is the healthiest tie between one of Introduce.From, at which it begins, and By.
	Ours Step

	// Theirs is the healthiest tie between By, at which it begins, and Introduce.To.
	Theirs Step

	// Health is that of the weaker of the two ties; unknown where one of them is unknown.
	Health relationship.Estimate
}

// Introductions returns who can introduce one of several parties to another, the healthiest way first:
// by the weaker of its two ties, and those of which that is not known last, each in the order of IDs.
// Each who can introduce comes once, with the best tie to either side.
//
// It returns an error matching [relationship.ErrNotFound] for a party that is not in the snapshot, and
// [relationship.ErrInvalid] for a list From that is empty, a Most below 0, or a kind that is not known.
// It takes time in the number of ties of From and To.
func (s *Snapshot) Introductions(q Introduce) ([]Introduction, error) {
	const op = "find introductions"
	switch {
	case len(q.From) == 0:
		return nil, broken(op, "From", "must not be empty")
	case q.Most < 0:
		return nil, broken(op, "Most", "must not be below 0")
	}
	counts, err := s.counts(op, q.Ties)
	if err != nil {
		return nil, err
	}
	to, err := s.find(op, q.To)
	if err != nil {
		return nil, err
	}
	i := introducer{s: s, q: q, counts: counts, own: map[uint32]bool{to: true}}
	var from []uint32
	for _, id := range q.From {
		n, err := s.find(op, id)
		if err != nil {
			return nil, err
		}
		from, i.own[n] = append(from, n), true
	}
	ours, theirs := i.best(from...), i.best(to)
	var out []Introduction
	for by, first := range ours {
		if second, ok := theirs[by]; ok {
			second.step = s.turned(second.step)
			out = append(out, Introduction{s.id(by), first.step, second.step, weaker(first.health, second.health)})
		}
	}
	slices.SortFunc(out, func(a, b Introduction) int {
		return cmp.Or(healthier(a.Health, b.Health), cmp.Compare(a.By, b.By))
	})
	return out[:min(len(out), orDefault(q.Most, 20))], nil
}

// An introducer looks for introductions.
type introducer struct {
	s      *Snapshot
	q      Introduce
	counts []bool
	own    map[uint32]bool // those who seek, and whom they seek
}

// An acquaintance is a tie with someone who may introduce.
type acquaintance struct {
	step   Step
	health relationship.Estimate
}

// best returns the healthiest tie of parties with each other party.
func (i introducer) best(parties ...uint32) map[uint32]acquaintance {
	out := map[uint32]acquaintance{}
	for _, party := range parties {
		i.s.around(party, i.q.Ties.At, i.counts, func(d direction, l list, place int) {
			other := l.in.other[place]
			if i.own[other] {
				return
			}
			c := acquaintance{step: i.s.step(party, d, l, place)}
			if i.q.Health != nil {
				c.health = i.q.Health(c.step.Tie)
			}
			old, known := out[other]
			if !known || cmp.Or(healthier(c.health, old.health), cmp.Compare(c.step.From, old.step.From), cmp.Compare(c.step.Tie, old.step.Tie)) < 0 {
				out[other] = c
			}
		})
	}
	return out
}

// healthier compares two healths: the greater first, and what is not known last.
func healthier(a, b relationship.Estimate) int {
	if a.Known() != b.Known() {
		if a.Known() {
			return -1
		}
		return 1
	}
	return cmp.Compare(b.Value, a.Value)
}

// weaker returns the lesser of two healths, resting on both.
func weaker(a, b relationship.Estimate) relationship.Estimate {
	if !a.Known() || !b.Known() {
		return relationship.Estimate{}
	}
	least := a
	if b.Value < a.Value {
		least = b
	}
	least.Low, least.High = min(a.Low, b.Low), min(a.High, b.High)
	return least.Derived(a, b)
}

// ReadHealth reads how well the ties of some parties go at an instant, and returns a function that tells
// it of one of them: the lesser of what the parties at its two ends say, or what one says where the other
// says nothing. Of other ties it is unknown. Errors are those of reading.
func ReadHealth(ctx context.Context, r *relationship.Reader, at time.Time, parties ...relationship.PartyID) (func(relationship.TieID) relationship.Estimate, error) {
	healths := map[relationship.TieID]relationship.Estimate{}
	if len(parties) == 0 {
		parties = []relationship.PartyID{}
	}
	for t, err := range r.Ties(ctx, relationship.TieQuery{Of: parties}) {
		if err != nil {
			return nil, err
		}
		a, b := t.Ends.From.Health.At(at), t.Ends.To.Health.At(at)
		switch {
		case !a.Known():
			healths[t.ID] = b
		case !b.Known():
			healths[t.ID] = a
		default:
			healths[t.ID] = weaker(a, b)
		}
	}
	return func(id relationship.TieID) relationship.Estimate { return healths[id] }, nil
}
