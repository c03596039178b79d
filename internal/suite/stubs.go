package suite

import (
	"context"
	"errors"
)

// A forgetful store keeps no history.
type forgetful struct{ s *Plain }

func (f forgetful) Write(ctx context.Context, b Batch) (int64, error) { return f.s.Write(ctx, b) }

func (f forgetful) Read(ctx context.Context, n *Noun, q Query) (Page[any], error) {
	if q.Known != 0 {
		return Page[any]{}, errors.ErrUnsupported
	}
	return f.s.Read(ctx, n, q)
}

// A broken store answers everything with an error.
type broken struct{}

func (broken) Write(context.Context, Batch) (int64, error) { return 0, errors.New("broken") }

func (broken) Read(context.Context, *Noun, Query) (Page[any], error) {
	return Page[any]{}, errors.New("broken")
}

func (broken) Log(context.Context, LogQuery) (Page[Batch], error) {
	return Page[Batch]{}, errors.New("broken")
}
