package chart_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/adapters/chart"
)

func TestTheTableHoldsWhatThePictureShows(t *testing.T) {
	t.Parallel()
	charts, err := pictures("=a", chart.Config{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"over time": `line   at                   value  low  high  n   basis     change
=a     2025-01-01 00:00:00  1      0    2     40  observed
=a     2025-02-01 00:00:00                        unknown
=a     2025-03-01 00:00:00  3      2    4     40  observed
other  2025-02-01 00:00:00  2      1    3     40  observed
other  2025-02-01 00:00:00                                  =a
`,
		"intervals": `name     group  value  low  high  n   basis     as measured
=a       =a     1      -1   3     40  observed  2
all             1      1    1     40  observed
unknown                               unknown
`,
		"counts": `name  group  n  share
=a    =a     3  1
none         0  0
`,
		"slopes": `name  group  by        value  low  high  n   basis
=a           =a        1      -1   3     40  observed
=a           measured  3      2    4     40  observed
b     =a     =a        1      -1   3     40  observed
b     =a     measured                        unknown
`,
		"spots": `name     group  across: value  across: low  across: high  across: n  across: basis  up: value  up: low  up: high  up: n  up: basis
=a       =a     1              -1           3             40         observed       3          2        4         40     observed
b               2              1            3             40         observed       3          2        4         40     observed
unknown         1              0            2             40         observed                                            unknown
`,
	}
	got := map[string]string{}
	for what, c := range charts {
		var out strings.Builder
		if err := c.Table().WriteText(&out); err != nil {
			t.Fatal(err)
		}
		got[what] = out.String()
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestACellIsNoFormulaInASpreadsheet(t *testing.T) {
	t.Parallel()
	table := chart.Table{Columns: []string{"name", "value"}, Rows: [][]string{{"=1+1", "-1.5"}, {"@x", "+2"}, {"a, \"b\"", ""}, {"-", "-1e-5"}}}
	var out strings.Builder
	if err := table.WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	want := "name,value\n'=1+1,-1.5\n'@x,+2\n\"a, \"\"b\"\"\",\n'-,-1e-5\n"
	if d := cmp.Diff(want, out.String()); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestAWriterThatFailsIsToldOf(t *testing.T) {
	t.Parallel()
	charts, err := pictures("a", chart.Config{})
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("the disk is full")
	for what, c := range charts {
		for format, write := range map[string]error{
			"svg":  c.WriteSVG(failing{full}),
			"png":  c.WritePNG(failing{full}),
			"csv":  c.Table().WriteCSV(failing{full}),
			"text": c.Table().WriteText(failing{full}),
		} {
			if !errors.Is(write, full) {
				t.Errorf("%s as %s: got %v", what, format, write)
			}
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
