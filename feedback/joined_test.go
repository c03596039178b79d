package feedback_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// Ann left an idea and a vote without a name and joined them later. Staff who may know ann, and not who
// is behind what has no name, must not learn that it was she.
func TestWhoMayKnowANameMayNotKnowYetWhatItLeftWithoutOne(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	ctx := t.Context()
	idea, code, err := h.as("").LeaveUnnamed(ctx, feedback.Item{Kind: feedback.Idea, Text: "a door for deliveries"})
	if err != nil {
		t.Fatal(err)
	}
	other := h.shared(t, "eve", feedback.Idea, "a coat hook")
	holder := h.as(feedback.Pseudonym(code))
	if _, err := holder.Vote(ctx, feedback.Vote{On: other.ID.Ref(), Choice: feedback.Agree}); err != nil {
		t.Fatal(err)
	}
	if err := holder.Follow(ctx, other.ID.Ref()); err != nil {
		t.Fatal(err)
	}
	if err := h.as("ann").Join(ctx, "here", code); err != nil {
		t.Fatal(err)
	}
	change, err := h.staff().PutChange(ctx, feedback.Change{Text: "doors and hooks"})
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range []feedback.Item{idea, other} {
		if _, err := h.staff().PutLink(ctx, feedback.Link{From: it.ID.Ref(), To: change.ID.Ref()}); err != nil {
			t.Fatal(err)
		}
	}
	said, err := h.staff().Announce(ctx, feedback.Announcement{About: change.ID.Ref(), Step: "heard", Text: "we heard you"})
	if err != nil {
		t.Fatal(err)
	}
	unnamed := func(r feedback.Ref) bool {
		return r.Noun == relationship.NounParty && r.ID == string(feedback.Pseudonym(code))
	}
	ask := func(v *feedback.Visit) string {
		t.Helper()
		var out strings.Builder
		say := func(answer any, err error) {
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&out, "%+v\n", answer)
		}
		say(v.Audience(ctx, change.ID.Ref()))
		say(v.Followers(ctx, other.ID.Ref()))
		say(v.Poll(ctx, other.ID.Ref()))
		say(v.Story(ctx, change.ID))
		say(relationship.Collect(v.NoticesOf(ctx, said.Entry.ID)))
		board, err := v.Board(ctx, 0)
		if err != nil {
			t.Fatal(err)
		}
		say(board.Open(h.Now(), feedback.CountQuery{}))
		return out.String()
	}
	all := feedback.Viewer{Party: "staff", MayOpen: func(feedback.Ref) bool { return true }}
	if answers := ask(h.For(all)); strings.Count(answers, "ann") < 6 {
		t.Errorf("staff who may open everything reads of ann %d times, want in each answer:\n%s", strings.Count(answers, "ann"), answers)
	}
	some := feedback.Viewer{Party: "staff", MayOpen: func(r feedback.Ref) bool { return !unnamed(r) }}
	if answers := ask(h.For(some)); strings.Contains(answers, "Party:ann") || strings.Contains(answers, "Voter:ann") ||
		strings.Contains(answers, "Person:ann") || strings.Contains(answers, "To:ann") || strings.Contains(answers, "[ann") {
		t.Errorf("staff who may not know the unnamed reads of ann:\n%s", answers)
	}
}
