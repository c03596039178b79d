package chart_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kithcrm/kith/adapters/chart"
	"github.com/kithcrm/kith/internal/sight"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// fills returns the colours that an SVG fills areas with, each once, as they come.
func fills(picture string) []string {
	var all []string
	for _, found := range regexp.MustCompile(`<path[^>]*fill:(#[0-9A-F]{6})`).FindAllStringSubmatch(picture, -1) {
		if !slices.Contains(all, found[1]) {
			all = append(all, found[1])
		}
	}
	return all
}

// fan returns a picture of means by period, with quantiles around them.
func fan(t fataler, in chart.Amounts, means []float64, ps ...float64) *chart.Chart {
	t.Helper()
	var r businesscase.Result
	for i, m := range means {
		b := businesscase.Band{Period: i, Mean: m}
		for _, p := range ps {
			b.Quantiles = append(b.Quantiles, businesscase.Quantile{P: p, Value: m + p - .5})
		}
		r.Fan = append(r.Fan, b)
	}
	c, err := chart.Fan(r, in, chart.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestBandsAreToldApartByAllEyes(t *testing.T) {
	t.Parallel()
	for _, ps := range [][]float64{{.1, .9}, {.05, .25, .75, .95}, {.05, .15, .3, .7, .85, .95}} {
		picture := svg(t, fan(t, chart.Amounts{}, []float64{0, 1}, ps...), nil)
		found := slices.DeleteFunc(fills(picture), func(c string) bool { return c == "#1B2733" })
		if len(found) != 1+len(ps)/2 {
			t.Fatalf("of %v: got fills %q", ps, found)
		}
		for i, c := range found[1:] { // the first is the ground
			if d := sight.Distance(found[i], c); d < 6 {
				t.Errorf("of %v: %s and %s differ by %.1f only", ps, found[i], c, d)
			}
			if d := sight.Contrast(c, "#1B2733"); d < 4.5 {
				t.Errorf("of %v: the mean on %s has a contrast of %.1f only", ps, c, d)
			}
		}
	}
}

func TestQuantilesThatMirrorEachOtherMakeABand(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		asked []float64
		want  []string
	}{
		{nil, []string{"mean"}},
		{[]float64{.5}, []string{"mean", "median"}},
		{[]float64{.95, .25, .05, .75}, []string{"mean", "90 % of outcomes", "50 % of outcomes"}},
		{[]float64{.1, .1, .9, .2}, []string{"mean", "80 % of outcomes", "10 % are not above", "20 % are not above"}},
	} {
		found := texts(t, svg(t, fan(t, chart.Amounts{}, []float64{1, 2}, c.asked...), nil))
		if got := found[:len(c.want)]; !slices.Equal(got, c.want) || len(c.want) < len(found) && found[len(c.want)] != "years from now" {
			t.Errorf("of %v: got %q, want %q", c.asked, found, c.want)
		}
	}
}

func TestBreakEvenIsWhereTheMeanHasMadeUpForGood(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		means []float64
		want  string
	}{
		{"never short", []float64{0, 1, 2}, ""},
		{"never enough", []float64{-2, 1, -1}, ""},
		{"nothing at all", []float64{0, 0}, ""},
		{"half way", []float64{-2, -1, 1}, "1.5"},
		{"at the end", []float64{-2, -1, 0}, "2"},
		{"at a period", []float64{-2, 0, 1}, "1"},
		{"the second time", []float64{-1, 1, -1, 3}, "2.25"},
		{"after a good start", []float64{1, -1, 1}, "1.5"},
	} {
		var got []string
		for _, row := range fan(t, chart.Amounts{}, c.means, .5).Table().Rows {
			if row[3] != "" {
				got = append(got, row[0])
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAxesOfPeriodsAreMarkedAtWholeOnesAndYears(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		unit    businesscase.Unit
		periods int
		want    []string
	}{
		{businesscase.Year, 1, []string{"0", "1"}},
		{businesscase.Year, 3, []string{"0", "1", "2", "3"}},
		{businesscase.Year, 20, []string{"0", "2", "4", "6", "8", "10", "12", "14", "16", "18", "20"}},
		{businesscase.Quarter, 20, []string{"0", "2", "4", "6", "8", "10", "12", "14", "16", "18", "20"}},
		{businesscase.Quarter, 40, []string{"0", "4", "8", "12", "16", "20", "24", "28", "32", "36", "40"}},
		{businesscase.Month, 24, []string{"0", "3", "6", "9", "12", "15", "18", "21", "24"}},
		{businesscase.Month, 1200, []string{"0", "120", "240", "360", "480", "600", "720", "840", "960", "1080", "1200"}},
		{businesscase.Week, 104, []string{"0", "13", "26", "39", "52", "65", "78", "91", "104"}},
	} {
		r := businesscase.Result{Unit: c.unit}
		for i := range c.periods + 1 {
			r.Fan = append(r.Fan, businesscase.Band{Period: i, Mean: 1})
		}
		picture, err := chart.Fan(r, chart.Amounts{}, chart.Config{})
		found := texts(t, svg(t, picture, err))
		if got := found[2 : 2+len(c.want)]; !slices.Equal(got, c.want) {
			t.Errorf("%d of %v: got %q", c.periods, c.unit, found)
		}
	}
}

// What is written is what was simulated, in other units: no number is lost on the way.
func TestAFanInOtherAmountsIsTheSameFan(t *testing.T) {
	t.Parallel()
	means := []float64{-300, -100, 500}
	minor := fan(t, chart.Amounts{Minor: 1, Name: "cents"}, means, .1, .9).Table().Rows
	major := fan(t, chart.Amounts{Minor: 100, Name: "EUR"}, means, .1, .9).Table().Rows
	for i := range minor {
		var a, b float64
		if _, err := fmt.Sscan(minor[i][1], &a); err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Sscan(major[i][1], &b); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(minor[i][0], major[i][0]); a != 100*b || d != "" {
			t.Errorf("got %v and %v", minor[i], major[i])
		}
	}
}

func ExampleFan() {
	c, err := chart.Fan(result(businesscase.Year, 5), chart.Amounts{Minor: 1e8, Name: "million EUR"}, chart.Config{Title: "What the change earns"})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := c.Table().WriteText(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// year  mean  quantile 0.05  quantile 0.25  quantile 0.5  quantile 0.75  quantile 0.95  mark                 unit
	// 0     -0.8  -0.8328        -0.8134        -0.802        -0.7866        -0.764                              million EUR
	// 1     -0.7  -0.8804        -0.7737        -0.711        -0.6263        -0.502                              million EUR
	// 2     -0.5  -0.828         -0.634         -0.52         -0.366         -0.14                               million EUR
	// 3     -0.2  -0.6756        -0.3943        -0.229        -0.0057        0.322                               million EUR
	// 3.5   0                                                                               expected break-even  million EUR
	// 4     0.2   -0.4232        -0.0546        0.162         0.4546         0.884                               million EUR
	// 5     0.7   -0.0708        0.3851         0.653         1.0149         1.546                               million EUR
}

func ExampleTornado() {
	c, err := chart.Tornado(tornado(), chart.Amounts{Minor: 1e8, Name: "million EUR"}, chart.Config{Title: "What the value hangs on"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range c.Table().Rows[:3] {
		fmt.Printf("%-14s %-8s %s to %s million EUR\n", row[0], row[1], row[5], row[7])
	}
	// Output:
	// change.leaving guessed  -0.62 to 3.9 million EUR
	// spend          observed 0.7 to 2.01 million EUR
	// change.delay   guessed  1.6 to 0.9 million EUR
}
