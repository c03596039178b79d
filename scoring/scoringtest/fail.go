package scoringtest

import (
	"context"

	"github.com/kithcrm/kith/internal/suite"
	"github.com/kithcrm/kith/scoring"
)

// FailNth returns a store that does what s does, but whose n-th call, counted from 1 over all methods,
// fails with err and does nothing. It is a [scoring.Historian] if s is one.
//
// To see that a failure leaves nothing half-done, fail the first call of what is tried, then the
// second, and so on, until one try succeeds.
func FailNth(s scoring.Store, n int, err error) scoring.Store {
	return around(s, suite.FailNth(n, err))
}

// FailNthLate is like [FailNth], but the n-th call is done before it fails: as when a connection breaks
// after the commit, and nobody hears that it succeeded.
func FailNthLate(s scoring.Store, n int, err error) scoring.Store {
	return around(s, suite.FailNthLate(n, err))
}

// Serial returns a store that does what s does, one call after the other, for a store on a transaction
// that no more than one goroutine may use at a time. It is a [scoring.Historian] if s is one.
func Serial(s scoring.Store) scoring.Store { return around(s, suite.Serial()) }

// around returns a store whose calls all go through a wrap.
func around(s scoring.Store, w suite.Wrap) scoring.Store {
	if h, ok := s.(scoring.Historian); ok {
		return wrappedHistorian{wrapped{s, w}, h}
	}
	return wrapped{s, w}
}

type wrapped struct {
	store scoring.Store
	wrap  suite.Wrap
}

type wrappedHistorian struct {
	wrapped
	historian scoring.Historian
}

func (w wrapped) Write(ctx context.Context, b scoring.Batch) (scoring.Seq, error) {
	return suite.Through(w.wrap, func() (scoring.Seq, error) { return w.store.Write(ctx, b) })
}

func (w wrapped) Answers(ctx context.Context, q scoring.AnswerQuery) (scoring.Page[scoring.Answer], error) {
	return suite.Through(w.wrap, func() (scoring.Page[scoring.Answer], error) { return w.store.Answers(ctx, q) })
}

func (w wrapped) Scores(ctx context.Context, q scoring.ScoreQuery) (scoring.Page[scoring.Score], error) {
	return suite.Through(w.wrap, func() (scoring.Page[scoring.Score], error) { return w.store.Scores(ctx, q) })
}

func (w wrapped) Assumptions(ctx context.Context, q scoring.AssumptionQuery) (scoring.Page[scoring.Assumption], error) {
	return suite.Through(w.wrap, func() (scoring.Page[scoring.Assumption], error) { return w.store.Assumptions(ctx, q) })
}

func (w wrappedHistorian) Log(ctx context.Context, q scoring.LogQuery) (scoring.Page[scoring.Batch], error) {
	return suite.Through(w.wrap, func() (scoring.Page[scoring.Batch], error) { return w.historian.Log(ctx, q) })
}
