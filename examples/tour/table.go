package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// A place is a field of a file. Line and column count from 1, the column in bytes.
type place struct {
	file         string
	line, column int
	field        string
}

// A problem is a broken rule of a file. It never holds what a cell says, which may be personal.
type problem struct {
	place
	rule string
}

func (p problem) String() string {
	field := p.field
	if field != "" {
		field += ": "
	}
	return fmt.Sprintf("%s:%d:%d: %s%s", p.file, p.line, p.column, field, p.rule)
}

// A report collects the problems of all files.
type report struct {
	problems []problem
}

func (r *report) add(at place, rule string) {
	r.problems = append(r.problems, problem{at, rule})
}

// print writes the problems in the order of files and lines, up to a limit, and how many there are.
func (r *report) print(w io.Writer, files []string, limit int) {
	slices.SortStableFunc(r.problems, func(a, b problem) int {
		return cmp.Or(
			cmp.Compare(slices.Index(files, a.file), slices.Index(files, b.file)),
			cmp.Compare(a.line, b.line),
			cmp.Compare(a.column, b.column),
		)
	})
	for _, p := range r.problems[:min(limit, len(r.problems))] {
		fmt.Fprintln(w, p)
	}
	if more := len(r.problems) - limit; more > 0 {
		fmt.Fprintf(w, "and %s more\n", number(more))
	}
	fmt.Fprintf(w, "%s; nothing was loaded\n", count(len(r.problems), "problem"))
}

// Columns says which columns a file may have.
type columns struct {
	required []string
	optional []string
	also     map[string]string // other names of these columns
	more     bool              // further columns are welcome
}

// A table reads a CSV file with a header row, and reports what is wrong with its form.
type table struct {
	file   string
	names  []string       // of the columns, in order
	at     map[string]int // where a column is
	csv    *csv.Reader
	report *report
	rows   int
}

// A row is one record of a table. Its places are known until the next one is read.
type row struct {
	*table
	cells []string
}

// openTable reads the header row. It returns nil where the header is so wrong that the rows cannot be
// read; the report then says why.
func openTable(file string, r io.Reader, want columns, rep *report) (*table, error) {
	in := bufio.NewReader(r)
	if mark, _ := in.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3) // the byte order mark that spreadsheets write
	}
	t := &table{file: file, at: map[string]int{}, csv: csv.NewReader(in), report: rep}
	t.csv.FieldsPerRecord = -1 // rows of a wrong length are reported here, all of them
	header, err := t.csv.Read()
	if _, wrong := errors.AsType[*csv.ParseError](err); wrong || err == io.EOF {
		rep.add(place{file, 1, 1, ""}, "must begin with a header row")
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	before := len(rep.problems)
	for i, name := range header {
		t.addColumn(i, name, want)
	}
	for _, name := range want.required {
		if _, there := t.at[name]; !there {
			rep.add(place{file, 1, 1, name}, "this column is missing")
		}
	}
	if len(rep.problems) > before {
		return nil, nil
	}
	return t, nil
}

// addColumn notes where a column is. A name that is refused is not told: in a file without a header
// row it would be somebody's.
func (t *table) addColumn(i int, name string, want columns) {
	name = strings.TrimSpace(name)
	known := slices.Concat(want.required, want.optional)
	lower := strings.ToLower(name)
	lower = cmp.Or(want.also[lower], lower)
	line, column := t.csv.FieldPos(i)
	at := place{t.file, line, column, ""}
	switch {
	case slices.Contains(known, lower):
		name = lower
	case name == "":
		t.report.add(at, "this column has no name")
		return
	case !want.more:
		names := slices.Concat(known, slices.Sorted(maps.Keys(want.also)))
		t.report.add(at, "this column has a name that is not one of "+strings.Join(names, ", "))
		return
	}
	if _, twice := t.at[name]; twice {
		t.report.add(at, "this column is there twice")
		return
	}
	t.at[name] = i
	t.names = append(t.names, name)
}

// next returns the next row that has a cell in every column, or false after the last.
func (t *table) next() (row, bool, error) {
	for {
		cells, err := t.csv.Read()
		if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
			t.rows++
			t.report.add(place{t.file, wrong.Line, wrong.Column, ""}, "must be CSV: "+wrong.Err.Error())
			continue
		}
		if err == io.EOF {
			return row{}, false, nil
		}
		if err != nil {
			return row{}, false, err
		}
		t.rows++
		if len(cells) == len(t.names) {
			return row{t, cells}, true, nil
		}
		line, column := t.csv.FieldPos(0)
		t.report.add(place{t.file, line, column, ""},
			fmt.Sprintf("must have %s, as the header row has", count(len(t.names), "field")))
	}
}

// cell returns what stands in a column, and "" where there is no such column.
func (r row) cell(name string) string {
	if i, there := r.at[name]; there {
		return r.cells[i]
	}
	return ""
}

// place returns where the cell of a column stands; the beginning of the row where there is no such
// column.
func (r row) place(name string) place {
	line, column := r.csv.FieldPos(r.at[name])
	return place{r.file, line, column, name}
}

// problem reports a broken rule of a cell.
func (r row) problem(name, rule string) { r.report.add(r.place(name), rule) }
