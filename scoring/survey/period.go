package survey

import (
	"iter"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A Span is how long a calendar period is.
type Span uint8

// The spans of calendar periods. Weeks begin on Monday (ISO 8601), quarters in January, April, July and October.
const (
	Month Span = iota
	Day
	Week
	Quarter
	Year
)

// A Calendar cuts time into periods. The zero Calendar has months in UTC.
type Calendar struct {
	// Every is how long a period is.
	Every Span

	// Zone is where its days begin. nil means UTC.
	Zone *time.Location
}

// A Period is a stretch of calendar time: From is in it, To is not.
type Period struct {
	// From and To are the first instant of the period and that of the next one, in the calendar's zone.
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Period returns the period that holds an instant. A day begins when its date does: where clocks are put forward
// at midnight, at one o'clock; where they are put back to it, at the first midnight. So days are as
// long as they are, 23 or 25 hours too, and no instant is in two of them or in none.
//
// It returns an error matching [relationship.ErrInvalid] for the zero time, for an instant that is not in
// the years 1 to 9999, and for a Span that is none.
func (c Calendar) Period(at time.Time) (Period, error) {
	if err := c.check(at); err != nil {
		return Period{}, opError("find period", err)
	}
	zone := c.zone()
	year, month, day := at.In(zone).Date()
	years, months, days := 0, 1, 0
	switch c.Every {
	case Day:
		months, days = 0, 1
	case Week:
		// The weekday is that of the date, and Go's weeks begin on Sunday.
		day -= (int(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Weekday()) + 6) % 7
		months, days = 0, 7
	case Month:
		day = 1
	case Quarter:
		month, day, months = (month-1)/3*3+1, 1, 3
	case Year:
		month, day, years, months = time.January, 1, 1, 0
	}
	return Period{
		From: dateBegins(year, month, day, zone),
		To:   dateBegins(year+years, month+time.Month(months), day+days, zone),
	}, nil
}

func (c Calendar) zone() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

func (c Calendar) check(at time.Time) error {
	return rules.First(
		broken("Every", when(c.Every > Year, "must be one of the spans")),
		broken("At", when(at.IsZero(), ruleZeroTime)),
		broken("At", rules.Instant(at)),
	)
}

// dateBegins returns the first instant at which the date in a zone is this one or later.
func dateBegins(year int, month time.Month, day int, zone *time.Location) time.Time {
	wanted := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	t := time.Date(year, month, day, 0, 0, 0, 0, zone)
	start, end := t.ZoneBounds()
	switch date := asUTC(t); {
	case date.Before(wanted): // there is no such midnight, and this is before the clocks were put forward
		return end
	case date.After(wanted): // or after
		return start
	case start.IsZero():
		return t
	}
	// Where clocks were put back, there may have been such a midnight already.
	_, offset := start.Add(-1).Zone()
	first := wanted.Add(-time.Duration(offset) * time.Second).In(zone)
	if first.Before(start) && first.Before(t) {
		return first
	}
	return t
}

// asUTC returns the instant at which clocks in UTC show what those of t's zone show at t.
func asUTC(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.Add(time.Duration(offset) * time.Second).UTC()
}

// A Timeline has one tally, or anything else, for each calendar period. It merges where tallies do. Make one
// with [NewTimeline].
type Timeline[T any] struct {
	calendar Calendar
	make     func() T
	periods  map[int64]entry[T] // by the seconds of From
	last     entry[T]           // the one asked for last: answers mostly come in the order of time
}

type entry[T any] struct {
	period Period
	tally  T
}

// NewTimeline returns a timeline without periods, for which tally makes a new tally.
func NewTimeline[T any](c Calendar, tally func() T) *Timeline[T] {
	return &Timeline[T]{calendar: c, make: tally, periods: map[int64]entry[T]{}}
}

// At returns the tally of the period that holds an instant. T is best a pointer, so that answers can be
// added to it. It returns an error matching [relationship.ErrInvalid] where [Calendar.Period] does.
func (l *Timeline[T]) At(at time.Time) (T, error) {
	if p := l.last.period; !at.Before(p.From) && at.Before(p.To) {
		return l.last.tally, nil
	}
	p, err := l.calendar.Period(at)
	if err != nil {
		var none T
		return none, err
	}
	return l.of(p), nil
}

func (l *Timeline[T]) of(p Period) T {
	e, found := l.periods[p.From.Unix()]
	if !found {
		e = entry[T]{p, l.make()}
		l.periods[p.From.Unix()] = e
	}
	l.last = e
	return e.tally
}

// All returns the periods and their tallies, the earliest first. Periods of which nobody asked for the tally are left out.
func (l *Timeline[T]) All() iter.Seq2[Period, T] {
	return func(yield func(Period, T) bool) {
		entries := make([]entry[T], 0, len(l.periods))
		for _, e := range l.periods {
			entries = append(entries, e)
		}
		slices.SortFunc(entries, func(a, b entry[T]) int { return a.period.From.Compare(b.period.From) })
		for _, e := range entries {
			if !yield(e.period, e.tally) {
				return
			}
		}
	}
}

// Merge merges the tallies of other, which has the same calendar, into those of the same periods: merge puts
// its second tally into its first. It stops at the first error and returns it, and returns one matching
// [relationship.ErrInvalid] for another calendar.
func (l *Timeline[T]) Merge(other *Timeline[T], merge func(into, from T) error) error {
	if l.calendar.Every != other.calendar.Every || l.calendar.zone().String() != other.calendar.zone().String() {
		return opError("merge timelines", broken("Calendar", ruleSame))
	}
	for p, from := range other.All() {
		if err := merge(l.of(p), from); err != nil {
			return err
		}
	}
	return nil
}
