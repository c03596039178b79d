package feedback_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"pgregory.net/rapid"
)

// FuzzReadCSV reads text of any kind. What is read can be written and read again, and what is refused
// is told without what it says.
func FuzzReadCSV(f *testing.F) {
	for _, seed := range []string{
		"", "author,kind,text,at\n", csvHeader + "ann,idea,x,2026-11-22,tie:1,coats\n", "\ufeff" + csvHeader + "a,idea,\"x\r\ny\",2026-11-22T12:00:00+01:00,,\n",
		csvHeader + "a,idea,\"never closed,2026-11-22,,\n,idea,x,2026-11-22,,\n", csvHeader + "a,idea,\x00\xff,0001-01-01,:,\n", "author;kind;text;at\n",
		csvHeader + "\r,idea,\r,2026-11-22,,\r\n", "at,text,kind,author\n9999-12-31,\"\"\"\",complaint,\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		refused := 0
		rows, err := readCSV(text, feedback.CSVConfig{Refused: func(line int, err error) error {
			checkRefusal(t, err)
			if refused++; line < 2 {
				t.Errorf("line %d was refused", line)
			}
			return nil
		}})
		if err != nil {
			checkRefusal(t, err)
			return
		}
		if !slices.IsSortedFunc(rows, func(a, b feedback.Row) int { return a.Line - b.Line }) {
			t.Error("the rows are not in order")
		}
		sameAgain(t, rows)
		if _, err := readCSV(text, feedback.CSVConfig{}); (err != nil) != (refused > 0) {
			t.Errorf("%d rows were refused, but reading without them ends with error %v", refused, err)
		}
	})
}

func checkRefusal(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, feedback.ErrInvalid) {
		t.Errorf("got error %v", err)
	}
	if text := err.Error(); len(text) > 200 || strings.ContainsFunc(text, func(r rune) bool { return r > '~' || r < ' ' }) {
		t.Errorf("an error holds what was read")
	}
}

// sameAgain writes rows and reads them again.
func sameAgain(t countsTester, rows []feedback.Row) {
	t.Helper()
	again, err := readCSV(writeCSV(rows), feedback.CSVConfig{})
	if err != nil {
		t.Fatalf("again: got error %v", err)
	}
	if diff := cmp.Diff(plain(rows), plain(again)); diff != "" {
		t.Fatalf("(-first +again)\n%s", diff)
	}
}

// plain returns rows without what CSV does not keep: the lines they were on, and the carriage return in
// front of a line feed.
func plain(rows []feedback.Row) []feedback.Row {
	breaks := regexp.MustCompile("\r+\n")
	lf := func(s string) string { return breaks.ReplaceAllString(s, "\n") }
	var out []feedback.Row
	for _, r := range rows {
		r.Line, r.Text, r.Theme = 0, lf(r.Text), lf(r.Theme)
		r.Author, r.About.Noun, r.About.ID = feedback.PartyID(lf(string(r.Author))), lf(r.About.Noun), lf(r.About.ID)
		out = append(out, r)
	}
	return out
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	t.Parallel()
	text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("\",\n ;'a🎈\ufeff\u2028="))))
	valid := text.Filter(func(s string) bool { return !strings.ContainsAny(s, "\x00\r") })
	instants := rapid.SampledFrom(trickyInstants())
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) feedback.Row {
			r := feedback.Row{
				Author: feedback.PartyID(valid.Draw(t, "author")), Kind: rapid.SampledFrom(feedback.Kinds()).Draw(t, "kind"),
				Text: valid.Filter(func(s string) bool { return s != "" }).Draw(t, "text"), At: instants.Draw(t, "at"), Theme: valid.Draw(t, "theme"),
			}
			if rapid.Bool().Draw(t, "about something") {
				r.About = feedback.Ref{Noun: "product", ID: "x" + valid.Draw(t, "id")}
			}
			return r
		}), 0, 5).Draw(t, "rows")
		rows = slices.DeleteFunc(rows, func(r feedback.Row) bool { return len(r.Author) > 255 || len(r.About.ID) > 255 })
		sameAgain(t, rows)
	})
}

func BenchmarkReadCSV(b *testing.B) {
	rows := make([]feedback.Row, 10_000)
	for i := range rows {
		rows[i] = feedback.Row{Author: "ann", Kind: feedback.Idea, Text: strings.Repeat("A coat hook, by the \"door\". ", 4), At: countsBase.Add(time.Duration(i))}
	}
	text := writeCSV(rows)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range feedback.ReadCSV(strings.NewReader(text), feedback.CSVConfig{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
