package main

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/kithcrm/kith/relationship"
)

// open opens a file, which may be compressed with gzip.
func open(path string) (io.ReadCloser, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(file, 1<<16)
	if mark, err := in.Peek(2); err != nil || mark[0] != 0x1f || mark[1] != 0x8b {
		return opened{in, file}, nil
	}
	unzipped, err := gzip.NewReader(in)
	if err != nil {
		file.Close()
		return nil, err
	}
	return opened{unzipped, file}, nil
}

// opened reads from one thing and closes another.
type opened struct {
	io.Reader
	io.Closer
}

// A sheet reads rows of numbers.
type sheet struct {
	csv      *csv.Reader
	names    []string
	fields   []string
	line     int
	rows     int
	progress io.Writer
}

// newSheet reads the names of columns.
func newSheet(from io.Reader, progress io.Writer) (*sheet, error) {
	in := bufio.NewReaderSize(from, 1<<16)
	if mark, err := in.Peek(3); err == nil && string(mark) == "\ufeff" {
		in.Discard(3)
	}
	sh := &sheet{csv: csv.NewReader(in), progress: progress}
	sh.csv.ReuseRecord, sh.csv.FieldsPerRecord, sh.csv.Comment = true, -1, '#'
	names, err := sh.csv.Read()
	if err != nil {
		return nil, errors.New("the file must begin with a line that names the columns")
	}
	for _, n := range names {
		sh.names = append(sh.names, strings.TrimSpace(n))
	}
	return sh, nil
}

// find returns the first of several columns that there is, and -1 where there is none. Case makes no difference where the
// names as they are do not tell: t_x and T do.
func (sh *sheet) find(names ...string) int {
	for _, name := range names {
		if i := slices.Index(sh.names, name); i >= 0 {
			return i
		}
	}
	for _, name := range names {
		if i := slices.IndexFunc(sh.names, func(n string) bool { return strings.EqualFold(n, name) }); i >= 0 {
			return i
		}
	}
	return -1
}

func units() []string { return []string{"", "hours", "days", "weeks", "months", "quarters", "years"} }

// findTimes returns two columns of times of which the names end in the same unit, and that unit.
func (sh *sheet) findTimes(one, other []string) (first, second int, unit string) {
	for _, unit := range units() {
		in := func(names []string) []string {
			var all []string
			for _, n := range names {
				if unit != "" {
					n += "_" + unit
				}
				all = append(all, n)
			}
			return all
		}
		first, second = sh.find(in(one)...), sh.find(in(other)...)
		if first >= 0 && second >= 0 {
			return first, second, unit
		}
	}
	return -1, -1, ""
}

// next reads a row, and reports whether there was one.
func (sh *sheet) next() (bool, error) {
	fields, err := sh.csv.Read()
	if err == io.EOF {
		return false, nil
	}
	if bad, ok := errors.AsType[*csv.ParseError](err); ok {
		return false, fmt.Errorf("line %d: must have its quotes in pairs", bad.StartLine)
	}
	if err != nil {
		return false, err
	}
	sh.fields = fields
	sh.line, _ = sh.csv.FieldPos(0)
	sh.rows++
	tellProgress(sh.progress, sh.rows)
	return true, nil
}

// manyRows is after how many rows the program says how far it is, each time.
const manyRows = 1 << 19

func tellProgress(to io.Writer, rows int) {
	if rows > 0 && rows%manyRows == 0 {
		fmt.Fprintf(to, "worth: %d rows read\n", rows)
	}
}

// broken is the error for a field of the row. What stands there is not shown.
func (sh *sheet) broken(field, rule string) error {
	return fmt.Errorf("line %d, %s: %s", sh.line, field, rule)
}

// refused is the error for a row that the package refuses.
func (sh *sheet) refused(err error, columns map[string]int) error {
	op, ok := errors.AsType[*relationship.OpError](err)
	if !ok {
		return err
	}
	field := op.Field
	if at, known := columns[field]; known && at >= 0 {
		field = sh.names[at]
	}
	return sh.broken(field, op.Rule)
}

// number reads a finite number from a column.
func (sh *sheet) number(at int) (float64, error) {
	if at >= len(sh.fields) {
		return 0, sh.broken(sh.names[at], "is missing")
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(sh.fields[at]), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, sh.broken(sh.names[at], "must be a number")
	}
	return v, nil
}

// count reads a whole number, not below least.
func (sh *sheet) count(at, least int) (int, error) {
	v, err := sh.number(at)
	if err == nil && !(v >= float64(least) && v <= 1e12 && v == math.Trunc(v)) {
		err = sh.broken(sh.names[at], fmt.Sprintf("must be a whole number, at least %d", least))
	}
	return int(v), err
}

// name returns what a row is called: by its identifier, or else by its line.
func (sh *sheet) name(at int) string {
	if at < 0 || at >= len(sh.fields) || strings.TrimSpace(sh.fields[at]) == "" {
		return fmt.Sprintf("line %d", sh.line)
	}
	return strings.Clone(strings.TrimSpace(sh.fields[at]))
}

// missing is the error for columns that must be there.
func (sh *sheet) missing(what string) error {
	var have []string
	for _, n := range sh.names[:min(12, len(sh.names))] {
		have = append(have, strconv.Quote(shown(n)))
	}
	return fmt.Errorf("the file must have the columns %s; it has %s", what, strings.Join(have, ", "))
}
