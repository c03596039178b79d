package realdb_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// writeLedgerSecrets writes everything that goes with a party, many times over and some of it void, with the
// secret in every field that holds text, and keeps what stays. It returns the batch that erases the party.
func writeLedgerSecrets(t *testing.T, s scoring.Store) scoring.Batch {
	t.Helper()
	const gone, stays scoring.PartyID = "gone", "stays"
	reviewed := anAssumption("reviewed", stays, "", secret)
	reviewed.Reviews = []scoring.Review{{At: noon, By: stays, Question: secret}, {At: noon, By: gone, Question: secret, Answer: secret, Next: secret}}
	about := anAssumption("about", stays, "", secret)
	about.About = gone.Ref()
	answer := anAnswer("answer-about", stays, secret)
	answer.About = gone.Ref()
	score := aScore("score", gone.Ref(), noon)
	score.Method, score.Version, score.Selection = secret, secret, secret
	b := scoring.Batch{
		At: noon, By: "clerk", Why: "because of " + secret,
		Answers:     []scoring.Answer{anAnswer("by", gone, secret+strings.Repeat(" and long", 1000)), answer, anAnswer("void", gone, secret), anAnswer("stays", stays, "What Stays")},
		Scores:      []scoring.Score{score, aScore("stays", stays.Ref(), noon)},
		Assumptions: []scoring.Assumption{anAssumption("believed", gone, stays, secret), anAssumption("owned", stays, gone, secret), reviewed, about},
	}
	seq, err := s.Write(t.Context(), b)
	ok(t, err)
	_, err = s.Write(t.Context(), scoring.Batch{At: noon, By: "clerk", Why: secret, Void: []scoring.Voided{{Ref: scoring.AnswerID("void").Ref(), Rev: seq}}})
	ok(t, err)
	b.Answers = b.Answers[:2]
	for range 20 { // so that some versions come to lie on other pages
		for i := range b.Answers {
			b.Answers[i].Rev = seq
			b.Answers[i].Text += secret
		}
		for i := range b.Scores {
			b.Scores[i].Rev = seq
		}
		for i := range b.Assumptions {
			b.Assumptions[i].Rev = seq
		}
		// Somebody else owns and reviews them now.
		b.Assumptions[1].Owner, b.Assumptions[2].Reviews = stays, nil
		seq, err = s.Write(t.Context(), b)
		ok(t, err)
	}
	return scoring.Batch{
		At: noon, By: "clerk", Why: "asked to be forgotten", Erase: []scoring.PartyID{gone},
		Answers: []scoring.Answer{anAnswer("by", "", "what stays of it")},
	}
}

func TestScoringThatIsErasedIsInNoTable(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		s, other := d.ledger(t, "tenant"), d.ledger(t, "other")
		erasing := writeLedgerSecrets(t, s)
		writeLedgerSecrets(t, other) // with the same names
		before := ledgerLogOf(t, other)
		_, err := s.Write(t.Context(), erasing)
		ok(t, err)
		same(t, "the log of another tenant", ledgerLogOf(t, other), before)
		_, err = other.Write(t.Context(), erasing)
		ok(t, err)
		if left := d.holding(t, secret); left > 0 {
			t.Errorf("%d rows hold what was erased", left)
		}
		if d.holding(t, "What Stays") == 0 {
			t.Error("what was not erased is gone too")
		}
		if named := d.rows(t, "select party from kith_named"); len(named) > 0 {
			t.Errorf("%q are still named, though all assumptions are gone", named)
		}
		log := ledgerLogOf(t, s)
		last := len(log) - 1
		for i, b := range log[:last] {
			if b.Why != "" || b.By != "clerk" || !b.At.Equal(noon) || len(b.Void)+len(b.Assumptions) > 0 {
				t.Errorf("batch %d was left with reason %q, author %q, time %v, %d void, %d assumptions", i, b.Why, b.By, b.At, len(b.Void), len(b.Assumptions))
			}
		}
		erasing.Seq, erasing.Answers[0].Rev = log[last].Seq, log[last].Seq
		same(t, "the batch that erased", log[last], erasing)
		about, err := s.Log(t.Context(), scoring.LogQuery{About: []scoring.Ref{relationship.PartyID("gone").Ref()}})
		ok(t, err)
		same(t, "the log about who was erased", about.Records, log[last:])
	})
}

func TestScoringThatIsErasedIsInNoFile(t *testing.T) {
	t.Parallel()
	leavesNoFileWith(t, func(t *testing.T, d *database) func() error {
		s := d.ledger(t, "tenant")
		erasing := writeLedgerSecrets(t, s)
		return func() error { _, err := s.Write(t.Context(), erasing); return err }
	})
}

func TestErrorsOfScoringTellNothingOfAnybody(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		s := d.ledger(t, "tenant")
		first := anAnswer(secret, secret, secret)
		seq, err := s.Write(t.Context(), scoring.Batch{At: noon, Why: secret, By: secret, Answers: []scoring.Answer{first}})
		ok(t, err)
		for name, change := range map[string]func(*scoring.Answer){
			"it exists":  func(*scoring.Answer) {},
			"stale":      func(r *scoring.Answer) { r.Rev = seq + 1 },
			"another":    func(r *scoring.Answer) { r.Rev, r.By = seq, secret+"2" },
			"missing":    func(r *scoring.Answer) { r.Rev, r.ID = seq, secret+"3" },
			"ill formed": func(r *scoring.Answer) { r.Rev, r.Text = seq, secret+"\x00" },
		} {
			a := first
			change(&a)
			_, err := s.Write(t.Context(), scoring.Batch{At: noon, Why: secret, Answers: []scoring.Answer{a}})
			if err == nil || strings.Contains(fmt.Sprintf("%v %+v", err, err), secret) {
				t.Errorf("%s: got error %v", name, err)
			}
		}
	})
}
