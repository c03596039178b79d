package themes_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/themes"
	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/relationship"
)

// café is what a few guests said, made up.
func café() []themes.Example {
	var examples []themes.Example
	for kind, texts := range map[feedback.Kind]string{
		feedback.Compliment: "Der Kuchen ist wunderbar|Die Bedienung ist wunderbar|Der Kaffee schmeckt gut|Alles schmeckt gut|Der Garten ist wunderbar|Sehr nette Bedienung|Der Kuchen schmeckt gut|Wunderbar nette Leute|Der Tee schmeckt gut|Nette Leute, guter Kaffee|Der Garten schmeckt nach Sommer",
		feedback.Complaint:  "Der Kaffee ist kalt|Die Suppe ist kalt|Die Rechnung war falsch|Der Tisch ist schmutzig|Die Toilette ist schmutzig|Zu laut|Die Musik ist zu laut|Die Rechnung ist falsch|Der Boden ist schmutzig|Der Tee ist kalt|Zu laut und zu teuer",
	} {
		for text := range strings.SplitSeq(texts, "|") {
			examples = append(examples, themes.Example{Text: text, Kind: kind})
		}
	}
	// In one order each time.
	sortExamples(examples)
	return examples
}

func train(t testing.TB, examples []themes.Example) *themes.Model {
	t.Helper()
	m, err := themes.Train(examples, themes.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func suggest(t testing.TB, m *themes.Model, text string) themes.Suggestion {
	t.Helper()
	s, err := m.Suggest(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// refused sees to it that a rule was broken, and which field is told to have broken it.
func refused(t testing.TB, err error, field string) {
	t.Helper()
	e, ok := errors.AsType[*relationship.OpError](err)
	if !ok || !errors.Is(err, relationship.ErrInvalid) || e.Field != field {
		t.Errorf("got error %v, want one that says that %s is invalid", err, field)
	}
}

// rows reads a file of real data, without its header.
func rows(t testing.TB, name string) [][]string {
	t.Helper()
	b, err := os.ReadFile(realparts.Data(t, "feedback", "permissive", name))
	if err != nil {
		t.Fatal(err)
	}
	var found [][]string
	for line := range strings.Lines(string(b)) {
		found = append(found, strings.Split(strings.TrimRight(line, "\r\n"), "\t"))
	}
	return found[1:]
}

func sortExamples(examples []themes.Example) {
	slices.SortFunc(examples, func(a, b themes.Example) int { return strings.Compare(a.Text, b.Text) })
}

// madeUp returns texts of words drawn from a vocabulary in which few words are said often.
func madeUp(n int) []string {
	r := rand.New(rand.NewPCG(1, 1))
	often := rand.NewZipf(r, 1.1, 20, 29_999)
	texts := make([]string, n)
	for i := range texts {
		var b strings.Builder
		for range 6 + r.IntN(24) {
			fmt.Fprintf(&b, "w%c%c%d ", 'a'+r.IntN(2), 'a'+r.IntN(2), often.Uint64())
		}
		texts[i] = b.String()
	}
	return texts
}
