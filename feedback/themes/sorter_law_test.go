package themes

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"pgregory.net/rapid"
)

// A scene is a café in which a random case plays.
type scene struct {
	*feedback.Cafe
	now    time.Time
	n      int
	items  []feedback.ItemID
	themes []feedback.ThemeID
}

func newScene() *scene {
	s := &scene{now: time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)}
	s.Cafe = feedback.New(new(feedback.Memory), feedback.Config{Now: func() time.Time { return s.now }})
	return s
}

// furnish puts a few items and themes into it, some of them linked.
func (s *scene) furnish(t *rapid.T) {
	s.themes = []feedback.ThemeID{"power", "post"}
	for _, id := range s.themes {
		if _, err := s.staff().PutTheme(t.Context(), feedback.Theme{ID: id, Name: "theme " + string(id)}); err != nil {
			t.Fatal(err)
		}
	}
	for i, text := range []string{"battery drains", "delivery late", "battery dark", "cold coffee", "cold coffee", "coffee cold late"} {
		id, by := feedback.ItemID(fmt.Sprint("first-", i)), authors()[i%4]
		if _, err := s.For(feedback.Viewer{Party: by}).Leave(t.Context(), feedback.Item{ID: id, Kind: feedback.Complaint, Text: text}); err != nil {
			t.Fatal(err)
		}
		s.items = append(s.items, id)
		if i > 1 {
			continue
		}
		if _, err := s.staff().PutLink(t.Context(), feedback.Link{From: id.Ref(), To: s.themes[i].Ref()}); err != nil {
			t.Fatal(err)
		}
	}
}

func all(feedback.Ref) bool { return true }

func (s *scene) staff() *feedback.Visit { return s.For(feedback.Viewer{Party: "staff", MayOpen: all}) }

func (s *scene) open(t *rapid.T) *Sorter {
	sorter, err := Open(t.Context(), s.Cafe, feedback.Viewer{Party: "staff", MayOpen: all}, SorterConfig{})
	if err != nil {
		t.Fatal(err)
	}
	return sorter
}

// words draws a text of words that others say too, one word that its author alone says, and at times a point.
func (s *scene) words(t *rapid.T, by feedback.PartyID) string {
	some := rapid.SliceOfN(rapid.SampledFrom(strings.Fields("battery screen delivery late dark drains add hook love coffee cold")), 1, 5)
	return strings.Join(append(some.Draw(t, "words"), "only"+string(by)), " ")
}

func authors() []feedback.PartyID { return []feedback.PartyID{"anna", "bert", "carl", "dora"} }

// step does something in the café. What cannot be done changes nothing.
func (s *scene) step(t *rapid.T) {
	s.now = s.now.Add(time.Minute)
	ctx := t.Context()
	by := rapid.SampledFrom(authors()).Draw(t, "by")
	author := s.For(feedback.Viewer{Party: by})
	what := rapid.IntRange(0, 12).Draw(t, "what")
	if len(s.items) == 0 || len(s.themes) == 0 {
		what %= 3
	}
	var it feedback.ItemID
	var theme, other feedback.ThemeID
	if len(s.items) > 0 {
		it = rapid.SampledFrom(s.items).Draw(t, "item")
	}
	if len(s.themes) > 0 {
		theme, other = rapid.SampledFrom(s.themes).Draw(t, "theme"), rapid.SampledFrom(s.themes).Draw(t, "other")
	}
	switch s.n++; what {
	case 0, 1:
		id := feedback.ItemID(fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "place"), "-", s.n))
		item := feedback.Item{ID: id, Kind: rapid.SampledFrom(feedback.Kinds()).Draw(t, "kind"), Text: s.words(t, by)}
		item.At = s.now.Add(-time.Duration(rapid.IntRange(0, 100).Draw(t, "ago")) * time.Hour)
		if rapid.IntRange(0, 3).Draw(t, "points") == 0 {
			item.Points = []feedback.Point{{Kind: feedback.Idea, Text: s.words(t, by)}, {Kind: feedback.Complaint, Text: s.words(t, by)}}
		}
		if _, err := author.Leave(ctx, item); err != nil {
			t.Fatal(err)
		}
		s.items = append(s.items, id)
	case 2:
		th, err := s.staff().PutTheme(ctx, feedback.Theme{ID: feedback.ThemeID(fmt.Sprint("t", s.n)), Name: fmt.Sprint("theme ", s.n)})
		if err != nil {
			t.Fatal(err)
		}
		s.themes = append(s.themes, th.ID)
	case 3, 4:
		_, _ = s.staff().PutLink(ctx, feedback.Link{From: it.Ref(), Point: rapid.IntRange(0, 2).Draw(t, "point"), To: theme.Ref()})
	case 5:
		_ = s.staff().MergeThemes(ctx, theme, other)
	case 6:
		_ = s.staff().UnmergeThemes(ctx, theme)
	case 7:
		_, _ = author.Edit(ctx, it, s.words(t, by))
	case 8:
		_, _ = s.staff().Approve(ctx, it)
		_, _ = s.staff().Hide(ctx, it, "a reason")
	case 9:
		_, _ = s.staff().Restore(ctx, it, "a reason")
	case 10:
		to := rapid.SampledFrom([]feedback.Standing{feedback.Stands, feedback.Dismissed, feedback.Expired}).Draw(t, "to")
		_, _ = s.staff().JudgeLink(ctx, feedback.LinkIDFor(it.Ref(), 0, theme.Ref()), to)
		s.judgeProposals(t, to)
	case 11:
		_ = s.staff().Unlink(ctx, feedback.LinkIDFor(it.Ref(), 0, theme.Ref()))
	case 12:
		if rapid.IntRange(0, 3).Draw(t, "erased") == 0 {
			if _, err := s.Erase(ctx, by); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// judgeProposals judges all themes that wait.
func (s *scene) judgeProposals(t *rapid.T, to feedback.Standing) {
	var ids []feedback.ThemeID
	for th, err := range s.staff().PendingThemes(t.Context(), feedback.ThemeQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, th.ID)
	}
	for _, id := range ids {
		if _, err := s.staff().JudgeTheme(t.Context(), id, to); err != nil {
			t.Fatal(err)
		}
		s.themes = append(s.themes, id)
	}
}

// knows returns all that a sorter knows, in words, in one order.
func (s *Sorter) knows(t *rapid.T) []string {
	var model bytes.Buffer
	if err := s.mind.model.Save(&model); err != nil {
		t.Fatal(err)
	}
	m := s.mind
	out := []string{"model " + model.String(), fmt.Sprint("lessons ", m.lessons, m.unlearn, m.last)}
	for _, h := range m.order {
		out = append(out, fmt.Sprint("item ", h.ID, h.At, h.Kind, h.Text, h.Points, h.on))
		if m.items[h.ID] != h {
			t.Fatalf("%s is not the item of that name", h.ID)
		}
	}
	var sorted []string
	for _, p := range m.index.places {
		if p.id == (id{}) {
			continue
		}
		var words []string
		for _, w := range p.words {
			words = append(words, fmt.Sprint(m.index.spelt[w], m.index.live[w]))
		}
		sorted = append(sorted, fmt.Sprint("place ", p.id, words))
	}
	for word, told := range m.shelves.words {
		var by []string
		for _, x := range told.by {
			by = append(by, fmt.Sprint(m.shelves.shelves[x.at].theme, x.texts))
		}
		slices.Sort(by)
		sorted = append(sorted, fmt.Sprint("word ", word, told.texts, by))
	}
	for _, x := range m.shelves.shelves {
		if x.texts > 0 {
			sorted = append(sorted, fmt.Sprint("shelf ", x))
		}
	}
	for _, word := range m.index.spelt {
		sorted = append(sorted, "spelt "+word)
	}
	sorted = slices.DeleteFunc(sorted, func(line string) bool { return line == "spelt " })
	for id, th := range m.themes {
		sorted = append(sorted, fmt.Sprint("theme ", id, th))
	}
	for id, item := range m.links {
		sorted = append(sorted, fmt.Sprint("link ", id, item))
	}
	slices.Sort(sorted)
	return append(append(out, sorted...), fmt.Sprint("shelves ", m.shelves.all))
}

func TestRefreshingIsOpeningAnew(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := newScene()
		if rapid.IntRange(0, 4).Draw(t, "furnished") > 0 {
			s.furnish(t)
		}
		sorter := s.open(t)
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			s.step(t)
			if rapid.IntRange(0, 3).Draw(t, "refresh") > 0 {
				continue
			}
			if _, err := sorter.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(s.open(t).knows(t), sorter.knows(t)); diff != "" {
				t.Fatalf("(-opened +refreshed):\n%s", diff)
			}
		}
	})
}

func TestNoWordOfWhoWasErasedIsLeft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := newScene()
		if rapid.IntRange(0, 4).Draw(t, "furnished") > 0 {
			s.furnish(t)
		}
		sorter := s.open(t)
		for range rapid.IntRange(5, 25).Draw(t, "steps") {
			s.step(t)
		}
		for _, do := range []func() error{
			func() error { _, err := sorter.Suggest(t.Context()); return err },
			func() error { _, err := sorter.Propose(t.Context()); return err },
		} {
			if err := do(); err != nil {
				t.Fatal(err)
			}
		}
		gone := rapid.SampledFrom(authors()).Draw(t, "gone")
		if _, err := s.Erase(t.Context(), gone); err != nil {
			t.Fatal(err)
		}
		if _, err := sorter.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, line := range sorter.knows(t) {
			if strings.Contains(line, "only"+string(gone)) {
				t.Fatalf("a word of %s is left: %s", gone, line)
			}
		}
	})
}

// Whatever is said, judged, merged and suggested, by whichever sorter: what was dismissed or expired is never
// suggested again, what stands is never touched, and to suggest twice is to suggest once.
func TestWhatWasDismissedIsNeverSuggestedAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := newScene()
		if rapid.IntRange(0, 4).Draw(t, "furnished") > 0 {
			s.furnish(t)
		}
		sorters := []*Sorter{s.open(t), s.open(t)}
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			s.step(t)
			if rapid.Bool().Draw(t, "waits") {
				continue
			}
			before := s.standings(t)
			s.once(t, sorters[rapid.IntRange(0, 1).Draw(t, "sorter")])
			now := s.standings(t)
			for r, was := range before {
				if is, there := now[r]; there && is == feedback.Suggested && was != feedback.Suggested {
					t.Fatalf("%v was %q and is suggested again", r, was)
				}
			}
		}
	})
}

// once has a sorter suggest twice.
func (s *scene) once(t *rapid.T, sorter *Sorter) {
	for again := range 2 {
		got, err := sorter.Suggest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		proposed, err := sorter.Propose(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if again > 0 && len(got.Links)+len(got.Items)+len(proposed.Themes)+len(proposed.Links) > 0 {
			t.Fatalf("suggested twice: %+v, %+v", got, proposed)
		}
	}
}

func (s *scene) standings(t *rapid.T) map[feedback.Ref]feedback.Standing {
	out := map[feedback.Ref]feedback.Standing{}
	for l, err := range s.staff().Links(t.Context(), feedback.LinkQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		out[l.ID.Ref()] = l.Standing
	}
	for th, err := range s.staff().Themes(t.Context(), feedback.ThemeQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		out[th.ID.Ref()] = th.Standing
	}
	return out
}
