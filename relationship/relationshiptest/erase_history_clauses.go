package relationshiptest

import "github.com/kithcrm/kith/relationship"

func eraseHistoryClauses() []clause {
	clauses := []clause{
		{name: "erase/known", sentence: "What was known before no longer shows what was erased.", check: checkErasedNotKnown},
		{name: "erase/versions", sentence: "Every version must be removed, from the records and from the log.", check: checkErasedVersions},
		{name: "erase/void-records", sentence: "Every version must be removed, of void ones too.", check: checkErasedVoidRecords},
		{name: "erase/void-entries", sentence: "What was erased must be removed from the log: where it was voided, too.", check: checkErasedVoidEntries},
		{name: "erase/batches-stay", sentence: "Batches that lose something must stay in the log, with number, At and By.", check: checkErasedBatchesStay},
		{name: "erase/why", sentence: "Batches that lose something must stay in the log, with Why empty.", check: checkErasedWhy},
		{name: "erase/why-of-others", sentence: "Batches that lose nothing stay in the log as they are.", check: checkErasedWhyOfOthers},
		{name: "erase/rest-of-batch", sentence: "Records that are not removed stay in the log.", check: checkErasedRestOfBatch},
		{name: "erase/named", sentence: "The erasing batch names the parties.", check: checkEraseNamed},
	}
	for i := range clauses {
		clauses[i].of = withHistory
	}
	return clauses
}

func checkErasedNotKnown(tb TB, s relationship.Store) {
	first := kin(tb, s)
	second := write(tb, s, person("ann", first), tie("ab", "ann", "bob", first), need("a", "ann", "", first))
	third := erase(tb, s, "ann")
	rest := batch(kinWithoutAnn()...)
	want := content{rest.Parties, rest.Ties, rest.Needs}.at(first)
	for _, known := range []relationship.Seq{first, second, third} {
		mustEqual(tb, "what was known", contentOf(tb, s, known), want)
	}
}

// mustNotTell fails where the log puts or voids one of the records. Erasures may name it.
func mustNotTell(tb TB, s relationship.Store, refs ...relationship.Ref) {
	tb.Helper()
	gone := in(refs)
	for _, b := range logOf(tb, s) {
		b.Erase = nil
		for _, ref := range refsOf(&b) {
			if gone(ref) {
				tb.Fatalf("batch %d of the log: got %v, which was erased", b.Seq, ref)
			}
		}
	}
}

func checkErasedVersions(tb TB, s relationship.Store) {
	rev := kin(tb, s)
	for range 3 {
		rev = write(tb, s, person("ann", rev), tie("ca", "cid", "ann", rev), need("c-ca", "cid", "ca", rev), need("a", "ann", "", rev))
	}
	erase(tb, s, "ann")
	mustNotTell(tb, s, relationship.PartyID("ann").Ref(), relationship.TieID("ca").Ref(), relationship.TieID("ab").Ref(),
		relationship.NeedID("c-ca").Ref(), relationship.NeedID("a").Ref())
}

func checkErasedVoidRecords(tb TB, s relationship.Store) {
	rev := kin(tb, s)
	gone := []relationship.Ref{
		relationship.PartyID("ann").Ref(), relationship.TieID("ab").Ref(), relationship.TieID("ca").Ref(),
		relationship.NeedID("a").Ref(), relationship.NeedID("b-ab").Ref(), relationship.NeedID("c-ca").Ref(),
	}
	for _, ref := range gone {
		write(tb, s, void(ref, rev))
	}
	erase(tb, s, "ann")
	mustNotTell(tb, s, gone...)
	rest := batch(kinWithoutAnn()...)
	mustEqual(tb, "what was known before", contentOf(tb, s, rev), content{rest.Parties, rest.Ties, rest.Needs}.at(rev))
}

func checkErasedVoidEntries(tb TB, s relationship.Store) {
	rev := kin(tb, s)
	b := batch(void(relationship.PartyID("ann").Ref(), rev), void(relationship.PartyID("bob").Ref(), rev))
	b.Why = "entered twice"
	voided := writeBatch(tb, s, b)
	erase(tb, s, "ann")
	b.Seq, b.Why, b.Void = voided, "", b.Void[1:]
	mustEqual(tb, "the batch that voided", logOf(tb, s)[1], b)
}

func checkErasedBatchesStay(tb TB, s relationship.Store) {
	b := batch(person("ann"))
	b.At, b.By, b.Why = noon(1), "ann", "asked"
	first := writeBatch(tb, s, b)
	b.At, b.Parties[0].Rev, b.By = noon(2), first, "bob"
	second := writeBatch(tb, s, b)
	third := erase(tb, s, "ann")
	mustEqual(tb, "the log", logOf(tb, s), []relationship.Batch{
		{Seq: first, At: noon(1), By: "ann"}, {Seq: second, At: noon(2), By: "bob"},
		{Seq: third, At: noon(2), Erase: []relationship.PartyID{"ann"}},
	})
}

func checkErasedWhy(tb TB, s relationship.Store) {
	kin(tb, s) // loses some of its records
	all := batch(person("ann-2"))
	all.Why = "ann-2 asked"
	writeBatch(tb, s, all) // loses all of them
	erase(tb, s, "ann", "ann-2")
	for _, b := range logOf(tb, s) {
		if b.Why != "" {
			tb.Fatalf("batch %d of the log: got a Why of %d bytes, want none", b.Seq, len(b.Why))
		}
	}
}

func checkErasedWhyOfOthers(tb TB, s relationship.Store) {
	other := batch(person("dan"))
	other.By, other.Why = "dan", "of his own"
	writeBatch(tb, s, other)
	kin(tb, s)
	forget := relationship.Batch{At: noon(0), By: "bob", Why: "by letter", Erase: []relationship.PartyID{"ann"}}
	writeBatch(tb, s, forget)
	erase(tb, s, "ann") // the batch before names her, and loses nothing
	log := logOf(tb, s)
	if log[0].Why != other.Why || log[2].Why != forget.Why {
		tb.Fatalf("batches 1 and 3 of the log: got Why %q and %q, want %q and %q", log[0].Why, log[2].Why, other.Why, forget.Why)
	}
}

func checkErasedRestOfBatch(tb TB, s relationship.Store) {
	first := kin(tb, s)
	erase(tb, s, "ann")
	rest := batch(kinWithoutAnn()...)
	want := content{rest.Parties, rest.Ties, rest.Needs}.at(first)
	got := logOf(tb, s)[0]
	mustEqual(tb, "what remains of the batch", content{got.Parties, got.Ties, got.Needs}, want)
}

func checkEraseNamed(tb TB, s relationship.Store) {
	kin(tb, s)
	first := erase(tb, s, "nobody", "ann")
	second := erase(tb, s, "ann")
	got := batches(historian(tb, s), relationship.LogQuery{About: []relationship.Ref{relationship.PartyID("ann").Ref()}}).all(tb)
	mustEqual(tb, "the log about who was erased", got, []relationship.Batch{
		{Seq: first, At: noon(0), Erase: []relationship.PartyID{"nobody", "ann"}},
		{Seq: second, At: noon(0), Erase: []relationship.PartyID{"ann"}},
	})
}
