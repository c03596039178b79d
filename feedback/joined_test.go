package feedback_test

import (
	"context"
	"errors"
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

// A host whose Family knows nothing of a party has said nothing of all others.
func TestAFamilyOfNobodyIsTheViewerAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{
		Family: func(context.Context, feedback.PartyID) ([]feedback.PartyID, error) { return nil, nil },
		Resolver: func(context.Context) (func(feedback.PartyID) feedback.PartyID, error) {
			return func(feedback.PartyID) feedback.PartyID { return "" }, nil
		},
	})
	it, code, err := h.as("").LeaveUnnamed(t.Context(), feedback.Item{Kind: feedback.Idea, Text: "a coat hook"})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.as("ann").Join(t.Context(), "here", code); err != nil {
		t.Fatal(err)
	}
	if _, err := h.as("eve").Item(t.Context(), it.ID); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("eve: got error %v, want not found", err)
	}
	if _, err := h.as("ann").Item(t.Context(), it.ID); err != nil {
		t.Errorf("ann: got error %v", err)
	}
	got, err := h.staff().Audience(t.Context(), it.ID.Ref())
	if err != nil || len(got.People) != 1 || got.People[0].Party != "ann" {
		t.Errorf("audience: got %+v, %v, want ann", got, err)
	}
}

// A purse of somebody else does not tell what that person voted under a pseudonym.
func TestAPurseHasNoLinesOfWhatItsViewerMayNotKnow(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{Budget: &feedback.Budget{}})
	ctx := t.Context()
	on := h.shared(t, "eve", feedback.Idea, "a coat hook").ID.Ref()
	_, code, err := h.as("").LeaveUnnamed(ctx, feedback.Item{Kind: feedback.Idea, Text: "a mirror"})
	if err != nil {
		t.Fatal(err)
	}
	holder := feedback.Pseudonym(code)
	h.voted(t, holder, on, feedback.Agree)
	if err := h.as("ann").Join(ctx, "here", code); err != nil {
		t.Fatal(err)
	}
	some := h.For(feedback.Viewer{Party: "bob", MayOpen: func(r feedback.Ref) bool { return r.ID != string(holder) }})
	for name, c := range map[string]struct {
		by    *feedback.Visit
		lines int
	}{"ann": {h.as("ann"), 1}, "the holder": {h.as(holder), 1}, "staff": {h.staff(), 1}, "staff who may not know the holder": {some, 0}} {
		of := feedback.PartyID("ann")
		if name == "the holder" {
			of = holder
		}
		got, err := c.by.Purse(ctx, of)
		if err != nil || got.Spent != 1 || len(got.Lines) != c.lines {
			t.Errorf("%s: got %+v, %v, want one spent and %d lines", name, got, err, c.lines)
		}
	}
}
