package scoring

import (
	"slices"
	"time"
)

// holds returns the question whether a list of a query holds a key. The empty list holds all.
func holds[K comparable](keys []K) func(K) bool {
	const short = 8 // up to here a list is faster than a set, and needs no memory
	if len(keys) <= short {
		return func(k K) bool { return len(keys) == 0 || slices.Contains(keys, k) }
	}
	set := make(map[K]bool, len(keys))
	for _, k := range keys {
		set[k] = true
	}
	return func(k K) bool { return set[k] }
}

// within reports whether an instant lies in a window, of which the end may be open.
func within(t, from, to time.Time) bool { return !t.Before(from) && (to.IsZero() || t.Before(to)) }

// A search is a query for records of one noun.
type search[K ~string, R any] struct {
	after K
	limit int
	known Seq
	ids   []K
	match func(*R) bool // whether a record is asked for, the rest aside
}

func (q AnswerQuery) search() search[AnswerID, Answer] {
	ids, questions, by, about := holds(q.IDs), holds(q.Questions), holds(q.By), holds(q.About)
	return search[AnswerID, Answer]{q.After, q.Limit, q.Known, q.IDs, func(a *Answer) bool {
		return within(a.At, q.From, q.To) && ids(a.ID) && questions(a.Question) && by(a.By) && about(a.About)
	}}
}

func (q ScoreQuery) search() search[ScoreID, Score] {
	ids, names, of := holds(q.IDs), holds(q.Names), holds(q.Of)
	return search[ScoreID, Score]{q.After, q.Limit, q.Known, q.IDs, func(s *Score) bool {
		return within(s.At, q.From, q.To) && ids(s.ID) && names(s.Name) && of(s.Of)
	}}
}

func (q AssumptionQuery) search() search[AssumptionID, Assumption] {
	ids, about, by, owners, states := holds(q.IDs), holds(q.About), holds(q.By), holds(q.Owners), holds(q.States)
	return search[AssumptionID, Assumption]{q.After, q.Limit, q.Known, q.IDs, func(a *Assumption) bool {
		return ids(a.ID) && about(a.About) && by(a.By) && owners(a.Owner) && states(a.State)
	}}
}
