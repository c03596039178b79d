package feedback

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Row is one item as a line of CSV tells it.
type Row struct {
	// Line is the line of the text that the row begins on, from 1, which is the header.
	Line int

	// Author is who said it; empty where nobody is known.
	Author PartyID

	// Kind is what it is, and Text what was said.
	Kind Kind
	Text string

	// At is when it was said, in UTC.
	At time.Time

	// About is what it is about; the zero Ref where it does not say.
	About Ref

	// Theme is the name of its theme; empty where it has none.
	Theme string
}

// A CSVConfig adjusts [ReadCSV]. Its zero value is ready to use.
type CSVConfig struct {
	// Location is where a day begins at midnight, for a date without a time. nil means UTC.
	Location *time.Location

	// Refused is told of each row that is refused, and of its line. If it returns nil, the row is left
	// out and the reading goes on; otherwise it ends with the error that it returns. So a host can
	// collect what to put right, and stop after as many as it likes. nil ends the reading at the first
	// row that is refused.
	Refused func(line int, err error) error
}

// The columns of CSV, the required ones first.
const (
	colAuthor = iota
	colKind
	colText
	colAt
	colAbout
	colTheme
	columns
	requiredColumns = colAbout
)

func columnNames() []string { return []string{"author", "kind", "text", "at", "about", "theme"} }

// ReadCSV yields the items that a text in CSV (RFC 4180) tells, one for each row, in order. The first
// row names the columns, in any order: author, kind, text and at, and if there are such also about
// and theme. A kind is compliment, idea or complaint; an instant is in the form of RFC 3339, or a date;
// what it is about is noun:id. Author, about and theme may be empty, a text may have [MaxText] bytes.
// Nothing is trimmed.
//
// Special cases are:
//   - a byte order mark at the beginning, and empty lines, are skipped
//   - a line break in a quoted text may be LF or CRLF, and is read as LF
//   - where quotes are out of place, what is refused as one row may be several
//   - a row longer than 1 MiB ends the reading: where the next one begins cannot be known
//
// A row that breaks a rule is refused with an error matching [ErrInvalid] that tells line, column and
// rule, never what was there; [CSVConfig] says what happens then. An error about the header, or of r,
// always ends the reading. One that ends it is the last thing yielded. The sequence can be used once,
// as r can be read once; it keeps one row at a time in memory.
func ReadCSV(r io.Reader, cfg CSVConfig) iter.Seq2[Row, error] {
	if cfg.Location == nil {
		cfg.Location = time.UTC
	}
	return func(yield func(Row, error) bool) {
		in := newCSVReader(r)
		err := in.readHeader()
		for err == nil {
			var row Row
			if row, err = in.next(cfg); err == nil && !yield(row, nil) {
				return
			}
		}
		if err != io.EOF {
			yield(Row{}, err)
		}
	}
}

// A csvReader reads rows. It knows where each column is.
type csvReader struct {
	bytes *limited
	csv   *csv.Reader
	place [columns]int // of each column in a row, or -1
	width int          // how many columns there are
	line  int          // on which the row begins that was read last
}

func newCSVReader(r io.Reader) *csvReader {
	in := &csvReader{bytes: &limited{r: r}}
	in.csv = csv.NewReader(in.bytes)
	in.csv.FieldsPerRecord = -1
	in.csv.ReuseRecord = true
	return in
}

// next returns the next row that is not refused. The error at the end is io.EOF.
func (in *csvReader) next(cfg CSVConfig) (Row, error) {
	for {
		row, err := in.read(cfg.Location)
		if _, refused := errors.AsType[*rules.Broken](err); !refused {
			return row, err
		}
		err = in.refused(err)
		if cfg.Refused != nil {
			err = cfg.Refused(in.line, err)
		}
		if err != nil {
			return Row{}, err
		}
	}
}

// refused says on which line a rule was broken.
func (in *csvReader) refused(err error) error {
	return opError("read CSV line "+strconv.Itoa(in.line), "", err)
}

func (in *csvReader) read(where *time.Location) (Row, error) {
	values, err := in.values()
	if err != nil {
		return Row{}, err
	}
	if len(values) != in.width {
		return Row{}, rules.Break("row", "must have as many values as there are columns")
	}
	return in.row(values, where)
}

// values returns the values of the next row. A rule that they break is an error of package rules; all
// others end the reading.
func (in *csvReader) values() ([]string, error) {
	in.bytes.left = maxRowBytes
	values, err := in.csv.Read()
	if e, ok := errors.AsType[*csv.ParseError](err); ok {
		in.line = e.StartLine
		return nil, rules.Break("row", "must have quotes only around whole values, and doubled inside")
	}
	switch {
	case err == nil:
		in.line, _ = in.csv.FieldPos(0)
		return values, nil
	case err == io.EOF:
		return nil, err
	case in.bytes.left < 0:
		err = rules.Break("the next row", "must be at most 1,048,576 bytes")
	}
	return nil, opError("read CSV after line "+strconv.Itoa(in.line), "", err)
}

func (in *csvReader) readHeader() error {
	names, err := in.values()
	if err != nil && err != io.EOF {
		if _, refused := errors.AsType[*rules.Broken](err); refused {
			err = in.refused(err)
		}
		return err
	}
	in.line, in.width = max(in.line, 1), len(names)
	return in.refused(in.placeColumns(names))
}

// placeColumns notes where each column is. What is in a header that is none must not be told.
func (in *csvReader) placeColumns(names []string) error {
	known := columnNames()
	for col, name := range known {
		in.place[col] = slices.Index(names, name)
	}
	for i, name := range names {
		col := slices.Index(known, name)
		field := "header column " + strconv.Itoa(i+1)
		if col < 0 {
			return rules.Break(field, "must be one of: "+strings.Join(known, ", "))
		}
		if in.place[col] != i {
			return rules.Break(field, "must not be there twice")
		}
	}
	var missing []string
	for col, name := range known[:requiredColumns] {
		if in.place[col] < 0 {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return rules.Break("header", "must have the columns: "+strings.Join(missing, ", "))
	}
	return nil
}

// row returns the row that values tell.
func (in *csvReader) row(values []string, where *time.Location) (Row, error) {
	value := func(col int) string {
		if in.place[col] < 0 {
			return ""
		}
		return values[in.place[col]]
	}
	row := Row{
		Line: in.line, Author: PartyID(strings.Clone(value(colAuthor))), Kind: Kind(value(colKind)),
		Text: value(colText), Theme: strings.Clone(value(colTheme)),
	}
	var atRule, aboutRule string
	row.At, atRule = readInstant(value(colAt), where)
	row.About, aboutRule = readAbout(value(colAbout))
	if err := rules.First(
		rules.Break("author", rules.OptionalID(string(row.Author))),
		rules.Break("kind", row.Kind.rule()),
		rules.Break("text", rules.Words(row.Text)),
		rules.Break("at", atRule),
		rules.Break("about", aboutRule),
		rules.Break("theme", rules.OptionalWords(row.Theme)),
	); err != nil {
		return Row{}, err
	}
	row.Kind = kindAt(kindPlace(row.Kind)) // with no hold on the memory of the row
	return row, nil
}

// readInstant returns the instant that a text tells, or the rule that it breaks.
func readInstant(s string, where *time.Location) (time.Time, string) {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		at, err = time.ParseInLocation(time.DateOnly, s, where)
	}
	if err != nil {
		return at, "must be an instant such as 2026-11-22T09:30:00Z, or a date such as 2026-11-22"
	}
	return rules.UTC(at), rules.Moment(at)
}

// readAbout returns what a text refers to, or the rule that it breaks.
func readAbout(s string) (about Ref, rule string) {
	if s == "" {
		return Ref{}, ""
	}
	err := about.UnmarshalText([]byte(s))
	if e, ok := errors.AsType[*relationship.OpError](err); ok {
		return Ref{}, "must be noun:id: " + e.Field + " " + e.Rule
	}
	return about, ""
}

// maxRowBytes is how long a row may be, so that a quote that is never closed does not fill the memory.
const maxRowBytes = 1 << 20

// A limited reader ends with an error once it has read more than what is left, which is then below 0.
// It skips the byte order mark that some programs put in front of UTF-8.
type limited struct {
	r     io.Reader
	left  int
	begun bool
}

// Read reads as [io.Reader] does.
func (l *limited) Read(p []byte) (int, error) {
	if !l.begun {
		l.begun = true
		front := bufio.NewReader(l.r)
		if mark, _ := front.Peek(3); string(mark) == "\ufeff" {
			_, _ = front.Discard(3) // it was peeked at: it is there
		}
		l.r = front
	}
	n, err := l.r.Read(p)
	if l.left -= n; l.left < 0 {
		return 0, io.ErrShortBuffer
	}
	return n, err
}
