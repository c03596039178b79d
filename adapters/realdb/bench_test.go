package realdb_test

import (
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/relationship"
)

var ties = flag.Int("ties", 100_000, "how many ties the network of BenchmarkTwoHopsOnAServer has")

// benched returns a new database on a server.
func benched(b *testing.B) *database {
	b.Helper()
	d := open(b, place{Engine: postgresEngine, Source: realparts.Postgres(b)})
	d.migrate(b)
	d.exec(b, "insert into kith_scope (scope, seq) values ('plain', 0)")
	return d
}

// beside runs two ways to do the same in turn, so that both meet the same weather, and reports how
// many times longer the second one takes. What ready does before is not counted.
func beside(b *testing.B, ready, plain, ours func(round int)) {
	b.Helper()
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

// A plainRow is what plain SQL writes of a record: the same as a store.
type plainRow struct{ noun, id, k1, k2, k3, k4, body string }

// writePlain writes rows as a program would that does nothing else: count up, write many rows with one
// statement, log.
func writePlain(b *testing.B, db *sql.DB, rows []plainRow) {
	b.Helper()
	tx, err := db.BeginTx(b.Context(), nil)
	ok(b, err)
	defer tx.Rollback() // which does nothing after a commit
	var seq int64
	ok(b, tx.QueryRowContext(b.Context(), "update kith_scope set seq = seq + 1 where scope = 'plain' returning seq").Scan(&seq))
	const most = 500
	for first := 0; first < len(rows); first += most {
		var places []string
		var args []any
		for i, r := range rows[first:min(first+most, len(rows))] {
			var row []string
			for _, arg := range []any{r.noun, r.id, seq, first + i, null(r.k1), null(r.k2), null(r.k3), null(r.k4), r.body} {
				args = append(args, arg)
				row = append(row, fmt.Sprint("$", len(args)))
			}
			places = append(places, "('plain', "+strings.Join(row, ", ")+")")
		}
		_, err := tx.ExecContext(b.Context(), "insert into kith_record (scope, noun, id, seq, place, k1, k2, k3, k4, body) values "+strings.Join(places, ", "), args...)
		ok(b, err)
	}
	_, err = tx.ExecContext(b.Context(), "insert into kith_batch (scope, room, seq, at, by_party, why, size)"+
		" values ('plain', 'relationship', $1, '2026-03-04T12:00:00.000000000Z', '', '', $2)", seq, len(rows))
	ok(b, err)
	ok(b, tx.Commit())
}

// besideRows writes so many rows in plain SQL, and then the same by ours, again and again.
func besideRows(b *testing.B, e engine, size int, row func(i int) plainRow, ours func(d *database, first int) error) {
	b.Helper()
	d := open(b, place{Engine: e.name, Source: e.source(b)})
	d.migrate(b)
	d.exec(b, "insert into kith_scope (scope, seq) values ('plain', 0)")
	beside(b, nothing, func(round int) {
		rows := make([]plainRow, size)
		for i := range rows {
			rows[i] = row(round*size + i)
		}
		if d.file != nil {
			writePrepared(b, d, rows)
			return
		}
		writePlain(b, d.db, rows)
	}, func(round int) { ok(b, ours(d, round*size)) })
}

// writePrepared writes rows in the way that is fastest into SQLite.
func writePrepared(b *testing.B, d *database, rows []plainRow) {
	b.Helper()
	tx, err := d.db.BeginTx(b.Context(), nil)
	ok(b, err)
	defer tx.Rollback() // which does nothing after a commit
	var seq int64
	ok(b, tx.QueryRowContext(b.Context(), "update kith_scope set seq = seq + 1 where scope = 'plain' returning seq").Scan(&seq))
	insert, err := tx.PrepareContext(b.Context(), "insert into kith_record (scope, noun, id, seq, place, k1, k2, k3, k4, body) values ('plain', ?, ?, ?, ?, ?, ?, ?, ?, ?)")
	ok(b, err)
	defer insert.Close()
	for i, r := range rows {
		_, err := insert.ExecContext(b.Context(), r.noun, r.id, seq, i, null(r.k1), null(r.k2), null(r.k3), null(r.k4), r.body)
		ok(b, err)
	}
	_, err = tx.ExecContext(b.Context(), "insert into kith_batch (scope, room, seq, at, by_party, why, size)"+
		" values ('plain', 'feedback', ?, '2026-03-04T12:00:00.000000000Z', '', '', ?)", seq, len(rows))
	ok(b, err)
	ok(b, tx.Commit())
}

func null(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

func asText(b *testing.B, record any) string {
	b.Helper()
	body, err := json.Marshal(record)
	ok(b, err)
	return string(body)
}

func BenchmarkSingleDurableWritesOnAServer(b *testing.B) {
	d := benched(b)
	ours := d.store(b, "ours")
	party := func(i int) relationship.Party { return person(loaded(i), "Somebody") }
	beside(b, nothing, func(i int) {
		writePlain(b, d.db, []plainRow{{noun: "party", id: string(party(i).ID), body: asText(b, party(i))}})
	}, func(i int) {
		_, err := ours.Write(b.Context(), relationship.Batch{At: time.Unix(0, 0), Parties: []relationship.Party{party(i)}})
		ok(b, err)
	})
}

// someTies returns ties between parties of which few have many.
func someTies(r *rand.Rand, parties, first, n int) []relationship.Tie {
	who := func() relationship.PartyID {
		return loaded(int(float64(parties) * (r.Float64() + r.Float64()*r.Float64()) / 2))
	}
	out := make([]relationship.Tie, n)
	for i := range out {
		out[i] = friends(relationship.TieID(fmt.Sprintf("tie-%09d", first+i)), who(), who())
	}
	return out
}

func BenchmarkBulkWritesOnAServer(b *testing.B) {
	const size = 2000
	d := benched(b)
	ours := d.store(b, "ours")
	r := rand.New(rand.NewPCG(1, 2))
	var batch []relationship.Tie
	beside(b, func(i int) { batch = someTies(r, 100_000, i*size, size) }, func(int) {
		var rows []plainRow
		for _, t := range batch {
			rows = append(rows, plainRow{"tie", string(t.ID), string(t.From), string(t.To), string(t.Kind), "", asText(b, t)})
		}
		writePlain(b, d.db, rows)
	}, func(int) {
		_, err := ours.Write(b.Context(), relationship.Batch{At: time.Unix(0, 0), Ties: batch})
		ok(b, err)
	})
}

// BenchmarkTwoHopsOnAServer asks for the ties of a party and for those of all whom it meets there, by the
// same two queries in plain SQL and through the store.
func BenchmarkTwoHopsOnAServer(b *testing.B) {
	d := benched(b)
	s := d.store(b, "ours")
	r := rand.New(rand.NewPCG(1, 2))
	parties := *ties / 10
	for first := 0; first < *ties; first += 10_000 {
		_, err := s.Write(b.Context(), relationship.Batch{At: time.Unix(0, 0), Ties: someTies(r, parties, first, min(10_000, *ties-first))})
		ok(b, err)
	}
	d.exec(b, "vacuum analyze")
	ask := func(i int) []relationship.PartyID {
		return []relationship.PartyID{loaded(parties/4 + i*7919%(parties/2))}
	}
	found, hops := 0, 0
	beside(b, nothing, func(i int) {
		two := len(plainTies(b, d.db, others(plainTies(b, d.db, ask(i)))))
		found += two
		hops += two
	}, func(i int) { found -= len(ourTies(b, s, others(ourTies(b, s, ask(i))))) })
	b.ReportMetric(float64(hops)/float64(b.N), "ties")
	if found != 0 {
		b.Errorf("the two ways found different ties: %d", found)
	}
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
	ids := make([]string, len(of))
	for i, id := range of {
		ids[i] = string(id)
	}
	rows, err := db.QueryContext(b.Context(), `select id, k1, k2, body from kith_record where scope = 'ours' and noun = 'tie' and k1 = any($1)
		union all select id, k1, k2, body from kith_record where scope = 'ours' and noun = 'tie' and k2 = any($1)`, ids)
	ok(b, err)
	defer rows.Close()
	var out [][2]relationship.PartyID
	seen := map[string]bool{}
	for rows.Next() {
		var id, body string
		var ends [2]relationship.PartyID
		ok(b, rows.Scan(&id, &ends[0], &ends[1], &body))
		if !seen[id] {
			seen[id] = true
			out = append(out, ends)
		}
	}
	ok(b, rows.Err())
	return out
}

func ourTies(b *testing.B, s relationship.Store, of []relationship.PartyID) [][2]relationship.PartyID {
	b.Helper()
	found := walk(b, func(after relationship.TieID) (relationship.Page[relationship.Tie], error) {
		return s.Ties(b.Context(), relationship.TieQuery{Of: of, After: after})
	}, func(t relationship.Tie) relationship.TieID { return t.ID })
	out := make([][2]relationship.PartyID, len(found))
	for i, t := range found {
		out[i] = [2]relationship.PartyID{t.From, t.To}
	}
	return out
}
