package scoring

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// Scores returns the scores that q asks for, in order of their IDs. Limit counts the scores returned.
func (r *Reader) Scores(ctx context.Context, q ScoreQuery) iter.Seq2[Score, error] {
	return seen(ctx, r, q.Limit, func(e eye) (iter.Seq2[Score, error], error) {
		wide, err := q, error(nil)
		wide.Limit, wide.Known = e.limit(q.Limit), cmp.Or(q.Known, r.known)
		if wide.Of, err = r.refFamilies(ctx, q.Of); err != nil {
			return nil, err
		}
		return e.safe(ctx, wide.Known, r.scores(ctx, wide)), nil
	}, eye.score)
}

// score returns a score as the viewer sees it, if so; that it is not withheld was seen to.
func (e eye) score(s Score) (Score, bool) {
	if e.whole {
		return s, true
	}
	var inputs []Ref
	for _, r := range s.Inputs {
		if !s.Sealed && e.opens(r) {
			inputs = append(inputs, r)
		}
	}
	s.Inputs = inputs
	return s, e.sees(s.Of)
}

// safe leaves out the scores that are withheld. Of two versions of a sealed score the second could give away
// who came to it, so that no earlier one is seen.
func (e eye) safe(ctx context.Context, known Seq, records iter.Seq2[Score, error]) iter.Seq2[Score, error] {
	if e.whole {
		return records
	}
	return func(yield func(Score, error) bool) {
		for some, err := range inGroups(records, atOnce) {
			var withheld map[ScoreID]bool
			if err == nil {
				withheld, err = e.withheld(ctx, some)
			}
			if err != nil {
				yield(Score{}, opError("read scores", "", err))
				return
			}
			for _, s := range some {
				if s.Sealed && (known > 0 || withheld[s.ID]) {
					continue
				}
				if !yield(s, nil) {
					return
				}
			}
		}
	}
}

// Series returns the scores of a name about something, in order of time, then of their IDs. It reads all of
// them before it yields the first.
//
// It yields an error matching [ErrInvalid] for a name or a reference that no score has.
func (r *Reader) Series(ctx context.Context, name string, of Ref) iter.Seq2[Score, error] {
	return func(yield func(Score, error) bool) {
		all, err := r.series(ctx, name, of, time.Time{})
		if err != nil {
			yield(Score{}, opError("read series", "", err))
			return
		}
		for _, s := range all {
			if !yield(s, nil) {
				return
			}
		}
	}
}

// series returns the scores before an instant, in order of time.
func (r *Reader) series(ctx context.Context, name string, of Ref, before time.Time) ([]Score, error) {
	err := rules.First(rules.Break("Name", rules.Label(name)), rules.Within("Of", checkRef(of)))
	if err != nil {
		return nil, err
	}
	var all []Score
	for s, err := range r.Scores(ctx, ScoreQuery{Names: []string{name}, Of: []Ref{of}, To: before}) {
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b Score) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return all, nil
}

// Latest returns the last score of a name about something, one dated ahead of today too, or an error matching [ErrNotFound] where there is
// none. Other errors are those of [Reader.Series].
func (r *Reader) Latest(ctx context.Context, name string, of Ref) (Score, error) {
	s, err := r.latest(ctx, name, of, time.Time{})
	if err == nil && s.ID == "" {
		err = ErrNotFound
	}
	return s, opError("read latest score", "", err)
}

// latest returns the last score before an instant, or none.
func (r *Reader) latest(ctx context.Context, name string, of Ref, before time.Time) (Score, error) {
	all, err := r.series(ctx, name, of, before)
	if err != nil || len(all) == 0 {
		return Score{}, err
	}
	return all[len(all)-1], nil
}

// A Change says how far a score has moved between two instants.
type Change struct {
	// Before and After are the last scores at either instant, or then no score at all: without an ID.
	Before Score `json:"before,omitzero"`
	After  Score `json:"after,omitzero"`

	// Difference is After less Before: see [Difference]. It is unknown where one of the two is, and where
	// they were computed by different methods.
	Difference Estimate `json:"difference,omitzero"`

	// MoreThanNoise reports whether all of the range of Difference lies on one side of 0: so that what
	// did not change at all is taken for a change in about 5 % of cases, or as often as the ranges of the
	// two scores miss the truth. It is false where a score was guessed.
	MoreThanNoise bool `json:"more_than_noise"`
}

// Changed returns what has become of a score between two instants: of the last of that name about something
// at from, or before, and of the last at to. Errors are those of [Reader.Series], and one matching [ErrInvalid]
// where to is before from.
//
// Where the windows of the two overlap, or the same people answered for both, the range of the difference is
// wider than need be, and a small change is missed rather than made up.
func (r *Reader) Changed(ctx context.Context, name string, of Ref, from, to time.Time) (Change, error) {
	c, err := r.changed(ctx, name, of, from, to)
	return c, opError("read change", "", err)
}

func (r *Reader) changed(ctx context.Context, name string, of Ref, from, to time.Time) (Change, error) {
	if to.Before(from) {
		return Change{}, rules.Break("To", "must not be before From")
	}
	all, err := r.series(ctx, name, of, time.Time{})
	if err != nil {
		return Change{}, err
	}
	c := Change{Before: lastAt(all, from), After: lastAt(all, to)}
	if c.Before.Method != c.After.Method {
		return c, nil
	}
	if c.Difference, err = Difference(c.Before.Value, c.After.Value); err != nil {
		return Change{}, err
	}
	c.MoreThanNoise = c.Difference.Basis > relationship.Guessed && (c.Difference.Low > 0 || c.Difference.High < 0)
	return c, nil
}

// lastAt returns the last of a series at an instant, or none.
func lastAt(series []Score, at time.Time) Score {
	for _, s := range slices.Backward(series) {
		if !s.At.After(at) {
			return s
		}
	}
	return Score{}
}

// Behind is what a score was computed from, as one viewer sees it.
type Behind struct {
	// Score is the score itself. Its Inputs are those that the viewer may open.
	Score Score `json:"score"`

	// Answers are the answers among its inputs that the viewer sees, in order of their IDs.
	Answers []Answer `json:"answers,omitempty"`

	// People are those who gave them, as far as the viewer may see who they are, in order, each once:
	// merges followed.
	People []PartyID `json:"people,omitempty"`

	// Hidden is how many of its inputs the viewer does not see, those among them that are gone.
	Hidden int `json:"hidden,omitempty"`
}

// Behind opens a score to what it was computed from, for those allowed. A sealed score opens to nobody, but
// for a program that asks the Ledger itself. What stands in Selection, which nobody counted, is not looked for.
//
// It returns an error matching [ErrNotFound] where there is no such score for the viewer.
func (r *Reader) Behind(ctx context.Context, id ScoreID) (Behind, error) {
	b, err := r.behind(ctx, id)
	return b, opError("look behind score", string(id), err)
}

func (r *Reader) behind(ctx context.Context, id ScoreID) (Behind, error) {
	ids := []ScoreID{id}
	s, err := first(r.Scores(ctx, ScoreQuery{IDs: ids}))
	if err != nil {
		return Behind{}, err
	}
	raw, err := first(r.scores(ctx, ScoreQuery{IDs: ids, Known: r.known}))
	if err != nil {
		return Behind{}, err
	}
	b := Behind{Score: s, Hidden: len(raw.Inputs)}
	var answers []AnswerID
	for _, in := range raw.Inputs {
		if in.Noun == NounAnswer && (r.whole || !s.Sealed) {
			answers = append(answers, AnswerID(in.ID))
		}
	}
	for _, in := range s.Inputs {
		if in.Noun != NounAnswer {
			b.Hidden--
		}
	}
	for a, err := range inTurns(inOrder(answers), func(ids []AnswerID) iter.Seq2[Answer, error] {
		return r.Answers(ctx, AnswerQuery{IDs: ids})
	}) {
		if err != nil {
			return Behind{}, err
		}
		b.Answers = append(b.Answers, a)
		b.Hidden--
	}
	root, err := r.cfg.Resolver(ctx)
	if err != nil {
		return Behind{}, err
	}
	for _, a := range b.Answers {
		if a.By != "" {
			b.People = append(b.People, cmp.Or(root(a.By), a.By))
		}
	}
	b.People = inOrder(b.People)
	return b, nil
}
