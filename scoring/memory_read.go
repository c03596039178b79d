package scoring

import (
	"context"

	"github.com/kithcrm/kith/internal/batch"
	"github.com/kithcrm/kith/internal/table"
)

// Answers does what [Store] says.
func (m *Memory) Answers(ctx context.Context, q AnswerQuery) (Page[Answer], error) {
	return page(ctx, m, &m.answers, q.search(), table.Strings(q.About), table.Texts(q.By), q.Questions)
}

// Scores does what [Store] says.
func (m *Memory) Scores(ctx context.Context, q ScoreQuery) (Page[Score], error) {
	return page(ctx, m, &m.scores, q.search(), table.Strings(q.Of), q.Names)
}

// Assumptions does what [Store] says.
func (m *Memory) Assumptions(ctx context.Context, q AssumptionQuery) (Page[Assumption], error) {
	return page(ctx, m, &m.assumptions, q.search(),
		table.Strings(q.About), table.Texts(q.By), table.Texts(q.Owners), table.Texts(q.States))
}

// page reads a page by the first index that there are keys for.
func page[K ~string, R any](
	ctx context.Context, m *Memory, of *table.Shelf[K, R], q table.Query[K, R], keys ...[]string,
) (Page[R], error) {
	records, last, err := table.Read(ctx, &m.ready().shelves, of, q, keys...)
	return Page[R]{Records: records, Last: last}, err
}

// Log does what [Historian] says.
func (m *Memory) Log(ctx context.Context, q LogQuery) (Page[Batch], error) {
	asked := table.LogQuery{After: int64(q.After), Limit: q.Limit, About: batch.RefsOf(q.About)}
	batches, last, err := table.ReadLog(ctx, &m.ready().shelves, asked, m.batch)
	return Page[Batch]{Records: batches, Last: last}, err
}

// batch returns what stands in the log, as a copy.
func (m *Memory) batch(p *batch.Head) Batch {
	b := Batch{
		Seq: Seq(p.Seq), At: p.At, By: PartyID(p.By), Why: p.Why,
		Answers: m.answers.Wrote(p.Seq), Scores: m.scores.Wrote(p.Seq), Assumptions: m.assumptions.Wrote(p.Seq),
	}
	for _, v := range p.Void {
		b.Void = append(b.Void, Voided{Ref: Ref(v.Ref), Rev: Seq(v.Rev)})
	}
	for _, r := range p.Erase {
		b.Erase = append(b.Erase, PartyID(r.ID))
	}
	return b
}
