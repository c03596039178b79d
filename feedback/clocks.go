package feedback

import (
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// ItemClocks are the three clocks of an item: what its author waits for, compliments included.
type ItemClocks struct {
	// FirstAnswer runs from when the item was said until its author has a word from a person. Nothing
	// else stops it.
	FirstAnswer Clock

	// NextWord runs from the last word to the author, or from when the item was said or reopened if
	// that is later, while the loop is open. It is never met: every word starts it anew. It is due on
	// the date that was promised, if there is one after the last word.
	NextWord Clock

	// FinalAnswer runs from when the item was said, or reopened, until its author has the final answer.
	// It is due on the date that was last promised, if there is one.
	FinalAnswer Clock
}

// A Clock is what somebody waits for, in two readings: in plain time, which is how the one who waits
// counts, and in working time.
type Clock struct {
	// From is since when the clock runs.
	From time.Time

	// Met is when what was waited for came. The zero time means that it has not.
	Met time.Time

	// Stopped is when it was no longer waited for. The zero time means that this is not so. Of Met and
	// Stopped at most one is set.
	Stopped time.Time

	// Plain counts all hours, and Working the hours of Terms.Hours.
	Plain   ClockReading
	Working ClockReading
}

// A ClockReading is what a clock shows.
type ClockReading struct {
	// Due is by when it should come. The zero time means never: within a hundred years there is not as much
	// working time.
	Due time.Time

	// Elapsed is how much time has passed since From until it was met, it stopped or now; never below
	// 0, at most 292 years.
	Elapsed time.Duration

	// Overdue is how much of that is after Due. 0 means in time, or not late yet.
	Overdue time.Duration
}

// Clocks reads the clocks of an item at an instant. What came after that instant has not come yet; an
// item said after it has waited for 0.
//
// The loop is open until there is a final answer - done, no, not now - or its author accepts; reopened, it
// is open again, and the clocks run from then. An item without an author has nobody who waits: its
// clocks are stopped from the start.
//
// It returns an error matching [ErrInvalid] for an item whose At or Loop breaks a rule, for terms out
// of range, for a now that is zero, and for Hours that break theirs. It takes O(1) time, and that of a few
// questions to Hours.
func Clocks(item Item, terms Terms, now time.Time) (ItemClocks, error) {
	clocks, err := readClocks(&item, terms, now)
	return clocks, opError("read clocks of item", string(item.ID), err)
}

func readClocks(item *Item, terms Terms, now time.Time) (c ItemClocks, err error) {
	if err := rules.First(
		rules.Break("Item.At", rules.Moment(item.At)),
		rules.Within("Item.Loop", item.Loop.check()),
		terms.check(),
		rules.Break("Now", rules.Moment(now)),
	); err != nil {
		return c, err
	}
	loop := &item.Loop
	began := loop.began(item.At)
	closed := loop.closed()
	c.FirstAnswer = Clock{From: item.At, Met: loop.Answered}
	c.NextWord = Clock{From: later(began, loop.Word), Stopped: closed}
	c.FinalAnswer = Clock{From: began, Met: loop.Final}
	if loop.Final.IsZero() {
		c.FinalAnswer.Stopped = closed
	}
	if item.Author == "" {
		for _, clock := range []*Clock{&c.FirstAnswer, &c.NextWord, &c.FinalAnswer} {
			clock.Met, clock.Stopped = time.Time{}, clock.From
		}
	}
	err = rules.First(
		c.FirstAnswer.read(terms.Hours, terms.FirstAnswer.or(48*time.Hour), time.Time{}, now),
		c.NextWord.read(terms.Hours, terms.NextWord.or(14*day), loop.Expected, now),
		c.FinalAnswer.read(terms.Hours, terms.FinalAnswer.or(8*week), loop.Expected, now),
	)
	return c, err
}

const (
	day  = 24 * time.Hour
	week = 7 * day
)

// began returns since when an answer is waited for.
func (l *Loop) began(said time.Time) time.Time { return later(said, l.Again) }

// closed returns when the loop closed, and the zero time where it is open. An item that came in from
// elsewhere may be done and not say when its author heard of it.
func (l *Loop) closed() time.Time {
	switch {
	case !l.Final.IsZero():
		return l.Final
	case !l.Open(), l.State == Done, l.State == Decided && (l.Answer == No || l.Answer == NotNow):
		return l.Since
	}
	return time.Time{}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Running reports whether it is still waited for.
func (c *Clock) Running() bool { return c.Met.IsZero() && c.Stopped.IsZero() }
