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
	"github.com/kithcrm/kith/relationship"
)

// considered brings a change under consideration that all may see.
func (h house) considered(t failing, id feedback.ChangeID) feedback.Change {
	t.Helper()
	c, err := h.staff().PutChange(t.Context(), feedback.Change{
		ID: id, Text: "run later trains", Options: []string{"until one", "all night"}, Shown: feedback.Shared,
	})
	if err != nil {
		t.Fatalf("put change: got error %v", err)
	}
	return c
}

// changeSteps are the steps of a change by name.
func changeSteps(ctx context.Context, h house) map[string]func(feedback.ChangeID) (feedback.Change, error) {
	v := h.staff()
	decide := func(a feedback.Answer) func(feedback.ChangeID) (feedback.Change, error) {
		return func(id feedback.ChangeID) (feedback.Change, error) {
			return v.Decide(ctx, id, feedback.Decision{Answer: a, Reason: "the figures"})
		}
	}
	return map[string]func(feedback.ChangeID) (feedback.Change, error){
		"yes": decide(feedback.Yes), "no": decide(feedback.No), "not now": decide(feedback.NotNow),
		"plan":  func(id feedback.ChangeID) (feedback.Change, error) { return v.Plan(ctx, id, time.Time{}, "") },
		"begin": func(id feedback.ChangeID) (feedback.Change, error) { return v.Begin(ctx, id, "") },
		"finish": func(id feedback.ChangeID) (feedback.Change, error) {
			return v.Finish(ctx, id, "later trains")
		},
		"outcome": func(id feedback.ChangeID) (feedback.Change, error) {
			return v.RecordOutcome(ctx, id, feedback.Outcome{Score: "nps"})
		},
	}
}

func TestAChangeTakesOnlyTheStepsThatThereAre(t *testing.T) {
	t.Parallel()
	ways := map[string][]string{
		"considered": nil, "decided (yes)": {"yes"}, "decided (no)": {"no"}, "decided (not now)": {"not now"},
		"planned": {"yes", "plan"}, "under way": {"yes", "begin"}, "done": {"yes", "finish"},
	}
	decided := []string{"yes", "no", "not now"}
	on := append([]string{"plan", "begin", "finish"}, decided...)
	allowed := map[string][]string{
		"considered": decided, "decided (no)": decided, "decided (not now)": decided, "decided (yes)": on,
		"planned": on, "under way": on, "done": {"outcome", "finish"},
	}
	for state, way := range ways {
		for step := range changeSteps(t.Context(), house{Cafe: feedback.New(new(feedback.Memory), feedback.Config{})}) {
			t.Run(state+", "+step, func(t *testing.T) {
				t.Parallel()
				h := newHouse(feedback.Config{})
				h.considered(t, "c")
				for _, s := range way {
					if _, err := changeSteps(t.Context(), h)[s]("c"); err != nil {
						t.Fatal(err)
					}
				}
				before, err := relationship.Collect(h.as("").Changes(t.Context(), feedback.ChangeQuery{}))
				if err != nil {
					t.Fatal(err)
				}
				_, err = changeSteps(t.Context(), h)[step]("c")
				if slices.Contains(allowed[state], step) {
					if err != nil {
						t.Errorf("got error %v, want none", err)
					}
					return
				}
				mustBreak(t, err, "State")
				if text := err.Error(); text[len(text)-len(state):] != state {
					t.Errorf("got %q, want it to name the state", text)
				}
				after, _ := relationship.Collect(h.as("").Changes(t.Context(), feedback.ChangeQuery{}))
				if diff := cmp.Diff(before, after); diff != "" {
					t.Errorf("something was written (-before +after):\n%s", diff)
				}
			})
		}
	}
}

func TestAStepTakenTwiceIsOneStep(t *testing.T) {
	t.Parallel()
	for _, way := range [][]string{{"yes"}, {"no"}, {"yes", "plan"}, {"yes", "begin"}, {"yes", "finish"}, {"yes", "finish", "outcome"}} {
		h := newHouse(feedback.Config{})
		h.considered(t, "c")
		var once feedback.Change
		for _, s := range append(way, way[len(way)-1]) {
			c, err := changeSteps(t.Context(), h)[s]("c")
			if err != nil {
				t.Fatal(err)
			}
			if s == way[len(way)-1] && once.Rev == 0 {
				once = c
			} else if s == way[len(way)-1] && c.Rev != once.Rev {
				t.Errorf("%v: got it written again", way)
			}
		}
	}
}

func TestStepsOfAChangeSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	c := h.considered(t, "c")
	staff, soon := h.staff(), h.Now().Add(24*time.Hour)
	decide := func(d feedback.Decision) error {
		_, err := staff.Decide(t.Context(), "c", d)
		return err
	}
	plan := func(by time.Time, why string) error {
		_, err := staff.Plan(t.Context(), "c", by, why)
		return err
	}
	mustBreak(t, decide(feedback.Decision{Answer: feedback.No, Reason: " "}), "Reason")
	mustBreak(t, decide(feedback.Decision{Answer: "perhaps"}), "Answer")
	mustBreak(t, decide(feedback.Decision{Answer: feedback.Yes, Option: 3}), "Option")
	mustBreak(t, decide(feedback.Decision{Answer: feedback.No, Option: 1, Reason: "no"}), "Option")
	if err := decide(feedback.Decision{Answer: feedback.Yes, Option: 2}); err != nil {
		t.Fatal(err)
	}
	mustBreak(t, plan(h.Now(), ""), "Expected")
	if err := plan(soon, ""); err != nil {
		t.Fatal(err)
	}
	mustBreak(t, plan(soon.Add(time.Hour), " "), "Text")
	if err := plan(soon.Add(time.Hour), "the snow"); err != nil {
		t.Fatal(err)
	}
	_, err := staff.Finish(t.Context(), "c", "")
	mustBreak(t, err, "Made")
	c.Options = c.Options[:1]
	_, err = staff.PutChange(t.Context(), c)
	if !errors.Is(err, feedback.ErrStale) {
		t.Errorf("got error %v, want stale", err)
	}
	now, err := relationship.Collect(staff.Changes(t.Context(), feedback.ChangeQuery{}))
	if err != nil {
		t.Fatal(err)
	}
	c.Rev = now[0].Rev
	_, err = staff.PutChange(t.Context(), c)
	mustBreak(t, err, "Options")
	_, err = h.as("ann").Begin(t.Context(), "c", "")
	mustBreak(t, err, "Viewer")
	_, err = h.as("ann").PutChange(t.Context(), feedback.Change{Text: "free trains"})
	mustBreak(t, err, "Viewer")
	if _, err = staff.Begin(t.Context(), "z", ""); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("got error %v, want not found", err)
	}
	if got := now[0]; got.State != feedback.Planned || got.Chosen != 2 || !got.Expected.Equal(soon.Add(time.Hour)) {
		t.Errorf("got %+v, want it planned for the later date", got)
	}
}

func TestAChangeCanBeVotedOnUntilItIsDone(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{Budget: new(feedback.Budget)})
	on := h.considered(t, "c").ID.Ref()
	h.voted(t, "bob", on, feedback.Agree)
	if got := polled(t, h.as(""), on).Agree; got != 1 {
		t.Errorf("got %d, want 1", got)
	}
	for _, s := range []string{"yes", "finish"} {
		if _, err := changeSteps(t.Context(), h)[s]("c"); err != nil {
			t.Fatal(err)
		}
	}
	_, err := h.as("bob").Vote(t.Context(), feedback.Vote{On: on, Choice: feedback.Pass})
	mustBreak(t, err, "On")
	if p, err := h.as("bob").Purse(t.Context(), ""); err != nil || p.Spent != 0 || len(p.Lines) != 1 {
		t.Errorf("got %+v, %v, want it returned, and known", p, err)
	}
}

// storyHouse is a change that was made because of two themes that turned out to be one, of a third theme,
// and of an item: Ann and Bob, who is Rob, said so, and somebody in private.
func storyHouse(t *testing.T) house {
	t.Helper()
	h := newHouse(merged(map[feedback.PartyID]feedback.PartyID{"rob": "bob"}))
	change := h.considered(t, "c").ID.Ref()
	for _, id := range []feedback.ThemeID{"a", "b", "k"} {
		h.theme(t, id)
		h.linked(t, id.Ref(), change)
	}
	if err := h.staff().MergeThemes(t.Context(), "b", "a"); err != nil {
		t.Fatal(err)
	}
	for _, said := range []struct {
		id     feedback.ItemID
		by     feedback.PartyID
		to     []feedback.Ref
		hidden bool
	}{
		{"1", "ann", []feedback.Ref{feedback.ThemeID("a").Ref(), feedback.ThemeID("b").Ref()}, false},
		{"2", "bob", []feedback.Ref{feedback.ThemeID("b").Ref()}, false},
		{"3", "rob", []feedback.Ref{feedback.ThemeID("k").Ref(), change}, false},
		{"4", "zoe", []feedback.Ref{feedback.ThemeID("k").Ref()}, true},
	} {
		_, err := h.as(said.by).Leave(t.Context(), feedback.Item{ID: said.id, Kind: feedback.Complaint, Text: "late"})
		if err == nil && !said.hidden {
			_, err = h.staff().Approve(t.Context(), said.id)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, to := range said.to {
			h.linked(t, said.id.Ref(), to)
		}
	}
	return h
}

// joined returns IDs as one text.
func joined(ids []feedback.ItemID) string {
	var text strings.Builder
	for _, id := range ids {
		text.WriteString(string(id))
	}
	return text.String()
}

func TestYouSaidWeDidItHelpedThisMuch(t *testing.T) {
	t.Parallel()
	h := storyHouse(t)
	score := func(x float64) relationship.Estimate {
		return relationship.Estimate{Value: x, Low: x, High: x, N: 9, Basis: relationship.Observed}
	}
	for _, s := range []string{"yes", "begin", "finish"} {
		h.advance(time.Hour)
		if _, err := changeSteps(t.Context(), h)[s]("c"); err != nil {
			t.Fatal(err)
		}
	}
	helped := feedback.Outcome{Score: "nps", Before: score(-10), After: score(25)}
	if _, err := h.staff().RecordOutcome(t.Context(), "c", helped); err != nil {
		t.Fatal(err)
	}
	type cause struct {
		theme  feedback.ThemeID
		items  string
		people int
	}
	for _, c := range []struct {
		viewer *feedback.Visit
		causes []cause
		items  string
		people int
		known  []feedback.PartyID
	}{
		{h.as(""), []cause{{"b", "12", 2}, {"k", "3", 1}}, "123", 2, nil},
		{h.as("rob"), []cause{{"b", "12", 2}, {"k", "3", 1}}, "123", 2, []feedback.PartyID{"bob"}},
		{h.as("zoe"), []cause{{"b", "12", 2}, {"k", "34", 2}}, "1234", 3, []feedback.PartyID{"zoe"}},
		{h.staff(), []cause{{"b", "12", 2}, {"k", "34", 2}}, "1234", 3, []feedback.PartyID{"ann", "bob", "zoe"}},
	} {
		s, err := c.viewer.Story(t.Context(), "c")
		if err != nil {
			t.Fatal(err)
		}
		var causes []cause
		for _, said := range s.Themes {
			causes = append(causes, cause{said.Theme.ID, joined(said.Items), said.People})
		}
		var items []feedback.ItemID
		for _, it := range s.Items {
			items = append(items, it.ID)
		}
		ids := joined(items)
		if !slices.Equal(causes, c.causes) || ids != c.items || s.People != c.people || !slices.Equal(s.Known, c.known) {
			t.Errorf("you said: got %v, %s, %d, %v, want %v, %s, %d, %v", causes, ids, s.People, s.Known, c.causes, c.items, c.people, c.known)
		}
		var did []feedback.State
		for _, e := range s.Steps {
			did = append(did, e.State)
		}
		if want := []feedback.State{feedback.Considered, feedback.Decided, feedback.UnderWay, feedback.Done}; !slices.Equal(did, want) {
			t.Errorf("we did: got %v, want %v", did, want)
		}
		if len(s.Change.Outcomes) != 1 || s.Change.Outcomes[0].After.Value != 25 || s.Change.Made != "later trains" {
			t.Errorf("it helped: got %+v", s.Change)
		}
	}
}

func TestAStoryIsForThoseWhoSeeTheChange(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	c, err := h.staff().PutChange(t.Context(), feedback.Change{Text: "a merger"})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []feedback.ChangeID{c.ID, "z", ""} {
		if _, err := h.as("ann").Story(t.Context(), id); !errors.Is(err, feedback.ErrNotFound) {
			t.Errorf("got error %v, want not found", err)
		}
	}
	if s, err := h.staff().Story(t.Context(), c.ID); err != nil || s.Change.ID != c.ID || len(s.Steps) != 1 {
		t.Errorf("got %+v, %v", s, err)
	}
}

func TestAStoryDoesNotTellFewEmployees(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{LeastGroup: 2})
	change := h.considered(t, "c").ID.Ref()
	for i, who := range []feedback.PartyID{"e1", "ann", "e2"} {
		it, err := h.as(who).Leave(t.Context(), feedback.Item{Kind: feedback.Complaint, Text: "late", Employee: who != "ann"})
		if err == nil {
			_, err = h.staff().Approve(t.Context(), it.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		h.linked(t, it.ID.Ref(), change)
		s, err := h.as("").Story(t.Context(), "c")
		if want := []int{0, 1, 3}[i]; err != nil || s.People != want || s.Withheld != (i < 2) {
			t.Errorf("after %s: got %d people, withheld %v, %v, want %d", who, s.People, s.Withheld, err, want)
		}
	}
}
