package table_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/kithcrm/kith/internal/table"
	"pgregory.net/rapid"
)

// A record has an identifier, keys by which it is found besides, and some content.
type record struct {
	id   string
	keys []string
	n    int
}

// spec has two indexes: by every key, and by one that all records with content have.
func spec() table.Spec[string, record] {
	return table.Spec[string, record]{
		Key: func(r *record) string { return r.id },
		Detach: func(rs []record) {
			for i := range rs {
				rs[i].keys = slices.Clone(rs[i].keys)
			}
		},
		Touch: func(r *record) int { return len(r.keys) },
		Indexes: []func(*record, []string) []string{
			func(r *record, keys []string) []string { return append(keys, r.keys...) },
			func(_ *record, keys []string) []string { return append(keys, "all") },
		},
	}
}

// A version of the plain model; void ones have no record.
type version struct {
	seq  int64
	void bool
	record
}

// A plain is what a table is, in a map: versions, oldest first.
type plain map[string][]version

func (p plain) at(id string, known int64) (record, bool) {
	for _, v := range slices.Backward(p[id]) {
		if known == 0 || v.seq <= known {
			return v.record, !v.void
		}
	}
	return record{}, false
}

// page answers a query by looking at everything. By selects what is found by a key of any version.
func (p plain) page(q table.Query[string, record]) ([]record, bool) {
	if q.Limit <= 0 {
		q.Limit = 1000
	}
	var out []record
	for _, id := range slices.Sorted(maps.Keys(p)) {
		r, there := p.at(id, q.Known)
		switch {
		case !there, id <= q.After, len(q.IDs) > 0 && !slices.Contains(q.IDs, id):
		case len(q.IDs) == 0 && len(q.By) > 0 && !p.ever(id, q.Index, q.By):
		case q.Match != nil && !q.Match(&r):
		case len(out) == q.Limit:
			return out, false
		default:
			out = append(out, r)
		}
	}
	return out, true
}

// ever reports whether a record was ever found by one of the keys.
func (p plain) ever(id string, index int, by []string) bool {
	return slices.ContainsFunc(p[id], func(v version) bool {
		if v.void {
			return false
		}
		if index == 1 {
			return slices.Contains(by, "all")
		}
		return slices.ContainsFunc(v.keys, func(k string) bool { return slices.Contains(by, k) })
	})
}

// A pair is the table beside the model.
type pair struct {
	table *table.Table[string, record]
	plain plain
	seq   int64
}

// put writes a record to both. The keys of a record are distinct.
func (p *pair) put(id string, n int, keys ...string) {
	p.seq++
	slices.Sort(keys)
	keys = slices.Compact(keys)
	r := record{id, keys, n}
	p.table.Put(&table.Version[record]{Seq: p.seq, Record: r})
	p.plain[id] = append(p.plain[id], version{p.seq, false, r})
}

func (p *pair) void(id string) {
	if _, there := p.plain.at(id, 0); there {
		p.seq++
		p.table.Void(p.seq, id)
		p.plain[id] = append(p.plain[id], version{seq: p.seq, void: true})
	}
}

// erase removes a record from both, and compares what the table says is gone.
func (p *pair) erase(t *rapid.T, id string) {
	gone := p.table.Erase(id)
	if len(gone) != len(p.plain[id]) {
		t.Fatalf("Erase(%q) returns %d versions, want %d", id, len(gone), len(p.plain[id]))
	}
	for i, v := range gone {
		if want := p.plain[id][len(gone)-1-i]; v.Seq != want.seq || v.Void != want.void || v.Record.n != want.n {
			t.Fatalf("Erase(%q)[%d] = %+v, want %+v", id, i, v, want)
		}
	}
	delete(p.plain, id)
}

// compare asks both the same random questions.
func (p *pair) compare(t *rapid.T, ids []string) {
	t.Helper()
	keys := []string{"k0", "k1", "k2", "k3", "big", "none", "all"}
	q := table.Query[string, record]{
		Limit: rapid.SampledFrom([]int{0, 1, 2, 7, 16, 100, 5000}).Draw(t, "limit"),
		Known: rapid.Int64Range(0, p.seq).Draw(t, "known"),
		IDs:   rapid.SliceOfN(rapid.SampledFrom(ids), 0, 4).Draw(t, "ids"),
		Index: rapid.IntRange(0, 1).Draw(t, "index"),
		By:    rapid.SliceOfN(rapid.SampledFrom(keys), 0, 4).Draw(t, "by"),
		After: rapid.SampledFrom(append([]string{"", "~"}, ids...)).Draw(t, "after"),
	}
	if rapid.Bool().Draw(t, "no ids") {
		q.IDs = nil
	}
	if rapid.Bool().Draw(t, "odd only") {
		q.Match = func(r *record) bool { return r.n%2 == 1 }
	}
	for range 20 { // pages
		got, last := p.table.Page(q)
		want, wantLast := p.plain.page(q)
		if last != wantLast || !slices.EqualFunc(got, want, equal) {
			t.Fatalf("Page(%+v) has %d records, last %v, want %d, %v", q, len(got), last, len(want), wantLast)
		}
		for i := range got { // what is returned is the caller's
			for j := range got[i].keys {
				got[i].keys[j] = "scribble"
			}
		}
		if last {
			return
		}
		q.After = got[len(got)-1].id
	}
}

func equal(a, b record) bool { return a.id == b.id && a.n == b.n && slices.Equal(a.keys, b.keys) }

// compareAll looks at everything once.
func (p *pair) compareAll(t *rapid.T) {
	t.Helper()
	for id, versions := range p.plain {
		got := slices.Collect(p.table.Versions(id))
		if len(got) != len(versions) {
			t.Fatalf("Versions(%q) has %d, want %d", id, len(got), len(versions))
		}
		r, there := p.plain.at(id, 0)
		if current := p.table.Current(id); (current != nil) != there || there && !equal(current.Record, r) {
			t.Fatalf("Current(%q) = %+v, want %+v, %v", id, current, r, there)
		}
	}
	for _, key := range []string{"k0", "k1", "k2", "k3", "big", "none"} {
		var want []string
		for _, id := range slices.Sorted(maps.Keys(p.plain)) {
			if p.plain.ever(id, 0, []string{key}) {
				want = append(want, id)
			}
		}
		if got := p.table.KeysBy(0, key); !slices.Equal(got, want) {
			t.Fatalf("KeysBy(%q) = %v, want %v", key, got, want)
		}
	}
}

func TestTableAgreesWithPlainMaps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := pair{table: table.New(spec()), plain: plain{}}
		// Few identifiers gather versions; many make postings long (more than 128 rows) and fill blocks.
		span := rapid.SampledFrom([]int{4, 40, 400, 1500}).Draw(t, "identifiers")
		id := func(i int) string { return fmt.Sprintf("%s%d", []string{"a", "b-", "ä"}[i%3], i*7919%span) }
		for i := range rapid.IntRange(0, 2*span).Draw(t, "rows") {
			p.put(id(i), i, "big", fmt.Sprint("k", i%4), fmt.Sprint("k", i%3))
		}
		var ids []string
		for i := range 12 {
			ids = append(ids, id(rapid.IntRange(0, span).Draw(t, "identifier")+i))
		}
		pick := func() string { return rapid.SampledFrom(ids).Draw(t, "id") }
		for i := range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0, 1:
				p.put(pick(), i, rapid.SliceOfN(rapid.SampledFrom([]string{"k0", "k1", "k2", "big"}), 0, 3).Draw(t, "keys")...)
			case 2:
				p.void(pick())
			case 3:
				p.erase(t, pick())
			default:
				p.compare(t, ids)
			}
		}
		p.compareAll(t)
	})
}

func TestErasingAllLeavesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := pair{table: table.New(spec()), plain: plain{}}
		n := rapid.SampledFrom([]int{1, 100, 300, 1500}).Draw(t, "rows")
		for i := range n {
			p.put(fmt.Sprintf("%05d", i*7919%n), i, "big")
		}
		ids := slices.SortedFunc(maps.Keys(p.plain), func(a, b string) int { return cmp.Compare(b[4:]+b, a[4:]+a) })
		for _, id := range ids {
			p.erase(t, id)
		}
		if rows, last := p.table.Page(table.Query[string, record]{}); len(rows) > 0 || !last {
			t.Fatalf("%d records are left, last %v", len(rows), last)
		}
		if keys := p.table.KeysBy(0, "big"); len(keys) > 0 {
			t.Fatalf("the index knows %d records", len(keys))
		}
		// The places of what is gone are used again.
		p.put("again", 1, "big", "k0")
		p.compareAll(t)
	})
}

func TestEmptyTableHasNothing(t *testing.T) {
	t.Parallel()
	empty := table.New(spec())
	for _, q := range []table.Query[string, record]{{}, {IDs: []string{"a"}}, {By: []string{"k0"}}, {By: []string{"k0", "k1"}}, {Known: 5}} {
		if rows, last := empty.Page(q); len(rows) > 0 || !last {
			t.Errorf("Page(%+v) = %d records, last %v, want none, true", q, len(rows), last)
		}
	}
	if empty.Current("a") != nil || empty.Erase("a") != nil || empty.KeysBy(0, "k0") != nil {
		t.Error("something is found in an empty table")
	}
}
