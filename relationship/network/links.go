package network

import (
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// links lead from parties that were merged to those that they were merged into.
type links map[relationship.PartyID]relationship.PartyID

// present returns a function that tells whether there is a party with an ID, of some that are in order
// and those that were merged.
func (l links) present(ids []relationship.PartyID) func(relationship.PartyID) bool {
	return func(id relationship.PartyID) bool {
		if _, ok := l[id]; ok {
			return true
		}
		_, ok := slices.BinarySearch(ids, id)
		return ok
	}
}

// root returns the party that one turned out to be, as a [relationship.Reader] does: where the chain of
// merges leads nowhere, the last party there; where it leads in a circle, the one with the smallest ID in
// the circle.
func (l links) root(id relationship.PartyID, present func(relationship.PartyID) bool) relationship.PartyID {
	next, ok := l[id]
	if !ok {
		return id
	}
	seen := []relationship.PartyID{id}
	for ok && present(next) {
		if i := slices.Index(seen, next); i >= 0 {
			return slices.Min(seen[i:])
		}
		seen = append(seen, next)
		id = next
		next, ok = l[id]
	}
	return id
}
