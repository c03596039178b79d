package feedback_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/kithcrm/kith/feedback"
)

func TestWhoGaveNoNameIsAnswered(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it, code := h.unnamed(t)
	having[feedback.Item](t)(h.staff().Reply(t.Context(), it.ID, "we are sorry", feedback.ByAuthor))
	author := h.For(having[feedback.Viewer](t)(h.Enter(t.Context(), "here", code)))
	thread := having[feedback.Thread](t)(author.Thread(t.Context(), it.ID))
	if len(thread.Entries) != 1 || thread.Entries[0].Text != "we are sorry" || thread.Entries[0].By != "staff" {
		t.Errorf("got %v, want the answer of staff", thread.Entries)
	}
}

func TestIdentifiersOfTheUnnamedDoNotTellTheTime(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{Approve: func(feedback.Item) bool { return true }})
	it, code, err := h.as("ann").LeaveUnnamed(t.Context(), feedback.Item{Kind: feedback.Idea, Text: "words", Author: "ann", AddedBy: "ann"}, party("eve"))
	allWell(t, err)
	author := h.For(feedback.Viewer{Party: feedback.Pseudonym(code)})
	having[feedback.Item](t)(author.Reply(t.Context(), it.ID, "more", feedback.ByAuthor))
	allWell(t, author.Follow(t.Context(), it.ID.Ref()))
	having[feedback.Vote](t)(author.Vote(t.Context(), feedback.Vote{On: h.shared(t, "bob", feedback.Idea, "other").ID.Ref(), Choice: feedback.Agree}))
	all := contentsOf(t, h.store)
	var ids []string
	for _, it := range all.Items {
		if it.Author != "bob" {
			ids = append(ids, string(it.ID))
		}
	}
	for _, e := range all.Entries {
		if e.By != "staff" && e.About == it.ID.Ref() {
			ids = append(ids, string(e.ID))
		}
	}
	for _, l := range all.Links {
		ids = append(ids, string(l.ID))
	}
	for _, v := range all.Votes {
		ids = append(ids, string(v.ID))
	}
	if len(ids) < 5 {
		t.Fatalf("got %d identifiers, want an item, entries, a link and a vote", len(ids))
	}
	for _, id := range ids {
		if u, err := uuid.Parse(id); err != nil || u.Version() != 4 && u.Version() != 5 {
			t.Errorf("%s: version %d, error %v, want one that does not tell the time", id, u.Version(), err)
		}
	}
	for _, b := range wholeLog(t, h.store) {
		if b.By == "ann" {
			t.Error("the log says who it was")
		}
	}
	if all.Items[0].AddedBy+all.Items[1].AddedBy != "" {
		t.Error("the item says who it was")
	}
}

func TestPseudonymOfWhoAnswersIsNotToldToTheAuthor(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.shared(t, "ann", feedback.Idea, "an idea")
	_, code := h.unnamed(t)
	other := h.For(feedback.Viewer{Party: feedback.Pseudonym(code)})
	having[feedback.Item](t)(other.Reply(t.Context(), it.ID, "a word", feedback.ByAuthor))
	thread := having[feedback.Thread](t)(h.as("ann").Thread(t.Context(), it.ID))
	for _, e := range thread.Entries {
		if e.Kind == feedback.Reply && (e.Text != "a word" || e.By != "") {
			t.Errorf("got %+v, want the word without the pseudonym", e)
		}
	}
}
