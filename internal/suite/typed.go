package suite

import (
	"context"
	"reflect"
	"time"
)

// The types of the room, of which the batch tells all.

func (r *Room) batchType() reflect.Type { return r.Write.in }

func (r *Room) voidedType() reflect.Type { return r.Write.voided }

func (r *Room) refType() reflect.Type { return r.Write.ref }

func (r *Room) partyType() reflect.Type { return r.Write.party }

func (r *Room) typedRef(ref Ref) reflect.Value {
	v := reflect.New(r.refType()).Elem()
	v.Field(0).SetString(ref.Noun)
	v.Field(1).SetString(ref.ID)
	return v
}

// typedBatch returns a batch in the type of the room. Its records share their lists with the other.
func (r *Room) typedBatch(b Batch) reflect.Value {
	v := reflect.New(r.batchType()).Elem()
	v.FieldByName("Seq").SetInt(b.Seq)
	v.FieldByName("At").Set(reflect.ValueOf(b.At))
	v.FieldByName("By").SetString(b.By)
	v.FieldByName("Why").SetString(b.Why)
	for _, record := range b.Records {
		list := v.FieldByName(r.noun(record).List)
		list.Set(reflect.Append(list, reflect.ValueOf(record)))
	}
	for _, x := range b.Void {
		one := reflect.New(r.voidedType()).Elem()
		one.FieldByName("Ref").Set(r.typedRef(x.Ref))
		one.FieldByName("Rev").SetInt(x.Rev)
		list := v.FieldByName("Void")
		list.Set(reflect.Append(list, one))
	}
	setTexts(v.FieldByName("Erase"), b.Erase)
	return v
}

// untypedBatch does the reverse.
func (r *Room) untypedBatch(v reflect.Value) Batch {
	b := Batch{
		Seq: v.FieldByName("Seq").Int(), At: v.FieldByName("At").Interface().(time.Time),
		By: v.FieldByName("By").String(), Why: v.FieldByName("Why").String(),
	}
	for _, n := range r.Nouns {
		b.Records = append(b.Records, untypedList(v.FieldByName(n.List))...)
	}
	void := v.FieldByName("Void")
	for i := range void.Len() {
		ref := void.Index(i).FieldByName("Ref")
		b.Void = append(b.Void, Voided{Ref{ref.Field(0).String(), ref.Field(1).String()}, void.Index(i).FieldByName("Rev").Int()})
	}
	b.Erase = texts(v.FieldByName("Erase"))
	return b
}

// untypedList returns the elements of a list.
func untypedList(list reflect.Value) []any {
	out := make([]any, list.Len())
	for i := range out {
		out[i] = list.Index(i).Interface()
	}
	return out
}

func setTexts(list reflect.Value, texts []string) {
	if len(texts) == 0 {
		return
	}
	list.Set(reflect.MakeSlice(list.Type(), len(texts), len(texts)))
	for i, text := range texts {
		list.Index(i).SetString(text)
	}
}

func texts(list reflect.Value) []string {
	var out []string
	for i := range list.Len() {
		out = append(out, list.Index(i).String())
	}
	return out
}

func setRefs(list reflect.Value, refs []Ref) {
	if len(refs) == 0 {
		return
	}
	list.Set(reflect.MakeSlice(list.Type(), len(refs), len(refs)))
	for i, ref := range refs {
		list.Index(i).Field(0).SetString(ref.Noun)
		list.Index(i).Field(1).SetString(ref.ID)
	}
}

// typedQuery returns a query in the type of the room.
func (r *Room) typedQuery(n *Noun, q Query) reflect.Value {
	v := reflect.New(n.Read.in).Elem()
	setTexts(v.FieldByName("IDs"), q.IDs)
	for _, f := range n.Finds {
		list := v.FieldByName(f.Name)
		if list.Type().Elem() != r.refType() {
			setTexts(list, q.Where[f.Name])
			continue
		}
		var refs []Ref
		for _, text := range q.Where[f.Name] {
			refs = append(refs, parseRef(text))
		}
		setRefs(list, refs)
	}
	if n.Window != "" {
		v.FieldByName("From").Set(reflect.ValueOf(q.From))
		v.FieldByName("To").Set(reflect.ValueOf(q.To))
	}
	v.FieldByName("Known").SetInt(q.Known)
	v.FieldByName("After").SetString(q.After)
	v.FieldByName("Limit").SetInt(int64(q.Limit))
	return v
}

// untypedQuery does the reverse.
func (n *Noun) untypedQuery(v reflect.Value) Query {
	q := Query{
		IDs: texts(v.FieldByName("IDs")), Where: map[string][]string{}, Known: v.FieldByName("Known").Int(),
		After: v.FieldByName("After").String(), Limit: int(v.FieldByName("Limit").Int()),
	}
	if n.Window != "" {
		q.From, q.To = v.FieldByName("From").Interface().(time.Time), v.FieldByName("To").Interface().(time.Time)
	}
	for _, f := range n.Finds {
		list := v.FieldByName(f.Name)
		if list.Type().Elem().Kind() == reflect.String {
			q.Where[f.Name] = texts(list)
			continue
		}
		for i := range list.Len() {
			ref := list.Index(i)
			q.Where[f.Name] = append(q.Where[f.Name], Ref{ref.Field(0).String(), ref.Field(1).String()}.String())
		}
	}
	return q
}

// A typed is a store of the room, seen without its types.
type typed struct {
	room   *Room
	store  any
	spoils *bool // whether what went in and came out is spoilt afterwards
}

type typedHistorian struct{ typed }

// untyped returns a store of the room, seen without its types.
func (r *Room) untyped(store any) Store {
	t := typed{r, store, new(bool)}
	if r.Log.fits(store) {
		return typedHistorian{t}
	}
	return t
}

// apart returns a copy of what goes in or came out that shares nothing with it, where one of the two is
// to be spoilt.
func apart[T any](t typed, v T) T {
	if *t.spoils {
		return deep(v)
	}
	return v
}

// spoil spoils what went in or came out, where that is asked for.
func (t typed) spoil(v any) {
	if *t.spoils {
		spoil(reflect.ValueOf(v))
	}
}

// startToSpoil has everything spoilt from now on that the store may have kept.
func (t typed) startToSpoil() { *t.spoils = true }

func (t typed) Write(ctx context.Context, b Batch) (int64, error) {
	in := t.room.typedBatch(apart(t, b))
	seq, err := t.room.Write.do(ctx, t.store, in.Interface())
	t.spoil(in.Interface())
	return reflect.ValueOf(seq).Int(), err
}

func (t typed) Read(ctx context.Context, n *Noun, q Query) (Page[any], error) {
	in := t.room.typedQuery(n, q)
	out, err := n.Read.do(ctx, t.store, in.Interface())
	v := reflect.ValueOf(out)
	page := apart(t, Page[any]{untypedList(v.FieldByName("Records")), v.FieldByName("Last").Bool()})
	t.spoil(in.Interface())
	t.spoil(out)
	return page, err
}

func (t typedHistorian) Log(ctx context.Context, q LogQuery) (Page[Batch], error) {
	in := reflect.New(t.room.Log.in).Elem()
	setRefs(in.FieldByName("About"), q.About)
	in.FieldByName("After").SetInt(q.After)
	in.FieldByName("Limit").SetInt(int64(q.Limit))
	out, err := t.room.Log.do(ctx, t.store, in.Interface())
	v := reflect.ValueOf(out)
	page := Page[Batch]{Last: v.FieldByName("Last").Bool()}
	for i := range v.FieldByName("Records").Len() {
		page.Records = append(page.Records, t.room.untypedBatch(v.FieldByName("Records").Index(i)))
	}
	page = apart(t.typed, page)
	t.spoil(out)
	return page, err
}

// check returns what Batch.Check of the room says.
func (r *Room) check(b Batch) error {
	return r.typedBatch(b).Addr().Interface().(interface{ Check() error }).Check()
}

// valid reports whether a record can be written as it is.
func (r *Room) valid(record any) bool {
	return r.check(Batch{At: noon(0), Records: []any{record}}) == nil
}
