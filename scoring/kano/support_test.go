package kano_test

import (
	"encoding/csv"
	"errors"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/kano"
	"pgregory.net/rapid"
)

// fails is what tests and properties have in common.
type fails interface {
	Helper()
	Errorf(string, ...any)
	Fatal(...any)
}

// must returns a value, and fails the test where there is none.
func must[T any](v T, err error) func(fails) T {
	return func(t fails) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// near fails the test unless got is want within so much.
func near(t fails, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s: got %.15g, want %.15g", what, got, want)
	}
}

// refused fails the test unless err names the field of a broken rule.
func refused(t fails, what string, err error, field string) {
	t.Helper()
	told, ok := errors.AsType[*relationship.OpError](err)
	if !ok || !errors.Is(err, relationship.ErrInvalid) || told.Room != "kano" || told.Op == "" || told.Rule == "" || told.Field != field {
		t.Errorf("%s: got error %v, want an OpError of kano that names %s", what, err, field)
	}
}

// tally returns a tally of answers in the order with, without, with, without.
func tally(t fails, answers ...int) kano.Tally {
	t.Helper()
	var out kano.Tally
	for i := 0; i < len(answers); i += 2 {
		if err := out.Add(kano.Pair{Functional: answers[i], Dysfunctional: answers[i+1]}); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// findCounts evaluates counts as they are.
func findCounts(t fails, c kano.Counts) kano.Finding {
	t.Helper()
	return must(c.Evaluate(kano.Config{}))(t)
}

// find evaluates a tally as it is.
func find(t fails, of kano.Tally) kano.Finding {
	t.Helper()
	return must(of.Evaluate(kano.Table{}, kano.Config{}))(t)
}

// sound fails the test unless all numbers of a finding can be.
func sound(t fails, f kano.Finding) {
	t.Helper()
	for _, c := range []struct {
		name      string
		e         relationship.Estimate
		low, high float64
	}{
		{"better", f.Better, 0, 1},
		{"worse", f.Worse, -1, 0},
		{"reverse", f.Reverse, 0, 1},
		{"questionable", f.Questionable, 0, 1},
		{"total strength", f.TotalStrength, 0, 1},
		{"functional", f.Functional.Estimate, -2, 4},
		{"dysfunctional", f.Dysfunctional.Estimate, -2, 4},
	} {
		if err := c.e.Check(c.low, c.high); err != nil {
			t.Errorf("%s: got %v: %v", c.name, c.e, err)
		}
	}
	for name, v := range map[string]float64{"strength": f.CategoryStrength, "sure": f.Sure, "shift": f.Functional.SD / 6} {
		if !(v >= 0 && v <= 1) {
			t.Errorf("%s: got %v, want a number from 0 to 1", name, v)
		}
	}
	if !(f.Fong.Threshold >= 0 && f.Fong.Difference >= 0) || math.Signbit(f.Worse.Value) && f.Worse.Value == 0 {
		t.Errorf("got %+v, and worse %v", f.Fong, f.Worse)
	}
	need := relationship.Need{Class: f.Class, ClassBasis: f.ClassBasis}
	if (need.ClassBasis == relationship.Unknown) != (need.Class == relationship.Unclassified) {
		t.Errorf("got class %q with basis %v, which no need can have", f.Class, f.ClassBasis)
	}
}

// drawTally draws a tally with trouble in it: nobody, one, all of one mind, and large counts.
func drawTally(t *rapid.T, name string) kano.Tally {
	var out kano.Tally
	for range rapid.IntRange(0, 8).Draw(t, name+" cells") {
		p := kano.Pair{Functional: rapid.IntRange(1, 5).Draw(t, "with"), Dysfunctional: rapid.IntRange(1, 5).Draw(t, "without")}
		n := rapid.SampledFrom([]int64{1, 1, 2, 3, 29, 1000, 1 << 40}).Draw(t, "n")
		if err := out.AddN(p, n); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// drawCounts draws counts that need not be whole.
func drawCounts(t *rapid.T) kano.Counts {
	n := func() float64 {
		return rapid.SampledFrom([]float64{0, 0, 1, 1, 2, 7.5, 49.3, 1e-9, 1000, 1 << 53}).Draw(t, "count")
	}
	return kano.Counts{
		MustBe: n(), OneDimensional: n(), Attractive: n(), Indifferent: n(), Reverse: n(), Questionable: n(),
		People: rapid.SampledFrom([]float64{0, 0, 1, 30.5, 1 << 53}).Draw(t, "people"),
	}
}

// rows returns the rows of a file of real data.
func rows(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open(realparts.Data(t, "choice", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment, r.FieldsPerRecord, r.LazyQuotes = '#', -1, true
	return must(r.ReadAll())(t)
}

func number(t testing.TB, s string) float64 {
	t.Helper()
	return must(strconv.ParseFloat(s, 64))(t)
}
