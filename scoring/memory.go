package scoring

import (
	"context"
	"errors"
	"sync"

	"github.com/kithcrm/kith/internal/batch"
	"github.com/kithcrm/kith/internal/table"
)

// Memory is a complete [Store] in memory, a [Historian] too. Its zero value is empty and ready. It is
// safe for use by several goroutines. What it holds is gone with the program.
//
// A read by IDs, or else by the first list of its query, takes time in the number of records that this list
// selects, whatever the window; a write takes O(log n) time for each record.
type Memory struct {
	once        sync.Once
	shelves     table.Shelves
	answers     table.Shelf[AnswerID, Answer]
	scores      table.Shelf[ScoreID, Score]
	assumptions table.Shelf[AssumptionID, Assumption]
}

// The indexes of the shelves.
const (
	answerAbout    = 0
	answerBy       = 1
	answerQuestion = 2

	scoreOf   = 0
	scoreName = 1

	assumptionAbout = 0
	assumptionBy    = 1
	assumptionOwner = 2
	assumptionState = 3
	assumptionNames = 4 // whoever believes, owns or reviewed it
)

// ready returns the memory with its shelves.
func (m *Memory) ready() *Memory {
	m.once.Do(func() {
		place(m, NounAnswer, &m.answers,
			table.By(func(a *Answer) string { return a.About.String() }),
			table.By(func(a *Answer) string { return string(a.By) }),
			table.By(func(a *Answer) string { return a.Question }),
		)
		place(m, NounScore, &m.scores,
			table.By(func(s *Score) string { return s.Of.String() }),
			table.By(func(s *Score) string { return s.Name }),
		)
		place(m, NounAssumption, &m.assumptions,
			table.By(func(a *Assumption) string { return a.About.String() }),
			table.By(func(a *Assumption) string { return string(a.By) }),
			table.By(func(a *Assumption) string { return string(a.Owner) }),
			table.By(func(a *Assumption) string { return string(a.State) }),
			func(a *Assumption, to []string) []string {
				for _, p := range inOrder(a.people()) {
					to = append(to, string(p))
				}
				return to
			},
		)
	})
	return m
}

// place makes the shelf of a noun.
func place[K ~string, R any, P record[R]](
	m *Memory, noun string, shelf *table.Shelf[K, R], indexes ...func(*R, []string) []string,
) {
	*shelf = table.NewShelf(table.Spec[K, R]{
		Key: func(r *R) K { return K(P(r).key()) },
		Rev: func(r *R) *int64 { return (*int64)(P(r).rev()) },
		Detach: func(records []R) {
			for i := range records {
				P(&records[i]).ready()
			}
		},
		Changed: func(r, old *R) string { return P(r).changed(old) },
		Indexes: indexes,
	})
	m.shelves.Place(noun, shelf)
}

// Write does what [Store] says.
func (m *Memory) Write(ctx context.Context, b Batch) (Seq, error) {
	p := b.plain()
	if err := p.Check(); err != nil {
		return 0, opError("check batch", "", err)
	}
	seq, err := m.ready().shelves.Write(ctx, p, m.going)
	if r, ok := errors.AsType[*table.Refusal](err); ok {
		return 0, refusal(r)
	}
	return Seq(seq), err
}

// going returns everything that goes with parties when they are erased.
func (m *Memory) going(parties []batch.Ref) map[batch.Ref]bool {
	going := map[batch.Ref]bool{}
	add := func(noun string, index int, by string) { m.shelves.Gather(going, noun, index, by) }
	for _, p := range parties {
		itself := Ref(p).String()
		add(NounAnswer, answerAbout, itself)
		add(NounAnswer, answerBy, p.ID)
		add(NounScore, scoreOf, itself)
		add(NounAssumption, assumptionAbout, itself)
		add(NounAssumption, assumptionNames, p.ID)
	}
	return going
}
