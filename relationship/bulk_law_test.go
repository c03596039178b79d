package relationship_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// drawBulk draws records of which some break a rule together: too many at an end, a circle.
func drawBulk(t *rapid.T) relationship.Batch {
	b := relationship.Batch{Parties: people("p0", "p1", "p2", "p3", "p4", "p5")}
	for i := 1; i < len(b.Parties); i++ {
		if rapid.IntRange(0, 3).Draw(t, "merged") == 0 {
			b.Parties[i].MergedInto = b.Parties[rapid.IntRange(0, i-1).Draw(t, "into")].ID
		}
	}
	for i := range rapid.IntRange(0, 6).Draw(t, "ties") {
		kind := rapid.SampledFrom([]relationship.KindName{"friend", "reports-to", "parent", "sole"}).Draw(t, "kind")
		x := tie(relationship.TieID(fmt.Sprint("t", i)), kind, partyID(t, "from"), partyID(t, "to"))
		from := rapid.IntRange(1, 20).Draw(t, "began")
		x.Stints[0] = spell(from, from+rapid.IntRange(1, 20).Draw(t, "days"))
		b.Ties = append(b.Ties, x)
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "needs") {
		n := relationship.Need{ID: relationship.NeedID(fmt.Sprint("n", i)), Party: partyID(t, "party"), Text: "x"}
		if len(b.Ties) > 0 && rapid.Bool().Draw(t, "in a tie") {
			n.Tie, n.Party = b.Ties[0].ID, b.Ties[0].From
		}
		b.Needs = append(b.Needs, n)
	}
	return b
}

// one returns the records of a batch in batches of their own.
func one(b relationship.Batch) []relationship.Batch {
	var out []relationship.Batch
	for _, p := range b.Parties {
		out = append(out, relationship.Batch{Parties: []relationship.Party{p}})
	}
	for _, x := range b.Ties {
		out = append(out, relationship.Batch{Ties: []relationship.Tie{x}})
	}
	for _, n := range b.Needs {
		out = append(out, relationship.Batch{Needs: []relationship.Need{n}})
	}
	return out
}

func TestStepByStepIsAllAtOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		bulk := drawBulk(t)
		atOnce, stepwise := newDesk(t, sole()), newDesk(t, sole())
		var refused error
		for _, step := range one(bulk) {
			_, err := stepwise.Put(t.Context(), step)
			refused = errors.Join(refused, err)
		}
		// In a batch the order of records does not matter.
		bulk.Parties = rapid.Permutation(bulk.Parties).Draw(t, "parties")
		bulk.Ties = rapid.Permutation(bulk.Ties).Draw(t, "ties")
		_, err := atOnce.Put(t.Context(), bulk)
		if (err == nil) != (refused == nil) {
			t.Fatalf("at once: %v; step by step: %v", err, refused)
		}
		if err != nil {
			same(t, "after a refusal", contentOf(t, atOnce.store), content{})
			return
		}
		got, want := contentOf(t, atOnce.store), contentOf(t, stepwise.store)
		got.Log, want.Log = nil, nil
		same(t, "records", got, want, noRevs())
		same(t, "findings", all(t, atOnce.Check(t.Context())), []relationship.Finding{})
	})
}
