package survey_test

import (
	"errors"
	"testing"
	"time"
	_ "time/tzdata" // so that no test depends on what is installed

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/scoring/survey"
)

func periodZone(tb rapid.TB, name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatal(err)
	}
	return zone
}

func TestPeriodsOfACalendar(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, zone string
		every      survey.Span
		at         string
		from, to   string
		hours      float64
	}{
		{"a month", "", survey.Month, "2026-02-28T23:59:59Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z", 672},
		{"a month elsewhere", "Pacific/Auckland", survey.Month, "2026-02-28T23:59:59Z", "2026-03-01T00:00:00+13:00", "2026-04-01T00:00:00+13:00", 744},
		{"a day of 23 hours", "Europe/Berlin", survey.Day, "2026-03-29T12:00:00Z", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00", 23},
		{"a day of 25 hours", "Europe/Berlin", survey.Day, "2026-10-25T12:00:00Z", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", 25},
		{"a day that begins at one", "America/Sao_Paulo", survey.Day, "2018-11-04T12:00:00Z", "2018-11-04T01:00:00-02:00", "2018-11-05T00:00:00-02:00", 23},
		{"the day before it", "America/Sao_Paulo", survey.Day, "2018-11-03T12:00:00Z", "2018-11-03T00:00:00-03:00", "2018-11-04T01:00:00-02:00", 24},
		{"a day whose last hour comes twice", "America/Sao_Paulo", survey.Day, "2018-02-18T02:30:00Z", "2018-02-17T00:00:00-02:00", "2018-02-18T00:00:00-03:00", 25},
		{"a day with two midnights", "America/Havana", survey.Day, "2020-11-01T12:00:00Z", "2020-11-01T00:00:00-04:00", "2020-11-02T00:00:00-05:00", 25},
		{"a day with two midnights in the east", "Asia/Amman", survey.Day, "2021-10-29T12:00:00Z", "2021-10-29T00:00:00+03:00", "2021-10-30T00:00:00+02:00", 25},
		{"the day before a day that is not", "Pacific/Apia", survey.Day, "2011-12-30T00:00:00Z", "2011-12-29T00:00:00-10:00", "2011-12-31T00:00:00+14:00", 24},
		{"a week that begins on Monday", "", survey.Week, "2026-03-01T10:00:00Z", "2026-02-23T00:00:00Z", "2026-03-02T00:00:00Z", 168},
		{"a week over a change of clocks", "America/New_York", survey.Week, "2026-03-08T12:00:00Z", "2026-03-02T00:00:00-05:00", "2026-03-09T00:00:00-04:00", 167},
		{"a quarter", "Europe/Berlin", survey.Quarter, "2026-03-31T21:59:59Z", "2026-01-01T00:00:00+01:00", "2026-04-01T00:00:00+02:00", 2159},
		{"the next quarter", "Europe/Berlin", survey.Quarter, "2026-03-31T22:00:00Z", "2026-04-01T00:00:00+02:00", "2026-07-01T00:00:00+02:00", 2184},
		{"a leap year", "", survey.Year, "2024-02-29T00:00:00Z", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", 8784},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			cal := survey.Calendar{Every: c.every}
			if c.zone != "" {
				cal.Zone = periodZone(t, c.zone)
			}
			p := rollMust(cal.Period(rollMust(time.Parse(time.RFC3339, c.at))(t)))(t)
			if diff := cmp.Diff([]string{c.from, c.to}, []string{p.From.Format(time.RFC3339), p.To.Format(time.RFC3339)}); diff != "" {
				t.Errorf("period (-want +got):\n%s", diff)
			}
			if got := p.To.Sub(p.From).Hours(); got != c.hours {
				t.Errorf("got %g hours, want %g", got, c.hours)
			}
		})
	}
}

// Every instant is in its period, that period is the period of its first and its last instant, and begins where the one before ends.
func TestPeriodsLeaveNoInstantOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom([]string{"UTC", "Europe/Berlin", "America/Sao_Paulo", "America/Havana", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo", "Asia/Beirut", "Asia/Amman", "America/Scoresbysund"}).Draw(t, "zone")
		c := survey.Calendar{Every: survey.Span(rapid.IntRange(0, 4).Draw(t, "every")), Zone: periodZone(t, zone)}
		at := time.Unix(rapid.Int64Range(-2_000_000_000, 2_500_000_000).Draw(t, "at"), rapid.Int64Range(0, 999_999_999).Draw(t, "nsec"))
		of := func(at time.Time) survey.Period {
			p, err := c.Period(at)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		p := of(at)
		if at.Before(p.From) || !at.Before(p.To) {
			t.Fatalf("got %v to %v for %v, want it in there", p.From, p.To, at)
		}
		for _, in := range []time.Time{p.From, p.To.Add(-1)} {
			if q := of(in); !q.From.Equal(p.From) || !q.To.Equal(p.To) {
				t.Errorf("got %v to %v for %v, want %v to %v", q.From, q.To, in, p.From, p.To)
			}
		}
		if before := of(p.From.Add(-1)); !before.To.Equal(p.From) {
			t.Errorf("the period before ends at %v, want %v", before.To, p.From)
		}
	})
}

func TestATimelineHasOneTallyForEachPeriod(t *testing.T) {
	t.Parallel()
	months := func() *survey.Timeline[*survey.NetPromoter] {
		return survey.NewTimeline(survey.Calendar{Zone: periodZone(t, "Europe/Berlin")}, func() *survey.NetPromoter { return new(survey.NetPromoter) })
	}
	rapid.Check(t, func(t *rapid.T) {
		all, left, right := months(), months(), months()
		for i, day := range rapid.SliceOfN(rapid.IntRange(0, 400), 0, 30).Draw(t, "days") {
			for _, l := range []*survey.Timeline[*survey.NetPromoter]{all, []*survey.Timeline[*survey.NetPromoter]{left, right}[i%2]} {
				tally, err := l.At(fadeNow().AddDate(0, 0, day))
				if err == nil {
					err = tally.Add(float64(day % 11))
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := left.Merge(right, func(into, from *survey.NetPromoter) error { return into.Merge(*from) }); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(periodTable(all), periodTable(left)); diff != "" {
			t.Errorf("merged (-whole +parts):\n%s", diff)
		}
	})
}

// A periodRow is a period and its answers.
type periodRow struct {
	From string
	N    int64
	Net  float64
}

func periodTable(l *survey.Timeline[*survey.NetPromoter]) (rows []periodRow) {
	for p, tally := range l.All() {
		rows = append(rows, periodRow{p.From.Format(time.RFC3339), tally.N(), tally.Estimate().Value})
	}
	return rows
}

func TestPeriodsAreSorted(t *testing.T) {
	t.Parallel()
	l := survey.NewTimeline(survey.Calendar{Every: survey.Day}, func() *int { return new(int) })
	for _, days := range []int{3, -700, 0, 3, 90} {
		*rollMust(l.At(fadeNow().AddDate(0, 0, days)))(t)++
	}
	var got []int
	last := time.Time{}
	for p, n := range l.All() {
		if !p.From.After(last) {
			t.Errorf("got %v after %v", p.From, last)
		}
		last, got = p.From, append(got, *n)
	}
	if diff := cmp.Diff([]int{1, 1, 2, 1}, got); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	for range l.All() {
		break
	}
}

func TestPeriodsRefuse(t *testing.T) {
	t.Parallel()
	_, err := survey.Calendar{}.Period(time.Time{})
	rollRefuses(t, err, "At")
	_, err = survey.Calendar{}.Period(fadeNow().AddDate(9000, 0, 0))
	rollRefuses(t, err, "At")
	_, err = survey.Calendar{Every: 9}.Period(fadeNow())
	rollRefuses(t, err, "Every")
	l := survey.NewTimeline(survey.Calendar{}, func() *int { return new(int) })
	_, err = l.At(time.Time{})
	rollRefuses(t, err, "At")
	days := survey.NewTimeline(survey.Calendar{Every: survey.Day}, func() *int { return new(int) })
	rollRefuses(t, l.Merge(days, func(_, _ *int) error { return nil }), "Calendar")
	wrong, other := errors.New("wrong"), survey.NewTimeline(survey.Calendar{}, func() *int { return new(int) })
	rollMust(other.At(fadeNow()))(t)
	if err := l.Merge(other, func(_, _ *int) error { return wrong }); !errors.Is(err, wrong) {
		t.Errorf("got %v, want the error of the merge", err)
	}
}
