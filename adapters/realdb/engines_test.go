package realdb_test

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/kithcrm/kith/adapters/sqlite"
	"github.com/kithcrm/kith/adapters/sqlstore"
	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/relationship"
)

// The engines that the stores are tried on.
const (
	sqliteEngine      = "sqlite"
	postgresEngine    = "postgresql"
	partitionedEngine = "postgresql, partitioned"
)

// An engine is a kind of database.
type engine struct {
	name   string
	source func(testing.TB) string // of a new, empty database
}

func engines() []engine {
	return []engine{
		{sqliteEngine, sqliteSource},
		{postgresEngine, realparts.Postgres},
		{partitionedEngine, realparts.Postgres},
	}
}

func sqliteSource(tb testing.TB) string {
	return filepath.Join(tb.TempDir(), "kith.db")
}

// onEngines runs a test on a new database of each engine.
func onEngines(t *testing.T, test func(*testing.T, *database)) {
	t.Helper()
	onPlaces(t, false, test)
}

// onRelaxedEngines is like onEngines, for tests that write much and that no crash is to follow.
func onRelaxedEngines(t *testing.T, test func(*testing.T, *database)) {
	t.Helper()
	onPlaces(t, true, test)
}

// onWholeEngines is like onRelaxedEngines, but for databases in parts, for long tests of what is the same
// there.
func onWholeEngines(t *testing.T, test func(*testing.T, *database)) {
	t.Helper()
	on(t, engines()[:2], true, test)
}

func onPlaces(t *testing.T, relaxed bool, test func(*testing.T, *database)) {
	t.Helper()
	on(t, engines(), relaxed, test)
}

func on(t *testing.T, engines []engine, relaxed bool, test func(*testing.T, *database)) {
	t.Helper()
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			d := open(t, place{e.name, e.source(t), relaxed})
			d.migrate(t)
			test(t, d)
		})
	}
}

// A place is where a database is, as another process can be told.
type place struct {
	Engine, Source string
	Relaxed        bool // what was written need not be on the disk yet
}

// A database is a database of some engine that is open.
type database struct {
	place
	dialect sqlstore.Dialect
	db      *sql.DB    // what is written through
	file    *sqlite.DB // of the engine that has files; nil of others
}

// open opens a database until the test ends.
func open(t testing.TB, p place) *database {
	t.Helper()
	d, err := p.open(t.Context())
	ok(t, err)
	t.Cleanup(func() {
		if err := d.close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func (p place) open(ctx context.Context) (*database, error) {
	if p.Engine != sqliteEngine {
		source, err := url.Parse(p.Source)
		if err != nil {
			return nil, err
		}
		if p.Relaxed {
			settings := source.Query()
			settings.Set("synchronous_commit", "off")
			source.RawQuery = settings.Encode()
		}
		db, err := sql.Open("pgx", source.String())
		if err != nil {
			return nil, err
		}
		db.SetMaxOpenConns(16)
		db.SetMaxIdleConns(16)
		return &database{place: p, db: db, dialect: sqlstore.PostgreSQL}, nil
	}
	file, err := sqlite.Open(ctx, p.Source, sqlite.Config{Relaxed: p.Relaxed})
	if err != nil {
		return nil, err
	}
	return &database{place: p, dialect: sqlstore.SQLite, db: file.Handle(), file: file}, nil
}

func (d *database) close() error {
	if d.file != nil {
		return d.file.Close()
	}
	return d.db.Close()
}

// stores returns the stores of a scope.
func (d *database) stores(scope string) (*sqlstore.Stores, error) {
	if d.file != nil {
		return d.file.Stores(scope)
	}
	return sqlstore.On(d.db, sqlstore.Config{Scope: scope, Dialect: d.dialect})
}

// within returns the stores of a scope in a transaction.
func (d *database) within(tx *sql.Tx, scope string) (*sqlstore.Stores, error) {
	return sqlstore.In(tx, sqlstore.Config{Scope: scope, Dialect: d.dialect})
}

// store returns the store of a scope.
func (d *database) store(t tester, scope string) relationship.Historian {
	t.Helper()
	stores, err := d.stores(scope)
	if err != nil {
		t.Fatalf("making stores: %v", err)
	}
	return stores.Relationship()
}

// migrate makes the tables.
func (d *database) migrate(t testing.TB) {
	t.Helper()
	ok(t, d.migrateNow(t.Context()))
}

func (d *database) migrateNow(ctx context.Context) error {
	if d.Engine == partitionedEngine {
		if err := d.partition(ctx); err != nil {
			return err
		}
	}
	return sqlstore.Migrate(ctx, d.db, d.dialect)
}

// partition makes the tables in parts, split by the hash of the scope, by the files that hosts can run
// themselves. What the migrations do to tables that are not there then does nothing.
func (d *database) partition(ctx context.Context) error {
	files := sqlstore.Migrations(d.dialect)
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if err := d.inOneTransaction(ctx, partitioned(string(text))); err != nil {
			return fmt.Errorf("%s, partitioned: %w", name, err)
		}
	}
	return nil
}

func (d *database) inOneTransaction(ctx context.Context, statements string) error {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // which does nothing after a commit
	for statement := range strings.SplitSeq(statements, ";\n") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// partitioned returns the text of a migration that makes each table in four parts.
func partitioned(text string) string {
	table := regexp.MustCompile(`(?s)create table (?:if not exists )?(\w+) \(.*?\n\);\n`)
	return table.ReplaceAllStringFunc(text, func(statement string) string {
		name := table.FindStringSubmatch(statement)[1]
		parts := []string{strings.TrimSuffix(statement, ";\n") + " partition by hash (scope);\n"}
		for i := range 4 {
			parts = append(parts, fmt.Sprintf(
				"create table if not exists %s_%d partition of %s for values with (modulus 4, remainder %d);\n", name, i, name, i))
		}
		return strings.Join(parts, "")
	})
}

// rows returns what a query finds, as texts.
func (d *database) rows(t testing.TB, query string, args ...any) []string {
	t.Helper()
	found, err := d.db.QueryContext(t.Context(), query, args...)
	ok(t, err)
	defer found.Close()
	var all []string
	for found.Next() {
		var text sql.NullString
		ok(t, found.Scan(&text))
		all = append(all, text.String)
	}
	ok(t, found.Err())
	return all
}

// exec runs a statement.
func (d *database) exec(t testing.TB, statement string) {
	t.Helper()
	_, err := d.db.ExecContext(t.Context(), statement)
	ok(t, err)
}

// tables returns the names of all tables that the migrations made, the parts of others included.
func (d *database) tables(t testing.TB) []string {
	t.Helper()
	if d.dialect == sqlstore.SQLite {
		return d.rows(t, "select name from sqlite_schema where type = 'table'")
	}
	return d.rows(t, "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")
}

// intact has the engine check its own files.
func (d *database) intact(t testing.TB) {
	t.Helper()
	if d.dialect == sqlstore.SQLite {
		if found := d.rows(t, "pragma integrity_check"); len(found) != 1 || found[0] != "ok" {
			t.Errorf("the integrity check found %q", found)
		}
		return
	}
	if len(d.rows(t, "select name from pg_available_extensions where name = 'amcheck'")) == 0 {
		t.Skip("the server has no amcheck to look at its files with: install what PostgreSQL brings along (contrib)")
	}
	d.exec(t, "create extension if not exists amcheck")
	for _, name := range d.tables(t) {
		if found := d.rows(t, "select msg from verify_heapam($1::regclass)", name); len(found) > 0 {
			t.Errorf("%s is damaged: %q", name, found)
		}
	}
	d.rows(t, `select bt_index_check(c.oid, true) from pg_class c join pg_am a on a.oid = c.relam
		where a.amname = 'btree' and c.relkind = 'i' and c.relnamespace = 'public'::regnamespace`)
}
