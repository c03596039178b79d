package feedback_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"pgregory.net/rapid"
)

// moves returns the moves by the names of the states that they lead to.
func moves() map[string]feedback.Move {
	return map[string]feedback.Move{
		"heard":           {To: feedback.Heard},
		"understood":      {To: feedback.Understood},
		"decided yes":     {To: feedback.Decided, Answer: feedback.Yes},
		"decided no":      {To: feedback.Decided, Answer: feedback.No, Text: "it is not ours to change"},
		"decided not now": {To: feedback.Decided, Answer: feedback.NotNow, Text: "the winter is too busy"},
		"planned":         {To: feedback.Planned},
		"under way":       {To: feedback.UnderWay},
		"done":            {To: feedback.Done},
		"accepted":        {To: feedback.Accepted},
		"reopened":        {To: feedback.Reopened, Text: "it still squeaks"},
	}
}

// reachable is the table of Move's comment, for ideas and complaints.
func reachable() map[string][]string {
	decided := []string{"decided yes", "decided no", "decided not now"}
	return map[string][]string{
		"heard":           append([]string{"understood"}, decided...),
		"understood":      decided,
		"decided yes":     append([]string{"planned", "under way", "done"}, decided...),
		"decided no":      append([]string{"accepted", "reopened"}, decided...),
		"decided not now": append([]string{"accepted", "reopened"}, decided...),
		"planned":         append([]string{"planned", "under way", "done"}, decided...),
		"under way":       append([]string{"planned", "under way", "done"}, decided...),
		"done":            {"done", "accepted", "reopened"},
		"accepted":        {"accepted", "reopened"},
		"reopened":        append([]string{"understood", "planned", "under way", "reopened"}, decided...),
	}
}

// wayTo returns moves that lead from heard to a state.
func wayTo(state string) []string {
	return map[string][]string{
		"understood": {"understood"}, "decided yes": {"decided yes"}, "decided no": {"decided no"}, "decided not now": {"decided not now"}, "planned": {"decided yes", "planned"},
		"under way": {"decided yes", "under way"}, "done": {"decided yes", "done"}, "accepted": {"decided yes", "done", "accepted"}, "reopened": {"decided no", "reopened"},
	}[state]
}

// move makes a move as whoever may make it.
func (h house) move(t testing.TB, id feedback.ItemID, m feedback.Move) (feedback.Item, error) {
	t.Helper()
	if m.To == feedback.Accepted || m.To == feedback.Reopened {
		return h.as("ann").Move(t.Context(), id, m)
	}
	return h.staff().Move(t.Context(), id, m)
}

// moved makes moves, which must succeed.
func (h house) moved(t testing.TB, id feedback.ItemID, to ...string) feedback.Item {
	t.Helper()
	var it feedback.Item
	for _, state := range to {
		var err error
		if it, err = h.move(t, id, moves()[state]); err != nil {
			t.Fatalf("move to %s: got error %v", state, err)
		}
	}
	return it
}

func TestTheLoopIsMovedAsItsTableSays(t *testing.T) {
	t.Parallel()
	for from, to := range reachable() {
		for state, m := range moves() {
			t.Run(from+" to "+state, func(t *testing.T) {
				t.Parallel()
				h := newHouse(feedback.Config{})
				it := h.left(t, "ann", feedback.Complaint, "the door squeaks")
				h.moved(t, it.ID, wayTo(from)...)
				before := h.thread(t, it.ID)
				_, err := h.move(t, it.ID, m)
				allowed := slices.Contains(to, state) || from == state
				switch {
				case allowed && err != nil:
					t.Errorf("got error %v, want none", err)
				case !allowed:
					mustBreak(t, err, "To")
					if !strings.Contains(err.Error(), string(m.To)) || !strings.Contains(err.Error(), strings.Fields(from)[0]) {
						t.Errorf("got error %v, want one that names both states", err)
					}
					if diff := cmp.Diff(before, h.thread(t, it.ID)); diff != "" {
						t.Errorf("the thread after a refused move (-before +after):\n%s", diff)
					}
				}
			})
		}
	}
}

// thread returns an item with all about it, as staff sees it.
func (h house) thread(t testing.TB, id feedback.ItemID) feedback.Thread {
	t.Helper()
	thread, err := h.staff().Thread(t.Context(), id)
	if err != nil {
		t.Fatalf("thread: got error %v", err)
	}
	return thread
}

func TestAComplimentIsDoneOnceItIsHeard(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.left(t, "ann", feedback.Compliment, "Bob carried my wheels to the car")
	if _, err := h.staff().PassOn(t.Context(), it.ID, "well done", "bob"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.staff().Thank(t.Context(), it.ID, "thank you for telling us"); err != nil {
		t.Fatal(err)
	}
	if got := h.moved(t, it.ID, "done", "accepted"); got.Loop.State != feedback.Accepted {
		t.Errorf("got state %s, want accepted", got.Loop.State)
	}
}

func TestMovingToWhereItIsDoesNothing(t *testing.T) {
	t.Parallel()
	for state := range reachable() {
		h := newHouse(feedback.Config{})
		it := h.left(t, "ann", feedback.Idea, "a coat hook")
		h.moved(t, it.ID, wayTo(state)...)
		before := h.thread(t, it.ID)
		h.advance(time.Hour)
		h.moved(t, it.ID, state)
		if diff := cmp.Diff(before, h.thread(t, it.ID)); diff != "" {
			t.Errorf("%s again (-before +after):\n%s", state, diff)
		}
	}
}

func TestOnlyTheAuthorAcceptsOrReopensAndOnlyStaffDoesTheRest(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.shared(t, "ann", feedback.Idea, "a coat hook")
	h.moved(t, it.ID, "decided yes", "done")
	for _, v := range []*feedback.Visit{h.staff(), h.as("eve")} {
		_, err := v.Move(t.Context(), it.ID, moves()["accepted"])
		mustBreak(t, err, "Viewer")
		_, err = v.Move(t.Context(), it.ID, moves()["reopened"])
		mustBreak(t, err, "Viewer")
	}
	h.moved(t, it.ID, "reopened")
	_, err := h.as("ann").Move(t.Context(), it.ID, moves()["planned"])
	mustBreak(t, err, "Viewer")
	secret := h.left(t, "ann", feedback.Idea, "a second hook")
	if _, err := h.as("eve").Move(t.Context(), secret.ID, moves()["planned"]); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("move of a private item: got error %v, want not found", err)
	}
}

func TestBadMovesAreRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	past, soon, later := h.Now(), h.Now().Add(time.Hour), h.Now().Add(2*time.Hour)
	for _, c := range []struct {
		name  string
		from  string
		move  feedback.Move
		field string
	}{
		{"no answer", "heard", feedback.Move{To: feedback.Decided}, "Answer"},
		{"an answer to nothing", "heard", feedback.Move{To: feedback.Understood, Answer: feedback.Yes}, "Answer"},
		{"an answer that there is not", "heard", feedback.Move{To: feedback.Decided, Answer: "perhaps"}, "Answer"},
		{"no without a reason", "heard", feedback.Move{To: feedback.Decided, Answer: feedback.No}, "Text"},
		{"not now without a reason", "heard", feedback.Move{To: feedback.Decided, Answer: feedback.NotNow, Text: " "}, "Text"},
		{"reopened without a reason", "done", feedback.Move{To: feedback.Reopened}, "Text"},
		{"a date in the past", "decided yes", feedback.Move{To: feedback.Planned, Expected: past}, "Expected"},
		{"a date after it was done", "decided yes", feedback.Move{To: feedback.Done, Expected: soon}, "Expected"},
		{"a state that there is not", "heard", feedback.Move{To: "somewhere"}, "To"},
		{"no state", "heard", feedback.Move{}, "To"},
	} {
		it := h.left(t, "ann", feedback.Idea, c.name)
		h.moved(t, it.ID, wayTo(c.from)...)
		_, err := h.move(t, it.ID, c.move)
		t.Log(c.name)
		mustBreak(t, err, c.field)
	}
	it := h.left(t, "ann", feedback.Idea, "a date that was told")
	h.moved(t, it.ID, "decided yes")
	if _, err := h.staff().Move(t.Context(), it.ID, feedback.Move{To: feedback.Planned, Expected: soon}); err != nil {
		t.Fatal(err)
	}
	_, err := h.staff().Move(t.Context(), it.ID, feedback.Move{To: feedback.UnderWay, Expected: later})
	mustBreak(t, err, "Expected")
}

// addUp is the loop that entries tell of, worked out in the plainest way.
func addUp(it feedback.Item, entries []feedback.Entry) feedback.Loop {
	l := feedback.Loop{State: feedback.Heard, Since: it.At}
	for _, e := range entries {
		if e.By == "staff" && e.Seen != feedback.ByStaff && e.Kind != feedback.Approved {
			l.Word = e.At
			if l.Answered.IsZero() {
				l.Answered = e.At
			}
		}
		switch e.Kind {
		case feedback.Promised:
			l.Expected = e.Expected
		case feedback.Step:
			l.Percent = e.Percent
		case feedback.Moved:
			l.State, l.Since = e.State, e.At
			if !e.Expected.IsZero() {
				l.Expected = e.Expected
			}
			switch {
			case e.State == feedback.Decided && e.Answer == feedback.Yes:
				l.Answer, l.Final = feedback.Yes, time.Time{}
			case e.State == feedback.Decided:
				l.Answer, l.Final, l.Expected = e.Answer, e.At, time.Time{}
			case e.State == feedback.Done:
				l.Final, l.Percent = e.At, 100
			case e.State == feedback.Reopened:
				l.Answer, l.Final, l.Expected, l.Percent, l.Again = "", time.Time{}, time.Time{}, 0, e.At
			}
		}
	}
	return l
}

func TestTheLoopIsWhatItsEntriesAddUpTo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newHouse(feedback.Config{})
		it, err := h.as("ann").Leave(t.Context(), feedback.Item{Kind: feedback.Complaint, Text: "the door squeaks"})
		if err != nil {
			t.Fatal(err)
		}
		names := slices.Sorted(maps.Keys(moves()))
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			h.advance(time.Duration(rapid.IntRange(1, 1000).Draw(t, "minutes")) * time.Minute)
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				_, err = h.staff().Reply(t.Context(), it.ID, "a word", rapid.SampledFrom([]feedback.Seen{"", "all", "staff"}).Draw(t, "seen"))
			case 1:
				_, err = h.as("ann").Reply(t.Context(), it.ID, "and?", feedback.ByAuthor)
			case 2:
				_, err = h.staff().Promise(t.Context(), it.ID, h.Now().Add(time.Hour), "it takes longer")
			case 3:
				_, err = h.staff().Progress(t.Context(), it.ID, rapid.IntRange(0, 100).Draw(t, "percent"), "a step")
			default:
				m := moves()[rapid.SampledFrom(names).Draw(t, "state")]
				visit := h.staff()
				if m.To == feedback.Accepted || m.To == feedback.Reopened {
					visit = h.as("ann")
				}
				_, err = visit.Move(t.Context(), it.ID, m)
			}
			if err != nil && !errors.Is(err, feedback.ErrInvalid) {
				t.Fatalf("got error %v", err)
			}
			thread, err := h.as("ann").Thread(t.Context(), it.ID)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(addUp(it, thread.Entries), thread.Item.Loop); diff != "" {
				t.Fatalf("the loop (-entries +item):\n%s", diff)
			}
		}
	})
}

func TestAWordByAClockThatIsBehindIsNotBeforeTheLastOne(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.left(t, "ann", feedback.Idea, "a coat hook")
	h.advance(time.Hour)
	before, err := h.staff().Reply(t.Context(), it.ID, "thank you", feedback.ByAuthor)
	if err != nil {
		t.Fatal(err)
	}
	h.advance(-30 * time.Minute)
	after, err := h.staff().Reply(t.Context(), it.ID, "we will look", feedback.ByAuthor)
	if err != nil || !after.Loop.Word.Equal(before.Loop.Word) {
		t.Errorf("got the last word at %v, %v, want %v", after.Loop.Word, err, before.Loop.Word)
	}
}

func TestStaffDoesNotAnswerItself(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.left(t, "staff", feedback.Idea, "a coat hook")
	it, err := h.staff().Move(t.Context(), it.ID, feedback.Move{To: feedback.Understood})
	if err != nil || !it.Loop.Answered.IsZero() || len(h.noticed(t)) > 0 {
		t.Errorf("got %+v, %v, want no answer and no notice", it.Loop, err)
	}
}
