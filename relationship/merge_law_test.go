package relationship_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// drawNetwork draws persons p0..p5 with a fact each, and ties between them.
func drawNetwork(t *rapid.T) relationship.Batch {
	b := relationship.Batch{Parties: people("p0", "p1", "p2", "p3", "p4", "p5")}
	for i := range b.Parties {
		b.Parties[i].Facts = []relationship.Fact{{Name: "number", Value: float64(i), Basis: relationship.Stated}}
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "ties") {
		from := rapid.IntRange(0, 5).Draw(t, "from")
		to := (from + rapid.IntRange(1, 5).Draw(t, "to")) % 6
		kind := rapid.SampledFrom([]relationship.KindName{"friend", "introduced"}).Draw(t, "kind")
		b.Ties = append(b.Ties, tie(relationship.TieID(fmt.Sprint("t", i)), kind, b.Parties[from].ID, b.Parties[to].ID))
	}
	return b
}

// A whole is what every party looks like, with its ties.
type whole struct {
	Resolved map[relationship.PartyID]relationship.PartyID
	Profiles map[relationship.PartyID]relationship.Profile
	Around   map[relationship.PartyID][]seen
}

func wholeOf(t *rapid.T, r *relationship.Reader) whole {
	t.Helper()
	w := whole{map[relationship.PartyID]relationship.PartyID{}, map[relationship.PartyID]relationship.Profile{}, map[relationship.PartyID][]seen{}}
	resolver, err := r.Resolver(t.Context())
	ok(t, err)
	for _, p := range people("p0", "p1", "p2", "p3", "p4", "p5") {
		root, err := r.Resolve(t.Context(), p.ID)
		ok(t, err)
		if got := resolver(p.ID); got != root {
			t.Fatalf("Resolver says %s of %s, want %s as Resolve says", got, p.ID, root)
		}
		w.Resolved[p.ID] = root
		w.Profiles[p.ID], err = r.Profile(t.Context(), p.ID)
		ok(t, err)
		w.Around[p.ID] = around(t, r, p.ID)
		family, err := r.Family(t.Context(), p.ID)
		ok(t, err)
		if want := w.Profiles[p.ID].IDs(); !slices.Equal(family, want) {
			t.Fatalf("Family says %v of %s, want %v as Profile says", family, p.ID, want)
		}
	}
	return w
}

func TestThePartyNobodyKnowsIsItsOwnFamily(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if got, err := d.Family(t.Context(), "nobody"); err != nil || !slices.Equal(got, []relationship.PartyID{"nobody"}) {
		t.Errorf("Family: got %v, %v, want the ID alone", got, err)
	}
}

func TestMergesAndUnmergesLeaveTheMergesThatStand(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		network := drawNetwork(t)
		d := newDesk(t)
		put(t, d.Book, network)
		standing := map[relationship.PartyID]relationship.PartyID{}
		for range rapid.IntRange(1, 16).Draw(t, "steps") {
			one, into := partyID(t, "one"), partyID(t, "into")
			if rapid.IntRange(0, 2).Draw(t, "unmerge") == 0 {
				ok(t, d.Unmerge(t.Context(), one))
				delete(standing, one)
				continue
			}
			if err := d.Merge(t.Context(), into, one); err == nil {
				standing[one] = into
			} else if !refusal(err) {
				t.Fatalf("merge: got error %v, want none or a refusal", err)
			}
		}

		alone := newDesk(t)
		put(t, alone.Book, network)
		order := rapid.Permutation(slices.Sorted(maps.Keys(standing))).Draw(t, "order")
		for _, id := range order {
			ok(t, alone.Merge(t.Context(), standing[id], id))
		}
		same(t, "after all merges and un-merges", wholeOf(t, &d.Reader), wholeOf(t, &alone.Reader), noRevs())

		for _, id := range rapid.Permutation(order).Draw(t, "back") {
			ok(t, d.Unmerge(t.Context(), id))
		}
		never := newDesk(t)
		put(t, never.Book, network)
		same(t, "after un-merging all", wholeOf(t, &d.Reader), wholeOf(t, &never.Reader), noRevs())
	})
}

func TestMergingSeveralAtOnceIsMergingOneByOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		network := drawNetwork(t)
		losers := rapid.SliceOfNDistinct(rapid.SampledFrom([]relationship.PartyID{"p1", "p2", "p3"}), 1, 3, rapid.ID).Draw(t, "losers")
		at, by := newDesk(t), newDesk(t)
		put(t, at.Book, network)
		put(t, by.Book, network)
		ok(t, at.Merge(t.Context(), "p0", losers...))
		for _, id := range losers {
			ok(t, by.Merge(t.Context(), "p0", id))
		}
		same(t, "merged at once", wholeOf(t, &at.Reader), wholeOf(t, &by.Reader), noRevs())
		ok(t, at.Unmerge(t.Context(), losers...))
		never := newDesk(t)
		put(t, never.Book, network)
		same(t, "un-merged at once", wholeOf(t, &at.Reader), wholeOf(t, &never.Reader), noRevs())
	})
}

func TestMergeMovesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(t)
		put(t, d.Book, drawNetwork(t))
		before := contentOf(t, d.store)
		ok(t, d.Merge(t.Context(), "p0", "p1"))
		after := contentOf(t, d.store)
		same(t, "ties", after.Ties, before.Ties) // revisions too
		after.Parties[1].MergedInto = ""
		same(t, "parties", after.Parties, before.Parties, noRevs())
	})
}
