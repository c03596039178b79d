package feedback_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// late returns the texts of what is overdue for a viewer.
func (h house) late(t testing.TB, v *feedback.Visit) []string {
	t.Helper()
	found, err := relationship.Collect(v.Overdue(t.Context(), feedback.Terms{}, h.Now()))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, l := range found {
		out = append(out, l.Item.Text)
	}
	return out
}

func TestStaffSeesWhatItOwesAndAnAuthorWhatIsOwed(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	squeak := h.left(t, "ann", feedback.Complaint, "the door squeaks")
	h.shared(t, "eve", feedback.Idea, "a coat hook")
	if got := h.late(t, h.staff()); got != nil {
		t.Errorf("overdue at once: got %q, want nothing", got)
	}
	h.advance(49 * time.Hour)
	if got := h.late(t, h.staff()); !cmp.Equal(got, []string{"the door squeaks", "a coat hook"}) {
		t.Errorf("overdue after two days: got %q, want both", got)
	}
	if got := h.late(t, h.as("ann")); !cmp.Equal(got, []string{"the door squeaks"}) {
		t.Errorf("overdue for ann: got %q, want her own", got)
	}
	if got := h.late(t, h.as("zoe")); got != nil {
		t.Errorf("overdue for somebody else: got %q, want nothing", got)
	}
	if _, err := h.staff().Reply(t.Context(), squeak.ID, "which door?", feedback.ByAuthor); err != nil {
		t.Fatal(err)
	}
	if got := h.late(t, h.as("ann")); got != nil {
		t.Errorf("overdue after a word: got %q, want nothing", got)
	}
	h.advance(15 * 24 * time.Hour)
	if got := h.late(t, h.as("ann")); len(got) != 1 {
		t.Errorf("overdue two weeks later: got %q, want the next word", got)
	}
	h.moved(t, squeak.ID, "decided yes", "done")
	if got := h.late(t, h.as("ann")); got != nil {
		t.Errorf("overdue once it is done: got %q, want nothing", got)
	}
	h.moved(t, squeak.ID, "reopened")
	h.advance(57 * 24 * time.Hour)
	if got := h.late(t, h.as("ann")); len(got) != 1 {
		t.Errorf("overdue eight weeks after it was reopened: got %q, want the final answer", got)
	}
	for _, err := range h.staff().Overdue(t.Context(), feedback.Terms{FirstAnswer: feedback.Term{Plain: -1}}, h.Now()) {
		mustBreak(t, err, "Terms.FirstAnswer.Plain")
	}
}
