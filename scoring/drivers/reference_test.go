package drivers_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/kithcrm/kith/scoring/drivers"
)

// A model is what a reference was computed on.
type model struct {
	name, file, outcome string
	names               []string
}

func models() []model {
	items := strings.Fields("s1 s2 s4 s5 s6 s7 s8 s9 s11 s13")
	return []model{
		{"swiss-Fertility", "lm-swiss.csv", "Fertility", strings.Fields("Agriculture Examination Education Catholic Infant.Mortality")},
		{"mtcars-mpg", "lm-mtcars.csv", "mpg", strings.Fields("cyl disp hp drat wt qsec vs am gear carb")},
		{"airline-overall_sat-10", "survey-airlinesat.csv", "overall_sat", items},
		{"airline-nps-10", "survey-airlinesat.csv", "nps", items},
		{"mobi-CUSA1-14", "survey-ecsi-mobi.csv", "CUSA1", strings.Fields(
			"IMAG1 IMAG2 IMAG3 IMAG4 IMAG5 PERQ1 PERQ2 PERQ3 PERQ4 PERQ5 PERQ6 PERQ7 PERV1 PERV2")},
	}
}

// TestSharesAreThoseOfTheReference compares with an own program in NumPy, which goes through all subsets
// (reference-drivers.csv), and prints how far apart the two are.
func TestSharesAreThoseOfTheReference(t *testing.T) {
	t.Parallel()
	want := references(t, "reference-drivers.csv")
	var table strings.Builder
	for _, m := range models() {
		a := analysed(t, m.names, realRows(t, m.file, m.outcome, m.names), exact())
		worst := 0.0
		for _, d := range a.Drivers {
			for quantity, got := range map[string]float64{
				"lmg": d.Shapley.Explained.Value, "lmg_share": d.Shapley.Share.Value,
				"johnson": d.Relative.Explained.Value, "johnson_share": d.Relative.Share.Value,
			} {
				key := m.name + " " + quantity + " " + d.Name
				w, ok := want[key]
				if !ok {
					t.Fatalf("there is no reference for %s", key)
				}
				delete(want, key)
				near(t, key, got, w, 1e-13)
				worst = max(worst, math.Abs(got-w))
			}
		}
		fmt.Fprintf(&table, "%-24s rows %5d, left out %4d, R2 %.6f, apart by at most %.1e\n", m.name, a.Rows, a.LeftOut, a.R2.Value, worst)
	}
	if len(want) > 0 {
		t.Errorf("%d numbers of the reference were not compared", len(want))
	}
	t.Log("\n" + table.String())
}

// TestSharesAreThoseOfOtherPackages compares with relaimpo 2.2.7, domir 1.2.0 and rwa 0.1.2.9000 in R
// (reference-drivers-r.csv).
func TestSharesAreThoseOfOtherPackages(t *testing.T) {
	t.Parallel()
	want := references(t, "reference-drivers-r.csv")
	for _, m := range models() {
		a := analysed(t, m.names, realRows(t, m.file, m.outcome, m.names), exact())
		near(t, m.name+" R2", a.R2.Value, want[m.name+" relaimpo R2 "], 1e-13)
		near(t, m.name+" R2", a.R2.Value, want[m.name+" rwa R2 "], 1e-13)
		near(t, m.name+" n", float64(a.Rows), want[m.name+" relaimpo n "], 0)
		for _, d := range a.Drivers {
			near(t, m.name+" lmg "+d.Name, d.Shapley.Explained.Value, want[m.name+" relaimpo lmg "+d.Name], 1e-13)
			near(t, m.name+" raw "+d.Name, d.Relative.Explained.Value, want[m.name+" rwa raw "+d.Name], 1e-13)
			near(t, m.name+" first "+d.Name, d.Correlation.Value*d.Correlation.Value, want[m.name+" relaimpo first "+d.Name], 1e-13)
			near(t, m.name+" pct "+d.Name, 100*d.Relative.Share.Value, want[m.name+" rwa rescaled_pct "+d.Name], 1e-11)
			if dominance, ok := want[m.name+" domir general_dominance "+d.Name]; ok {
				near(t, m.name+" dominance "+d.Name, d.Shapley.Explained.Value, dominance, 1e-13)
			}
		}
	}
}

func TestBothMethodsRankDriversOfTheReferenceMuchAlike(t *testing.T) {
	t.Parallel()
	for _, m := range models() {
		a := analysed(t, m.names, realRows(t, m.file, m.outcome, m.names), exact())
		shapley, relative := explained(a)
		first := func(vs []float64) string { return m.names[slices.Index(vs, slices.Max(vs))] }
		if got, want := a.Ranked()[0].Name, first(shapley); got != want {
			t.Errorf("%s: %s is ranked first, but %s explains most", m.name, got, want)
		}
		t.Logf("%s: first by Shapley shares %s, by relative weights %s", m.name, first(shapley), first(relative))
	}
}

func TestIntervalsOfRealAnswersHoldTheirValuesAndTellNoiseFromDrivers(t *testing.T) {
	t.Parallel()
	m := models()[4]
	a := analysed(t, m.names, realRows(t, m.file, m.outcome, m.names), drivers.Config{Rounds: new(200)})
	top, last := a.Ranked()[0], a.Ranked()[len(m.names)-1]
	if top.Shapley.Share.Low <= last.Shapley.Share.High {
		t.Errorf("%s has %v, %s has %v: got ranges that overlap", top.Name, top.Shapley.Share, last.Name, last.Shapley.Share)
	}
}

// references returns the last column of a file by what stands in the others.
func references(t testing.TB, file string) map[string]float64 {
	t.Helper()
	all := map[string]float64{}
	for _, row := range choiceRows(t, file)[1:] {
		last := len(row) - 1
		all[strings.Join(row[:last], " ")] = number(t, row[last])
	}
	return all
}
