package relationshiptest

import "github.com/kithcrm/kith/relationship"

func eraseClauses() []clause {
	return []clause{
		{name: "erase/party", sentence: "For each party in b.Erase, every version must be removed of the party itself.", check: checkEraseParty},
		{name: "erase/several", sentence: "For each party in b.Erase, every version must be removed.", check: checkEraseSeveral},
		{name: "erase/ties", sentence: "Every version must be removed of all ties that have it at either end.", check: checkEraseTies},
		{name: "erase/own-needs", sentence: "Every version must be removed of all needs that are its own.", check: checkEraseOwnNeeds},
		{name: "erase/needs-in-ties", sentence: "Every version must be removed of all needs in one of those ties.", check: checkEraseNeedsInTies},
		{name: "erase/void-ties", sentence: "Every version must be removed of needs in ties that have it at either end, void ones too.", check: checkEraseVoidTies},
		{name: "erase/rest", sentence: "Records that are not removed keep their Rev.", check: checkEraseRest},
		{name: "erase/unknown", sentence: "Erasing a party that is not there succeeds.", check: checkEraseUnknown},
		{name: "erase/not-there", sentence: "What was erased is not there: ErrNotFound.", check: checkErasedNotThere},
		{name: "erase/create-again", sentence: "A record whose Rev is 0 is created; it may have been erased before.", check: checkEraseCreateAgain},
		{name: "erase/old-rev", sentence: "Of a record that was erased and created again, an old Rev is stale.", check: checkErasedRevStale},
	}
}

// kin writes the records that the clauses about erasing the party "ann" are about, in one batch.
func kin(tb TB, s relationship.Store) relationship.Seq {
	tb.Helper()
	return writeBatch(tb, s, kinBatch())
}

func kinBatch() relationship.Batch {
	b := batch(
		person("ann"), person("bob"), person("cid"),
		tie("ab", "ann", "bob"), tie("aa", "ann", "ann"), tie("bc", "bob", "cid"), tie("ca", "cid", "ann"),
		need("a", "ann", ""), need("a-bc", "ann", "bc"), need("b", "bob", ""), need("b-ab", "bob", "ab"), need("b-bc", "bob", "bc"), need("c-ca", "cid", "ca"),
	)
	b.By, b.Why = "bob", "the first import"
	return b
}

// kinWithoutAnn is what remains of kin after ann was erased.
func kinWithoutAnn() []any {
	return []any{person("bob"), person("cid"), tie("bc", "bob", "cid"), need("b", "bob", ""), need("b-bc", "bob", "bc")}
}

func checkEraseParty(tb TB, s relationship.Store) {
	first := write(tb, s, person("ann"), person("bob"))
	write(tb, s, person("ann", first))
	erase(tb, s, "ann")
	mustHold(tb, s, person("bob"))
	mustFind(tb, parties(s, relationship.PartyQuery{IDs: []relationship.PartyID{"ann"}}))
}

func checkEraseSeveral(tb TB, s relationship.Store) {
	kin(tb, s)
	erase(tb, s, "cid", "nobody", "ann")
	mustHold(tb, s, person("bob"), need("b", "bob", ""))
}

func checkEraseTies(tb TB, s relationship.Store) {
	kin(tb, s)
	erase(tb, s, "ann")
	mustFind(tb, ties(s, relationship.TieQuery{}), "bc")
	mustFind(tb, ties(s, relationship.TieQuery{Of: []relationship.PartyID{"ann"}}))
	mustFind(tb, ties(s, relationship.TieQuery{Of: []relationship.PartyID{"bob", "cid"}}), "bc")
}

func checkEraseOwnNeeds(tb TB, s relationship.Store) {
	write(tb, s, person("ann"), need("a", "ann", ""), need("a-t", "ann", "t"), need("b", "bob", ""), need("b-t", "bob", "t"))
	erase(tb, s, "ann")
	mustFind(tb, needs(s, relationship.NeedQuery{}), "b", "b-t")
}

func checkEraseNeedsInTies(tb TB, s relationship.Store) {
	kin(tb, s)
	erase(tb, s, "ann")
	mustHold(tb, s, kinWithoutAnn()...)
}

// checkEraseVoidTies erases a party whose tie was void, though the need in it was not.
func checkEraseVoidTies(tb TB, s relationship.Store) {
	rev := kin(tb, s)
	write(tb, s, void(relationship.TieID("ab").Ref(), rev), void(relationship.PartyID("ann").Ref(), rev))
	erase(tb, s, "ann")
	mustHold(tb, s, kinWithoutAnn()...)
}

func checkEraseRest(tb TB, s relationship.Store) {
	first := kin(tb, s)
	second := write(tb, s, person("bob", first))
	erase(tb, s, "ann")
	rest := batch(kinWithoutAnn()...)
	want := content{rest.Parties, rest.Ties, rest.Needs}.at(first)
	want.Parties[0].Rev = second
	mustEqual(tb, "the records that were not erased", contentOf(tb, s, 0), want)
	write(tb, s, person("bob", second), tie("bc", "bob", "cid", first), need("b", "bob", "", first))
}

func checkEraseUnknown(tb TB, s relationship.Store) {
	first := erase(tb, s, "ann")
	kin(tb, s)
	erase(tb, s, "ann")
	again := erase(tb, s, "ann", "nobody")
	if again <= first {
		tb.Fatalf("erase: got number %d after %d, want a greater one", again, first)
	}
	mustHold(tb, s, kinWithoutAnn()...)
}

func checkErasedNotThere(tb TB, s relationship.Store) {
	rev := kin(tb, s)
	erase(tb, s, "ann")
	for _, gone := range []any{
		person("ann", rev), tie("ab", "ann", "bob", rev), tie("ca", "cid", "ann", rev), need("a", "ann", "", rev), need("c-ca", "cid", "ca", rev),
		void(relationship.PartyID("ann").Ref(), rev), void(relationship.TieID("aa").Ref(), rev), void(relationship.NeedID("b-ab").Ref(), rev),
	} {
		refuse(tb, s, relationship.ErrNotFound, batch(gone))
	}
}

func checkEraseCreateAgain(tb TB, s relationship.Store) {
	kin(tb, s)
	erase(tb, s, "ann")
	// Of what was there before nothing binds what comes: the tie may now have other ends.
	write(tb, s, person("ann"), tie("ab", "cid", "bob"), need("a", "cid", "bc"))
	mustFind(tb, parties(s, relationship.PartyQuery{}), "ann", "bob", "cid")
	mustFind(tb, ties(s, relationship.TieQuery{Of: []relationship.PartyID{"cid"}}), "ab", "bc")
	mustFind(tb, ties(s, relationship.TieQuery{Of: []relationship.PartyID{"ann"}}))
	mustFind(tb, needs(s, relationship.NeedQuery{Of: []relationship.PartyID{"cid"}}), "a")
	erase(tb, s, "ann")
	mustFind(tb, ties(s, relationship.TieQuery{}), "ab", "bc")
}

func checkErasedRevStale(tb TB, s relationship.Store) {
	old := kin(tb, s)
	erase(tb, s, "ann")
	now := write(tb, s, person("ann"), tie("ab", "ann", "bob"), need("a", "ann", ""))
	for _, stale := range []any{person("ann", old), tie("ab", "ann", "bob", old), need("a", "ann", "", old)} {
		refuse(tb, s, relationship.ErrStale, batch(stale))
	}
	write(tb, s, person("ann", now), tie("ab", "ann", "bob", now), need("a", "ann", "", now))
}
