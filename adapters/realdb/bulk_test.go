package realdb_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/adapters/sqlstore"
	"github.com/kithcrm/kith/relationship"
)

// load writes parties, three ties of each and one need of each, in batches.
func load(t *testing.T, s relationship.Store, parties int) {
	t.Helper()
	const size = 1000
	r := rand.New(rand.NewPCG(1, 2))
	for first := 0; first < parties; first += size {
		b := relationship.Batch{At: time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)}
		for i := first; i < min(first+size, parties); i++ {
			p := person(loaded(i), "somebody")
			if i%50 == 1 {
				p.MergedInto = loaded(i - 1)
			}
			b.Parties = append(b.Parties, p)
			for n := range 3 {
				b.Ties = append(b.Ties, friends(relationship.TieID(fmt.Sprintf("%06d-%d", i, n)), loaded(i), loaded(r.IntN(parties))))
			}
			b.Needs = append(b.Needs, relationship.Need{ID: relationship.NeedID(loaded(i)), Party: loaded(i), Tie: b.Ties[len(b.Ties)-1].ID, Text: "something"})
		}
		_, err := s.Write(t.Context(), b)
		ok(t, err)
	}
}

func loaded(i int) relationship.PartyID { return relationship.PartyID(fmt.Sprintf("party-%06d", i)) }

// Nobody runs analyze right after a load. There are then no statistics, or those of another tenant who had
// next to nothing. Plans must be good all the same: no question may look at many more rows than it finds.
func TestReadsRightAfterALoadLookAtLittle(t *testing.T) {
	t.Parallel()
	afterALoad(t, engines()[1:], func(t *testing.T, d *database, scope string, n int) { load(t, d.store(t, scope), n) }, func(d *database) map[string]look {
		s := d.store(t, "large")
		all := reads(s)
		all["an erasure"], all["a change"], all["a feed"] = erase(s), change(s), follow(d.feed(t, "large", "index"))
		return all
	})
}

// A look asks for a little of much, the n-th time, and returns how many records it found.
type look = func(t *testing.T, n int) int

// afterALoad loads a tenant of 20,000 into new databases of some engines, which know nothing yet or
// little, and tries each look by itself: first those that read.
func afterALoad(t *testing.T, engines []engine, load func(t *testing.T, d *database, scope string, n int), looks func(*database) map[string]look) {
	t.Helper()
	for _, e := range engines {
		for _, analysed := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, analysed before: %t", e.name, analysed), func(t *testing.T) {
				t.Parallel()
				d := open(t, place{e.name, e.source(t), true})
				d.migrate(t)
				d.db.SetMaxOpenConns(1) // whose counters can be read
				for _, table := range d.tables(t) {
					d.exec(t, "alter table "+table+" set (autovacuum_enabled = false)")
				}
				if analysed {
					load(t, d, "small", 10)
					d.exec(t, "analyze")
				}
				load(t, d, "large", 20_000)
				all := looks(d)
				last := []string{"an erasure", "a change", "a feed"}
				for name, look := range all {
					if !slices.Contains(last, name) {
						t.Run(name, func(t *testing.T) { looksAtLittle(t, d, look) })
					}
				}
				for _, name := range last {
					if look, there := all[name]; there {
						t.Run(name, func(t *testing.T) { looksAtLittle(t, d, look) })
					}
				}
			})
		}
	}
}

// looksAtLittle reads a dozen times: after five, the server may change its plan.
func looksAtLittle(t *testing.T, d *database, read func(t *testing.T, n int) int) {
	for n := range 12 {
		before := d.lookedAt(t)
		start := time.Now()
		found := read(t, n)
		took := time.Since(start)
		if looked := d.lookedAt(t) - before; looked > 20*found+500 {
			t.Fatalf("time %d: to find %d records it looked at %d rows, in %v", n, found, looked, took)
		}
	}
}

// lookedAt returns how many rows the server has read, by whatever way.
func (d *database) lookedAt(t *testing.T) int {
	t.Helper()
	d.exec(t, "select pg_stat_force_next_flush()")
	var n int
	ok(t, d.db.QueryRowContext(t.Context(), `select coalesce(sum(seq_tup_read), 0) + coalesce(
		(select sum(idx_tup_read) from pg_stat_user_indexes), 0) from pg_stat_user_tables`).Scan(&n))
	return n
}

// follow returns a way to claim and confirm one batch at a time.
func follow(f *sqlstore.Feed) func(t *testing.T, n int) int {
	return func(t *testing.T, _ int) int {
		c := claim(t, f, 1, time.Hour)
		ok(t, f.Confirm(t.Context(), c))
		found := 0
		for _, e := range c.Events {
			b := e.Batch.(relationship.Batch)
			found += 1 + len(b.Parties) + len(b.Ties) + len(b.Needs)
		}
		return found
	}
}

// change returns a way to replace a party and to make a need void.
func change(s relationship.Store) func(t *testing.T, n int) int {
	return func(t *testing.T, n int) int {
		parties, err := s.Parties(t.Context(), relationship.PartyQuery{IDs: []relationship.PartyID{loaded(n*1000 + 5)}})
		ok(t, err)
		_, err = s.Write(t.Context(), relationship.Batch{
			At: time.Date(2026, time.March, 5, 12, 0, 0, 0, time.UTC), Parties: parties.Records,
			Void: []relationship.Voided{{Ref: relationship.NeedID(loaded(n*1000 + 5)).Ref(), Rev: parties.Records[0].Rev}},
		})
		ok(t, err)
		return 2
	}
}

// erase returns a way to erase a party with its ties and needs. Each is deleted from the records and looked
// for among those that were.
func erase(s relationship.Store) func(t *testing.T, n int) int {
	return func(t *testing.T, n int) int {
		gone := []relationship.PartyID{loaded(n*1000 + 3)}
		ties, err := s.Ties(t.Context(), relationship.TieQuery{Of: gone})
		ok(t, err)
		_, err = s.Write(t.Context(), relationship.Batch{At: time.Date(2026, time.March, 5, 12, 0, 0, 0, time.UTC), Erase: gone})
		ok(t, err)
		return 2 + 2*len(ties.Records)
	}
}

// reads returns ways to read a little of much: each returns how many records it found.
func reads(s relationship.Historian) map[string]func(t *testing.T, n int) int {
	one := func(n int) []relationship.PartyID { return []relationship.PartyID{loaded(n * 1000)} }
	some := func(n int) []relationship.PartyID {
		var ids []relationship.PartyID
		for i := range 100 {
			ids = append(ids, loaded(n*1000+i*7))
		}
		return ids
	}
	parties := func(q func(n int) relationship.PartyQuery) func(*testing.T, int) int {
		return func(t *testing.T, n int) int {
			page, err := s.Parties(t.Context(), q(n))
			ok(t, err)
			return len(page.Records)
		}
	}
	ties := func(q func(n int) relationship.TieQuery) func(*testing.T, int) int {
		return func(t *testing.T, n int) int {
			page, err := s.Ties(t.Context(), q(n))
			ok(t, err)
			return len(page.Records)
		}
	}
	needs := func(q func(n int) relationship.NeedQuery) func(*testing.T, int) int {
		return func(t *testing.T, n int) int {
			page, err := s.Needs(t.Context(), q(n))
			ok(t, err)
			return len(page.Records)
		}
	}
	log := func(q func(n int) relationship.LogQuery) func(*testing.T, int) int {
		return func(t *testing.T, n int) int {
			page, err := s.Log(t.Context(), q(n))
			ok(t, err)
			found := 0
			for _, b := range page.Records {
				found += 1 + len(b.Parties) + len(b.Ties) + len(b.Needs)
			}
			return found
		}
	}
	return map[string]func(*testing.T, int) int{
		"a party": parties(func(n int) relationship.PartyQuery { return relationship.PartyQuery{IDs: one(n)} }),
		"parties": parties(func(n int) relationship.PartyQuery { return relationship.PartyQuery{IDs: some(n)} }),
		"a page of parties": parties(func(n int) relationship.PartyQuery {
			return relationship.PartyQuery{After: loaded(n * 1500), Limit: 100}
		}),
		"who is merged into":  parties(func(n int) relationship.PartyQuery { return relationship.PartyQuery{MergedInto: some(n)} }),
		"who is merged":       parties(func(n int) relationship.PartyQuery { return relationship.PartyQuery{Merged: true, Limit: 100} }),
		"as known":            parties(func(n int) relationship.PartyQuery { return relationship.PartyQuery{IDs: some(n), Known: 15} }),
		"ties of a party":     ties(func(n int) relationship.TieQuery { return relationship.TieQuery{Of: one(n)} }),
		"ties of parties":     ties(func(n int) relationship.TieQuery { return relationship.TieQuery{Of: some(n)} }),
		"few ties of parties": ties(func(n int) relationship.TieQuery { return relationship.TieQuery{Of: some(n), Limit: 10} }),
		"ties of a kind": ties(func(n int) relationship.TieQuery {
			return relationship.TieQuery{Of: some(n), Kinds: []relationship.KindName{"friend"}}
		}),
		"ties as known": ties(func(n int) relationship.TieQuery { return relationship.TieQuery{Of: some(n), Known: 15} }),
		"ties by their IDs": ties(func(n int) relationship.TieQuery {
			return relationship.TieQuery{IDs: []relationship.TieID{"000001-1", "012345-2"}}
		}),
		"needs of parties": needs(func(n int) relationship.NeedQuery { return relationship.NeedQuery{Of: some(n)} }),
		"needs in ties": needs(func(n int) relationship.NeedQuery {
			return relationship.NeedQuery{In: []relationship.TieID{"000001-2", "012345-2"}}
		}),
		"the history of a party": log(func(n int) relationship.LogQuery {
			return relationship.LogQuery{About: []relationship.Ref{loaded(n * 1000).Ref()}}
		}),
		"the history of some records": log(func(n int) relationship.LogQuery {
			return relationship.LogQuery{Limit: 1, About: []relationship.Ref{
				loaded(n * 1000).Ref(), loaded(n*1000 + 1).Ref(), relationship.TieID("012345-2").Ref(), relationship.NeedID(loaded(7)).Ref(),
			}}
		}),
		"a page of the log": log(func(n int) relationship.LogQuery { return relationship.LogQuery{After: relationship.Seq(n), Limit: 1} }),
	}
}
