package feedbacktest_test

import (
	"context"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/feedbacktest"
	"github.com/kithcrm/kith/internal/suite"
)

// A typed store is one of the suite with the types of the room.
type typed struct {
	suite.Store
	room *suite.Room
}

func typedStore(s suite.Store) feedback.Historian { return typed{s, feedbacktest.Room()} }

func (s typed) Write(ctx context.Context, b feedback.Batch) (feedback.Seq, error) {
	return suite.Written[feedback.Seq](ctx, s.room, s.Store, b)
}

func answer[T any](ctx context.Context, s typed, q any) (feedback.Page[T], error) {
	return suite.Answered[feedback.Page[T]](ctx, s.room, s.Store, q)
}

func (s typed) Items(ctx context.Context, q feedback.ItemQuery) (feedback.Page[feedback.Item], error) {
	return answer[feedback.Item](ctx, s, q)
}

func (s typed) Themes(ctx context.Context, q feedback.ThemeQuery) (feedback.Page[feedback.Theme], error) {
	return answer[feedback.Theme](ctx, s, q)
}

func (s typed) Links(ctx context.Context, q feedback.LinkQuery) (feedback.Page[feedback.Link], error) {
	return answer[feedback.Link](ctx, s, q)
}

func (s typed) Entries(ctx context.Context, q feedback.EntryQuery) (feedback.Page[feedback.Entry], error) {
	return answer[feedback.Entry](ctx, s, q)
}

func (s typed) Votes(ctx context.Context, q feedback.VoteQuery) (feedback.Page[feedback.Vote], error) {
	return answer[feedback.Vote](ctx, s, q)
}

func (s typed) Changes(ctx context.Context, q feedback.ChangeQuery) (feedback.Page[feedback.Change], error) {
	return answer[feedback.Change](ctx, s, q)
}

func (s typed) Notices(ctx context.Context, q feedback.NoticeQuery) (feedback.Page[feedback.Notice], error) {
	return answer[feedback.Notice](ctx, s, q)
}

func (s typed) Log(ctx context.Context, q feedback.LogQuery) (feedback.Page[feedback.Batch], error) {
	return answer[feedback.Batch](ctx, s, q)
}
