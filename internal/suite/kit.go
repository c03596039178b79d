package suite

import (
	"cmp"
	"errors"
	"reflect"
	"slices"
	"strings"
)

// A kit is a test of one store of a room.
type kit struct {
	TB
	store Store
	room  *Room
}

// bare returns a record with nearly nothing in it.
func (n *Noun) bare(id string, rev ...int64) any { return as(n.Samples[0], id, rev) }

// full returns a record with something in every field.
func (n *Noun) full(id string, rev ...int64) any { return as(n.Samples[1], id, rev) }

func as(record any, id string, rev []int64) any {
	record = withID(record, id)
	if len(rev) > 0 {
		record = withRev(record, rev[0])
	}
	return deep(record)
}

// each returns a bare record of every noun.
func (k kit) each(id string, rev ...int64) []any {
	var out []any
	for _, n := range k.room.Nouns {
		out = append(out, n.bare(id, rev...))
	}
	return out
}

// first returns the first noun, where it does not matter which.
func (k kit) first() *Noun { return k.room.Nouns[0] }

// voids returns how to void the record of every noun with an ID.
func (k kit) voids(id string, rev int64) []any {
	var out []any
	for _, n := range k.room.Nouns {
		out = append(out, Voided{Ref{n.Name, id}, rev})
	}
	return out
}

// batch returns a batch of records, each a struct of the room or a [Voided].
func batch(records ...any) Batch {
	b := Batch{At: noon(0)}
	for _, r := range records {
		if v, ok := r.(Voided); ok {
			b.Void = append(b.Void, v)
		} else {
			b.Records = append(b.Records, r)
		}
	}
	return b
}

// write writes records, which must succeed, and returns the number of the batch.
func (k kit) write(records ...any) int64 {
	k.Helper()
	return k.writeBatch(batch(records...))
}

func (k kit) writeBatch(b Batch) int64 {
	k.Helper()
	seq, err := k.store.Write(k.Context(), b)
	if err != nil {
		k.Fatalf("write: got error %v, want none", err)
	}
	if seq <= 0 {
		k.Fatalf("write: got number %d, want above 0", seq)
	}
	return seq
}

func (k kit) erase(ids ...string) int64 {
	k.Helper()
	return k.writeBatch(Batch{At: noon(0), Erase: ids})
}

// refuse writes records, which must be refused with an error.
func (k kit) refuse(want error, records ...any) {
	k.Helper()
	k.refuseBatch(want, batch(records...))
}

// refuseEach writes records one by one, each of which must be refused.
func (k kit) refuseEach(want error, records ...any) {
	k.Helper()
	for _, r := range records {
		k.refuse(want, r)
	}
}

func (k kit) refuseBatch(want error, b Batch) {
	k.Helper()
	_, err := k.store.Write(k.Context(), b)
	k.mustMatch("write", err, want)
}

func (k kit) mustMatch(what string, err, want error) {
	k.Helper()
	if !errors.Is(err, want) {
		k.Fatalf("%s: got error %v, want one matching %q", what, err, want)
	}
}

// mustEqual fails where what was read is not as it should be.
func (k kit) mustEqual(what string, got, want any) {
	k.Helper()
	mustEqual(k.TB, what, got, want)
}

// unchanged calls do, after which the store must show what it showed before.
func (k kit) unchanged(do func()) {
	k.Helper()
	records, log := k.content(0), k.log()
	do()
	k.mustEqual("the records, before and after", k.content(0), records)
	k.mustEqual("the log, before and after", k.log(), log)
}

// content reads everything as it was known after a batch; 0 is now. It is in the order of the nouns,
// then of the IDs.
func (k kit) content(known int64) []any {
	k.Helper()
	out := []any{}
	for _, n := range k.room.Nouns {
		out = append(out, k.all(n, Query{Known: known})...)
	}
	return out
}

// mustHold fails where a store's records are not these, which are compared without their Rev.
func (k kit) mustHold(want ...any) {
	k.Helper()
	k.mustEqual("all records", withRevs(k.content(0), 0), k.ordered(withRevs(want, 0)))
}

// ordered returns records in the order in which content returns them.
func (k kit) ordered(records []any) []any {
	out := []any{}
	for _, n := range k.room.Nouns {
		some := slices.DeleteFunc(slices.Clone(records), func(r any) bool { return reflect.TypeOf(r) != n.structType() })
		slices.SortFunc(some, func(a, b any) int { return cmp.Compare(n.id(a), n.id(b)) })
		out = append(out, some...)
	}
	return out
}

// withRevs returns copies of records with another Rev.
func withRevs(records []any, rev int64) []any {
	out := make([]any, len(records))
	for i, r := range records {
		out[i] = withRev(r, rev)
	}
	return out
}

// log reads the whole log; nil where the store keeps none.
func (k kit) log() []Batch {
	k.Helper()
	if !keepsHistory(k.store) {
		return nil
	}
	return k.batches(LogQuery{})
}

// historian returns the store as one that keeps history.
func (k kit) historian() Historian {
	k.Helper()
	h, ok := k.store.(Historian)
	if !ok {
		k.Fatalf("the store keeps no history")
	}
	return h
}

// moved returns copies of a record, each of which has another value in something that never changes.
func (k kit) moved(record any) []any {
	n := k.room.noun(record)
	var out []any
	for _, path := range n.Fixed {
		for _, other := range k.others(n, record, path) {
			if k.room.valid(withRev(other, 0)) && !n.fixedSame(other, record) {
				out = append(out, other)
			}
		}
	}
	return out
}

// others returns copies of a record with other values in a field: that of the samples, and what it has
// but for the case.
func (k kit) others(n *Noun, record any, path string) []any {
	out := []any{copyField(record, n.Samples[0], path), copyField(record, n.Samples[1], path)}
	if text := textOf(record, path); k.room.isName(n, path) && text != "" {
		out = append(out, k.room.setText(record, path, otherCase(text)))
	}
	return out
}

// otherCase changes the case of the last letter, which is that of an ID.
func otherCase(text string) string {
	last := text[len(text)-1:]
	if upper := strings.ToUpper(last); upper != last {
		return text[:len(text)-1] + upper
	}
	return text[:len(text)-1] + strings.ToLower(last)
}
