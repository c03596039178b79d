package relationshiptest

import (
	"fmt"

	"github.com/kithcrm/kith/internal/suite"
	"github.com/kithcrm/kith/relationship"
)

func writeClauses() []clause {
	const (
		rev  = "A record whose Rev is 0 is created. Otherwise Rev must be the number of the batch that last wrote it."
		kept = "The records are kept with the number of the batch as their Rev, and everything else as it came."
		free = "Write must not look whether the parties of a tie or a need exist, nor at any rule that concerns several records."
	)
	return []clause{
		{name: "write/number", sentence: "Write returns the batch's number: above 0 and greater than all before, gaps allowed.", check: checkNumber},
		{name: "write/all", sentence: "Write applies b, all of it.", check: checkAll},
		{name: "write/large", sentence: "Write applies b, all of it.", check: checkLarge},
		{name: "write/rev", sentence: kept, check: checkRev},
		{name: "write/replace", sentence: kept, check: checkReplace},
		{name: "write/other-records", sentence: "The records are kept: nothing but a batch that names one changes it.", check: checkOtherRecords},
		{name: "write/ids", sentence: "Identifiers are compared byte by byte.", check: checkIDs},
		{name: "write/nouns", sentence: "A party, a tie and a need may have the same ID.", check: checkNouns},
		{name: "write/exists", sentence: "One matching ErrExists must be returned where a record to create is there.", check: checkExists},
		{name: "write/not-found", sentence: "One matching ErrNotFound must be returned where a record to replace is not there.", check: checkNotFound},
		{name: "write/stale", sentence: "One matching ErrStale must be returned where a Rev is not the record's.", check: checkStale},
		{name: "write/never-issued", sentence: rev, check: checkNeverIssued},
		{name: "write/ends-stay", sentence: "One matching ErrInvalid must be returned where From, To or Kind of a tie would change.", check: checkEndsStay},
		{name: "write/need-stays", sentence: "One matching ErrInvalid must be returned where Party or Tie of a need would change.", check: checkNeedStays},
		{name: "write/missing-ends", sentence: free, check: checkMissingEnds},
		{name: "write/wide-rules", sentence: free, check: checkWideRules},
	}
}

func checkNumber(tb TB, s relationship.Store) {
	last := relationship.Seq(0)
	for i := range 12 {
		// Different records and the same one again, so that a number kept per record shows.
		seq := write(tb, s, person(fmt.Sprint("p", i)), need(fmt.Sprint("n", i), "p", ""))
		if seq <= last {
			tb.Fatalf("write: got number %d after %d, want a greater one", seq, last)
		}
		last = write(tb, s, person(fmt.Sprint("p", i), seq))
		if last <= seq {
			tb.Fatalf("write: got number %d after %d, want a greater one", last, seq)
		}
	}
}

func checkAll(tb TB, s relationship.Store) {
	records := []any{
		person("a"), person("b"), person("c"), tie("d", "a", "b"), tie("e", "b", "c"),
		need("f", "a", "d"), need("g", "b", "e"),
	}
	write(tb, s, records...)
	mustHold(tb, s, records...)
}

func checkLarge(tb TB, s relationship.Store) {
	var b relationship.Batch
	for i := range 700 {
		b.Parties = append(b.Parties, person(fmt.Sprintf("p%04d", i)))
		b.Ties = append(b.Ties, tie(fmt.Sprintf("t%04d", i), "p0001", fmt.Sprintf("p%04d", i)))
		b.Needs = append(b.Needs, need(fmt.Sprintf("n%04d", i), "p0001", ""))
	}
	b.At = noon(0)
	seq := writeBatch(tb, s, b)
	mustEqual(tb, "all records", contentOf(tb, s, 0), content{b.Parties, b.Ties, b.Needs}.at(seq))
}

func checkRev(tb TB, s relationship.Store) {
	first := write(tb, s, person("a"), person("b"), tie("t", "a", "b"), need("n", "a", "t"))
	second := write(tb, s, person("a", first), tie("t", "a", "b", first), need("n", "a", "t", first))
	mustEqual(tb, "all records", contentOf(tb, s, 0), content{
		[]relationship.Party{person("a", second), person("b", first)},
		[]relationship.Tie{tie("t", "a", "b", second)},
		[]relationship.Need{need("n", "a", "t", second)},
	})
}

// checkReplace replaces records full of everything by records of nearly nothing, and back.
func checkReplace(tb TB, s relationship.Store) {
	p, t, n := fullParty(), fullTie(), fullNeed()
	bareParty := relationship.Party{ID: p.ID, Kind: relationship.Group}
	bareTie := relationship.Tie{ID: t.ID, Kind: t.Kind, From: t.From, To: t.To, Stints: []relationship.Stint{{}}}
	bareNeed := relationship.Need{ID: n.ID, Party: n.Party, Tie: n.Tie}
	rev := write(tb, s, p, t, n)
	for range 2 {
		bareParty.Rev, bareTie.Rev, bareNeed.Rev = rev, rev, rev
		rev = write(tb, s, bareParty, bareTie, bareNeed)
		mustHold(tb, s, bareParty, bareTie, bareNeed)
		p.Rev, t.Rev, n.Rev = rev, rev, rev
		rev = write(tb, s, p, t, n)
		mustHold(tb, s, p, t, n)
	}
}

func checkOtherRecords(tb TB, s relationship.Store) {
	first := write(tb, s, person("a"), person("b"), tie("t", "a", "b"), tie("u", "a", "b"), need("n", "a", "t"), need("o", "a", "t"))
	second := write(tb, s, person("b", first), tie("t", "a", "b", first), void(relationship.NeedID("n").Ref(), first))
	mustEqual(tb, "all records", contentOf(tb, s, 0), content{
		[]relationship.Party{person("a", first), person("b", second)},
		[]relationship.Tie{tie("t", "a", "b", second), tie("u", "a", "b", first)},
		[]relationship.Need{need("o", "a", "t", first)},
	})
}

// checkIDs writes records whose IDs differ in what careless stores take as alike.
func checkIDs(tb TB, s relationship.Store) {
	for _, id := range suite.TroubleIDs() {
		write(tb, s, relationship.Party{ID: relationship.PartyID(id), Kind: relationship.Person, Name: id}, tie(id, id, "a"), need(id, id, ""))
	}
	for _, id := range suite.TroubleIDs() {
		got := content{[]relationship.Party{person(id)}, []relationship.Tie{tie(id, id, "a")}, []relationship.Need{need(id, id, "")}}.byIDs(tb, s)
		got.Parties = append(got.Parties, relationship.Party{}) // so that there is one
		if name := got.Parties[0].Name; name != id || len(got.Ties) != 1 || len(got.Needs) != 1 {
			tb.Fatalf("read by the ID %+.40q: got %d parties (%+.40q), %d ties, %d needs, want its own records",
				id, len(got.Parties)-1, name, len(got.Ties), len(got.Needs))
		}
	}
}

func checkNouns(tb TB, s relationship.Store) {
	first := write(tb, s, person("x"), tie("x", "x", "x"), need("x", "x", "x"))
	write(tb, s, void(relationship.TieID("x").Ref(), first))
	mustHold(tb, s, person("x"), need("x", "x", "x"))
}

func checkExists(tb TB, s relationship.Store) {
	write(tb, s, person("a"), tie("t", "a", "a"), need("n", "a", "t"))
	for _, again := range []any{person("a"), tie("t", "a", "a"), need("n", "a", "t"), tie("t", "b", "a")} {
		unchanged(tb, s, func() { refuse(tb, s, relationship.ErrExists, batch(again)) })
	}
}

func checkNotFound(tb TB, s relationship.Store) {
	rev := write(tb, s, person("a"))
	for _, missing := range []any{person("b", rev), tie("a", "a", "a", rev), need("a", "a", "", rev)} {
		unchanged(tb, s, func() { refuse(tb, s, relationship.ErrNotFound, batch(missing)) })
	}
}

func checkStale(tb TB, s relationship.Store) {
	first := write(tb, s, person("a"), tie("t", "a", "a"), need("n", "a", "t"))
	second := write(tb, s, person("a", first), tie("t", "a", "a", first), need("n", "a", "t", first))
	for _, stale := range []any{person("a", first), tie("t", "a", "a", first), need("n", "a", "t", first)} {
		unchanged(tb, s, func() { refuse(tb, s, relationship.ErrStale, batch(stale)) })
	}
	write(tb, s, person("a", second), tie("t", "a", "a", second), need("n", "a", "t", second))
}

func checkNeverIssued(tb TB, s relationship.Store) {
	first := write(tb, s, person("a"), tie("t", "a", "a"), need("n", "a", "t"))
	second := write(tb, s, person("b"))
	for _, rev := range []relationship.Seq{second, second + 1, second + 1000, first + 1<<32, 1<<63 - 1} {
		for _, wrong := range []any{person("a", rev), tie("t", "a", "a", rev), need("n", "a", "t", rev)} {
			unchanged(tb, s, func() { refuse(tb, s, relationship.ErrStale, batch(wrong)) })
		}
	}
	write(tb, s, person("a", first), tie("t", "a", "a", first), need("n", "a", "t", first))
}

func checkEndsStay(tb TB, s relationship.Store) {
	rev := write(tb, s, tie("t", "a", "b"))
	kind := tie("t", "a", "b", rev)
	kind.Kind = "Knows"
	for _, changed := range []relationship.Tie{
		kind, tie("t", "c", "b", rev), tie("t", "a", "c", rev), tie("t", "b", "a", rev), tie("t", "A", "b", rev),
	} {
		unchanged(tb, s, func() { refuse(tb, s, relationship.ErrInvalid, batch(changed)) })
	}
}

func checkNeedStays(tb TB, s relationship.Store) {
	rev := write(tb, s, need("n", "a", "t"), need("o", "a", ""))
	for _, changed := range []relationship.Need{
		need("n", "b", "t", rev), need("n", "a", "u", rev), need("n", "a", "", rev), need("o", "a", "t", rev), need("n", "A", "t", rev),
	} {
		unchanged(tb, s, func() { refuse(tb, s, relationship.ErrInvalid, batch(changed)) })
	}
}

func checkMissingEnds(tb TB, s relationship.Store) {
	write(tb, s, person("a"))
	write(tb, s, tie("t", "a", "missing"))
	write(tb, s, tie("u", "missing", "a"))
	write(tb, s, need("n", "missing", ""), need("o", "a", "missing"))
	mustHold(tb, s, person("a"), tie("t", "a", "missing"), tie("u", "missing", "a"), need("n", "missing", ""), need("o", "a", "missing"))
}

// checkWideRules writes what a Book would refuse: a second tie like the first, circles, a merge
// into nobody, a need of a party at neither end of its tie.
func checkWideRules(tb TB, s relationship.Store) {
	a, b := person("a"), person("b")
	a.MergedInto, b.MergedInto = "b", "a"
	c := relationship.Party{ID: "c", Kind: relationship.Organisation, MergedInto: "nobody"}
	above, below := tie("v", "a", "b"), tie("w", "b", "a")
	above.Kind, below.Kind = "parent", "parent"
	records := []any{a, b, c, tie("t", "a", "b"), tie("u", "a", "b"), above, below, tie("x", "c", "c"), need("n", "c", "t")}
	for _, r := range records {
		write(tb, s, r)
	}
	mustHold(tb, s, records...)
}
