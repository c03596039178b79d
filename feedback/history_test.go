package feedback_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

func TestHistoryTellsWhatWasWrittenOfAnItem(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.shared(t, "ann", feedback.Idea, "a coat hook")
	h.shared(t, "bob", feedback.Idea, "something else")
	having[feedback.Item](t)(h.staff().Hide(t.Context(), it.ID, "too loud"))
	h.written(t, feedback.Batch{Why: "of several", Entries: []feedback.Entry{
		entryOf("on it", it.ID.Ref(), "staff", feedback.Reply, h.Now()),
		entryOf("elsewhere", feedback.ThemeID("t").Ref(), "staff", feedback.Reply, h.Now()),
	}})
	got, err := relationship.Collect(h.staff().History(t.Context(), it.ID))
	allWell(t, err)
	if len(got) != 4 {
		t.Fatalf("got %d batches, want 4: left, approved, hidden, answered", len(got))
	}
	for i, want := range []feedback.Shown{feedback.Private, feedback.Shared, feedback.Hidden} {
		if len(got[i].Items) != 1 || got[i].Items[0].Shown != want {
			t.Errorf("batch %d: got items %v, want it %q", i, got[i].Items, want)
		}
	}
	if last := got[3]; len(last.Entries) != 1 || last.Entries[0].ID != "on it" || last.Why != "" {
		t.Errorf("got %+v, want one entry, and no reason, which was about others too", last)
	}
	if got[0].By != "ann" || got[1].By != "staff" {
		t.Errorf("got by %q and %q, want ann and staff", got[0].By, got[1].By)
	}
}

func TestHistoryDoesNotTellWhoSomebodyIs(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it, code, err := h.For(feedback.Viewer{}).LeaveUnnamed(t.Context(), feedback.Item{Kind: feedback.Idea, Text: "a coat hook"})
	allWell(t, err)
	clerk := h.For(feedback.Viewer{Party: "clerk", MayOpen: func(r feedback.Ref) bool { return r.Noun == feedback.NounItem }})
	got, err := relationship.Collect(clerk.History(t.Context(), it.ID))
	allWell(t, err)
	if text := inJSON(t, got); len(got) != 1 || strings.Contains(text, string(feedback.Pseudonym(code))) {
		t.Errorf("got %s, want one batch without the author", text)
	}
}

func TestHistoryTakesStaffAndAHistorian(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	private, shared := h.left(t, "ann", feedback.Idea, "private"), h.shared(t, "ann", feedback.Idea, "shared")
	history := func(v *feedback.Visit, id feedback.ItemID) error {
		_, err := relationship.Collect(v.History(t.Context(), id))
		return err
	}
	if err := history(h.as("bob"), private.ID); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("private: got error %v, want one matching %v", err, feedback.ErrNotFound)
	}
	mustBreak(t, history(h.as("bob"), shared.ID), "Viewer")
	mustBreak(t, history(h.as("ann"), private.ID), "Viewer")
	all := feedback.Viewer{MayOpen: func(feedback.Ref) bool { return true }}
	poor := feedback.New(forgetful{h.store}, feedback.Config{})
	if err := history(poor.For(all), shared.ID); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("without history: got error %v, want one matching %v", err, errors.ErrUnsupported)
	}
	_, err := relationship.Collect(poor.Feed(t.Context(), 0))
	if !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("feed without history: got error %v, want one matching %v", err, errors.ErrUnsupported)
	}
}

func TestFeedIsTheWholeLogFromWhereOneStopped(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		want := wholeLog(t, w.store)
		after := rapid.IntRange(0, len(want)).Draw(t, "after")
		from := feedback.Seq(0)
		if after > 0 {
			from = want[after-1].Seq
		}
		got, err := relationship.Collect(w.Feed(t.Context(), from))
		allWell(t, err)
		if diff := cmp.Diff(len(want)-after, len(got)); diff != "" || inJSON(t, want[after:]) != inJSON(t, append([]feedback.Batch{}, got...)) {
			t.Fatalf("after %d: number of batches (-want +got):\n%s", after, diff)
		}
	})
}

func TestFeedAfterAnErasureLeadsToTheSameRecords(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		before := wholeLog(t, w.store)
		last := before[len(before)-1].Seq
		who := rapid.SampledFrom(w.people).Draw(t, "who")
		having[feedback.Erasure](t)(w.Erase(t.Context(), who.ids[0]))
		// Who had copied the log up to the erasure does what the feed says from there.
		mirror := new(feedback.Memory)
		for _, b := range before {
			replay(t, mirror, b)
		}
		for b, err := range w.Feed(t.Context(), last) {
			allWell(t, err)
			replay(t, mirror, b)
		}
		if got, want := revs.ReplaceAllString(inJSON(t, contentsOf(t, mirror)), ""), revs.ReplaceAllString(inJSON(t, contentsOf(t, w.store)), ""); got != want {
			t.Fatalf("got %s\nwant %s", got, want)
		}
	})
}

// replay writes a batch of a log to another store, over what is there.
func replay(t fataler, to *feedback.Memory, b feedback.Batch) {
	t.Helper()
	now := contentsOf(t, to)
	b.Seq = 0
	setRevs(b.Items, now.Items, func(r *feedback.Item) (feedback.ItemID, *feedback.Seq) { return r.ID, &r.Rev })
	setRevs(b.Themes, now.Themes, func(r *feedback.Theme) (feedback.ThemeID, *feedback.Seq) { return r.ID, &r.Rev })
	setRevs(b.Links, now.Links, func(r *feedback.Link) (feedback.LinkID, *feedback.Seq) { return r.ID, &r.Rev })
	setRevs(b.Votes, now.Votes, func(r *feedback.Vote) (feedback.VoteID, *feedback.Seq) { return r.ID, &r.Rev })
	setRevs(b.Changes, now.Changes, func(r *feedback.Change) (feedback.ChangeID, *feedback.Seq) { return r.ID, &r.Rev })
	setRevs(b.Notices, now.Notices, func(r *feedback.Notice) (feedback.NoticeID, *feedback.Seq) { return r.ID, &r.Rev })
	if len(b.Erase) > 0 {
		now.Entries = nil // what the batch creates comes after what it erases
	}
	setRevs(b.Entries, now.Entries, func(r *feedback.Entry) (feedback.EntryID, *feedback.Seq) { return r.ID, &r.Rev })
	having[feedback.Seq](t)(to.Write(t.Context(), b))
}

// setRevs gives records the revisions that they have in a store, and 0 where they are not there.
func setRevs[R any, K comparable](records, there []R, of func(*R) (K, *feedback.Seq)) {
	revs := map[K]feedback.Seq{}
	for i := range there {
		id, rev := of(&there[i])
		revs[id] = *rev
	}
	for i := range records {
		id, rev := of(&records[i])
		*rev = revs[id]
	}
}
