package lifetime_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/kithcrm/kith/scoring/lifetime"
)

// buySamples returns which files of real and simulated customers there are, by the name that reference tables use.
func buySamples() map[string]buyFile {
	return map[string]buyFile{
		"cdnow-sample":     {"cdnow-sample-rfm.csv", "t_x", "T", 1},
		"cdnow-sample-2dp": {"cdnow-sample-rfm-2dp.csv", "t_x", "T", 1},
		"cdnow-master":     {"cdnow-master-rfm.csv", "t_x", "T", 1},
		"sim-highfreq":     {"sim-highfreq-rfm.csv", "t_x_days", "T_days", 1},
		"sim-1m":           {"sim-1m-rfm.csv.gz", "t_x_days", "T_days", 7},
	}
}

// A buyFile says in which file and columns customers are, and by what times are divided.
type buyFile struct {
	name, tx, end string
	unit          float64
}

// rows returns the customers.
func (f buyFile) rows(t testing.TB) []lifetime.Customer {
	t.Helper()
	var rows []lifetime.Customer
	var x, last, end int
	for fields := range buyLines(t, f.name) {
		if rows == nil {
			x, last, end = slices.Index(fields, "x"), slices.Index(fields, f.tx), slices.Index(fields, f.end)
			rows = []lifetime.Customer{}
			continue
		}
		rows = append(rows, lifetime.Customer{
			X: buyNumber(t, fields[x]), TX: buyNumber(t, fields[last]) / f.unit, T: buyNumber(t, fields[end]) / f.unit,
		})
	}
	return rows
}

// sample returns the customers grouped.
func (f buyFile) sample(t testing.TB) *lifetime.Sample {
	t.Helper()
	return buySample(t, f.rows(t))
}

func buySample(t buyTB, rows []lifetime.Customer) *lifetime.Sample {
	t.Helper()
	s := new(lifetime.Sample)
	for _, c := range rows {
		if err := s.Add(c); err != nil {
			t.Fatalf("%v: %v", c, err)
		}
	}
	return s
}

// A buyTB is what tests and cases of laws have in common.
type buyTB interface {
	Helper()
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// buyFit fits the model that reference files call by a name.
func buyFit(t buyTB, name string, s *lifetime.Sample, cfg lifetime.Config) (lifetime.Model, lifetime.Fit) {
	t.Helper()
	var m lifetime.Model
	var f lifetime.Fit
	var err error
	switch name {
	case "bgnbd":
		m, f, err = buyAny(lifetime.FitBGNBD(s, cfg))
	case "mbgnbd":
		m, f, err = buyAny(lifetime.FitMBGNBD(s, cfg))
	default:
		m, f, err = buyAny(lifetime.FitParetoNBD(s, cfg))
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return m, f
}

func buyAny[M lifetime.Model](m M, f lifetime.Fit, err error) (lifetime.Model, lifetime.Fit, error) {
	return m, f, err
}

// buyNames returns the names of the models in reference files.
func buyNames() []string { return []string{"bgnbd", "mbgnbd", "pnbd"} }

// TestEstimatesAreThoseOfExactArithmetic compares with estimates in 40 digits; those of the million customers are only good
// to 1e-9 themselves.
func TestEstimatesAreThoseOfExactArithmetic(t *testing.T) {
	t.Parallel()
	files, samples, seen := buySamples(), map[string]*lifetime.Sample{}, 0
	for _, r := range buyRows(t, "reference-mle.csv") {
		if r["impl"] != "truth" && r["impl"] != "float64" || !strings.HasSuffix(r["model"], "nbd") {
			continue
		}
		if samples[r["data"]] == nil {
			samples[r["data"]] = files[r["data"]].sample(t)
		}
		seen++
		_, f := buyFit(t, r["model"], samples[r["data"]], lifetime.Config{})
		name := r["data"] + " " + r["model"]
		if ll := buyNumber(t, r["LL"]); math.Abs(f.LogLikelihood-ll) > 1e-11*math.Abs(ll) {
			t.Errorf("%s: got log-likelihood %.17g, want %.17g", name, f.LogLikelihood, ll)
		}
		worst := 0.0
		for i, p := range f.Params {
			field := "v" + string(rune('1'+i))
			want := buyNumber(t, r[field])
			worst = max(worst, math.Abs(p.Value/want-1))
			if r["p"+string(rune('1'+i))] != p.Name {
				t.Errorf("%s: got %s, want %s", name, p.Name, r["p"+string(rune('1'+i))])
			}
		}
		t.Logf("%-24s estimates off by %.2g, steps %d, condition %.0f", name, worst, f.Steps, f.Condition)
		if !(worst <= 1e-8) || !f.Sound() {
			t.Errorf("%s: got estimates off by %.2g, want at most 1e-8, and verdicts %v", name, worst, f.Verdicts)
		}
	}
	if seen != 15 {
		t.Errorf("got %d fits, want 15", seen)
	}
}

func TestStandardErrorsAreThoseOfTheExactHessian(t *testing.T) {
	t.Parallel()
	s := buySamples()["cdnow-sample"].sample(t)
	want := map[string]float64{}
	for _, r := range buyRows(t, "reference-se.csv") {
		if r["data"] == "cdnow-sample" {
			want[r["model"]+" "+r["param"]] = buyNumber(t, r["se"])
		}
	}
	for _, name := range buyNames() {
		_, f := buyFit(t, name, s, lifetime.Config{})
		for i, p := range f.Params {
			if w := want[name+" "+p.Name]; !(math.Abs(p.SE/w-1) < 1e-10) {
				t.Errorf("%s: got a standard error of %s of %.12g, want %.12g", name, p.Name, p.SE, w)
			}
			if got := math.Sqrt(f.Covariance[i][i]); math.Abs(got/p.SE-1) > 1e-14 {
				t.Errorf("%s: got a variance of %s of %g, want that of its standard error %g", name, p.Name, got, p.SE)
			}
		}
	}
}

// TestNewCustomersAreAsInExactArithmetic compares the mean number of purchases of a new customer and its distribution; the
// latter for MBG/NBD and Pareto/NBD with what BTYDplus 1.2.0 and CLVTools 0.12.1 print, as far as they are right.
func TestNewCustomersAreAsInExactArithmetic(t *testing.T) {
	t.Parallel()
	models := map[string]lifetime.Model{}
	for _, r := range buyRows(t, "reference-mle.csv") {
		if r["impl"] == "truth" && r["data"] == "cdnow-sample" && strings.HasSuffix(r["model"], "nbd") {
			var p [4]float64
			for i := range p {
				p[i] = buyNumber(t, r["v"+string(rune('1'+i))])
			}
			models[r["model"]] = buyModel(r["model"], p)
		}
	}
	seen := 0
	for _, r := range buyRows(t, "reference-population.csv") {
		m, found := models[r["model"]]
		if !found {
			continue
		}
		arg, name := buyNumber(t, r["arg"]), r["model"]+" "+r["quantity"]+" "+r["arg"]
		var got, want float64
		var err error
		limit := 1e-13
		switch {
		case r["quantity"] == "expect":
			got, err = m.Expected(lifetime.Customer{}, arg)
		default:
			got, err = m.Probability(int(arg), 39)
		}
		switch {
		case r["truth"] != "":
			want = buyNumber(t, r["truth"])
		case r["CLVTools"] != "":
			want, limit = buyNumber(t, r["CLVTools"]), 1e-11
		default:
			want, limit = buyNumber(t, r["BTYDplus"]), 1e-11
		}
		if arg >= 50 && r["truth"] == "" {
			limit = 1e-3 // both packages subtract what is nearly the same
		}
		seen++
		if err != nil || !(math.Abs(got/want-1) <= limit) {
			t.Errorf("%s: got %.17g, %v, want %.17g", name, got, err, want)
		}
	}
	if seen < 60 {
		t.Errorf("got %d values, want at least 60", seen)
	}
}

// TestFrequenciesAndTrackingAreThoseOfCDNOW compares with what happened, and with Fader, Hardie and Lee (2005).
func TestFrequenciesAndTrackingAreThoseOfCDNOW(t *testing.T) {
	t.Parallel()
	s := buySamples()["cdnow-sample"].sample(t)
	m, _ := buyFit(t, "bgnbd", s, lifetime.Config{})
	table, err := lifetime.Frequencies(m, s, 7)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for i, want := range []int{1411, 439, 214, 100, 62, 38, 29, 64} {
		sum += table[i].Expected
		if table[i].Actual != want || math.Abs(table[i].Expected-float64(want)) > 25 {
			t.Errorf("%d purchases: got %d, expected %.1f, want %d", i, table[i].Actual, table[i].Expected, want)
		}
	}
	if math.Abs(sum-2357) > 1e-8 {
		t.Errorf("got %.12g expected customers, want 2357", sum)
	}
	var weeks, actual []float64
	for _, r := range buyRows(t, "cdnow-cu-tracking.csv") {
		weeks = append(weeks, buyNumber(t, r["week"]))
		actual = append(actual, buyNumber(t, r["cum_repeat"]))
	}
	track, err := lifetime.Track(m, s, weeks)
	if err != nil {
		t.Fatal(err)
	}
	for _, week := range []int{39, 78} {
		if got, want := track[week-1], actual[week-1]; math.Abs(got/want-1) > 0.06 {
			t.Errorf("week %d: got %.0f purchases, want within 6 %% of %.0f", week, got, want)
		}
	}
}
