// Package suite is the part of the conformance suites that all rooms share: the clauses of the contract
// of a store, random histories and random questions, and a catalogue of seeded bugs for the suite
// itself.
//
// It knows no room. A [Room] tells what records there are, by what they are found, what of them never
// changes, and what goes with an erased party; everything else is the same everywhere.
package suite

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// A Room describes the store of one room.
type Room struct {
	// Nouns are the kinds of record, in the order of the fields of a batch. Each has a struct of its
	// own.
	Nouns []*Noun

	// Party is the noun of parties.
	Party string

	// Write, and Log of a store that keeps history, are the methods of the store.
	Write Call
	Log   Call

	// Errors are the sentinels of the room.
	Errors Errors

	// Rule returns the field and the rule that an error of Batch.Check tells of, or "".
	Rule func(error) string

	// Model returns a new, empty store of the room that is known to be right.
	Model func() any

	// Wide are records, to be created one by one, that break rules about several records.
	Wide []any
}

// Errors are what a batch can be refused with, the first that applies.
type Errors struct {
	NotFound error // a record to replace or to void is not there
	Exists   error // one to create is
	Invalid  error // what never changes would, or the batch fails its check
	Stale    error // a Rev is not the record's
}

// inOrder returns the errors in the order in which they count.
func (e Errors) inOrder() []error { return []error{e.NotFound, e.Exists, e.Invalid, e.Stale} }

// A Noun describes the records of one kind: structs with the fields ID and Rev.
type Noun struct {
	// Name is the noun, and List the field of a batch that holds such records.
	Name string
	List string

	// Read is the method of the store.
	Read Call

	// Samples are valid records with Rev 0: the first has nearly nothing, the second something in every
	// field, and differs from the first in all fields that Fixed and Goes name. All together have every
	// value of fields that have only a few. They name neither ann, bob nor cid, whom clauses erase. A list
	// of which Goes names a field has several elements in the second, and the first may have them too.
	Samples []any

	// Generator draws valid records with Rev 0.
	Generator *rapid.Generator[any]

	// Finds are the conditions of a query, IDs and a window aside.
	Finds []Find

	// Window is the field with the instant that From and To of a query are about; empty where a query has
	// none.
	Window string

	// Fixed are the fields that never change.
	Fixed []string

	// Goes are the fields by which a record goes with an erased party.
	Goes []Bond

	// Takes says that whatever Goes by such a record goes with it too.
	Takes bool
}

// A Find is one condition of a query: a list of which one must be what the record has.
type Find struct {
	Name     string   // of the field of the query
	Fields   []string // of the record, as paths; any of them
	Sentence string   // of the contract
}

// A Bond is a field that names a party or a record.
type Bond struct {
	Field string // of the record, or of the elements of a list in it: "Lines[].By"
	Noun  string // which is named, where the type of the field does not tell; a party's it does
}

// A Call is a method of a store of a room.
type Call struct {
	in, out reflect.Type
	fits    func(store any) bool
	do      func(ctx context.Context, store, in any) (any, error)

	// Of a read: the type of the records, and where they have their ID and Rev.
	record    reflect.Type
	idAt, rev int

	// Of Write: the types of the batch.
	voided, ref, party reflect.Type
}

// CallOf returns a method, given as a method expression of the interface.
func CallOf[S, In, Out any](method func(S, context.Context, In) (Out, error)) Call {
	c := Call{
		in: reflect.TypeFor[In](), out: reflect.TypeFor[Out](),
		fits: func(store any) bool { _, ok := store.(S); return ok },
		do: func(ctx context.Context, store, in any) (any, error) {
			return method(store.(S), ctx, in.(In))
		},
	}
	if c.out.Kind() == reflect.Struct {
		c.record = c.out.Field(0).Type.Elem()
		c.idAt, c.rev = indexOf(c.record, "ID"), indexOf(c.record, "Rev")
	} else {
		erase, _ := c.in.FieldByName("Erase")
		void, _ := c.in.FieldByName("Void")
		ref, _ := void.Type.Elem().FieldByName("Ref")
		c.voided, c.ref, c.party = void.Type.Elem(), ref.Type, erase.Type.Elem()
	}
	return c
}

// indexOf returns the place of a field, or -1: the batches of a log have no ID.
func indexOf(t reflect.Type, name string) int {
	f, there := t.FieldByName(name)
	if !there {
		return -1
	}
	return f.Index[0]
}

// noun returns the noun of a record.
func (r *Room) noun(record any) *Noun {
	t := reflect.TypeOf(record)
	for _, n := range r.Nouns {
		if n.structType() == t {
			return n
		}
	}
	return nil
}

// place returns which of the nouns has a name, or -1.
func (r *Room) place(name string) int {
	return slices.IndexFunc(r.Nouns, func(n *Noun) bool { return n.Name == name })
}

// named returns a noun by its name, or nil.
func (r *Room) named(name string) *Noun {
	if i := r.place(name); i >= 0 {
		return r.Nouns[i]
	}
	return nil
}

func (r *Room) ref(record any) Ref {
	n := r.noun(record)
	return Ref{n.Name, n.id(record)}
}

// refs returns what a batch puts, voids or erases.
func (r *Room) refs(b *Batch) []Ref {
	var refs []Ref
	for _, record := range b.Records {
		refs = append(refs, r.ref(record))
	}
	for _, v := range b.Void {
		refs = append(refs, v.Ref)
	}
	for _, id := range b.Erase {
		refs = append(refs, Ref{r.Party, id})
	}
	return refs
}

// refsIn returns what a record names by the fields with which it goes.
func (r *Room) refsIn(record any) []Ref {
	n := r.noun(record)
	var refs []Ref
	for _, b := range n.Goes {
		refs = append(refs, r.bound(b, record)...)
	}
	return refs
}

// bound returns what a record names by one field, of each element where it is one of a list.
func (r *Room) bound(b Bond, record any) []Ref {
	var refs []Ref
	at(reflect.ValueOf(record), b.Field, func(f reflect.Value) { refs = append(refs, r.refIn(b, f)) })
	return refs
}

// refIn returns what a field names.
func (r *Room) refIn(b Bond, f reflect.Value) Ref {
	switch {
	case f.Type() == r.refType():
		return Ref{f.Field(0).String(), f.Field(1).String()}
	case b.Noun != "":
		return Ref{b.Noun, f.String()}
	default:
		return Ref{r.Party, f.String()}
	}
}

// bind returns a copy of a record that names something by a field, where the field can: the last element
// does, where it is one of a list.
func (r *Room) bind(b Bond, record any, to Ref) (any, bool) {
	p := addressable(record)
	f := p
	list, path, inList := strings.Cut(b.Field, "[].")
	if inList {
		elements := field(p, list)
		if elements.Len() == 0 {
			elements.Set(field(reflect.ValueOf(r.noun(record).Samples[1]), list))
		}
		detach(elements)
		f = elements.Index(elements.Len() - 1)
	} else {
		path = b.Field
	}
	f = field(f, path)
	switch {
	case f.Type() == r.refType():
		f.Set(r.typedRef(to))
	case b.Noun == to.Noun, b.Noun == "" && to.Noun == r.Party:
		f.SetString(to.ID)
	default:
		return record, false
	}
	return p.Interface(), true
}

// isName reports whether a field names a record or a party, so that anything can stand in it.
func (r *Room) isName(n *Noun, path string) bool {
	t := field(reflect.Zero(n.structType()), path).Type()
	return t == r.refType() || r.namesRecords(t)
}

// namesRecords reports whether a type is that of identifiers.
func (r *Room) namesRecords(t reflect.Type) bool {
	return t == r.partyType() || slices.ContainsFunc(r.Nouns, func(n *Noun) bool {
		return t == n.structType().Field(n.Read.idAt).Type
	})
}
