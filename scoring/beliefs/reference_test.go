package beliefs_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/scoring/beliefs"
)

// reference reads a file of reference values, by the first columns of its rows.
func reference(t testing.TB, file string) map[string]string {
	t.Helper()
	f, err := os.Open(realparts.Data(t, "choice", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment, r.FieldsPerRecord = '#', -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, row := range rows {
		last := len(row) - 1
		out[strings.Join(row[:last], "|")] = row[last]
	}
	return out
}

// number returns a number among reference values, which must be there.
func number(t testing.TB, from map[string]string, key string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(from[key], 64)
	if err != nil {
		t.Fatalf("%s: %v", key, err)
	}
	return v
}

// What leaders say of a camera against what 332 people chose, and two cases that show ties and an opposite order:
// reference-business.csv, made with scipy 1.10.1. Of the case with ties only the results are there; the points
// are those whole numbers that have its gaps.
func TestGapStatisticsAreThoseOfTheReference(t *testing.T) {
	t.Parallel()
	want := reference(t, "reference-business.csv")
	// Importances of a camera in percent, to two digits.
	camera := []float64{6.74, 11.55, 12.48, 9.57, 5.59, 8.80, 45.26}
	for _, c := range []struct {
		name               string
		believed, measured []float64
	}{
		{"gap camera example", []float64{9, 8, 7, 3, 4, 6, 2}, camera},
		{"gap with ties", []float64{10, 10, 8, 6, 6, 4, 2}, []float64{.30, .10, .20, .15, .15, .06, .04}},
		{"gap opposite", []float64{1, 2, 3, 4, 5, 6}, []float64{6, 5, 4, 3, 2, 1}},
	} {
		believed := having[beliefs.Side](t)(beliefs.Leaders(names(len(c.believed)), [][]float64{c.believed}))
		measured := having[beliefs.Side](t)(exactly(c.measured...).Normalised())
		got := having[beliefs.Comparison](t)(beliefs.Compare(believed, believed, measured, beliefs.Config{}))
		near := func(what string, got float64) {
			t.Helper()
			if w := number(t, want, c.name+"|"+what); !(math.Abs(got-w) <= 1e-14+2e-14*math.Abs(w)) {
				t.Errorf("%s, %s: got %.15g, want %.15g", c.name, what, got, w)
			}
		}
		a := got.BelievedMeasured
		near("spearman rho", a.Spearman.Value)
		near("spearman exact permutation p (two-sided)", *a.Spearman.P)
		near("kendall tau-b", a.Kendall.Value)
		near("weighted tau (hyperbolic)", a.Weighted.Value)
		near("pearson of shares", a.Pearson)
		near("total variation distance", got.Misdirected.Share)
		if c.name != "gap with ties" { // there the reference is an approximation; see the test of it
			near("kendall p", *a.Kendall.P)
		}
		for i, w := range strings.Fields(want[c.name+"|gap per attribute (share points)"]) {
			if g := strconv.FormatFloat(100*got.Belief[i].Value, 'f', 6, 64); g != w {
				t.Errorf("%s, gap %d: got %s, want %s", c.name, i, g, w)
			}
		}
	}
}
