package relationshiptest

import (
	"maps"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A content is everything that a store shows.
type content struct {
	Parties []relationship.Party
	Ties    []relationship.Tie
	Needs   []relationship.Need
}

// contentOf reads everything as it was known after a batch; 0 is now.
func contentOf(tb TB, s relationship.Store, known relationship.Seq) content {
	tb.Helper()
	return content{
		parties(s, relationship.PartyQuery{Known: known}).all(tb),
		ties(s, relationship.TieQuery{Known: known}).all(tb),
		needs(s, relationship.NeedQuery{Known: known}).all(tb),
	}
}

// logOf reads the whole log; nil where the store keeps none.
func logOf(tb TB, s relationship.Store) []relationship.Batch {
	tb.Helper()
	h, ok := s.(relationship.Historian)
	if !ok {
		return nil
	}
	return batches(h, relationship.LogQuery{}).all(tb)
}

// replay applies the batches of a log in order. What was erased is in them no more, so there is
// nothing to do for it.
func replay(log []relationship.Batch) content {
	parties := map[relationship.PartyID]relationship.Party{}
	ties := map[relationship.TieID]relationship.Tie{}
	needs := map[relationship.NeedID]relationship.Need{}
	for _, b := range log {
		for _, p := range b.Parties {
			parties[p.ID] = p
		}
		for _, t := range b.Ties {
			ties[t.ID] = t
		}
		for _, n := range b.Needs {
			needs[n.ID] = n
		}
		for _, v := range b.Void {
			switch v.Ref.Noun {
			case relationship.NounParty:
				delete(parties, relationship.PartyID(v.Ref.ID))
			case relationship.NounTie:
				delete(ties, relationship.TieID(v.Ref.ID))
			case relationship.NounNeed:
				delete(needs, relationship.NeedID(v.Ref.ID))
			}
		}
	}
	return content{inOrder(parties), inOrder(ties), inOrder(needs)}
}

func inOrder[K ~string, T any](records map[K]T) []T {
	var out []T
	for _, k := range slices.Sorted(maps.Keys(records)) {
		out = append(out, records[k])
	}
	return out
}

// checkInvariants checks what holds of every store at any time: scans are in order (so says every
// reading), every record has a Rev and is found by its ID, and the log replays to the records.
func checkInvariants(tb TB, s relationship.Store) {
	tb.Helper()
	now := contentOf(tb, s, 0)
	for _, rev := range now.revs() {
		if rev <= 0 {
			tb.Fatalf("got a record with Rev %d, want above 0", rev)
		}
	}
	if now.size() > 0 {
		mustEqual(tb, "all records, by their IDs", now.byIDs(tb, s), now)
	}
	if !keepsHistory(s) {
		return
	}
	log := logOf(tb, s)
	for _, b := range log {
		checkBatch(tb, b)
	}
	mustEqual(tb, "the log, replayed", replay(log), now)
}

// checkBatch checks what holds of every batch in a log.
func checkBatch(tb TB, b relationship.Batch) {
	tb.Helper()
	if b.At.IsZero() {
		tb.Fatalf("batch %d of the log: got no At", b.Seq)
	}
	for _, rev := range (content{b.Parties, b.Ties, b.Needs}).revs() {
		if rev != b.Seq {
			tb.Fatalf("batch %d of the log: got a record with Rev %d, want its Seq", b.Seq, rev)
		}
	}
}

func (c content) size() int { return len(c.Parties) + len(c.Ties) + len(c.Needs) }

func (c content) revs() []relationship.Seq {
	var revs []relationship.Seq
	for _, p := range c.Parties {
		revs = append(revs, p.Rev)
	}
	for _, t := range c.Ties {
		revs = append(revs, t.Rev)
	}
	for _, n := range c.Needs {
		revs = append(revs, n.Rev)
	}
	return revs
}

// byIDs reads the same records again, all at once by their IDs.
func (c content) byIDs(tb TB, s relationship.Store) content {
	tb.Helper()
	var out content
	if ids := keys(c.Parties, func(p *relationship.Party) relationship.PartyID { return p.ID }); len(ids) > 0 {
		out.Parties = parties(s, relationship.PartyQuery{IDs: ids}).all(tb)
	}
	if ids := keys(c.Ties, func(t *relationship.Tie) relationship.TieID { return t.ID }); len(ids) > 0 {
		out.Ties = ties(s, relationship.TieQuery{IDs: ids}).all(tb)
	}
	if ids := keys(c.Needs, func(n *relationship.Need) relationship.NeedID { return n.ID }); len(ids) > 0 {
		out.Needs = needs(s, relationship.NeedQuery{IDs: ids}).all(tb)
	}
	return out
}

func keys[T, K any](records []T, key func(*T) K) []K {
	out := make([]K, len(records))
	for i := range records {
		out[i] = key(&records[i])
	}
	return out
}
