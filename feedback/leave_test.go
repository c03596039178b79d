package feedback_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
)

func TestItemIsLeftPrivateAndHeard(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	asked := feedback.Item{
		Kind: feedback.Idea, Text: "a coat hook", Points: []feedback.Point{{Kind: feedback.Complaint, Text: "none there"}},
		Shown: feedback.Shared, Loop: feedback.Loop{State: feedback.Done}, AddedBy: "mallory",
	}
	got, err := h.as("ann").Leave(t.Context(), asked, party("eve"), feedback.Ref{Noun: "product", ID: "door"})
	allWell(t, err)
	want := asked
	want.ID, want.Rev, want.Author, want.At, want.AddedBy = got.ID, 1, "ann", h.Now(), ""
	want.Shown, want.Loop = feedback.Private, feedback.Loop{State: feedback.Heard, Since: h.Now()}
	if diff := cmp.Diff(want, got); diff != "" || got.ID == "" {
		t.Errorf("item (-want +got):\n%s", diff)
	}
	kept := contentsOf(t, h.store)
	if diff := cmp.Diff([]feedback.Item{want}, kept.Items); diff != "" {
		t.Errorf("as kept (-want +got):\n%s", diff)
	}
	if len(kept.Links) != 2 || kept.Links[0].From != got.ID.Ref() || len(wholeLog(t, h.store)) != 1 {
		t.Errorf("got links %v, want two from the item, in one batch with it", kept.Links)
	}
}

func TestHostCanApproveAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{Approve: func(it feedback.Item) bool { return it.Kind == feedback.Compliment }})
	praise, idea := h.left(t, "ann", feedback.Compliment, "thank you"), h.left(t, "ann", feedback.Idea, "a coat hook")
	if praise.Shown != feedback.Shared || idea.Shown != feedback.Private {
		t.Errorf("got %q and %q, want the compliment shared and the idea private", praise.Shown, idea.Shown)
	}
	thread := having[feedback.Thread](t)(h.as("bob").Thread(t.Context(), praise.ID))
	if len(thread.Entries) != 1 || thread.Entries[0].Kind != feedback.Approved || thread.Entries[0].By != "" {
		t.Errorf("got %v, want that it was approved, by nobody", thread.Entries)
	}
}

func TestItemIsLeftForSomebodyElseByStaff(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := feedback.Item{Kind: feedback.Idea, Text: "by telephone", Author: "ann", Source: "call centre", At: h.Now().Add(-time.Hour)}
	got := having[feedback.Item](t)(h.staff().Leave(t.Context(), it))
	if got.Author != "ann" || got.AddedBy != "staff" || got.Source != "call centre" || !got.At.Equal(it.At) {
		t.Errorf("got %+v, want ann's, added by staff, said an hour ago", got)
	}
	own := having[feedback.Item](t)(h.as("ann").Item(t.Context(), got.ID))
	if own.AddedBy != "" || own.Source != "" {
		t.Errorf("the author sees %q and %q, want neither", own.AddedBy, own.Source)
	}
	_, err := h.as("bob").Leave(t.Context(), it)
	mustBreak(t, err, "Author")
}

func TestLeavingAgainIsToldApart(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := feedback.Item{ID: "mine", Kind: feedback.Idea, Text: "words"}
	having[feedback.Item](t)(h.as("ann").Leave(t.Context(), it))
	before := wholeOf(t, h.store)
	for _, by := range []feedback.PartyID{"ann", "bob"} {
		if _, err := h.as(by).Leave(t.Context(), it); !errors.Is(err, feedback.ErrExists) {
			t.Errorf("%s: got error %v, want one matching %v", by, err, feedback.ErrExists)
		}
	}
	if wholeOf(t, h.store) != before {
		t.Error("something was written")
	}
}

func TestItemThatBreaksARuleIsNotLeft(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	h.left(t, "bob", feedback.Idea, "there before")
	before := wholeOf(t, h.store)
	long := strings.Repeat("x", feedback.MaxText+1)
	tests := []struct {
		name  string
		field string
		alter func(*feedback.Item)
	}{
		{"no kind", "Kind", func(it *feedback.Item) { it.Kind = "" }},
		{"a kind that there is not", "Kind", func(it *feedback.Item) { it.Kind = "question" }},
		{"no text", "Text", func(it *feedback.Item) { it.Text = "" }},
		{"nothing but space", "Text", func(it *feedback.Item) { it.Text = " \n\t\u00a0" }},
		{"text of a mebibyte", "Text", func(it *feedback.Item) { it.Text = strings.Repeat("x", 1<<20) }},
		{"text that is no text", "Text", func(it *feedback.Item) { it.Text = "\xff" }},
		{"text with a NUL", "Text", func(it *feedback.Item) { it.Text = "a\x00b" }},
		{"a revision", "Rev", func(it *feedback.Item) { it.Rev = 1 }},
		{"a revision below 0", "Rev", func(it *feedback.Item) { it.Rev = -1 }},
		{"a date to come", "At", func(it *feedback.Item) { it.At = h.Now().Add(1) }},
		{"a date before all dates", "At", func(it *feedback.Item) { it.At = time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC) }},
		{"an ID that is too long", "ID", func(it *feedback.Item) { it.ID = feedback.ItemID(strings.Repeat("x", 256)) }},
		{"an ID with a NUL", "ID", func(it *feedback.Item) { it.ID = "\x00" }},
		{"an author who is somebody else", "Author", func(it *feedback.Item) { it.Author = "bob" }},
		{"a source that is too long", "Source", func(it *feedback.Item) { it.Source = long }},
		{"a point without kind", "Points[1].Kind", func(it *feedback.Item) { it.Points = []feedback.Point{{feedback.Idea, "x"}, {"", "x"}} }},
		{"a point without text", "Points[0].Text", func(it *feedback.Item) { it.Points = []feedback.Point{{feedback.Idea, ""}} }},
		{"a point that is too long", "Points[0].Text", func(it *feedback.Item) { it.Points = []feedback.Point{{feedback.Idea, long}} }},
		{"an attachment that is too long", "Attachments[0]", func(it *feedback.Item) { it.Attachments = []string{long} }},
	}
	for _, tt := range tests {
		it := feedback.Item{Kind: feedback.Idea, Text: "words of ann"}
		tt.alter(&it)
		_, err := h.as("ann").Leave(t.Context(), it)
		t.Log(tt.name)
		mustBreak(t, err, tt.field)
		if text := err.Error(); len(text) > 300 || strings.Contains(text, "words") || strings.Contains(text, "ann") || strings.Contains(text, "bob") {
			t.Errorf("%s: the error tells too much: %.400s", tt.name, text)
		}
	}
	for field, about := range map[string][]feedback.Ref{
		"About[0].Noun": {{Noun: "", ID: "x"}},
		"About[1].ID":   {party("eve"), {Noun: "product", ID: ""}},
		"About[1]":      {party("eve"), party("eve")},
		"About[0]":      {feedback.ItemID("self").Ref()},
	} {
		_, err := h.as("ann").Leave(t.Context(), feedback.Item{ID: "self", Kind: feedback.Idea, Text: "words"}, about...)
		mustBreak(t, err, field)
	}
	if wholeOf(t, h.store) != before {
		t.Error("something was written")
	}
}

func TestSimilarItemsAreShownAsFarAsTheyMayBeSeen(t *testing.T) {
	t.Parallel()
	var ids []feedback.ItemID
	h := newHouse(feedback.Config{Similar: func(_ context.Context, it feedback.Item) ([]feedback.ItemID, error) {
		if it.Text == "" {
			return nil, errFire
		}
		return ids, nil
	}})
	a, b, c := h.shared(t, "ann", feedback.Idea, "a"), h.left(t, "ann", feedback.Idea, "b"), h.shared(t, "ann", feedback.Idea, "c")
	ids = []feedback.ItemID{c.ID, b.ID, "gone", a.ID, c.ID}
	similar := func(v *feedback.Visit) []string {
		found := having[[]feedback.Item](t)(v.Similar(t.Context(), feedback.Item{Text: "d"}))
		return idsOf(found, func(it feedback.Item) string { return string(it.Author) + it.Text })
	}
	if got, want := similar(h.as("bob")), []string{"c", "a"}; !slices.Equal(got, want) {
		t.Errorf("somebody: got %q, want %q", got, want)
	}
	if got, want := similar(h.as("ann")), []string{"annc", "annb", "anna"}; !slices.Equal(got, want) {
		t.Errorf("the author: got %q, want %q", got, want)
	}
	if _, err := h.as("bob").Similar(t.Context(), feedback.Item{}); !errors.Is(err, errFire) {
		t.Errorf("got error %v, want that of the host", err)
	}
	ids = nil
	if got := similar(h.staff()); len(got) > 0 {
		t.Errorf("none alike: got %q, want none", got)
	}
	ids = []feedback.ItemID{"gone"}
	if got := similar(h.staff()); len(got) > 0 {
		t.Errorf("none there: got %q, want none", got)
	}
}
