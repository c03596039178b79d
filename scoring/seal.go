package scoring

import (
	"context"

	"github.com/kithcrm/kith/internal/rules"
)

// seal seals those of some scores that were computed from something sealed, and returns an error where one that
// is sealed tells of more people than gave its answers, where these are all that it names.
func (l *Ledger) seal(ctx context.Context, scores []Score) error {
	in, err := l.readInputs(ctx, scores)
	if err != nil {
		return err
	}
	root, err := l.cfg.Resolver(ctx)
	if err != nil {
		return err
	}
	for i := range scores {
		s := &scores[i]
		people, rest := map[PartyID]bool{}, 0
		for _, r := range s.Inputs {
			a, answered := in.answers[AnswerID(r.ID)]
			switch {
			case r.Noun == NounAnswer && answered:
				s.Sealed = s.Sealed || a.Sealed
				people[root(a.By)] = true
				if a.By == "" {
					delete(people, "")
					rest++
				}
			case r.Noun == NounAnswer: // gone: it was of one person at most
				rest++
			case r.Noun == NounScore:
				of := in.scores[ScoreID(r.ID)]
				s.Sealed = s.Sealed || of.Sealed
				rest += of.People
			default:
				rest += s.People // whose it is nobody knows
			}
		}
		if s.Sealed && s.Selection == "" && len(s.Inputs) > 0 && s.People > len(people)+rest {
			return rules.Break(rules.Index("Scores", i)+".People", "must not be more than those behind Inputs")
		}
	}
	return nil
}

// inputs are what scores were computed from, as far as the ledger has it.
type inputs struct {
	answers map[AnswerID]Answer
	scores  map[ScoreID]Score
}

func (l *Ledger) readInputs(ctx context.Context, scores []Score) (inputs, error) {
	in := inputs{map[AnswerID]Answer{}, map[ScoreID]Score{}}
	for _, s := range scores {
		for _, r := range s.Inputs {
			switch r.Noun {
			case NounAnswer:
				in.answers[AnswerID(r.ID)] = Answer{}
			case NounScore:
				in.scores[ScoreID(r.ID)] = Score{}
			}
		}
	}
	answers, of := keysOf(in.answers), keysOf(in.scores)
	clear(in.answers)
	clear(in.scores)
	if err := gather(in.answers, inTurns(answers, l.answersByID(ctx))); err != nil {
		return in, err
	}
	return in, gather(in.scores, inTurns(of, l.scoresByID(ctx)))
}
