package realdb_test

import (
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/feedbacktest"
)

func TestStoresKeepTheContractOfFeedback(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		scope := scopes()
		feedbacktest.Run(t, func(tb feedbacktest.TB) feedback.Store {
			tb.Helper()
			stores, err := d.stores(scope())
			if err != nil {
				tb.Fatalf("making stores: %v", err)
			}
			return stores.Feedback()
		})
	})
}

func TestStoresInATransactionOfTheHostKeepTheContractOfFeedback(t *testing.T) {
	t.Parallel()
	onWholeEngines(t, func(t *testing.T, d *database) {
		scope := scopes()
		feedbacktest.Run(t, func(tb feedbacktest.TB) feedback.Store {
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
			return stores.Feedback()
		})
	})
}
