package scoring

import (
	"context"
	"slices"

	"github.com/kithcrm/kith/internal/table"
	"github.com/kithcrm/kith/relationship"
)

// Answers does what [Store] says.
func (m *Memory) Answers(ctx context.Context, q AnswerQuery) (Page[Answer], error) {
	return q.search().page(ctx, m, func() *table.Shelf[AnswerID, Answer] { return m.answers },
		refTexts(q.About), texts(q.By), q.Questions)
}

// Scores does what [Store] says.
func (m *Memory) Scores(ctx context.Context, q ScoreQuery) (Page[Score], error) {
	return q.search().page(ctx, m, func() *table.Shelf[ScoreID, Score] { return m.scores }, refTexts(q.Of), q.Names)
}

// Assumptions does what [Store] says.
func (m *Memory) Assumptions(ctx context.Context, q AssumptionQuery) (Page[Assumption], error) {
	return q.search().page(ctx, m, func() *table.Shelf[AssumptionID, Assumption] { return m.assumptions },
		refTexts(q.About), texts(q.By), texts(q.Owners), texts(q.States))
}

// page reads a page by the first index that there are keys for. The shelf is there only once something
// was written.
func (s search[K, R]) page(ctx context.Context, m *Memory, of func() *table.Shelf[K, R], keys ...[]string) (Page[R], error) {
	if err := ctx.Err(); err != nil {
		return Page[R]{}, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	shelf := of()
	if shelf == nil {
		return Page[R]{Last: true}, nil
	}
	q := table.Query[K, R]{After: s.after, Limit: s.limit, Known: int64(s.known), IDs: s.ids, Match: s.match}
	for i, by := range keys {
		// An empty key is in no index.
		if len(by) > 0 && !slices.Contains(by, "") {
			q.Index, q.By = i, by
			break
		}
	}
	records, last := shelf.Page(q)
	return Page[R]{Records: records, Last: last}, nil
}

func texts[K ~string](ids []K) []string {
	if len(ids) == 0 {
		return nil
	}
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

func refTexts(refs []Ref) []string {
	if len(refs) == 0 {
		return nil
	}
	out := make([]string, len(refs))
	for i, r := range refs {
		out[i] = r.String()
	}
	return out
}

// Log does what [Historian] says.
func (m *Memory) Log(ctx context.Context, q LogQuery) (Page[Batch], error) {
	if err := ctx.Err(); err != nil {
		return Page[Batch]{}, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	var out []Batch
	for l := range m.asked(q) {
		if len(out) == limit {
			return Page[Batch]{Records: out}, nil
		}
		out = append(out, m.batch(l))
	}
	return Page[Batch]{Records: out, Last: true}, nil
}

// asked yields the batches that a query asks for, in order.
func (m *Memory) asked(q LogQuery) func(yield func(*logged) bool) {
	return func(yield func(*logged) bool) {
		if len(q.About) == 0 {
			i, found := m.find(q.After)
			if found {
				i++
			}
			for ; i < len(m.log); i++ {
				if !yield(&m.log[i]) {
					return
				}
			}
			return
		}
		for _, seq := range m.about(q.About) {
			if seq <= q.After {
				continue
			}
			if i, found := m.find(seq); found && !yield(&m.log[i]) {
				return
			}
		}
	}
}

// about returns the numbers of the batches that wrote any of the records or erased any of the parties,
// in order.
func (m *Memory) about(refs []Ref) []Seq {
	if m.answers == nil {
		return nil
	}
	var seqs []Seq
	for _, r := range refs {
		if r.Noun == relationship.NounParty {
			seqs = append(seqs, m.erased[PartyID(r.ID)]...)
		}
		if !slices.Contains(nouns(), r.Noun) {
			continue
		}
		for _, seq := range m.shelf(r.Noun).Seqs(r.ID) {
			seqs = append(seqs, Seq(seq))
		}
	}
	slices.Sort(seqs)
	return slices.Compact(seqs)
}

// batch returns what stands in the log, as a copy.
func (m *Memory) batch(l *logged) Batch {
	n := int64(l.seq)
	return Batch{
		Seq: l.seq, At: l.at, By: l.by, Why: l.why,
		Answers: m.answers.Wrote(n), Scores: m.scores.Wrote(n), Assumptions: m.assumptions.Wrote(n),
		Void: slices.Clone(l.void), Erase: slices.Clone(l.erase),
	}
}
