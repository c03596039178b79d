package scoringtest_test

import (
	"testing"

	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/scoringtest"
	"pgregory.net/rapid"
)

func TestGeneratedRecordsAreValid(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := scoring.Batch{
			At:          scoringtest.Answer().Draw(t, "answer of the batch").At,
			Answers:     []scoring.Answer{scoringtest.Answer().Draw(t, "answer")},
			Scores:      []scoring.Score{scoringtest.Score().Draw(t, "score")},
			Assumptions: []scoring.Assumption{scoringtest.Assumption().Draw(t, "assumption")},
		}
		if err := b.Check(); err != nil {
			t.Fatalf("got error %v, want none", err)
		}
	})
}

// A generator that never draws a kind of trouble finds no bug that needs it.
func TestGeneratorsDrawWhatTheyShould(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	note := func(what string, yes bool) { seen[what] = seen[what] || yes }
	rapid.Check(t, func(t *rapid.T) {
		for range 10 { // what is rare is not drawn by every hundred
			a := scoringtest.Answer().Draw(t, "answer")
			note("an answer by nobody", a.By == "")
			note("an answer about a party", a.About.Noun == "party")
			note("an answer about something of the host", a.About.Noun == "shop")
			note("a scale without steps", a.Scale.Step == 0)
			note("a value between steps of a tenth", a.Scale.Step == .1 && a.Value != 0 && a.Value != 1)
			note("a sealed answer", a.Sealed)
			s := scoringtest.Score().Draw(t, "score")
			note("a score of a party", s.Of.Noun == "party")
			note("an unknown score", !s.Value.Known())
			note("a score far above 1", s.Value.Value > 1e9)
			note("several inputs", len(s.Inputs) > 1)
			note("a window with a beginning", !s.From.IsZero())
			as := scoringtest.Assumption().Draw(t, "assumption")
			note("an open assumption", as.State == scoring.Open)
			note("an assumption without an owner", as.Owner == "")
			note("several reviews", len(as.Reviews) > 1)
			note("a review by somebody", len(as.Reviews) > 0 && as.Reviews[0].By != "")
			note("a review that is due", len(as.Reviews) > 0 && !as.Reviews[0].Due.IsZero())
			note("an assumption to be reviewed", !as.ReviewBy.IsZero())
		}
	})
	for what, yes := range seen {
		if !yes {
			t.Errorf("never drawn: %s", what)
		}
	}
}

func TestTheRoomIsDescribedWell(t *testing.T) { scoringtest.Room().Check(t) }
