package relationshiptest

import (
	"context"
	"slices"

	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// The checks of this file ask the store a question, and compare what it says with what a plain filter
// makes of everything that the store holds. Then they ask the same through a Book.

// queries is how often each set of records is asked.
const queries = 4

func checkPartyQueries(t *rapid.T, open func(TB) relationship.Store) {
	a := newAsked(t, open(t))
	for range queries {
		q := relationship.PartyQuery{
			IDs:        some[relationship.PartyID](t, "ids"),
			MergedInto: some[relationship.PartyID](t, "merged into"),
			Merged:     rapid.IntRange(0, 3).Draw(t, "merged") == 0,
			Known:      a.known(t), After: one[relationship.PartyID](t, "after"), Limit: limit(t),
		}
		all := parties(a.store, relationship.PartyQuery{Known: q.Known}).all(t)
		mustAgree(t, parties(a.store, q), all)
		got := collect(t, q, a.pushed.Parties)
		mustEqual(t, "parties read through a book", got, collect(t, q, a.plain.Parties))
	}
}

func checkTieQueries(t *rapid.T, open func(TB) relationship.Store) {
	a := newAsked(t, open(t))
	for range queries {
		q := relationship.TieQuery{
			IDs: some[relationship.TieID](t, "ids"), Of: some[relationship.PartyID](t, "of"), Kinds: someKinds(t),
			Known: a.known(t), After: one[relationship.TieID](t, "after"), Limit: limit(t),
		}
		all := ties(a.store, relationship.TieQuery{Known: q.Known}).all(t)
		mustAgree(t, ties(a.store, q), all)
		got := collect(t, q, a.pushed.Ties)
		mustEqual(t, "ties read through a book", got, collect(t, q, a.plain.Ties))
	}
}

func checkNeedQueries(t *rapid.T, open func(TB) relationship.Store) {
	a := newAsked(t, open(t))
	for range queries {
		q := relationship.NeedQuery{
			IDs: some[relationship.NeedID](t, "ids"), Of: some[relationship.PartyID](t, "of"), In: some[relationship.TieID](t, "in"),
			Known: a.known(t), After: one[relationship.NeedID](t, "after"), Limit: limit(t),
		}
		all := needs(a.store, relationship.NeedQuery{Known: q.Known}).all(t)
		mustAgree(t, needs(a.store, q), all)
		got := collect(t, q, a.pushed.Needs)
		mustEqual(t, "needs read through a book", got, collect(t, q, a.plain.Needs))
	}
}

func checkLogQueries(t *rapid.T, open func(TB) relationship.Store) {
	a := newAsked(t, open(t))
	h := historian(t, a.store)
	all := batches(h, relationship.LogQuery{}).all(t)
	ref := someRef(all)
	for range queries {
		q := relationship.LogQuery{About: rapid.SliceOfN(ref, 0, 3).Draw(t, "about"), After: a.known(t), Limit: limit(t)}
		mustAgree(t, batches(h, q), all)
		about := ref.Filter(ofThisRoom).Draw(t, "history of")
		got := collect(t, about, a.pushed.History)
		mustEqual(t, "history read through a book", got, collect(t, about, a.plain.History))
	}
}

// ofThisRoom reports whether a reference is to what has a history here.
func ofThisRoom(r relationship.Ref) bool { return r.Noun != "item" }

// someRef generates references, mostly to what stands in a log.
func someRef(log []relationship.Batch) *rapid.Generator[relationship.Ref] {
	var refs []relationship.Ref
	for i := range log {
		refs = append(refs, refsOf(&log[i])...)
	}
	noun := rapid.SampledFrom([]string{relationship.NounParty, relationship.NounTie, relationship.NounNeed, "item"})
	other := rapid.Custom(func(t *rapid.T) relationship.Ref {
		return relationship.Ref{Noun: noun.Draw(t, "noun"), ID: ID().Draw(t, "id")}
	})
	return mostly(rapid.SampledFrom(refs), other)
}

// mustAgree compares what a query finds with what its conditions select of everything.
func mustAgree[T any, K ~string | ~int64](t *rapid.T, r reading[T, K], all []T) {
	t.Helper()
	want := slices.DeleteFunc(slices.Clone(all), func(record T) bool { return !r.match(&record) })
	mustEqual(t, r.what+" that a query finds", r.all(t), want)
}

func collect[T, Q any](t *rapid.T, q Q, read func(context.Context, Q) seqOf[T]) []T {
	t.Helper()
	records, err := relationship.Collect(read(t.Context(), q))
	if err != nil {
		t.Fatalf("read through a book: got error %v", err)
	}
	return records
}

// Conditions. Each is left out more often than not, so that answers are not always empty.

func some[K ~string](t *rapid.T, label string) []K {
	if rapid.IntRange(0, 2).Draw(t, "with "+label) > 0 {
		return nil
	}
	// With doubles, and with IDs that nothing has.
	return as[K](rapid.SliceOfN(mostly(rapid.SampledFrom(fewIDs()), ID()), 1, 6).Draw(t, label))
}

func someKinds(t *rapid.T) []relationship.KindName {
	if rapid.IntRange(0, 2).Draw(t, "with kinds") > 0 {
		return nil
	}
	return rapid.SliceOfN(kindName(), 1, 3).Draw(t, "kinds")
}

func one[K ~string](t *rapid.T, label string) K {
	if rapid.IntRange(0, 2).Draw(t, "with "+label) > 0 {
		return ""
	}
	return K(ID().Draw(t, label))
}

func limit(t *rapid.T) int { return rapid.SampledFrom([]int{0, 0, 1, 2, 3, 10, 1000}).Draw(t, "limit") }
