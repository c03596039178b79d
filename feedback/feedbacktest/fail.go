package feedbacktest

import (
	"context"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/internal/suite"
)

// FailNth returns a store that does what s does, but whose n-th call, counted from 1 over all methods,
// fails with err and does nothing. It is a [feedback.Historian] if s is one.
//
// To see that a failure leaves nothing half-done, fail the first call of what is tried, then the
// second, and so on, until one try succeeds.
func FailNth(s feedback.Store, n int, err error) feedback.Store {
	return around(s, suite.FailNth(n, err))
}

// FailNthLate is like [FailNth], but the n-th call is done before it fails: as when a connection breaks
// after the commit, and nobody hears that it succeeded.
func FailNthLate(s feedback.Store, n int, err error) feedback.Store {
	return around(s, suite.FailNthLate(n, err))
}

// Serial returns a store that does what s does, one call after the other, for a store on a transaction
// that no more than one goroutine may use at a time. It is a [feedback.Historian] if s is one.
func Serial(s feedback.Store) feedback.Store { return around(s, suite.Serial()) }

// around returns a store whose calls all go through a wrap.
func around(s feedback.Store, w suite.Wrap) feedback.Store {
	if h, ok := s.(feedback.Historian); ok {
		return wrappedHistorian{wrapped{s, w}, h}
	}
	return wrapped{s, w}
}

type wrapped struct {
	store feedback.Store
	wrap  suite.Wrap
}

type wrappedHistorian struct {
	wrapped
	historian feedback.Historian
}

func (w wrapped) Write(ctx context.Context, b feedback.Batch) (feedback.Seq, error) {
	return suite.Through(w.wrap, func() (feedback.Seq, error) { return w.store.Write(ctx, b) })
}

// read makes one call of a read.
func read[Q, T any](
	ctx context.Context, w wrapped, q Q, call func(feedback.Store, context.Context, Q) (feedback.Page[T], error),
) (feedback.Page[T], error) {
	return suite.Through(w.wrap, func() (feedback.Page[T], error) { return call(w.store, ctx, q) })
}

func (w wrapped) Items(ctx context.Context, q feedback.ItemQuery) (feedback.Page[feedback.Item], error) {
	return read(ctx, w, q, feedback.Store.Items)
}

func (w wrapped) Themes(ctx context.Context, q feedback.ThemeQuery) (feedback.Page[feedback.Theme], error) {
	return read(ctx, w, q, feedback.Store.Themes)
}

func (w wrapped) Links(ctx context.Context, q feedback.LinkQuery) (feedback.Page[feedback.Link], error) {
	return read(ctx, w, q, feedback.Store.Links)
}

func (w wrapped) Entries(ctx context.Context, q feedback.EntryQuery) (feedback.Page[feedback.Entry], error) {
	return read(ctx, w, q, feedback.Store.Entries)
}

func (w wrapped) Votes(ctx context.Context, q feedback.VoteQuery) (feedback.Page[feedback.Vote], error) {
	return read(ctx, w, q, feedback.Store.Votes)
}

func (w wrapped) Changes(ctx context.Context, q feedback.ChangeQuery) (feedback.Page[feedback.Change], error) {
	return read(ctx, w, q, feedback.Store.Changes)
}

func (w wrapped) Notices(ctx context.Context, q feedback.NoticeQuery) (feedback.Page[feedback.Notice], error) {
	return read(ctx, w, q, feedback.Store.Notices)
}

func (w wrappedHistorian) Log(ctx context.Context, q feedback.LogQuery) (feedback.Page[feedback.Batch], error) {
	return suite.Through(w.wrap, func() (feedback.Page[feedback.Batch], error) { return w.historian.Log(ctx, q) })
}
