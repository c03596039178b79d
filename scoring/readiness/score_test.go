package readiness_test

import (
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/readiness"
)

func TestALedgerTakesTheScoresAndWithholdsThoseOfFew(t *testing.T) {
	t.Parallel()
	ctx, ledger := t.Context(), scoring.New(new(scoring.Memory), scoring.Config{})
	ins := instrument(2, fivePoints())
	tally := tallyOf(t, ins, append(rated("i00", 5, 5, 4, 3, 5), rated("i01", 2, 2, 1)...)...)
	us := scoring.Ref{Noun: "party", ID: "us"}
	if got := len(roundOf(t, tally, readiness.Config{}).Scores(us, day(1))); got != 3 {
		t.Fatalf("got %d scores, want one item and two roots", got)
	}
	scores := roundOf(t, tally, readiness.Config{Least: 1}).Scores(us, day(1))
	for _, s := range scores {
		if !s.Sealed || s.People == 0 || s.Of != us {
			t.Errorf("got %+v", s)
		}
	}
	if _, err := ledger.PutScores(ctx, scores); err != nil || len(scores) != 4 {
		t.Fatalf("%d scores: %v", len(scores), err)
	}
	reader := ledger.For(scoring.Viewer{Party: "ann", MayOpen: func(scoring.Ref) bool { return true }})
	seen, err := relationship.Collect(reader.Scores(ctx, scoring.ScoreQuery{Names: []string{"readiness item i01"}}))
	if err != nil || len(seen) != 0 {
		t.Errorf("what three people said is seen: %v, %v", seen, err)
	}
	seen, err = relationship.Collect(reader.Scores(ctx, scoring.ScoreQuery{Names: []string{"readiness item i00"}}))
	if err != nil || len(seen) == 0 || seen[0].People != 5 {
		t.Errorf("what five said is not seen: %v, %v", seen, err)
	}
}
