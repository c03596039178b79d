package feedback_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// edited returns the entries that say that an item was edited.
func (h *hall) edited(t fataler, id feedback.ItemID) []feedback.Entry {
	t.Helper()
	thread, err := h.staff().Thread(t.Context(), id)
	if err != nil {
		t.Fatalf("thread: got error %v", err)
	}
	return slices.DeleteFunc(thread.Entries, func(e feedback.Entry) bool { return e.Kind != feedback.Edited })
}

func TestEditAfterVotesTellsTheVoters(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	one := feedback.ItemID("one").Ref()
	h.put(t, feedback.Batch{Votes: []feedback.Vote{h.ballot(one, "ann"), h.ballot(one, "ivy"), h.ballot(one, "jo")}})
	h.out["ivy"] = true
	h.merged["jo"] = "dan"
	it, err := h.as("ann").Edit(t.Context(), "one", "something else", feedback.Point{Kind: feedback.Idea, Text: "more"})
	if err != nil || it.Text != "something else" || len(it.Points) != 1 {
		t.Fatalf("got %+v and error %v, want the new text", it, err)
	}
	edited := h.edited(t, "one")
	if len(edited) != 1 || edited[0].Told != 1 || edited[0].Withheld != 1 {
		t.Fatalf("got %+v, want one entry that counts one told and one withheld", edited)
	}
	to := h.noticesOf(t, edited[0].ID)
	if n := to["dan"]; len(to) != 2 || n.Item != "one" || n.State != feedback.Waiting || to["ivy"].State != feedback.Withheld {
		t.Errorf("got %+v, want dan told and ivy not", to)
	}
	if _, err := h.as("ann").Edit(t.Context(), "one", "something else", feedback.Point{Kind: feedback.Idea, Text: "more"}); err != nil {
		t.Errorf("changing nothing: got error %v", err)
	}
	if got := len(h.edited(t, "one")); got != 1 {
		t.Errorf("changing nothing: got %d entries, want 1", got)
	}
}

func TestEditTellsWhoVotedWhileItWasWritten(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	h.before = func(feedback.Batch) {
		h.put(t, feedback.Batch{Votes: []feedback.Vote{h.ballot(feedback.ItemID("one").Ref(), "quick")}})
	}
	if _, err := h.as("ann").Edit(t.Context(), "one", "something else"); err != nil {
		t.Fatalf("got error %v", err)
	}
	edited := h.edited(t, "one")
	if len(edited) != 1 || edited[0].Told != 2 || len(h.noticesOf(t, edited[0].ID)) != 2 {
		t.Errorf("got %+v, want dan and quick told", edited)
	}
}

func TestEditTakesTheAuthor(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	for _, v := range []*feedback.Visit{h.as("dan"), h.staff(), h.For(feedback.Viewer{})} {
		_, err := v.Edit(t.Context(), "one", "x")
		mustBreak(t, err, "Viewer")
	}
	if _, err := h.as("dan").Edit(t.Context(), "two", "x"); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("hidden: got error %v, want one matching ErrNotFound", err)
	}
	_, err := h.as("ann").Edit(t.Context(), "one", "")
	mustBreak(t, err, "Text")
	if it, err := h.as("bob").Edit(t.Context(), "two", "better words"); err != nil || it.Text != "better words" {
		t.Errorf("hidden: got %+v and error %v, want the author to edit", it, err)
	}
	if e := h.edited(t, "two"); len(e) != 1 || e[0].Told != 0 {
		t.Errorf("hidden: got %+v, want nobody told", e)
	}
}

func TestWhoEditedIsNotToldToVoters(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	if _, err := h.as("ann").Edit(t.Context(), "one", "x"); err != nil {
		t.Fatalf("got error %v", err)
	}
	if told, err := relationship.Collect(h.as("dan").Notices(t.Context())); err != nil || len(told) > 0 {
		t.Errorf("before it is approved again: got %+v and error %v, want none", told, err)
	}
	if _, err := h.staff().Approve(t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	told, err := relationship.Collect(h.as("dan").Notices(t.Context()))
	if err != nil || len(told) != 1 || told[0].Entry.By != "" || told[0].Notice.Item != "one" {
		t.Errorf("got %+v and error %v, want one message without a name", told, err)
	}
}

func TestTheAuthorIsNotToldByAnotherName(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it, code, err := h.as("").LeaveUnnamed(t.Context(), feedback.Item{Kind: feedback.Idea, Text: "a coat hook"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.staff().Approve(t.Context(), it.ID); err != nil {
		t.Fatal(err)
	}
	if err := h.as("ann").Join(t.Context(), "here", code); err != nil {
		t.Fatal(err)
	}
	h.voted(t, "ann", it.ID.Ref(), feedback.Agree)
	if _, err := h.as(feedback.Pseudonym(code)).Edit(t.Context(), it.ID, "two coat hooks"); err != nil {
		t.Fatal(err)
	}
	if got := h.noticed(t); len(got) > 0 {
		t.Errorf("got notices to %v, want none", got)
	}
}
