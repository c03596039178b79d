package realdb_test

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/kithcrm/kith/relationship"
)

// A tester is what testing and rapid have in common.
type tester interface {
	Helper()
	Context() context.Context
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// A content is everything that a store shows.
type content struct {
	Parties []relationship.Party
	Ties    []relationship.Tie
	Needs   []relationship.Need
}

// contentOf reads everything as it was known after a batch; 0 is now.
func contentOf(t tester, s relationship.Store, known relationship.Seq) content {
	t.Helper()
	return content{
		Parties: walk(t, func(after relationship.PartyID) (relationship.Page[relationship.Party], error) {
			return s.Parties(t.Context(), relationship.PartyQuery{Known: known, After: after})
		}, func(p relationship.Party) relationship.PartyID { return p.ID }),
		Ties: walk(t, func(after relationship.TieID) (relationship.Page[relationship.Tie], error) {
			return s.Ties(t.Context(), relationship.TieQuery{Known: known, After: after})
		}, func(x relationship.Tie) relationship.TieID { return x.ID }),
		Needs: walk(t, func(after relationship.NeedID) (relationship.Page[relationship.Need], error) {
			return s.Needs(t.Context(), relationship.NeedQuery{Known: known, After: after})
		}, func(n relationship.Need) relationship.NeedID { return n.ID }),
	}
}

// logOf reads the log after a batch.
func logOf(t tester, s relationship.Historian, after relationship.Seq) []relationship.Batch {
	t.Helper()
	return walk(t, func(next relationship.Seq) (relationship.Page[relationship.Batch], error) {
		return s.Log(t.Context(), relationship.LogQuery{After: max(after, next)})
	}, func(b relationship.Batch) relationship.Seq { return b.Seq })
}

// walk reads page after page.
func walk[T any, K cmp.Ordered](t tester, page func(after K) (relationship.Page[T], error), key func(T) K) []T {
	t.Helper()
	var all []T
	var after K
	for {
		p, err := page(after)
		if err != nil {
			t.Fatalf("reading a page: %v", err)
		}
		for _, r := range p.Records {
			if key(r) <= after {
				t.Fatalf("got %v after %v, want increasing", key(r), after)
			}
			after = key(r)
		}
		all = append(all, p.Records...)
		if p.Last || len(p.Records) == 0 {
			return all
		}
	}
}

// replay applies the batches of a log in order.
func replay(log []relationship.Batch) content {
	parties := map[relationship.PartyID]relationship.Party{}
	ties := map[relationship.TieID]relationship.Tie{}
	needs := map[relationship.NeedID]relationship.Need{}
	for _, b := range log {
		for _, p := range b.Parties {
			parties[p.ID] = p
		}
		for _, x := range b.Ties {
			ties[x.ID] = x
		}
		for _, n := range b.Needs {
			needs[n.ID] = n
		}
		for _, v := range b.Void {
			switch v.Ref.Noun {
			case relationship.NounParty:
				delete(parties, relationship.PartyID(v.Ref.ID))
			case relationship.NounTie:
				delete(ties, relationship.TieID(v.Ref.ID))
			case relationship.NounNeed:
				delete(needs, relationship.NeedID(v.Ref.ID))
			}
		}
	}
	return content{inOrder(parties), inOrder(ties), inOrder(needs)}
}

func inOrder[K ~string, T any](records map[K]T) []T {
	var out []T
	for _, k := range slices.Sorted(maps.Keys(records)) {
		out = append(out, records[k])
	}
	return out
}

// same fails where two values differ to who reads them from a store.
func same(t tester, what string, got, want any) {
	t.Helper()
	if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: (-want +got)\n%s", what, diff)
	}
}

// sound checks what holds of every store that keeps history, at any time, and returns its log: the log
// is in order of numbers and time, and replayed it gives the records.
func sound(t tester, s relationship.Historian) []relationship.Batch {
	t.Helper()
	log := logOf(t, s, 0)
	for i, b := range log {
		if b.At.IsZero() || i > 0 && b.At.Before(log[i-1].At) {
			t.Errorf("batch %d is at %v, after one at a later time", b.Seq, b.At)
		}
	}
	same(t, "the log, replayed", replay(log), contentOf(t, s, 0))
	return log
}

// ok fails on an error.
func ok(t tester, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%v", err)
	}
}

// person returns a party to be created.
func person(id relationship.PartyID, name string) relationship.Party {
	return relationship.Party{ID: id, Kind: relationship.Person, Name: name}
}

// friends returns a tie to be created.
func friends(id relationship.TieID, from, to relationship.PartyID) relationship.Tie {
	return relationship.Tie{
		ID: id, Kind: "friend", From: from, To: to,
		Stints: []relationship.Stint{{From: time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)}},
	}
}

// trio returns two parties, a tie between them and a need in that: records that are written together,
// so that one sees if some of them are missing.
func trio(name string) relationship.Batch {
	a, b, x := relationship.PartyID(name+"/a"), relationship.PartyID(name+"/b"), relationship.TieID(name+"/ab")
	return relationship.Batch{
		Parties: []relationship.Party{person(a, name), person(b, name)},
		Ties:    []relationship.Tie{friends(x, a, b)},
		Needs:   []relationship.Need{{ID: relationship.NeedID(name + "/n"), Party: a, Tie: x, Text: name}},
	}
}
