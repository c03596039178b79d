package sqlite_test

import (
	"context"
	"errors"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

func TestHostsTablesAndRecordsAreWrittenTogether(t *testing.T) {
	t.Parallel()
	db := openFile(t)
	run(t, db, "create table orders (id text primary key)")
	s := stores(t, db, "shop")
	for _, keep := range []bool{false, true} {
		tx, err := db.Handle().BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.ExecContext(t.Context(), "insert into orders values ('o1')"); err != nil {
			t.Fatal(err)
		}
		write(t, storesIn(t, tx, "shop").Relationship(), person("ann"))
		end, want := tx.Rollback, 0
		if keep {
			end, want = tx.Commit, 1
		}
		if err := end(); err != nil {
			t.Fatal(err)
		}
		var orders int
		if err := db.Handle().QueryRowContext(t.Context(), "select count(*) from orders").Scan(&orders); err != nil {
			t.Fatal(err)
		}
		if got := len(names(t, s)); got != want || orders != want {
			t.Errorf("committed %t: got %d parties and %d orders, want %d of each", keep, got, orders, want)
		}
	}
}

func TestRefusedBatchLeavesTheHostsTransactionUsable(t *testing.T) {
	t.Parallel()
	db := openFile(t)
	tx, err := db.Handle().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	s := storesIn(t, tx, "shop").Relationship()
	first := write(t, s, person("ann"))
	stale := person("ann")
	stale.Rev = first + 7
	late, cancel := context.WithCancel(t.Context())
	cancel()
	for _, refused := range []struct {
		ctx    context.Context
		record relationship.Party
		want   error
	}{
		{t.Context(), person("ann"), relationship.ErrExists},
		{t.Context(), stale, relationship.ErrStale},
		{t.Context(), relationship.Party{ID: "bob", Rev: 1, Kind: relationship.Person}, relationship.ErrNotFound},
		{t.Context(), relationship.Party{ID: "bob"}, relationship.ErrInvalid},
		{late, person("bob"), context.Canceled},
	} {
		b := relationship.Batch{At: noon(), Parties: []relationship.Party{person("cid"), refused.record}}
		if _, err := s.Write(refused.ctx, b); !errors.Is(err, refused.want) {
			t.Errorf("got error %v, want one matching %v", err, refused.want)
		}
	}
	write(t, s, person("dan"))
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if got := names(t, stores(t, db, "shop")); len(got) != 2 {
		t.Errorf("got %d parties, want 2: %v", len(got), got)
	}
}
