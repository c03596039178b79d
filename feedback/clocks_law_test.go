package feedback_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"pgregory.net/rapid"
)

// drawWeek draws working weeks in zones with all kinds of changes.
func drawWeek(t *rapid.T) feedback.WorkWeek {
	from := rapid.IntRange(0, 23*60).Draw(t, "from")
	w := feedback.WorkWeek{
		Days: rapid.SliceOfNDistinct(rapid.SampledFrom(allDays()), 1, 7, rapid.ID).Draw(t, "days"),
		From: time.Duration(from) * time.Minute,
		To:   time.Duration(rapid.IntRange(from+1, 24*60).Draw(t, "to")) * time.Minute,
	}
	names := []string{"UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns"}
	loc, err := time.LoadLocation(rapid.SampledFrom(names).Draw(t, "zone"))
	if err != nil {
		t.Fatalf("zone: got error %v", err)
	}
	w.Zone = loc
	if rapid.Bool().Draw(t, "holidays") {
		w.Holiday = func(noon time.Time) bool { return noon.YearDay()%9 == 0 }
	}
	return w
}

func mustHoursIn(t *rapid.T, w feedback.WorkWeek) feedback.Hours {
	hours, err := w.Hours()
	if err != nil {
		t.Fatal(err)
	}
	return hours
}

// drawInstant draws an instant near one of the days on which clocks were changed.
func drawInstant(t *rapid.T, label string) time.Time {
	near := []time.Time{
		time.Date(2011, 12, 30, 10, 0, 0, 0, time.UTC), // Apia left out a day
		time.Date(2018, 11, 4, 3, 0, 0, 0, time.UTC),   // São Paulo put midnight forward
		time.Date(2018, 2, 18, 2, 0, 0, 0, time.UTC),   // and back
		time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC),   // Berlin
		time.Date(2006, 10, 29, 2, 31, 0, 0, time.UTC), // St. John's went back over midnight
		time.Date(2026, 10, 4, 0, 0, 0, 0, time.UTC),   // Lord Howe, by half an hour
	}
	offset := rapid.Int64Range(-int64(9*days), int64(9*days)).Draw(t, label)
	return rapid.SampledFrom(near).Draw(t, label+" near").Add(time.Duration(offset))
}

func TestWorkingTimeAddsUpAndIsNeverMoreThanPlainTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		hours := mustHoursIn(t, drawWeek(t))
		a := drawInstant(t, "a")
		first := time.Duration(rapid.Int64Range(0, int64(12*days)).Draw(t, "first"))
		then := time.Duration(rapid.Int64Range(0, int64(12*days)).Draw(t, "then"))
		b, c := a.Add(first), a.Add(first+then)
		whole, one, two := hours.Between(a, c), hours.Between(a, b), hours.Between(b, c)
		if whole != one+two {
			t.Fatalf("got %v, want %v and %v", whole, one, two)
		}
		if one < 0 || one > first {
			t.Fatalf("got %v, want 0 to %v", one, first)
		}
	})
}

func TestWhenWorkIsDueIsTheInverseOfHowMuchThereIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		hours := mustHoursIn(t, drawWeek(t))
		from := drawInstant(t, "from")
		work := time.Duration(rapid.Int64Range(1, int64(9*days)).Draw(t, "work"))
		due := hours.After(from, work)
		if due.IsZero() {
			if got := hours.Between(from, from.AddDate(100, 0, 0)); got >= work {
				t.Fatalf("got never, want an instant: in a hundred years there is %v", got)
			}
			return
		}
		if got := hours.Between(from, due); got != work {
			t.Fatalf("until %v: got %v, want %v", due, got, work)
		}
		if got := hours.Between(from, due.Add(-1)); got != work-1 {
			t.Fatalf("until just before %v: got %v, want %v", due, got, work-1)
		}
	})
}

// drawWaiting draws an item whose loop is anywhere, not always in an order that makes sense.
func drawWaiting(t *rapid.T) feedback.Item {
	at := func(label string) time.Time {
		if rapid.Bool().Draw(t, label+" is known") {
			return drawInstant(t, label)
		}
		return time.Time{}
	}
	states := []feedback.State{
		feedback.Heard, feedback.Understood, feedback.Decided, feedback.Planned, feedback.UnderWay,
		feedback.Done, feedback.Accepted, feedback.Reopened,
	}
	return feedback.Item{
		ID: "squeak", Kind: rapid.SampledFrom(feedback.Kinds()).Draw(t, "kind"), At: drawInstant(t, "said"),
		Author: rapid.SampledFrom([]feedback.PartyID{"ann", "unnamed-1", ""}).Draw(t, "author"),
		Loop: feedback.Loop{
			State: rapid.SampledFrom(states).Draw(t, "state"), Since: drawInstant(t, "since"),
			Answer:   rapid.SampledFrom([]feedback.Answer{"", feedback.Yes, feedback.No, feedback.NotNow}).Draw(t, "answer"),
			Answered: at("answered"), Word: at("word"), Expected: at("expected"), Final: at("final"), Again: at("again"),
		},
	}
}

func readClocksIn(t *rapid.T, item feedback.Item, terms feedback.Terms, now time.Time) []feedback.Clock {
	c, err := feedback.Clocks(item, terms, now)
	if err != nil {
		t.Fatal(err)
	}
	return []feedback.Clock{c.FirstAnswer, c.NextWord, c.FinalAnswer}
}

func TestDueFoundByAskingIsTheSameAsDueThatTheHostTells(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		item, now := drawWaiting(t), drawInstant(t, "now")
		told := feedback.Terms{Hours: mustHoursIn(t, drawWeek(t))}
		asked := told
		asked.Hours.After = nil
		if diff := cmp.Diff(readClocksIn(t, item, told, now), readClocksIn(t, item, asked, now)); diff != "" {
			t.Fatalf("clocks (-told +asked):\n%s", diff)
		}
	})
}

func TestMoreTimeNeverMakesAClockLessLate(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		item, now := drawWaiting(t), drawInstant(t, "now")
		terms := feedback.Terms{
			FirstAnswer: feedback.Term{Plain: days}, NextWord: feedback.Term{Plain: 2 * days}, FinalAnswer: feedback.Term{Plain: 5 * days},
			Hours: mustHoursIn(t, drawWeek(t)),
		}
		more := time.Duration(rapid.Int64Range(0, int64(20*days)).Draw(t, "more"))
		before, after := readClocksIn(t, item, terms, now), readClocksIn(t, item, terms, now.Add(more))
		for i := range before {
			for _, r := range [][2]feedback.ClockReading{{before[i].Plain, after[i].Plain}, {before[i].Working, after[i].Working}} {
				if r[1].Overdue < r[0].Overdue || r[1].Elapsed < r[0].Elapsed || !r[1].Due.Equal(r[0].Due) {
					t.Fatalf("clock %d: got %+v, want no less than %+v", i, r[1], r[0])
				}
			}
			if p, w := after[i].Plain, after[i].Working; w.Elapsed > p.Elapsed {
				t.Fatalf("clock %d: got %v of working time in %v", i, w.Elapsed, p.Elapsed)
			}
		}
	})
}

func TestARunningClockGoesAsTimeGoes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		item := drawWaiting(t)
		terms := feedback.Terms{Hours: mustHoursIn(t, drawWeek(t))}
		now := item.At.Add(40 * days)
		more := time.Duration(rapid.Int64Range(1, int64(20*days)).Draw(t, "more"))
		before, after := readClocksIn(t, item, terms, now), readClocksIn(t, item, terms, now.Add(more))
		for i := range before {
			if !after[i].Running() || before[i].From.After(now) {
				continue
			}
			if got := after[i].Plain.Elapsed - before[i].Plain.Elapsed; got != more {
				t.Fatalf("clock %d: got %v more, want %v", i, got, more)
			}
			work := terms.Hours.Between(now, now.Add(more))
			if got := after[i].Working.Elapsed - before[i].Working.Elapsed; got != work {
				t.Fatalf("clock %d: got %v more of working time, want %v", i, got, work)
			}
		}
	})
}

// In UTC, without holidays, all weeks are alike.
func TestAWeekLaterEverythingIsAWeekLater(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		week := drawWeek(t)
		week.Zone, week.Holiday = nil, nil
		terms := feedback.Terms{Hours: mustHoursIn(t, week)}
		item, now := drawWaiting(t), drawInstant(t, "now")
		shift := time.Duration(rapid.IntRange(-60, 60).Draw(t, "weeks")) * 7 * days
		want := readClocksIn(t, item, terms, now)
		for i := range want {
			c := &want[i]
			shiftAll(shift, &c.From, &c.Met, &c.Stopped, &c.Plain.Due, &c.Working.Due)
		}
		l := &item.Loop
		shiftAll(shift, &item.At, &l.Since, &l.Answered, &l.Word, &l.Expected, &l.Final, &l.Again)
		if diff := cmp.Diff(want, readClocksIn(t, item, terms, now.Add(shift))); diff != "" {
			t.Fatalf("clocks (-want +got):\n%s", diff)
		}
	})
}

func shiftAll(by time.Duration, instants ...*time.Time) {
	for _, at := range instants {
		if !at.IsZero() {
			*at = at.Add(by)
		}
	}
}
