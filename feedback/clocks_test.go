package feedback_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
)

const (
	hour = time.Hour
	days = 24 * time.Hour
)

// saidMonday is nine in the morning on an ordinary Monday.
func saidMonday() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

// waitingItem returns an item said on Monday at nine whose loop is as given.
func waitingItem(loop feedback.Loop) feedback.Item {
	if loop.State == "" {
		loop.State = feedback.Heard
	}
	if loop.Since.IsZero() {
		loop.Since = saidMonday()
	}
	return feedback.Item{ID: "squeak", Kind: feedback.Complaint, Author: "ann", Text: "the door squeaks", At: saidMonday(), Loop: loop}
}

func mustReadClocks(t testing.TB, item feedback.Item, terms feedback.Terms, now time.Time) feedback.ItemClocks {
	t.Helper()
	clocks, err := feedback.Clocks(item, terms, now)
	if err != nil {
		t.Fatalf("read clocks: got error %v", err)
	}
	return clocks
}

// officeTerms returns terms with the working hours of an office: Monday to Friday, 9:00 to 17:00, UTC.
func officeTerms(t testing.TB) feedback.Terms {
	t.Helper()
	hours, err := feedback.WorkWeek{}.Hours()
	if err != nil {
		t.Fatal(err)
	}
	return feedback.Terms{Hours: hours}
}

func sinceMonday(d time.Duration) time.Time { return saidMonday().Add(d) }

func TestTheClocksOfAnItemNobodyAnswered(t *testing.T) {
	t.Parallel()
	got := mustReadClocks(t, waitingItem(feedback.Loop{}), officeTerms(t), sinceMonday(7*days))
	reading := func(due, elapsed, overdue time.Duration) feedback.ClockReading {
		return feedback.ClockReading{Due: sinceMonday(due), Elapsed: elapsed, Overdue: overdue}
	}
	want := feedback.ItemClocks{
		FirstAnswer: feedback.Clock{
			From: saidMonday(), Plain: reading(2*days, 7*days, 5*days), Working: reading(days+8*hour, 40*hour, 24*hour),
		},
		NextWord: feedback.Clock{
			From: saidMonday(), Plain: reading(14*days, 7*days, 0), Working: reading(11*days+8*hour, 40*hour, 0),
		},
		FinalAnswer: feedback.Clock{
			From: saidMonday(), Plain: reading(56*days, 7*days, 0), Working: reading(53*days+8*hour, 40*hour, 0),
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("clocks (-want +got):\n%s", diff)
	}
	if !got.FirstAnswer.Running() || !got.NextWord.Running() || !got.FinalAnswer.Running() {
		t.Errorf("got %+v, want all running", got)
	}
}

func TestClocksAreMetStoppedAndStartedAnew(t *testing.T) {
	t.Parallel()
	friday := sinceMonday(4 * days)
	for _, c := range []struct {
		name               string
		loop               feedback.Loop
		first, next, final time.Time // since when each runs
		due                time.Time // of the final answer, in plain time
		running            [3]bool
	}{
		{
			"answered: the next word runs from the last",
			feedback.Loop{Answered: sinceMonday(hour), Word: friday},
			saidMonday(), friday, saidMonday(), sinceMonday(56 * days), [3]bool{false, true, true},
		},
		{
			"a word from no person",
			feedback.Loop{Word: friday},
			saidMonday(), friday, saidMonday(), sinceMonday(56 * days), [3]bool{true, true, true},
		},
		{
			"promised: due then",
			feedback.Loop{State: feedback.Planned, Answer: feedback.Yes, Answered: friday, Word: friday, Expected: sinceMonday(90 * days)},
			saidMonday(), friday, saidMonday(), sinceMonday(90 * days), [3]bool{false, true, true},
		},
		{
			"done",
			feedback.Loop{State: feedback.Done, Answered: friday, Word: friday, Final: friday},
			saidMonday(), friday, saidMonday(), sinceMonday(56 * days), [3]bool{},
		},
		{
			"decided no",
			feedback.Loop{State: feedback.Decided, Answer: feedback.No, Answered: friday, Word: friday, Final: friday},
			saidMonday(), friday, saidMonday(), sinceMonday(56 * days), [3]bool{},
		},
		{
			"decided no before anybody spoke to the author, in an import that does not say when",
			feedback.Loop{State: feedback.Decided, Answer: feedback.No, Since: friday},
			saidMonday(), saidMonday(), saidMonday(), sinceMonday(56 * days), [3]bool{true, false, false},
		},
		{
			"accepted",
			feedback.Loop{State: feedback.Accepted, Answered: friday, Word: friday, Final: friday, Since: friday},
			saidMonday(), friday, saidMonday(), sinceMonday(56 * days), [3]bool{},
		},
		{
			"reopened: runs from then",
			feedback.Loop{State: feedback.Reopened, Answered: sinceMonday(hour), Word: sinceMonday(2 * hour), Since: friday, Again: friday},
			saidMonday(), friday, friday, friday.Add(56 * days), [3]bool{false, true, true},
		},
		{
			"reopened and decided again",
			feedback.Loop{
				State: feedback.Decided, Answer: feedback.Yes, Answered: sinceMonday(hour), Word: sinceMonday(6 * days), Since: sinceMonday(6 * days), Again: friday,
			},
			saidMonday(), sinceMonday(6 * days), friday, friday.Add(56 * days), [3]bool{false, true, true},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := mustReadClocks(t, waitingItem(c.loop), feedback.Terms{}, sinceMonday(30*days))
			from := []time.Time{got.FirstAnswer.From, got.NextWord.From, got.FinalAnswer.From}
			if diff := cmp.Diff([]time.Time{c.first, c.next, c.final}, from); diff != "" {
				t.Errorf("since when they run (-want +got):\n%s", diff)
			}
			if running := [3]bool{got.FirstAnswer.Running(), got.NextWord.Running(), got.FinalAnswer.Running()}; running != c.running {
				t.Errorf("running: got %v, want %v", running, c.running)
			}
			if !got.FinalAnswer.Plain.Due.Equal(c.due) {
				t.Errorf("final answer: got due %v, want %v", got.FinalAnswer.Plain.Due, c.due)
			}
			for _, clock := range []feedback.Clock{got.FirstAnswer, got.NextWord, got.FinalAnswer} {
				if clock.Plain != clock.Working {
					t.Errorf("without working hours: got %+v and %+v, want the same", clock.Plain, clock.Working)
				}
			}
		})
	}
}

func TestWhetherAClockWasMetInTimeDependsOnTheReading(t *testing.T) {
	t.Parallel()
	item := waitingItem(feedback.Loop{})
	item.At = sinceMonday(4 * days) // Friday at nine
	item.Loop.Since = item.At
	item.Loop.Answered = sinceMonday(7 * days) // Monday at nine
	got := mustReadClocks(t, item, officeTerms(t), sinceMonday(100*days)).FirstAnswer
	want := feedback.Clock{
		From: item.At, Met: item.Loop.Answered,
		Plain:   feedback.ClockReading{Due: sinceMonday(6 * days), Elapsed: 3 * days, Overdue: days},
		Working: feedback.ClockReading{Due: sinceMonday(7*days + 8*hour), Elapsed: 8 * hour},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("first answer (-want +got):\n%s", diff)
	}
}

func TestWhatCameLaterHasNotComeYet(t *testing.T) {
	t.Parallel()
	item := waitingItem(feedback.Loop{State: feedback.Done, Answered: sinceMonday(days), Word: sinceMonday(days), Final: sinceMonday(3 * days), Since: sinceMonday(3 * days)})
	got := mustReadClocks(t, item, feedback.Terms{}, sinceMonday(2*days))
	if !got.FinalAnswer.Running() || got.FirstAnswer.Met.IsZero() {
		t.Errorf("got %+v, want the first answer only", got)
	}
	before := mustReadClocks(t, item, feedback.Terms{}, sinceMonday(-5*days))
	if c := before.FinalAnswer; c.Plain.Elapsed != 0 || c.Working.Elapsed != 0 || c.Plain.Overdue != 0 {
		t.Errorf("before it was said: got %+v, want nothing elapsed", c)
	}
}

func TestNobodyWaitsForAnItemWithoutAuthor(t *testing.T) {
	t.Parallel()
	item := waitingItem(feedback.Loop{})
	item.Author = ""
	got := mustReadClocks(t, item, feedback.Terms{}, sinceMonday(100*days))
	for _, c := range []feedback.Clock{got.FirstAnswer, got.NextWord, got.FinalAnswer} {
		if c.Running() || c.Plain.Elapsed != 0 || c.Plain.Overdue != 0 || !c.Met.IsZero() {
			t.Errorf("got %+v, want a clock that stands still", c)
		}
	}
}

func TestADatePassedOverInSilenceIsOverdueAndAWordStartsAnew(t *testing.T) {
	t.Parallel()
	loop := feedback.Loop{State: feedback.Planned, Answer: feedback.Yes, Word: sinceMonday(days), Expected: sinceMonday(10 * days)}
	got := mustReadClocks(t, waitingItem(loop), feedback.Terms{}, sinceMonday(12*days))
	if got.NextWord.Plain.Overdue != 2*days || got.FinalAnswer.Plain.Overdue != 2*days {
		t.Errorf("got %v and %v overdue, want two days each", got.NextWord.Plain.Overdue, got.FinalAnswer.Plain.Overdue)
	}
	loop.Word = sinceMonday(11 * days)
	got = mustReadClocks(t, waitingItem(loop), feedback.Terms{}, sinceMonday(12*days))
	if got.NextWord.Plain.Overdue != 0 || !got.NextWord.Plain.Due.Equal(sinceMonday(25*days)) {
		t.Errorf("after a word: got %+v, want 14 days from it", got.NextWord.Plain)
	}
	if got.FinalAnswer.Plain.Overdue != 2*days {
		t.Errorf("after a word without another date: got %v overdue, want two days", got.FinalAnswer.Plain.Overdue)
	}
}

func TestTermsInWorkingTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		term feedback.Term
		want time.Duration // of working time until it is due
	}{
		{"the default of two days", feedback.Term{}, 16 * hour},
		{"four hours", feedback.Term{Plain: 4 * hour}, 4 * hour},
		{"most of a day is at most a working day", feedback.Term{Plain: 23 * hour}, 8 * hour},
		{"six days are at most a working week", feedback.Term{Plain: 6 * days}, 40 * hour},
		{"three weeks and a day", feedback.Term{Plain: 22 * days}, 128 * hour},
		{"as the host says", feedback.Term{Plain: 2 * days, Working: 12 * hour}, 12 * hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			terms := officeTerms(t)
			terms.FirstAnswer = c.term
			due := mustReadClocks(t, waitingItem(feedback.Loop{}), terms, sinceMonday(days)).FirstAnswer.Working.Due
			if got := terms.Hours.Between(saidMonday(), due); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestClocksRefuseWhatTheyCannotRead(t *testing.T) {
	t.Parallel()
	work := func(d time.Duration) func(from, to time.Time) time.Duration {
		return func(time.Time, time.Time) time.Duration { return d }
	}
	ever := func(from time.Time, work time.Duration) time.Time { return from.Add(work) }
	for _, c := range []struct {
		field string
		item  feedback.Item
		terms feedback.Terms
		now   time.Time
	}{
		{"Item.At", feedback.Item{}, feedback.Terms{}, saidMonday()},
		{"Item.Loop.State", waitingItem(feedback.Loop{State: "lost"}), feedback.Terms{}, saidMonday()},
		{"Now", waitingItem(feedback.Loop{}), feedback.Terms{}, time.Time{}},
		{"Terms.NextWord.Plain", waitingItem(feedback.Loop{}), feedback.Terms{NextWord: feedback.Term{Plain: -1}}, saidMonday()},
		{"Terms.FinalAnswer.Working", waitingItem(feedback.Loop{}), feedback.Terms{FinalAnswer: feedback.Term{Working: -1}}, saidMonday()},
		{"Terms.Hours.Between", waitingItem(feedback.Loop{}), feedback.Terms{Hours: feedback.Hours{After: ever}}, saidMonday()},
		{"Terms.Hours.Day", waitingItem(feedback.Loop{}), feedback.Terms{Hours: feedback.Hours{Day: 25 * hour}}, saidMonday()},
		{"Terms.Hours.Week", waitingItem(feedback.Loop{}), feedback.Terms{Hours: feedback.Hours{Week: -1}}, saidMonday()},
		{"Terms.Hours.Between", waitingItem(feedback.Loop{}), feedback.Terms{Hours: feedback.Hours{Between: work(-1)}}, saidMonday()},
		{"Terms.Hours.Between", waitingItem(feedback.Loop{}), feedback.Terms{Hours: feedback.Hours{Between: work(1e18)}}, saidMonday()},
		{"Terms.Hours.After", waitingItem(feedback.Loop{}), feedback.Terms{Hours: feedback.Hours{Between: work(1), After: ever}}, saidMonday()},
	} {
		_, err := feedback.Clocks(c.item, c.terms, c.now)
		mustBreak(t, err, c.field)
	}
}

func TestWithoutWorkingTimeNothingIsEverDueInIt(t *testing.T) {
	t.Parallel()
	never := feedback.Hours{Between: func(from, to time.Time) time.Duration { return 0 }}
	got := mustReadClocks(t, waitingItem(feedback.Loop{}), feedback.Terms{Hours: never}, sinceMonday(100*days)).FirstAnswer
	if !got.Working.Due.IsZero() || got.Working.Overdue != 0 || got.Working.Elapsed != 0 {
		t.Errorf("got %+v, want never", got.Working)
	}
	if got.Plain.Overdue != 98*days {
		t.Errorf("plain: got %v overdue, want 98 days", got.Plain.Overdue)
	}
	week := feedback.WorkWeek{Holiday: func(time.Time) bool { return true }}
	hours, err := week.Hours()
	if err != nil {
		t.Fatal(err)
	}
	if due := hours.After(saidMonday(), 1); !due.IsZero() {
		t.Errorf("only holidays: got %v, want never", due)
	}
}

func TestWhatIsDueInMoreThanAHundredYearsIsNeverDue(t *testing.T) {
	t.Parallel()
	slow := feedback.Hours{ // a thousandth of all time
		Between: func(from, to time.Time) time.Duration {
			return time.Duration(to.UnixNano()/1000 - from.UnixNano()/1000)
		},
		After: func(from time.Time, work time.Duration) time.Time {
			return time.Unix(0, (from.UnixNano()/1000+int64(work))*1000).UTC()
		},
	}
	asked := slow
	asked.After = nil
	for _, hours := range []feedback.Hours{slow, asked} {
		got := mustReadClocks(t, waitingItem(feedback.Loop{}), feedback.Terms{Hours: hours}, sinceMonday(days))
		if want := sinceMonday(2000 * days); !got.FirstAnswer.Working.Due.Equal(want) {
			t.Errorf("two days of work: got due %v, want %v", got.FirstAnswer.Working.Due, want)
		}
		if !got.FinalAnswer.Working.Due.IsZero() {
			t.Errorf("eight weeks of work: got due %v, want never", got.FinalAnswer.Working.Due)
		}
	}
}

func TestHoursAreNotAskedFartherThanADurationCanTell(t *testing.T) {
	t.Parallel()
	item := waitingItem(feedback.Loop{})
	item.At = time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC)
	hours := feedback.Hours{Between: func(from, to time.Time) time.Duration {
		if to.After(from.Add(math.MaxInt64)) {
			t.Errorf("asked from %v to %v", from, to)
		}
		return to.Sub(from)
	}}
	got := mustReadClocks(t, item, feedback.Terms{Hours: hours}, saidMonday()).FinalAnswer
	if got.Plain.Elapsed != math.MaxInt64 || got.Working.Elapsed != math.MaxInt64 {
		t.Errorf("got %v and %v, want the longest duration", got.Plain.Elapsed, got.Working.Elapsed)
	}
}
