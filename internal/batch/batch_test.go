package batch_test

import (
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/internal/batch"
	"github.com/kithcrm/kith/internal/rules"
)

// A note is a record of a room that has nothing else.
type note struct {
	id    string
	rev   int64
	of    string
	ready bool
}

type notes []note

func (l notes) Len() int                { return len(l) }
func (l notes) ID(i int) string         { return l[i].id }
func (l notes) Rev(i int) *int64        { return &l[i].rev }
func (l notes) Check(i int) error       { return rules.Break("ID", rules.ID(l[i].id)) }
func (l notes) Ready(i int)             { l[i].ready = true }
func (l notes) GoesWith(i int) []string { return []string{l[i].of} }
func (l notes) Slice() []note           { return l }

func full(put notes, void []batch.Voided, erase ...batch.Ref) batch.Batch {
	return batch.Batch{
		Head:  batch.Head{At: time.Unix(1, 0), Void: void, Erase: erase},
		Lists: []batch.List{{Noun: "note", Field: "Notes", Records: put}, {Noun: "page", Field: "Pages", Records: notes{}}},
	}
}

func voided(noun, id string, rev int64) []batch.Voided {
	return []batch.Voided{{Ref: batch.Ref{Noun: noun, ID: id}, Rev: rev}}
}

func TestCheckNamesTheFirstRuleThatIsBroken(t *testing.T) {
	t.Parallel()
	with := func(change func(*batch.Batch)) batch.Batch {
		b := full(notes{{id: "a"}}, nil)
		change(&b)
		return b
	}
	someone := batch.Ref{Noun: "someone", ID: "s"}
	cases := []struct {
		name  string
		batch batch.Batch
		want  string
	}{
		{"one record", full(notes{{id: "a"}}, nil), ""},
		{"one record made void", full(nil, voided("page", "a", 1)), ""},
		{"the same identifier with two nouns", full(notes{{id: "a"}}, voided("page", "a", 1)), ""},
		{"an erasure beside what is created", full(notes{{id: "a", of: "t"}}, nil, someone), ""},
		{"nothing", full(nil, nil), "Batch must not be empty"},
		{"a number", with(func(b *batch.Batch) { b.Seq = 1 }), "Seq must be 0: the store gives it"},
		{"no time", with(func(b *batch.Batch) { b.At = time.Time{} }), "At must not be zero"},
		{"a writer that is none", with(func(b *batch.Batch) { b.By = "\x00" }), "By must not hold a NUL byte"},
		{"a reason that is none", with(func(b *batch.Batch) { b.Why = "\xff" }), "Why must be valid UTF-8"},
		{"a record that breaks a rule", full(notes{{id: "a"}, {}}, nil), "Notes[1].ID must not be empty"},
		{"a revision below 0", full(notes{{id: "a", rev: -1}}, nil), "Notes[0].Rev must not be below 0"},
		{"a record twice", full(notes{{id: "a"}, {id: "b"}, {id: "a"}}, nil), "Notes[2].ID must not be in the batch twice"},
		{"a record put and made void", full(notes{{id: "a"}}, voided("note", "a", 1)), "Void must not be in the batch twice"},
		{"a record made void twice", full(nil, slices.Concat(voided("note", "a", 1), voided("note", "a", 1))), "Void must not be in the batch twice"},
		{"an unknown noun", full(nil, voided("else", "a", 1)), "Void[0].Ref.Noun must be one of: note, page"},
		{"void without an identifier", full(nil, voided("note", "", 1)), "Void[0].Ref.ID must not be empty"},
		{"void without a revision", full(nil, voided("note", "a", 0)), "Void[0].Rev must be above 0"},
		{"an erasure of nobody", full(nil, nil, batch.Ref{}), "Erase[0] must not be empty"},
		{"an erasure twice", full(nil, nil, someone, someone), "Erase[1] must not be in the batch twice"},
		{"an erasure beside what is void", full(nil, voided("note", "a", 1), someone), "Void must be empty beside an erasure"},
		{"an erasure beside what is replaced", full(notes{{id: "a", rev: 1}}, nil, someone), "Notes[0].Rev must be 0 beside an erasure"},
		{"who is erased in a record", full(notes{{id: "a", of: "s"}}, nil, someone), "Notes[0] must not name who is erased"},
	}
	for _, c := range cases {
		got := ""
		if err := c.batch.Check(); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestABatchTellsWhatItNames(t *testing.T) {
	t.Parallel()
	b := full(notes{{id: "a"}, {id: "b"}}, voided("page", "c", 1), batch.Ref{Noun: "someone", ID: "d"})
	want := []batch.Ref{{Noun: "note", ID: "a"}, {Noun: "note", ID: "b"}, {Noun: "page", ID: "c"}, {Noun: "someone", ID: "d"}}
	if got := slices.Collect(b.Refs()); !slices.Equal(got, want) || b.Size() != len(want) {
		t.Errorf("got %v, of %d, want %v", got, b.Size(), want)
	}
	for stop := range want {
		var got []batch.Ref
		for r := range b.Refs() {
			if got = append(got, r); len(got) > stop {
				break
			}
		}
		if !slices.Equal(got, want[:stop+1]) {
			t.Errorf("stopped after %d: got %v", stop, got)
		}
	}
}

func TestTheRecordsOfABatchAreChangedWhereTheyAre(t *testing.T) {
	t.Parallel()
	put := notes{{id: "a"}, {id: "b", rev: 3}}
	b := full(put, nil)
	b.Ready()
	b.SetRev(7)
	if want := (notes{{id: "a", rev: 7, ready: true}, {id: "b", rev: 7, ready: true}}); !slices.Equal(put, want) {
		t.Errorf("got %v, want %v", put, want)
	}
}

func TestReferencesOfARoomAreTakenAsTheyAre(t *testing.T) {
	t.Parallel()
	type ref struct{ Noun, ID string }
	if got := batch.RefsOf([]ref{{"note", "a"}}); !slices.Equal(got, []batch.Ref{{Noun: "note", ID: "a"}}) {
		t.Errorf("got %v, want the note a", got)
	}
	if got := batch.RefsOf[ref](nil); got != nil {
		t.Errorf("of none: got %v, want none", got)
	}
}
