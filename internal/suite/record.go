package suite

import (
	"reflect"
	"slices"
	"strings"
	"time"
)

// The records of a room are structs that this package knows by reflection only.

func (n *Noun) structType() reflect.Type { return n.Read.record }

func (n *Noun) id(record any) string { return reflect.ValueOf(record).Field(n.Read.idAt).String() }

func (n *Noun) rev(record any) int64 { return reflect.ValueOf(record).Field(n.Read.rev).Int() }

// addressable returns a copy of a record that can be changed, its lists aside.
func addressable(record any) reflect.Value {
	v := reflect.New(reflect.TypeOf(record)).Elem()
	v.Set(reflect.ValueOf(record))
	return v
}

// withID and withRev return copies.
func withID(record any, id string) any {
	v := addressable(record)
	v.FieldByName("ID").SetString(id)
	return v.Interface()
}

func withRev(record any, rev int64) any {
	v := addressable(record)
	v.FieldByName("Rev").SetInt(rev)
	return v.Interface()
}

// field returns a field by its path, such as "Loop.State".
func field(v reflect.Value, path string) reflect.Value {
	for name := range strings.SplitSeq(path, ".") {
		v = v.FieldByName(name)
	}
	return v
}

// textOf returns what a condition is held against: a text, or a Ref as text.
func textOf(record any, path string) string {
	f := field(reflect.ValueOf(record), path)
	if f.Kind() == reflect.Struct {
		return Ref{f.Field(0).String(), f.Field(1).String()}.String()
	}
	return f.String()
}

// setText returns a copy of a record with another text, or Ref, in a field.
func (r *Room) setText(record any, path, text string) any {
	v := addressable(record)
	f := field(v, path)
	if f.Type() == r.refType() {
		f.Set(r.typedRef(parseRef(text)))
	} else {
		f.SetString(text)
	}
	return v.Interface()
}

// copyField returns a copy of a record with a field as another record has it.
func copyField(record, from any, path string) any {
	v := addressable(record)
	field(v, path).Set(field(reflect.ValueOf(from), path))
	return v.Interface()
}

// fixedSame reports whether two records are alike in what never changes.
func (n *Noun) fixedSame(a, b any) bool {
	return !slices.ContainsFunc(n.Fixed, func(path string) bool {
		return !same(field(reflect.ValueOf(a), path).Interface(), field(reflect.ValueOf(b), path).Interface())
	})
}

// deep returns a copy of anything that shares no lists with it.
func deep[T any](x T) T {
	v := reflect.New(reflect.TypeFor[T]()).Elem()
	v.Set(reflect.ValueOf(&x).Elem())
	detach(v)
	return v.Interface().(T)
}

// detach gives a value, which can be changed, lists of its own.
func detach(v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			c := addressable(v.Elem().Interface())
			detach(c)
			v.Set(c)
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(c, v)
		v.Set(c)
		for i := range v.Len() {
			detach(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() { // v.Fields takes several times as long, and this is called most
			switch v.Type().Field(i).Type.Kind() {
			case reflect.Slice, reflect.Struct, reflect.Interface:
				detach(v.Field(i))
			}
		}
	}
}

// spoil empties everything that a value points at.
func spoil(v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			spoil(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			spoil(v.Index(i))
			v.Index(i).SetZero()
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for _, f := range v.Fields() {
			spoil(f)
		}
	}
}

// leaves visits every value of one type in a record that can be changed, lists and all. What is an
// identifier, a Ref or a Rev is none of a text or a number.
func leaves(v reflect.Value, of reflect.Type, visit func(reflect.Value)) {
	switch {
	case v.Type() == of:
		visit(v)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			leaves(v.Index(i), of, visit)
		}
	case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[time.Time]() && !isRef(v.Type()):
		for _, f := range v.Fields() {
			leaves(f, of, visit)
		}
	}
}

// isRef reports whether a type is a reference: a noun and an ID.
func isRef(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.NumField() == 2 && t.Field(0).Name == "Noun" && t.Field(1).Name == "ID"
}
