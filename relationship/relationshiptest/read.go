package relationshiptest

import (
	"cmp"
	"context"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A reading is one query, read page by page as the contract of [relationship.Page] says.
type reading[T any, K cmp.Ordered] struct {
	what  string
	after K
	limit int
	whole bool // the query has no condition, so that everything matches
	fetch func(ctx context.Context, after K) (relationship.Page[T], error)
	key   func(*T) K
	match func(*T) bool
}

// all returns what matches, and fails where a page breaks a rule.
func (r reading[T, K]) all(tb TB) []T {
	tb.Helper()
	var all []T
	for after := r.after; ; {
		page, err := r.fetch(tb.Context(), after)
		if err != nil {
			tb.Fatalf("read %s: got error %v", r.what, err)
		}
		r.checkPage(tb, page, after)
		for _, record := range page.Records {
			after = r.key(&record)
			if r.match(&record) {
				all = append(all, record)
			}
		}
		if len(page.Records) == 0 {
			return all
		}
		if page.Last {
			r.checkLast(tb, after)
			return all
		}
	}
}

func (r reading[T, K]) checkPage(tb TB, page relationship.Page[T], after K) {
	tb.Helper()
	if r.limit > 0 && len(page.Records) > r.limit {
		tb.Fatalf("read %s: got a page of %d, want at most %d", r.what, len(page.Records), r.limit)
	}
	for i := range page.Records {
		key := r.key(&page.Records[i])
		if key <= after {
			tb.Fatalf("read %s: got %.100v after %.100v, want them in increasing order", r.what, key, after)
		}
		after = key
	}
}

// checkLast sees to it that nothing follows the last page.
func (r reading[T, K]) checkLast(tb TB, after K) {
	tb.Helper()
	if !r.whole {
		return
	}
	page, err := r.fetch(tb.Context(), after)
	if err != nil {
		tb.Fatalf("read %s: got error %v", r.what, err)
	}
	if len(page.Records) > 0 {
		tb.Fatalf("read %s: got Last, want false: %d more follow", r.what, len(page.Records))
	}
}

func parties(s relationship.Store, q relationship.PartyQuery) reading[relationship.Party, relationship.PartyID] {
	return reading[relationship.Party, relationship.PartyID]{
		what: "parties", after: q.After, limit: q.Limit, match: matchesParty(q),
		whole: len(q.IDs)+len(q.MergedInto) == 0 && !q.Merged,
		fetch: func(ctx context.Context, after relationship.PartyID) (relationship.Page[relationship.Party], error) {
			q := q
			q.After = after
			return s.Parties(ctx, q)
		},
		key: func(p *relationship.Party) relationship.PartyID { return p.ID },
	}
}

func ties(s relationship.Store, q relationship.TieQuery) reading[relationship.Tie, relationship.TieID] {
	return reading[relationship.Tie, relationship.TieID]{
		what: "ties", after: q.After, limit: q.Limit, match: matchesTie(q),
		whole: len(q.IDs)+len(q.Of)+len(q.Kinds) == 0,
		fetch: func(ctx context.Context, after relationship.TieID) (relationship.Page[relationship.Tie], error) {
			q := q
			q.After = after
			return s.Ties(ctx, q)
		},
		key: func(t *relationship.Tie) relationship.TieID { return t.ID },
	}
}

func needs(s relationship.Store, q relationship.NeedQuery) reading[relationship.Need, relationship.NeedID] {
	return reading[relationship.Need, relationship.NeedID]{
		what: "needs", after: q.After, limit: q.Limit, match: matchesNeed(q),
		whole: len(q.IDs)+len(q.Of)+len(q.In) == 0,
		fetch: func(ctx context.Context, after relationship.NeedID) (relationship.Page[relationship.Need], error) {
			q := q
			q.After = after
			return s.Needs(ctx, q)
		},
		key: func(n *relationship.Need) relationship.NeedID { return n.ID },
	}
}

func batches(h relationship.Historian, q relationship.LogQuery) reading[relationship.Batch, relationship.Seq] {
	return reading[relationship.Batch, relationship.Seq]{
		what: "log", after: q.After, limit: q.Limit, match: matchesBatch(q), whole: len(q.About) == 0,
		fetch: func(ctx context.Context, after relationship.Seq) (relationship.Page[relationship.Batch], error) {
			q := q
			q.After = after
			return h.Log(ctx, q)
		},
		key: func(b *relationship.Batch) relationship.Seq { return b.Seq },
	}
}

// The filters below say in the plainest way what a query means.

func matchesParty(q relationship.PartyQuery) func(*relationship.Party) bool {
	ids, merged := in(q.IDs), in(q.MergedInto)
	return func(p *relationship.Party) bool {
		return p.ID > q.After && ids(p.ID) && merged(p.MergedInto) && (!q.Merged || p.MergedInto != "")
	}
}

func matchesTie(q relationship.TieQuery) func(*relationship.Tie) bool {
	ids, of, kinds := in(q.IDs), in(q.Of), in(q.Kinds)
	return func(t *relationship.Tie) bool {
		return t.ID > q.After && ids(t.ID) && (of(t.From) || of(t.To)) && kinds(t.Kind)
	}
}

func matchesNeed(q relationship.NeedQuery) func(*relationship.Need) bool {
	ids, of, ties := in(q.IDs), in(q.Of), in(q.In)
	return func(n *relationship.Need) bool {
		return n.ID > q.After && ids(n.ID) && of(n.Party) && ties(n.Tie)
	}
}

func matchesBatch(q relationship.LogQuery) func(*relationship.Batch) bool {
	about := in(q.About)
	return func(b *relationship.Batch) bool {
		return b.Seq > q.After && (len(q.About) == 0 || slices.ContainsFunc(refsOf(b), about))
	}
}

// in asks whether a list holds a key, where the empty list holds all.
func in[K comparable](list []K) func(K) bool {
	set := make(map[K]bool, len(list))
	for _, k := range list {
		set[k] = true
	}
	return func(k K) bool { return len(list) == 0 || set[k] }
}

// refsOf returns what a batch put, voided or erased.
func refsOf(b *relationship.Batch) []relationship.Ref {
	var refs []relationship.Ref
	for _, p := range b.Parties {
		refs = append(refs, p.ID.Ref())
	}
	for _, t := range b.Ties {
		refs = append(refs, t.ID.Ref())
	}
	for _, n := range b.Needs {
		refs = append(refs, n.ID.Ref())
	}
	for _, v := range b.Void {
		refs = append(refs, v.Ref)
	}
	for _, id := range b.Erase {
		refs = append(refs, id.Ref())
	}
	return refs
}
