package feedback

import (
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// Hours are the working hours of those who answer, as the host knows them: see [WorkWeek] for plain
// ones. The zero Hours counts all hours.
type Hours struct {
	// Between returns how much working time there is in from ≤ t < to, where from is before to: from 0
	// to to - from. It must add up: what there is from a to b and from b to c is what there is from a to
	// c. nil counts all hours.
	Between func(from, to time.Time) time.Duration

	// After returns the first instant at which so much working time, above 0, has passed since from,
	// and the zero time where that is never. It must be the inverse of Between. nil finds it by asking
	// Between, up to 200 times and a hundred years ahead.
	After func(from time.Time, work time.Duration) time.Time

	// Day and Week are how much working time an ordinary day and an ordinary week have. 0 means 24
	// hours, and seven such days.
	Day, Week time.Duration
}

// farthest is how far ahead working time is looked for.
const farthest = 36525 * day

func (h Hours) check() error {
	switch {
	case h.Between == nil && h.After != nil:
		return rules.Break("Between", "must be given where After is")
	case h.Day < 0 || h.Day > day:
		return rules.Break("Day", "must be from 0 to 24 hours")
	case h.Week < 0 || h.Week > week:
		return rules.Break("Week", "must be from 0 to 7 days")
	}
	return nil
}

// lengths returns how much working time an ordinary day and an ordinary week have.
func (h Hours) lengths() (workday, workweek time.Duration) {
	workday, workweek = h.Day, h.Week
	if workday == 0 {
		workday = day
	}
	if workweek == 0 {
		workweek = 7 * workday
	}
	return workday, workweek
}

// between returns the working time from one instant to another, 0 where there is none.
func (h Hours) between(from, to time.Time) (time.Duration, error) {
	plain := between(from, to)
	if plain == 0 || h.Between == nil {
		return plain, nil
	}
	work := h.Between(from, from.Add(plain)) // not farther than a duration can tell
	if work < 0 || work > plain {
		return 0, rules.Break("Terms.Hours.Between", "must be from 0 to the time between")
	}
	return work, nil
}

// after returns the first instant at which so much working time has passed, and the zero time where
// there is none, or none near enough.
func (h Hours) after(from time.Time, work time.Duration) (due time.Time, err error) {
	switch {
	case work == 0 || h.Between == nil:
		return from.Add(work), nil
	case h.After == nil:
		due, err = h.search(from, work)
	default:
		due, err = h.checked(from, work)
	}
	if err != nil || due.Sub(from) > farthest {
		return time.Time{}, err
	}
	return due, nil
}

// checked asks After and compares its answer with Between.
func (h Hours) checked(from time.Time, work time.Duration) (time.Time, error) {
	due := h.After(from, work)
	if due.IsZero() {
		return due, nil
	}
	passed, err := h.between(from, due)
	if err == nil && passed != work {
		err = rules.Break("Terms.Hours.After", "must be the inverse of Between")
	}
	return due, err
}

// search finds what After would return: steps that double, until there is enough, and halves of the last
// one. Only what is new is asked for each time.
func (h Hours) search(from time.Time, work time.Duration) (time.Time, error) {
	low, step := from, work
	for {
		if low.Sub(from) > farthest {
			return time.Time{}, nil
		}
		some, err := h.between(low, low.Add(step))
		if err != nil {
			return time.Time{}, err
		}
		if some >= work {
			break
		}
		low, work, step = low.Add(step), work-some, min(2*step, farthest)
	}
	for step > 1 {
		half := step / 2
		some, err := h.between(low, low.Add(half))
		if err != nil {
			return time.Time{}, err
		}
		if some >= work {
			step = half
			continue
		}
		low, work, step = low.Add(half), work-some, step-half
	}
	return low.Add(step), nil
}
