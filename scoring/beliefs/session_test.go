package beliefs_test

import (
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/beliefs"
)

func TestReadyQuestionsAreDistinctAndLookBackFirst(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	fresh := false
	for _, q := range beliefs.ReadyQuestions() {
		if q.Text == "" || seen[q.Text] || fresh && !q.Fresh {
			t.Errorf("got %+v", q)
		}
		seen[q.Text], fresh = true, q.Fresh
	}
	if !fresh {
		t.Error("got no question that begins again")
	}
}

func three() []beliefs.Question {
	return []beliefs.Question{{Text: "one?"}, {Text: "two?"}, {Text: "three?"}}
}

func TestASessionKnowsWhatIsUnanswered(t *testing.T) {
	t.Parallel()
	a := assumption("x", exact(.4))
	a.Reviews = []scoring.Review{
		{At: day(2, 1), Question: "one?", Answer: "yes"},
		{At: day(5, 1), Question: "two?", Answer: "no"},
		{At: day(5, 1), Question: "three?"},
	}
	for _, c := range []struct {
		name string
		s    beliefs.Session
		want []string
	}{
		{"what was answered ever", beliefs.Session{Assumption: a, Questions: three()}, []string{"three?"}},
		{"what was answered in it", beliefs.Session{Assumption: a, Questions: three(), From: day(5, 1)}, []string{"one?", "three?"}},
		{"nothing asked", beliefs.Session{Assumption: a, Questions: []beliefs.Question{}}, nil},
	} {
		var got []string
		for _, q := range c.s.Unanswered() {
			got = append(got, q.Text)
		}
		if diff := gocmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
	if got := (beliefs.Session{Assumption: a}).Unanswered(); len(got) != len(beliefs.ReadyQuestions()) {
		t.Errorf("got %d of the ready questions unanswered, want all", len(got))
	}
}

func TestRepliesBecomeReviewsTheSoonestLast(t *testing.T) {
	t.Parallel()
	s := beliefs.Session{Assumption: assumption("x", exact(.4)), Questions: three(), From: day(5, 1)}
	replies := []beliefs.Reply{
		{Question: "three?", Answer: "c", By: "ann", At: day(5, 2)},
		{Question: "two?", Answer: "b", By: "ann", At: day(5, 2), Next: "ring", Due: day(8, 1)},
		{Question: "one?", Answer: "a", By: "bob", At: day(5, 3), Next: "ask", Due: day(7, 1)},
	}
	got := having[[]scoring.Review](t)(s.Reviews(replies))
	want := []scoring.Review{
		{At: day(5, 2), By: "ann", Question: "two?", Answer: "b", Next: "ring", Due: day(8, 1)},
		{At: day(5, 2), By: "ann", Question: "three?", Answer: "c"},
		{At: day(5, 3), By: "bob", Question: "one?", Answer: "a", Next: "ask", Due: day(7, 1)},
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	ledger := newLedger(t)
	after := having[scoring.Assumption](t)(ledger.Review(t.Context(), "x", got...))
	if open := (beliefs.Session{Assumption: after, Questions: three(), From: day(5, 1)}).Unanswered(); len(open) != 0 {
		t.Errorf("got %v unanswered", open)
	}
	due := having[[]scoring.Assumption](t)(relationship.Collect(ledger.Due(t.Context(), day(7, 1))))
	if len(due) != 1 || due[0].ID != "x" {
		t.Errorf("got %v due, want x by what the reply said", due)
	}
}

func TestBadRepliesAreRefused(t *testing.T) {
	t.Parallel()
	s := beliefs.Session{Assumption: assumption("x", exact(.4)), Questions: append(three(), beliefs.Question{}, beliefs.Question{Text: "What do the figures say?"}), From: day(5, 1)}
	fine := beliefs.Reply{Question: "one?", Answer: "a", By: "ann", At: day(5, 2), Next: "ask", Due: day(7, 1)}
	for _, c := range []struct {
		name, field string
		change      func(*beliefs.Reply)
	}{
		{"another question", "Question", func(r *beliefs.Reply) { r.Question = "four?" }},
		{"no question", "Question", func(r *beliefs.Reply) { r.Question = "" }},
		{"the question of verdicts", "Question", func(r *beliefs.Reply) { r.Question = "What do the figures say?" }},
		{"a question twice", "Question", func(r *beliefs.Reply) { r.Question = "two?" }},
		{"no answer", "Answer", func(r *beliefs.Reply) { r.Answer = "" }},
		{"nobody", "By", func(r *beliefs.Reply) { r.By = "" }},
		{"no date", "At", func(r *beliefs.Reply) { r.At = time.Time{} }},
		{"before the session", "At", func(r *beliefs.Reply) { r.At = day(4, 1) }},
		{"something to do, never due", "Due", func(r *beliefs.Reply) { r.Due = time.Time{} }},
		{"due, with nothing to do", "Due", func(r *beliefs.Reply) { r.Next = "" }},
		{"due before it was said", "Due", func(r *beliefs.Reply) { r.Due = day(5, 1) }},
	} {
		r, two := fine, fine
		c.change(&r)
		two.Question = "two?"
		_, err := s.Reviews([]beliefs.Reply{two, r})
		refused(t, err, "replies[1]."+c.field)
	}
	s.From = time.Time{}
	fine.At = day(1, 9)
	_, err := s.Reviews([]beliefs.Reply{fine})
	refused(t, err, "replies[0].At")
}

func TestTheAgendaHasAllThatIsDueAndWhatIsOld(t *testing.T) {
	t.Parallel()
	due := scoring.Review{At: day(2, 1), Question: "one?", Answer: "a", Next: "ask", Due: day(3, 1)}
	masked := assumption("masked", exact(.4))
	masked.Reviews = []scoring.Review{due, {At: day(5, 20), Question: "two?", Answer: "b"}}
	again := assumption("again", exact(.4))
	again.Reviews = []scoring.Review{due, {At: day(5, 20), Question: "one?", Answer: "b"}}
	byDate := assumption("by date", exact(.4))
	byDate.ReviewBy, byDate.Since = day(6, 1), day(5, 30)
	stale := assumption("stale", exact(.4))
	stale.State, stale.Since = scoring.Stale, day(5, 30)
	old := assumption("old", exact(.4))
	old.Reviews = []scoring.Review{{At: day(5, 30), Question: "one?"}}
	later := assumption("later", exact(.4))
	later.Since = day(5, 30)
	later.Reviews = []scoring.Review{{At: day(5, 31), Question: "one?", Answer: "a", Next: "ask", Due: day(6, 2)}}
	given := []scoring.Assumption{masked, again, byDate, stale, old, later}
	cfg := beliefs.Config{MaxAge: 60 * 24 * time.Hour}
	got := having[[]beliefs.Item](t)(beliefs.Agenda(given, day(6, 1), cfg))
	want := []beliefs.Item{
		{Assumption: old, Stale: true, LastLook: day(1, 10)},
		{Assumption: masked, FollowUps: []scoring.Review{due}, LastLook: day(5, 20)},
		{Assumption: byDate, ReviewDue: true, LastLook: day(5, 30)},
		{Assumption: stale, Stale: true, LastLook: day(5, 30)},
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	ledger := scoring.New(new(scoring.Memory), scoring.Config{})
	for _, a := range given {
		having[scoring.Assumption](t)(ledger.PutAssumption(t.Context(), a))
	}
	for a, err := range ledger.Due(t.Context(), day(6, 1)) {
		if err != nil || !slices.ContainsFunc(got, func(i beliefs.Item) bool { return i.Assumption.ID == a.ID }) {
			t.Errorf("the room finds %q due, and the agenda does not: %v", a.ID, err)
		}
	}
}
