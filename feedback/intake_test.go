package feedback_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

const someRows = `author,kind,text,at,about,theme
ann,complaint,it squeaks,2026-03-01,product:door,the door
,idea,oil it,2026-03-02T08:00:00Z,,the door
eve,compliment,"thank you, Bob",2026-03-03,party:bob,
`

// imported imports rows of CSV as staff.
func (h house) imported(t testing.TB, text string, cfg feedback.ImportConfig) (feedback.Imported, error) {
	t.Helper()
	return h.staff().Import(t.Context(), feedback.ReadCSV(strings.NewReader(text), feedback.CSVConfig{}), cfg)
}

func TestAnImportThatIsTriedAgainAddsOnlyWhatIsNew(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	var rows []int
	cfg := feedback.ImportConfig{Source: "spring", Shown: feedback.Shared, Progress: func(n int) { rows = append(rows, n) }}
	for _, c := range []struct {
		text string
		want feedback.Imported
	}{
		{someRows, feedback.Imported{Items: 3, Themes: 1}},
		{someRows, feedback.Imported{Known: 3}},
		{someRows + "ann,idea,a hook,2026-03-04,,\n", feedback.Imported{Items: 1, Known: 3}},
	} {
		got, err := h.imported(t, c.text, cfg)
		if err != nil || got != c.want {
			t.Errorf("got %+v, %v, want %+v", got, err, c.want)
		}
	}
	if !cmp.Equal(rows, []int{3, 3, 4}) {
		t.Errorf("progress: got %v, want it told of each batch", rows)
	}
	b, err := h.as("").Board(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	got, err := b.Count(h.Now(), feedback.CountQuery{}, feedback.Ref{Noun: "product", ID: "door"})
	if err != nil || got.Items != 1 || got.People != 1 {
		t.Errorf("about the door: got %+v, %v, want one item", got, err)
	}
	themes, err := relationship.Collect(h.staff().Themes(t.Context(), feedback.ThemeQuery{}))
	if err != nil || len(themes) != 1 || themes[0].Shown != feedback.Private {
		t.Errorf("themes: got %+v, %v, want one, for staff", themes, err)
	}
}

func TestBadImportsAreRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	for _, c := range []struct {
		name  string
		text  string
		cfg   feedback.ImportConfig
		field string
	}{
		{"no source", someRows, feedback.ImportConfig{}, "Source"},
		{"nobody may see it", someRows, feedback.ImportConfig{Source: "a", Shown: "nobody"}, "Shown"},
		{"tomorrow", "author,kind,text,at\nann,idea,a hook,2026-03-05\n", feedback.ImportConfig{Source: "a"}, "Line[2].At"},
	} {
		_, err := h.imported(t, c.text, c.cfg)
		t.Log(c.name)
		mustBreak(t, err, c.field)
	}
	other := strings.Replace(someRows, "ann,complaint", "bob,complaint", 1)
	if _, err := h.imported(t, someRows, feedback.ImportConfig{Source: "b"}); err != nil {
		t.Fatal(err)
	}
	_, err := h.imported(t, other, feedback.ImportConfig{Source: "b"})
	mustBreak(t, err, "Line[2]")
	if _, err := h.imported(t, "author,kind,text,at\nann,rant,x,2026-03-01\n", feedback.ImportConfig{Source: "c"}); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("a row that breaks a rule: got error %v, want one that names the line", err)
	}
	_, err = h.as("ann").Import(t.Context(), feedback.ReadCSV(strings.NewReader(someRows), feedback.CSVConfig{}), feedback.ImportConfig{Source: "a"})
	mustBreak(t, err, "Viewer")
	if _, err := h.imported(t, "author,kind\n", feedback.ImportConfig{Source: "a"}); !errors.Is(err, feedback.ErrInvalid) {
		t.Errorf("columns missing: got error %v, want one about it", err)
	}
	if items, err := relationship.Collect(h.staff().Items(t.Context(), feedback.ItemQuery{})); err != nil || len(items) != 3 {
		t.Errorf("afterwards there are %d items, %v, want those of the one good import", len(items), err)
	}
}

func TestRowsThatAHostMakesItselfAreChecked(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	row := feedback.Row{Line: 2, Author: "ann", Kind: feedback.Idea, Text: "a hook", At: h.Now()}
	for field, broken := range map[string]func(*feedback.Row){
		"Line[0].Line":       func(r *feedback.Row) { r.Line = 0 }, // all of them would be one
		"Line[3].About.Noun": func(r *feedback.Row) { r.About = feedback.Ref{Noun: "a:b", ID: "1"} },
		"Line[3].Theme":      func(r *feedback.Row) { r.Theme = "a\x00" },
	} {
		bad := row
		bad.Line++
		broken(&bad)
		rows := func(yield func(feedback.Row, error) bool) { _ = yield(row, nil) && yield(bad, nil) }
		_, err := h.staff().Import(t.Context(), rows, feedback.ImportConfig{Source: "a"})
		mustBreak(t, err, field)
	}
}

func TestAnImportBringsNobodyBackWhoWasErased(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	cfg := feedback.ImportConfig{Source: "spring"}
	if _, err := h.imported(t, someRows, cfg); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Erase(t.Context(), "ann"); err != nil {
		t.Fatal(err)
	}
	got, err := h.imported(t, someRows, cfg)
	if want := (feedback.Imported{Known: 2, Erased: 1}); err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}
