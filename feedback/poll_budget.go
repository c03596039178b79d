package feedback

import (
	"cmp"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A Budget is how many votes a person has to put on things. Its zero value is ready to use.
type Budget struct {
	// Votes is how many there are for all that is open together, from 1 to 1,000,000. 0 means 10.
	Votes int

	// Each is how many of them can be put on one thing, from 1 to 1,000,000. 0 means 3.
	Each int
}

// A Purse is what one person did with a [Budget].
type Purse struct {
	// Budget is what there is to spend, with the defaults in the place of 0.
	Budget Budget

	// Spent is how many votes are on what is open: the sum of Counts over Lines. It is above the budget
	// where that was lowered, or where two who had spent theirs turned out to be one person.
	Spent int

	// Left is how many more can be spent, never below 0.
	Left int

	// Lines are what was put on each thing, what is closed included: the latest first, then by what it
	// is on.
	Lines []Spending
}

// A Spending is what a person put on one thing: the last word counts.
type Spending struct {
	On     Ref       // the item or change
	Vote   VoteID    // the vote that counts
	Choice Choice    // what was chosen
	At     time.Time // when
	Spent  int       // how many votes were put on it
	Counts int       // how many of them are still spent: 0 where it is closed, at most Budget.Each
	Closed bool      // whether it is, so that what was spent on it was returned
}

// CountBudget returns what a person has spent of a budget, and what is left. The votes are those of that
// person, under all the identities that turned out to be one. Where several of them are on one thing,
// the last counts, by the rule of [CountVotes], and what the others spent is returned. So is what was
// spent on a thing that is closed, and what is above Budget.Each; the vote itself stands. Votes without a
// voter are nobody's and left out. A nil closed means that all is open. The order of votes does not matter.
//
// It returns an error matching [ErrInvalid] for a budget out of range, and for a vote with a choice
// that there is not, or with less than 0 spent.
//
// It takes O(n log n) time in the number of votes.
func CountBudget(votes []Vote, budget Budget, closed func(Ref) bool) (Purse, error) {
	if err := budget.check(); err != nil {
		return Purse{}, opError("count budget", "", err)
	}
	last, err := lastOnEach(votes)
	if err != nil {
		return Purse{}, opError("count budget", "", err)
	}
	p := Purse{Budget: Budget{Votes: cmp.Or(budget.Votes, 10), Each: cmp.Or(budget.Each, 3)}}
	for on, v := range last {
		line := Spending{On: on, Vote: v.vote, Choice: v.choice, At: v.at, Spent: v.spent}
		line.Closed = closed != nil && closed(on)
		if !line.Closed {
			line.Counts = min(v.spent, p.Budget.Each)
		}
		p.Spent += line.Counts
		p.Lines = append(p.Lines, line)
	}
	p.Left = max(0, p.Budget.Votes-p.Spent)
	slices.SortFunc(p.Lines, func(a, b Spending) int {
		return cmp.Or(b.At.Compare(a.At), compareRefs(a.On, b.On))
	})
	return p, nil
}

// Room returns how many votes the person may put on a thing that is open, those that are on it already
// included: a vote that spends more is too much. It is 0 while more is spent on other things than the
// budget has. It takes O(n) time in the number of lines.
func (p *Purse) Room(on Ref) int {
	room := p.Budget.Votes - p.Spent
	for _, line := range p.Lines {
		if line.On == on {
			room += line.Counts
		}
	}
	return max(0, min(room, p.Budget.Each))
}

func (b Budget) check() error {
	rule := func(n int) string {
		if n < 0 || n > 1e6 {
			return "must be from 0 to 1,000,000"
		}
		return ""
	}
	return rules.First(rules.Break("Budget.Votes", rule(b.Votes)), rules.Break("Budget.Each", rule(b.Each)))
}

type spentWord struct {
	lastWord
	spent int
}

// lastOnEach returns the last word of a person on each thing.
func lastOnEach(votes []Vote) (map[Ref]spentWord, error) {
	last := map[Ref]spentWord{}
	for i := range votes {
		v := &votes[i]
		if err := rules.First(
			rules.Break("Choice", rules.OneOf(v.Choice, Agree, Disagree, Pass)),
			rules.Break("Spent", rules.NotBelowZero(v.Spent)),
		); err != nil {
			return nil, rules.Within(rules.Index("Votes", i), err)
		}
		if v.Voter == "" {
			continue
		}
		w := spentWord{lastWord{v.Voter, v.ID, v.Choice, v.Rev, rules.UTC(v.At)}, v.Spent}
		before, found := last[v.On]
		if !found || cmp.Or(w.compare(&before.lastWord), cmp.Compare(w.spent, before.spent)) > 0 {
			last[v.On] = w
		}
	}
	return last, nil
}
