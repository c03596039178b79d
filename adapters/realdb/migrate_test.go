package realdb_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"github.com/kithcrm/kith/adapters/sqlstore"
	"github.com/kithcrm/kith/relationship"
)

// firstMigration makes the schema as it was before there were readers.
func (d *database) firstMigration(t *testing.T) {
	t.Helper()
	name := "0001_log_and_records.sql"
	text, err := fs.ReadFile(sqlstore.Migrations(d.dialect), name)
	ok(t, err)
	statements := string(text)
	if d.Engine == partitionedEngine {
		statements = partitioned(statements)
	}
	ok(t, d.inOneTransaction(t.Context(), statements))
	d.exec(t, "create table kith_migration (version bigint not null primary key, name varchar(255) not null, checksum varchar(255) not null)")
	sum := sha256.Sum256(text)
	_, err = d.db.ExecContext(t.Context(), "insert into kith_migration (version, name, checksum) values (1, $1, $2)", name, hex.EncodeToString(sum[:]))
	ok(t, err)
}

// putAtFirst writes parties, each in a batch of its own, as the first version of the package did.
func (d *database) putAtFirst(t *testing.T, n int) {
	t.Helper()
	d.exec(t, fmt.Sprintf("insert into kith_scope (scope, seq) values ('tenant', %d)", n))
	for seq := range n {
		d.exec(t, fmt.Sprintf("insert into kith_batch (scope, room, seq, at, by_party, why, size)"+
			" values ('tenant', 'relationship', %d, '2026-03-04T12:00:00.000000000Z', '', '', 1)", seq+1))
		d.exec(t, fmt.Sprintf("insert into kith_record (scope, noun, id, seq, place, k1, k2, k3, body)"+
			` values ('tenant', 'party', 'p%[1]d', %[1]d, 0, null, null, null, '{"id":"p%[1]d","rev":0,"kind":"person","name":"p"}')`, seq+1))
	}
}

// schemaless opens a database in which nothing is yet.
func schemaless(t *testing.T, p place) *database {
	t.Helper()
	if p.Engine != sqliteEngine {
		return open(t, p)
	}
	d := open(t, p) // which makes the schema
	for _, table := range d.tables(t) {
		d.exec(t, "drop table "+table)
	}
	return d
}

func TestASchemaOfBeforeIsBroughtUpToDateWithWhatIsInIt(t *testing.T) {
	t.Parallel()
	for _, e := range engines() {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			d := schemaless(t, place{e.name, e.source(t), true})
			d.firstMigration(t)
			d.putAtFirst(t, 3)
			want := []relationship.Seq{1, 2, 3}
			if _, err := d.feed(t, "tenant", "index").Claim(t.Context(), sqlstore.ClaimConfig{}); err == nil {
				t.Error("a feed works without its table")
			}
			d.migrate(t)
			sound(t, d.store(t, "tenant"))
			same(t, "the events of before", numbers(claim(t, d.feed(t, "tenant", "index"), 0, time.Hour).Events), want)
			d.migrate(t) // does nothing
		})
	}
}

func TestMigrationsAreWhatAHostRunsWithAToolOfItsOwn(t *testing.T) {
	t.Parallel()
	for _, d := range []sqlstore.Dialect{sqlstore.SQLite, sqlstore.PostgreSQL} {
		if err := fstest.TestFS(sqlstore.Migrations(d), "0001_log_and_records.sql", "0002_readers.sql"); err != nil {
			t.Errorf("%v: %v", d, err)
		}
	}
}
