package feedback_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
)

// texts returns what a viewer reads in a thread.
func (h house) texts(t testing.TB, v *feedback.Visit, id feedback.ItemID) []string {
	t.Helper()
	thread, err := v.Thread(t.Context(), id)
	if err != nil {
		t.Fatalf("thread: got error %v", err)
	}
	var out []string
	for _, e := range thread.Entries {
		if e.Text != "" {
			out = append(out, e.Text)
		}
	}
	return out
}

func TestAWordIsReadByThoseItIsFor(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.shared(t, "ann", feedback.Idea, "a coat hook")
	say := func(v *feedback.Visit, text string, seen feedback.Seen) {
		t.Helper()
		h.advance(time.Minute)
		if _, err := v.Reply(t.Context(), it.ID, text, seen); err != nil {
			t.Fatalf("reply: got error %v", err)
		}
	}
	say(h.staff(), "which wall?", feedback.ByAuthor)
	say(h.as("ann"), "the one by the door", feedback.ByAuthor)
	say(h.staff(), "that wall is ours", feedback.ByStaff)
	say(h.staff(), "we are looking into it", feedback.ByAll)
	say(h.as("ann"), "thank you all", feedback.ByAll)
	say(h.as("eve"), "me too", feedback.ByAuthor)
	for _, c := range []struct {
		viewer *feedback.Visit
		want   []string
	}{
		{h.staff(), []string{"which wall?", "the one by the door", "that wall is ours", "we are looking into it", "thank you all", "me too"}},
		{h.as("ann"), []string{"which wall?", "the one by the door", "we are looking into it", "thank you all", "me too"}},
		{h.as("eve"), []string{"we are looking into it", "thank you all", "me too"}},
		{h.as("zoe"), []string{"we are looking into it", "thank you all"}},
		{h.as(""), []string{"we are looking into it", "thank you all"}},
	} {
		if diff := cmp.Diff(c.want, h.texts(t, c.viewer, it.ID)); diff != "" {
			t.Errorf("what is read (-want +got):\n%s", diff)
		}
	}
}

func TestAWordOfACustomerIsForAllOnceStaffRevealsIt(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.shared(t, "ann", feedback.Idea, "a coat hook")
	if _, err := h.as("eve").Reply(t.Context(), it.ID, "me too", feedback.ByAuthor); err != nil {
		t.Fatal(err)
	}
	entries := h.thread(t, it.ID).Entries
	id := entries[len(entries)-1].ID
	if err := h.as("eve").Reveal(t.Context(), id, feedback.ByAll); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("reveal by who is not staff: got error %v, want not found", err)
	}
	mustBreak(t, h.staff().Reveal(t.Context(), entries[0].ID, feedback.ByStaff), "Kind")
	mustBreak(t, h.staff().Reveal(t.Context(), id, "everybody"), "Seen")
	if err := h.staff().Reveal(t.Context(), id, feedback.ByAll); err != nil {
		t.Fatal(err)
	}
	if got := h.texts(t, h.as("zoe"), it.ID); !cmp.Equal(got, []string{"me too"}) {
		t.Errorf("what is read: got %q, want the word", got)
	}
}

func TestBadWordsAreRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.shared(t, "ann", feedback.Idea, "a coat hook")
	before := h.thread(t, it.ID)
	ctx := t.Context()
	for _, c := range []struct {
		field string
		do    func() (feedback.Item, error)
	}{
		{"Text", func() (feedback.Item, error) { return h.as("ann").Reply(ctx, it.ID, " \n", "") }},
		{"Text", func() (feedback.Item, error) { return h.as("ann").Reply(ctx, it.ID, strings.Repeat("a", 1<<20), "") }},
		{"Text", func() (feedback.Item, error) { return h.as("ann").Reply(ctx, it.ID, "\xff", "") }},
		{"Text", func() (feedback.Item, error) { return h.as("ann").Reply(ctx, it.ID, "a\x00", "") }},
		{"Seen", func() (feedback.Item, error) { return h.as("ann").Reply(ctx, it.ID, "a", "me") }},
		{"Seen", func() (feedback.Item, error) { return h.as("ann").Reply(ctx, it.ID, "a", feedback.ByStaff) }},
		{"Seen", func() (feedback.Item, error) { return h.as("eve").Reply(ctx, it.ID, "a", feedback.ByAll) }},
		{"Viewer", func() (feedback.Item, error) { return h.as("").Reply(ctx, it.ID, "a", "") }},
		{"Viewer", func() (feedback.Item, error) { return h.as("ann").Thank(ctx, it.ID, "a") }},
		{"Viewer", func() (feedback.Item, error) { return h.as("ann").PassOn(ctx, it.ID, "a", "bob") }},
		{"To", func() (feedback.Item, error) { return h.staff().PassOn(ctx, it.ID, "a") }},
		{"To[0]", func() (feedback.Item, error) { return h.staff().PassOn(ctx, it.ID, "a", "") }},
		{"Viewer", func() (feedback.Item, error) { return h.as("ann").Progress(ctx, it.ID, 1, "a") }},
		{"State", func() (feedback.Item, error) { return h.staff().Progress(ctx, it.ID, 1, "a") }},
		{"Percent", func() (feedback.Item, error) { return h.staff().Progress(ctx, it.ID, 101, "a") }},
		{"Viewer", func() (feedback.Item, error) { return h.as("ann").Promise(ctx, it.ID, h.Now().Add(1), "") }},
		{"Expected", func() (feedback.Item, error) { return h.staff().Promise(ctx, it.ID, h.Now(), "") }},
	} {
		_, err := c.do()
		mustBreak(t, err, c.field)
	}
	if _, err := h.staff().Reply(ctx, "nothing", "a", ""); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("a word about nothing: got error %v, want not found", err)
	}
	if diff := cmp.Diff(before, h.thread(t, it.ID)); diff != "" {
		t.Errorf("the thread afterwards (-before +after):\n%s", diff)
	}
}

func TestADateThatSlipsIsToldToThoseConcernedWithTheReason(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.shared(t, "ann", feedback.Idea, "a coat hook")
	if err := h.as("zoe").Follow(t.Context(), it.ID.Ref()); err != nil {
		t.Fatal(err)
	}
	if _, err := h.as("eve").Vote(t.Context(), feedback.Vote{On: it.ID.Ref(), Choice: feedback.Agree}); err != nil {
		t.Fatal(err)
	}
	first, second := h.Now().Add(48*time.Hour), h.Now().Add(96*time.Hour)
	if _, err := h.staff().Promise(t.Context(), it.ID, first, ""); err != nil {
		t.Fatal(err)
	}
	if got := h.noticed(t); !cmp.Equal(got, []feedback.PartyID{"ann"}) {
		t.Errorf("notices of a first date: got %v, want one to ann", got)
	}
	_, err := h.staff().Promise(t.Context(), it.ID, second, "")
	mustBreak(t, err, "Text")
	if _, err := h.staff().Promise(t.Context(), it.ID, second, "the hook is out of stock"); err != nil {
		t.Fatal(err)
	}
	if got := h.noticed(t); !cmp.Equal(got, []feedback.PartyID{"ann", "ann", "eve", "zoe"}) {
		t.Errorf("notices of both dates: got %v, want two to ann, and one to eve and zoe each", got)
	}
	var dates []time.Time
	for _, e := range h.thread(t, it.ID).Entries {
		if e.Kind == feedback.Promised {
			dates = append(dates, e.Expected)
		}
	}
	if !cmp.Equal(dates, []time.Time{first, second}) {
		t.Errorf("got dates %v, want both", dates)
	}
	h.moved(t, it.ID, "decided no")
	_, err = h.staff().Promise(t.Context(), it.ID, first, "again")
	mustBreak(t, err, "State")
}

// noticed returns who has a notice, in order.
func (h house) noticed(t testing.TB) []feedback.PartyID {
	t.Helper()
	page, err := h.store.Notices(t.Context(), feedback.NoticeQuery{})
	if err != nil {
		t.Fatal(err)
	}
	var to []feedback.PartyID
	for _, n := range page.Records {
		to = append(to, n.To)
	}
	slices.Sort(to)
	return to
}

func TestAComplimentIsPassedOnToWhomItPraises(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.left(t, "ann", feedback.Compliment, "Bob carried my wheels to the car")
	if _, err := h.staff().PassOn(t.Context(), it.ID, "well done", "bob", "bill", "bob"); err != nil {
		t.Fatal(err)
	}
	if got := h.noticed(t); !cmp.Equal(got, []feedback.PartyID{"ann", "bill", "bob"}) {
		t.Errorf("notices: got %v, want ann, bill and bob, each once", got)
	}
	if got := h.texts(t, h.as("ann"), it.ID); !cmp.Equal(got, []string{"well done"}) {
		t.Errorf("what ann reads: got %q, want that it was passed on", got)
	}
}

func TestWhoIsPraisedByTwoNamesIsOnePersonWhoMayHaveOptedOut(t *testing.T) {
	t.Parallel()
	cfg := merged(map[feedback.PartyID]feedback.PartyID{"rob": "bob"})
	cfg.OptedOut = func(context.Context, []feedback.PartyID) ([]feedback.PartyID, error) {
		return []feedback.PartyID{"cat"}, nil
	}
	h := newHouse(cfg)
	it := h.left(t, "ann", feedback.Compliment, "Bob carried my wheels to the car")
	if _, err := h.staff().PassOn(t.Context(), it.ID, "well done", "rob", "bob", "cat"); err != nil {
		t.Fatal(err)
	}
	if got := h.noticed(t); !cmp.Equal(got, []feedback.PartyID{"ann", "bob", "cat"}) {
		t.Errorf("notices: got %v, want ann, bob and cat", got)
	}
	if e := h.thread(t, it.ID).Entries[0]; e.Told != 2 || e.Withheld != 1 {
		t.Errorf("got %d told and %d withheld, want 2 and 1", e.Told, e.Withheld)
	}
}
