package feedback_test

import (
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"pgregory.net/rapid"
)

func TestVotesInAnyOrderGiveOneRanking(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		at := newClock().Now().Add(-time.Hour)
		var votes []feedback.Vote
		for i := range rapid.IntRange(1, 20).Draw(t, "votes") {
			votes = append(votes, feedback.Vote{
				On:     feedback.ItemID(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "on")).Ref(),
				Voter:  rapid.SampledFrom([]feedback.PartyID{"9", "10", "bob", "rob", "ä"}).Draw(t, "voter"),
				Choice: rapid.SampledFrom([]feedback.Choice{feedback.Agree, feedback.Disagree, feedback.Pass}).Draw(t, "choice"),
				At:     at.Add(time.Duration(i) * time.Nanosecond),
			})
		}
		ranked := func(votes []feedback.Vote) []string {
			h := newHouse(merged(map[feedback.PartyID]feedback.PartyID{"rob": "bob"}))
			for _, id := range []feedback.ItemID{"a", "b", "c"} {
				_, err := h.as("eve").Leave(t.Context(), feedback.Item{ID: id, Kind: feedback.Idea, Text: "faster"})
				if err != nil {
					t.Fatal(err)
				}
			}
			for _, v := range votes {
				if _, err := h.staff().Vote(t.Context(), v); err != nil {
					t.Fatal(err)
				}
			}
			ideas, err := h.staff().Ideas(t.Context(), feedback.ItemQuery{})
			if err != nil {
				t.Fatal(err)
			}
			var order []string
			for _, i := range ideas {
				order = append(order, fmt.Sprint(i.Item.ID, i.Tally, i.Best, i.Trend))
			}
			return order
		}
		if diff := cmp.Diff(ranked(votes), ranked(rapid.Permutation(votes).Draw(t, "order"))); diff != "" {
			t.Fatalf("(-in order +in any order):\n%s", diff)
		}
	})
}

func TestTwoVotesOfOnePersonMeet(t *testing.T) {
	t.Parallel()
	into := map[feedback.PartyID]feedback.PartyID{"rob": "bob"}
	t.Run("on two things, with a budget for one", func(t *testing.T) {
		t.Parallel()
		cfg := merged(into)
		cfg.Budget = &feedback.Budget{Votes: 1}
		h, meet := meeting(cfg)
		a, b := h.shared(t, "ann", feedback.Idea, "faster").ID.Ref(), h.shared(t, "ann", feedback.Idea, "cheaper").ID.Ref()
		late := meet(func() { h.voted(t, "rob", a, feedback.Agree) })
		_, err := late.as("bob").Vote(t.Context(), feedback.Vote{On: b, Choice: feedback.Agree})
		mustBreak(t, err, "Spent")
	})
	t.Run("on one thing, by two names", func(t *testing.T) {
		t.Parallel()
		h, meet := meeting(merged(into))
		a := h.shared(t, "ann", feedback.Idea, "faster").ID.Ref()
		late := meet(func() { h.voted(t, "rob", a, feedback.Agree) })
		late.voted(t, "bob", a, feedback.Disagree)
		if got, want := polled(t, h.as(""), a).Tally, (feedback.Tally{Disagree: 1}); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
		onePerPerson(t, h, into)
	})
	t.Run("one that votes again and one that takes it back", func(t *testing.T) {
		t.Parallel()
		h, meet := meeting(feedback.Config{})
		a := h.shared(t, "ann", feedback.Idea, "faster").ID.Ref()
		h.voted(t, "bob", a, feedback.Agree)
		late := meet(func() {
			if err := h.as("bob").TakeBack(t.Context(), a, ""); err != nil {
				t.Error(err)
			}
		})
		late.voted(t, "bob", a, feedback.Disagree)
		onePerPerson(t, h, into)
	})
	t.Run("one on what closes and reopens meanwhile", func(t *testing.T) {
		t.Parallel()
		h, meet := meeting(feedback.Config{Budget: &feedback.Budget{Votes: 1}})
		it, b := h.shared(t, "ann", feedback.Idea, "faster"), h.shared(t, "ann", feedback.Idea, "cheaper").ID.Ref()
		move := func(v *feedback.Visit, m feedback.Move) {
			if _, err := v.Move(t.Context(), it.ID, m); err != nil {
				t.Fatal(err)
			}
		}
		late := meet(func() {
			move(h.staff(), feedback.Move{To: feedback.Decided, Answer: feedback.No, Text: "no"})
		})
		late.voted(t, "bob", it.ID.Ref(), feedback.Agree)
		h.voted(t, "bob", b, feedback.Agree)
		move(h.as("ann"), feedback.Move{To: feedback.Reopened, Text: "yes"})
		if p, err := h.as("bob").Purse(t.Context(), ""); err != nil || p.Spent != 1 {
			t.Errorf("got %+v, %v, want 1 spent", p, err)
		}
	})
}

// TestManyVotersAtOnceNeverOverdraw lets eight voters vote for three people under six names, with a budget,
// while ideas close and reopen.
func TestManyVotersAtOnceNeverOverdraw(t *testing.T) {
	t.Parallel()
	into := map[feedback.PartyID]feedback.PartyID{"a2": "a1", "b2": "b1", "c2": "c1"}
	names := []feedback.PartyID{"a1", "a2", "b1", "b2", "c1", "c2"}
	cfg := merged(into)
	cfg.Budget = &feedback.Budget{Votes: 4, Each: 2}
	h := newHouse(cfg)
	cfg.Now = h.Now
	h.Cafe = feedback.New(&between{h.store, runtime.Gosched}, cfg)
	var ideas []feedback.Item
	for range 5 {
		ideas = append(ideas, h.shared(t, "eve", feedback.Idea, "faster"))
	}
	fine := func(err error) bool { return err == nil || errors.Is(err, feedback.ErrInvalid) }
	atOnce(8, func(worker int) {
		for round := range 40 {
			n := worker*40 + round
			who, on := names[n*7%6], ideas[n*11%5]
			var err error
			switch n % 9 {
			case 0:
				if err = h.as(who).TakeBack(t.Context(), on.ID.Ref(), ""); errors.Is(err, feedback.ErrNotFound) {
					err = nil
				}
			case 1:
				_, err = h.staff().Move(t.Context(), on.ID, feedback.Move{To: feedback.Decided, Answer: feedback.No, Text: "no"})
			case 2:
				_, err = h.as("eve").Move(t.Context(), on.ID, feedback.Move{To: feedback.Reopened, Text: "yes"})
			default:
				_, err = h.as(who).Vote(t.Context(), feedback.Vote{On: on.ID.Ref(), Choice: feedback.Agree, Spent: 1 + n%2})
			}
			if !fine(err) {
				t.Errorf("got error %v", err)
			}
			if p, err := h.as(who).Purse(t.Context(), ""); err != nil || p.Spent > 4 || p.Left != 4-p.Spent {
				t.Errorf("got %+v, %v, want at most 4 spent and the rest left", p, err)
			}
		}
	})
	onePerPerson(t, h, into)
	neverAboveBudget(t, h)
}

// onePerPerson fails where somebody has two votes on one thing.
func onePerPerson(t *testing.T, h house, into map[feedback.PartyID]feedback.PartyID) {
	t.Helper()
	type one struct {
		on    feedback.Ref
		voter feedback.PartyID
	}
	seen := map[one]bool{}
	for _, v := range h.votes(t) {
		key := one{v.On, v.Voter}
		if root := into[v.Voter]; root != "" {
			key.voter = root
		}
		if seen[key] {
			t.Errorf("%s has two votes on %s", key.voter, key.on)
		}
		seen[key] = true
	}
	if len(seen) == 0 {
		t.Error("nobody voted: the test says nothing")
	}
}

// neverAboveBudget goes through the log and fails where a guard ever counted more than there is.
func neverAboveBudget(t *testing.T, h house) {
	t.Helper()
	guards := 0
	var after feedback.Seq
	for {
		page, err := h.store.Log(t.Context(), feedback.LogQuery{After: after})
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range page.Records {
			after = b.Seq
			for _, e := range b.Entries {
				if e.Kind == feedback.Guard && len(b.Votes)+len(b.Void) > 0 {
					guards++
					if e.Count > 4 {
						t.Errorf("batch %d: got %d spent, want at most 4", b.Seq, e.Count)
					}
				}
			}
		}
		if page.Last {
			break
		}
	}
	if guards == 0 {
		t.Error("no vote was guarded: the test says nothing")
	}
}
