package relationshiptest

import (
	"testing"

	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// Run checks that a store keeps the contract of [relationship.Store], and of
// [relationship.Historian] if it is one. open returns a new, empty store; what it opens it closes
// with Cleanup. It is called once for each clause and once for each random case, some 600 times in
// all.
//
// To check the same store inside a transaction of the host, call Run a second time with an open
// that begins a transaction, returns a store made from it, and rolls it back in Cleanup: the whole
// suite then runs inside, with all its refused batches. Where a transaction may be used by one
// goroutine at a time only, let open return [Serial] of the store.
func Run(t *testing.T, open func(TB) relationship.Store) {
	for _, c := range clauses() {
		t.Run("clause/"+c.name, func(t *testing.T) {
			s := open(t)
			if why := c.skip(s); why != "" {
				t.Skip(why)
			}
			c.run(t, s)
		})
	}
	// In a test of its own, so that its store is closed before the next one is opened: some can be open
	// only once.
	history := false
	t.Run("open", func(t *testing.T) { history = keepsHistory(open(t)) })
	for _, p := range properties() {
		t.Run(p.name, func(t *testing.T) {
			if p.history && !history {
				t.Skip("the store keeps no history")
			}
			rapid.Check(t, func(t *rapid.T) { p.check(t, open) })
		})
	}
}

// A property is something that must hold for whatever rapid draws.
type property struct {
	name    string
	history bool // it is about stores that keep history
	check   func(*rapid.T, func(TB) relationship.Store)
}

func properties() []property {
	return []property{
		{"model", false, checkModel},
		{"query/parties", false, checkPartyQueries},
		{"query/ties", false, checkTieQueries},
		{"query/needs", false, checkNeedQueries},
		{"query/log", true, checkLogQueries},
	}
}

func keepsHistory(s relationship.Store) bool {
	_, ok := s.(relationship.Historian)
	return ok
}
