package relationshiptest

import (
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A clause is one sentence of the contract, with its check.
type clause struct {
	name     string
	sentence string
	check    func(TB, relationship.Store)
	of       stores
}

// stores says which stores a clause is about.
type stores int

const (
	everyStore    stores = iota
	withHistory          // only a Historian
	withoutRecall        // only a store that is not a Historian
)

func clauses() []clause {
	return slices.Concat(
		writeClauses(), refusalClauses(), voidClauses(), keepClauses(), memoryClauses(), contextClauses(),
		pageClauses(), findClauses(), togetherClauses(), eraseClauses(), eraseHistoryClauses(),
		knownClauses(), logClauses(),
	)
}

// skip returns why a clause does not concern a store, or "".
func (c clause) skip(s relationship.Store) string {
	switch {
	case c.of == withHistory && !keepsHistory(s):
		return "the store keeps no history"
	case c.of == withoutRecall && keepsHistory(s):
		return "the store keeps history"
	}
	return ""
}

// run checks the clause on an empty store, and the store's invariants afterwards.
func (c clause) run(tb TB, s relationship.Store) {
	tb.Helper()
	tb = told{tb, c.sentence}
	c.check(tb, s)
	checkInvariants(tb, s)
}
