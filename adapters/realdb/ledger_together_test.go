package realdb_test

import (
	"errors"
	"testing"

	"github.com/kithcrm/kith/adapters/sqlstore"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// TestThreeRoomsInATransactionOfTheHost writes to all rooms, rolls back, writes again and commits: the feed
// shows what was committed, of all rooms in one order.
func TestThreeRoomsInATransactionOfTheHost(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		var want []relationship.Seq
		for _, commits := range []bool{false, true} {
			tx, err := d.db.BeginTx(t.Context(), nil)
			ok(t, err)
			defer tx.Rollback() // which does nothing after a commit
			stores, err := d.within(tx, "tenant")
			ok(t, err)
			want = threeRooms(t, stores)
			if commits {
				ok(t, tx.Commit())
			} else {
				ok(t, tx.Rollback())
			}
			if got := len(ledgerLogOf(t, d.ledger(t, "tenant"))); commits != (got == 2) {
				t.Errorf("committed %t: the log of scoring has %d batches", commits, got)
			}
		}
		events := claim(t, d.feed(t, "tenant", "reader"), 0, over).Events
		same(t, "the feed", numbers(events), want)
		for i, room := range []string{"scoring", "relationship", "feedback", "scoring"} {
			e := events[i]
			found, _ := attributes(t, e)
			checkCloudEvent(t, found)
			if b, is := e.Batch.(scoring.Batch); e.Room != room || is != (room == "scoring") || is && (b.Seq != e.Seq || len(b.Answers)+len(b.Scores) != 1) {
				t.Errorf("event %d is of the room %s, with a %T", i, e.Room, e.Batch)
			}
		}
	})
}

// threeRooms writes into three rooms by turns, with a refusal in between, and returns the numbers. Each room
// sees what was written.
func threeRooms(t *testing.T, stores *sqlstore.Stores) []relationship.Seq {
	t.Helper()
	var out []relationship.Seq
	wrote := func(seq relationship.Seq, err error) {
		t.Helper()
		ok(t, err)
		out = append(out, seq)
	}
	given := scoring.Batch{At: noon, Answers: []scoring.Answer{anAnswer("a", "p", "warm")}}
	wrote(stores.Scoring().Write(t.Context(), given))
	b := trio("p")
	b.At = noon
	wrote(stores.Relationship().Write(t.Context(), b))
	wrote(stores.Feedback().Write(t.Context(), feedback.Batch{At: noon, Themes: []feedback.Theme{{ID: "t", Name: "warmth"}}}))
	if _, err := stores.Scoring().Write(t.Context(), given); !errors.Is(err, scoring.ErrExists) {
		t.Errorf("got error %v, want one matching %v", err, scoring.ErrExists)
	}
	wrote(stores.Scoring().Write(t.Context(), scoring.Batch{At: noon, Scores: []scoring.Score{aScore("s", feedback.ThemeID("t").Ref(), noon)}}))
	page, err := stores.Scoring().Answers(t.Context(), scoring.AnswerQuery{By: []scoring.PartyID{"p"}})
	ok(t, err)
	if len(page.Records) != 1 {
		t.Errorf("inside the transaction, %d answers are there", len(page.Records))
	}
	return out
}
