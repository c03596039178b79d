package suite

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Check tests the description of a room: what the clauses need of it.
func (r *Room) Check(t *testing.T) {
	for _, n := range r.Nouns {
		r.checkSamples(t, n)
		r.checkApart(t, n)
		for _, f := range n.Finds {
			if got := r.values(n, f); len(got) < 3 {
				t.Errorf("%s: got %d values of %s in the samples, want 3 or more", n.Name, len(got), f.Name)
			}
		}
		q := n.Read.in
		for i := range q.NumField() {
			name := q.Field(i).Name
			known := slices.Contains([]string{"IDs", "Known", "After", "Limit"}, name) ||
				n.Window != "" && slices.Contains([]string{"From", "To"}, name)
			if !known && !slices.ContainsFunc(n.Finds, func(f Find) bool { return f.Name == name }) {
				t.Errorf("%s: the condition %s is not described", n.Name, name)
			}
		}
	}
	for _, record := range r.Wide {
		if err := r.check(Batch{At: noon(0), Records: []any{record}}); err != nil {
			t.Errorf("a record of Wide: got error %v", err)
		}
	}
}

// checkSamples sees to it that the samples are valid, and that the second has something in every field.
func (r *Room) checkSamples(t *testing.T, n *Noun) {
	for i, s := range n.Samples {
		if err := r.check(Batch{At: noon(0), Records: []any{s}}); err != nil {
			t.Errorf("sample %d of %s: got error %v", i, n.Name, err)
		}
		for _, to := range r.refsIn(s) {
			if slices.Contains([]string{"ann", "bob", "cid"}, to.ID) {
				t.Errorf("sample %d of %s names %s, whom the clauses erase", i, n.Name, to.ID)
			}
		}
	}
	full := addressable(n.Samples[1])
	for _, path := range fieldsOf(n.structType(), "") {
		something := false
		at(full, path, func(v reflect.Value) { something = something || !v.IsZero() })
		if !something {
			t.Errorf("%s: %s is empty in the full sample", n.Name, path)
		}
	}
}

// checkApart sees to it that the first two samples differ in what matters.
func (r *Room) checkApart(t *testing.T, n *Noun) {
	paths := slices.Clone(n.Fixed)
	for _, b := range n.Goes {
		paths = append(paths, b.Field)
		if strings.Contains(b.Field, "[]") && len(r.bound(b, n.Samples[1])) < 2 {
			t.Errorf("%s: the full sample has not several of %s", n.Name, b.Field)
		}
	}
	for _, path := range paths {
		if same(valuesAt(n.Samples[0], path), valuesAt(n.Samples[1], path)) {
			t.Errorf("%s: the samples do not differ in %s", n.Name, path)
		}
	}
}

// valuesAt returns what a record has in a field, in every element of a list.
func valuesAt(record any, path string) []any {
	var out []any
	at(reflect.ValueOf(record), path, func(f reflect.Value) { out = append(out, f.Interface()) })
	return out
}
