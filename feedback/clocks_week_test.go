package feedback_test

import (
	"testing"
	"time"
	_ "time/tzdata" // so that no test depends on what is installed

	"github.com/kithcrm/kith/feedback"
)

func mustZone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatalf("zone %s: got error %v", name, err)
	}
	return loc
}

func mustHours(t testing.TB, w feedback.WorkWeek) feedback.Hours {
	t.Helper()
	hours, err := w.Hours()
	if err != nil {
		t.Fatalf("make working hours: got error %v", err)
	}
	return hours
}

// allDays are the days of the week.
func allDays() []time.Weekday {
	return []time.Weekday{0, 1, 2, 3, 4, 5, 6}
}

func TestWorkingTimeFollowsTheClockOnTheWall(t *testing.T) {
	t.Parallel()
	whole := feedback.WorkWeek{Days: allDays(), To: 24 * hour}
	night := feedback.WorkWeek{Days: allDays(), From: hour / 2, To: 8 * hour}
	office := feedback.WorkWeek{Days: allDays()}
	for _, c := range []struct {
		name string
		zone string
		week feedback.WorkWeek
		day  time.Time // of which the year, month and day count
		want time.Duration
	}{
		{"an ordinary day", "Europe/Berlin", whole, time.Date(2026, 3, 28, 0, 0, 0, 0, time.UTC), 24 * hour},
		{"clocks put forward", "Europe/Berlin", whole, time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC), 23 * hour},
		{"clocks put back", "Europe/Berlin", whole, time.Date(2026, 10, 25, 0, 0, 0, 0, time.UTC), 25 * hour},
		{"forward at night, work by day", "Europe/Berlin", office, time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC), 8 * hour},
		{"forward during work", "Europe/Berlin", night, time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC), 13 * hour / 2},
		{"back during work", "Europe/Berlin", night, time.Date(2026, 10, 25, 0, 0, 0, 0, time.UTC), 17 * hour / 2},
		{"by half an hour", "Australia/Lord_Howe", whole, time.Date(2026, 10, 4, 0, 0, 0, 0, time.UTC), 47 * hour / 2},
		{"midnight skipped", "America/Sao_Paulo", whole, time.Date(2018, 11, 4, 0, 0, 0, 0, time.UTC), 23 * hour},
		{"the beginning of work skipped", "America/Sao_Paulo", night, time.Date(2018, 11, 4, 0, 0, 0, 0, time.UTC), 7 * hour},
		{"midnight twice", "America/Sao_Paulo", whole, time.Date(2018, 2, 17, 0, 0, 0, 0, time.UTC), 25 * hour},
		{"the day before it", "Pacific/Apia", office, time.Date(2011, 12, 29, 0, 0, 0, 0, time.UTC), 8 * hour},
		{"the day after it", "Pacific/Apia", office, time.Date(2011, 12, 31, 0, 0, 0, 0, time.UTC), 8 * hour},
		{"a zone that changed for good", "Europe/Istanbul", office, time.Date(2016, 11, 6, 0, 0, 0, 0, time.UTC), 8 * hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			week := c.week
			week.Zone = mustZone(t, c.zone)
			hours := mustHours(t, week)
			// Some days less the same without the day are the day.
			noon := time.Date(c.day.Year(), c.day.Month(), c.day.Day(), 12, 0, 0, 0, time.UTC)
			from, to := noon.Add(-3*days), noon.Add(3*days)
			without := week
			without.Holiday = func(at time.Time) bool { return at.Day() == noon.Day() }
			got := hours.Between(from, to) - mustHours(t, without).Between(from, to)
			if got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestADateThatAZoneLeftOutIsNotWorked(t *testing.T) {
	t.Parallel()
	hours := mustHours(t, feedback.WorkWeek{Days: allDays(), Zone: mustZone(t, "Pacific/Apia")})
	from := time.Date(2011, 12, 28, 12, 0, 0, 0, time.UTC) // the night before 28 December there
	to := from.Add(4 * days)                               // the night before 2 January
	if got, want := hours.Between(from, to), 4*8*hour; got != want {
		t.Errorf("28, 29 and 31 December and 1 January: got %v, want %v", got, want)
	}
}

// In St. John's clocks went from 0:01 back to 23:01, so that a day ended twice.
func TestClocksPutBackOverMidnightLoseNoWork(t *testing.T) {
	t.Parallel()
	hours := mustHours(t, feedback.WorkWeek{Days: allDays(), To: 24 * hour, Zone: mustZone(t, "America/St_Johns")})
	back := time.Date(2006, 10, 29, 2, 31, 0, 0, time.UTC)
	for from := back.Add(-13 * hour); from.Before(back); from = from.Add(11 * time.Minute) {
		for to := back.Add(-2 * hour); to.Before(back.Add(3 * hour)); to = to.Add(7 * time.Minute) {
			if got, want := hours.Between(from, to), max(0, to.Sub(from)); got != want {
				t.Fatalf("from %v to %v: got %v, want all of %v", from, to, got, want)
			}
		}
	}
}

func TestHolidaysAreNotWorked(t *testing.T) {
	t.Parallel()
	berlin := mustZone(t, "Europe/Berlin")
	var asked []string
	hours := mustHours(t, feedback.WorkWeek{Zone: berlin, Holiday: func(noon time.Time) bool {
		asked = append(asked, noon.Format("2006-01-02 15:04 MST"))
		return noon.Month() == time.May && noon.Day() == 1
	}})
	thursday := time.Date(2026, 4, 30, 16, 0, 0, 0, berlin)
	if got, want := hours.After(thursday, 2*hour), time.Date(2026, 5, 4, 10, 0, 0, 0, berlin); !got.Equal(want) {
		t.Errorf("two hours from %v: got %v, want %v", thursday, got, want)
	}
	if asked[0] != "2026-04-29 12:00 CEST" {
		t.Errorf("asked of %q first, want noon of the day before", asked[0])
	}
}

func TestWorkIsDueAtTheEndOfTheDayThatFillsIt(t *testing.T) {
	t.Parallel()
	hours := mustHours(t, feedback.WorkWeek{})
	saturday := sinceMonday(5 * days)
	for _, c := range []struct {
		from time.Time
		work time.Duration
		want time.Time
	}{
		{saidMonday(), 8 * hour, sinceMonday(8 * hour)},
		{saidMonday(), 8*hour + 1, sinceMonday(days + 1)},
		{saturday, hour, sinceMonday(7*days + hour)},
		{sinceMonday(-hour), hour, sinceMonday(hour)},
		{sinceMonday(4*days + 7*hour), 2 * hour, sinceMonday(7*days + hour)},
	} {
		if got := hours.After(c.from, c.work); !got.Equal(c.want) {
			t.Errorf("%v from %v: got %v, want %v", c.work, c.from, got, c.want)
		}
	}
	if hours.Day != 8*hour || hours.Week != 40*hour {
		t.Errorf("got %v a day and %v a week, want 8 and 40 hours", hours.Day, hours.Week)
	}
}

func TestAWeekThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		field string
		week  feedback.WorkWeek
	}{
		{"From", feedback.WorkWeek{From: -1, To: hour}},
		{"To", feedback.WorkWeek{From: 9 * hour}},
		{"To", feedback.WorkWeek{From: 22 * hour, To: 6 * hour}},
		{"To", feedback.WorkWeek{To: 24*hour + 1}},
		{"Days", feedback.WorkWeek{Days: []time.Weekday{}}},
		{"Days", feedback.WorkWeek{Days: []time.Weekday{7}}},
		{"Days", feedback.WorkWeek{Days: []time.Weekday{-1}}},
	} {
		_, err := c.week.Hours()
		mustBreak(t, err, c.field)
	}
}
