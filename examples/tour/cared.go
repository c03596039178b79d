package main

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// findCared lists the ties that people care about; near are the parties whose ties are asked for, all
// if it is nil.
func (v *view) findCared(tour *Tour, ties []relationship.Tie, near partySet) {
	isNear := func(id relationship.PartyID) bool { return near == nil || near[id] }
	tour.CaredBy, tour.Cared = byImportance, []Cared{}
	for _, t := range ties {
		for _, side := range []relationship.Side{relationship.FromSide, relationship.ToSide} {
			c := v.cared(&t, side)
			if c.Importance.Known() && isNear(c.Party) {
				tour.Cared = append(tour.Cared, c)
			}
		}
	}
	if len(tour.Cared) == 0 {
		v.findHeavy(tour, ties, isNear)
	}
	order := caredOrder(tour.CaredBy)
	slices.SortStableFunc(tour.Cared, func(a, b Cared) int {
		return cmp.Or(order(b, a), cmp.Compare(a.Tie, b.Tie))
	})
}

// findHeavy lists ties by their weight, or else by how often they held, where nobody said how important
// any of them is.
func (v *view) findHeavy(tour *Tour, ties []relationship.Tie, isNear func(relationship.PartyID) bool) {
	tour.CaredBy = byStints
	for _, t := range ties {
		c := v.cared(&t, relationship.FromSide)
		if !isNear(c.Party) && !isNear(c.Other) {
			continue
		}
		if c.Weight != 0 {
			tour.CaredBy = byWeight
		}
		tour.Cared = append(tour.Cared, c)
	}
}

// cared returns a tie as it looks from one of its ends now.
func (v *view) cared(t *relationship.Tie, side relationship.Side) Cared {
	kind, _ := v.words.kinds.Kind(t.Kind)
	phrase := kind.From.Phrase
	if side == relationship.ToSide {
		phrase = kind.To.Phrase
	}
	return Cared{
		Tie: t.ID, Kind: t.Kind, Party: v.resolve(t.Party(side)), Other: v.resolve(t.Party(side.Other())),
		Importance: t.End(side).Importance.At(v.now), Health: t.End(side).Health.At(v.now),
		Weight: weight(t), Stints: len(t.Stints), phrase: phrase,
	}
}

// weight returns the sum of the weights of a tie.
func weight(t *relationship.Tie) float64 {
	sum := 0.0
	for _, f := range t.Facts {
		if w, ok := f.Value.(float64); ok && f.Name == weightFact {
			sum += w
		}
	}
	return max(-math.MaxFloat64, min(sum, math.MaxFloat64))
}

// caredOrder compares ties by what they were chosen by.
func caredOrder(by CaredBy) func(a, b Cared) int {
	switch by {
	case byWeight:
		return func(a, b Cared) int { return cmp.Compare(a.Weight, b.Weight) }
	case byStints:
		return func(a, b Cared) int { return cmp.Compare(a.Stints, b.Stints) }
	}
	worry := func(c Cared) float64 {
		if !c.Health.Known() {
			return -1
		}
		return c.Importance.Value * (1 - c.Health.Value)
	}
	return func(a, b Cared) int {
		return cmp.Or(cmp.Compare(worry(a), worry(b)), cmp.Compare(a.Importance.Value, b.Importance.Value))
	}
}
