package suite

import (
	"context"
	"reflect"
	"sync"
	"sync/atomic"
)

// A Wrap makes a call of a store, in its own way.
type Wrap func(call func() error) error

// Through returns what a call returns, or nothing but the error that the Wrap makes of it.
func Through[T any](w Wrap, call func() (T, error)) (T, error) {
	var out T
	err := w(func() (err error) {
		out, err = call()
		return err
	})
	if err != nil {
		var none T
		return none, err
	}
	return out, nil
}

// FailNth has the n-th call, counted from 1, fail with an error instead of being made.
func FailNth(n int, err error) Wrap {
	return countdown(n, func(func() error) error { return err })
}

// FailNthLate has the n-th call fail after it was made.
func FailNthLate(n int, err error) Wrap {
	return countdown(n, func(call func() error) error {
		_ = call() // whatever it says, nobody hears
		return err
	})
}

func countdown(n int, nth Wrap) Wrap {
	var calls atomic.Int64
	return func(call func() error) error {
		if calls.Add(1) == int64(n) {
			return nth(call)
		}
		return call()
	}
}

// Serial has one call made after the other.
func Serial() Wrap {
	var mu sync.Mutex
	return func(call func() error) error {
		mu.Lock()
		defer mu.Unlock()
		return call()
	}
}

// Written makes the call of Write of a room on a store that is seen without its types.
func Written[Seq ~int64](ctx context.Context, r *Room, s Store, b any) (Seq, error) {
	seq, err := s.Write(ctx, r.untypedBatch(reflect.ValueOf(b)))
	return Seq(seq), err
}

// Answered makes a call of a read of a room, or of its log, on a store that is seen without its types.
func Answered[Page any](ctx context.Context, r *Room, s Store, q any) (Page, error) {
	var out Page
	page, in := reflect.ValueOf(&out).Elem(), reflect.ValueOf(q)
	for _, n := range r.Nouns {
		if n.Read.in != in.Type() {
			continue
		}
		got, err := s.Read(ctx, n, n.untypedQuery(in))
		for _, record := range got.Records {
			page.Field(0).Set(reflect.Append(page.Field(0), reflect.ValueOf(record)))
		}
		page.Field(1).SetBool(got.Last)
		return out, err
	}
	lq := LogQuery{After: in.FieldByName("After").Int(), Limit: int(in.FieldByName("Limit").Int())}
	for i := range in.FieldByName("About").Len() {
		ref := in.FieldByName("About").Index(i)
		lq.About = append(lq.About, Ref{ref.Field(0).String(), ref.Field(1).String()})
	}
	got, err := s.(Historian).Log(ctx, lq)
	for _, b := range got.Records {
		page.Field(0).Set(reflect.Append(page.Field(0), r.typedBatch(b)))
	}
	page.Field(1).SetBool(got.Last)
	return out, err
}
