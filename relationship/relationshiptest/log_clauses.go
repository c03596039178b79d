package relationshiptest

import (
	"time"

	"github.com/kithcrm/kith/internal/suite"
	"github.com/kithcrm/kith/relationship"
)

func logClauses() []clause {
	clauses := []clause{
		{name: "log/everything", sentence: "Log returns each batch with everything that it wrote.", check: checkLogEverything},
		{name: "log/order", sentence: "Log returns a page of the batches in increasing order of Seq.", check: checkLogOrder},
		{name: "log/rev", sentence: "Log returns the records with the batch's Seq as their Rev.", check: checkLogRev},
		{name: "log/void", sentence: "Log returns each batch with what it voided.", check: checkLogVoid},
		{name: "log/at", sentence: "A store raises At to that of the batch before it in the log.", check: checkLogAt},
		{name: "log/instants", sentence: "Instants are kept to the nanosecond in whatever zone.", check: checkLogInstants},
		{name: "log/who-and-why", sentence: "Log returns each batch with By and Why.", check: checkLogWhoAndWhy},
		{name: "log/about", sentence: "LogQuery.About selects batches that put, voided or erased any of these records.", check: checkLogAbout},
		{name: "log/after", sentence: "LogQuery.After selects batches with a greater number.", check: checkLogAfter},
		{name: "log/limit", sentence: "A page must not be longer than q.Limit, where that is above 0.", check: checkLogLimit},
		{name: "log/replay", sentence: "Replaying the log in order gives the records as they are.", check: checkLogReplay},
	}
	for i := range clauses {
		clauses[i].of = withHistory
	}
	return clauses
}

func checkLogEverything(tb TB, s relationship.Store) {
	b := batch(fullParty(), person("b"), person("a"), fullTie(), tie("t", "a", "b"), fullNeed(), need("n", "a", "t"))
	b.By, b.Why = "b", "a first import"
	b.Seq = writeBatch(tb, s, b)
	want := content{b.Parties, b.Ties, b.Needs}.at(b.Seq)
	log := logOf(tb, s)
	if len(log) != 1 {
		tb.Fatalf("got %d batches in the log, want 1", len(log))
	}
	mustEqual(tb, "the records in the log", replay(log), replay([]relationship.Batch{{Parties: want.Parties, Ties: want.Ties, Needs: want.Needs}}))
	if got := len(refsOf(&log[0])); got != len(refsOf(&b)) {
		tb.Fatalf("got %d records in the batch, want %d", got, len(refsOf(&b)))
	}
}

func checkLogOrder(tb TB, s relationship.Store) {
	var want []relationship.Seq
	for range 12 {
		want = append(want, erase(tb, s, "nobody"))
	}
	page, err := historian(tb, s).Log(tb.Context(), relationship.LogQuery{})
	if err != nil {
		tb.Fatalf("read the log: got error %v", err)
	}
	got := keys(page.Records, func(b *relationship.Batch) relationship.Seq { return b.Seq })
	mustEqual(tb, "the numbers in the log", got, want[:min(len(got), len(want))])
}

func checkLogRev(tb TB, s relationship.Store) {
	first := write(tb, s, person("a"), tie("t", "a", "a"), need("n", "a", "t"))
	write(tb, s, person("a", first), tie("t", "a", "a", first), need("n", "a", "t", first))
	for _, b := range logOf(tb, s) {
		checkBatch(tb, b)
	}
}

func checkLogVoid(tb TB, s relationship.Store) {
	first := writeThree(tb, s)
	for _, ref := range three() {
		write(tb, s, void(ref, first))
	}
	for i, b := range logOf(tb, s)[1:] {
		mustEqual(tb, "what the batch voided", b.Void, []relationship.Voided{void(three()[i], first)})
	}
}

func checkLogAt(tb TB, s relationship.Store) {
	given := []int{5, 3, 5, 9, 1, 8, 10}
	want := []int{5, 5, 5, 9, 9, 9, 10}
	for _, n := range given {
		writeBatch(tb, s, relationship.Batch{At: noon(n), Erase: []relationship.PartyID{"nobody"}})
	}
	for i, b := range logOf(tb, s) {
		if !b.At.Equal(noon(want[i])) {
			tb.Fatalf("batch %d of the log: got At %v, want %v", b.Seq, b.At, noon(want[i]))
		}
	}
}

// checkLogInstants writes at instants in order that are hard to keep.
func checkLogInstants(tb TB, s relationship.Store) {
	var want []time.Time
	for _, at := range suite.TroubleInstants() {
		if at.IsZero() || len(want) > 0 && at.Before(want[len(want)-1]) {
			continue
		}
		want = append(want, at)
		writeBatch(tb, s, relationship.Batch{At: at, Erase: []relationship.PartyID{"nobody"}})
	}
	for i, b := range logOf(tb, s) {
		if !b.At.Equal(want[i]) {
			tb.Fatalf("batch %d of the log: got At %v, want %v", b.Seq, b.At, want[i])
		}
	}
}

func checkLogWhoAndWhy(tb TB, s relationship.Store) {
	var want []relationship.Batch
	for i, text := range suite.TroubleTexts() {
		id := relationship.PartyID(suite.TroubleIDs()[i%len(suite.TroubleIDs())])
		b := relationship.Batch{At: noon(i), By: id, Why: text, Erase: []relationship.PartyID{"nobody"}}
		b.Seq = writeBatch(tb, s, b)
		want = append(want, b)
	}
	mustEqual(tb, "the log", logOf(tb, s), want)
}

func checkLogAbout(tb TB, s relationship.Store) {
	h := historian(tb, s)
	first := write(tb, s, person("x"), tie("x", "x", "x"), need("x", "x", "x"))
	put := write(tb, s, person("a"), person("b"))
	again := write(tb, s, person("b", put), tie("t", "b", "b"))
	gone := write(tb, s, void(relationship.TieID("t").Ref(), again), void(relationship.NeedID("x").Ref(), first))
	forget := erase(tb, s, "a", "nobody")
	about := func(want []relationship.Seq, refs ...relationship.Ref) {
		tb.Helper()
		got := batches(h, relationship.LogQuery{About: refs, Limit: 2}).all(tb)
		mustEqual(tb, "the batches about some records", keys(got, func(b *relationship.Batch) relationship.Seq { return b.Seq }), want)
	}
	about([]relationship.Seq{put, again}, relationship.PartyID("b").Ref())
	about([]relationship.Seq{again, gone}, relationship.TieID("t").Ref())
	about([]relationship.Seq{first, gone}, relationship.NeedID("x").Ref())
	about([]relationship.Seq{forget}, relationship.PartyID("a").Ref())
	about([]relationship.Seq{put, again, gone, forget}, relationship.PartyID("nobody").Ref(), relationship.TieID("t").Ref(), relationship.PartyID("b").Ref())
	about(nil, relationship.NeedID("b").Ref(), relationship.Ref{Noun: "item", ID: "b"}, relationship.PartyID("B").Ref())
}

func checkLogAfter(tb TB, s relationship.Store) {
	h := historian(tb, s)
	for range 6 {
		erase(tb, s, "nobody")
	}
	all := logOf(tb, s)
	for i, b := range all {
		for _, refs := range [][]relationship.Ref{nil, {relationship.PartyID("nobody").Ref()}} {
			got := batches(h, relationship.LogQuery{After: b.Seq, About: refs}).all(tb)
			mustEqual(tb, "the log after a batch", got, all[i+1:])
		}
	}
}

func checkLogLimit(tb TB, s relationship.Store) {
	for range 6 {
		erase(tb, s, "nobody")
	}
	for limit := 1; limit <= 7; limit++ {
		for _, refs := range [][]relationship.Ref{nil, {relationship.PartyID("nobody").Ref()}} {
			page, err := historian(tb, s).Log(tb.Context(), relationship.LogQuery{Limit: limit, About: refs})
			if err != nil || len(page.Records) > limit || len(page.Records) == 0 {
				tb.Fatalf("read the log: got a page of %d and error %v, want at most %d", len(page.Records), err, limit)
			}
		}
	}
}

func checkLogReplay(tb TB, s relationship.Store) {
	first := kin(tb, s)
	second := write(tb, s, person("bob", first), tie("bc", "bob", "cid", first), tie("ca", "cid", "ann", first), person("dan"))
	write(tb, s, void(relationship.TieID("bc").Ref(), second), void(relationship.PartyID("dan").Ref(), second))
	write(tb, s, person("dan"))
	mustEqual(tb, "the log, replayed", replay(logOf(tb, s)), contentOf(tb, s, 0))
	erase(tb, s, "ann")
	write(tb, s, person("ann"))
	mustEqual(tb, "the log, replayed after an erasure", replay(logOf(tb, s)), contentOf(tb, s, 0))
}
