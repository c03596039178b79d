package scoring

import (
	"time"

	"github.com/kithcrm/kith/internal/pages"
	"github.com/kithcrm/kith/internal/table"
)

// within reports whether an instant lies in a window, of which the end may be open.
func within(t, from, to time.Time) bool { return !t.Before(from) && (to.IsZero() || t.Before(to)) }

func (q AnswerQuery) search() table.Query[AnswerID, Answer] {
	ids, questions, by, about := pages.Holds(q.IDs), pages.Holds(q.Questions), pages.Holds(q.By), pages.Holds(q.About)
	return table.Query[AnswerID, Answer]{
		After: q.After, Limit: q.Limit, Known: int64(q.Known), IDs: q.IDs,
		Match: func(a *Answer) bool {
			return within(a.At, q.From, q.To) && ids(a.ID) && questions(a.Question) && by(a.By) && about(a.About)
		},
	}
}

func (q ScoreQuery) search() table.Query[ScoreID, Score] {
	ids, names, of := pages.Holds(q.IDs), pages.Holds(q.Names), pages.Holds(q.Of)
	return table.Query[ScoreID, Score]{
		After: q.After, Limit: q.Limit, Known: int64(q.Known), IDs: q.IDs,
		Match: func(s *Score) bool {
			return within(s.At, q.From, q.To) && ids(s.ID) && names(s.Name) && of(s.Of)
		},
	}
}

func (q AssumptionQuery) search() table.Query[AssumptionID, Assumption] {
	ids, about, by, owners, states := pages.Holds(q.IDs), pages.Holds(q.About), pages.Holds(q.By), pages.Holds(q.Owners), pages.Holds(q.States)
	return table.Query[AssumptionID, Assumption]{
		After: q.After, Limit: q.Limit, Known: int64(q.Known), IDs: q.IDs,
		Match: func(a *Assumption) bool {
			return ids(a.ID) && about(a.About) && by(a.By) && owners(a.Owner) && states(a.State)
		},
	}
}
