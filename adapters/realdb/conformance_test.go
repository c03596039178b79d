package realdb_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
)

// scopes returns a maker of names of scopes, no two the same.
func scopes() func() string {
	var n atomic.Int64
	return func() string { return fmt.Sprint("scope-", n.Add(1)) }
}

func TestStoresKeepTheContract(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		scope := scopes()
		relationshiptest.Run(t, func(tb relationshiptest.TB) relationship.Store {
			tb.Helper()
			stores, err := d.stores(scope())
			if err != nil {
				tb.Fatalf("making stores: %v", err)
			}
			return stores.Relationship()
		})
	})
}

func TestStoresInATransactionOfTheHostKeepTheContract(t *testing.T) {
	t.Parallel()
	onWholeEngines(t, func(t *testing.T, d *database) {
		scope := scopes()
		relationshiptest.Run(t, func(tb relationshiptest.TB) relationship.Store {
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
			return stores.Relationship()
		})
	})
}
