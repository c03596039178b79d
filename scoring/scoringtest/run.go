package scoringtest

import (
	"testing"

	"github.com/kithcrm/kith/internal/suite"
	"github.com/kithcrm/kith/relationship/relationshiptest"
	"github.com/kithcrm/kith/scoring"
)

// A TB is what the suite needs of a test: see [relationshiptest.TB].
type TB = relationshiptest.TB

// Run checks that a store keeps the contract of [scoring.Store], and of [scoring.Historian] if it is
// one. open returns a new, empty store; what it opens it closes with Cleanup. It is called once for
// each clause and once for each random case, some 600 times in all.
//
// To check the same store inside a transaction of the host, call Run a second time with an open that
// begins a transaction, returns a store made from it, and rolls it back in Cleanup: the whole suite
// then runs inside, with all its refused batches. Where a transaction may be used by one goroutine at
// a time only, let open return [Serial] of the store.
func Run(t *testing.T, open func(TB) scoring.Store) {
	room().Run(t, func(tb suite.TB) any { return open(tb) })
}
