package scoring

import (
	"context"
	"reflect"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// PutAnswers writes answers, all of them in one batch or none, and returns them as they now are, in the same
// order. One with Rev 0 is created, with a new ID if it has none and as given now if it has no At; any
// other must be as it was last written.
//
// Errors: matching [ErrInvalid], as an OpError that names the field and the rule, such as a value off the
// scale, or a seal to be taken away; [ErrNotFound] where an answer to replace is not there; [ErrExists] where
// one to create is; [ErrStale] where one has changed since it was read. It takes O(n log n) time.
func (l *Ledger) PutAnswers(ctx context.Context, answers []Answer) ([]Answer, error) {
	out, err := l.putAnswers(ctx, answers)
	return out, opError("put answers", "", err)
}

func (l *Ledger) putAnswers(ctx context.Context, answers []Answer) ([]Answer, error) {
	if len(answers) == 0 {
		return nil, ctx.Err()
	}
	b := l.batch()
	b.Answers = slices.Clone(answers)
	replaced := map[AnswerID]int{} // by those that have no seal, at their places
	for i := range b.Answers {
		a := &b.Answers[i]
		a.At = orNow(a.At, a.Rev, b.At)
		if a.ID == "" && a.Rev == 0 {
			a.ID = AnswerID(l.cfg.NewID())
		}
		if a.Rev != 0 && !a.Sealed {
			replaced[a.ID] = i
		}
	}
	if err := b.check(); err != nil {
		return nil, err
	}
	if err := l.checkSeals(ctx, replaced); err != nil {
		return nil, err
	}
	written, err := l.write(ctx, b)
	return written.Answers, err
}

// checkSeals sees to it that none of the answers to be replaced is sealed.
func (l *Ledger) checkSeals(ctx context.Context, replaced map[AnswerID]int) error {
	for a, err := range inTurns(keysOf(replaced), l.answersByID(ctx)) {
		if err != nil {
			return err
		}
		if a.Sealed {
			return rules.Break(rules.Index("Answers", replaced[a.ID])+".Sealed", "must not be taken away")
		}
	}
	return nil
}

// orNow returns when a record is from that is yet to be created, where nobody says.
func orNow(at time.Time, rev Seq, now time.Time) time.Time {
	if at.IsZero() && rev == 0 {
		return now
	}
	return at
}

// PutScores writes scores, all of them in one batch or none, and returns them as they now are, in the same
// order. A score takes the place of the one with its name, subject and date, whatever its Rev, and that one
// stays in history; where nothing changes, nothing is written.
//
// A score that names something sealed among its Inputs is sealed as well. Of what stands in Selection the ledger
// knows nothing: there the seal is the caller's to set.
//
// It returns an error matching [ErrInvalid], an OpError that names the field and the rule, for a score that
// breaks a rule, the same score twice, an ID that is not that of [ScoreIDFor], and a sealed score of more
// People than gave the answers that it names. It takes O(n log n) time in the number of scores and inputs.
func (l *Ledger) PutScores(ctx context.Context, scores []Score) ([]Score, error) {
	var out []Score
	err := again(ctx, func() (err error) {
		out, err = l.putScores(ctx, scores)
		return err
	})
	return out, opError("put scores", "", err)
}

func (l *Ledger) putScores(ctx context.Context, scores []Score) ([]Score, error) {
	if len(scores) == 0 {
		return nil, ctx.Err()
	}
	b := l.batch()
	b.Scores = scores
	b = b.clone()
	ids := make([]ScoreID, len(scores))
	for i := range b.Scores {
		s := &b.Scores[i]
		ids[i] = ScoreIDFor(s.Name, s.Of, s.At)
		if s.ID != "" && s.ID != ids[i] {
			return nil, rules.Break(rules.Index("Scores", i)+".ID", "must be empty or that of ScoreIDFor")
		}
		s.ID, s.Rev = ids[i], 0
	}
	if err := b.check(); err != nil {
		return nil, err
	}
	if err := l.seal(ctx, b.Scores); err != nil {
		return nil, err
	}
	before := map[ScoreID]Score{}
	if err := gather(before, inTurns(ids, l.scoresByID(ctx))); err != nil {
		return nil, err
	}
	out := b.Scores
	b.Scores = nil
	for i := range out {
		old := before[ids[i]]
		old.ready()
		if out[i].Rev = old.Rev; old.Rev == 0 || !reflect.DeepEqual(out[i], old) {
			b.Scores = append(b.Scores, out[i])
		}
	}
	if len(b.Scores) == 0 {
		return out, nil
	}
	written, err := l.write(ctx, b)
	if err != nil {
		return nil, err
	}
	for i, next := 0, written.Scores; i < len(out) && len(next) > 0; i++ {
		if out[i].ID == next[0].ID {
			out[i], next = next[0], next[1:]
		}
	}
	return out, nil
}

// PutAssumption writes one assumption and returns it as it now is. With Rev 0 it is created, with a new ID if
// it has none, and as believed from now on if it has no Since; else it must be as it was last written.
// Errors are those of [Ledger.PutAnswers].
func (l *Ledger) PutAssumption(ctx context.Context, a Assumption) (Assumption, error) {
	id := string(a.ID)
	a, err := l.putAssumption(ctx, a)
	return a, ofRecord("put assumption", id, err)
}

func (l *Ledger) putAssumption(ctx context.Context, a Assumption) (Assumption, error) {
	b := l.batch()
	a.Since = orNow(a.Since, a.Rev, b.At)
	if a.ID == "" && a.Rev == 0 {
		a.ID = AssumptionID(l.cfg.NewID())
	}
	b.Assumptions = []Assumption{a}
	written, err := l.write(ctx, b)
	if err != nil {
		return Assumption{}, err
	}
	return written.Assumptions[0], nil
}

// UpdateAssumption reads an assumption, lets change change it, and writes it. When another writer came first,
// it does so again, so change may be called several times and should do nothing else. An error of change
// is returned, and nothing is written. Other errors are those of [Ledger.PutAnswers].
func (l *Ledger) UpdateAssumption(ctx context.Context, id AssumptionID, change func(*Assumption) error) (Assumption, error) {
	a, err := l.updateAssumption(ctx, id, change)
	return a, ofRecord("update assumption", string(id), err)
}

func (l *Ledger) updateAssumption(ctx context.Context, id AssumptionID, change func(*Assumption) error) (Assumption, error) {
	var out Assumption
	err := again(ctx, func() error {
		a, err := first(l.assumptions(ctx, AssumptionQuery{IDs: []AssumptionID{id}}))
		if err != nil {
			return err
		}
		rev := a.Rev
		if err := change(&a); err != nil {
			return err
		}
		if a.ID != id || a.Rev != rev {
			return rules.Break("ID", "must stay as it was read, and so must Rev")
		}
		out, err = l.putAssumption(ctx, a)
		return err
	})
	return out, err
}

// Review writes down that an assumption was looked at again: questions that were asked, with their answers
// and what is to be done. A review without At is of now, and one without By of who writes; see [Ledger.As]. What
// it says of the assumption, such as another State or ReviewBy, is for [Ledger.UpdateAssumption].
func (l *Ledger) Review(ctx context.Context, id AssumptionID, reviews ...Review) (Assumption, error) {
	a, err := l.updateAssumption(ctx, id, func(a *Assumption) error {
		if len(reviews) == 0 {
			return rules.Break("Reviews", "must not be empty")
		}
		now := l.cfg.Now()
		for _, r := range reviews {
			r.At = orNow(r.At, 0, now)
			if r.By == "" {
				r.By = l.by
			}
			a.Reviews = append(a.Reviews, r)
		}
		return nil
	})
	return a, ofRecord("review assumption", string(id), err)
}

// Void takes records that were entered by mistake out of sight: gone from reads, kept in history. It returns
// an error matching [ErrNotFound] where one is not there, and [ErrInvalid] for what is no record of this room;
// then all stay.
func (l *Ledger) Void(ctx context.Context, refs ...Ref) error {
	return opError("void", "", again(ctx, func() error { return l.void(ctx, refs) }))
}

func (l *Ledger) void(ctx context.Context, refs []Ref) error {
	if len(refs) == 0 {
		return ctx.Err()
	}
	b := l.batch()
	for _, r := range refs {
		b.Void = append(b.Void, Voided{r, 1})
	}
	if err := b.check(); err != nil {
		return err
	}
	revs, err := l.revs(ctx, refs)
	if err != nil {
		return err
	}
	for i, r := range refs {
		rev, there := revs[r]
		if !there {
			return &relationship.OpError{Room: room, Field: rules.Index("Refs", i), Err: ErrNotFound}
		}
		b.Void[i].Rev = rev
	}
	_, err = l.write(ctx, b)
	return err
}

// revs reads the revisions of records, of those that are there.
func (l *Ledger) revs(ctx context.Context, refs []Ref) (map[Ref]Seq, error) {
	var answers []AnswerID
	var scores []ScoreID
	var assumptions []AssumptionID
	for _, r := range refs {
		switch r.Noun {
		case NounAnswer:
			answers = append(answers, AnswerID(r.ID))
		case NounScore:
			scores = append(scores, ScoreID(r.ID))
		default:
			assumptions = append(assumptions, AssumptionID(r.ID))
		}
	}
	revs := map[Ref]Seq{}
	for a, err := range inTurns(answers, l.answersByID(ctx)) {
		if err != nil {
			return nil, err
		}
		revs[a.ID.Ref()] = a.Rev
	}
	for s, err := range inTurns(scores, l.scoresByID(ctx)) {
		if err != nil {
			return nil, err
		}
		revs[s.ID.Ref()] = s.Rev
	}
	for a, err := range inTurns(assumptions, l.assumptionsByID(ctx)) {
		if err != nil {
			return nil, err
		}
		revs[a.ID.Ref()] = a.Rev
	}
	return revs, nil
}
