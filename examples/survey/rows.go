package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A row is one line of the file.
type row struct {
	line       int
	answer     float64
	unanswered bool
	group, who string
	at         time.Time
	broken     string // the rule that it breaks
}

// A sheet reads rows.
type sheet struct {
	*settings
	csv                 *csv.Reader
	answer, by, at, who int // the places of columns; -1 where nobody asked for it
	layouts             []string
}

// rows returns the rows of a file. An error is one of the file, not of a row.
func (s *settings) rows(file io.Reader) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		sh, err := s.sheet(file)
		if err != nil {
			yield(row{}, err)
			return
		}
		for {
			fields, err := sh.csv.Read()
			if err == io.EOF {
				return
			}
			bad, isBad := errors.AsType[*csv.ParseError](err)
			switch {
			case isBad:
				if !yield(row{line: bad.StartLine, broken: "must have its quotes in pairs"}, nil) {
					return
				}
			case err != nil:
				yield(row{}, err)
				return
			case !yield(sh.row(fields), nil):
				return
			}
		}
	}
}

// sheet reads the names of columns.
func (s *settings) sheet(file io.Reader) (*sheet, error) {
	in := bufio.NewReaderSize(file, 1<<16)
	if mark, err := in.Peek(3); err == nil && string(mark) == "\ufeff" {
		in.Discard(3)
	}
	sh := &sheet{settings: s, csv: csv.NewReader(in)}
	sh.csv.ReuseRecord, sh.csv.FieldsPerRecord = true, -1
	names, err := sh.csv.Read()
	switch {
	case err == io.EOF:
		return nil, errors.New("the file is empty: its first line must name the columns")
	case err != nil:
		return nil, errors.New("the first line must name the columns, with commas between them")
	}
	for _, c := range []struct {
		name  string
		place *int
	}{{s.answer, &sh.answer}, {s.by, &sh.by}, {s.at, &sh.at}, {s.who, &sh.who}} {
		if *c.place, err = placeOf(names, c.name); err != nil {
			return nil, err
		}
	}
	sh.layouts = []string{time.DateOnly, time.RFC3339, time.DateTime, "2006-01-02 15:04", "2006-01-02T15:04:05"}
	if s.layout != "" {
		sh.layouts = []string{s.layout}
	}
	return sh, nil
}

// placeOf returns where a column is, and -1 where it has no name.
func placeOf(names []string, name string) (int, error) {
	if name == "" {
		return -1, nil
	}
	found := -1
	for i, n := range names {
		if strings.TrimSpace(n) != name {
			continue
		}
		if found >= 0 {
			return 0, fmt.Errorf("there are two columns %q", name)
		}
		found = i
	}
	if found < 0 {
		return 0, fmt.Errorf("there is no column %q; there are %s", name, listed(names))
	}
	return found, nil
}

// listed returns the names of columns in one line.
func listed(names []string) string {
	const most = 12
	var parts []string
	for _, n := range names[:min(most, len(names))] {
		parts = append(parts, strconv.Quote(short(strings.TrimSpace(n), 40)))
	}
	if more := len(names) - most; more > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(parts, ", ")
}

// row reads one line. The rules that it may break never show what stands there.
func (sh *sheet) row(fields []string) row {
	var r row
	r.line, _ = sh.csv.FieldPos(0)
	if len(fields) <= max(sh.answer, sh.by, sh.at, sh.who) {
		r.broken = "must have a field for every column asked for"
		return r
	}
	cell := func(place int) string {
		if place < 0 {
			return ""
		}
		return strings.TrimSpace(fields[place])
	}
	answer := cell(sh.answer)
	if answer == "" || answer == "NA" {
		r.unanswered = true
		return r
	}
	var err error
	if r.answer, err = strconv.ParseFloat(answer, 64); err != nil {
		r.broken = sh.settings.answer + " must be a number"
		return r
	}
	r.group, r.who = cell(sh.by), cell(sh.who)
	if sh.by >= 0 && r.group == "" {
		r.broken = sh.settings.by + " must not be empty"
	}
	if sh.at >= 0 {
		r.at, err = sh.instant(cell(sh.at))
		switch {
		case err != nil:
			r.broken = sh.settings.at + " must be an instant such as 2026-03-02 09:10 (see -layout)"
		case r.at.After(sh.now):
			r.broken = sh.settings.at + " must not be in the future"
		}
	}
	return r
}

// instant reads an instant. What fitted last time is tried first.
func (sh *sheet) instant(text string) (at time.Time, err error) {
	for i, layout := range sh.layouts {
		if at, err = time.ParseInLocation(layout, text, sh.calendar.Zone); err == nil {
			if i > 0 {
				sh.layouts = slices.Insert(slices.Delete(sh.layouts, i, i+1), 0, layout)
			}
			return at, nil
		}
	}
	return at, err
}
