package realdb_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/kithcrm/kith/scoring"
)

func givenAnswer(i int) scoring.Answer {
	name := fmt.Sprintf("%06d", i)
	a := anAnswer(scoring.AnswerID("answer-"+name), scoring.PartyID("party-"+name), "the lift is too slow in the morning")
	a.Question, a.About, a.At = fmt.Sprint("question-", i%4), scoring.Ref{Noun: "shop", ID: fmt.Sprint(i % 200)}, hour(i)
	return a
}

// hour returns the hour of an answer: of 1,000 in turn, so that IDs are in another order than instants.
func hour(i int) time.Time { return noon.Add(time.Duration(i*7919%1000) * time.Hour) }

// loadLedger writes answers and as many scores, and some assumptions of a few owners.
func loadLedger(t testing.TB, s scoring.Store, n int) {
	t.Helper()
	const size = 1000
	for first := 0; first < n; first += size {
		b := scoring.Batch{At: noon}
		for i := first; i < min(first+size, n); i++ {
			a := givenAnswer(i)
			b.Answers = append(b.Answers, a)
			score := aScore(scoring.ScoreID(a.ID), a.About, a.At)
			score.Name = a.Question
			b.Scores = append(b.Scores, score)
			if i%10 == 0 {
				b.Assumptions = append(b.Assumptions, anAssumption(scoring.AssumptionID(a.ID), a.By, scoring.PartyID(fmt.Sprint("owner-", i/10%20)), "warmth"))
			}
		}
		_, err := s.Write(t.Context(), b)
		ok(t, err)
	}
}

func TestReadsOfScoringRightAfterALoadLookAtLittle(t *testing.T) {
	t.Parallel()
	afterALoad(t, engines()[1:2], func(t *testing.T, d *database, scope string, n int) { loadLedger(t, d.ledger(t, scope), n) }, func(d *database) map[string]look {
		s := d.ledger(t, "large")
		all := ledgerReads(s)
		all["an erasure"] = func(t *testing.T, n int) int {
			_, err := s.Write(t.Context(), scoring.Batch{At: noon.Add(time.Hour), Erase: []scoring.PartyID{givenAnswer(n * 1000).By}})
			ok(t, err)
			return 2 * 2 // an answer and an assumption
		}
		return all
	})
}

// ledgerReads returns ways to read a little of much.
func ledgerReads(s scoring.Historian) map[string]look {
	answers := func(q scoring.AnswerQuery) look {
		return func(t *testing.T, _ int) int { page, err := s.Answers(t.Context(), q); return foundOn(t, page, err) }
	}
	scores := func(q scoring.ScoreQuery) look {
		return func(t *testing.T, _ int) int { page, err := s.Scores(t.Context(), q); return foundOn(t, page, err) }
	}
	assumptions := func(q scoring.AssumptionQuery) look {
		return func(t *testing.T, _ int) int {
			page, err := s.Assumptions(t.Context(), q)
			return foundOn(t, page, err)
		}
	}
	var ids []scoring.AnswerID
	var parties []scoring.PartyID
	for i := range 100 {
		a := givenAnswer(i * 70)
		ids, parties = append(ids, a.ID), append(parties, a.By)
	}
	shops, questions := []scoring.Ref{givenAnswer(3).About, givenAnswer(4).About}, []string{"question-3", "question-1"}
	return map[string]look{
		"answers":                     answers(scoring.AnswerQuery{IDs: ids}),
		"answers by parties":          answers(scoring.AnswerQuery{By: parties}),
		"answers about a shop":        answers(scoring.AnswerQuery{About: shops[:1], Questions: questions}),
		"answers in an hour":          answers(scoring.AnswerQuery{Questions: questions[:1], From: hour(3), To: hour(3).Add(1)}),
		"answers to two questions":    answers(scoring.AnswerQuery{Questions: questions, From: hour(3), To: hour(3).Add(10 * time.Hour)}),
		"a page in a wide window":     answers(scoring.AnswerQuery{Questions: questions[:1], From: noon.Add(time.Hour), Limit: 100}),
		"a page of a question":        answers(scoring.AnswerQuery{Questions: questions[:1], After: ids[50], Limit: 100}),
		"answers as known":            answers(scoring.AnswerQuery{Questions: questions[:1], From: hour(3), To: hour(3).Add(1), Known: 15}),
		"scores of a shop":            scores(scoring.ScoreQuery{Of: shops[:1], Names: questions[:1]}),
		"scores of shops":             scores(scoring.ScoreQuery{Of: shops}),
		"scores of a name in an hour": scores(scoring.ScoreQuery{Names: questions[:1], From: hour(3), To: hour(3).Add(1)}),
		"what somebody believes":      assumptions(scoring.AssumptionQuery{By: parties[:1]}),
		"what somebody looks after":   assumptions(scoring.AssumptionQuery{Owners: []scoring.PartyID{"owner-3"}, States: []scoring.State{scoring.Open}}),
		"a page of what is open":      assumptions(scoring.AssumptionQuery{States: []scoring.State{scoring.Open}, Limit: 100}),
		"a page of everything":        answers(scoring.AnswerQuery{Limit: 100}),
		"what two look after":         assumptions(scoring.AssumptionQuery{Owners: []scoring.PartyID{"owner-3", "owner-4"}}),
	}
}
