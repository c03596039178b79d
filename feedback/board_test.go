package feedback_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// A boardTester is what the tests of boards need of a test.
type boardTester interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// everything is all that a board tells of themes and of all items.
type everything struct {
	Total   feedback.Count
	Themes  []feedback.RefCount
	Parties []feedback.RefCount
	Opened  map[string]int
}

func told(t boardTester, h house, b *feedback.Board) everything {
	t.Helper()
	var e everything
	var err error
	if e.Total, err = b.Count(h.Now(), feedback.CountQuery{}); err != nil {
		t.Fatal(err)
	}
	if e.Themes, err = b.All(h.Now(), feedback.CountQuery{}, feedback.NounTheme); err != nil {
		t.Fatal(err)
	}
	if e.Parties, err = b.All(h.Now(), feedback.CountQuery{}, relationship.NounParty); err != nil {
		t.Fatal(err)
	}
	e.Opened = map[string]int{}
	for _, c := range e.Themes {
		opened, err := b.Open(h.Now(), feedback.CountQuery{}, c.Under)
		if err != nil {
			t.Fatal(err)
		}
		if len(opened) != c.Items {
			t.Fatalf("%v opens to %d items, want the %d that it counts", c.Under, len(opened), c.Items)
		}
		e.Opened[c.Under.String()] = len(opened)
	}
	return e
}

func TestABoardThatIsRefreshedIsOneThatIsReadAnew(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newHouse(feedback.Config{})
		ctx := t.Context()
		viewers := []*feedback.Visit{h.staff(), h.as("p0"), h.as("")}
		var boards []*feedback.Board
		for _, v := range viewers {
			b, err := v.Board(ctx, 0)
			if err != nil {
				t.Fatal(err)
			}
			boards = append(boards, b)
		}
		var items []feedback.ItemID
		var themes []feedback.ThemeID
		item := func() feedback.ItemID { return rapid.SampledFrom(items).Draw(t, "item") }
		theme := func() feedback.ThemeID { return rapid.SampledFrom(themes).Draw(t, "theme") }
		for i := range rapid.IntRange(1, 25).Draw(t, "steps") {
			h.advance(time.Hour)
			what := rapid.IntRange(0, 9).Draw(t, "what")
			switch {
			case what == 0 || len(themes) == 0:
				shown := rapid.SampledFrom([]feedback.Shown{feedback.Private, feedback.Shared}).Draw(t, "shown")
				th, err := h.staff().PutTheme(ctx, feedback.Theme{Name: fmt.Sprint("theme ", i), Shown: shown})
				if err != nil {
					t.Fatal(err)
				}
				themes = append(themes, th.ID)
			case what <= 3 || len(items) == 0:
				by := rapid.SampledFrom([]feedback.PartyID{"p0", "p1", "p2"}).Draw(t, "author")
				kind := rapid.SampledFrom(feedback.Kinds()).Draw(t, "kind")
				of := rapid.SampledFrom([]feedback.PartyID{"p0", "p1", "p2"}).Draw(t, "of")
				it, err := h.as(by).Leave(ctx, feedback.Item{Kind: kind, Text: "something"}, of.Ref(), feedback.Ref{Noun: "product", ID: "1"})
				if err != nil {
					t.Fatal(err)
				}
				items = append(items, it.ID)
			case what == 4:
				_, _ = h.staff().Approve(ctx, item()) // those that are gone, or hidden, are refused
			case what == 5:
				_, _ = h.staff().Hide(ctx, item(), "spam")
			case what == 6:
				_, _ = h.staff().PutLink(ctx, feedback.Link{From: item().Ref(), To: theme().Ref()})
			case what == 7:
				_ = h.staff().Unlink(ctx, feedback.LinkIDFor(item().Ref(), 0, theme().Ref()))
			case what == 8:
				_ = h.staff().MergeThemes(ctx, theme(), theme())
			default:
				by := rapid.SampledFrom([]feedback.PartyID{"p0", "p1"}).Draw(t, "erased")
				if _, err := h.Erase(ctx, by); err != nil {
					t.Fatal(err)
				}
			}
			if rapid.Bool().Draw(t, "look") {
				for k, b := range boards {
					if err := b.Refresh(ctx); err != nil {
						t.Fatal(err)
					}
					anew, err := viewers[k].Board(ctx, 0)
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(told(t, h, anew), told(t, h, b), cmpopts.EquateApprox(1e-9, 0)); diff != "" {
						t.Fatalf("viewer %d (-anew +refreshed):\n%s", k, diff)
					}
				}
			}
		}
	})
}

func TestABoardCountsWhatItsViewerSees(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	ctx := t.Context()
	door, err := h.staff().PutTheme(ctx, feedback.Theme{Name: "the door", Shown: feedback.Shared})
	if err != nil {
		t.Fatal(err)
	}
	secret, err := h.staff().PutTheme(ctx, feedback.Theme{Name: "the safe"})
	if err != nil {
		t.Fatal(err)
	}
	link := func(it feedback.Item, th feedback.Theme) {
		t.Helper()
		if _, err := h.staff().PutLink(ctx, feedback.Link{From: it.ID.Ref(), To: th.ID.Ref()}); err != nil {
			t.Fatal(err)
		}
	}
	link(h.shared(t, "ann", feedback.Complaint, "it squeaks"), door)
	link(h.shared(t, "ann", feedback.Idea, "oil it"), door)
	link(h.left(t, "eve", feedback.Complaint, "it is locked"), door)
	link(h.shared(t, "eve", feedback.Complaint, "it is open"), secret)
	for _, c := range []struct {
		name          string
		viewer        *feedback.Visit
		items, people int
		themes        int
	}{
		{"staff", h.staff(), 3, 2, 2},
		{"eve", h.as("eve"), 3, 2, 1},
		{"a passer-by", h.as(""), 2, 1, 1},
	} {
		b, err := c.viewer.Board(ctx, 0)
		if err != nil {
			t.Fatal(err)
		}
		got, err := b.Count(h.Now(), feedback.CountQuery{}, door.ID.Ref())
		if err != nil || got.Items != c.items || got.People != c.people {
			t.Errorf("%s: got %+v, %v, want %d items by %d people", c.name, got, err, c.items, c.people)
		}
		if all := told(t, h, b); len(all.Themes) != c.themes {
			t.Errorf("%s: got %d themes, want %d", c.name, len(all.Themes), c.themes)
		}
		hidden, err := b.Count(h.Now(), feedback.CountQuery{}, secret.ID.Ref())
		if want := 2 - c.themes; err != nil || (hidden.Items == 0) != (want == 1) {
			t.Errorf("%s: under a private theme got %+v, %v", c.name, hidden, err)
		}
	}
	if _, err := h.as("").Board(ctx, 1); err == nil {
		t.Error("a half-life of a nanosecond: got no error")
	}
}

func TestABoardDoesNotNameWhomItsViewerMayNotKnow(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	h.shared(t, "ann", feedback.Complaint, "it squeaks")
	for viewer, want := range map[feedback.PartyID]feedback.PartyID{"ann": "ann", "eve": ""} {
		b, err := h.as(viewer).Board(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		opened, err := b.Open(h.Now(), feedback.CountQuery{})
		if err != nil || len(opened) != 1 || opened[0].Person != want {
			t.Errorf("%s: got %+v, %v, want one item by %q", viewer, opened, err, want)
		}
	}
}

func TestABoardIsRefreshedAsOfWhoItsViewerIsNow(t *testing.T) {
	t.Parallel()
	into := map[feedback.PartyID]feedback.PartyID{"rob": "bob"}
	h := newHouse(merged(into))
	h.left(t, "rob", feedback.Idea, "a coat hook")
	_, code, err := h.as("").LeaveUnnamed(t.Context(), feedback.Item{Kind: feedback.Idea, Text: "a mirror"})
	if err != nil {
		t.Fatal(err)
	}
	b, err := h.as("bob").Board(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		do   func()
		want int
	}{
		{"merged", func() {}, 1},
		{"joined", func() { allWell(t, h.as("bob").Join(t.Context(), "here", code)) }, 2},
		{"unmerged", func() { delete(into, "rob") }, 1},
	} {
		c.do()
		if err := b.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, err := b.Count(h.Now(), feedback.CountQuery{}); err != nil || got.Items != c.want {
			t.Errorf("%s: got %+v, %v, want %d items", c.name, got, err, c.want)
		}
	}
}

// Refreshing with the first call to the store failing, then the second, until none fails: the next time
// that it succeeds, the board is what it would be without.
func TestARefreshThatFailsIsMadeUpFor(t *testing.T) {
	t.Parallel()
	for n := 1; ; n++ {
		h := newHouse(feedback.Config{})
		it := h.shared(t, "ann", feedback.Idea, "a coat hook")
		h.linked(t, it.ID.Ref(), feedback.PartyID("eve").Ref())
		_, code, err := h.as("").LeaveUnnamed(t.Context(), feedback.Item{Kind: feedback.Idea, Text: "a mirror"})
		if err != nil {
			t.Fatal(err)
		}
		store, made := burning(h.store, n)
		*made = -1 << 30 // not yet
		cafe := feedback.New(store, feedback.Config{Now: h.Now})
		b, err := cafe.For(feedback.Viewer{Party: "bob"}).Board(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		allWell(t, h.as("bob").Join(t.Context(), "here", code))
		if _, err := h.Erase(t.Context(), "eve"); err != nil {
			t.Fatal(err)
		}
		*made = 0
		failed := b.Refresh(t.Context()) != nil
		*made = n // and no more
		if err := b.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		anew, err := h.as("bob").Board(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(told(t, h, anew), told(t, h, b), cmpopts.EquateApprox(1e-9, 0)); diff != "" {
			t.Fatalf("call %d fails (-anew +refreshed):\n%s", n, diff)
		}
		if !failed {
			return
		}
	}
}
