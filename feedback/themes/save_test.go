package themes_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback/themes"
)

func saved(t testing.TB, m *themes.Model) string {
	t.Helper()
	var b bytes.Buffer
	if err := m.Save(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestALoadedModelIsTheOneThatWasSaved(t *testing.T) {
	t.Parallel()
	for _, m := range []*themes.Model{new(themes.Model), train(t, café())} {
		text := saved(t, m)
		back, err := themes.Load(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if again := saved(t, back); again != text {
			t.Errorf("saved again it differs (-first +again)\n%s", cmp.Diff(text, again))
		}
		for _, e := range append(café(), themes.Example{Text: "Please add one"}) {
			if d := cmp.Diff(suggest(t, m, e.Text), suggest(t, back, e.Text)); d != "" {
				t.Errorf("%q (-saved +loaded)\n%s", e.Text, d)
			}
		}
		more, err := m.Learn(café(), themes.Config{})
		if err != nil {
			t.Fatal(err)
		}
		if backMore, err := back.Learn(café(), themes.Config{}); err != nil || backMore.Version() != more.Version() {
			t.Errorf("learning more: got error %v, or another model than from the one that was saved", err)
		}
	}
}

func TestWhatIsNoModelIsRefused(t *testing.T) {
	t.Parallel()
	text := saved(t, train(t, café()))
	for name, c := range map[string]struct{ text, field string }{
		"nothing":             {"", "model"},
		"something else":      {"{}\n", "model"},
		"a newer version":     {strings.Replace(text, " 1 ", " 2 ", 1), "format"},
		"half of it":          {text[:len(text)/2], "model"},
		"one digit less":      {strings.Replace(text, "1", "", 100), "model"},
		"a number changed":    {text[:len(text)-20] + "9" + text[len(text)-19:], "model"},
		"something behind it": {text + "x", "model"},
		"an endless line":     {"kith-themes-model 1 " + strings.Repeat("0", 1000), "model"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, err := themes.Load(strings.NewReader(c.text))
			if m != nil {
				t.Error("there is a model")
			}
			if c.field == "format" || name != "one digit less" {
				refused(t, err, c.field)
			} else if err == nil {
				t.Error("there is no error")
			}
		})
	}
}

func TestErrorsOfReadersAndWritersArePassedOn(t *testing.T) {
	t.Parallel()
	failed := errors.New("failed")
	if _, err := themes.Load(iotest.ErrReader(failed)); !errors.Is(err, failed) {
		t.Errorf("reading: got error %v", err)
	}
	half := io.MultiReader(strings.NewReader(saved(t, train(t, café()))[:120]), iotest.ErrReader(failed))
	if _, err := themes.Load(half); !errors.Is(err, failed) {
		t.Errorf("reading on: got error %v", err)
	}
	for n := range 2 {
		if err := train(t, café()).Save(&failing{n, failed}); !errors.Is(err, failed) {
			t.Errorf("writing: got error %v", err)
		}
	}
}

// failing fails after some writes.
type failing struct {
	left int
	err  error
}

func (f *failing) Write(p []byte) (int, error) {
	if f.left--; f.left < 0 {
		return 0, f.err
	}
	return len(p), nil
}
