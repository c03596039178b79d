package scoringtest_test

import (
	"context"

	"github.com/kithcrm/kith/internal/suite"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/scoringtest"
)

// A typed store is one of the suite with the types of the room.
type typed struct {
	suite.Store
	room *suite.Room
}

func typedStore(s suite.Store) scoring.Historian { return typed{s, scoringtest.Room()} }

func (s typed) Write(ctx context.Context, b scoring.Batch) (scoring.Seq, error) {
	return suite.Written[scoring.Seq](ctx, s.room, s.Store, b)
}

func answer[T any](ctx context.Context, s typed, q any) (scoring.Page[T], error) {
	return suite.Answered[scoring.Page[T]](ctx, s.room, s.Store, q)
}

func (s typed) Answers(ctx context.Context, q scoring.AnswerQuery) (scoring.Page[scoring.Answer], error) {
	return answer[scoring.Answer](ctx, s, q)
}

func (s typed) Scores(ctx context.Context, q scoring.ScoreQuery) (scoring.Page[scoring.Score], error) {
	return answer[scoring.Score](ctx, s, q)
}

func (s typed) Assumptions(ctx context.Context, q scoring.AssumptionQuery) (scoring.Page[scoring.Assumption], error) {
	return answer[scoring.Assumption](ctx, s, q)
}

func (s typed) Log(ctx context.Context, q scoring.LogQuery) (scoring.Page[scoring.Batch], error) {
	return answer[scoring.Batch](ctx, s, q)
}
