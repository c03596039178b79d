package sqlite_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/kithcrm/kith/adapters/sqlite"
	"github.com/kithcrm/kith/adapters/sqlstore"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
)

// openFile opens a new file, which is closed when the test has ended.
func openFile(tb testing.TB) *sqlite.DB {
	tb.Helper()
	return openAt(tb, filepath.Join(tb.TempDir(), "kith.db"))
}

func openAt(tb testing.TB, path string) *sqlite.DB {
	tb.Helper()
	db, err := sqlite.Open(tb.Context(), path, sqlite.Config{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	return db
}

func TestStoresOnAFileKeepTheContract(t *testing.T) {
	t.Parallel()
	db := openFile(t)
	var scopes atomic.Int64
	relationshiptest.Run(t, func(tb relationshiptest.TB) relationship.Store {
		stores, err := db.Stores(fmt.Sprint("scope-", scopes.Add(1)))
		if err != nil {
			tb.Fatalf("open: %v", err)
		}
		return stores.Relationship()
	})
}

func TestStoresInATransactionOfTheHostKeepTheContract(t *testing.T) {
	t.Parallel()
	// A file has one writer, and the suite may have more than one store at a time.
	var idle []*sqlite.DB
	relationshiptest.Run(t, func(tb relationshiptest.TB) relationship.Store {
		if len(idle) == 0 {
			idle = append(idle, openFile(t))
		}
		db := idle[len(idle)-1]
		idle = idle[:len(idle)-1]
		tb.Cleanup(func() { idle = append(idle, db) })
		return storesIn(tb, begin(tb, db), "host").Relationship()
	})
}

func storesIn(tb relationshiptest.TB, tx *sql.Tx, scope string) *sqlstore.Stores {
	tb.Helper()
	stores, err := sqlstore.In(tx, sqlstore.Config{Scope: scope, Dialect: sqlstore.SQLite})
	if err != nil {
		tb.Fatalf("stores: %v", err)
	}
	return stores
}

// begin begins a transaction that is rolled back when the test has ended.
func begin(tb relationshiptest.TB, db *sqlite.DB) *sql.Tx {
	tb.Helper()
	tx, err := db.Handle().Begin()
	if err != nil {
		tb.Fatalf("begin: %v", err)
	}
	tb.Cleanup(func() {
		if err := tx.Rollback(); err != nil {
			tb.Fatalf("roll back: %v", err)
		}
	})
	return tx
}
