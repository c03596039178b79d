package table_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/internal/batch"
	"github.com/kithcrm/kith/internal/table"
	"pgregory.net/rapid"
)

// A note is a record of a room that has notes only: an index knows them by of, which never changes, another
// by state.
type note struct {
	id, of, state string
	rev           int64
}

type notes []note

func (l notes) Len() int              { return len(l) }
func (l notes) ID(i int) string       { return l[i].id }
func (l notes) Rev(i int) *int64      { return &l[i].rev }
func (l notes) Check(int) error       { return nil }
func (l notes) Ready(int)             {}
func (l notes) GoesWith(int) []string { return nil }
func (l notes) Slice() []note         { return l }

// A room is a memory store of notes.
type room struct {
	shelves table.Shelves
	notes   table.Shelf[string, note]
}

func newRoom() *room {
	m := &room{notes: table.NewShelf(table.Spec[string, note]{
		Key:    func(n *note) string { return n.id },
		Rev:    func(n *note) *int64 { return &n.rev },
		Detach: func([]note) {},
		Changed: func(n, old *note) string {
			if old != nil && n.of != old.of {
				return "Of"
			}
			return ""
		},
		Indexes: []func(*note, []string) []string{
			table.By(func(n *note) string { return n.of }), table.By(func(n *note) string { return n.state }),
		},
	})}
	m.shelves.Place("note", &m.notes)
	return m
}

func (m *room) write(ctx context.Context, b batch.Batch) (int64, error) {
	return m.shelves.Write(ctx, b, func(erase []batch.Ref) map[batch.Ref]bool {
		gone := map[batch.Ref]bool{}
		for _, r := range erase {
			m.shelves.Gather(gone, "note", 0, r.ID)
		}
		return gone
	})
}

func (m *room) read(t testing.TB, q table.Query[string, note], keys ...[]string) []note {
	t.Helper()
	found, last, err := table.Read(t.Context(), &m.shelves, &m.notes, q, keys...)
	if err != nil || !last {
		t.Fatalf("Read: got error %v, last %t", err, last)
	}
	return found
}

// told is what the log tells of a batch.
type told struct {
	batch.Head
	notes []note
}

func (m *room) log(ctx context.Context, q table.LogQuery) ([]told, bool, error) {
	return table.ReadLog(ctx, &m.shelves, q, func(h *batch.Head) told { return told{*h, m.notes.Wrote(h.Seq)} })
}

func put(at int64, of ...note) batch.Batch {
	return batch.Batch{
		Head:  batch.Head{At: time.Unix(at, 0), Why: "because"},
		Lists: []batch.List{{Noun: "note", Field: "Notes", Records: notes(of)}},
	}
}

func void(id string, rev int64) batch.Batch {
	b := put(0)
	b.Void = []batch.Voided{{Ref: batch.Ref{Noun: "note", ID: id}, Rev: rev}}
	return b
}

func erase(id string, create ...note) batch.Batch {
	b := put(0, create...)
	b.Erase = []batch.Ref{{Noun: "someone", ID: id}}
	return b
}

// filled returns a room after some batches, which are numbered from 1.
func filled(t testing.TB, batches ...batch.Batch) *room {
	t.Helper()
	m := newRoom()
	for i, b := range batches {
		if seq, err := m.write(t.Context(), b); err != nil || seq != int64(i+1) {
			t.Fatalf("write: got %d and error %v, want %d", seq, err, i+1)
		}
	}
	return m
}

func TestShelvesReadByTheFirstIndexThatThereAreKeysFor(t *testing.T) {
	t.Parallel()
	given := []note{{id: "a", of: "x", state: "new"}, {id: "b", of: "x"}, {id: "c", of: "y", state: "new"}}
	m := filled(t, put(1, given...))
	if given[0].rev != 0 {
		t.Error("the records that were given have changed")
	}
	cases := []struct {
		name string
		keys [][]string
		want []string
	}{
		{"no keys", nil, []string{"a", "b", "c"}},
		{"the first index", [][]string{{"x"}, {"new"}}, []string{"a", "b"}},
		{"the second index", [][]string{nil, {"new"}}, []string{"a", "c"}},
		{"an empty key, which is in no index", [][]string{{"x", ""}, {"new"}}, []string{"a", "c"}},
		{"only an empty key", [][]string{nil, {""}}, []string{"a", "b", "c"}},
	}
	for _, c := range cases {
		var got []string
		for _, n := range m.read(t, table.Query[string, note]{}, c.keys...) {
			got = append(got, n.id)
			if n.rev != 1 {
				t.Errorf("%s: %s has revision %d, want 1", c.name, n.id, n.rev)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestShelvesRefuseABatchAndKeepNothingOfIt(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		batch batch.Batch
		want  table.Refusal
	}{
		{"missing", put(9, note{id: "new"}, note{id: "gone", rev: 1}), table.Refusal{Verdict: table.Missing, Field: "Notes[1]"}},
		{"exists", put(9, note{id: "a", of: "x"}), table.Refusal{Verdict: table.Exists, Field: "Notes[0]"}},
		{"changed", put(9, note{id: "a", of: "y", rev: 1}), table.Refusal{Verdict: table.Changed, Field: "Notes[0].Of", Rule: "must not change"}},
		{"changed from what is void", put(9, note{id: "b", of: "y"}), table.Refusal{Verdict: table.Changed, Field: "Notes[0].Of", Rule: "must not change"}},
		{"stale", put(9, note{id: "a", of: "x", rev: 2}), table.Refusal{Verdict: table.Stale, Field: "Notes[0]"}},
		{"void is missing", void("b", 1), table.Refusal{Verdict: table.Missing, Field: "Void[0]"}},
		{"changed and stale", put(9, note{id: "a", of: "x", rev: 2}, note{id: "a", of: "y", rev: 2}),
			table.Refusal{Verdict: table.Changed, Field: "Notes[1].Of", Rule: "must not change"}},
	}
	for _, c := range cases {
		m := filled(t, put(1, note{id: "a", of: "x"}, note{id: "b", of: "x"}), void("b", 1))
		_, err := m.write(t.Context(), c.batch)
		if got, ok := errors.AsType[*table.Refusal](err); !ok || *got != c.want || err.Error() == "" {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
		if log, _, _ := m.log(t.Context(), table.LogQuery{}); len(log) != 2 || len(m.read(t, table.Query[string, note]{})) != 1 {
			t.Errorf("%s: something is left of it", c.name)
		}
	}
}

func TestShelvesForgetWithWhomARecordGoes(t *testing.T) {
	t.Parallel()
	m := filled(t,
		put(1, note{id: "a", of: "x"}, note{id: "b", of: "y"}), void("a", 1), put(2, note{id: "c", of: "y"}),
		erase("x", note{id: "a", of: "y"}),
	)
	log, last, err := m.log(t.Context(), table.LogQuery{})
	if err != nil || !last || len(log) != 4 {
		t.Fatalf("got %d batches, last %t, error %v, want all 4", len(log), last, err)
	}
	for i, want := range [][]note{{{id: "b", of: "y", rev: 1}}, {}, {{id: "c", of: "y", rev: 3}}, {{id: "a", of: "y", rev: 4}}} {
		lost := i < 2
		if got := log[i]; !slices.Equal(got.notes, want) || len(got.Void) > 0 || (got.Why == "") != lost {
			t.Errorf("batch %d: got %+v, want %v, the reason lost: %t", i+1, got, want, lost)
		}
	}
	about := table.LogQuery{About: []batch.Ref{{Noun: "someone", ID: "x"}, {Noun: "note", ID: "b"}}}
	log, _, _ = m.log(t.Context(), about)
	if len(log) != 2 || log[0].Seq != 1 || log[1].Seq != 4 {
		t.Errorf("about the erased and a note: got %v, want the batches 1 and 4", log)
	}
}

func TestShelvesReadTheLogByPages(t *testing.T) {
	t.Parallel()
	var batches []batch.Batch
	for i := range 7 {
		batches = append(batches, put(int64(10-i), note{id: string(rune('a' + i)), of: "x"}))
	}
	m := filled(t, batches...)
	rapid.Check(t, func(t *rapid.T) {
		q := table.LogQuery{After: rapid.Int64Range(0, 8).Draw(t, "after"), Limit: rapid.IntRange(0, 8).Draw(t, "limit")}
		ids := rapid.SliceOfDistinct(rapid.IntRange(0, 9), rapid.ID).Draw(t, "about")
		for _, i := range ids {
			q.About = append(q.About, batch.Ref{Noun: "note", ID: string(rune('a' + i))})
		}
		var want []int64
		for seq := q.After + 1; seq <= 7; seq++ {
			if len(ids) == 0 || slices.Contains(ids, int(seq-1)) {
				want = append(want, seq)
			}
		}
		whole := q.Limit == 0 || len(want) <= q.Limit
		if !whole {
			want = want[:q.Limit]
		}
		log, last, err := m.log(t.Context(), q)
		var got []int64
		for _, b := range log {
			got = append(got, b.Seq)
			if !b.At.Equal(time.Unix(10, 0)) {
				t.Fatalf("batch %d is of %v, want not before that of the first", b.Seq, b.At)
			}
		}
		if err != nil || last != whole || !slices.Equal(got, want) {
			t.Fatalf("got %v, last %t, error %v, want %v, %t", got, last, err, want, whole)
		}
	})
}

func TestShelvesHeedTheContext(t *testing.T) {
	t.Parallel()
	m := newRoom()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, wrote := m.write(ctx, put(1, note{id: "a"}))
	_, _, read := table.Read(ctx, &m.shelves, &m.notes, table.Query[string, note]{})
	_, _, told := m.log(ctx, table.LogQuery{})
	for what, err := range map[string]error{"write": wrote, "read": read, "log": told} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got error %v, want that of the context", what, err)
		}
	}
	if found := m.read(t, table.Query[string, note]{}); len(found) > 0 {
		t.Errorf("got %v, want nothing", found)
	}
}

func TestKeysOfAnIndex(t *testing.T) {
	t.Parallel()
	type name string
	if got := table.Texts([]name{"a", ""}); !slices.Equal(got, []string{"a", ""}) {
		t.Errorf("Texts: got %q, want a and the empty one", got)
	}
	if got := table.Strings([]time.Month{time.May}); !slices.Equal(got, []string{"May"}) {
		t.Errorf("Strings: got %q, want May", got)
	}
	if table.Texts[name](nil) != nil || table.Strings[time.Month](nil) != nil {
		t.Error("there are keys of nothing")
	}
}
