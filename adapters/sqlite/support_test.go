package sqlite_test

import (
	"testing"
	"time"

	"github.com/kithcrm/kith/adapters/sqlite"
	"github.com/kithcrm/kith/relationship"
)

func stores(tb testing.TB, db *sqlite.DB, scope string) relationship.Historian {
	tb.Helper()
	s, err := db.Stores(scope)
	if err != nil {
		tb.Fatal(err)
	}
	return s.Relationship()
}

func noon() time.Time { return time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC) }

func person(id relationship.PartyID) relationship.Party {
	return relationship.Party{ID: id, Kind: relationship.Person}
}

func write(tb testing.TB, s relationship.Store, parties ...relationship.Party) relationship.Seq {
	tb.Helper()
	return writeBatch(tb, s, relationship.Batch{Parties: parties})
}

func writeBatch(tb testing.TB, s relationship.Store, b relationship.Batch) relationship.Seq {
	tb.Helper()
	b.At = noon()
	seq, err := s.Write(tb.Context(), b)
	if err != nil {
		tb.Fatal(err)
	}
	return seq
}

// names returns the parties' names by their IDs.
func names(tb testing.TB, s relationship.Store) map[relationship.PartyID]string {
	tb.Helper()
	page, err := s.Parties(tb.Context(), relationship.PartyQuery{})
	if err != nil {
		tb.Fatal(err)
	}
	out := map[relationship.PartyID]string{}
	for _, p := range page.Records {
		out[p.ID] = p.Name
	}
	return out
}
