package sqlstore

import (
	"context"

	"github.com/kithcrm/kith/scoring"
)

// Answers does what [scoring.Store] says.
func (l ledger) Answers(ctx context.Context, q scoring.AnswerQuery) (scoring.Page[scoring.Answer], error) {
	out, err := page(ctx, l.session, want{
		noun: scoring.NounAnswer, after: string(q.After), limit: q.Limit, known: int64(q.Known), ids: texts(q.IDs),
		keys: lists{refTexts(q.About), texts(q.By), q.Questions}, window: during(q.From, q.To),
	}, decoder(answerRev))
	return out, failed("read answers", err)
}

// Scores does what [scoring.Store] says.
func (l ledger) Scores(ctx context.Context, q scoring.ScoreQuery) (scoring.Page[scoring.Score], error) {
	out, err := page(ctx, l.session, want{
		noun: scoring.NounScore, after: string(q.After), limit: q.Limit, known: int64(q.Known), ids: texts(q.IDs),
		keys: lists{refTexts(q.Of), nil, q.Names}, window: during(q.From, q.To),
	}, decoder(scoreRev))
	return out, failed("read scores", err)
}

// Assumptions does what [scoring.Store] says.
func (l ledger) Assumptions(ctx context.Context, q scoring.AssumptionQuery) (scoring.Page[scoring.Assumption], error) {
	states := make([]string, len(q.States))
	for i, s := range q.States {
		states[i] = stateKey(s)
	}
	out, err := page(ctx, l.session, want{
		noun: scoring.NounAssumption, after: string(q.After), limit: q.Limit, known: int64(q.Known), ids: texts(q.IDs),
		keys: lists{refTexts(q.About), texts(q.By), texts(q.Owners), states}, window: window{has: true},
	}, decoder(assumptionRev))
	return out, failed("read assumptions", err)
}
