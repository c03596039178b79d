package suite

import (
	"cmp"
	"context"
	"slices"
)

// A reading is one query, read page by page as the contract of pages says.
type reading[T any, K cmp.Ordered] struct {
	what  string
	after K
	limit int
	fetch func(ctx context.Context, after K) (Page[T], error)
	key   func(T) K
	match func(T) bool
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
			after = r.key(record)
			if r.match(record) {
				all = append(all, record)
			}
		}
		if len(page.Records) == 0 || page.Last {
			return all
		}
	}
}

func (r reading[T, K]) checkPage(tb TB, page Page[T], after K) {
	tb.Helper()
	if r.limit > 0 && len(page.Records) > r.limit {
		tb.Fatalf("read %s: got a page of %d, want at most %d", r.what, len(page.Records), r.limit)
	}
	for _, record := range page.Records {
		key := r.key(record)
		if key <= after {
			tb.Fatalf("read %s: got %.100v after %.100v, want them in increasing order", r.what, key, after)
		}
		after = key
	}
}

// all returns the records of one noun that a query asks for.
func (k kit) all(n *Noun, q Query) []any {
	k.Helper()
	return reading[any, string]{
		what: n.List, after: q.After, limit: q.Limit, match: n.matches(q),
		fetch: func(ctx context.Context, after string) (Page[any], error) {
			q := q
			q.After = after
			return k.store.Read(ctx, n, q)
		},
		key: n.id,
	}.all(k.TB)
}

// batches returns the batches that a query asks for.
func (k kit) batches(q LogQuery) []Batch {
	k.Helper()
	h := k.historian()
	return reading[Batch, int64]{
		what: "log", after: q.After, limit: q.Limit, match: k.room.matchesBatch(q),
		fetch: func(ctx context.Context, after int64) (Page[Batch], error) {
			q := q
			q.After = after
			return h.Log(ctx, q)
		},
		key: func(b Batch) int64 { return b.Seq },
	}.all(k.TB)
}

// matches says in the plainest way what a query means.
func (n *Noun) matches(q Query) func(record any) bool {
	ids := in(q.IDs)
	type condition struct {
		fields []string
		holds  func(string) bool
	}
	var conditions []condition
	for _, f := range n.Finds {
		if list := q.Where[f.Name]; len(list) > 0 {
			conditions = append(conditions, condition{f.Fields, in(list)})
		}
	}
	return func(record any) bool {
		if id := n.id(record); id <= q.After || !ids(id) {
			return false
		}
		if n.Window != "" && !within(n.instant(record), q.From, q.To) {
			return false
		}
		return !slices.ContainsFunc(conditions, func(c condition) bool {
			return !slices.ContainsFunc(c.fields, func(path string) bool { return c.holds(textOf(record, path)) })
		})
	}
}

func (r *Room) matchesBatch(q LogQuery) func(Batch) bool {
	about := in(q.About)
	return func(b Batch) bool {
		return b.Seq > q.After && (len(q.About) == 0 || slices.ContainsFunc(r.refs(&b), about))
	}
}

// in asks whether a list holds a key, where the empty list holds all. A long list that is asked often
// becomes a set; to make one for a few questions takes longer than they do.
func in[K comparable](list []K) func(K) bool {
	var set map[K]bool
	asked := 0
	return func(k K) bool {
		if asked++; set == nil && len(list) > 8 && asked > 8 {
			set = make(map[K]bool, len(list))
			for _, k := range list {
				set[k] = true
			}
		}
		return len(list) == 0 || set[k] || set == nil && slices.Contains(list, k)
	}
}
