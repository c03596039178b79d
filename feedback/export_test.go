package feedback_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"pgregory.net/rapid"
)

func TestExportHoldsWhatIsOfAParty(t *testing.T) {
	t.Parallel()
	h := newHouse(mergedInto("ann", "anna"))
	mine := h.left(t, "anna", feedback.Idea, "my idea")
	unnamed, code, err := h.For(feedback.Viewer{}).LeaveUnnamed(t.Context(), feedback.Item{Kind: feedback.Complaint, Text: "my secret"})
	allWell(t, err)
	allWell(t, h.as("ann").Join(t.Context(), "here", code))
	other := h.shared(t, "bob", feedback.Idea, "bob's idea")
	at := h.Now()
	note := entryOf("note", mine.ID.Ref(), "staff", feedback.Reply, at)
	note.Seen = feedback.ByStaff
	h.written(t, feedback.Batch{
		By: "staff", Why: "about several people",
		Entries: []feedback.Entry{
			entryOf("answer", mine.ID.Ref(), "staff", feedback.Reply, at),
			entryOf("followed", mine.ID.Ref(), "bob", feedback.Follows, at),
			entryOf("word", other.ID.Ref(), "ann", feedback.Reply, at),
			entryOf("bob's", other.ID.Ref(), "bob", feedback.Reply, at),
			note,
		},
		Votes: []feedback.Vote{
			voteOf(mine.ID.Ref(), "bob", feedback.Agree, at),
			voteOf(other.ID.Ref(), "ann", feedback.Agree, at),
		},
		Notices: []feedback.Notice{
			{ID: "n1", Entry: "answer", To: "ann", State: feedback.Sent, At: at, Why: []feedback.Reason{{feedback.IsAuthor, mine.ID.Ref()}}},
			{ID: "n2", Entry: "answer", To: "bob", State: feedback.Sent, At: at, Why: []feedback.Reason{{feedback.IsFollower, mine.ID.Ref()}}},
		},
		Links: []feedback.Link{
			{ID: "theme", From: mine.ID.Ref(), To: feedback.ThemeID("t").Ref(), At: at, Why: "both say door"},
			{ID: "other", From: other.ID.Ref(), To: mine.ID.Ref(), At: at, Why: "as bob said", By: "staff"},
			{ID: "far", From: other.ID.Ref(), To: feedback.ThemeID("t").Ref(), At: at},
		},
	})

	got, err := h.Export(t.Context(), "ann")
	allWell(t, err)

	if want := []feedback.PartyID{"ann", "anna", feedback.Pseudonym(code)}; !slices.Equal(got.Parties, want) {
		t.Errorf("parties: got %q, want %q", got.Parties, want)
	}
	want := slices.Sorted(slices.Values([]feedback.ItemID{mine.ID, unnamed.ID}))
	if items := idsOf(got.Items, func(it feedback.Item) feedback.ItemID { return it.ID }); !slices.Equal(items, want) {
		t.Errorf("items: got %q, want %q", items, want)
	}
	entryID := func(e feedback.Entry) feedback.EntryID { return e.ID }
	if ids := idsOf(got.Entries, entryID); !slices.Equal(ids, []feedback.EntryID{"answer", "word"}) {
		t.Errorf("entries: got %q, want the answer and the word", ids)
	}
	if ids := idsOf(got.Notes, entryID); !slices.Equal(ids, []feedback.EntryID{"note"}) {
		t.Errorf("notes: got %q, want that of staff", ids)
	}
	if len(got.Votes) != 1 || len(got.Notices) != 1 || len(got.Links) != 3 {
		t.Errorf("got %d votes, %d notices, %d links, want 1, 1 and 3, the join among them", len(got.Votes), len(got.Notices), len(got.Links))
	}
	if len(got.Log) != 4 {
		t.Errorf("got %d batches, want the two items, the join and what was written of them", len(got.Log))
	}
	text := inJSON(t, got)
	for _, word := range []string{"bob's", "as bob said", "several people"} {
		if strings.Contains(text, word) {
			t.Errorf("%q is in the export", word)
		}
	}
	if !strings.Contains(text, "both say door") {
		t.Error("why an item has its theme is missing")
	}
	var back feedback.Export
	allWell(t, json.Unmarshal([]byte(text), &back))
	if diff := cmp.Diff(got, back); diff != "" {
		t.Errorf("there and back in JSON (-want +got):\n%s", diff)
	}
}

func TestExportOfAnUnknownPartyIsEmpty(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	h.shared(t, "bob", feedback.Idea, "words")
	got, err := h.Export(t.Context(), "nobody")
	allWell(t, err)
	if diff := cmp.Diff(feedback.Export{Parties: []feedback.PartyID{"nobody"}}, got); diff != "" {
		t.Errorf("export (-want +got):\n%s", diff)
	}
	_, err = h.Export(t.Context(), "")
	mustBreak(t, err, "ID")
}

func TestExportTellsOfAnErasure(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	h.left(t, "ann", feedback.Idea, "words")
	having[feedback.Erasure](t)(h.Erase(t.Context(), "ann"))
	got := having[feedback.Export](t)(h.Export(t.Context(), "ann"))
	if len(got.Items) > 0 || len(got.Log) != 1 || !slices.Equal(got.Log[0].Erase, []feedback.PartyID{"ann"}) {
		t.Errorf("got %d items and log %v, want the erasure alone", len(got.Items), got.Log)
	}
}

func TestExportWithoutHistoryHasNoLog(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	h.left(t, "ann", feedback.Idea, "words")
	got := having[feedback.Export](t)(feedback.New(forgetful{h.store}, feedback.Config{}).Export(t.Context(), "ann"))
	if len(got.Items) != 1 || got.Log != nil {
		t.Errorf("got %d items and log %v, want one and none", len(got.Items), got.Log)
	}
}

// An export holds every word of the party and none of others, save what was said to it and what staff noted.
func TestExportHoldsAllOfOneselfAndNothingOfOthers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		who := rapid.SampledFrom(w.people).Draw(t, "who")
		got, err := w.Export(t.Context(), who.ids[0])
		allWell(t, err)
		again, err := w.Export(context.Background(), who.ids[0])
		allWell(t, err)
		if inJSON(t, got) != inJSON(t, again) {
			t.Fatal("the same records give another export")
		}
		mine := w.gone(who, contentsOf(t, w.store).Items)
		text := inJSON(t, got)
		for _, x := range w.texts {
			own := slices.Contains(who.ids, x.by)
			if there := strings.Contains(text, x.text); there && !own && !mine(x.about...) {
				t.Fatalf("%s by %q about %v is in the export of %s", x.text, x.by, x.about, who.name)
			} else if !there && own {
				t.Fatalf("%s by %q is not in the export of %s", x.text, x.by, who.name)
			}
		}
		for _, b := range got.Log {
			if b.Why != "" {
				t.Fatal("a reason that may be about others is in the export")
			}
		}
	})
}
