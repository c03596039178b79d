package network_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// What was hers is another's as long as she is merged with him, and is gone all the same.
func TestWhoWasErasedAndIsMergedAgainHasLeftNothingBehind(t *testing.T) {
	t.Parallel()
	for _, void := range []bool{false, true} {
		d := office(t)
		d.merge(t, "bob", "ann")
		s := readOf(t, d.Book)
		if err := d.Unmerge(t.Context(), "ann"); err != nil {
			t.Fatal(err)
		}
		if void {
			d.void(t, relationship.TieID("t2").Ref())
		}
		d.erase(t, "ann")
		d.put(t, relationship.Batch{Parties: []relationship.Party{{ID: "ann", Kind: relationship.Person}}})
		d.merge(t, "bob", "ann")
		mustBeRead(t, refreshed(t, s, d.Book), d.Book, ids("ann", "bob", "cem", "dot"))
	}
}

// A store may hold what no book lets pass: merges in circles and into nobody, ties of parties that are
// not there, and parties that are void although ties name them.
func TestWhatIsWrittenAroundABookIsRefreshedToo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(t)
		parties, ties := map[relationship.PartyID]relationship.Seq{}, map[relationship.TieID]relationship.Tie{}
		write := func() {
			b := drawAroundBook(t, parties, ties)
			seq, err := d.store.Write(t.Context(), b)
			if err != nil {
				t.Fatal(err)
			}
			noteWritten(b, seq, parties, ties)
		}
		for range rapid.IntRange(0, 4).Draw(t, "before") {
			write()
		}
		s := readOf(t, d.Book)
		for range rapid.IntRange(1, 4).Draw(t, "refreshes") {
			for range rapid.IntRange(1, 3).Draw(t, "between") {
				write()
			}
			s = refreshed(t, s, d.Book)
			mustBeRead(t, s, d.Book, plainIDs())
		}
	})
}

// drawAroundBook draws a batch that a store must take, whatever a book would say of it.
func drawAroundBook(t *rapid.T, parties map[relationship.PartyID]relationship.Seq, ties map[relationship.TieID]relationship.Tie) relationship.Batch {
	b := relationship.Batch{At: dayOf(1), By: "me"}
	anyone := rapid.SampledFrom(plainIDs())
	for _, id := range rapid.SliceOfNDistinct(anyone, 0, 4, rapid.ID).Draw(t, "parties") {
		rev := parties[id]
		if rev > 0 && rapid.IntRange(0, 3).Draw(t, "void") == 0 {
			b.Void = append(b.Void, relationship.Voided{Ref: id.Ref(), Rev: rev})
			continue
		}
		p := relationship.Party{ID: id, Rev: rev, Kind: relationship.Person}
		if rapid.Bool().Draw(t, "merged") {
			p.MergedInto = anyone.Filter(func(into relationship.PartyID) bool { return into != id }).Draw(t, "into")
		}
		b.Parties = append(b.Parties, p)
	}
	tie := rapid.Map(rapid.IntRange(0, 9), func(n int) relationship.TieID { return relationship.TieID(fmt.Sprint("t", n)) })
	for _, id := range rapid.SliceOfNDistinct(tie, 0, 4, rapid.ID).Draw(t, "ties") {
		old, there := ties[id]
		switch {
		case there && old.Rev > 0 && rapid.Bool().Draw(t, "void"):
			b.Void = append(b.Void, relationship.Voided{Ref: id.Ref(), Rev: old.Rev})
		case there:
			b.Ties = append(b.Ties, old)
		default:
			kind := rapid.SampledFrom([]relationship.KindName{"serves", "knows", "parent"}).Draw(t, "kind")
			b.Ties = append(b.Ties, plainOf(id, kind, anyone.Draw(t, "from"), anyone.Draw(t, "to")).Tie)
		}
	}
	if len(b.Parties)+len(b.Ties)+len(b.Void) == 0 {
		b.Erase = []relationship.PartyID{anyone.Draw(t, "erased")}
	}
	return b
}

// noteWritten notes what a batch has made of the records.
func noteWritten(b relationship.Batch, seq relationship.Seq, parties map[relationship.PartyID]relationship.Seq, ties map[relationship.TieID]relationship.Tie) {
	for _, p := range b.Parties {
		parties[p.ID] = seq
	}
	for _, t := range b.Ties {
		t.Rev = seq
		ties[t.ID] = t
	}
	for _, v := range b.Void {
		switch v.Ref.Noun {
		case relationship.NounParty:
			delete(parties, relationship.PartyID(v.Ref.ID))
		case relationship.NounTie:
			t := ties[relationship.TieID(v.Ref.ID)]
			t.Rev = 0 // it may come again, with the same ends
			ties[t.ID] = t
		}
	}
	for _, id := range b.Erase {
		delete(parties, id)
		for tie, t := range ties {
			if t.From == id || t.To == id {
				delete(ties, tie)
			}
		}
	}
}

func TestANumberThatIsNoPartyAnyMoreReachesNothing(t *testing.T) {
	t.Parallel()
	d := office(t)
	old := readOf(t, d.Book)
	n, _ := old.Number("ann")
	d.merge(t, "bob", "ann")
	w := walkerOf(t, refreshed(t, old, d.Book), "serves?", network.Bounds{})
	if got := w.From(n); len(got) != 0 {
		t.Errorf("got %v reached from the number of a party that has gone", got)
	}
}

func TestNumbersOfNewPartiesAreTheSameEveryTime(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "ann")
	s := readOf(t, d.Book)
	b := relationship.Batch{At: dayOf(1)}
	for i := range 10 {
		b.Parties = append(b.Parties, relationship.Party{ID: relationship.PartyID(fmt.Sprint("p", i)), Kind: relationship.Person, MergedInto: "nobody"})
	}
	if _, err := d.store.Write(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	numbered := func() (ids []relationship.PartyID) {
		s := refreshed(t, s, d.Book)
		for n := range uint32(11) {
			ids = append(ids, s.ID(n))
		}
		return ids
	}
	if first, again := numbered(), numbered(); !slices.Equal(first, again) {
		t.Errorf("got %q and %q by number", first, again)
	}
}
