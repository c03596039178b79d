package chart_test

import (
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/kithcrm/kith/adapters/chart"
	"github.com/kithcrm/kith/internal/sight"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/readiness"
)

// matrix returns a round of clashes: so many elements by so many aims, with severities from 0 on.
func matrix(name string, elements, aims int) readiness.Round {
	var m readiness.Clashes
	cell := func(i, n int) readiness.Cell {
		v := float64(i) / float64(max(1, n-1))
		e := relationship.Estimate{Value: v, Low: max(0, v-.1), High: min(1, v+.1), N: 9, Basis: relationship.Observed}
		return readiness.Cell{Item: fmt.Sprint(i), Severity: e, Raters: 9}
	}
	for i := range elements {
		m.Elements = append(m.Elements, fmt.Sprint(name, " element ", i))
		m.Cells = append(m.Cells, nil)
		for j := range aims {
			m.Cells[i] = append(m.Cells[i], cell(i*aims+j, elements*aims))
		}
		m.Rows = append(m.Rows, cell(i, elements))
	}
	for j := range aims {
		m.Aims = append(m.Aims, fmt.Sprint(name, " aim ", j))
		m.Columns = append(m.Columns, cell(j, aims))
	}
	m.All = cell(1, 3)
	return readiness.Round{Clashes: m}
}

func TestWhatIsWrittenOnASquareCanBeRead(t *testing.T) {
	t.Parallel()
	c, err := chart.Clashes(matrix("", 20, 5), chart.Config{})
	found := fills(svg(t, c, err))
	if len(found) < 50 {
		t.Fatalf("got %d shades only", len(found))
	}
	for _, fill := range found {
		if d := sight.Contrast(fill, "#1B2733"); d < 4.5 {
			t.Errorf("ink on %s has a contrast of %.2f, want 4.5 (WCAG 2.2, 1.4.3)", fill, d)
		}
	}
	if d := sight.Contrast("#FFFFFF", "#52606D"); d < 4.5 {
		t.Errorf("lesser text has a contrast of %.2f", d)
	}
}

func TestMoreSevereIsDarkerForAllEyes(t *testing.T) {
	t.Parallel()
	c, err := chart.Clashes(matrix("", 5, 1), chart.Config{})
	found := fills(svg(t, c, err))
	for i := range found[1:] {
		if a, b := sight.Contrast(found[i], "#1B2733"), sight.Contrast(found[i+1], "#1B2733"); i > 3 && b >= a {
			t.Errorf("%s is not darker than %s", found[i+1], found[i])
		}
	}
	for _, key := range []string{"severity 0", "severity 0.5", "severity 1"} {
		if !slices.Contains(texts(t, svg(t, c, err)), key) {
			t.Errorf("there is no key of %s", key)
		}
	}
}

func TestBoardsOfAnySizeAreTidy(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", strings.Repeat("W", 200), strings.Repeat("long words ", 20), "<&>"} {
		for _, size := range [][2]int{{1, 1}, {6, 4}, {40, 12}, {3, 12}} {
			for _, cfg := range []chart.Config{{}, {Width: 400, Height: 300}, {Width: 2000, Height: 400}} {
				c, err := chart.Clashes(matrix(name, size[0], size[1]), cfg)
				if cfg.Height > 0 && size[0] > 6 {
					continue // names of rows need a line each
				}
				tidy(t, fmt.Sprint(name[:min(len(name), 3)], size, cfg.Width), svg(t, c, err))
			}
		}
	}
}

func TestASquareSaysWhyItHasNoNumber(t *testing.T) {
	t.Parallel()
	r := matrix("", 2, 2)
	r.Clashes.Cells[0][0] = readiness.Cell{Item: "a", Raters: 2, Withheld: true}
	r.Clashes.Cells[0][1] = readiness.Cell{Item: "b"}
	r.Clashes.Cells[1][0] = readiness.Cell{}
	c, err := chart.Clashes(r, chart.Config{})
	found := texts(t, svg(t, c, err))
	for i, want := range []string{"withheld", "not rated", "", "not asked"} {
		if got := c.Table().Rows[i][6]; got != want || want != "" && !slices.Contains(found, want) {
			t.Errorf("row %d: got %q, want %q; %q", i, got, want, found)
		}
	}
}

func TestClashesThatCannotBeDrawnAreRefused(t *testing.T) {
	t.Parallel()
	of := func(change func(*readiness.Clashes)) error {
		r := matrix("", 2, 3)
		change(&r.Clashes)
		_, err := chart.Clashes(r, chart.Config{})
		return err
	}
	for field, err := range map[string]error{
		"Elements":             of(func(m *readiness.Clashes) { *m = readiness.Clashes{} }),
		"Aims":                 of(func(m *readiness.Clashes) { m.Aims = nil }),
		"Cells":                of(func(m *readiness.Clashes) { m.Cells = nil }),
		"Cells[1]":             of(func(m *readiness.Clashes) { m.Cells[1] = nil }),
		"Rows":                 of(func(m *readiness.Clashes) { m.Rows = nil }),
		"Columns":              of(func(m *readiness.Clashes) { m.Columns = m.Columns[:1] }),
		"Elements[1]":          of(func(m *readiness.Clashes) { m.Elements[1] = "\x00" }),
		"Aims[0]":              of(func(m *readiness.Clashes) { m.Aims[0] = "" }),
		"Cells[0][2].Severity": of(func(m *readiness.Clashes) { m.Cells[0][2].Severity = around(2, 1) }),
		"All.Severity.Value":   of(func(m *readiness.Clashes) { m.All.Severity = around(math.NaN(), 0) }),
	} {
		e, ok := errors.AsType[*relationship.OpError](err)
		if !ok || !errors.Is(err, relationship.ErrInvalid) || e.Field != field {
			t.Errorf("got %v, want it to name %s", err, field)
		}
	}
}

func ExampleClashes() {
	c, err := chart.Clashes(matrix("our", 2, 2), chart.Config{Title: "How we work, against what we want to do"})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := c.Table().WriteText(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// element        aim        severity  low       high      raters  state
	// our element 0  our aim 0  0         0         0.1       9
	// our element 0  our aim 1  0.333333  0.233333  0.433333  9
	// our element 0  all        0         0         0.1       9
	// our element 1  our aim 0  0.666667  0.566667  0.766667  9
	// our element 1  our aim 1  1         0.9       1         9
	// our element 1  all        1         0.9       1         9
	// all            our aim 0  0         0         0.1       9
	// all            our aim 1  1         0.9       1         9
	// all            all        0.5       0.4       0.6       9
}
