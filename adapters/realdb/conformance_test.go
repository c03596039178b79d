package realdb_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/kithcrm/kith/adapters/sqlstore"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/feedbacktest"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/scoringtest"
)

// scopes returns a maker of names of scopes, no two the same.
func scopes() func() string {
	var n atomic.Int64
	return func() string { return fmt.Sprint("scope-", n.Add(1)) }
}

// A conformance is the suite of a room.
type conformance[S any] func(*testing.T, func(relationshiptest.TB) S)

// runsOnHandles runs a suite on stores of every engine.
func runsOnHandles[S any](t *testing.T, run conformance[S], of func(*sqlstore.Stores) S) {
	t.Helper()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		scope := scopes()
		run(t, func(tb relationshiptest.TB) S {
			tb.Helper()
			stores, err := d.stores(scope())
			if err != nil {
				tb.Fatalf("making stores: %v", err)
			}
			return of(stores)
		})
	})
}

// runsInTransactions runs a suite on stores in transactions of the host.
func runsInTransactions[S any](t *testing.T, run conformance[S], of func(*sqlstore.Stores) S) {
	t.Helper()
	onWholeEngines(t, func(t *testing.T, d *database) {
		scope := scopes()
		run(t, func(tb relationshiptest.TB) S {
			tb.Helper()
			tx, err := d.db.Begin() // no context: the suite's ends before its own end
			if err != nil {
				tb.Fatalf("beginning: %v", err)
			}
			tb.Cleanup(func() {
				if err := tx.Rollback(); err != nil {
					tb.Fatalf("rolling back: %v", err)
				}
			})
			stores, err := d.within(tx, scope())
			if err != nil {
				tb.Fatalf("making stores: %v", err)
			}
			return of(stores)
		})
	})
}

func people(s *sqlstore.Stores) relationship.Store { return s.Relationship() }
func cafe(s *sqlstore.Stores) feedback.Store       { return s.Feedback() }
func ledger(s *sqlstore.Stores) scoring.Store      { return s.Scoring() }

func TestStoresKeepTheContract(t *testing.T) {
	t.Parallel()
	runsOnHandles(t, relationshiptest.Run, people)
}

func TestStoresKeepTheContractOfFeedback(t *testing.T) {
	t.Parallel()
	runsOnHandles(t, feedbacktest.Run, cafe)
}

func TestStoresKeepTheContractOfScoring(t *testing.T) {
	t.Parallel()
	runsOnHandles(t, scoringtest.Run, ledger)
}

func TestStoresInATransactionOfTheHostKeepTheContract(t *testing.T) {
	t.Parallel()
	runsInTransactions(t, relationshiptest.Run, people)
}

func TestStoresInATransactionOfTheHostKeepTheContractOfFeedback(t *testing.T) {
	t.Parallel()
	runsInTransactions(t, feedbacktest.Run, cafe)
}

func TestStoresInATransactionOfTheHostKeepTheContractOfScoring(t *testing.T) {
	t.Parallel()
	runsInTransactions(t, scoringtest.Run, ledger)
}
