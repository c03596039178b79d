package main

import (
	"compress/gzip"
	"encoding/json"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/scoring/lifetime"
)

// told is what the program writes as JSON.
type told struct {
	Model       string
	Params, SE  map[string]float64
	LogLik      float64
	N           int
	Horizon     float64
	Predictions []float64
}

// asked runs the program for JSON.
func asked(t testing.TB, args ...string) told {
	t.Helper()
	stdout, stderr, status := program(t, append(args, "-json")...)
	if status != done || stderr != "" {
		t.Fatalf("%q: got status %d and %q", args, status, stderr)
	}
	var keys map[string]json.RawMessage
	var got told
	if err := json.Unmarshal([]byte(stdout), &keys); err != nil {
		t.Fatal(err)
	}
	if want := []string{"horizon", "loglik", "model", "n", "params", "predictions", "se"}; !slices.Equal(slices.Sorted(maps.Keys(keys)), want) {
		t.Errorf("got the keys %v", slices.Sorted(maps.Keys(keys)))
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// near reports whether two numbers agree to 1e-8.
func near(got, want float64) bool { return math.Abs(got-want) <= 1e-8*math.Abs(want) }

func TestAPredictionIsMadeForEachRowInItsOrder(t *testing.T) {
	t.Parallel()
	got := asked(t, "-rfm", written(t, counts()), "-horizon", "26", "-model", "mbgnbd")
	if got.N != 970 || got.Horizon != 26 || got.Model != "mbgnbd" || len(got.Predictions) != 9 || len(got.SE) != 4 {
		t.Fatalf("got %+v", got)
	}
	m := lifetime.MBGNBD{R: got.Params["r"], Alpha: got.Params["alpha"], A: got.Params["a"], B: got.Params["b"]}
	for i, c := range []lifetime.Customer{{T: 39}, {X: 1, TX: 5, T: 39}, {X: 1, TX: 25, T: 39}, {X: 1, TX: 12, T: 39}, {X: 3, TX: 15, T: 39}} {
		if want, err := m.Expected(c, 26); err != nil || math.Abs(got.Predictions[i]-want) > 1e-12*want {
			t.Errorf("row %d: got %g, want %g, %v", i, got.Predictions[i], want, err)
		}
	}
}

func TestRowsOfSeveralCustomersAreAsManyRows(t *testing.T) {
	t.Parallel()
	var each strings.Builder
	each.WriteString("x,t_x,T\n")
	for _, line := range strings.Split(strings.TrimSpace(counts()), "\n")[1:] {
		f := strings.Split(line, ",")
		n, err := strconv.Atoi(f[4])
		if err != nil {
			t.Fatal(err)
		}
		each.WriteString(strings.Repeat(f[3]+","+f[5]+","+f[1]+"\n", n))
	}
	one := asked(t, "-rfm", written(t, each.String()), "-horizon", "9", "-model", "mbgnbd")
	other := asked(t, "-rfm", written(t, counts()), "-horizon", "9", "-model", "mbgnbd")
	if !maps.Equal(one.Params, other.Params) || one.LogLik != other.LogLik || one.Predictions[969] != other.Predictions[8] {
		t.Errorf("got %v and %v", one.Params, other.Params)
	}
}

func TestSurvivorsAndTenuresAreTheSameCohort(t *testing.T) {
	t.Parallel()
	cohorts := asked(t, "-model", "sbg", "-rfm", written(t, "month,survivors\n0,100\n1,80\n2,70\n"), "-horizon", "1")
	tenures := asked(t, "-model", "sbg", "-rfm", written(t, "tenure_months,churned,n\n1,1,20\n2,1,10\n2,0,70\n"), "-horizon", "1")
	if !maps.Equal(cohorts.Params, tenures.Params) || cohorts.LogLik != tenures.LogLik || tenures.N != 100 {
		t.Errorf("got %+v and %+v", cohorts, tenures)
	}
	m := lifetime.SBG{Alpha: cohorts.Params["alpha"], Beta: cohorts.Params["beta"]}
	now, err := m.Survival(2)
	then, err2 := m.Survival(3)
	if err != nil || err2 != nil || cohorts.Predictions[2] != 100*then || !slices.Equal(tenures.Predictions, []float64{0, 0, then / now}) {
		t.Errorf("got %v and %v", cohorts.Predictions, tenures.Predictions)
	}
}

// The estimates are those of reference-mle.csv, in exact arithmetic, and the first prediction for 39 weeks of the first
// customer that of reference-predictions.csv.
func TestRealCustomersAreEstimatedExactly(t *testing.T) {
	t.Parallel()
	sample := realparts.Data(t, "clv", "cdnow-sample-rfm.csv")
	for model, want := range map[string]told{
		"bgnbd": {LogLik: -9582.42920667393, Params: map[string]float64{
			"r": 0.24259452243, "alpha": 4.41360201901, "a": 0.79292201723, "b": 2.42590677683}},
		"mbgnbd": {LogLik: -9582.13571555375, Params: map[string]float64{
			"r": 0.52484315911, "alpha": 6.18308527958, "a": 0.89135939073, "b": 1.61400224017}},
		"paretonbd": {LogLik: -9594.97617893954, Params: map[string]float64{
			"r": 0.55327704685, "alpha": 10.5776834633, "s": 0.60623998913, "beta": 11.6687352889}},
	} {
		got := asked(t, "-rfm", sample, "-model", model, "-horizon", "39")
		if !near(got.LogLik, want.LogLik) || got.N != 2357 || len(got.Predictions) != 2357 {
			t.Errorf("%s: got %g of %d", model, got.LogLik, got.N)
		}
		for name, p := range want.Params {
			if !near(got.Params[name], p) {
				t.Errorf("%s, %s: got %.12g, want %.12g", model, name, got.Params[name], p)
			}
		}
	}
	fromLog := asked(t, "-log", realparts.Data(t, "clv", "cdnow-sample-log.csv"), "-split", "1997-09-30")
	if !near(fromLog.Params["r"], 0.24259452243) || fromLog.Horizon != 39 || fromLog.N != 2357 {
		t.Errorf("from the log: got %+v", fromLog.Params)
	}
}

func TestRealTurnsAndCohortsAreEstimatedExactly(t *testing.T) {
	t.Parallel()
	turns := asked(t, "-model", "bgbb", "-rfm", realparts.Data(t, "clv", "donations-bgbb.csv"), "-horizon", "5")
	if !near(turns.Params["alpha"], 1.20352235160) || !near(turns.Params["delta"], 2.78344223258) || turns.N != 11104 || len(turns.Predictions) != 22 {
		t.Errorf("got %+v", turns)
	}
	file, err := os.ReadFile(realparts.Data(t, "clv", "sbg-retention.csv"))
	if err != nil {
		t.Fatal(err)
	}
	eight := strings.Join(strings.Split(string(file), "\n")[:9], "\n") // years 0 to 7, as in the reference
	sbg := asked(t, "-model", "sbg", "-rfm", written(t, eight), "-column", "high_end")
	bdw := asked(t, "-model", "bdw", "-rfm", written(t, eight), "-column", "regular")
	if !near(sbg.Params["alpha"], 0.66808835111) || !near(sbg.Params["beta"], 3.80609496406) || !near(sbg.LogLik, -1611.15814739116) {
		t.Errorf("got %+v", sbg)
	}
	if !near(bdw.Params["alpha"], 0.45561398937) || !near(bdw.Params["c"], 1.28345128579) {
		t.Errorf("got %+v", bdw)
	}
}

func TestACompressedFileIsTheSame(t *testing.T) {
	t.Parallel()
	path := written(t, "")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := gzip.NewWriter(file)
	if _, err := w.Write([]byte(counts())); err != nil || w.Close() != nil || file.Close() != nil {
		t.Fatal("the file cannot be written")
	}
	if one, other := asked(t, "-model", "mbgnbd", "-rfm", path), asked(t, "-model", "mbgnbd", "-rfm", written(t, counts())); one.LogLik != other.LogLik || one.N != other.N {
		t.Errorf("got %+v and %+v", one, other)
	}
}
