package realdb_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
)

// A tavern is a café with a clock that the test sets, in which p0 and p4 turned out to be one person, and
// so did p1 and p5.
type tavern struct {
	*feedback.Cafe
	store feedback.Historian
	mu    sync.Mutex
	now   time.Time
}

func newTavern(store feedback.Historian) *tavern {
	w := &tavern{store: store, now: noon}
	root := func(p feedback.PartyID) feedback.PartyID {
		switch p {
		case "p4":
			return "p0"
		case "p5":
			return "p1"
		}
		return p
	}
	w.Cafe = feedback.New(store, feedback.Config{
		Now:    w.at,
		Budget: &feedback.Budget{Votes: 3, Each: 2},
		Resolver: func(context.Context) (func(feedback.PartyID) feedback.PartyID, error) {
			return root, nil
		},
		Family: func(_ context.Context, p feedback.PartyID) ([]feedback.PartyID, error) {
			family := []feedback.PartyID{root(p)}
			for _, other := range []feedback.PartyID{"p4", "p5"} {
				if root(other) == root(p) {
					family = append(family, other)
				}
			}
			return family, nil
		},
	})
	return w
}

func (w *tavern) at() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *tavern) advance(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *tavern) staff() *feedback.Visit {
	return w.For(feedback.Viewer{Party: "staff", MayOpen: func(feedback.Ref) bool { return true }})
}

func (w *tavern) as(p feedback.PartyID) *feedback.Visit { return w.For(feedback.Viewer{Party: p}) }

// ideas leaves some ideas that everybody may see.
func (w *tavern) ideas(t *testing.T, n int) []feedback.ItemID {
	t.Helper()
	var ids []feedback.ItemID
	for i := range n {
		it, err := w.as("ann").Leave(t.Context(), feedback.Item{Kind: feedback.Idea, Text: fmt.Sprint("idea ", i)})
		ok(t, err)
		_, err = w.staff().Approve(t.Context(), it.ID)
		ok(t, err)
		ids = append(ids, it.ID)
	}
	return ids
}

func voters() []feedback.PartyID { return []feedback.PartyID{"p0", "p1", "p2", "p3", "p4", "p5"} }

// atOnceDo has eight do something at the same time.
func atOnceDo(t *testing.T, do func(worker int) error) {
	t.Helper()
	var all sync.WaitGroup
	errs := make([]error, 8)
	for worker := range errs {
		all.Go(func() { errs[worker] = do(worker) })
	}
	all.Wait()
	ok(t, errors.Join(errs...))
}

func TestManyVotersTogetherHaveOneVoteEachAndKeepToTheirBudget(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		w := newTavern(d.cafe(t, "tenant"))
		ideas := w.ideas(t, 4)
		atOnceDo(t, func(int) error {
			for range 25 {
				if err := w.voteAnyhow(t.Context(), ideas); err != nil {
					return err
				}
			}
			return nil
		})
		for _, id := range ideas {
			w.onceEach(t, id)
		}
		for _, p := range voters() {
			purse, err := w.as(p).Purse(t.Context(), "")
			ok(t, err)
			if purse.Spent > 3 || purse.Left < 0 {
				t.Errorf("%s has spent %d of 3 and has %d left", p, purse.Spent, purse.Left)
			}
		}
	})
}

// voteAnyhow votes as anybody on any idea, takes a vote back, or closes an idea or opens it again. That
// something is not allowed at the moment is no error.
func (w *tavern) voteAnyhow(ctx context.Context, ideas []feedback.ItemID) (err error) {
	on := ideas[rand.IntN(len(ideas))]
	voter := voters()[rand.IntN(len(voters()))]
	switch rand.IntN(12) {
	case 0:
		err = w.as(voter).TakeBack(ctx, on.Ref(), "")
	case 1:
		if _, err = w.staff().Move(ctx, on, feedback.Move{To: feedback.Decided, Answer: feedback.No, Text: "no"}); err == nil {
			_, err = w.as("ann").Move(ctx, on, feedback.Move{To: feedback.Reopened, Text: "but"})
		}
	default:
		choice := []feedback.Choice{feedback.Agree, feedback.Agree, feedback.Disagree, feedback.Pass}[rand.IntN(4)]
		vote := feedback.Vote{On: on.Ref(), Choice: choice}
		if choice == feedback.Agree {
			vote.Spent = 1 + rand.IntN(2)
		}
		_, err = w.as(voter).Vote(ctx, vote)
	}
	if errors.Is(err, feedback.ErrInvalid) || errors.Is(err, feedback.ErrNotFound) {
		return nil
	}
	return err
}

// onceEach checks that a poll counts each person who voted once.
func (w *tavern) onceEach(t *testing.T, id feedback.ItemID) {
	t.Helper()
	page, err := w.store.Votes(t.Context(), feedback.VoteQuery{On: []feedback.Ref{id.Ref()}})
	ok(t, err)
	people := map[feedback.PartyID]bool{}
	for _, v := range page.Records {
		switch p := v.Voter; p {
		case "p4":
			people["p0"] = true
		case "p5":
			people["p1"] = true
		default:
			people[p] = true
		}
	}
	poll, err := w.staff().Poll(t.Context(), id.Ref())
	ok(t, err)
	if poll.Total() != len(people) || len(poll.Ballots) != len(people) {
		t.Errorf("the poll counts %d of %d ballots, want %d people", poll.Total(), len(poll.Ballots), len(people))
	}
}

func TestNoticesAreSentOnceEachAlsoWhenWorkersAreKilled(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		w := newTavern(d.cafe(t, "tenant"))
		idea := w.ideas(t, 1)[0]
		for i := range 60 {
			ok(t, w.as(feedback.PartyID(fmt.Sprint("q", i))).Follow(t.Context(), idea.Ref()))
		}
		atOnceDo(t, func(int) error { // all announce the same, which is announced once
			_, err := w.staff().Announce(t.Context(), feedback.Announcement{About: idea.Ref(), Step: "heard", Text: "we heard you"})
			return err
		})
		var mu sync.Mutex
		sent := map[feedback.PartyID]int{}
		for round := 0; len(sent) < 61; round++ {
			if round == 40 {
				t.Fatalf("after %d rounds, %d of 61 notices are sent", round, len(sent))
			}
			atOnceDo(t, func(int) error {
				notices, err := w.Claim(t.Context(), 1+rand.IntN(5), time.Minute)
				if err != nil || rand.IntN(2) == 0 { // killed, before it sends any
					return err
				}
				mu.Lock()
				for _, n := range notices {
					sent[n.To]++
				}
				mu.Unlock()
				return w.Confirm(t.Context(), notices...)
			})
			w.advance(2 * time.Minute) // the leases of those who were killed run out
		}
		for p, times := range sent {
			if times != 1 {
				t.Errorf("%s was told %d times", p, times)
			}
		}
		left, err := w.Claim(t.Context(), 100, time.Minute)
		ok(t, err)
		if len(left) > 0 || len(sent) != 61 {
			t.Errorf("%d notices are left, and %d people were told, want 0 and 61", len(left), len(sent))
		}
	})
}
