package sqlstore

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
	"pgregory.net/rapid"
)

func TestTiesAreReadAlikeInBothWays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tie := relationshiptest.Tie().Draw(t, "tie")
		if rapid.Bool().Draw(t, "simple") {
			tie.Ends, tie.Facts = relationship.Ends{}, nil
			tie.Stints = []relationship.Stint{{From: tie.Stints[0].From}}
		}
		e, err := peopleEntry(&relationship.Batch{Ties: []relationship.Tie{tie}})
		if err != nil {
			t.Fatal(err)
		}
		var got, want relationship.Tie
		if err := (found{body: e.puts[0].body}).decodeTie(&got); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(e.puts[0].body, &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-general +simple)\n%s", diff)
		}
	})
}

func TestMostTiesAreSimple(t *testing.T) {
	t.Parallel()
	tie := relationship.Tie{ID: "t", Kind: "knows", From: "a", To: "b", Stints: []relationship.Stint{{From: time.Date(2026, time.March, 4, 12, 0, 0, 1, time.UTC)}}}
	e, err := peopleEntry(&relationship.Batch{Ties: []relationship.Tie{tie}})
	if err != nil {
		t.Fatal(err)
	}
	if !simpleTie(e.puts[0].body, new(relationship.Tie)) {
		t.Errorf("%s is not read in the simple way", e.puts[0].body)
	}
}
