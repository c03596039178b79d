package suite

import "slices"

// replay applies the batches of a log in order. What was erased is in them no more, so there is nothing
// to do for it.
func (k kit) replay(log []Batch) []any {
	records := map[Ref]any{}
	for _, b := range log {
		for _, r := range b.Records {
			records[k.room.ref(r)] = r
		}
		for _, v := range b.Void {
			delete(records, v.Ref)
		}
	}
	out := []any{}
	for _, r := range records {
		out = append(out, r)
	}
	return k.ordered(out)
}

// checkInvariants checks what holds of every store at any time: scans are in order (so says every
// reading), every record has a Rev and is found by its ID, and the log replays to the records.
func (k kit) checkInvariants() {
	k.Helper()
	now := k.content(0)
	k.checkFound(now)
	if keepsHistory(k.store) {
		k.checkLog(k.log(), now)
	}
}

// checkFound checks what holds of the records that there are.
func (k kit) checkFound(now []any) {
	k.Helper()
	for _, r := range now {
		if rev := k.room.noun(r).rev(r); rev <= 0 {
			k.Fatalf("got a record with Rev %d, want above 0", rev)
		}
	}
	k.mustEqual("all records, by their IDs", k.byIDs(now), now)
}

// checkLog checks what holds of the log, beside the records that there are.
func (k kit) checkLog(log []Batch, now []any) {
	k.Helper()
	for _, b := range log {
		k.checkBatch(b)
	}
	k.mustEqual("the log, replayed", k.replay(log), now)
}

// checkBatch checks what holds of every batch in a log.
func (k kit) checkBatch(b Batch) {
	k.Helper()
	if b.At.IsZero() {
		k.Fatalf("batch %d of the log: got no At", b.Seq)
	}
	for _, r := range b.Records {
		if rev := k.room.noun(r).rev(r); rev != b.Seq {
			k.Fatalf("batch %d of the log: got a record with Rev %d, want its Seq", b.Seq, rev)
		}
	}
}

// byIDs reads records again, all of a noun at once by their IDs.
func (k kit) byIDs(records []any) []any {
	k.Helper()
	out := []any{}
	for _, n := range k.room.Nouns {
		var ids []string
		for _, r := range records {
			if k.room.noun(r) == n {
				ids = append(ids, n.id(r))
			}
		}
		if len(ids) > 0 {
			out = append(out, k.all(n, Query{IDs: ids})...)
		}
	}
	return out
}

// mustFind compares the IDs of what a query finds.
func (k kit) mustFind(n *Noun, q Query, want ...string) {
	k.Helper()
	slices.Sort(want)
	k.mustEqual("the IDs of the "+n.List+" found", n.ids(k.all(n, q)), want)
}

func (n *Noun) ids(records []any) []string {
	var ids []string
	for _, r := range records {
		ids = append(ids, n.id(r))
	}
	return ids
}
