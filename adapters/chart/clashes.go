package chart

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/readiness"
)

// Clashes draws where the elements of how an organisation works clash with what it wants to do: a square for each element and
// aim with its severity, from 0 to 1, in it, the more severe the darker, and its range below. The last column and the last
// row are the means. There are from 1 to 40 elements and from 1 to 12 aims.
//
// The table has a row per square. It returns an error matching [relationship.ErrInvalid], an OpError that names the field
// and the rule, for what cannot be drawn.
func Clashes(r readiness.Round, cfg Config) (*Chart, error) {
	const op = "draw clashes"
	m := r.Clashes
	if err := cmp.Or(cfg.check(op), checkClashes(op, m)); err != nil {
		return nil, err
	}
	b := board{
		rows: append(slices.Clone(m.Elements), "all"), columns: append(slices.Clone(m.Aims), "all"),
		lastRow: true, lastColumn: true,
	}
	t := Table{Columns: []string{"element", "aim", "severity", "low", "high", "raters", "state"}}
	for i, row := range slices.Concat(m.Cells, [][]readiness.Cell{m.Columns}) {
		mean := m.All
		if i < len(m.Rows) {
			mean = m.Rows[i]
		}
		var line []lettered
		for j, cell := range append(slices.Clone(row), mean) {
			why := stateOf(cell, i == len(m.Elements) || j == len(m.Aims))
			line = append(line, squareOf(cell.Severity, why))
			named := slices.Concat([]string{b.rows[i], b.columns[j]}, cells(cell.Severity)[:3])
			t.Rows = append(t.Rows, append(named, strconv.Itoa(cell.Raters), why))
		}
		b.squares = append(b.squares, line)
	}
	c := newBoard(b, cfg)
	c.table = t
	return c, nil
}

// stateOf says why a cell has no number.
func stateOf(c readiness.Cell, mean bool) string {
	if c.Item == "" && !mean {
		return "not asked"
	}
	return state(c.Severity, c.Withheld)
}

// squareOf returns a severity as it is drawn, or why there is none.
func squareOf(e relationship.Estimate, why string) lettered {
	if !e.Known() {
		return lettered{word: why}
	}
	return lettered{word: hundredths(e.Value), below: hundredths(e.Low) + " to " + hundredths(e.High), share: e.Value, shaded: true}
}

func hundredths(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

func checkClashes(op string, m readiness.Clashes) error {
	switch {
	case len(m.Elements) == 0 || len(m.Elements) > 40:
		return broken(op, "Elements", "must be from 1 to 40")
	case len(m.Aims) == 0 || len(m.Aims) > 12:
		return broken(op, "Aims", "must be from 1 to 12")
	case len(m.Cells) != len(m.Elements):
		return broken(op, "Cells", "must be one row for each element")
	}
	err := cmp.Or(
		checkNames(op, "Elements", m.Elements),
		checkNames(op, "Aims", m.Aims),
		checkCells(op, "Rows", m.Rows, len(m.Elements)),
		checkCells(op, "Columns", m.Columns, len(m.Aims)),
		checkShare(op, "All.Severity", m.All.Severity),
	)
	for i, row := range m.Cells {
		err = cmp.Or(err, checkCells(op, at("Cells", i), row, len(m.Aims)))
	}
	return err
}

func checkNames(op, field string, names []string) error {
	for i, name := range names {
		if err := checkName(op, at(field, i), name); err != nil {
			return err
		}
	}
	return nil
}

func checkCells(op, field string, row []readiness.Cell, n int) error {
	if len(row) != n {
		return broken(op, field, "must be one for each element or aim")
	}
	for i, cell := range row {
		if err := checkShare(op, at(field, i)+".Severity", cell.Severity); err != nil {
			return err
		}
	}
	return nil
}

// checkShare returns an error for an estimate that is not from 0 to 1.
func checkShare(op, field string, e relationship.Estimate) error {
	if err := checkEstimate(op, field, e); err != nil {
		return err
	}
	if e.Low < 0 || e.High > 1 {
		return broken(op, field, "must be from 0 to 1")
	}
	return nil
}
