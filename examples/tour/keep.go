package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver for PostgreSQL

	"github.com/kithcrm/kith/adapters/sqlite"
	"github.com/kithcrm/kith/adapters/sqlstore"
	"github.com/kithcrm/kith/relationship"
)

// inMemory is the value of -db that keeps nothing.
const inMemory = "memory"

// A keeper keeps the records of tours in a database, or in memory. Each made-up case and each set of
// files has a scope of its own there, so that one database can hold many.
type keeper struct {
	where   string  // as it may be printed: without a password
	handle  *sql.DB // nil for memory
	dialect sqlstore.Dialect
	stores  func(scope string) (*sqlstore.Stores, error)
	close   func() error
}

// openKeeper opens what -db names.
func openKeeper(ctx context.Context, s settings) (*keeper, error) {
	var k *keeper
	var err error
	switch {
	case s.db == inMemory, s.db == "" && s.files != files{}:
		return &keeper{close: func() error { return nil }}, nil
	case s.db == "":
		k, err = openDefault(ctx)
	case isURL(s.db):
		k, err = openPostgres(ctx, s.db)
	default:
		k, err = openFile(ctx, s.db)
	}
	if err != nil {
		return nil, fmt.Errorf("-db: %w", err)
	}
	return k, nil
}

// openDefault opens a file where programs keep what can be made again.
func openDefault(ctx context.Context) (*keeper, error) {
	dir, err := os.UserCacheDir()
	if err == nil {
		dir = filepath.Join(dir, "kith")
		err = os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		return nil, fmt.Errorf("name a file, as there is no folder for one: %w", err)
	}
	return openFile(ctx, filepath.Join(dir, "tour.db"))
}

func openFile(ctx context.Context, path string) (*keeper, error) {
	db, err := sqlite.Open(ctx, path, sqlite.Config{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &keeper{path, db.Handle(), sqlstore.SQLite, db.Stores, db.Close}, nil
}

func isURL(db string) bool { return strings.Contains(db, "://") }

func openPostgres(ctx context.Context, address string) (*keeper, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("the address of a server must be a URL") // err would tell the password
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		return nil, err
	}
	if err := sqlstore.Migrate(ctx, db, sqlstore.PostgreSQL); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	stores := func(scope string) (*sqlstore.Stores, error) {
		return sqlstore.On(db, sqlstore.Config{Scope: scope, Dialect: sqlstore.PostgreSQL})
	}
	where := (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
	return &keeper{where, db, sqlstore.PostgreSQL, stores, db.Close}, nil
}

// keep returns the store of a scope. If nothing is in it, write has filled it.
func (k *keeper) keep(ctx context.Context, scope string, log io.Writer, write func(relationship.Store) error) (relationship.Historian, error) {
	if k.handle == nil {
		store := new(relationship.Memory)
		return store, write(store)
	}
	found, err := k.fill(ctx, scope, write)
	if errors.Is(err, relationship.ErrExists) {
		// Another run looked at the same moment, found nothing either, and wrote first. Nothing of ours
		// is there: we look again.
		found, err = k.fill(ctx, scope, write)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", k.where, err)
	}
	if found {
		fmt.Fprintf(log, "tour: the data of an earlier run were found in %s\n", k.where)
	} else {
		fmt.Fprintf(log, "tour: the data are now kept in %s\n", k.where)
	}
	stores, err := k.stores(scope)
	if err != nil {
		return nil, err
	}
	return stores.Relationship(), nil
}

// fill fills a scope, unless something was found in it. It does so in one transaction: what an
// interrupted run left half done would look like the data of an earlier one.
func (k *keeper) fill(ctx context.Context, scope string, write func(relationship.Store) error) (found bool, err error) {
	tx, err := k.handle.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback() // after the commit it does nothing
	stores, err := sqlstore.In(tx, sqlstore.Config{Scope: scope, Dialect: k.dialect})
	if err != nil {
		return false, err
	}
	store := stores.Relationship()
	page, err := store.Log(ctx, relationship.LogQuery{Limit: 1})
	if err != nil || len(page.Records) > 0 {
		return err == nil, err
	}
	if err := write(store); err != nil {
		return false, err
	}
	return false, tx.Commit()
}
