package beliefs

import (
	"cmp"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/scoring"
)

// A Session is one review of one assumption, which asks the questions again that reopen it. It leaves ReviewBy as it
// is: what was due by that date remains due until [scoring.Ledger.UpdateAssumption] moves it.
type Session struct {
	// Assumption is what is reviewed, with the reviews that there are.
	Assumption scoring.Assumption

	// Questions are what is asked. nil means [ReadyQuestions]. The one that verdicts answer, "What do the figures
	// say?", has no reply: a person's would not be told from a verdict.
	Questions []Question

	// From is when the session began: what was answered before was answered in another. The zero time
	// means that every answer counts.
	From time.Time
}

// A Reply is what somebody answered to one question of a session.
type Reply struct {
	// Question is the text of one of the session's questions, and Answer what was answered: neither empty.
	Question string
	Answer   string

	// By is who answered. Not empty.
	By scoring.PartyID

	// At is when: not before the session, nor before the assumption.
	At time.Time

	// Next is what is to be done about it, and Due by when, not before At: both, or none.
	Next string
	Due  time.Time
}

// Unanswered returns the questions of the session that nobody has answered in it, in their order.
func (s Session) Unanswered() []Question {
	return slices.DeleteFunc(slices.Clone(s.questions()), func(q Question) bool {
		return slices.ContainsFunc(s.Assumption.Reviews, func(r scoring.Review) bool {
			return r.Question == q.Text && r.Answer != "" && !r.At.Before(s.From)
		})
	})
}

func (s Session) questions() []Question {
	if s.Questions == nil {
		return ReadyQuestions()
	}
	return s.Questions
}

// Reviews returns replies as reviews, to be written with [scoring.Ledger.Review]: each answered, dated, owned, and
// with a date for what is to be done. They come in the order of the session's questions, but that with the
// earliest Due comes last, because [scoring.Reader.Due] looks at the last review.
//
// It returns an error matching [relationship.ErrInvalid], an OpError that names the field and the rule, for a
// reply that breaks a rule of its fields, and for two to one question.
func (s Session) Reviews(replies []Reply) ([]scoring.Review, error) {
	asked := s.questions()
	place := func(question string) int {
		return slices.IndexFunc(asked, func(q Question) bool { return q.Text == question })
	}
	seen := map[string]bool{}
	var out []scoring.Review
	for i, r := range replies {
		err := r.check(s)
		if place(r.Question) < 0 || r.Question == "" {
			err = rules.Break("Question", "must be one of the session's")
		} else if seen[r.Question] {
			err = rules.Break("Question", "must have one reply")
		}
		if err != nil {
			return nil, opError("review assumption", rules.Within(rules.Index("replies", i), err))
		}
		seen[r.Question] = true
		out = append(out, scoring.Review{At: r.At, By: r.By, Question: r.Question, Answer: r.Answer, Next: r.Next, Due: r.Due})
	}
	slices.SortFunc(out, func(a, b scoring.Review) int { return cmp.Compare(place(a.Question), place(b.Question)) })
	return soonestLast(out), nil
}

func (r *Reply) check(s Session) error {
	return rules.First(
		rules.Break("Question", when(r.Question == asked, "must not be the one that verdicts answer")),
		rules.Break("Answer", when(r.Answer == "", "must not be empty")),
		rules.Break("By", rules.ID(string(r.By))),
		rules.Break("At", when(r.At.IsZero(), "must not be the zero time")),
		rules.Break("At", when(r.At.Before(s.From), "must not be before the session")),
		rules.Break("At", when(r.At.Before(s.Assumption.Since), "must not be before the assumption")),
		rules.Break("Due", when(r.Next == "" != r.Due.IsZero(), "must be there where Next is, and only there")),
		rules.Break("Due", when(!r.Due.IsZero() && r.Due.Before(r.At), "must not be before At")),
	)
}

// soonestLast puts the review with the earliest Due behind all others.
func soonestLast(reviews []scoring.Review) []scoring.Review {
	soonest := -1
	for i, r := range reviews {
		if !r.Due.IsZero() && (soonest < 0 || r.Due.Before(reviews[soonest].Due)) {
			soonest = i
		}
	}
	if soonest < 0 {
		return reviews
	}
	last := reviews[soonest]
	return append(slices.Delete(reviews, soonest, soonest+1), last)
}
