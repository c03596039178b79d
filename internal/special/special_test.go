package special_test

import (
	"bufio"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/kithcrm/kith/internal/special"
)

// grid calls check with each row of a table of values with 30 digits. They come from mpmath 1.3.0, by series, recurrences and
// quadrature in 40 to 230 digits, at the exact values of the arguments.
func grid(t *testing.T, name string, check func(row []float64)) {
	t.Helper()
	f, err := os.Open("testdata/" + name + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Scan()
	for lines.Scan() {
		var row []float64
		for field := range strings.SplitSeq(lines.Text(), ",") {
			v, err := strconv.ParseFloat(field, 64)
			if err != nil {
				t.Fatal(err)
			}
			row = append(row, v)
		}
		check(row)
	}
}

// A worst keeps the greatest error.
type worst struct {
	of  map[string]float64
	row map[string][]float64
}

// see notes an error relative to at least the size given.
func (w *worst) see(what string, got, want, size float64, row []float64) {
	if w.of == nil {
		w.of, w.row = map[string]float64{}, map[string][]float64{}
	}
	e := math.Abs(got-want) / max(math.Abs(want), size)
	if math.IsNaN(e) || e > w.of[what] {
		w.of[what], w.row[what] = e, append(row, got)
	}
}

func (w *worst) hold(t *testing.T, what string, limit float64) {
	t.Helper()
	t.Logf("%s: greatest error %.2g at %.17g", what, w.of[what], w.row[what])
	if !(w.of[what] <= limit) {
		t.Errorf("%s: got an error of %.2g at %.17g, want at most %.2g", what, w.of[what], w.row[what], limit)
	}
}

func TestRatiosOfGammaFunctionsAreRightTo14Digits(t *testing.T) {
	t.Parallel()
	var w worst
	grid(t, "rising", func(r []float64) {
		got := special.Rising(r[0], r[1])
		w.see("ln", got.Log, r[2], 1e-3, r)
		w.see("first derivative", got.D1, r[3], 1e-3, r)
		w.see("second derivative", got.D2, r[4], 1e-3, r)
	})
	w.hold(t, "ln", 1e-14)
	w.hold(t, "first derivative", 1e-14)
	w.hold(t, "second derivative", 1e-14)
}

func TestDerivativesOfLogGammaAreRightTo14Digits(t *testing.T) {
	t.Parallel()
	var w worst
	grid(t, "digamma", func(r []float64) {
		w.see("digamma", special.Digamma(r[0]), r[1], 1, r)
		w.see("trigamma", special.Trigamma(r[0]), r[2], 0, r)
	})
	w.hold(t, "digamma", 1e-14)
	w.hold(t, "trigamma", 1e-14)
}

func TestTailsOfTwoPowersAreRightTo14Digits(t *testing.T) {
	t.Parallel()
	var w worst
	rule := special.NewRule()
	grid(t, "powers", func(r []float64) {
		w.see("with derivatives", rule.Powers(r[0], r[1], r[2]).Log, r[3], 1, r)
		w.see("alone", rule.LogPowers(r[0], r[1], r[2]), r[3], 1, r)
	})
	w.hold(t, "with derivatives", 1e-14)
	w.hold(t, "alone", 1e-14)
}

func TestTricomisFunctionIsRightTo14Digits(t *testing.T) {
	t.Parallel()
	var w worst
	rule := special.NewRule()
	grid(t, "decay", func(r []float64) { w.see("decay", rule.LogDecay(r[0], r[1]), r[2], 1, r) })
	w.hold(t, "decay", 1e-14)
}

func TestMeansOverChancesOfLeavingAreRight(t *testing.T) {
	t.Parallel()
	var w worst
	grid(t, "beta", func(r []float64) {
		d := special.Beta{A: r[0], B: r[1]}
		w.see("wane", d.LogWane(r[2], r[3]), r[4], 1, r)
		w.see("stay", d.Stay(r[2], r[3]), r[5], 0, r)
	})
	w.hold(t, "wane", 3e-13)
	w.hold(t, "stay", 3e-13)
}

func TestTailsOfNegativeBinomialsAreRight(t *testing.T) {
	t.Parallel()
	var w worst
	grid(t, "betatail", func(r []float64) { w.see("tail", special.BetaTail(r[0], r[1], 1, r[2]), r[3], 1e-290, r) })
	w.hold(t, "tail", 3e-13)
}
