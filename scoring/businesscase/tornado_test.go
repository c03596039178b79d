package businesscase_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/scoring/businesscase"
)

func TestABreakEvenIsTheOneNearestToTheBase(t *testing.T) {
	t.Parallel()
	n, u := businesscase.Normal, businesscase.Uniform
	for _, c := range []struct {
		what  string
		d     businesscase.Dist
		value func(x float64) float64
		want  float64 // no number for none
	}{
		{"above and below", u(-10, 10), func(x float64) float64 { return (x + 3) * (x - 2) }, 2},
		{"below only", u(-10, 10), func(x float64) float64 { return math.Exp(x) - .5 }, math.Log(.5)},
		{"two near the base", u(0, 10), func(x float64) float64 { return (x - 5.02) * (x - 5.05) }, 5.02},
		{"at an end that steps miss", businesscase.Triangular(0, .2, .9), func(x float64) float64 { return x - .9 }, .9},
		{"two on one side", u(0, 10), func(x float64) float64 { return (x - 6.5) * (x - 9) }, 6.5},
		{"at the base", u(0, 10), func(x float64) float64 { return x - 5 }, 5},
		{"at the very end", u(0, 10), func(x float64) float64 { return x - 10 }, 10},
		{"beyond the end", u(0, 10), func(x float64) float64 { return x - 10.1 }, math.NaN()},
		{"touching without a sign", u(0, 10), func(x float64) float64 { return (x-7)*(x-7) + 1e-9 }, math.NaN()},
		{"far out", n(0, 1), func(x float64) float64 { return x - 4.5 }, 4.5},
		{"farther than any draw", n(0, 1), func(x float64) float64 { return x - 5 }, math.NaN()},
		{"where the value jumps", u(0, 10), func(x float64) float64 { return math.Copysign(1, x-7.25) }, 7.25},
		{"nowhere", n(0, 1), func(x float64) float64 { return 1 }, math.NaN()},
	} {
		m := atOnce(0, func(x []float64) float64 { return c.value(x[0]) }, c.d)
		bar := have(m.Tornado(businesscase.TornadoConfig{}))(t).Bars[0]
		if math.IsNaN(c.want) {
			if bar.BreakEven != nil {
				t.Errorf("%s: got %v, want none", c.what, *bar.BreakEven)
			}
		} else if bar.BreakEven == nil {
			t.Errorf("%s: got none", c.what)
		} else {
			agree(t, c.what, *bar.BreakEven, c.want, 1e-14*(1+math.Abs(c.want)))
		}
	}
}

func TestABreakEvenIsBetweenTheLimitsOfAnInput(t *testing.T) {
	t.Parallel()
	most, least := 3.5, -3.5
	m := atOnce(4, func(x []float64) float64 { return x[0] }, businesscase.Normal(0, 1))
	m.Inputs[0].Most, m.Inputs[0].Least = &most, &least
	zero, one := 0., 1.
	bar := have(m.Tornado(businesscase.TornadoConfig{Low: &zero, High: &one}))(t).Bars[0]
	if bar.BreakEven != nil || bar.Low != -3.5 || bar.High != 3.5 || bar.AtHigh != -.5 {
		t.Errorf("got %+v", bar)
	}
}

func TestASwingIsBetweenTheGreatestAndTheLeast(t *testing.T) {
	t.Parallel()
	value := func(x []float64) float64 { return 100 - x[0]*x[0] + x[1] }
	m := atOnce(0, value, businesscase.Triangular(-1, 0, 3), businesscase.Exactly(7))
	zero, one := 0., 1.
	got := have(m.Tornado(businesscase.TornadoConfig{Low: &zero, High: &one}))(t)
	bar := businesscase.Bar{Input: "a", Basis: 1, Low: -1, Base: 0, High: 3, AtLow: 106, AtHigh: 98, Swing: 9}
	want := businesscase.Tornado{Base: 107, Bars: []businesscase.Bar{bar}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestBarsOfOneSwingAreByName(t *testing.T) {
	t.Parallel()
	u := businesscase.Uniform
	m := total(0, u(0, 1), u(0, 1), u(0, 2))
	m.Inputs[0].Name = "z"
	var got []string
	for _, b := range have(m.Tornado(businesscase.TornadoConfig{}))(t).Bars {
		got = append(got, b.Input)
	}
	if diff := cmp.Diff([]string{"c", "b", "z"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestABarIsInTheCurrencyOfItsInput(t *testing.T) {
	t.Parallel()
	m := total(0, businesscase.Uniform(0, 2), businesscase.Uniform(0, 1))
	m.Currency, m.Inputs[0].Currency = "CHF", "CHF"
	bars := have(m.Tornado(businesscase.TornadoConfig{}))(t).Bars
	if bars[0].Currency != "CHF" || bars[1].Currency != "" {
		t.Errorf("got %+v", bars)
	}
}
