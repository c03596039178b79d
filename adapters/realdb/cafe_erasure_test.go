package realdb_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// writeCafeSecrets writes everything that goes with a party, many times over and some of it void, with the
// secret in every field that holds text, and keeps what stays. It returns the batch that erases the party.
func writeCafeSecrets(t *testing.T, s feedback.Store) feedback.Batch {
	t.Helper()
	const gone, stays feedback.PartyID = "gone", "stays"
	item, idea := feedback.ItemID("of-gone"), feedback.ItemID("of-stays")
	at := feedback.Batch{At: noon, By: "clerk", Why: "because of " + secret}
	b := at
	b.Items = []feedback.Item{
		secretItem(item, gone, strings.Repeat(" and long", 1000)), secretItem("void", gone, ""),
		{ID: idea, Kind: feedback.Idea, Author: stays, Text: "What Stays", At: noon, Loop: feedback.Loop{State: feedback.Heard, Since: noon}},
	}
	b.Links = []feedback.Link{
		{ID: "from", From: item.Ref(), To: feedback.ThemeID("theme").Ref(), At: noon, Why: secret, Maker: secret},
		{ID: "to", From: idea.Ref(), To: item.Ref(), At: noon, Why: secret},
		{ID: "joined", From: relationship.PartyID("p").Ref(), To: gone.Ref(), At: noon, Why: secret},
	}
	b.Entries = []feedback.Entry{
		{ID: "about", About: item.Ref(), By: "clerk", Kind: feedback.Reply, At: noon, Text: secret, Step: secret},
		{ID: "by", About: idea.Ref(), By: gone, Kind: feedback.Reply, At: noon, Text: secret},
		{ID: "about-party", About: gone.Ref(), By: "clerk", Kind: feedback.Reply, At: noon, Text: secret},
	}
	b.Votes = []feedback.Vote{
		{ID: "on", On: item.Ref(), Voter: stays, Choice: feedback.Agree, At: noon, Source: secret},
		{ID: "vote", On: idea.Ref(), Voter: gone, Choice: feedback.Agree, At: noon, Source: secret},
	}
	b.Notices = []feedback.Notice{{
		ID: "notice", Entry: "by", To: gone, Why: []feedback.Reason{{Because: feedback.IsVoter, Of: feedback.Ref{Noun: "product", ID: secret}}}, State: feedback.Waiting, At: noon,
	}}
	seq, err := s.Write(t.Context(), b)
	ok(t, err)
	void := at
	void.Void = []feedback.Voided{{Ref: feedback.ItemID("void").Ref(), Rev: seq}, {Ref: feedback.LinkID("joined").Ref(), Rev: seq}}
	_, err = s.Write(t.Context(), void)
	ok(t, err)
	b.Items, b.Links = b.Items[:1], b.Links[:2]
	for range 20 { // so that some versions come to lie on other pages
		for _, p := range puts(&b) {
			*p.rev = seq
		}
		b.Items[0].Text, b.Entries[0].Text = b.Items[0].Text+secret, b.Entries[0].Text+secret
		seq, err = s.Write(t.Context(), b)
		ok(t, err)
	}
	at.Why, at.Erase = "asked to be forgotten", []feedback.PartyID{gone}
	nameless := b.Votes[1]
	nameless.Rev, nameless.Voter, nameless.Source = 0, "", ""
	at.Votes = []feedback.Vote{nameless}
	return at
}

func secretItem(id feedback.ItemID, author feedback.PartyID, more string) feedback.Item {
	return feedback.Item{
		ID: id, Kind: feedback.Complaint, Author: author, Text: secret + more, Points: []feedback.Point{{Kind: feedback.Idea, Text: secret}},
		Attachments: []string{secret}, At: noon, Source: secret, Loop: feedback.Loop{State: feedback.Heard, Since: noon},
	}
}

func TestFeedbackThatIsErasedIsInNoTable(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		s := d.cafe(t, "tenant")
		erasing := writeCafeSecrets(t, s)
		// Another tenant, and the other room, have the same names.
		writeCafeSecrets(t, d.cafe(t, "other"))
		people := writeSecrets(t, d.store(t, "tenant"))
		before, others := d.holding(t, secret), cafeLogOf(t, d.cafe(t, "other"), 0)
		_, err := s.Write(t.Context(), erasing)
		ok(t, err)
		same(t, "the log of another tenant", cafeLogOf(t, d.cafe(t, "other"), 0), others)
		if left := d.holding(t, secret); left == 0 || left >= before {
			t.Errorf("%d rows hold the secret, before the erasure %d", left, before)
		}
		_, err = d.cafe(t, "other").Write(t.Context(), erasing)
		ok(t, err)
		_, err = people.Erase(t.Context(), "gone")
		ok(t, err)
		if left := d.holding(t, secret); left > 0 {
			t.Errorf("%d rows hold what was erased", left)
		}
		if d.holding(t, "What Stays") == 0 || d.holding(t, "Who Stays") == 0 {
			t.Error("what was not erased is gone too")
		}
		checkErased(t, s, erasing)
	})
}

// checkErased checks what is left.
func checkErased(t *testing.T, s feedback.Historian, erasing feedback.Batch) {
	t.Helper()
	log := cafeSound(t, s)
	for i, b := range log[:len(log)-1] {
		if b.Why != "" || b.By != "clerk" || !b.At.Equal(noon) || len(b.Void) > 0 {
			t.Errorf("batch %d was left with reason %q, author %q, time %v, %d void", i, b.Why, b.By, b.At, len(b.Void))
		}
	}
	last := log[len(log)-1]
	erasing.Seq, erasing.Votes[0].Rev = last.Seq, last.Seq
	same(t, "the batch that erased", last, erasing)
	votes, err := s.Votes(t.Context(), feedback.VoteQuery{On: []feedback.Ref{feedback.ItemID("of-stays").Ref()}})
	ok(t, err)
	same(t, "the votes on what stays", votes.Records, erasing.Votes)
	about, err := s.Log(t.Context(), feedback.LogQuery{About: []feedback.Ref{relationship.PartyID("gone").Ref()}})
	ok(t, err)
	same(t, "the log about who was erased", about.Records, log[len(log)-1:])
}

func TestFeedbackThatIsErasedIsInNoFile(t *testing.T) {
	t.Parallel()
	leavesNoFileWith(t, func(t *testing.T, d *database) func() error {
		s := d.cafe(t, "tenant")
		erasing := writeCafeSecrets(t, s)
		return func() error { _, err := s.Write(t.Context(), erasing); return err }
	})
}

func TestErrorsOfFeedbackTellNothingOfAnybody(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		s := d.cafe(t, "tenant")
		b := feedback.Batch{At: noon, Why: secret, By: secret, Items: []feedback.Item{secretItem(secret, secret, "")}}
		seq, err := s.Write(t.Context(), b)
		ok(t, err)
		for name, change := range map[string]func(*feedback.Item){
			"it exists":  func(*feedback.Item) {},
			"stale":      func(r *feedback.Item) { r.Rev = seq + 1 },
			"another":    func(r *feedback.Item) { r.Rev, r.Author = seq, secret+"2" },
			"missing":    func(r *feedback.Item) { r.Rev, r.ID = seq, secret+"3" },
			"ill formed": func(r *feedback.Item) { r.Rev, r.Source = seq, secret+"\x00" },
		} {
			b.Items = []feedback.Item{secretItem(secret, secret, "")}
			change(&b.Items[0])
			if _, err := s.Write(t.Context(), b); err == nil || strings.Contains(fmt.Sprintf("%v %+v", err, err), secret) {
				t.Errorf("%s: got error %v", name, err)
			}
		}
	})
}
