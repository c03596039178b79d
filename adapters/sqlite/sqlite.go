// Package sqlite opens an SQLite file with the settings that matter, for the stores of the package
// sqlstore. It links modernc.org/sqlite, which needs no C compiler.
//
//	db, err := sqlite.Open(ctx, "kith.db", sqlite.Config{})
//	stores, err := db.Stores("my-company")
//	book := relationship.NewBook(stores.Relationship(), relationship.Config{})
//
// Open makes the file where there is none, and brings its schema up to date. A host that opens its
// own handle asks [Check] whether that is set as it should be.
//
// # Writing
//
// A file has one writer at a time. Open therefore makes a handle with one connection for writing,
// whose transactions take the lock at once, and a pool of connections for reading, which wait for no
// writer. A batch that was acknowledged outlives a crash of the program and of the machine, unless
// [Config].Relaxed is set.
//
// # What was erased
//
// What an erasure removes is overwritten with zeros, but some of it may be left in the write-ahead log beside
// the file, and in the unused middle of pages that SQLite had moved about before. [DB.Compact] makes
// sure: after it, no byte of what was erased is in either file.
package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"time"

	"github.com/kithcrm/kith/adapters/sqlstore"
	_ "modernc.org/sqlite" // the driver
)

// A Config adjusts how a file is opened. Its zero value is ready to use.
type Config struct {
	// Readers is how many connections read at the same time, at most. 0 means 4.
	Readers int

	// Wait is how long to wait for another program that has the file locked. 0 means 5 seconds.
	// SQLite notices only afterwards that a context is done. Writers of the same program wait for
	// each other without that.
	Wait time.Duration

	// Relaxed leaves it to the system when what was written reaches the disk (synchronous = normal).
	// Writes are then several times faster. The file stays whole, but a crash of the machine may
	// lose the batches written last.
	Relaxed bool
}

// A DB is an open file. Several goroutines may use it.
type DB struct{ write, read *sql.DB }

// Open opens the file at path, or makes it, and brings its schema up to date. Close it after use.
func Open(ctx context.Context, path string, cfg Config) (*DB, error) {
	db, err := open(path, cfg)
	if err != nil {
		return nil, fmt.Errorf("sqlite: open: %w", err)
	}
	if err := db.prepare(ctx); err != nil {
		return nil, fmt.Errorf("sqlite: open: %w", errors.Join(err, db.Close()))
	}
	return db, nil
}

func open(path string, cfg Config) (*DB, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	write, err := sql.Open("sqlite", cfg.address(full, "immediate"))
	if err != nil {
		return nil, err
	}
	read, err := sql.Open("sqlite", cfg.address(full, "deferred")+"&_query_only=1")
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	write.SetMaxOpenConns(1)
	read.SetMaxOpenConns(cmp.Or(cfg.Readers, 4))
	read.SetMaxIdleConns(cmp.Or(cfg.Readers, 4))
	return &DB{write, read}, nil
}

// address returns the name of the file with its settings, as the driver takes it.
func (c Config) address(path, lock string) string {
	synchronous := "full"
	if c.Relaxed {
		synchronous = "normal"
	}
	wait := cmp.Or(c.Wait, 5*time.Second)
	settings := url.Values{
		"_txlock":       {lock},
		"_busy_timeout": {strconv.FormatInt(wait.Milliseconds(), 10)},
		"_pragma": {
			"journal_mode(wal)", "synchronous(" + synchronous + ")", "foreign_keys(1)", "secure_delete(1)",
			"cache_size(-16384)", // in KiB, for each connection: reading is mostly finding pages
		},
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: settings.Encode()}).String()
}

// prepare looks whether the settings took effect, and makes the schema.
func (d *DB) prepare(ctx context.Context) error {
	if err := sqlstore.Migrate(ctx, d.write, sqlstore.SQLite); err != nil {
		return err
	}
	return d.read.PingContext(ctx)
}

// Stores returns the stores of a scope, as [sqlstore.On] makes them.
func (d *DB) Stores(scope string) (*sqlstore.Stores, error) {
	return sqlstore.On(d.write, sqlstore.Config{Scope: scope, Dialect: sqlstore.SQLite, Reads: d.read})
}

// Handle returns the handle for writing, for a host that keeps tables of its own in the file. It has
// one connection: while a transaction on it is open, everything else that writes waits, the stores
// of [DB.Stores] too. In the transaction itself, use [sqlstore.In].
func (d *DB) Handle() *sql.DB { return d.write }

// Compact gives the room of what was removed back to the system, and empties the write-ahead log, so
// that nothing of what was erased is left in the file or beside it. It needs room for a second copy
// meanwhile, and takes O(n) time in the size of the file, during which nobody writes.
//
// It returns an error where readers are still busy with what was there before; then call it again.
func (d *DB) Compact(ctx context.Context) error {
	if _, err := d.write.ExecContext(ctx, "vacuum"); err != nil {
		return fmt.Errorf("sqlite: compact: %w", err)
	}
	var busy, pages, moved int
	row := d.write.QueryRowContext(ctx, "pragma wal_checkpoint(truncate)")
	if err := row.Scan(&busy, &pages, &moved); err != nil {
		return fmt.Errorf("sqlite: compact: %w", err)
	}
	if busy != 0 {
		return errors.New("sqlite: compact: readers are still busy with what was there before")
	}
	return nil
}

// Close closes the file. No call must be under way.
func (d *DB) Close() error { return errors.Join(d.read.Close(), d.write.Close()) }
