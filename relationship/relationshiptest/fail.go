package relationshiptest

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/kithcrm/kith/relationship"
)

// FailNth returns a store that does what s does, but whose n-th call, counted from 1 over all
// methods, fails with err and does nothing. It is a [relationship.Historian] if s is one.
//
// To see that a failure leaves nothing half-done, fail the first call of what is tried, then the
// second, and so on, until one try succeeds.
func FailNth(s relationship.Store, n int, err error) relationship.Store {
	return around(s, countdown(n, func(func() error) error { return err }))
}

// FailNthLate is like [FailNth], but the n-th call is done before it fails: as when a connection
// breaks after the commit, and nobody hears that it succeeded.
func FailNthLate(s relationship.Store, n int, err error) relationship.Store {
	return around(s, countdown(n, func(call func() error) error {
		_ = call() // whatever it says, nobody hears
		return err
	}))
}

// countdown treats the n-th call in its own way.
func countdown(n int, nth func(call func() error) error) func(func() error) error {
	var calls atomic.Int64
	return func(call func() error) error {
		if calls.Add(1) == int64(n) {
			return nth(call)
		}
		return call()
	}
}

// Serial returns a store that does what s does, one call after the other, for a store on a
// transaction that no more than one goroutine may use at a time. It is a [relationship.Historian]
// if s is one.
func Serial(s relationship.Store) relationship.Store {
	var mu sync.Mutex
	return around(s, func(call func() error) error {
		mu.Lock()
		defer mu.Unlock()
		return call()
	})
}

// around returns a store whose calls all go through do.
func around(s relationship.Store, do func(call func() error) error) relationship.Store {
	w := wrapped{s, do}
	if h, ok := s.(relationship.Historian); ok {
		return wrappedHistorian{w, h}
	}
	return w
}

type wrapped struct {
	store relationship.Store
	do    func(call func() error) error
}

type wrappedHistorian struct {
	wrapped
	historian relationship.Historian
}

// through returns what a call returns, or nothing but the error that do makes of it.
func through[T any](do func(func() error) error, call func() (T, error)) (T, error) {
	var out T
	err := do(func() (err error) {
		out, err = call()
		return err
	})
	if err != nil {
		var none T
		return none, err
	}
	return out, nil
}

func (w wrapped) Write(ctx context.Context, b relationship.Batch) (relationship.Seq, error) {
	return through(w.do, func() (relationship.Seq, error) { return w.store.Write(ctx, b) })
}

func (w wrapped) Parties(ctx context.Context, q relationship.PartyQuery) (relationship.Page[relationship.Party], error) {
	return through(w.do, func() (relationship.Page[relationship.Party], error) { return w.store.Parties(ctx, q) })
}

func (w wrapped) Ties(ctx context.Context, q relationship.TieQuery) (relationship.Page[relationship.Tie], error) {
	return through(w.do, func() (relationship.Page[relationship.Tie], error) { return w.store.Ties(ctx, q) })
}

func (w wrapped) Needs(ctx context.Context, q relationship.NeedQuery) (relationship.Page[relationship.Need], error) {
	return through(w.do, func() (relationship.Page[relationship.Need], error) { return w.store.Needs(ctx, q) })
}

func (w wrappedHistorian) Log(ctx context.Context, q relationship.LogQuery) (relationship.Page[relationship.Batch], error) {
	return through(w.do, func() (relationship.Page[relationship.Batch], error) { return w.historian.Log(ctx, q) })
}
