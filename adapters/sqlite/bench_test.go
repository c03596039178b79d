package sqlite_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/kithcrm/kith/adapters/sqlite"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
)

var ties = flag.Int("ties", 100_000, "how many ties the network of BenchmarkTwoHops has")

func BenchmarkStore(b *testing.B) {
	relationshiptest.Bench(b, func(tb relationshiptest.TB) relationship.Store {
		return stores(b, openFile(b), "bench")
	})
}

// beside runs two ways to do the same in turn, so that both meet the same weather, and reports how
// many times longer the second one takes. What ready does before is not counted.
func beside(b *testing.B, ready, plain, ours func(round int)) {
	var took [2]time.Duration
	round := 0
	for b.Loop() {
		ready(round)
		for i, do := range []func(int){plain, ours} {
			start := time.Now()
			do(round)
			took[i] += time.Since(start)
		}
		round++
	}
	b.ReportMetric(float64(took[1])/float64(took[0]), "times-plain")
	b.ReportMetric(float64(took[1].Microseconds())/float64(b.N), "ours-µs")
	b.ReportMetric(float64(took[0].Microseconds())/float64(b.N), "plain-µs")
	b.ReportMetric(0, "ns/op") // of both together
}

// nothing is to be made ready.
func nothing(int) {}

// A row is what plain SQL writes of a record: the same as a store.
type row struct{ noun, id, k1, k2, k3, body string }

// writePlain writes rows as a program would that does nothing else: count up, write, log.
func writePlain(b *testing.B, db *sql.DB, rows []row) {
	b.Helper()
	ctx := b.Context()
	must := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	tx, err := db.BeginTx(ctx, nil)
	must(err)
	var seq int64
	must(tx.QueryRowContext(ctx, "update kith_scope set seq = seq + 1 where scope = 'plain' returning seq").Scan(&seq))
	insert, err := tx.PrepareContext(ctx, "insert into kith_record (scope, noun, id, seq, place, k1, k2, k3, body) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
	must(err)
	for i, r := range rows {
		null := func(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }
		_, err := insert.ExecContext(ctx, "plain", r.noun, r.id, seq, i, null(r.k1), null(r.k2), null(r.k3), r.body)
		must(err)
	}
	must(insert.Close())
	_, err = tx.ExecContext(ctx, "insert into kith_batch (scope, room, seq, at, by_party, why, size) values ('plain', 'relationship', ?, '2026-03-04T12:00:00.000000000Z', '', '', ?)", seq, len(rows))
	must(err)
	must(tx.Commit())
}

// pair returns two files: one for plain SQL, one for a store.
func pair(b *testing.B) (plain, ours *sqlite.DB) {
	b.Helper()
	plain, ours = openFile(b), openFile(b)
	if _, err := plain.Handle().ExecContext(b.Context(), "insert into kith_scope (scope, seq) values ('plain', 0)"); err != nil {
		b.Fatal(err)
	}
	return plain, ours
}

func text(b *testing.B, record any) string {
	b.Helper()
	body, err := json.Marshal(record)
	if err != nil {
		b.Fatal(err)
	}
	return string(body)
}

func BenchmarkSingleDurableWrites(b *testing.B) {
	plain, db := pair(b)
	ours := stores(b, db, "ours")
	party := func(i int) relationship.Party {
		return relationship.Party{ID: relationship.PartyID(fmt.Sprintf("party-%09d", i)), Kind: relationship.Person, Name: "Somebody"}
	}
	beside(b, nothing, func(i int) {
		p := party(i)
		writePlain(b, plain.Handle(), []row{{noun: "party", id: string(p.ID), body: text(b, p)}})
	}, func(i int) { write(b, ours, party(i)) })
}

// someTies returns ties between parties of which few have many.
func someTies(r *rand.Rand, parties, first, n int) []relationship.Tie {
	who := func() relationship.PartyID {
		return relationship.PartyID(fmt.Sprintf("party-%06d", int(float64(parties)*(r.Float64()+r.Float64()*r.Float64())/2)))
	}
	out := make([]relationship.Tie, n)
	for i := range out {
		out[i] = relationship.Tie{
			ID: relationship.TieID(fmt.Sprintf("tie-%09d", first+i)), Kind: "knows", From: who(), To: who(),
			Stints: []relationship.Stint{{From: noon()}},
		}
	}
	return out
}

func BenchmarkBulkWrites(b *testing.B) {
	const size = 2000
	plain, db := pair(b)
	ours := stores(b, db, "ours")
	r := rand.New(rand.NewPCG(1, 2))
	var batch []relationship.Tie
	beside(b, func(i int) { batch = someTies(r, 100_000, i*size, size) }, func(int) {
		var rows []row
		for _, t := range batch {
			rows = append(rows, row{"tie", string(t.ID), string(t.From), string(t.To), string(t.Kind), text(b, t)})
		}
		writePlain(b, plain.Handle(), rows)
	}, func(int) { writeBatch(b, ours, relationship.Batch{Ties: batch}) })
}

// BenchmarkTwoHops asks for the ties of a party and for those of all whom it meets there, by the same
// two queries in plain SQL and through the store.
func BenchmarkTwoHops(b *testing.B) {
	db := openFile(b)
	s := stores(b, db, "ours")
	r := rand.New(rand.NewPCG(1, 2))
	parties := *ties / 10
	for first := 0; first < *ties; first += 10_000 {
		writeBatch(b, s, relationship.Batch{Ties: someTies(r, parties, first, min(10_000, *ties-first))})
	}
	read, err := sql.Open("sqlite", "file:"+address(b, db)+"?_pragma=cache_size(-16384)")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = read.Close() })
	ask := func(i int) relationship.PartyID {
		return relationship.PartyID(fmt.Sprintf("party-%06d", parties/4+i*7919%(parties/2)))
	}
	found, hops := 0, 0
	beside(b, nothing, func(i int) {
		one := plainTies(b, read, []relationship.PartyID{ask(i)})
		two := len(plainTies(b, read, others(one)))
		found += two
		hops += two
	}, func(i int) {
		one := ourTies(b, s, []relationship.PartyID{ask(i)})
		found -= len(ourTies(b, s, others(one)))
	})
	b.ReportMetric(float64(hops)/float64(b.N), "ties")
	if found != 0 {
		b.Errorf("the two ways found different ties: %d", found)
	}
}

// address returns the name under which the file of db is opened once more.
func address(b *testing.B, db *sqlite.DB) string {
	b.Helper()
	var seq, name, file string
	if err := db.Handle().QueryRowContext(b.Context(), "pragma database_list").Scan(&seq, &name, &file); err != nil {
		b.Fatal(err)
	}
	return file
}

// others returns the parties at both ends of ties, each once.
func others(ties [][2]relationship.PartyID) []relationship.PartyID {
	seen := map[relationship.PartyID]bool{}
	var out []relationship.PartyID
	for _, t := range ties {
		for _, id := range t {
			if !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
	}
	return out
}

func plainTies(b *testing.B, db *sql.DB, of []relationship.PartyID) [][2]relationship.PartyID {
	b.Helper()
	rows, err := db.QueryContext(context.WithoutCancel(b.Context()), `select id, k1, k2, body from kith_record where scope = 'ours' and noun = 'tie' and k1 in (select value from json_each(?1))
		union all select id, k1, k2, body from kith_record where scope = 'ours' and noun = 'tie' and k2 in (select value from json_each(?1))`, text(b, of))
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	var out [][2]relationship.PartyID
	seen := map[string]bool{}
	for rows.Next() {
		var id, body string
		var ends [2]relationship.PartyID
		if err := rows.Scan(&id, &ends[0], &ends[1], &body); err != nil {
			b.Fatal(err)
		}
		if !seen[id] {
			seen[id] = true
			out = append(out, ends)
		}
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	return out
}

func ourTies(b *testing.B, s relationship.Store, of []relationship.PartyID) [][2]relationship.PartyID {
	b.Helper()
	var out [][2]relationship.PartyID
	for after := relationship.TieID(""); ; {
		page, err := s.Ties(b.Context(), relationship.TieQuery{Of: of, After: after})
		if err != nil {
			b.Fatal(err)
		}
		for _, t := range page.Records {
			out = append(out, [2]relationship.PartyID{t.From, t.To})
			after = t.ID
		}
		if page.Last || len(page.Records) == 0 {
			return out
		}
	}
}
