package drivers_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/drivers"
)

func TestWhatBreaksARuleIsRefusedByNameAndNotCounted(t *testing.T) {
	t.Parallel()
	fine := drivers.Row{Outcome: 1, Drivers: []float64{1, 2}}
	cases := []struct {
		what, field string
		change      func(r *drivers.Row)
	}{
		{"an outcome that is no number", "Outcome", func(r *drivers.Row) { r.Outcome = math.NaN() }},
		{"an infinite outcome", "Outcome", func(r *drivers.Row) { r.Outcome = math.Inf(-1) }},
		{"a huge outcome", "Outcome", func(r *drivers.Row) { r.Outcome = 1e101 }},
		{"an answer that is no number", "Drivers[1]", func(r *drivers.Row) { r.Drivers[1] = math.NaN() }},
		{"an infinite answer", "Drivers[0]", func(r *drivers.Row) { r.Drivers[0] = math.Inf(1) }},
		{"too few answers", "Drivers", func(r *drivers.Row) { r.Drivers = r.Drivers[:1] }},
		{"no answers", "Drivers", func(r *drivers.Row) { r.Drivers = nil }},
		{"too many answers", "Drivers", func(r *drivers.Row) { r.Drivers = append(r.Drivers, 3) }},
		{"a gap nowhere", "Gaps[1]", func(r *drivers.Row) { r.Gaps, r.Drivers[0] = []int{0, 2}, 0 }},
		{"a gap before the first", "Gaps[0]", func(r *drivers.Row) { r.Gaps = []int{-1} }},
		{"an answer in a gap", "Drivers[1]", func(r *drivers.Row) { r.Gaps = []int{1} }},
		{"an outcome that was not answered and is", "Outcome", func(r *drivers.Row) { r.NoOutcome = true }},
		{"a weight below 0", "Weight", func(r *drivers.Row) { r.Weight = new(-1.0) }},
		{"a weight that is no number", "Weight", func(r *drivers.Row) { r.Weight = new(math.NaN()) }},
		{"an infinite weight", "Weight", func(r *drivers.Row) { r.Weight = new(math.Inf(1)) }},
		{"a tiny weight", "Weight", func(r *drivers.Row) { r.Weight = new(1e-10) }},
	}
	for _, c := range cases {
		row := cloned([]drivers.Row{fine})[0]
		c.change(&row)
		m := counted(t, []string{"a", "b"}, []drivers.Row{fine})
		refused(t, c.what, m.Add(row), c.field)
		if m.Rows() != 1 {
			t.Errorf("%s: it was counted", c.what)
		}
		_, err := drivers.Analyse([]string{"a", "b"}, []drivers.Row{fine, row}, drivers.Config{})
		refused(t, c.what, err, "Rows[1]."+c.field)
	}
}

func TestNamesAreGivenOnceEachAndNotTooMany(t *testing.T) {
	t.Parallel()
	cases := []struct {
		what, field string
		names       []string
	}{
		{"no names", "Names", nil},
		{"an empty name", "Names[1]", []string{"a", ""}},
		{"a name twice", "Names[2]", []string{"a", "b", "a"}},
		{"a name that is no text", "Names[0]", []string{"\xff"}},
		{"a long name", "Names[0]", []string{strings.Repeat("a", 256)}},
		{"65 names", "Names", named(65)},
	}
	for _, c := range cases {
		_, err := drivers.NewMoments(c.names)
		refused(t, c.what, err, c.field)
		_, err = drivers.Analyse(c.names, nil, drivers.Config{})
		refused(t, c.what, err, c.field)
	}
}

func TestSettingsOutOfRangeAreRefused(t *testing.T) {
	t.Parallel()
	cases := []struct {
		field string
		cfg   drivers.Config
	}{
		{"Rounds", drivers.Config{Rounds: new(-1)}},
		{"Rounds", drivers.Config{Rounds: new(99)}},
		{"Rounds", drivers.Config{Rounds: new(100_001)}},
		{"Orders", drivers.Config{Orders: -1}},
		{"Orders", drivers.Config{Orders: 3}},
		{"Orders", drivers.Config{Orders: math.MaxInt}},
		{"Basis", drivers.Config{Basis: 9}},
	}
	for _, c := range cases {
		_, err := drivers.Analyse([]string{"a"}, nil, c.cfg)
		refused(t, c.field, err, c.field)
		_, err = counted(t, []string{"a"}, nil).Analyse(c.cfg)
		refused(t, c.field, err, c.field)
	}
}

func TestMomentsOfOtherDriversAreNotMerged(t *testing.T) {
	t.Parallel()
	m := counted(t, []string{"a", "b"}, survey(1, 9, []float64{1, 1}))
	refused(t, "other names", m.Merge(counted(t, []string{"b", "a"}, nil)), "Names")
	var zero drivers.Moments
	refused(t, "a row before names", zero.Add(drivers.Row{}), "Names")
	_, err := zero.Analyse(drivers.Config{})
	refused(t, "an analysis before names", err, "Names")
	if err := m.Merge(&zero); err != nil || m.Rows() != 9 {
		t.Errorf("merging none: got error %v and %d rows", err, m.Rows())
	}
	for err == nil || m.Rows() < 1<<50 {
		if err = m.Merge(m); err != nil {
			break
		}
	}
	refused(t, "too many rows", err, "Rows")
	sound(t, done(m.Analyse(exact()))(t))
	heavy := counted(t, []string{"a"}, []drivers.Row{{Drivers: []float64{1}, Weight: new(1e9)}})
	for err = nil; err == nil; {
		err = heavy.Merge(heavy)
	}
	refused(t, "too much weight", err, "Weight")
}

// columns returns rows with the outcome and drivers in columns.
func columns(outcome []float64, of ...[]float64) []drivers.Row {
	rows := make([]drivers.Row, len(outcome))
	for i, v := range outcome {
		rows[i].Outcome = v
		for _, column := range of {
			rows[i].Drivers = append(rows[i].Drivers, column[i])
		}
	}
	return rows
}

func TestOddAnswersAreFlaggedAndNeverNaN(t *testing.T) {
	t.Parallel()
	up, odd, flat := []float64{1, 2, 3, 4, 5, 6}, []float64{2, 7, 1, 8, 2, 8}, []float64{3, 3, 3, 3, 3, 3}
	sum := make([]float64, 6)
	for i := range sum {
		sum[i] = up[i] + odd[i]
	}
	cases := []struct {
		what    string
		rows    []drivers.Row
		r2      float64
		reasons []drivers.Reason
	}{
		{"no rows", nil, -1, []drivers.Reason{drivers.FlatOutcome, drivers.FewRows, drivers.Constant}},
		{"one row", columns(up[:1], up[:1], odd[:1]), -1, []drivers.Reason{drivers.FlatOutcome, drivers.FewRows, drivers.Constant}},
		{"two rows", columns(up[:2], up[:2], odd[:2]), 1, []drivers.Reason{drivers.FewRows, drivers.Copies}},
		{"as many rows as drivers and one", columns(odd[:3], up[:3], sum[:3]), 1, []drivers.Reason{drivers.FewRows}},
		{"an outcome that never varies", columns(flat, up, odd), -1, []drivers.Reason{drivers.FlatOutcome}},
		{"drivers that never vary", columns(up, flat, flat), 0, []drivers.Reason{drivers.Chance, drivers.Constant}},
		{"a driver that never varies", columns(up, odd, flat), .125, []drivers.Reason{drivers.Chance, drivers.Constant}},
		{"all drivers alike", columns(up, odd, odd), .125, []drivers.Reason{drivers.Chance, drivers.Copies}},
		{"the outcome among the drivers", columns(up, up, odd), 1, nil},
		{"a sum of others", columns(flatter(up), up, odd, sum), .433, []drivers.Reason{drivers.Dependent}},
		{"huge answers", columns(times(up, 1e99), times(odd, -1e99), times(flat, 1e99)), .125, []drivers.Reason{drivers.Chance, drivers.Constant}},
		{"tiny answers", columns(times(up, 1e-99), times(odd, 1e-99), times(up, 1e-300)), .125, []drivers.Reason{drivers.Chance, drivers.Constant}},
	}
	for _, c := range cases {
		names := named(2)
		if len(c.rows) > 0 {
			names = named(len(c.rows[0].Drivers))
		}
		a := analysed(t, names, c.rows, drivers.Config{Rounds: new(100)})
		var reasons []drivers.Reason
		for _, w := range a.Warnings {
			reasons = append(reasons, w.Reason)
		}
		if !slices.Equal(reasons, c.reasons) {
			t.Errorf("%s: got warnings %q, want %q", c.what, reasons, c.reasons)
		}
		if a.R2.Known() != (c.r2 >= 0) || a.R2.Known() && math.Abs(a.R2.Value-c.r2) > .005 {
			t.Errorf("%s: got R2 %v, want %v", c.what, a.R2, c.r2)
		}
		if _, few := warned(a, drivers.FewRows); few && a.R2.Known() && (a.R2.Low != 0 || a.AdjustedR2.Known()) {
			t.Errorf("%s: got R2 %v, adjusted %v", c.what, a.R2, a.AdjustedR2)
		}
	}
}

// flatter squeezes what is above 4, so that it is no longer a straight line.
func flatter(column []float64) []float64 {
	out := slices.Clone(column)
	for i, v := range out {
		out[i] = min(v, 4) - v*v/20
	}
	return out
}

func times(column []float64, by float64) []float64 {
	out := slices.Clone(column)
	for i := range out {
		out[i] *= by
	}
	return out
}

func TestCollinearDriversAreNamed(t *testing.T) {
	t.Parallel()
	rows := survey(1, 200, []float64{.5, .3, .2, .1})
	for i := range rows {
		d := rows[i].Drivers
		rows[i].Drivers = append(d, d[0]+float64(i%3)/4, d[1]-d[2], d[3]*-2)
	}
	names := []string{"staff", "price", "goods", "hours", "staff again", "price less goods", "hours turned round"}
	a := analysed(t, names, rows, exact())
	for reason, want := range map[drivers.Reason][]string{
		drivers.Collinear: {"staff", "staff again"},
		drivers.Dependent: {"price", "goods", "price less goods"},
		drivers.Copies:    {"hours", "hours turned round"},
	} {
		if got, _ := warned(a, reason); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", reason, got, want)
		}
	}
	if a.Condition != 0 {
		t.Errorf("got condition %v, want 0", a.Condition)
	}
}

func TestWithoutRowsRangesAreAsWideAsCanBe(t *testing.T) {
	t.Parallel()
	a := done(counted(t, named(2), survey(1, 100, []float64{1, 0})).Analyse(drivers.Config{}))(t)
	sound(t, a)
	for what, e := range map[string]relationship.Estimate{"R2": a.R2, "share": a.Drivers[0].Shapley.Share, "explained": a.Drivers[1].Relative.Explained} {
		if e.Low != 0 || e.High != 1 || e.N != 100 || e.Basis != relationship.Stated {
			t.Errorf("%s: got %v", what, e)
		}
	}
}

func TestARandomDriverIsNoMoreThanChance(t *testing.T) {
	t.Parallel()
	a := analysed(t, named(1), columns([]float64{1, 2, 1, 2, 1, 2, 1, 2}, []float64{1, 1, 2, 2, 1, 1, 2, 3}), exact())
	if _, ok := warned(a, drivers.Chance); !ok || a.AdjustedR2.Value > 0 {
		t.Errorf("got %v, adjusted %v, and no warning", a.R2, a.AdjustedR2)
	}
}

func TestManyRowsOfWhichFewOutweighAllOthersAreFewRows(t *testing.T) {
	t.Parallel()
	rows := survey(1, 100, []float64{.1, .1, 0})
	for i := range 3 {
		rows[i].Weight = new(1e6)
	}
	a := analysed(t, named(3), rows, drivers.Config{Rounds: new(100)})
	if _, few := warned(a, drivers.FewRows); !few || len(a.Warnings) != 1 {
		t.Errorf("got warnings %v", a.Warnings)
	}
	if a.Rows != 100 || !(a.R2.N < 4) || a.R2.Low != 0 || a.R2.High != 1 || a.AdjustedR2.Known() {
		t.Errorf("got %d rows, R2 %v, adjusted %v", a.Rows, a.R2, a.AdjustedR2)
	}
	for i := range rows {
		rows[i].Weight = new(1e6)
	}
	if _, few := warned(analysed(t, named(3), rows, exact()), drivers.FewRows); few {
		t.Error("rows that weigh alike are as many as they are")
	}
	for n := range 20 { // a digit of rounding makes no row more or less
		for i := range rows {
			rows[i].Weight = new(.1)
		}
		_, few := warned(analysed(t, named(3), rows[:n], exact()), drivers.FewRows)
		if few != (n <= 4) {
			t.Errorf("%d rows that weigh alike: got few rows %t", n, few)
		}
	}
}
