package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
)

// opener returns what opens a store on a new file for each case.
func opener(t testing.TB) func(relationshiptest.TB) *store {
	t.Helper()
	dir, files := t.TempDir(), new(atomic.Int64)
	return func(tb relationshiptest.TB) *store {
		tb.Helper()
		path := filepath.Join(dir, fmt.Sprint(files.Add(1), ".db"))
		db, err := openShop(tb.Context(), path, "synchronous(off)") // no crash is tried here
		if err != nil {
			tb.Fatalf("open the shop: %v", err)
		}
		tb.Cleanup(func() {
			db.Close()
			os.Remove(path)
		})
		s, err := newStore(tb.Context(), db)
		if err != nil {
			tb.Fatalf("make the tables: %v", err)
		}
		return s
	}
}

func TestStoreKeepsTheContract(t *testing.T) {
	t.Parallel()
	open := opener(t)
	relationshiptest.Run(t, func(tb relationshiptest.TB) relationship.Store { return open(tb) })
}

// Inside a transaction of the shop the whole suite runs again, refused batches and all.
func TestStoreOnATransactionKeepsTheContract(t *testing.T) {
	t.Parallel()
	open := opener(t)
	relationshiptest.Run(t, func(tb relationshiptest.TB) relationship.Store {
		tx, err := open(tb).db.(*sql.DB).BeginTx(context.Background(), nil)
		if err != nil {
			tb.Fatalf("begin: %v", err)
		}
		tb.Cleanup(func() { tx.Rollback() })
		return relationshiptest.Serial(&store{tx})
	})
}

// The suite's own IDs name no customers. Here every party is one.
func TestStoreOfCustomersKeepsTheContract(t *testing.T) {
	t.Parallel()
	open := opener(t)
	relationshiptest.Run(t, func(tb relationshiptest.TB) relationship.Store {
		return newRenaming(open(tb))
	})
}
