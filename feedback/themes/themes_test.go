package themes_test

import (
	"errors"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/themes"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// guests is what was said about two things, and once about something else.
func guests() []themes.Said {
	var said []themes.Said
	for i, text := range []string{
		"The battery life is short", "Battery life could be longer", "After an hour the battery drains", "Battery life: poor",
		"The screen flickers", "My screen flickers at night", "Flickering screens, screen too dark", "What is this?",
	} {
		said = append(said, themes.Said{Item: feedback.ItemID("i" + strconv.Itoa(i)), Text: text})
	}
	return said
}

func propose(t testing.TB, said []themes.Said) []themes.Proposal {
	t.Helper()
	found, err := themes.Propose(said, themes.ProposeConfig{})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestThemesAreProposedWithNameAndReasons(t *testing.T) {
	t.Parallel()
	var got []string
	for _, p := range propose(t, guests()) {
		got = append(got, p.Name+" | "+p.Why)
		if err := p.Score.Check(0, 1); err != nil || p.Score.Value <= .1 || p.Version == "" {
			t.Errorf("%s: got score %v, error %v, version %q", p.Name, p.Score, err, p.Version)
		}
	}
	want := []string{"battery life | in 4 items: battery life", "screen flickers | in 3 items: screen flickers"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestAProposalCountsItemsAndNotTheirPoints(t *testing.T) {
	t.Parallel()
	said := append(guests()[:4], themes.Said{Item: "i3", Point: 1, Text: "Battery life, battery life"})
	if p := propose(t, said); len(p) != 1 || len(p[0].Said) != 5 || p[0].Why != "in 4 items: battery life" {
		t.Errorf("got %+v, want one in 4 items", p)
	}
}

func TestTheOrderOfWhatWasSaidDoesNotMatter(t *testing.T) {
	t.Parallel()
	want := propose(t, guests())
	rapid.Check(t, func(t *rapid.T) {
		said := rapid.Permutation(append(guests(), guests()[3])).Draw(t, "said")
		before := slices.Clone(said)
		got, err := themes.Propose(said, themes.ProposeConfig{})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("(-want +got)\n%s", d)
		}
		if d := cmp.Diff(before, said); d != "" {
			t.Fatalf("what was given changed (-want +got)\n%s", d)
		}
	})
}

func TestProposalsAreToldApart(t *testing.T) {
	t.Parallel()
	var said []themes.Said
	for i := range 40 {
		text := "a door " + strconv.Itoa(i%10) + " slams hall" + string(rune('a'+i%4))
		said = append(said, themes.Said{Item: feedback.ItemID(strconv.Itoa(i)), Point: i % 3, Text: text})
	}
	found, err := themes.Propose(said, themes.ProposeConfig{Least: .9, Items: 2})
	if err != nil || len(found) < 2 {
		t.Fatalf("got %d proposals, error %v", len(found), err)
	}
	names := map[string]bool{}
	for _, p := range found {
		if names[p.Name] || p.Name == "" {
			t.Errorf("the name %q is there twice", p.Name)
		}
		names[p.Name] = true
	}
}

func TestBadInputOfProposeIsRefused(t *testing.T) {
	t.Parallel()
	good := guests()
	for _, c := range []struct {
		field string
		said  []themes.Said
		cfg   themes.ProposeConfig
	}{
		{"said", nil, themes.ProposeConfig{}},
		{"said", make([]themes.Said, themes.MostSaid+1), themes.ProposeConfig{}},
		{"said[0].Item", []themes.Said{{Text: "x"}}, themes.ProposeConfig{}},
		{"said[0].Point", []themes.Said{{Item: "a", Point: -1, Text: "x"}}, themes.ProposeConfig{}},
		{"said[8].Text", append(guests(), themes.Said{Item: "a"}), themes.ProposeConfig{}},
		{"ProposeConfig.Least", good, themes.ProposeConfig{Least: 1.1}},
		{"ProposeConfig.Items", good, themes.ProposeConfig{Items: 1}},
	} {
		_, err := themes.Propose(c.said, c.cfg)
		refused(t, err, c.field)
	}
}

func TestShelvesSuggestThemesWithReasons(t *testing.T) {
	t.Parallel()
	var s themes.Shelves
	for i, x := range guests()[:7] {
		if err := s.Add([]feedback.ThemeID{"battery", "screen"}[i/4], x.Text); err != nil {
			t.Fatal(err)
		}
	}
	fits, err := s.Suggest("The BATTERY drains overnight", 3)
	if err != nil || len(fits) != 1 {
		t.Fatalf("got %v, error %v", fits, err)
	}
	want := themes.Fit{
		Theme: "battery", Score: fits[0].Score, Others: 4, Words: []string{"BATTERY drains"},
		Why: "also said by 4 others: BATTERY drains", Version: "kith/themes 2",
	}
	if d := cmp.Diff(want, fits[0]); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	if err := fits[0].Score.Check(0, 1); err != nil || fits[0].Score.Basis != relationship.Guessed {
		t.Errorf("got score %v, error %v", fits[0].Score, err)
	}
	if fits, err := s.Suggest("xyzzy", 3); err != nil || len(fits) != 0 {
		t.Errorf("no known word: got %v, error %v", fits, err)
	}
	_, err = s.Suggest("x", 0)
	refused(t, err, "n")
	_, err = s.Suggest("", 1)
	refused(t, err, "text")
	refused(t, s.Add("", "x"), "theme")
	refused(t, s.Add("a", ""), "text")
	for _, x := range [][2]string{{"screen", "The battery life is short"}, {"other", "x"}} {
		if err := s.Remove(feedback.ThemeID(x[0]), x[1]); !errors.Is(err, relationship.ErrNotFound) {
			t.Errorf("removing what is not there: got error %v", err)
		}
	}
}

func TestShelvesAreASum(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.SampledFrom(guests()), 1, 20).Draw(t, "texts")
		var all, left, right, extra themes.Shelves
		for i, x := range texts {
			theme := feedback.ThemeID(strconv.Itoa(i % 3))
			half := &left
			if rapid.Bool().Draw(t, "right") {
				half = &right
			}
			for _, s := range []*themes.Shelves{&all, half, &extra} {
				if err := s.Add(theme, x.Text); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := extra.Add("9", "battery screens"); err != nil {
			t.Fatal(err)
		}
		if err := extra.Remove("9", "battery screens"); err != nil {
			t.Fatal(err)
		}
		right.Merge(&left)
		for _, x := range guests() {
			want, err := all.Suggest(x.Text, 5)
			if err != nil {
				t.Fatal(err)
			}
			for name, s := range map[string]*themes.Shelves{"merged": &right, "added and removed": &extra} {
				if got, err := s.Suggest(x.Text, 5); err != nil || !cmp.Equal(want, got) {
					t.Fatalf("%s: got error %v (-want +got)\n%s", name, err, cmp.Diff(want, got))
				}
			}
		}
	})
}

func TestPhrasesOfMergedCollections(t *testing.T) {
	t.Parallel()
	var all, left, right themes.Collection
	var texts []string
	for i, x := range guests() {
		half := []*themes.Collection{&left, &right}[i%2]
		if err := errors.Join(all.Add(x.Text), half.Add(x.Text)); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, x.Text)
	}
	left.Merge(&right)
	got := left.Phrases(texts[:4], 2)
	if d := cmp.Diff(all.Phrases(texts[:4], 2), got); d != "" || left.Len() != 8 {
		t.Errorf("merged, of %d (-at once +merged)\n%s", left.Len(), d)
	}
	if len(got) == 0 || got[0].Text != "battery life" || got[0].Texts != 3 {
		t.Errorf("got %v, want battery life first, of 3 texts", got)
	}
	if got := new(themes.Collection).Phrases([]string{"Der Garten", "", "\xff"}, 3); len(got) != 1 || got[0].Text != "garten" {
		t.Errorf("of no collection: got %v", got)
	}
	refused(t, all.Add(""), "text")
}
