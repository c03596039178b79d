package suite

import (
	"slices"
	"strings"
	"time"
)

func logClauses() []clause {
	return []clause{
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
}

// inAnyOrder puts the records of each batch in the order of their IDs: the contract says nothing about
// their order within a batch.
func (k kit) inAnyOrder(log []Batch) []Batch {
	for i := range log {
		b := &log[i]
		b.Records = k.ordered(b.Records)
		slices.SortFunc(b.Void, func(x, y Voided) int { return strings.Compare(x.Ref.String(), y.Ref.String()) })
		slices.Sort(b.Erase)
	}
	return log
}

func checkLogEverything(k kit) {
	b := batch(append(append(k.fulls("x"), k.each("b")...), k.each("a")...)...)
	b.By, b.Why = "b", "a first import"
	b.Seq = k.writeBatch(b)
	b.Records = withRevs(b.Records, b.Seq)
	k.mustEqual("the log", k.inAnyOrder(k.log()), k.inAnyOrder([]Batch{b}))
}

func checkLogOrder(k kit) {
	var want []int64
	for range 12 {
		want = append(want, k.erase("nobody"))
	}
	page, err := k.historian().Log(k.Context(), LogQuery{})
	if err != nil {
		k.Fatalf("read the log: got error %v", err)
	}
	got := numbersOf(page.Records)
	k.mustEqual("the numbers in the log", got, want[:min(len(got), len(want))])
}

func checkLogRev(k kit) {
	first := k.write(k.each("a")...)
	k.write(k.each("a", first)...)
	for _, b := range k.log() {
		k.checkBatch(b)
	}
}

func checkLogVoid(k kit) {
	first := k.write(k.each("a")...)
	for _, v := range k.voids("a", first) {
		k.write(v)
	}
	for i, b := range k.log()[1:] {
		k.mustEqual("what the batch voided", b.Void, []Voided{k.voids("a", first)[i].(Voided)})
	}
}

func checkLogAt(k kit) {
	given := []int{5, 3, 5, 9, 1, 8, 10}
	want := []int{5, 5, 5, 9, 9, 9, 10}
	for _, n := range given {
		k.writeBatch(Batch{At: noon(n), Erase: []string{"nobody"}})
	}
	for i, b := range k.log() {
		if !b.At.Equal(noon(want[i])) {
			k.Fatalf("batch %d of the log: got At %v, want %v", b.Seq, b.At, noon(want[i]))
		}
	}
}

// checkLogInstants writes at instants in order that are hard to keep.
func checkLogInstants(k kit) {
	var want []time.Time
	for _, at := range TroubleInstants() {
		if at.IsZero() || len(want) > 0 && at.Before(want[len(want)-1]) {
			continue
		}
		want = append(want, at)
		k.writeBatch(Batch{At: at, Erase: []string{"nobody"}})
	}
	for i, b := range k.log() {
		if !b.At.Equal(want[i]) {
			k.Fatalf("batch %d of the log: got At %v, want %v", b.Seq, b.At, want[i])
		}
	}
}

func checkLogWhoAndWhy(k kit) {
	var want []Batch
	for i, text := range TroubleTexts() {
		b := Batch{At: noon(i), By: TroubleIDs()[i%len(TroubleIDs())], Why: text, Erase: []string{"nobody"}}
		b.Seq = k.writeBatch(b)
		want = append(want, b)
	}
	k.mustEqual("the log", k.log(), want)
}

func checkLogAbout(k kit) {
	n, m := k.first(), k.room.Nouns[len(k.room.Nouns)-1]
	first := k.write(k.each("x")...)
	put := k.write(n.bare("a"), n.bare("b"))
	again := k.write(n.bare("b", put), m.bare("t"))
	gone := k.write(Voided{Ref{m.Name, "t"}, again}, Voided{Ref{m.Name, "x"}, first})
	forget := k.erase("a", "nobody")
	about := func(want []int64, refs ...Ref) {
		k.Helper()
		k.mustEqual("the batches about some records", numbersOf(k.batches(LogQuery{About: refs, Limit: 2})), want)
	}
	for _, noun := range k.room.Nouns[:len(k.room.Nouns)-1] {
		about([]int64{first}, Ref{noun.Name, "x"})
	}
	about([]int64{first, gone}, Ref{m.Name, "x"})
	about([]int64{put, again}, Ref{n.Name, "b"})
	about([]int64{again, gone}, Ref{m.Name, "t"})
	about([]int64{forget}, Ref{k.room.Party, "a"})
	about([]int64{put, again, gone, forget}, Ref{k.room.Party, "nobody"}, Ref{m.Name, "t"}, Ref{n.Name, "b"})
	about(nil, Ref{"thing", "b"}, Ref{n.Name, "B"})
	if n != m {
		about(nil, Ref{m.Name, "b"})
	}
}

func checkLogAfter(k kit) {
	for range 6 {
		k.erase("nobody")
	}
	all := k.log()
	for i, b := range all {
		for _, refs := range [][]Ref{nil, {{k.room.Party, "nobody"}}} {
			k.mustEqual("the log after a batch", k.batches(LogQuery{After: b.Seq, About: refs}), all[i+1:])
		}
	}
}

func checkLogLimit(k kit) {
	for range 6 {
		k.erase("nobody")
	}
	for limit := 1; limit <= 7; limit++ {
		for _, refs := range [][]Ref{nil, {{k.room.Party, "nobody"}}} {
			page, err := k.historian().Log(k.Context(), LogQuery{Limit: limit, About: refs})
			if err != nil || len(page.Records) > limit || len(page.Records) == 0 {
				k.Fatalf("read the log: got a page of %d and error %v, want at most %d", len(page.Records), err, limit)
			}
		}
	}
}

func checkLogReplay(k kit) {
	replayed := func() {
		k.Helper()
		k.mustEqual("the log, replayed", k.replay(k.log()), k.content(0))
	}
	first, goes, stays := k.writeKin()
	second := k.write(withRevs(append(slices.Clone(goes), stays...), first)...)
	k.write(voidsOf(k, withRevs([]any{goes[0], stays[0], stays[len(stays)-1]}, second))...)
	replayed()
	k.write(stays[0])
	k.erase("ann")
	replayed()
	k.write(goes...)
	replayed()
	k.eraseBeside(k.freed(goes), "ann")
	replayed()
}
