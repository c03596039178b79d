package sqlite_test

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"sync"
	"testing"

	"github.com/kithcrm/kith/adapters/sqlite"
	"github.com/kithcrm/kith/adapters/sqlstore"
)

func migrate(ctx context.Context, db *sqlite.DB) error {
	return sqlstore.Migrate(ctx, db.Handle(), sqlstore.SQLite)
}

func run(t *testing.T, db *sqlite.DB, statement string) {
	t.Helper()
	if _, err := db.Handle().ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func TestMigratingAgainDoesNothing(t *testing.T) {
	t.Parallel()
	db := openFile(t)
	for range 2 {
		if err := migrate(t.Context(), db); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "kith.db")
	db := openAt(t, path)
	run(t, db, "insert into kith_migration (version, name, checksum) values (99, '0099_later.sql', 'x')")
	if err := migrate(t.Context(), db); !errors.Is(err, sqlstore.ErrNewerSchema) {
		t.Errorf("migrate: got error %v, want one matching %v", err, sqlstore.ErrNewerSchema)
	}
	if _, err := sqlite.Open(t.Context(), path, sqlite.Config{}); !errors.Is(err, sqlstore.ErrNewerSchema) {
		t.Errorf("open: got error %v, want one matching %v", err, sqlstore.ErrNewerSchema)
	}
}

func TestSchemaMadeFromAnotherFileIsRefused(t *testing.T) {
	t.Parallel()
	db := openFile(t)
	run(t, db, "update kith_migration set checksum = 'x' where version = 1")
	if err := migrate(t.Context(), db); !errors.Is(err, sqlstore.ErrChangedSchema) {
		t.Errorf("got error %v, want one matching %v", err, sqlstore.ErrChangedSchema)
	}
}

func TestMigrationsMeetOnOneFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "kith.db")
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			db, err := sqlite.Open(t.Context(), path, sqlite.Config{})
			if err != nil {
				t.Error(err)
				return
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	var n int
	row := openAt(t, path).Handle().QueryRowContext(t.Context(), "select count(*) from kith_migration where version > 0")
	files, err := fs.Glob(sqlstore.Migrations(sqlstore.SQLite), "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	if err := row.Scan(&n); err != nil || n != len(files) {
		t.Errorf("got %d migrations and error %v, want %d", n, err, len(files))
	}
}

func TestInterruptedMigrationGoesOn(t *testing.T) {
	t.Parallel()
	db := openFile(t)
	// As on an engine that does not take tables back with a transaction.
	run(t, db, "delete from kith_migration where version > 0")
	run(t, db, "drop table kith_past")
	run(t, db, "drop table kith_record")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := migrate(ctx, db); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want one matching %v", err, context.Canceled)
	}
	if err := migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	write(t, stores(t, db, "a"), person("ann"))
}
