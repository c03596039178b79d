package feedback_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

func suggested(t failing, v *feedback.Visit, s feedback.Suggestions) feedback.Suggestions {
	t.Helper()
	out, err := v.Suggest(t.Context(), s)
	if err != nil {
		t.Fatalf("suggest: got error %v", err)
	}
	return out
}

// sure is a score.
func sure(value float64) relationship.Estimate {
	return relationship.Estimate{Value: value, High: 1, Basis: relationship.Guessed}
}

func hinted(from feedback.ItemID, to feedback.ThemeID) feedback.Link {
	return feedback.Link{From: from.Ref(), To: to.Ref(), Why: "also said by 2 others: cold", Maker: "test/1", Score: sure(.5)}
}

// proposal is a theme with items to come under it.
func proposal(id feedback.ThemeID, items ...feedback.ItemID) feedback.Suggestions {
	s := feedback.Suggestions{Themes: []feedback.Theme{{ID: id, Name: "cold", Why: "said by 2: cold", Maker: "test/1", Score: sure(.4)}}}
	for _, it := range items {
		s.Links = append(s.Links, hinted(it, id))
	}
	return s
}

func pending(t failing, v *feedback.Visit) (links []feedback.LinkID, themes []feedback.ThemeID) {
	t.Helper()
	for l, err := range v.PendingLinks(t.Context(), feedback.LinkQuery{}) {
		if err != nil {
			t.Fatalf("pending links: got error %v", err)
		}
		links = append(links, l.ID)
	}
	for th, err := range v.PendingThemes(t.Context(), feedback.ThemeQuery{}) {
		if err != nil {
			t.Fatalf("pending themes: got error %v", err)
		}
		themes = append(themes, th.ID)
	}
	return links, themes
}

func judged(t failing, v *feedback.Visit, id feedback.ThemeID, to feedback.Standing) feedback.Theme {
	t.Helper()
	th, err := v.JudgeTheme(t.Context(), id, to)
	if err != nil {
		t.Fatalf("judge theme: got error %v", err)
	}
	return th
}

func themeOf(t failing, v *feedback.Visit, id feedback.ThemeID) feedback.Theme {
	t.Helper()
	all, err := relationship.Collect(v.Themes(t.Context(), feedback.ThemeQuery{IDs: []feedback.ThemeID{id}}))
	if err != nil || len(all) != 1 {
		t.Fatalf("theme: got %v, error %v", all, err)
	}
	return all[0]
}

func TestWhatIsSuggestedCountsOnlyOnceItIsAccepted(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	a, b := h.shared(t, "ann", feedback.Complaint, "so cold"), h.shared(t, "bob", feedback.Complaint, "cold soup")
	made := suggested(t, h.staff(), proposal("t-cold", a.ID, b.ID))
	if len(made.Themes) != 1 || len(made.Links) != 2 || made.Links[0].By != "" || made.Links[0].Standing != feedback.Suggested ||
		made.Themes[0].Standing != feedback.Suggested || made.Themes[0].At != h.Now() || made.Themes[0].Score != sure(.4) {
		t.Fatalf("got %+v", made)
	}
	if links, themes := pending(t, h.staff()); len(links) != 2 || !slices.Equal(themes, []feedback.ThemeID{"t-cold"}) {
		t.Errorf("got pending %v and %v", links, themes)
	}
	if links, themes := pending(t, h.as("ann")); len(links)+len(themes) > 0 {
		t.Errorf("a customer sees pending %v and %v", links, themes)
	}
	if got := under(t, h.staff(), "t-cold"); len(got) > 0 {
		t.Errorf("what is suggested counts: got %v", got)
	}
	if _, err := relationship.Collect(h.as("ann").ItemsUnder(t.Context(), "t-cold")); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("a customer asks for a theme that does not stand: got error %v", err)
	}
	h.advance(time.Hour)
	if th := judged(t, h.staff(), "t-cold", feedback.Stands); th.By != "staff" || th.At != h.Now() || th.Why == "" {
		t.Errorf("got %+v, want one judged by staff now, with its reason", th)
	}
	if got := under(t, h.staff(), "t-cold"); len(got) != 2 {
		t.Errorf("accepted: got %v, want both items", got)
	}
	if links, themes := pending(t, h.staff()); len(links)+len(themes) > 0 {
		t.Errorf("accepted: %v and %v are pending", links, themes)
	}
}

func TestAThemeThatDoesNotStandTakesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.shared(t, "ann", feedback.Complaint, "so cold")
	suggested(t, h.staff(), proposal("t-cold", it.ID))
	h.theme(t, "warm")
	change, err := h.staff().PutChange(t.Context(), feedback.Change{Text: "heat"})
	allWell(t, err)
	link := feedback.LinkIDFor(it.ID.Ref(), 0, feedback.ThemeID("t-cold").Ref())
	for name, do := range map[string]func() error{
		"Theme, linked": func() error {
			_, err := h.staff().PutLink(t.Context(), feedback.Link{From: it.ID.Ref(), To: feedback.ThemeID("t-cold").Ref()})
			return err
		},
		"Theme, linked to a change": func() error {
			_, err := h.staff().PutLink(t.Context(), feedback.Link{From: feedback.ThemeID("t-cold").Ref(), To: change.ID.Ref()})
			return err
		},
		"Theme, an accepted link": func() error { _, err := h.staff().JudgeLink(t.Context(), link, feedback.Stands); return err },
		"Theme, merged":           func() error { return h.staff().MergeThemes(t.Context(), "warm", "t-cold") },
		"Theme, merged into":      func() error { return h.staff().MergeThemes(t.Context(), "t-cold", "warm") },
		"Theme, a new item": func() error {
			_, err := h.staff().Leave(t.Context(), feedback.Item{Kind: feedback.Idea, Text: "x"}, feedback.ThemeID("t-cold").Ref())
			return err
		},
		"Shown, shared": func() error {
			th := themeOf(t, h.staff(), "t-cold")
			th.Shown = feedback.Shared
			_, err := h.staff().PutTheme(t.Context(), th)
			return err
		},
		"Standing, put": func() error {
			th := themeOf(t, h.staff(), "t-cold")
			th.Standing = feedback.Stands
			_, err := h.staff().PutTheme(t.Context(), th)
			return err
		},
		"Standing, a new one": func() error {
			_, err := h.staff().PutTheme(t.Context(), feedback.Theme{Name: "x", Standing: feedback.Suggested})
			return err
		},
		"Standing, of no such": func() error { _, err := h.staff().JudgeTheme(t.Context(), "t-cold", "maybe"); return err },
		"Standing, stood":      func() error { _, err := h.staff().JudgeTheme(t.Context(), "warm", feedback.Dismissed); return err },
		"Standing, expires":    func() error { _, err := h.staff().JudgeTheme(t.Context(), "warm", feedback.Expired); return err },
	} {
		field, _, _ := strings.Cut(name, ",")
		mustBreak(t, do(), field)
	}
	rows := []feedback.Row{{Line: 1, Author: "bob", Kind: feedback.Idea, Text: "x", At: h.Now(), Theme: "cold"}}
	_, err = h.staff().Import(t.Context(), func(yield func(feedback.Row, error) bool) { yield(rows[0], nil) }, feedback.ImportConfig{Source: "file"})
	allWell(t, err)
	if got := under(t, h.staff(), "t-cold"); len(got) > 0 {
		t.Errorf("an import puts %v under a theme that does not stand", got)
	}
	// A name can be found for it before.
	th := themeOf(t, h.staff(), "t-cold")
	th.Name, th.Why, th.Maker = "a cold house", "", "me"
	th, err = h.staff().PutTheme(t.Context(), th)
	if err != nil || th.Name != "a cold house" || th.Why == "" || th.Maker != "test/1" {
		t.Errorf("got %+v, error %v, want the name changed and nothing else", th, err)
	}
}

func TestWhatComesTooLateIsLeftOut(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.shared(t, "ann", feedback.Complaint, "so cold")
	for _, id := range []feedback.ThemeID{"one", "two", "three"} {
		h.theme(t, id)
	}
	l := h.linked(t, it.ID.Ref(), feedback.ThemeID("one").Ref())
	_, err := h.staff().JudgeLink(t.Context(), l.ID, feedback.Dismissed)
	allWell(t, err)
	allWell(t, h.staff().MergeThemes(t.Context(), "two", "one"))
	got := suggested(t, h.staff(), feedback.Suggestions{
		Links: []feedback.Link{
			hinted(it.ID, "one"), hinted(it.ID, "two"), // the same theme by now
			hinted("gone", "three"), hinted(it.ID, "gone"), {From: it.ID.Ref(), Point: 1, To: feedback.ThemeID("three").Ref()},
			hinted(it.ID, "three"), hinted(it.ID, "three"),
		},
		Themes: proposal("new", "gone").Themes,
		Items:  []feedback.Item{{ID: "gone", Guesses: []feedback.Guess{{Kind: feedback.Idea}}}},
	})
	if len(got.Links) != 1 || got.Links[0].To.ID != "three" || got.Links[0].Point != 0 || len(got.Themes) != 1 || len(got.Items) != 0 {
		t.Errorf("got %+v, want a link to three and a theme", got)
	}
	if got := suggested(t, h.staff(), proposal("other", "gone")); len(got.Themes)+len(got.Links) > 0 {
		t.Errorf("all that would come under a theme is gone: got %+v", got)
	}
	judged(t, h.staff(), "new", feedback.Dismissed)
	if got := suggested(t, h.staff(), proposal("new", it.ID)); len(got.Themes)+len(got.Links) > 0 {
		t.Errorf("a theme was dismissed: got %+v", got)
	}
}

func TestGuessesStandBesideWhatTheAuthorChose(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.shared(t, "ann", feedback.Compliment, "Lovely. Please add a hook.")
	guess := func(it feedback.Item, g ...feedback.Guess) (feedback.Suggestions, error) {
		it.Guesses = g
		return h.staff().Suggest(t.Context(), feedback.Suggestions{Items: []feedback.Item{it}})
	}
	guesses := []feedback.Guess{
		{Kind: feedback.Idea, Score: sure(.8), Why: "please add", Maker: "test/1"}, {Text: "Lovely.", Kind: feedback.Compliment},
	}
	got, err := guess(it, guesses...)
	if err != nil || len(got.Items) != 1 {
		t.Fatalf("got %+v, error %v", got, err)
	}
	staff, err := h.staff().Item(t.Context(), it.ID)
	if diff := cmp.Diff(guesses, staff.Guesses); err != nil || diff != "" || staff.Kind != feedback.Compliment {
		t.Errorf("got %v, error %v (-want +got):\n%s", staff.Kind, err, diff)
	}
	for _, who := range []feedback.PartyID{"ann", "bob", ""} {
		if seen, err := h.as(who).Item(t.Context(), it.ID); err != nil || seen.Guesses != nil {
			t.Errorf("%q sees guesses %v, error %v", who, seen.Guesses, err)
		}
	}
	last := having[feedback.Seq](t)(h.Last(t.Context()))
	if again, err := guess(it, guesses...); err != nil || len(again.Items) > 0 {
		t.Errorf("the same guesses again: got %+v, error %v", again, err)
	}
	if _, err := h.as("ann").Edit(t.Context(), it.ID, "Lovely."); err != nil {
		t.Fatal(err)
	}
	if late, err := guess(it, guesses...); err != nil || len(late.Items) > 0 {
		t.Errorf("guesses of what it said before: got %+v, error %v", late, err)
	}
	if staff, err = h.staff().Item(t.Context(), it.ID); err != nil || staff.Guesses != nil {
		t.Errorf("after an edit: got guesses %v, error %v", staff.Guesses, err)
	}
	own, err := h.as("bob").Leave(t.Context(), feedback.Item{Kind: feedback.Idea, Text: "x", Guesses: guesses})
	allWell(t, err)
	if left, err := h.staff().Item(t.Context(), own.ID); err != nil || left.Guesses != nil {
		t.Errorf("an author guesses: got %v, error %v", left.Guesses, err)
	}
	for field, g := range map[string]feedback.Guess{
		"Items[0].Guesses[0].Kind":  {Kind: "rant"},
		"Items[0].Guesses[0].Point": {Kind: feedback.Idea, Point: 1},
		"Items[0].Guesses[0].Score": {Kind: feedback.Idea, Score: relationship.Estimate{Value: 2, Low: 2, High: 2, Basis: relationship.Guessed}},
	} {
		_, err := guess(staff, g)
		if op, ok := errors.AsType[*relationship.OpError](err); !ok || !errors.Is(err, feedback.ErrInvalid) || op.Field[:len(field)] != field {
			t.Errorf("got error %v, want a broken rule of %s", err, field)
		}
	}
	// That somebody guesses is no news to those who follow.
	if d, err := h.Digests(t.Context(), last); err != nil || len(d.Each) > 0 {
		t.Errorf("got news %+v, error %v", d.Each, err)
	}
}

func TestSuggestingTakesStaff(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.shared(t, "ann", feedback.Idea, "x")
	h.theme(t, "open")
	for field, s := range map[string]feedback.Suggestions{
		"Themes[0].Viewer":    proposal("new"),
		"Links[0].Viewer":     {Links: []feedback.Link{hinted(it.ID, "open")}},
		"Items[0].Viewer":     {Items: []feedback.Item{it}},
		"Links[0].To.Noun":    {Links: []feedback.Link{{From: it.ID.Ref(), To: it.ID.Ref()}}},
		"Links[0].From.Noun":  {Links: []feedback.Link{{From: feedback.ThemeID("open").Ref(), To: it.ID.Ref()}}},
		"Links[0].Point":      {Links: []feedback.Link{{From: it.ID.Ref(), Point: -1, To: feedback.ThemeID("open").Ref()}}},
		"Links[0].To.ID":      {Links: []feedback.Link{hinted(it.ID, "")}},
		"Themes[0].ID":        {Themes: []feedback.Theme{{Name: "x"}}},
		"Themes[0].Name":      {Themes: []feedback.Theme{{ID: "x"}}},
		"Themes[0].Score.Low": {Themes: []feedback.Theme{{ID: "x", Name: "x", Score: relationship.Estimate{Value: .5, Low: .7, High: 1, Basis: relationship.Guessed}}}},
	} {
		_, err := h.as("ann").Suggest(t.Context(), s)
		if field == "Themes[0].Score.Low" {
			if !errors.Is(err, feedback.ErrInvalid) {
				t.Errorf("got error %v", err)
			}
			continue
		}
		mustBreak(t, err, field)
	}
	if _, err := h.as("ann").JudgeTheme(t.Context(), "open", feedback.Stands); !errors.Is(err, feedback.ErrInvalid) {
		t.Errorf("a customer judges: got error %v", err)
	}
}

func TestSuggestionsThatNobodyLookedAtExpire(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	var items []feedback.ItemID
	for i := range 3 {
		items = append(items, h.shared(t, "ann", feedback.Idea, fmt.Sprint("cold ", i)).ID)
	}
	h.theme(t, "open")
	suggested(t, h.staff(), proposal("old", items[0], items[1]))
	suggested(t, h.staff(), feedback.Suggestions{Links: []feedback.Link{hinted(items[2], "open")}})
	h.advance(time.Hour)
	suggested(t, h.staff(), proposal("young", items[0], items[1]))
	if n, err := h.as("ann").Expire(t.Context(), h.Now()); n != 0 || err != nil {
		t.Errorf("a customer: got %d expired, error %v", n, err)
	}
	n, err := h.staff().Expire(t.Context(), h.Now())
	if n != 4 || err != nil {
		t.Errorf("got %d expired, error %v, want 3 links and a theme", n, err)
	}
	if links, themes := pending(t, h.staff()); len(links) != 2 || !slices.Equal(themes, []feedback.ThemeID{"young"}) {
		t.Errorf("got pending %v and %v", links, themes)
	}
	if n, err := h.staff().Expire(t.Context(), h.Now()); n != 0 || err != nil {
		t.Errorf("again: got %d expired, error %v", n, err)
	}
	again := suggested(t, h.staff(), feedback.Suggestions{Links: []feedback.Link{hinted(items[2], "open")}})
	if len(again.Links) > 0 {
		t.Errorf("what expired is suggested again: %+v", again)
	}
	if th := judged(t, h.staff(), "old", feedback.Stands); th.Standing != feedback.Stands {
		t.Errorf("accepted late: got %+v", th)
	}
}

// Whatever is suggested, judged, merged and un-merged in whatever order: what was dismissed is never a suggestion
// again, what stands is never touched, and suggesting twice is suggesting once.
func TestADismissedSuggestionNeverComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := playThemes(t, feedback.Config{})
		proposed := []feedback.ThemeID{"p0", "p1"}
		all := slices.Concat(p.themes, proposed)
		var before map[feedback.LinkID]feedback.Standing
		kept := func() {
			now := map[feedback.LinkID]feedback.Standing{}
			for l, err := range p.staff().Links(t.Context(), feedback.LinkQuery{}) {
				allWell(t, err)
				now[l.ID] = l.Standing
			}
			for id, s := range before {
				if now[id] == feedback.Suggested && s != feedback.Suggested {
					t.Fatalf("a link that was %q is suggested again", s)
				}
			}
			before = now
		}
		for range rapid.IntRange(1, 15).Draw(t, "steps") {
			id := rapid.SampledFrom(all).Draw(t, "theme")
			it := rapid.SampledFrom(p.items).Draw(t, "item")
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0:
				s := feedback.Suggestions{Links: []feedback.Link{hinted(it, id)}}
				suggested(t, p.staff(), s)
				if again := suggested(t, p.staff(), s); len(again.Links) > 0 {
					t.Fatalf("suggested twice: %+v", again)
				}
			case 1:
				s := proposal(rapid.SampledFrom(proposed).Draw(t, "proposed"), p.items...)
				suggested(t, p.staff(), s)
				if again := suggested(t, p.staff(), s); len(again.Links)+len(again.Themes) > 0 {
					t.Fatalf("proposed twice: %+v", again)
				}
			case 2: // what is not there, or would break a rule, changes nothing
				to := rapid.SampledFrom([]feedback.Standing{feedback.Stands, feedback.Dismissed, feedback.Expired}).Draw(t, "to")
				_, _ = p.staff().JudgeTheme(t.Context(), id, to)
				_, _ = p.staff().JudgeLink(t.Context(), feedback.LinkIDFor(it.Ref(), 0, id.Ref()), to)
			case 3:
				p.try(t, map[feedback.ThemeID]feedback.ThemeID{})
			case 4:
				p.advance(time.Hour)
				having[int](t)(p.staff().Expire(t.Context(), p.Now().Add(-time.Minute)))
			}
			kept()
		}
		for _, id := range proposed {
			standing := feedback.Stands
			for th, err := range p.staff().Themes(t.Context(), feedback.ThemeQuery{IDs: []feedback.ThemeID{id}}) {
				allWell(t, err)
				standing = th.Standing
			}
			if standing != feedback.Stands && len(under(t, p.staff(), id)) > 0 {
				t.Fatalf("items count under %s, which is %q", id, standing)
			}
		}
	})
}

// Judging at the same moment as others judge and suggest loses nothing.
func TestASuggestionIsMadeAndJudgedAtOnce(t *testing.T) {
	t.Parallel()
	h, meeting := meeting(feedback.Config{})
	it := h.shared(t, "ann", feedback.Idea, "cold")
	suggested(t, h.staff(), proposal("t", it.ID))
	id := feedback.LinkIDFor(it.ID.Ref(), 0, feedback.ThemeID("t").Ref())
	slow := meeting(func() {
		_, err := h.staff().JudgeLink(t.Context(), id, feedback.Dismissed)
		allWell(t, err)
	})
	judged(t, slow.staff(), "t", feedback.Stands)
	if got := under(t, h.staff(), "t"); len(got) > 0 {
		t.Errorf("what was dismissed before is accepted with the theme: %v", got)
	}
	slow = meeting(func() { suggested(t, h.staff(), proposal("u", it.ID)) })
	if got := suggested(t, slow.staff(), proposal("u", it.ID)); len(got.Themes)+len(got.Links) > 0 {
		t.Errorf("proposed by two at once: the second got %+v", got)
	}
}
