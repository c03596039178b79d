package relationshiptest

import "github.com/kithcrm/kith/relationship"

func voidClauses() []clause {
	return []clause{
		{name: "void/gone", sentence: "A record in b.Void is gone from all reads.", check: checkVoidGone},
		{name: "void/not-there", sentence: "A record that is void is not there: ErrNotFound.", check: checkVoidNotThere},
		{name: "void/not-found", sentence: "One matching ErrNotFound must be returned where a record to void is not there.", check: checkVoidNotFound},
		{name: "void/stale", sentence: "One matching ErrStale must be returned where a Rev is not the record's.", check: checkVoidStale},
		{name: "void/create-again", sentence: "A record whose Rev is 0 is created; it may have been void before.", check: checkVoidCreateAgain},
		{name: "void/ends-stay", sentence: "One matching ErrInvalid must be returned where From, To or Kind of a tie, or Party or Tie of a need, would change, be it from what a void record of that ID had.", check: checkVoidEndsStay},
	}
}

// three are the refs of the records that the clauses about void records write.
func three() [3]relationship.Ref {
	return [3]relationship.Ref{relationship.PartyID("a").Ref(), relationship.TieID("t").Ref(), relationship.NeedID("n").Ref()}
}

func writeThree(tb TB, s relationship.Store) relationship.Seq {
	return write(tb, s, person("a"), tie("t", "a", "a"), need("n", "a", "t"))
}

func checkVoidGone(tb TB, s relationship.Store) {
	rev := writeThree(tb, s)
	was := contentOf(tb, s, 0)
	for _, ref := range three() {
		write(tb, s, void(ref, rev))
	}
	mustEqual(tb, "all records, after they were made void", contentOf(tb, s, 0), content{})
	mustEqual(tb, "the records by their IDs, after they were made void", was.byIDs(tb, s), content{})
	mustEqual(tb, "the ties of the party, after it was made void", ties(s, relationship.TieQuery{Of: []relationship.PartyID{"a"}}).all(tb), []relationship.Tie{})
	mustEqual(tb, "the needs of the party, after it was made void", needs(s, relationship.NeedQuery{Of: []relationship.PartyID{"a"}}).all(tb), []relationship.Need{})
}

func checkVoidNotThere(tb TB, s relationship.Store) {
	rev := writeThree(tb, s)
	var gone relationship.Seq
	for _, ref := range three() {
		gone = write(tb, s, void(ref, rev))
	}
	for _, r := range []relationship.Seq{rev, gone} {
		for _, record := range []any{person("a", r), tie("t", "a", "a", r), need("n", "a", "t", r)} {
			refuse(tb, s, relationship.ErrNotFound, batch(record))
		}
		for _, ref := range three() {
			refuse(tb, s, relationship.ErrNotFound, batch(void(ref, r)))
		}
	}
}

func checkVoidNotFound(tb TB, s relationship.Store) {
	rev := write(tb, s, person("z"))
	for _, ref := range three() {
		unchanged(tb, s, func() { refuse(tb, s, relationship.ErrNotFound, batch(void(ref, rev))) })
	}
}

func checkVoidStale(tb TB, s relationship.Store) {
	first := writeThree(tb, s)
	second := write(tb, s, person("a", first), tie("t", "a", "a", first), need("n", "a", "t", first))
	for _, ref := range three() {
		unchanged(tb, s, func() { refuse(tb, s, relationship.ErrStale, batch(void(ref, first))) })
		unchanged(tb, s, func() { refuse(tb, s, relationship.ErrStale, batch(void(ref, second+1000))) })
		write(tb, s, void(ref, second))
	}
}

func checkVoidCreateAgain(tb TB, s relationship.Store) {
	rev := writeThree(tb, s)
	for _, ref := range three() {
		write(tb, s, void(ref, rev))
	}
	again := writeThree(tb, s)
	mustHold(tb, s, person("a"), tie("t", "a", "a"), need("n", "a", "t"))
	for _, old := range []any{person("a", rev), tie("t", "a", "a", rev), need("n", "a", "t", rev)} {
		refuse(tb, s, relationship.ErrStale, batch(old))
	}
	write(tb, s, person("a", again), tie("t", "a", "a", again), need("n", "a", "t", again))
}

func checkVoidEndsStay(tb TB, s relationship.Store) {
	rev := writeThree(tb, s)
	write(tb, s, void(three()[1], rev), void(three()[2], rev))
	kind := tie("t", "a", "a")
	kind.Kind = "Knows"
	for _, changed := range []any{
		kind, tie("t", "b", "a"), tie("t", "a", "b"), need("n", "b", "t"), need("n", "a", "u"), need("n", "a", ""),
	} {
		unchanged(tb, s, func() { refuse(tb, s, relationship.ErrInvalid, batch(changed)) })
	}
	// What was erased binds nothing.
	erase(tb, s, "a")
	write(tb, s, tie("t", "b", "c"), need("n", "b", ""))
}
