package sqlstore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

//go:embed migrations
var migrations embed.FS

// The errors of [Migrate].
var (
	// ErrNewerSchema says that a later version of this package has made the schema: use that one.
	ErrNewerSchema = errors.New("the schema is newer than this version of the package")
	// ErrChangedSchema says that the schema was made from other files than those of this package.
	ErrChangedSchema = errors.New("the schema was made from another file")
)

// Migrations returns the files that make the schema for a dialect, for hosts that run them with a tool
// of their own: 0001_log_and_records.sql and so on, each to be run once, in order, in one
// transaction. Such a host does not call [Migrate].
func Migrations(d Dialect) fs.FS {
	files, err := fs.Sub(migrations, path.Join("migrations", d.String()))
	if err != nil {
		panic("sqlstore: a folder of migrations has no valid name: " + err.Error())
	}
	return files
}

// A migration is one of the files.
type migration struct {
	version  int64
	name     string
	checksum string
	text     string
}

func readMigrations(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	out := make([]migration, len(names))
	for i, name := range names { // which are in order
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		digits, _, _ := strings.Cut(name, "_")
		version, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || version != int64(i+1) {
			return nil, fmt.Errorf("%s is not the file of number %d", name, i+1)
		}
		sum := sha256.Sum256(content)
		out[i] = migration{version, name, hex.EncodeToString(sum[:]), string(content)}
	}
	return out, nil
}

// Migrate brings the schema of a database up to date: it runs each of the [Migrations] that has not
// been run, in a transaction of its own, and notes it in the table kith_migration. It does nothing
// where there is nothing to do. Several programs may call it at the same time; one that was
// interrupted goes on where it stopped.
//
// It returns an error matching [ErrNewerSchema] or [ErrChangedSchema], having done nothing, where the
// schema is not one of this package's.
func Migrate(ctx context.Context, db *sql.DB, d Dialect) error {
	if !d.known() {
		return invalid("Dialect", "must be SQLite or PostgreSQL")
	}
	return migrate(ctx, db, d, Migrations(d))
}

func migrate(ctx context.Context, db *sql.DB, d Dialect, files fs.FS) error {
	all, err := readMigrations(files)
	if err != nil {
		return failed("migrate", err)
	}
	s := &session{dialect: d, db: db, reads: db}
	// Most often nothing is to be done, and nobody need wait for a lock.
	done, err := s.done(ctx, db, all)
	if err == nil && done == len(all) || errors.Is(err, ErrNewerSchema) || errors.Is(err, ErrChangedSchema) {
		return failed("migrate", err)
	}
	if err := s.prepareMigrations(ctx); err != nil {
		return failed("migrate", err)
	}
	for done = 0; done < len(all); {
		err := s.write(ctx, func(ctx context.Context, on querier) error {
			lock := query("update kith_migration set name = 'lock' where version = 0")
			if err := exec(ctx, on, lock); err != nil {
				return err
			}
			if done, err = s.done(ctx, on, all); err != nil || done == len(all) {
				return err
			}
			return all[done].run(ctx, on)
		})
		if err != nil {
			return failed("migrate", err)
		}
	}
	return nil
}

// prepareMigrations makes the table of what was done, with the row that is locked meanwhile. Two who
// make it at the same time may meet, in which case one must try again.
func (s *session) prepareMigrations(ctx context.Context) error {
	do := func() error {
		return s.write(ctx, func(ctx context.Context, on querier) error {
			table := query("create table if not exists kith_migration" +
				" (version bigint not null primary key, name varchar(255) not null, checksum varchar(255) not null)")
			if err := exec(ctx, on, table); err != nil {
				return err
			}
			return exec(ctx, on, query("insert into kith_migration (version, name, checksum) values (0, 'lock', '')"+
				" on conflict (version) do nothing"))
		})
	}
	var err error
	for range attempts {
		if err = do(); err == nil || ctx.Err() != nil {
			return err
		}
	}
	return err
}

// done returns how many were run.
func (s *session) done(ctx context.Context, on querier, all []migration) (int, error) {
	n := 0
	q := query("select version, name, checksum from kith_migration where version > 0 order by version")
	err := each(ctx, on, q, func(rows *sql.Rows) error {
		var m migration
		if err := rows.Scan(&m.version, &m.name, &m.checksum); err != nil {
			return err
		}
		switch {
		case m.version > int64(len(all)):
			return fmt.Errorf("%w: it has %s", ErrNewerSchema, m.name)
		case m.version != int64(n+1) || m.checksum != all[n].checksum:
			return fmt.Errorf("%w: %s", ErrChangedSchema, m.name)
		}
		n++
		return nil
	})
	return n, err
}

func (m *migration) run(ctx context.Context, on querier) error {
	for statement := range strings.SplitSeq(m.text, ";\n") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := on.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
	}
	return exec(ctx, on, query("insert into kith_migration (version, name, checksum) values (?, ?, ?)", m.version, m.name, m.checksum))
}
