package drivers_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/drivers"
)

// A failer is what helpers need of a [testing.TB] or a rapid.T.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

// done returns a result, and fails the test where there is an error instead.
func done[T any](v T, err error) func(failer) T {
	return func(tb failer) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}

// exact are settings without intervals.
func exact() drivers.Config { return drivers.Config{Rounds: new(0)} }

// analysed returns an analysis, and fails the test where it is refused or not sound.
func analysed(tb failer, names []string, rows []drivers.Row, cfg drivers.Config) drivers.Analysis {
	tb.Helper()
	a := done(drivers.Analyse(names, rows, cfg))(tb)
	sound(tb, a)
	return a
}

// counted returns the moments of rows.
func counted(tb failer, names []string, rows []drivers.Row) *drivers.Moments {
	tb.Helper()
	m := done(drivers.NewMoments(names))(tb)
	for _, r := range rows {
		if err := m.Add(r); err != nil {
			tb.Fatal(err)
		}
	}
	return m
}

// named returns n names of drivers.
func named(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("driver %d", i)
	}
	return names
}

// sound fails the test unless all estimates keep to their ranges and what must sum to R² does.
func sound(tb failer, a drivers.Analysis) {
	tb.Helper()
	check := func(what string, e relationship.Estimate, low, high float64) {
		tb.Helper()
		if err := e.Check(low, high); err != nil {
			tb.Errorf("%s: got %v: %v", what, e, err)
		}
	}
	check("R2", a.R2, 0, 1)
	check("AdjustedR2", a.AdjustedR2, -math.MaxFloat64, 1)
	var sums, shares [2]float64
	for _, d := range a.Drivers {
		for k, i := range []drivers.Importance{d.Shapley, d.Relative} {
			check("Explained", i.Explained, 0, 1)
			check("Share", i.Share, 0, 1)
			sums[k] += i.Explained.Value
			shares[k] += i.Share.Value
			if a.R2.Known() != i.Explained.Known() || a.R2.Value > 1e-20 != i.Share.Known() {
				tb.Errorf("%s: R2 is %v, explained %v, share %v", d.Name, a.R2, i.Explained, i.Share)
			}
		}
		check("Correlation", d.Correlation, -1, 1)
		check("Performance", d.Performance, -math.MaxFloat64, math.MaxFloat64)
		if !(d.Own >= 0 && d.Own <= 1) || !(d.SamplingError >= 0 && d.SamplingError <= 1) || d.Gaps > a.LeftOut {
			tb.Errorf("%s: got %+v", d.Name, d)
		}
	}
	for k := range sums {
		near(tb, "sum of what drivers explain", sums[k], a.R2.Value, 1e-9)
		if a.R2.Value > 1e-20 {
			near(tb, "sum of shares", shares[k], 1, 1e-9/a.R2.Value)
		}
	}
	if !(a.Condition >= 0 && a.Condition <= 1e6) {
		tb.Errorf("got condition %v", a.Condition)
	}
}

// explained returns what each driver explains by both methods.
func explained(a drivers.Analysis) (shapley, relative []float64) {
	for _, d := range a.Drivers {
		shapley = append(shapley, d.Shapley.Explained.Value)
		relative = append(relative, d.Relative.Explained.Value)
	}
	return shapley, relative
}

// near fails the test unless got is want within so much.
func near(tb failer, what string, got, want, within float64) {
	tb.Helper()
	if !(math.Abs(got-want) <= within) {
		tb.Errorf("%s: got %.15g, want %.15g", what, got, want)
	}
}

// nearAll fails the test unless got are want within so much.
func nearAll(tb failer, what string, got, want []float64, within float64) {
	tb.Helper()
	if len(got) != len(want) {
		tb.Errorf("%s: got %d numbers, want %d", what, len(got), len(want))
		return
	}
	for i := range got {
		near(tb, fmt.Sprintf("%s [%d]", what, i), got[i], want[i], within)
	}
}

// refused fails the test unless an error names the field of a broken rule.
func refused(tb failer, what string, err error, field string) {
	tb.Helper()
	op, ok := errors.AsType[*relationship.OpError](err)
	if !ok || !errors.Is(err, relationship.ErrInvalid) || op.Field != field || op.Rule == "" || op.Room != "drivers" {
		tb.Errorf("%s: got error %v, want an invalid %s", what, err, field)
	}
}

// warned returns the names under a reason, and whether there is such a warning.
func warned(a drivers.Analysis, reason drivers.Reason) ([]string, bool) {
	at := slices.IndexFunc(a.Warnings, func(w drivers.Warning) bool { return w.Reason == reason })
	if at < 0 {
		return nil, false
	}
	return a.Warnings[at].Drivers, true
}

// survey makes up answers from 1 to 10 about n drivers that go together, by how much each of them counts.
func survey(seed uint64, rows int, counts []float64) []drivers.Row {
	r := rand.New(rand.NewPCG(seed, 3))
	answer := func(v float64) float64 { return max(1, min(math.Round(6+2*v), 10)) }
	made := make([]drivers.Row, rows)
	for i := range made {
		mood, outcome := r.NormFloat64(), 0.0
		made[i].Drivers = make([]float64, len(counts))
		for j, c := range counts {
			v := .6*mood + .8*r.NormFloat64()
			made[i].Drivers[j] = answer(v)
			outcome += c * v
		}
		made[i].Outcome = answer(outcome + r.NormFloat64())
	}
	return made
}

// choiceRows returns the rows of a file beside SOURCES.md, without the comment at its head.
func choiceRows(tb testing.TB, name string) [][]string {
	tb.Helper()
	f, err := os.Open(realparts.Data(tb, "choice", name))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment, r.FieldsPerRecord, r.LazyQuotes = '#', -1, true
	return done(r.ReadAll())(tb)
}

// realRows returns columns of a file as rows, with gaps where nothing stands.
func realRows(tb testing.TB, file, outcome string, names []string) []drivers.Row {
	tb.Helper()
	table := choiceRows(tb, file)
	place := func(name string) int {
		at := slices.Index(table[0], name)
		if at < 0 {
			tb.Fatalf("%s has no column %s", file, name)
		}
		return at
	}
	var rows []drivers.Row
	for _, line := range table[1:] {
		row := drivers.Row{Drivers: make([]float64, len(names))}
		if s := line[place(outcome)]; s == "" {
			row.NoOutcome = true
		} else {
			row.Outcome = number(tb, s)
		}
		for i, name := range names {
			if s := line[place(name)]; s == "" {
				row.Gaps = append(row.Gaps, i)
			} else {
				row.Drivers[i] = number(tb, s)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func number(tb testing.TB, s string) float64 {
	tb.Helper()
	return done(strconv.ParseFloat(s, 64))(tb)
}
