package suite

import "slices"

func eraseHistoryClauses() []clause {
	return []clause{
		{name: "erase/known", sentence: "What was known before no longer shows what was erased.", check: checkErasedNotKnown},
		{name: "erase/versions", sentence: "Every version must be removed, from the records and from the log.", check: checkErasedVersions},
		{name: "erase/void-records", sentence: "Every version must be removed, of void ones too.", check: checkErasedVoidRecords},
		{name: "erase/void-entries", sentence: "What was erased must be removed from the log: where it was voided, too.", check: checkErasedVoidEntries},
		{name: "erase/batches-stay", sentence: "Batches that lose something so must stay in the log, with number, At and By.", check: checkErasedBatchesStay},
		{name: "erase/why", sentence: "Batches that lose something so must stay in the log, with Why empty.", check: checkErasedWhy},
		{name: "erase/why-of-others", sentence: "Batches that lose nothing stay in the log as they are.", check: checkErasedWhyOfOthers},
		{name: "erase/rest-of-batch", sentence: "Records that are not removed stay in the log.", check: checkErasedRestOfBatch},
		{name: "erase/named", sentence: "The erasing batch names the parties.", check: checkEraseNamed},
	}
}

func checkErasedNotKnown(k kit) {
	first, goes, stays := k.writeKin()
	second := k.write(withRevs(goes, first)...)
	third := k.erase("ann")
	for _, known := range []int64{first, second, third} {
		k.mustEqual("what was known", k.content(known), k.ordered(withRevs(stays, first)))
	}
}

// mustNotTell fails where the log puts or voids one of the records. Erasures may name it.
func (k kit) mustNotTell(records []any) {
	k.Helper()
	var refs []Ref
	for _, r := range records {
		refs = append(refs, k.room.ref(r))
	}
	for _, b := range k.log() {
		b.Erase = nil
		for _, ref := range k.room.refs(&b) {
			if slices.Contains(refs, ref) {
				k.Fatalf("batch %d of the log: got %v, which was erased", b.Seq, ref)
			}
		}
	}
}

func checkErasedVersions(k kit) {
	rev, goes, _ := k.writeKin()
	for range 3 {
		rev = k.write(withRevs(goes, rev)...)
	}
	k.erase("ann")
	k.mustNotTell(goes)
}

func checkErasedVoidRecords(k kit) {
	rev, goes, stays := k.writeKin()
	for _, v := range voidsOf(k, withRevs(goes, rev)) {
		k.write(v)
	}
	k.erase("ann")
	k.mustNotTell(goes)
	k.mustEqual("what was known before", k.content(rev), k.ordered(withRevs(stays, rev)))
}

func checkErasedVoidEntries(k kit) {
	rev, goes, stays := k.writeKin()
	b := batch(voidsOf(k, withRevs([]any{goes[0], stays[0]}, rev))...)
	b.Why = "entered twice"
	voided := k.writeBatch(b)
	k.erase("ann")
	b.Seq, b.Why, b.Void = voided, "", b.Void[1:]
	k.mustEqual("the batch that voided", k.log()[1], b)
}

func checkErasedBatchesStay(k kit) {
	b := batch(k.ofAnn())
	b.At, b.By, b.Why = noon(1), "ann", "asked"
	first := k.writeBatch(b)
	b.At, b.Records, b.By = noon(2), withRevs(b.Records, first), "bob"
	second := k.writeBatch(b)
	third := k.erase("ann")
	k.mustEqual("the log", k.log(), []Batch{
		{Seq: first, At: noon(1), By: "ann"}, {Seq: second, At: noon(2), By: "bob"},
		{Seq: third, At: noon(2), Erase: []string{"ann"}},
	})
}

func checkErasedWhy(k kit) {
	k.writeKin() // loses some of its records
	all := batch(withID(k.ofAnn(), "other"))
	all.Why = "ann asked"
	k.writeBatch(all) // loses all of them
	k.erase("ann")
	for _, b := range k.log() {
		if b.Why != "" {
			k.Fatalf("batch %d of the log: got a Why of %d bytes, want none", b.Seq, len(b.Why))
		}
	}
}

func checkErasedWhyOfOthers(k kit) {
	other := batch(k.each("other")...)
	other.By, other.Why = "dan", "of his own"
	k.writeBatch(other)
	k.writeKin()
	forget := Batch{At: noon(0), By: "bob", Why: "by letter", Erase: []string{"ann"}}
	k.writeBatch(forget)
	k.erase("ann") // the batch before names her, and loses nothing
	log := k.log()
	if log[0].Why != other.Why || log[2].Why != forget.Why {
		k.Fatalf("batches 1 and 3 of the log: got Why %q and %q, want %q and %q", log[0].Why, log[2].Why, other.Why, forget.Why)
	}
}

func checkErasedRestOfBatch(k kit) {
	first, _, stays := k.writeKin()
	k.erase("ann")
	k.mustEqual("what remains of the batch", k.ordered(k.log()[0].Records), k.ordered(withRevs(stays, first)))
}

func checkEraseNamed(k kit) {
	k.writeKin()
	first := k.erase("nobody", "ann")
	second := k.erase("ann")
	got := k.batches(LogQuery{About: []Ref{{k.room.Party, "ann"}}})
	k.mustEqual("the log about who was erased", got, []Batch{
		{Seq: first, At: noon(0), Erase: []string{"nobody", "ann"}},
		{Seq: second, At: noon(0), Erase: []string{"ann"}},
	})
}
