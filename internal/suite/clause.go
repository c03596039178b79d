package suite

import (
	"slices"
	"strings"
)

// A clause is one sentence of the contract, with its check.
type clause struct {
	name     string
	sentence string
	check    func(kit)
	of       stores
}

// stores says which stores a clause is about.
type stores int

const (
	everyStore    stores = iota
	withHistory          // only a Historian
	withoutRecall        // only a store that is not a Historian
)

func (r *Room) clauses() []clause {
	return slices.Concat(
		writeClauses(), fixedClauses(r), refusalClauses(), voidClauses(), keepClauses(r), memoryClauses(), contextClauses(),
		pageClauses(), findClauses(r), windowClauses(r), emptyClauses(r), togetherClauses(), eraseClauses(r), besideClauses(),
		historyOf(eraseHistoryClauses()), historyOf(knownClauses(r)), historyOf(knownWindowClauses(r)), historyOf(logClauses()), unsupportedClauses(),
	)
}

// historyOf marks clauses that are about stores that keep history.
func historyOf(clauses []clause) []clause {
	for i := range clauses {
		clauses[i].of = withHistory
	}
	return clauses
}

// skip returns why a clause does not concern a store, or "".
func (c clause) skip(s Store) string {
	switch {
	case c.of == withHistory && !keepsHistory(s):
		return "the store keeps no history"
	case c.of == withoutRecall && keepsHistory(s):
		return "the store keeps history"
	}
	return ""
}

// run checks the clause on an empty store, and the store's invariants afterwards.
func (c clause) run(k kit) {
	k.Helper()
	k.TB = told{k.TB, c.sentence}
	c.check(k)
	k.checkInvariants()
}

// a returns a noun with its article.
func a(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// orOf returns "A", "A or B", "A, B or C".
func orOf(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
