package feedback_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"pgregory.net/rapid"
)

func TestErasureTakesWhatIsOfAPartyAndOfAllThatItIs(t *testing.T) {
	t.Parallel()
	h := newHouse(mergedInto("ann", "anna"))
	mine := h.left(t, "anna", feedback.Idea, "ann's own words")
	unnamed, code, err := h.For(feedback.Viewer{}).LeaveUnnamed(t.Context(), feedback.Item{Kind: feedback.Complaint, Text: "ann's secret"})
	allWell(t, err)
	allWell(t, h.as("ann").Join(t.Context(), "here", code))
	other := h.shared(t, "bob", feedback.Idea, "bob's words")
	at := h.Now()
	h.written(t, feedback.Batch{
		By: "ann", Why: "ann has her reasons",
		Entries: []feedback.Entry{
			entryOf("about-mine", mine.ID.Ref(), "staff", feedback.Reply, at),
			entryOf("about-ann", party("ann"), "bob", feedback.Follows, at),
			entryOf("decided", other.ID.Ref(), "ann", feedback.Moved, at),
			entryOf("private", other.ID.Ref(), "ann", feedback.Reply, at),
			entryOf("follows", other.ID.Ref(), "anna", feedback.Follows, at),
			entryOf("bob's", other.ID.Ref(), "bob", feedback.Reply, at),
		},
		Votes: []feedback.Vote{
			voteOf(mine.ID.Ref(), "bob", feedback.Agree, at),
			voteOf(other.ID.Ref(), "ann", feedback.Agree, at),
			voteOf(other.ID.Ref(), "anna", feedback.Disagree, at.Add(time.Second)),
			voteOf(other.ID.Ref(), "carl", feedback.Pass, at),
		},
		Notices: []feedback.Notice{
			{ID: "to-ann", Entry: "decided", To: "ann", State: feedback.Waiting, At: at, Why: []feedback.Reason{{feedback.IsVoter, other.ID.Ref()}}},
			{ID: "to-bob", Entry: "decided", To: "bob", State: feedback.Waiting, At: at, Why: []feedback.Reason{{feedback.IsAuthor, other.ID.Ref()}}},
		},
		Links: []feedback.Link{
			{ID: "out", From: mine.ID.Ref(), To: feedback.ThemeID("t").Ref(), At: at},
			{ID: "in", From: other.ID.Ref(), To: mine.ID.Ref(), At: at},
			{ID: "made", From: other.ID.Ref(), To: feedback.ThemeID("t").Ref(), By: "ann", At: at},
		},
	})

	got, err := h.Erase(t.Context(), "anna")
	allWell(t, err)

	if want := []feedback.PartyID{"ann", "anna", feedback.Pseudonym(code)}; !slices.Equal(got.Parties, want) {
		t.Errorf("parties: got %q, want %q", got.Parties, want)
	}
	if want := slices.Sorted(slices.Values([]feedback.ItemID{mine.ID, unnamed.ID})); !slices.Equal(got.Items, want) {
		t.Errorf("items: got %q, want %q", got.Items, want)
	}
	if want := []feedback.EntryID{"about-ann", "about-mine", "decided", "follows", "private"}; !slices.Equal(got.Entries, want) {
		t.Errorf("entries: got %q, want %q", got.Entries, want)
	}
	if len(got.Votes) != 3 || len(got.Links) != 3 || !slices.Equal(got.Notices, []feedback.NoticeID{"to-ann"}) {
		t.Errorf("votes, links, notices: got %d, %d, %q, want 3, 3 (the join among them) and that to ann", len(got.Votes), len(got.Links), got.Notices)
	}
	if !slices.Equal(got.UnnamedEntries, []feedback.EntryID{"decided"}) || len(got.UnnamedVotes) != 1 {
		t.Errorf("what stays: got %q and %d votes, want the decision and one", got.UnnamedEntries, len(got.UnnamedVotes))
	}

	all := contentsOf(t, h.store)
	vote := all.Votes[slices.IndexFunc(all.Votes, func(v feedback.Vote) bool { return v.Voter == "" })]
	want := feedback.Vote{ID: got.UnnamedVotes[0], Rev: got.Seq, On: other.ID.Ref(), Choice: feedback.Disagree, At: at.Truncate(24 * time.Hour)}
	if diff := cmp.Diff(want, vote); diff != "" {
		t.Errorf("the vote that stays (-want +got):\n%s", diff)
	}
	if vote.ID == feedback.VoteIDFor(other.ID.Ref(), "anna") || vote.ID == feedback.VoteIDFor(other.ID.Ref(), "") {
		t.Error("the ID of the vote tells who voted")
	}
	wantEntry := feedback.Entry{ID: "decided", Rev: got.Seq, About: other.ID.Ref(), Kind: feedback.Moved, At: at}
	if diff := cmp.Diff(wantEntry, all.Entries[slices.IndexFunc(all.Entries, func(e feedback.Entry) bool { return e.ID == "decided" })]); diff != "" {
		t.Errorf("the entry that stays (-want +got):\n%s", diff)
	}
	if got := len(all.Votes); got != 2 {
		t.Errorf("got %d votes, want carl's and one without a name", got)
	}
	for _, word := range []string{"ann's", "her reasons", "by ann", "by staff: about-mine"} {
		if strings.Contains(wholeOf(t, h.store), word) {
			t.Errorf("%q is still there", word)
		}
	}
	if !strings.Contains(inJSON(t, all), "bob's words") {
		t.Error("bob's words are gone")
	}
}

func TestErasingWhatIsNotThereSucceeds(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	h.shared(t, "bob", feedback.Idea, "stays")
	before := contentsOf(t, h.store)
	for range 2 {
		got, err := h.Erase(t.Context(), "nobody")
		allWell(t, err)
		want := feedback.Erasure{Seq: got.Seq, Parties: []feedback.PartyID{"nobody"}}
		if diff := cmp.Diff(want, got); diff != "" || got.Seq == 0 {
			t.Errorf("report (-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff(before, contentsOf(t, h.store)); diff != "" {
		t.Errorf("contents (-before +after):\n%s", diff)
	}
}

func TestErasureOfNoPartyIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	for _, id := range []feedback.PartyID{"", "\xff", "nul\x00", feedback.PartyID(strings.Repeat("x", 256))} {
		_, err := h.Erase(t.Context(), id)
		mustBreak(t, err, "ID")
	}
	if len(wholeLog(t, h.store)) > 0 {
		t.Error("something was written")
	}
}

func TestWhoWasErasedCanComeBackAndBeErasedAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	idea := h.shared(t, "bob", feedback.Idea, "an idea")
	for i := range 3 {
		h.written(t, feedback.Batch{Votes: []feedback.Vote{voteOf(idea.ID.Ref(), "ann", feedback.Agree, h.Now())}})
		_, err := h.Erase(t.Context(), "ann")
		allWell(t, err)
		if got := len(contentsOf(t, h.store).Votes); got != i+1 {
			t.Fatalf("got %d votes, want %d", got, i+1)
		}
	}
}

func TestTwoWhoEraseAtOnceLeaveOneVote(t *testing.T) {
	t.Parallel()
	clean := newHouse(feedback.Config{})
	for n := 1; ; n++ { // the other comes before the n-th call of the first
		h := newHouse(feedback.Config{})
		idea := h.shared(t, "bob", feedback.Idea, "an idea")
		decided := entryOf("decided", idea.ID.Ref(), "ann", feedback.Moved, h.Now())
		h.written(t, feedback.Batch{
			Votes:   []feedback.Vote{voteOf(idea.ID.Ref(), "ann", feedback.Agree, h.Now())},
			Entries: []feedback.Entry{decided},
		})
		calls := 0
		s := &tapped{Memory: h.store, before: func() error {
			if calls++; calls != n {
				return nil
			}
			_, err := h.Erase(context.Background(), "ann")
			return err
		}}
		_, err := feedback.New(s, feedback.Config{Now: clean.Now}).Erase(t.Context(), "ann")
		allWell(t, err)
		all := contentsOf(t, h.store)
		if len(all.Votes) != 1 || all.Votes[0].Voter != "" {
			t.Fatalf("before call %d: got votes %v, want one without a name", n, all.Votes)
		}
		if !slices.ContainsFunc(all.Entries, func(e feedback.Entry) bool { return e.ID == "decided" && e.By == "" }) {
			t.Fatalf("before call %d: the decision is gone", n)
		}
		if calls < n {
			return
		}
	}
}

func TestWhatIsAddedMeanwhileIsErasedToo(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	h.left(t, "ann", feedback.Idea, "before")
	s := &tapped{Memory: h.store}
	s.wrote = func(b feedback.Batch) {
		s.wrote = nil
		h.left(t, "ann", feedback.Idea, "meanwhile")
	}
	got, err := feedback.New(s, feedback.Config{}).Erase(t.Context(), "ann")
	allWell(t, err)
	if len(got.Items) != 2 || strings.Contains(wholeOf(t, h.store), "meanwhile") {
		t.Errorf("got %d items erased, want 2, and nothing left", len(got.Items))
	}
}

func TestErasureWithoutEndIsGivenUp(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	s := &tapped{Memory: h.store, wrote: func(feedback.Batch) { h.left(t, "ann", feedback.Idea, "again") }}
	_, err := feedback.New(s, feedback.Config{}).Erase(t.Context(), "ann")
	if !errors.Is(err, feedback.ErrBrokenStore) {
		t.Errorf("got error %v, want one matching %v", err, feedback.ErrBrokenStore)
	}
}

func TestBusyEmployeeIsErasedInOneBatch(t *testing.T) {
	t.Parallel()
	h := busy(t, 3000)
	before := len(wholeLog(t, h.store))
	got, err := h.Erase(t.Context(), "eve")
	allWell(t, err)
	if len(got.Entries) != 3000 || len(got.UnnamedEntries) != 3000 || len(got.UnnamedVotes) != 3000 {
		t.Errorf("got %d entries, %d and %d votes kept, want 3,000 of each", len(got.Entries), len(got.UnnamedEntries), len(got.UnnamedVotes))
	}
	if batches := len(wholeLog(t, h.store)) - before; batches != 1 {
		t.Errorf("got %d batches, want 1", batches)
	}
}

// busy returns a café in which an employee has decided and voted on so many items.
func busy(tb testing.TB, n int) house {
	h := newHouse(feedback.Config{})
	var b feedback.Batch
	for i := range n {
		about := feedback.ItemID(fmt.Sprint("i", i)).Ref()
		b.Entries = append(b.Entries, entryOf(feedback.EntryID(fmt.Sprint("e", i)), about, "eve", feedback.Moved, h.Now()))
		b.Votes = append(b.Votes, voteOf(about, "eve", feedback.Agree, h.Now()))
	}
	h.written(tb, b)
	return h
}

func BenchmarkErase(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				h := busy(b, n)
				b.StartTimer()
				if _, err := h.Erase(b.Context(), "eve"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// What is left of somebody erased is no word, in the records or the log, and everybody else's words and the
// number of votes on everything are as they were.
func TestForgottenIsForgottenAndOthersStayRight(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		who := rapid.SampledFrom(w.people).Draw(t, "who")
		before := contentsOf(t, w.store)
		parties := who.ids
		gone := w.gone(who, before.Items)
		got, err := w.Erase(t.Context(), parties[0])
		allWell(t, err)
		if !slices.Equal(got.Parties, slices.Sorted(slices.Values(parties))) {
			t.Fatalf("parties: got %q, want %q", got.Parties, parties)
		}
		text := wholeOf(t, w.store)
		for _, x := range w.texts {
			announced := slices.ContainsFunc(before.Entries, func(e feedback.Entry) bool {
				return e.Kind == feedback.Announced && strings.Contains(e.Text, x.text)
			})
			wants := (announced || !slices.Contains(parties, x.by)) && !gone(x.about...)
			if strings.Contains(text, x.text) != wants {
				t.Fatalf("%s by %s about %v: there %v, want %v", x.text, x.by, x.about, !wants, wants)
			}
		}
		after := contentsOf(t, w.store)
		if diff := cmp.Diff(w.people.voters(before.Votes, gone), w.people.voters(after.Votes, gone)); diff != "" {
			t.Fatalf("number of voters (-before +after):\n%s", diff)
		}
		ids := map[feedback.EntryID]bool{}
		for _, e := range after.Entries {
			ids[e.ID] = true
			if e.By == "" && e.Text != "" && e.Kind != feedback.Guard && e.Kind != feedback.Announced {
				t.Fatalf("entry %s has a text and no author", e.ID)
			}
		}
		for _, n := range after.Notices {
			told := slices.IndexFunc(before.Entries, func(e feedback.Entry) bool { return e.ID == n.Entry })
			if told >= 0 && !gone(before.Entries[told].About) && !ids[n.Entry] {
				t.Fatalf("notice %s lost its entry", n.ID)
			}
		}
		again, err := w.Erase(t.Context(), parties[0])
		allWell(t, err)
		if len(again.Items)+len(again.Entries)+len(again.Votes)+len(again.Notices)+len(again.Links) > 0 {
			t.Fatalf("erased again: got %+v, want nothing", again)
		}
	})
}
