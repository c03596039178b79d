package chart

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kithcrm/kith/relationship"
)

// A Table holds the numbers of a picture.
type Table struct {
	// Columns are the names of the columns.
	Columns []string `json:"columns"`

	// Rows have one cell per column. An empty cell means that there is nothing.
	Rows [][]string `json:"rows"`
}

// WriteCSV writes the table as CSV (RFC 4180), with its columns in the first line. A cell with which a
// spreadsheet would begin a formula gets an apostrophe in front. It returns the error of w, if any.
func (t Table) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	for _, row := range slices.Concat([][]string{t.Columns}, t.Rows) {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = unformulated(cell)
		}
		if err := out.Write(safe); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// unformulated returns a cell that no spreadsheet takes for a formula. Numbers stay as they are.
func unformulated(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil {
		return cell
	}
	return "'" + cell
}

// WriteText writes the table with aligned columns, for people. It returns the error of w, if any.
func (t Table) WriteText(w io.Writer) error {
	rows := slices.Concat([][]string{t.Columns}, t.Rows)
	wide := make([]int, len(t.Columns))
	for _, row := range rows {
		for i, cell := range row {
			wide[i] = max(wide[i], utf8.RuneCountInString(oneLine(cell)))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			cell = oneLine(cell)
			line.WriteString(cell)
			line.WriteString(strings.Repeat(" ", wide[i]-utf8.RuneCountInString(cell)+2))
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(line.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}

// oneLine returns a text without what would break a line or a terminal.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
}

// estimateColumns are the names of the columns that cells fills.
func estimateColumns() []string { return []string{"value", "low", "high", "n", "basis"} }

// cells returns an estimate as cells; empty ones where it is unknown.
func cells(e relationship.Estimate) []string {
	if !e.Known() {
		return []string{"", "", "", "", e.Basis.String()}
	}
	return []string{number(e.Value), number(e.Low), number(e.High), number(e.N), e.Basis.String()}
}

// number returns a number with at most six digits.
func number(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }
