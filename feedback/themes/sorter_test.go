package themes_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/themes"
	"github.com/kithcrm/kith/relationship"
)

// A shop is a café with a clock that goes on by a minute each time it is asked.
type shop struct {
	*feedback.Cafe
	store feedback.Store
	mu    sync.Mutex
	now   time.Time
}

func newShop(store feedback.Store) *shop {
	s := &shop{store: store, now: time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)}
	s.Cafe = feedback.New(store, feedback.Config{Now: func() time.Time {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.now = s.now.Add(time.Minute)
		return s.now
	}})
	return s
}

func staffed() feedback.Viewer {
	return feedback.Viewer{Party: "staff", MayOpen: func(feedback.Ref) bool { return true }}
}

func (s *shop) staff() *feedback.Visit { return s.For(staffed()) }

func (s *shop) left(t testing.TB, id feedback.ItemID, by feedback.PartyID, kind feedback.Kind, text string) {
	t.Helper()
	_, err := s.For(feedback.Viewer{Party: by}).Leave(t.Context(), feedback.Item{ID: id, Kind: kind, Text: text})
	well(t, err)
}

func (s *shop) sorter(t testing.TB, cfg themes.SorterConfig) *themes.Sorter {
	t.Helper()
	sorter, err := themes.Open(t.Context(), s.Cafe, staffed(), cfg)
	well(t, err)
	return sorter
}

func well(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("got error %v", err)
	}
}

// batteries is a shop in which two themes have items, and four more speak of a third.
func batteries(t testing.TB) *shop {
	s := newShop(new(feedback.Memory))
	for i, text := range []string{
		"The battery drains overnight", "Battery life is short", "The battery is empty by noon",
		"The screen is too dark", "The screen flickers", "I cannot read the dark screen",
	} {
		theme := feedback.ThemeID("battery")
		if i > 2 {
			theme = "screen"
		}
		id := feedback.ItemID(fmt.Sprint("known-", i))
		s.left(t, id, feedback.PartyID(fmt.Sprint("a", i)), feedback.Complaint, text)
		if i%3 == 0 {
			_, err := s.staff().PutTheme(t.Context(), feedback.Theme{ID: theme, Name: string(theme) + " trouble"})
			well(t, err)
		}
		_, err := s.staff().PutLink(t.Context(), feedback.Link{From: id.Ref(), To: theme.Ref()})
		well(t, err)
	}
	for i, text := range []string{
		"Delivery was late", "My delivery came late", "A late delivery again", "Your delivery is always late",
	} {
		s.left(t, feedback.ItemID(fmt.Sprint("late-", i)), feedback.PartyID(fmt.Sprint("b", i)), feedback.Complaint, text)
	}
	return s
}

func suggestedBy(t testing.TB, s *themes.Sorter, items ...feedback.ItemID) feedback.Suggestions {
	t.Helper()
	got, err := s.Suggest(t.Context(), items...)
	well(t, err)
	return got
}

func proposedBy(t testing.TB, s *themes.Sorter) feedback.Suggestions {
	t.Helper()
	got, err := s.Propose(t.Context())
	well(t, err)
	return got
}

func TestASuggestionOfASorterWaitsWithItsReasonAndIsNotRepeated(t *testing.T) {
	t.Parallel()
	shop := batteries(t)
	sorter := shop.sorter(t, themes.SorterConfig{})
	shop.left(t, "new", "carl", feedback.Complaint, "Please make the battery last. It drains.")
	got := suggestedBy(t, sorter, "new")
	if len(got.Links) != 1 || len(got.Items) != 1 {
		t.Fatalf("got %+v, want a theme and guesses", got)
	}
	l, it := got.Links[0], got.Items[0]
	if l.To.ID != "battery" || l.Standing != feedback.Suggested || l.By != "" || !strings.HasPrefix(l.Why, "also said by 3 others: ") ||
		!strings.HasPrefix(l.Maker, "kith/themes ") || l.Score.Value < .15 {
		t.Errorf("got %+v", l)
	}
	if it.Kind != feedback.Complaint || len(it.Guesses) == 0 || it.Guesses[0].Kind != feedback.Idea || it.Guesses[0].Why == "" || it.Guesses[0].Maker == "" {
		t.Errorf("got %+v, want a complaint that seems to be an idea", it)
	}
	if again := suggestedBy(t, sorter); len(again.Links)+len(again.Themes) != 0 {
		t.Errorf("suggested again: %+v", again)
	}
	_, err := shop.staff().JudgeLink(t.Context(), l.ID, feedback.Dismissed)
	well(t, err)
	// Neither by the same sorter nor by another, whatever is learnt, merged and said meanwhile.
	_, err = shop.staff().PutTheme(t.Context(), feedback.Theme{ID: "power", Name: "power"})
	well(t, err)
	well(t, shop.staff().MergeThemes(t.Context(), "power", "battery"))
	_, err = shop.For(feedback.Viewer{Party: "carl"}).Edit(t.Context(), "new", "The battery drains overnight",
		feedback.Point{Kind: feedback.Complaint, Text: "The battery drains overnight"})
	well(t, err)
	for _, s := range []*themes.Sorter{sorter, shop.sorter(t, themes.SorterConfig{})} {
		if again := suggestedBy(t, s, "new"); len(again.Links) > 0 {
			t.Errorf("suggested after it was dismissed: %+v", again.Links)
		}
	}
	shop.left(t, "newer", "dora", feedback.Complaint, "The battery drains overnight")
	if got := suggestedBy(t, sorter, "newer"); len(got.Links) != 1 || got.Links[0].To.ID != "power" {
		t.Errorf("got %+v, want the theme that the battery is merged into", got.Links)
	}
}

func TestAProposedThemeWaitsWithItsItemsAndIsProposedOnce(t *testing.T) {
	t.Parallel()
	shop := batteries(t)
	sorter := shop.sorter(t, themes.SorterConfig{})
	got := proposedBy(t, sorter)
	if len(got.Themes) != 1 || len(got.Links) != 4 {
		t.Fatalf("got %+v, want one theme with four items", got)
	}
	th := got.Themes[0]
	if !strings.Contains(th.Name, "deliver") || th.Standing != feedback.Suggested || !strings.HasPrefix(th.Why, "in 4 items: ") || th.Score.Value <= 0 {
		t.Errorf("got %+v", th)
	}
	if again := proposedBy(t, sorter); len(again.Themes) > 0 {
		t.Errorf("proposed while it waits: %+v", again.Themes)
	}
	_, err := shop.staff().JudgeTheme(t.Context(), th.ID, feedback.Dismissed)
	well(t, err)
	for i := range 6 { // there is more and more to say for it
		shop.left(t, feedback.ItemID(fmt.Sprint("later-", i)), feedback.PartyID(fmt.Sprint("c", i)), feedback.Complaint, fmt.Sprint("Late, late delivery number ", i))
		for _, s := range []*themes.Sorter{sorter, shop.sorter(t, themes.SorterConfig{})} {
			if again := proposedBy(t, s); len(again.Themes) > 0 {
				t.Fatalf("proposed after it was dismissed: %+v", again.Themes)
			}
		}
	}
}

// A group that somebody said no to does not come back under another name when more join it.
func TestADismissedProposalDoesNotComeBackUnderAnotherName(t *testing.T) {
	t.Parallel()
	shop := batteries(t)
	first := proposedBy(t, shop.sorter(t, themes.SorterConfig{})).Themes[0]
	_, err := shop.staff().JudgeTheme(t.Context(), first.ID, feedback.Dismissed)
	well(t, err)
	for i := range 4 {
		shop.left(t, feedback.ItemID(fmt.Sprint("parcel-", i)), feedback.PartyID(fmt.Sprint("c", i)), feedback.Complaint, "Late delivery of a parcel")
	}
	var said []themes.Said
	for it, err := range shop.staff().Items(t.Context(), feedback.ItemQuery{}) {
		well(t, err)
		if strings.HasPrefix(string(it.ID), "late-") || strings.HasPrefix(string(it.ID), "parcel-") {
			said = append(said, themes.Said{Item: it.ID, Text: it.Text, By: it.Author})
		}
	}
	proposals, err := themes.Propose(said, themes.ProposeConfig{})
	if err != nil || len(proposals) != 1 || proposals[0].Name == first.Name {
		t.Fatalf("got %+v, error %v, want one proposal of another name than %q", proposals, err, first.Name)
	}
	if got := proposedBy(t, shop.sorter(t, themes.SorterConfig{})); len(got.Themes) > 0 {
		t.Errorf("got %+v", got.Themes)
	}
}

func TestAnAcceptedThemeTakesWhatIsSaidNext(t *testing.T) {
	t.Parallel()
	shop := batteries(t)
	sorter := shop.sorter(t, themes.SorterConfig{})
	th, err := shop.staff().JudgeTheme(t.Context(), proposedBy(t, sorter).Themes[0].ID, feedback.Stands)
	well(t, err)
	items, err := relationship.Collect(shop.staff().ItemsUnder(t.Context(), th.ID))
	if err != nil || len(items) != 4 {
		t.Fatalf("got %d items under it, error %v, want 4", len(items), err)
	}
	shop.left(t, "new", "carl", feedback.Complaint, "late delivery")
	if got := suggestedBy(t, sorter, "new"); len(got.Links) != 1 || got.Links[0].To != th.ID.Ref() {
		t.Errorf("got %+v, want the accepted theme", got.Links)
	}
}

func TestWordsOfOnePersonNameNoTheme(t *testing.T) {
	t.Parallel()
	shop := newShop(new(feedback.Memory))
	for i := range 4 {
		shop.left(t, feedback.ItemID(fmt.Sprint("own-", i)), "ann", feedback.Complaint, "Herr Müllerstein is my neighbour")
	}
	if got := proposedBy(t, shop.sorter(t, themes.SorterConfig{})); len(got.Themes) > 0 {
		t.Errorf("got %+v of what one person says", got.Themes)
	}
}

func TestSimilarItemsAreShownAsFarAsTheViewerSeesThem(t *testing.T) {
	t.Parallel()
	shop := batteries(t)
	sorter := shop.sorter(t, themes.SorterConfig{})
	cafe := feedback.New(shop.store, feedback.Config{Similar: sorter.Similar})
	similar := func(v feedback.Viewer, text string) []feedback.ItemID {
		t.Helper()
		items, err := cafe.For(v).Similar(t.Context(), feedback.Item{ID: "late-0", Text: text})
		well(t, err)
		var ids []feedback.ItemID
		for _, it := range items {
			ids = append(ids, it.ID)
		}
		return ids
	}
	if got := similar(feedback.Viewer{Party: "carl"}, "battery"); len(got) > 0 {
		t.Errorf("a customer sees %v, which are private", got)
	}
	_, err := shop.staff().Approve(t.Context(), "known-1")
	well(t, err)
	if got := similar(feedback.Viewer{Party: "carl"}, "battery li"); !slices.Equal(got, []feedback.ItemID{"known-1"}) {
		t.Errorf("a customer sees %v, want the one that is shared", got)
	}
	if got := similar(staffed(), "late delivery"); len(got) != 3 || slices.Contains(got, "late-0") {
		t.Errorf("staff sees %v, want three, without the item itself", got)
	}
	if got := similar(staffed(), ""); len(got) > 0 {
		t.Errorf("nothing is said yet: got %v", got)
	}
	_, err = shop.staff().Hide(t.Context(), "known-1", "a reason")
	well(t, err)
	_, err = sorter.Refresh(t.Context())
	well(t, err)
	if got, err := sorter.Similar(t.Context(), feedback.Item{Text: "battery"}); err != nil || slices.Contains(got, "known-1") {
		t.Errorf("got %v, error %v, want nothing hidden", got, err)
	}
}

func TestRefreshSaysWhatItDid(t *testing.T) {
	t.Parallel()
	shop := batteries(t)
	sorter := shop.sorter(t, themes.SorterConfig{})
	refreshed := func(want themes.Refreshed) {
		t.Helper()
		if got, err := sorter.Refresh(t.Context()); err != nil || got != want {
			t.Errorf("got %+v, error %v, want %+v", got, err, want)
		}
	}
	refreshed(themes.Refreshed{})
	shop.left(t, "praise", "carl", feedback.Compliment, "I like it")
	refreshed(themes.Refreshed{Items: 1, Trained: true})
	if sorter.Model().Learnt(feedback.Compliment) != 1 {
		t.Error("it has not learnt from what is new")
	}
	_, err := shop.staff().Move(t.Context(), "praise", feedback.Move{To: feedback.Understood})
	well(t, err)
	refreshed(themes.Refreshed{Items: 1})
	_, err = shop.staff().Approve(t.Context(), "praise")
	well(t, err)
	_, err = shop.staff().Hide(t.Context(), "praise", "a reason")
	well(t, err)
	refreshed(themes.Refreshed{Gone: 1, Trained: true})
	_, err = shop.Erase(t.Context(), "a0")
	well(t, err)
	got, err := sorter.Refresh(t.Context())
	if err != nil || !got.Anew || got.Gone != 1 || got.Items != 9 {
		t.Errorf("after an erasure: got %+v, error %v", got, err)
	}
}

func TestASorterOfAStoreWithoutHistoryReadsAllAnew(t *testing.T) {
	t.Parallel()
	shop := newShop(struct{ feedback.Store }{new(feedback.Memory)})
	sorter := shop.sorter(t, themes.SorterConfig{})
	shop.left(t, "one", "ann", feedback.Idea, "a hook by the door")
	got, err := sorter.Refresh(t.Context())
	if err != nil || got != (themes.Refreshed{Items: 1, Anew: true}) {
		t.Errorf("got %+v, error %v", got, err)
	}
	if ids, err := sorter.Similar(t.Context(), feedback.Item{Text: "hook"}); err != nil || len(ids) != 1 {
		t.Errorf("got %v, error %v", ids, err)
	}
}

func TestASorterGuessesNoKindThatTheAuthorChose(t *testing.T) {
	t.Parallel()
	shop := newShop(new(feedback.Memory))
	sorter := shop.sorter(t, themes.SorterConfig{})
	shop.left(t, "right", "ann", feedback.Complaint, "The door is broken")
	shop.left(t, "wrong", "ann", feedback.Idea, "The door is broken")
	if got := suggestedBy(t, sorter); len(got.Items) != 1 || got.Items[0].ID != "wrong" || got.Items[0].Guesses[0].Kind != feedback.Complaint {
		t.Errorf("got %+v, want a guess of the other kind only", got.Items)
	}
	// Its author now chooses what was guessed.
	_, err := shop.For(feedback.Viewer{Party: "ann"}).Edit(t.Context(), "wrong", "The door is broken",
		feedback.Point{Kind: feedback.Complaint, Text: "The door is broken"})
	well(t, err)
	got := suggestedBy(t, sorter)
	for _, it := range got.Items {
		for _, g := range it.Guesses {
			if g.Point > 0 {
				t.Errorf("got %+v of a point of that kind", g)
			}
		}
	}
}

func TestNilIsRefusedOrHoldsNothing(t *testing.T) {
	t.Parallel()
	_, err := themes.Open(t.Context(), nil, feedback.Viewer{MayOpen: func(feedback.Ref) bool { return true }}, themes.SorterConfig{})
	refused(t, err, "cafe")
	var x themes.Index
	var s themes.Shelves
	var c themes.Collection
	x.Merge(nil)
	s.Merge(nil)
	c.Merge(nil)
	if fits, err := s.Suggest("a door", 1); x.Len() != 0 || c.Len() != 0 || len(fits) != 0 || err != nil {
		t.Errorf("got %d, %d and %v, error %v, want nothing", x.Len(), c.Len(), fits, err)
	}
}

func TestASorterSortsWhatItsViewerMayOpen(t *testing.T) {
	t.Parallel()
	shop := batteries(t)
	for i := range 2 {
		id := feedback.ItemID(fmt.Sprint("late-", i))
		_, err := shop.staff().Approve(t.Context(), id)
		well(t, err)
	}
	clerk := feedback.Viewer{Party: "clerk", MayOpen: func(r feedback.Ref) bool { return r.ID != "late-0" && r.ID != "known-0" }}
	sorter, err := themes.Open(t.Context(), shop.Cafe, clerk, themes.SorterConfig{})
	well(t, err)
	shop.left(t, "hook", "carl", feedback.Complaint, "Please add a coat hook")
	got := suggestedBy(t, sorter)
	for _, it := range got.Items {
		if it.ID == "late-0" || it.ID == "known-0" {
			t.Errorf("got guesses of %s", it.ID)
		}
	}
	if len(got.Items) == 0 {
		t.Error("got no guesses at all")
	}
	if p := proposedBy(t, sorter); len(p.Links) != 3 {
		t.Errorf("got %+v, want a theme of the three others", p)
	}
}

func TestBadSettingsOfASorterAreRefused(t *testing.T) {
	t.Parallel()
	cafe := newShop(new(feedback.Memory)).Cafe
	for field, cfg := range map[string]themes.SorterConfig{
		"SorterConfig.Themes":  {Themes: 101},
		"SorterConfig.Others":  {Others: -1},
		"SorterConfig.Similar": {Similar: -1},
		"SorterConfig.Sure":    {Sure: 1.1},
		"SorterConfig.Alike":   {Alike: -.1},
		"Config.Passes":        {Learning: themes.Config{Passes: -1}},
		"ProposeConfig.Items":  {Proposing: themes.ProposeConfig{Items: 1}},
	} {
		_, err := themes.Open(t.Context(), cafe, staffed(), cfg)
		refused(t, err, field)
	}
	_, err := themes.Open(t.Context(), cafe, feedback.Viewer{Party: "ann"}, themes.SorterConfig{})
	refused(t, err, "viewer")
	empty, err := themes.Open(t.Context(), cafe, staffed(), themes.SorterConfig{})
	well(t, err)
	if got := suggestedBy(t, empty); len(got.Links)+len(got.Items) > 0 {
		t.Errorf("of an empty café: got %+v", got)
	}
	if got := proposedBy(t, empty); len(got.Themes) > 0 {
		t.Errorf("of an empty café: got %+v", got)
	}
	_, err = empty.Similar(t.Context(), feedback.Item{Text: "\xff"})
	refused(t, err, "text")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := empty.Refresh(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got error %v", err)
	}
}

func TestProgressIsTold(t *testing.T) {
	t.Parallel()
	shop := batteries(t)
	var told []int
	sorter := shop.sorter(t, themes.SorterConfig{Progress: func(n int) { told = append(told, n) }})
	suggestedBy(t, sorter)
	if len(told) == 0 || told[len(told)-1] != 10 {
		t.Errorf("got %v, want 10 in the end", told)
	}
}

// Several sorters of one café may work at the same moment, while it is asked what is similar.
func TestTwoSortersAtOnceDoNoHarm(t *testing.T) {
	t.Parallel()
	shop := batteries(t)
	sorters := []*themes.Sorter{shop.sorter(t, themes.SorterConfig{}), shop.sorter(t, themes.SorterConfig{})}
	for i := range 20 {
		shop.left(t, feedback.ItemID(fmt.Sprint("more-", i)), feedback.PartyID(fmt.Sprint("m", i)), feedback.Complaint, fmt.Sprint("the battery drains, says ", i))
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	seen := map[feedback.LinkID]int{}
	named := map[feedback.ThemeID]int{}
	for i := range 6 {
		all.Go(func() {
			s := sorters[i%2]
			got, err := s.Suggest(t.Context())
			more, err2 := s.Propose(t.Context())
			_, err3 := s.Similar(t.Context(), feedback.Item{Text: "battery"})
			if err := errors.Join(err, err2, err3); err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			for _, l := range slices.Concat(got.Links, more.Links) {
				seen[l.ID]++
			}
			for _, th := range more.Themes {
				named[th.ID]++
			}
		})
	}
	all.Wait()
	for id, n := range seen {
		if n > 1 {
			t.Errorf("link %s is new %d times", id, n)
		}
	}
	for id, n := range named {
		if n > 1 {
			t.Errorf("theme %s is new %d times", id, n)
		}
	}
	if len(seen) != 24 || len(named) != 1 {
		t.Errorf("got %d links and %d themes, want 24 and 1", len(seen), len(named))
	}
}
