package suite

import "fmt"

func writeClauses() []clause {
	const (
		rev  = "A record whose Rev is 0 is created. Otherwise Rev must be the number of the batch that last wrote it."
		kept = "The records are kept with the number of the batch as their Rev, and everything else as it came."
		free = "Write must not look whether what a record refers to exists, nor at any rule that concerns several records."
	)
	return []clause{
		{name: "write/number", sentence: "Write returns the batch's number: above 0 and greater than all before, gaps allowed.", check: checkNumber},
		{name: "write/all", sentence: "Write applies b, all of it.", check: checkAll},
		{name: "write/large", sentence: "Write applies b, all of it.", check: checkLarge},
		{name: "write/rev", sentence: kept, check: checkRev},
		{name: "write/replace", sentence: kept, check: checkReplace},
		{name: "write/other-records", sentence: "The records are kept: nothing but a batch that names one changes it.", check: checkOtherRecords},
		{name: "write/ids", sentence: "Identifiers are compared byte by byte.", check: checkIDs},
		{name: "write/nouns", sentence: "Records of different nouns may have the same ID.", check: checkNouns},
		{name: "write/exists", sentence: "One matching ErrExists must be returned where a record to create is there.", check: checkExists},
		{name: "write/not-found", sentence: "One matching ErrNotFound must be returned where a record to replace is not there.", check: checkNotFound},
		{name: "write/stale", sentence: "One matching ErrStale must be returned where a Rev is not the record's.", check: checkStale},
		{name: "write/never-issued", sentence: rev, check: checkNeverIssued},
		{name: "write/missing-refs", sentence: free, check: checkMissingRefs},
		{name: "write/wide-rules", sentence: free, check: checkWideRules},
	}
}

func checkNumber(k kit) {
	n, last := k.first(), int64(0)
	for i := range 12 {
		// Different records and the same one again, so that a number kept per record shows.
		seq := k.write(n.bare(fmt.Sprint("a", i)), n.bare(fmt.Sprint("b", i)))
		if seq <= last {
			k.Fatalf("write: got number %d after %d, want a greater one", seq, last)
		}
		last = k.write(n.bare(fmt.Sprint("a", i), seq))
		if last <= seq {
			k.Fatalf("write: got number %d after %d, want a greater one", last, seq)
		}
	}
}

func checkAll(k kit) {
	var records []any
	for _, id := range []string{"a", "b", "c"} {
		records = append(records, k.each(id)...)
	}
	k.write(records...)
	k.mustHold(records...)
}

func checkLarge(k kit) {
	var records []any
	for i := range 520 {
		records = append(records, k.each(fmt.Sprintf("%04d", i))...)
	}
	seq := k.write(records...)
	got := k.content(0)
	if len(got) != len(records) { // rather than listing them
		k.Fatalf("got %d records of a large batch, want %d", len(got), len(records))
	}
	k.mustEqual("all records", got, k.ordered(withRevs(records, seq)))
}

func checkRev(k kit) {
	first := k.write(append(k.each("a"), k.each("b")...)...)
	second := k.write(k.each("a", first)...)
	k.mustEqual("all records", k.content(0), k.ordered(append(k.each("a", second), k.each("b", first)...)))
}

// checkReplace replaces records with something in every field by records with nearly nothing, and back.
func checkReplace(k kit) {
	for _, n := range k.room.Nouns {
		full := n.full("x")
		bare := n.bare("x")
		for _, path := range n.Fixed {
			bare = copyField(bare, full, path)
		}
		rev := k.write(full)
		for range 2 {
			rev = k.write(withRev(bare, rev))
			k.mustEqual("the record, replaced by one with less", k.all(n, Query{}), []any{withRev(bare, rev)})
			rev = k.write(withRev(full, rev))
			k.mustEqual("the record, replaced by one with more", k.all(n, Query{}), []any{withRev(full, rev)})
		}
	}
}

func checkOtherRecords(k kit) {
	first := k.write(append(k.each("a"), k.each("b")...)...)
	for _, n := range k.room.Nouns {
		want := n.bare("b", first)
		k.write(n.bare("a", first))
		k.mustEqual("another record", k.all(n, Query{IDs: []string{"b"}}), []any{want})
	}
	k.write(k.voids("b", first)...)
	if got := len(k.content(0)); got != len(k.room.Nouns) {
		k.Fatalf("got %d records beside those that were voided, want %d", got, len(k.room.Nouns))
	}
}

// checkIDs writes records whose IDs differ in what careless stores take as alike.
func checkIDs(k kit) {
	revs := map[string]int64{}
	for _, id := range TroubleIDs() {
		revs[id] = k.write(k.each(id)...)
	}
	for i := range 2 { // those that are alike stand beside each other
		var want []any
		for j, id := range TroubleIDs() {
			if j%2 == i {
				want = append(want, k.each(id, revs[id])...)
			}
		}
		k.mustEqual("every other record, by their IDs", k.byIDs(want), k.ordered(want))
	}
}

func checkNouns(k kit) {
	rev := k.write(k.each("x")...)
	last := k.room.Nouns[len(k.room.Nouns)-1]
	k.write(Voided{Ref{last.Name, "x"}, rev})
	k.mustHold(k.each("x")[:len(k.room.Nouns)-1]...)
}

func checkExists(k kit) {
	k.write(k.each("a")...)
	k.unchanged(func() {
		for _, again := range k.each("a") {
			for _, r := range append(k.moved(again), again) {
				k.refuse(k.room.Errors.Exists, r)
			}
		}
	})
}

func checkNotFound(k kit) {
	rev := k.write(k.first().bare("a"))
	k.unchanged(func() { k.refuseEach(k.room.Errors.NotFound, append(k.each("b", rev), k.each("a", rev)[1:]...)...) })
}

func checkStale(k kit) {
	first := k.write(k.each("a")...)
	second := k.write(k.each("a", first)...)
	k.unchanged(func() { k.refuseEach(k.room.Errors.Stale, k.each("a", first)...) })
	k.write(k.each("a", second)...)
}

func checkNeverIssued(k kit) {
	first := k.write(k.each("a")...)
	second := k.write(k.first().bare("b"))
	k.unchanged(func() {
		for _, rev := range []int64{second, second + 1, second + 1000, first + 1<<32, 1<<63 - 1} {
			k.refuseEach(k.room.Errors.Stale, k.each("a", rev)...)
		}
	})
	k.write(k.each("a", first)...)
}

func checkMissingRefs(k kit) {
	var all []any
	for i := len(k.room.Nouns) - 1; i >= 0; i-- {
		k.write(k.room.Nouns[i].full("x"))
		all = append(all, k.room.Nouns[i].full("x"))
	}
	k.mustHold(all...)
}

// checkWideRules writes records that differ by their ID only, and what the room knows besides.
func checkWideRules(k kit) {
	var all []any
	for _, n := range k.room.Nouns {
		all = append(all, n.full("a"), n.full("b"), n.full("c"))
	}
	for _, r := range append(all, k.room.Wide...) {
		k.write(r)
	}
	k.mustHold(append(all, k.room.Wide...)...)
}
