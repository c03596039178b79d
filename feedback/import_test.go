package feedback_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/relationship"
)

const csvHeader = "author,kind,text,at,about,theme\n"

func readCSV(text string, cfg feedback.CSVConfig) ([]feedback.Row, error) {
	return relationship.Collect(feedback.ReadCSV(strings.NewReader(text), cfg))
}

// writeCSV writes rows as a host would.
func writeCSV(rows []feedback.Row) string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	record := func(values ...string) {
		if err := w.Write(values); err != nil {
			panic(err) // into memory
		}
	}
	record("theme", "at", "text", "kind", "about", "author")
	for _, r := range rows {
		about := ""
		if r.About != (feedback.Ref{}) {
			about = r.About.String()
		}
		record(r.Theme, r.At.Format(time.RFC3339Nano), r.Text, string(r.Kind), about, string(r.Author))
	}
	w.Flush()
	return b.String()
}

func TestRowsAreReadWhateverTheirColumnsAndText(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	midnight := noon.Add(-12 * time.Hour)
	for _, tt := range []struct {
		name, text string
		want       []feedback.Row
	}{
		{"all columns", csvHeader + "ann,idea,A coat hook,2026-11-22T12:00:00Z,tie:42,coats\n",
			[]feedback.Row{{Line: 2, Author: "ann", Kind: feedback.Idea, Text: "A coat hook", At: noon, About: feedback.Ref{Noun: "tie", ID: "42"}, Theme: "coats"}}},
		{"required columns in another order", "text,at,kind,author\nThanks,2026-11-22,compliment,",
			[]feedback.Row{{Line: 2, Kind: feedback.Compliment, Text: "Thanks", At: midnight}}},
		{"a zone", csvHeader + ",complaint,Late,2026-11-22T13:00:00+01:00,,\n",
			[]feedback.Row{{Line: 2, Kind: feedback.Complaint, Text: "Late", At: noon}}},
		{"a byte order mark, CRLF and empty lines", "\ufeffauthor,kind,text,at\r\n\r\nann,idea,x,2026-11-22\r\n\r\n",
			[]feedback.Row{{Line: 3, Author: "ann", Kind: feedback.Idea, Text: "x", At: midnight}}},
		{"quotes, commas, line breaks and emoji", csvHeader + "a,idea,\"one, \"\"two\"\"\r\n\nthree 🎈\",2026-11-22,,\nb,idea, x ,2026-11-22,product:a:b,\n",
			[]feedback.Row{
				{Line: 2, Author: "a", Kind: feedback.Idea, Text: "one, \"two\"\n\nthree 🎈", At: midnight},
				{Line: 5, Author: "b", Kind: feedback.Idea, Text: " x ", At: midnight, About: feedback.Ref{Noun: "product", ID: "a:b"}},
			}},
		{"the longest text", csvHeader + "a,idea,\"" + strings.Repeat(`""`, feedback.MaxText) + "\",2026-11-22,,",
			[]feedback.Row{{Line: 2, Author: "a", Kind: feedback.Idea, Text: strings.Repeat(`"`, feedback.MaxText), At: midnight}}},
		{"no rows", csvHeader, nil},
	} {
		got, err := readCSV(tt.text, feedback.CSVConfig{})
		if err != nil {
			t.Errorf("%s: got error %v", tt.name, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestADateBeginsWhereTheHostSays(t *testing.T) {
	t.Parallel()
	cfg := feedback.CSVConfig{Location: time.FixedZone("", 3600)}
	got, err := readCSV(csvHeader+",idea,x,2026-11-22,,\n,idea,x,2026-11-22T00:00:00Z,,", cfg)
	if err != nil || len(got) != 2 || got[1].At.Sub(got[0].At) != time.Hour {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestARefusedRowIsToldByLineColumnAndRuleAndNeverByWhatItSays(t *testing.T) {
	t.Parallel()
	const kinds = "must be one of: compliment, idea, complaint"
	for _, tt := range []struct{ name, row, column, rule string }{
		{"another kind", "ann,SECRET,x,2026-11-22,,", "kind", kinds},
		{"a kind in capitals", "ann,Idea,SECRET,2026-11-22,,", "kind", kinds},
		{"no text", "SECRET,idea,,2026-11-22,,", "text", "must not be empty"},
		{"too much text", "a,idea," + strings.Repeat("SECRET", 11_000) + ",2026-11-22,,", "text", "must be at most 65,536 bytes"},
		{"text that is not UTF-8", "a,idea,SECRET\xff,2026-11-22,,", "text", "must be valid UTF-8"},
		{"text with a NUL byte", "a,idea,SECRET\x00,2026-11-22,,", "text", "must not hold a NUL byte"},
		{"an author with a NUL byte", "SECRET\x00,idea,x,2026-11-22,,", "author", "must not hold a NUL byte"},
		{"no date", "a,idea,x,SECRET,,", "at", "must be an instant such as 2026-11-22T09:30:00Z, or a date such as 2026-11-22"},
		{"a day that is not", "a,idea,x,2026-02-30,,", "at", "must be an instant such as 2026-11-22T09:30:00Z, or a date such as 2026-11-22"},
		{"the beginning of time", "a,idea,x,0001-01-01,,", "at", "must not be zero"},
		{"a year before the first", "a,idea,x,0000-01-01,,", "at", "must be in the years 1 to 9999"},
		{"about something without a noun", "a,idea,x,2026-11-22,SECRET,", "about", "must be noun:id: Ref must be noun:id"},
		{"about nothing of a noun", "a,idea,x,2026-11-22,SECRET:,", "about", "must be noun:id: ID must not be empty"},
		{"a theme that is not UTF-8", "a,idea,x,2026-11-22,,SECRET\xff", "theme", "must be valid UTF-8"},
		{"too few values", "a,idea,SECRET", "row", "must have as many values as there are columns"},
		{"too many values", "a,idea,x,2026-11-22,,,SECRET", "row", "must have as many values as there are columns"},
		{"a quote inside", `a,idea,SECRET",2026-11-22,,`, "row", "must have quotes only around whole values, and doubled inside"},
	} {
		text := csvHeader + ",idea,fine,2026-11-22,,\n" + tt.row + "\n,idea,fine,2026-11-22,,\n"
		rows, err := readCSV(text, feedback.CSVConfig{})
		breaks(t, err, tt.column, tt.rule)
		if len(rows) != 0 || !strings.HasPrefix(err.Error(), "feedback: read CSV line 3: ") || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%s: got error %v", tt.name, err)
		}
		var lines []int
		rows, err = readCSV(text, feedback.CSVConfig{Refused: func(line int, err error) error {
			breaks(t, err, tt.column, tt.rule)
			lines = append(lines, line)
			return nil
		}})
		if err != nil || len(rows) != 2 || rows[1].Line != 4 || !slices.Equal(lines, []int{3}) {
			t.Errorf("%s: going on, got rows %v, refused %v, error %v", tt.name, rows, lines, err)
		}
	}
}

func TestAHeaderThatIsNoneEndsTheReading(t *testing.T) {
	t.Parallel()
	goOn := feedback.CSVConfig{Refused: func(int, error) error { return nil }}
	for _, tt := range []struct{ name, text, field, rule string }{
		{"nothing at all", "", "header", "must have the columns: author, kind, text, at"},
		{"two are missing", "text,theme,author\n", "header", "must have the columns: kind, at"},
		{"one twice", "author,kind,text,at,kind\n", "header column 5", "must not be there twice"},
		{"data in its place", "author,kind,SECRET,at\n", "header column 3", "must be one of: author, kind, text, at, about, theme"},
		{"a quote inside", "author,\"kind\"SECRET\n", "row", "must have quotes only around whole values, and doubled inside"},
	} {
		_, err := readCSV(tt.text, goOn)
		breaks(t, err, tt.field, tt.rule)
		if !strings.HasPrefix(err.Error(), "feedback: read CSV line 1: ") || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%s: got error %v", tt.name, err)
		}
	}
}

func TestTheHostSaysWhenThereWereEnoughRefusedRows(t *testing.T) {
	t.Parallel()
	enough, told := errors.New("enough"), 0
	cfg := feedback.CSVConfig{Refused: func(int, error) error {
		if told++; told == 3 {
			return enough
		}
		return nil
	}}
	rows, err := readCSV(csvHeader+strings.Repeat("bad\n,idea,good,2026-11-22,,\n", 9), cfg)
	if !errors.Is(err, enough) || told != 3 || len(rows) != 0 {
		t.Errorf("told of %d, got rows %v and error %v", told, rows, err)
	}
}

func TestAQuoteThatIsNeverClosedDoesNotFillTheMemory(t *testing.T) {
	t.Parallel()
	endless := io.MultiReader(strings.NewReader(csvHeader+",idea,fine,2026-11-22,,\na,idea,\""), new(endlessly))
	rows := 0
	for _, err := range feedback.ReadCSV(endless, feedback.CSVConfig{Refused: func(int, error) error { return nil }}) {
		if err != nil {
			breaks(t, err, "the next row", "must be at most 1,048,576 bytes")
			break
		}
		rows++
	}
	if rows != 1 {
		t.Errorf("got %d rows, want 1", rows)
	}
}

// endlessly is a text without an end.
type endlessly struct{}

func (*endlessly) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = "x\n"[i%2]
	}
	return len(p), nil
}

func TestAFailureOfTheReaderEndsTheReading(t *testing.T) {
	t.Parallel()
	broken := fmt.Errorf("the disk: %w", feedback.ErrInvalid) // which is not about a row
	for text, want := range map[string]int{"": 0, csvHeader: 0, csvHeader + ",idea,fine,2026-11-22,,\n": 1} {
		r := io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken))
		rows, last := 0, error(nil)
		for _, err := range feedback.ReadCSV(iotest.OneByteReader(r), feedback.CSVConfig{Refused: func(int, error) error { return nil }}) {
			if err == nil {
				rows++
			}
			last = err
		}
		if rows != want || !errors.Is(last, broken) {
			t.Errorf("after %q: got %d rows and error %v", text, rows, last)
		}
	}
}

func TestReadingCanBeLeftAtAnyRow(t *testing.T) {
	t.Parallel()
	for row, err := range feedback.ReadCSV(strings.NewReader(csvHeader+strings.Repeat(",idea,x,2026-11-22,,\n", 9)), feedback.CSVConfig{}) {
		if err != nil {
			t.Fatal(err)
		}
		if row.Line == 4 {
			break
		}
	}
}

func TestRealReviewsAndSentencesComeThroughCSV(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file string
		row  func(values []string) (feedback.Row, bool)
		want int
	}{
		{"maalej2016-app-reviews.tsv", reviewRow, 3572},
		{"opinosis-topic-sentences.tsv", sentenceRow, 7086},
	} {
		path := realparts.Data(t, "feedback", "permissive", tt.file)
		want := convertTSV(t, path, tt.row)
		if len(want) != tt.want {
			t.Errorf("%s: converted %d rows, want %d", tt.file, len(want), tt.want)
		}
		got, err := readCSV(writeCSV(want), feedback.CSVConfig{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			got[i].Line = 0
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the rows that come back are others", tt.file)
		}
	}
}

func convertTSV(t *testing.T, path string, row func([]string) (feedback.Row, bool)) []feedback.Row {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var rows []feedback.Row
	for line := range strings.Lines(string(text[bytes.IndexByte(text, '\n')+1:])) {
		r, ok := row(strings.Split(strings.TrimRight(line, "\r\n"), "\t"))
		if !ok {
			continue
		}
		r.At = countsBase.Add(-time.Duration(len(rows)) * time.Second)
		rows = append(rows, r)
	}
	return rows
}

// reviewRow leaves out reviews with three stars, which are neither praise nor complaint.
func reviewRow(v []string) (feedback.Row, bool) {
	r := feedback.Row{Text: v[7], Theme: v[6]}
	switch label, stars := v[0], v[1]; {
	case label == "Bug":
		r.Kind = feedback.Complaint
	case label == "Feature":
		r.Kind = feedback.Idea
	case stars >= "4":
		r.Kind = feedback.Compliment
	case stars <= "2":
		r.Kind = feedback.Complaint
	}
	if v[3] != "" {
		r.About = feedback.Ref{Noun: "product", ID: v[3]}
	}
	return r, r.Kind != "" && r.Text != ""
}

func sentenceRow(v []string) (feedback.Row, bool) {
	return feedback.Row{Author: "opinosis", Kind: feedback.Complaint, Text: v[1], Theme: v[0]}, true
}

func TestAnImportGoesStraightIntoCounts(t *testing.T) {
	t.Parallel()
	c := newCounts(t, feedback.CountsConfig{})
	for i, r := range convertTSV(t, realparts.Data(t, "feedback", "permissive", "opinosis-topic-sentences.tsv"), sentenceRow) {
		addAll(t, c, feedback.Mark{
			Under: feedback.ThemeID(r.Theme).Ref(), Item: feedback.ItemID(fmt.Sprint(i)), Kind: r.Kind, By: r.Author, At: r.At,
		})
	}
	all, err := c.All(countsBase, feedback.CountQuery{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	sum, least, most := 0, 1<<30, 0
	for _, n := range all {
		sum, least, most = sum+n.Items, min(least, n.Items), max(most, n.Items)
	}
	if len(all) != 51 || sum != 7086 || least != 50 || most != 575 {
		t.Errorf("got %d themes with %d items, from %d to %d; want 51 with 7086, from 50 to 575", len(all), sum, least, most)
	}
}
