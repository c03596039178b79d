package beliefs

import (
	"cmp"
	"slices"
	"time"

	"github.com/kithcrm/kith/scoring"
)

// An Item says that an assumption is to be looked at again, and why. At least one of its reasons is there.
type Item struct {
	// Assumption is what is to be looked at.
	Assumption scoring.Assumption `json:"assumption"`

	// FollowUps are the reviews of which what was to be done is due, the earliest Due first.
	FollowUps []scoring.Review `json:"follow_ups,omitempty"`

	// ReviewDue says that its ReviewBy has come.
	ReviewDue bool `json:"review_due,omitempty"`

	// Stale says that its State is [scoring.Stale], or that it is too long since somebody looked.
	Stale bool `json:"stale,omitempty"`

	// LastLook is when it was last looked at: the latest review that has an answer, or else Since. A review by
	// [Write] counts where something had been measured.
	LastLook time.Time `json:"last_look"`
}

// Agenda returns the assumptions that are to be looked at again at asOf, and why, the one looked at longest ago
// first and then in order of IDs. It has all that [scoring.Reader.Due] finds, which knows no age and looks at
// what the last review said alone; and besides these
//   - those that were not looked at for longer than cfg.MaxAge, where a verdict written by [Write] is a look only
//     if something was measured and not too old: to find every night that there is nothing is none, and
//   - those of which what any review said is due, unless its question was asked again since.
//
// One whose ReviewBy has come stays due, however often it is reviewed, until [scoring.Ledger.UpdateAssumption] moves
// its ReviewBy.
//
// It returns an error matching [relationship.ErrInvalid] for a setting out of range. It takes O(n log n) time in
// the number of assumptions.
func Agenda(assumptions []scoring.Assumption, asOf time.Time, cfg Config) ([]Item, error) {
	err := cfg.check()
	if err == nil {
		err = checkInstant("asOf", asOf)
	}
	if err != nil {
		return nil, opError("find what is due", err)
	}
	var items []Item
	for _, a := range assumptions {
		i := Item{
			Assumption: a, FollowUps: followUps(a.Reviews, asOf),
			ReviewDue: !a.ReviewBy.IsZero() && !a.ReviewBy.After(asOf), LastLook: lastLook(a, asOf),
		}
		i.Stale = a.State == scoring.Stale || cfg.MaxAge > 0 && i.LastLook.Add(cfg.MaxAge).Before(asOf)
		if i.Stale || i.ReviewDue || i.FollowUps != nil {
			items = append(items, i)
		}
	}
	slices.SortFunc(items, func(a, b Item) int {
		return cmp.Or(a.LastLook.Compare(b.LastLook), cmp.Compare(a.Assumption.ID, b.Assumption.ID))
	})
	return items, nil
}

// lastLook returns when an assumption was last looked at, at asOf or before. A verdict on what was measured says
// until when that is good; one that does not is no look.
func lastLook(a scoring.Assumption, asOf time.Time) time.Time {
	last := a.Since
	for _, r := range a.Reviews {
		found := r.Question != asked || !r.Due.IsZero()
		if r.Answer != "" && found && r.At.After(last) && !r.At.After(asOf) {
			last = r.At
		}
	}
	return last
}

// followUps returns the reviews of which what was to be done is due, and whose question was not asked again.
func followUps(reviews []scoring.Review, asOf time.Time) []scoring.Review {
	var due []scoring.Review
	for i, r := range reviews {
		again := slices.ContainsFunc(reviews[i+1:], func(later scoring.Review) bool { return later.Question == r.Question })
		if !r.Due.IsZero() && !r.Due.After(asOf) && !again {
			due = append(due, r)
		}
	}
	slices.SortStableFunc(due, func(a, b scoring.Review) int { return a.Due.Compare(b.Due) })
	return due
}
