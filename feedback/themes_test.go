package feedback_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// A failing is what a test and a random case have in common.
type failing interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Context() context.Context
}

// atOnce does something n times at the same moment, and waits.
func atOnce(n int, do func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
}

// A between is a store with something that happens before a write: after what is written was read.
type between struct {
	*feedback.Memory
	before func()
}

func (b *between) Write(ctx context.Context, batch feedback.Batch) (feedback.Seq, error) {
	if b.before != nil {
		b.before()
	}
	return b.Memory.Write(ctx, batch)
}

// meeting returns a house, and one on the same store before the next write of which something happens,
// once.
func meeting(cfg feedback.Config) (house, func(meanwhile func()) house) {
	h := newHouse(cfg)
	return h, func(meanwhile func()) house {
		store := &between{Memory: h.store}
		store.before = func() {
			store.before = nil
			meanwhile()
		}
		cfg.Now = h.Now
		return house{Cafe: feedback.New(store, cfg), clock: h.clock, store: h.store}
	}
}

// theme creates a theme that all may see.
func (h house) theme(t failing, id feedback.ThemeID) feedback.Theme {
	t.Helper()
	theme, err := h.staff().PutTheme(t.Context(), feedback.Theme{ID: id, Name: "theme " + string(id), Shown: feedback.Shared})
	if err != nil {
		t.Fatalf("put theme: got error %v", err)
	}
	return theme
}

// linked puts something under something.
func (h house) linked(t failing, from, to feedback.Ref) feedback.Link {
	t.Helper()
	l, err := h.staff().PutLink(t.Context(), feedback.Link{From: from, To: to})
	if err != nil {
		t.Fatalf("put link: got error %v", err)
	}
	return l
}

// under returns the IDs of the items that a viewer sees under a theme.
func under(t failing, v *feedback.Visit, id feedback.ThemeID) []feedback.ItemID {
	t.Helper()
	var ids []feedback.ItemID
	for it, err := range v.ItemsUnder(t.Context(), id) {
		if err != nil {
			t.Fatalf("items under theme: got error %v", err)
		}
		ids = append(ids, it.ID)
	}
	return ids
}

func family(t failing, v *feedback.Visit, id feedback.ThemeID) []feedback.ThemeID {
	t.Helper()
	themes, err := v.ThemeFamily(t.Context(), id)
	if err != nil {
		t.Fatalf("family: got error %v", err)
	}
	var ids []feedback.ThemeID
	for _, theme := range themes {
		ids = append(ids, theme.ID)
	}
	return ids
}

func TestAThemeIsCreatedRenamedAndSharedByStaff(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	theme, err := h.staff().PutTheme(t.Context(), feedback.Theme{Name: "late trains"})
	if err != nil || theme.ID == "" || theme.Rev == 0 {
		t.Fatalf("got %+v, %v, want a theme with an ID and a revision", theme, err)
	}
	for _, err := range h.as("ann").ItemsUnder(t.Context(), theme.ID) {
		if !errors.Is(err, feedback.ErrNotFound) {
			t.Errorf("got error %v, want not found: it is private", err)
		}
	}
	theme.Name, theme.Shown = "late and cancelled trains", feedback.Shared
	if theme, err = h.staff().PutTheme(t.Context(), theme); err != nil {
		t.Fatal(err)
	}
	got := family(t, h.as("ann"), theme.ID)
	if want := []feedback.ThemeID{theme.ID}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPutThemeRefuses(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	a := h.theme(t, "a")
	hidden, err := h.staff().PutTheme(t.Context(), feedback.Theme{ID: "hidden", Name: "strikes"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		sentence string
		by       *feedback.Visit
		theme    feedback.Theme
		want     error
		field    string
	}{
		{"one that is there already", h.staff(), feedback.Theme{ID: "a", Name: "x"}, feedback.ErrExists, "ID"},
		{"one that changed since", h.staff(), feedback.Theme{ID: "a", Name: "x", Rev: a.Rev + 7}, feedback.ErrStale, "Rev"},
		{"to replace what is not there", h.staff(), feedback.Theme{ID: "b", Name: "x", Rev: 1}, feedback.ErrNotFound, ""},
		{"one without a name", h.staff(), feedback.Theme{ID: "b"}, feedback.ErrInvalid, "Name"},
		{"a merge by hand", h.staff(), feedback.Theme{ID: "a", Name: "x", Rev: a.Rev, MergedInto: "hidden"}, feedback.ErrInvalid, "MergedInto"},
		{"a customer", h.as("ann"), feedback.Theme{ID: "a", Name: "x", Rev: a.Rev}, feedback.ErrInvalid, "Viewer"},
		{"a customer who creates", h.as("ann"), feedback.Theme{ID: "hidden", Name: "x"}, feedback.ErrInvalid, "Viewer"},
		{"a customer who does not see it", h.as("ann"), feedback.Theme{ID: "hidden", Name: "x", Rev: hidden.Rev}, feedback.ErrNotFound, ""},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			_, err := c.by.PutTheme(t.Context(), c.theme)
			op, ok := errors.AsType[*relationship.OpError](err)
			if !errors.Is(err, c.want) || !ok || op.Field != c.field {
				t.Errorf("got error %v, want %v at field %q", err, c.want, c.field)
			}
		})
	}
}

func TestMergesRefuseCirclesAndSecondMerges(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	for _, id := range []feedback.ThemeID{"a", "b", "c", "d"} {
		h.theme(t, id)
	}
	merge := func(into feedback.ThemeID, themes ...feedback.ThemeID) error {
		return h.staff().MergeThemes(t.Context(), into, themes...)
	}
	if err := errors.Join(merge("b", "a"), merge("c", "b"), merge("b", "a", "a")); err != nil {
		t.Fatal(err)
	}
	mustBreak(t, merge("a", "c"), "MergedInto")
	mustBreak(t, merge("a", "a"), "MergedInto")
	mustBreak(t, merge("d", "a"), "MergedInto")
	mustBreak(t, merge("d"), "Themes")
	if err := merge("d", "z"); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("got error %v, want not found", err)
	}
	mustBreak(t, h.as("ann").MergeThemes(t.Context(), "d", "c"), "Viewer")
	mustBreak(t, h.as("ann").UnmergeThemes(t.Context(), "a"), "Viewer")
	mustBreak(t, h.staff().UnmergeThemes(t.Context()), "Themes")
	if got, want := family(t, h.staff(), "a"), []feedback.ThemeID{"c", "a", "b"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if err := h.staff().UnmergeThemes(t.Context(), "b", "d"); err != nil {
		t.Fatal(err)
	}
	if got, want := family(t, h.staff(), "a"), []feedback.ThemeID{"b", "a"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestMergesAtTheSameMomentCloseNoCircle(t *testing.T) {
	t.Parallel()
	for range 20 {
		h := newHouse(feedback.Config{})
		for i := range 8 {
			h.theme(t, feedback.ThemeID(fmt.Sprint(i)))
		}
		atOnce(8, func(i int) {
			into := feedback.ThemeID(fmt.Sprint((i + 1) % 8))
			err := h.staff().MergeThemes(t.Context(), into, feedback.ThemeID(fmt.Sprint(i)))
			if err != nil && !errors.Is(err, feedback.ErrInvalid) {
				t.Errorf("got error %v", err)
			}
		})
		roots := 0
		for theme, err := range h.staff().Themes(t.Context(), feedback.ThemeQuery{}) {
			if err != nil {
				t.Fatal(err)
			}
			if theme.MergedInto == "" {
				roots++
			}
		}
		if roots != 1 {
			t.Fatalf("got %d themes that are merged into none, want 1", roots)
		}
	}
}

func TestTwoMergesThatCloseACircleTogetherMeet(t *testing.T) {
	t.Parallel()
	h, meet := meeting(feedback.Config{})
	for _, id := range []feedback.ThemeID{"a", "b", "c", "d"} {
		h.theme(t, id)
	}
	merge := func(h house, into, theme feedback.ThemeID) error {
		return h.staff().MergeThemes(t.Context(), into, theme)
	}
	if err := errors.Join(merge(h, "b", "a"), merge(h, "d", "c")); err != nil {
		t.Fatal(err)
	}
	late := meet(func() {
		if err := merge(h, "a", "d"); err != nil {
			t.Error(err)
		}
	})
	mustBreak(t, merge(late, "c", "b"), "MergedInto")
	if got, want := family(t, h.staff(), "b"), []feedback.ThemeID{"b", "a", "c", "d"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestReadsSurviveACircleThatAHostWrote(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	_, err := h.store.Write(t.Context(), feedback.Batch{At: h.Now(), Themes: []feedback.Theme{
		{ID: "a", Name: "a", MergedInto: "c"}, {ID: "b", Name: "b", MergedInto: "a"}, {ID: "c", Name: "c", MergedInto: "b"},
		{ID: "d", Name: "d", MergedInto: "nowhere"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []feedback.ThemeID{"a", "b", "c"} {
		if got, want := family(t, h.staff(), id), []feedback.ThemeID{"a", "b", "c"}; !slices.Equal(got, want) {
			t.Errorf("family of %s: got %v, want %v", id, got, want)
		}
	}
	if got, want := family(t, h.staff(), "d"), []feedback.ThemeID{"d"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestItemsUnderAThemeAreThoseTheViewerSeesEachOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	h.theme(t, "a")
	h.theme(t, "b")
	open, own := h.shared(t, "ann", feedback.Idea, "faster"), h.left(t, "ann", feedback.Complaint, "slow")
	for _, to := range []feedback.ThemeID{"a", "b"} {
		h.linked(t, open.ID.Ref(), to.Ref())
	}
	h.linked(t, own.ID.Ref(), feedback.ThemeID("b").Ref())
	if err := h.staff().MergeThemes(t.Context(), "a", "b"); err != nil {
		t.Fatal(err)
	}
	both := []feedback.ItemID{open.ID, own.ID}
	slices.Sort(both)
	for _, c := range []struct {
		viewer *feedback.Visit
		want   []feedback.ItemID
	}{
		{h.staff(), both},
		{h.as("ann"), both},
		{h.as("bob"), []feedback.ItemID{open.ID}},
	} {
		for _, id := range []feedback.ThemeID{"a", "b"} {
			if diff := cmp.Diff(c.want, under(t, c.viewer, id)); diff != "" {
				t.Errorf("under %s (-want +got):\n%s", id, diff)
			}
		}
	}
	if got := under(t, h.staff(), h.theme(t, "empty").ID); len(got) != 0 {
		t.Errorf("under a theme of nothing: got %v", got)
	}
}

func TestASuggestionIsJudgedOnceAndForAll(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	h.theme(t, "a")
	item := h.shared(t, "ann", feedback.Idea, "faster")
	suggest := feedback.Link{
		From: item.ID.Ref(), To: feedback.ThemeID("a").Ref(), Why: "also says: faster", Maker: "themes 1",
		Score: relationship.Estimate{Value: 0.8, Low: 0.6, High: 0.9, N: 4, Basis: relationship.Guessed}, Standing: feedback.Suggested,
	}
	l, err := h.staff().PutLink(t.Context(), suggest)
	if err != nil || l.By != "" || l.Standing != feedback.Suggested || l.ID != feedback.LinkIDFor(l.From, 0, l.To) {
		t.Fatalf("got %+v, %v, want a suggestion by nobody", l, err)
	}
	if got := under(t, h.staff(), "a"); len(got) != 0 {
		t.Errorf("a suggestion counts: got %v", got)
	}
	judge := func(to feedback.Standing) feedback.Link {
		t.Helper()
		l, err := h.staff().JudgeLink(t.Context(), l.ID, to)
		if err != nil || l.Standing != to {
			t.Fatalf("judge: got %+v, %v", l, err)
		}
		return l
	}
	if l := judge(feedback.Stands); l.By != "staff" || l.Maker != "themes 1" {
		t.Errorf("got %+v, want it by staff, and made by the program", l)
	}
	if got := under(t, h.staff(), "a"); len(got) != 1 {
		t.Errorf("what was accepted does not count: got %v", got)
	}
	dismissed := judge(feedback.Dismissed)
	again, err := h.staff().PutLink(t.Context(), suggest)
	if diff := cmp.Diff(dismissed, again); diff != "" || err != nil {
		t.Errorf("suggested again: got error %v, (-want +got):\n%s", err, diff)
	}
	_, err = h.staff().JudgeLink(t.Context(), l.ID, feedback.Expired)
	mustBreak(t, err, "Standing")
	_, err = h.staff().JudgeLink(t.Context(), l.ID, feedback.Suggested)
	mustBreak(t, err, "Standing")
	if _, err := h.as("bob").JudgeLink(t.Context(), l.ID, feedback.Stands); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("a customer judges: got error %v, want not found", err)
	}
}

func TestUnlinkingIsAsIfThereHadBeenNoLink(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	h.theme(t, "a")
	item := h.shared(t, "ann", feedback.Idea, "faster")
	l := h.linked(t, item.ID.Ref(), feedback.ThemeID("a").Ref())
	if again := h.linked(t, l.From, l.To); again != l {
		t.Errorf("linked again: got %+v, want %+v", again, l)
	}
	if err := h.as("ann").Unlink(t.Context(), l.ID); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("a customer unlinks: got error %v, want not found", err)
	}
	if err := h.staff().Unlink(t.Context(), l.ID); err != nil {
		t.Fatal(err)
	}
	if err := h.staff().Unlink(t.Context(), l.ID); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("unlinked twice: got error %v, want not found", err)
	}
	if got := under(t, h.staff(), "a"); len(got) != 0 {
		t.Errorf("got %v, want nothing", got)
	}
	if got := h.linked(t, l.From, l.To); got.ID != l.ID {
		t.Errorf("linked anew: got %s, want %s", got.ID, l.ID)
	}
}

func TestPutLinkRefuses(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	theme := h.theme(t, "a").ID.Ref()
	item := h.shared(t, "ann", feedback.Idea, "faster").ID.Ref()
	private := h.left(t, "ann", feedback.Idea, "cheaper").ID.Ref()
	for _, c := range []struct {
		sentence string
		by       *feedback.Visit
		link     feedback.Link
		field    string // empty: not found
	}{
		{"a point that there is not", h.staff(), feedback.Link{From: item, To: theme, Point: 1}, "Point"},
		{"a party that joins another", h.staff(), feedback.Link{From: feedback.PartyID("p").Ref(), To: feedback.PartyID("q").Ref()}, "From.Noun"},
		{"a theme under a theme", h.staff(), feedback.Link{From: theme, To: feedback.ThemeID("b").Ref()}, "To.Noun"},
		{"one that is dismissed from the start", h.staff(), feedback.Link{From: item, To: theme, Standing: feedback.Dismissed}, "Standing"},
		{"a theme that is not there", h.staff(), feedback.Link{From: item, To: feedback.ThemeID("z").Ref()}, ""},
		{"an item that is not there", h.staff(), feedback.Link{From: feedback.ItemID("z").Ref(), To: theme}, ""},
		{"a customer", h.as("ann"), feedback.Link{From: item, To: theme}, "Viewer"},
		{"a customer who does not see the item", h.as("bob"), feedback.Link{From: private, To: theme}, ""},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			_, err := c.by.PutLink(t.Context(), c.link)
			if c.field != "" {
				mustBreak(t, err, c.field)
			} else if !errors.Is(err, feedback.ErrNotFound) {
				t.Errorf("got error %v, want not found", err)
			}
		})
	}
	if got, err := relationship.Collect(h.as("ann").Links(t.Context(), feedback.LinkQuery{})); len(got) != 0 || err != nil {
		t.Errorf("a customer lists links: got %v, %v", got, err)
	}
}

func TestLinksOfAPointAndOfAnItemWithANameLikeItAreTwo(t *testing.T) {
	t.Parallel()
	to := feedback.ThemeID("t").Ref()
	point := feedback.LinkIDFor(feedback.ItemID("x").Ref(), 2, to)
	if whole := feedback.LinkIDFor(feedback.ItemID("x[2]").Ref(), 0, to); whole == point {
		t.Errorf("got the same ID %s", whole)
	}
}

func TestWhatAThemeIsMergedIntoIsToldToWhoSeesThat(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	h.theme(t, "a")
	if _, err := h.staff().PutTheme(t.Context(), feedback.Theme{ID: "b", Name: "strikes"}); err != nil {
		t.Fatal(err)
	}
	if err := h.staff().MergeThemes(t.Context(), "b", "a"); err != nil {
		t.Fatal(err)
	}
	change, err := h.staff().PutChange(t.Context(), feedback.Change{Text: "fewer strikes", Shown: feedback.Shared})
	if err != nil {
		t.Fatal(err)
	}
	h.linked(t, feedback.ThemeID("a").Ref(), change.ID.Ref())
	family, err := h.as("ann").ThemeFamily(t.Context(), "a")
	if err != nil || len(family) != 1 || family[0].MergedInto != "" {
		t.Errorf("family: got %+v, %v, want a, with nothing that it is merged into", family, err)
	}
	story, err := h.as("ann").Story(t.Context(), change.ID)
	if err != nil || len(story.Themes) != 1 || story.Themes[0].Theme.ID != "a" || story.Themes[0].Theme.MergedInto != "" {
		t.Errorf("story: got %+v, %v, want a, with nothing that it is merged into", story.Themes, err)
	}
	if family, err = h.staff().ThemeFamily(t.Context(), "a"); err != nil || len(family) != 2 || family[1].MergedInto != "b" {
		t.Errorf("staff: got %+v, %v, want b and a, merged into b", family, err)
	}
}
