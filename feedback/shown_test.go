package feedback_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/kithcrm/kith/feedback"
)

func TestItemIsShownHiddenAndRestoredWithAReason(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.left(t, "ann", feedback.Idea, "a coat hook")
	seen := func(by feedback.PartyID) bool {
		_, err := h.as(by).Item(t.Context(), it.ID)
		if err != nil && !errors.Is(err, feedback.ErrNotFound) {
			t.Fatalf("got error %v", err)
		}
		return err == nil
	}
	steps := []struct {
		name string
		do   func() (feedback.Item, error)
		want feedback.Shown
	}{
		{"approve", func() (feedback.Item, error) { return h.staff().Approve(t.Context(), it.ID) }, feedback.Shared},
		{"hide", func() (feedback.Item, error) { return h.staff().Hide(t.Context(), it.ID, "names a person") }, feedback.Hidden},
		{"restore", func() (feedback.Item, error) { return h.staff().Restore(t.Context(), it.ID, "no more") }, feedback.Shared},
	}
	for _, step := range steps {
		if got := having[feedback.Item](t)(step.do()); got.Shown != step.want {
			t.Errorf("%s: got %q, want %q", step.name, got.Shown, step.want)
		}
		before := wholeOf(t, h.store)
		having[feedback.Item](t)(step.do())
		if wholeOf(t, h.store) != before {
			t.Errorf("%s again wrote something", step.name)
		}
		if got, want := seen("bob"), step.want == feedback.Shared; got != want || !seen("ann") {
			t.Errorf("%s: bob sees it %v, want %v; and ann always", step.name, got, want)
		}
	}
	told := func(by feedback.PartyID) (told []string) {
		for _, e := range having[feedback.Thread](t)(h.as(by).Thread(t.Context(), it.ID)).Entries {
			told = append(told, string(e.Kind)+":"+e.Text)
		}
		slices.Sort(told)
		return told
	}
	if got, want := told("ann"), []string{"approved:", "hid:names a person", "restored:no more"}; !slices.Equal(got, want) {
		t.Errorf("the author is told %q, want %q", got, want)
	}
	if got, want := told("bob"), []string{"approved:", "restored:no more"}; !slices.Equal(got, want) {
		t.Errorf("others are told %q, want %q", got, want)
	}
}

func TestShowingThatBreaksARuleChangesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	private, shared, hidden := h.left(t, "ann", feedback.Idea, "a"), h.shared(t, "ann", feedback.Idea, "b"), h.shared(t, "ann", feedback.Idea, "c")
	having[feedback.Item](t)(h.staff().Hide(t.Context(), hidden.ID, "why"))
	before := wholeOf(t, h.store)
	long := strings.Repeat("x", feedback.MaxText+1)
	staff := h.staff()
	for _, tt := range []struct {
		name  string
		field string
		do    func() (feedback.Item, error)
	}{
		{"approve what was hidden", "Shown", func() (feedback.Item, error) { return staff.Approve(t.Context(), hidden.ID) }},
		{"hide what is private", "Shown", func() (feedback.Item, error) { return staff.Hide(t.Context(), private.ID, "why") }},
		{"restore what is private", "Shown", func() (feedback.Item, error) { return staff.Restore(t.Context(), private.ID, "why") }},
		{"hide without a reason", "Text", func() (feedback.Item, error) { return staff.Hide(t.Context(), shared.ID, " ") }},
		{"restore without a reason", "Text", func() (feedback.Item, error) { return staff.Restore(t.Context(), hidden.ID, "") }},
		{"a reason that is too long", "Text", func() (feedback.Item, error) { return staff.Hide(t.Context(), shared.ID, long) }},
		{"a reason that is no text", "Text", func() (feedback.Item, error) { return staff.Hide(t.Context(), shared.ID, "\xff") }},
	} {
		_, err := tt.do()
		t.Log(tt.name)
		mustBreak(t, err, tt.field)
	}
	for _, by := range []feedback.PartyID{"ann", "bob", ""} {
		for _, id := range []feedback.ItemID{private.ID, shared.ID, hidden.ID, "none"} {
			_, approve := h.as(by).Approve(t.Context(), id)
			_, hide := h.as(by).Hide(t.Context(), id, "why")
			_, restore := h.as(by).Restore(t.Context(), id, "why")
			for _, err := range []error{approve, hide, restore} {
				_, unseen := h.as(by).Item(t.Context(), id)
				if unseen == nil {
					mustBreak(t, err, "Viewer")
				} else if !errors.Is(err, feedback.ErrNotFound) {
					t.Errorf("%s, of %s: got error %v, want one matching %v", by, id, err, feedback.ErrNotFound)
				}
			}
		}
	}
	if wholeOf(t, h.store) != before {
		t.Error("something was written")
	}
}
