package feedbacktest_test

import (
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/feedbacktest"
	"pgregory.net/rapid"
)

func TestGeneratedRecordsAreValid(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := feedback.Batch{
			At:      feedbacktest.Item().Draw(t, "item of the batch").At,
			Items:   []feedback.Item{feedbacktest.Item().Draw(t, "item")},
			Themes:  []feedback.Theme{feedbacktest.Theme().Draw(t, "theme")},
			Links:   []feedback.Link{feedbacktest.Link().Draw(t, "link")},
			Entries: []feedback.Entry{feedbacktest.Entry().Draw(t, "entry")},
			Votes:   []feedback.Vote{feedbacktest.Vote().Draw(t, "vote")},
			Changes: []feedback.Change{feedbacktest.Change().Draw(t, "change")},
			Notices: []feedback.Notice{feedbacktest.Notice().Draw(t, "notice")},
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
			it := feedbacktest.Item().Draw(t, "item")
			note("an item of nobody", it.Author == "")
			note("an item of somebody", it.Author != "")
			note("several points", len(it.Points) > 1)
			note("a loop without a final answer", it.Loop.Final.IsZero())
			l := feedbacktest.Link().Draw(t, "link")
			note("a link from a party", l.From.Noun == "party")
			note("a link to an item", l.To.Noun == feedback.NounItem)
			note("a link without a score", l.Score == feedback.Link{}.Score)
			note("a link of a point", l.Point > 0)
			th := feedbacktest.Theme().Draw(t, "theme")
			note("a merged theme", th.MergedInto != "")
			v := feedbacktest.Vote().Draw(t, "vote")
			note("a vote of nobody", v.Voter == "")
			c := feedbacktest.Change().Draw(t, "change")
			note("a change with outcomes", len(c.Outcomes) > 0)
			note("a chosen option", c.Chosen > 0)
			n := feedbacktest.Notice().Draw(t, "notice")
			note("several reasons", len(n.Why) > 1)
			e := feedbacktest.Entry().Draw(t, "entry")
			note("an entry about an item", e.About.Noun == feedback.NounItem)
			note("an entry about something of the host", e.About.Noun == "product")
		}
	})
	for what, yes := range seen {
		if !yes {
			t.Errorf("never drawn: %s", what)
		}
	}
}

func TestTheRoomIsDescribedWell(t *testing.T) { feedbacktest.Room().Check(t) }
