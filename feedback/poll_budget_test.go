package feedback_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"pgregory.net/rapid"
)

// votedSpending returns a vote with so much of a budget put on it.
func votedSpending(on, voter string, spent, minute int) feedback.Vote {
	v := voted(on, voter, feedback.Agree, minute)
	v.Spent = spent
	return v
}

func mustBudget(t testing.TB, votes []feedback.Vote, b feedback.Budget, closed func(feedback.Ref) bool) feedback.Purse {
	t.Helper()
	purse, err := feedback.CountBudget(votes, b, closed)
	if err != nil {
		t.Fatalf("count budget: got error %v", err)
	}
	return purse
}

func pegIsClosed(r feedback.Ref) bool { return r.ID == "peg" }

func TestABudgetIsSpentAndReturnedOnClose(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name              string
		budget            feedback.Budget
		votes             []feedback.Vote
		spent, left, room int // room on the hook
	}{
		{"nothing spent", feedback.Budget{}, nil, 0, 10, 3},
		{"two on the hook", feedback.Budget{}, []feedback.Vote{votedSpending("hook", "ann", 2, 0)}, 2, 8, 3},
		{"closed: returned", feedback.Budget{}, []feedback.Vote{votedSpending("peg", "ann", 3, 0), votedSpending("hook", "ann", 1, 1)}, 1, 9, 3},
		{"the last word of merged parties", feedback.Budget{}, []feedback.Vote{votedSpending("hook", "ann", 3, 0), votedSpending("hook", "anna", 1, 1)}, 1, 9, 3},
		{"above the most for one thing", feedback.Budget{Each: 2}, []feedback.Vote{votedSpending("hook", "ann", 3, 0)}, 2, 8, 2},
		{"nearly all spent", feedback.Budget{Votes: 3}, []feedback.Vote{votedSpending("hook", "ann", 1, 0), votedSpending("rack", "ann", 1, 0)}, 2, 1, 2},
		{"all spent elsewhere", feedback.Budget{Votes: 3}, []feedback.Vote{votedSpending("rack", "ann", 3, 0)}, 3, 0, 0},
		{
			"two spent theirs and are one", feedback.Budget{Votes: 3},
			[]feedback.Vote{votedSpending("rack", "ann", 3, 0), votedSpending("hook", "anna", 2, 0)},
			5, 0, 0,
		},
		{
			"more spent elsewhere than there is", feedback.Budget{Votes: 3},
			[]feedback.Vote{votedSpending("rack", "ann", 3, 0), votedSpending("mat", "anna", 2, 0)},
			5, 0, 0,
		},
		{
			"the same vote twice, and they differ", feedback.Budget{},
			[]feedback.Vote{votedSpending("rack", "ann", 2, 0), votedSpending("rack", "ann", 1, 0)},
			2, 8, 3,
		},
		{
			"the same the other way round", feedback.Budget{},
			[]feedback.Vote{votedSpending("rack", "ann", 1, 0), votedSpending("rack", "ann", 2, 0)},
			2, 8, 3,
		},
		{"nobody's vote", feedback.Budget{}, []feedback.Vote{votedSpending("hook", "", 3, 0)}, 0, 10, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			purse := mustBudget(t, c.votes, c.budget, pegIsClosed)
			room := purse.Room(feedback.ItemID("hook").Ref())
			if purse.Spent != c.spent || purse.Left != c.left || room != c.room {
				t.Errorf("got %d spent, %d left, room for %d; want %d, %d, %d", purse.Spent, purse.Left, room, c.spent, c.left, c.room)
			}
		})
	}
}

func TestThePurseKeepsWhatWasReturned(t *testing.T) {
	t.Parallel()
	votes := []feedback.Vote{votedSpending("peg", "ann", 3, 0), votedSpending("hook", "ann", 4, 1)}
	want := feedback.Purse{
		Budget: feedback.Budget{Votes: 10, Each: 3},
		Spent:  3,
		Left:   7,
		Lines: []feedback.Spending{
			{On: votes[1].On, Vote: votes[1].ID, Choice: feedback.Agree, At: votes[1].At, Spent: 4, Counts: 3},
			{On: votes[0].On, Vote: votes[0].ID, Choice: feedback.Agree, At: votes[0].At, Spent: 3, Closed: true},
		},
	}
	if diff := cmp.Diff(want, mustBudget(t, votes, feedback.Budget{}, pegIsClosed)); diff != "" {
		t.Errorf("purse (-want +got):\n%s", diff)
	}
	all := mustBudget(t, votes, feedback.Budget{}, nil)
	if all.Spent != 6 {
		t.Errorf("with all open: got %d spent, want 6", all.Spent)
	}
}

func TestABudgetOutOfRangeIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		field  string
		budget feedback.Budget
		vote   feedback.Vote
	}{
		{"Budget.Votes", feedback.Budget{Votes: -1}, votedSpending("hook", "ann", 1, 0)},
		{"Budget.Each", feedback.Budget{Each: 1e6 + 1}, votedSpending("hook", "ann", 1, 0)},
		{"Votes[0].Spent", feedback.Budget{}, votedSpending("hook", "ann", -1, 0)},
		{"Votes[0].Choice", feedback.Budget{}, feedback.Vote{}},
	} {
		_, err := feedback.CountBudget([]feedback.Vote{c.vote}, c.budget, nil)
		mustBreak(t, err, c.field)
	}
}

func TestABudgetAddsUpAndIsNeverBelowZero(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		given := drawVotes().Draw(t, "votes")
		for i := range given {
			given[i].Spent = rapid.SampledFrom([]int{0, 1, 2, 3, 9, math.MaxInt}).Draw(t, "spent")
		}
		budget := feedback.Budget{Votes: rapid.IntRange(0, 12).Draw(t, "budget"), Each: rapid.IntRange(0, 4).Draw(t, "each")}
		purse, err := feedback.CountBudget(given, budget, pegIsClosed)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, line := range purse.Lines {
			sum += line.Counts
			if line.Counts < 0 || line.Counts > purse.Budget.Each || line.Closed && line.Counts > 0 {
				t.Fatalf("got %+v, want at most %d, and none where it is closed", line, purse.Budget.Each)
			}
		}
		if sum != purse.Spent || purse.Left != max(0, purse.Budget.Votes-sum) {
			t.Fatalf("got %d spent and %d left, want %d of %d spent", purse.Spent, purse.Left, sum, purse.Budget.Votes)
		}
		other := rapid.Permutation(slices.Concat(given, given)).Draw(t, "other")
		again, err := feedback.CountBudget(other, budget, pegIsClosed)
		if diff := cmp.Diff(purse, again); diff != "" || err != nil {
			t.Fatalf("got error %v, want the same in another order (-want +got):\n%s", err, diff)
		}
	})
}

func TestAVoteWithinItsRoomKeepsTheBudget(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var given []feedback.Vote
		for minute := range rapid.IntRange(1, 30).Draw(t, "votes") {
			before, err := feedback.CountBudget(given, feedback.Budget{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			on := rapid.SampledFrom([]string{"hook", "peg", "rack", "door", "mat"}).Draw(t, "on")
			spent := rapid.IntRange(0, before.Room(feedback.ItemID(on).Ref())).Draw(t, "spent")
			v := votedSpending(on, "ann", spent, 0)
			v.At = v.At.Add(time.Duration(minute) * time.Minute)
			given = append(given, v)
			if after, err := feedback.CountBudget(given, feedback.Budget{}, nil); err != nil || after.Spent > 10 {
				t.Fatalf("got %d spent and error %v, want at most 10", after.Spent, err)
			}
		}
	})
}
