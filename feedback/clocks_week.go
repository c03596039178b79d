package feedback

import (
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A WorkWeek is a plain calendar of working hours: the same hours on some days of each week, by the clock
// on the wall. Its zero value is ready to use: Monday to Friday, 9:00 to 17:00, in UTC.
type WorkWeek struct {
	// Days are the days of the week on which there is work, in any order. nil means Monday to Friday.
	Days []time.Weekday

	// From and To are when work begins and ends, as the clock on the wall shows: 9 * time.Hour is 9:00,
	// and 24 * time.Hour the end of the day. Both 0 means 9:00 to 17:00. On a day on which clocks are put
	// forward or back between them, there is so much less or more.
	From, To time.Duration

	// Zone is where the clock hangs. nil means UTC.
	Zone *time.Location

	// Holiday reports whether there is no work on a day, of which it is given the noon in Zone. It must
	// always answer the same. nil means never.
	Holiday func(noon time.Time) bool
}

// Hours returns the working hours of a week. It returns an error matching [ErrInvalid] for a day that
// there is not, and for work that does not begin before it ends on the same day. Asking Hours takes
// O(n) time in the number of days between, some tenth of a microsecond each, and that of Holiday.
func (w WorkWeek) Hours() (Hours, error) {
	c, err := w.calendar()
	if err != nil {
		return Hours{}, opError("make working hours", "", err)
	}
	days := 0
	for _, works := range c.works {
		if works {
			days++
		}
	}
	length := c.to - c.from
	return Hours{Between: c.between, After: c.after, Day: length, Week: time.Duration(days) * length}, nil
}

func (w WorkWeek) calendar() (*calendar, error) {
	c := calendar{from: w.From, to: w.To, zone: w.Zone, holiday: w.Holiday}
	if c.from == 0 && c.to == 0 {
		c.from, c.to = 9*time.Hour, 17*time.Hour
	}
	if c.zone == nil {
		c.zone = time.UTC
	}
	days := w.Days
	if days == nil {
		days = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	}
	switch {
	case c.from < 0:
		return nil, rules.Break("From", "must not be below 0")
	case c.to <= c.from || c.to > day:
		return nil, rules.Break("To", "must be after From, and at most 24 hours")
	case len(days) == 0:
		return nil, rules.Break("Days", "must not be empty")
	case slices.Min(days) < time.Sunday || slices.Max(days) > time.Saturday:
		return nil, rules.Break("Days", "must be days of the week")
	}
	for _, d := range days {
		c.works[d] = true
	}
	return &c, nil
}

// A calendar is a work week made ready. It does not change.
type calendar struct {
	from, to time.Duration
	zone     *time.Location
	holiday  func(time.Time) bool
	works    [7]bool
}

// A wall is what the clock on the wall shows, as if it were in UTC: all days have 24 hours there.
type wall = time.Time

// date returns the midnight before what the clock shows at an instant.
func (c *calendar) date(t time.Time) wall {
	y, m, d := t.In(c.zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// instant returns when the clock shows something: where it shows it twice, one of the two; where it
// skips it, when it skips.
func (c *calendar) instant(shown wall) time.Time {
	year, month, d := shown.Date()
	hour, minute, second := shown.Clock()
	t := time.Date(year, month, d, hour, minute, second, shown.Nanosecond(), c.zone)
	_, offset := t.Zone()
	is, should := t.Unix()+int64(offset), shown.Unix()
	if is == should {
		return t
	}
	start, end := t.ZoneBounds()
	if is < should {
		return end
	}
	return start
}

// hours returns when work begins and ends on a day; where there is none, both are zero.
func (c *calendar) hours(midnight wall) (begin, end time.Time) {
	if !c.works[midnight.Weekday()] || c.holiday != nil && c.holiday(c.instant(midnight.Add(day/2))) {
		return time.Time{}, time.Time{}
	}
	return c.instant(midnight.Add(c.from)), c.instant(midnight.Add(c.to))
}

// Days are looked at from one before to one after: where clocks are put back over midnight, a day comes
// twice.

func (c *calendar) between(from, to time.Time) (work time.Duration) {
	last := c.date(to).Add(day)
	for d := c.date(from).Add(-day); !d.After(last); d = d.Add(day) {
		begin, end := c.hours(d)
		work += between(later(begin, from), earlier(end, to))
	}
	return work
}

func (c *calendar) after(from time.Time, work time.Duration) time.Time {
	last := from.Add(farthest + day)
	for d := c.date(from).Add(-day); d.Before(last); d = d.Add(day) {
		begin, end := c.hours(d)
		begin = later(begin, from)
		some := between(begin, end)
		if some >= work {
			return begin.Add(work)
		}
		work -= some
	}
	return time.Time{}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
