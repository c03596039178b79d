package businesscase_test

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
	"pgregory.net/rapid"
)

// breaks is what tests and properties have in common.
type breaks interface {
	Helper()
	Errorf(string, ...any)
	Fatal(...any)
}

// have returns a value, and fails the test where there is none.
func have[T any](v T, err error) func(breaks) T {
	return func(t breaks) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// agree fails the test unless got is want within so much.
func agree(t breaks, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s: got %.16g, want %.16g within %g", what, got, want, within)
	}
}

// names fails the test unless err is of this package and names the field of a broken rule.
func names(t breaks, what string, err error, field string) {
	t.Helper()
	told, ok := errors.AsType[*relationship.OpError](err)
	if !ok || !errors.Is(err, relationship.ErrInvalid) || told.Room != "businesscase" || told.Op == "" || told.Rule == "" || told.Field != field {
		t.Errorf("%s: got error %v, want an OpError of businesscase that names %s", what, err, field)
	}
}

// programme is what a loyalty programme costs and brings in five years.
func programme() []float64 { return []float64{-250_000, 40_000, 95_000, 130_000, 140_000, 140_000} }

// drawFlows draws flows with trouble in them: zeros, whole numbers, and amounts of very different size.
func drawFlows(t *rapid.T) []float64 {
	amount := rapid.OneOf(
		rapid.Just(0.), rapid.Map(rapid.IntRange(-5, 5), func(n int) float64 { return float64(n) }),
		rapid.Map(rapid.Float64Range(-1e6, 1e6), func(v float64) float64 { return math.Round(v*1e3) / 1e3 }),
		rapid.SampledFrom([]float64{-1e12, 1e12, 1e-9, -1e-9}),
	)
	return rapid.SliceOfN(amount, 0, 25).Draw(t, "flows")
}

// size returns what flows are worth with all amounts above 0.
func size(rate float64, flows []float64) float64 {
	sum := 0.
	for t, v := range flows {
		sum += math.Abs(v) * math.Pow(1+rate, -float64(t))
	}
	return sum
}

// exactWorth returns what flows are worth at 1+rate = growth, to 90 digits.
func exactWorth(growth *big.Float, flows []float64) *big.Float {
	sum := new(big.Float).SetPrec(300)
	for _, v := range slices.Backward(flows) {
		sum.Quo(sum, growth)
		sum.Add(sum, big.NewFloat(v))
	}
	return sum
}

func exactGrowth(rate float64) *big.Float {
	return new(big.Float).Add(new(big.Float).SetPrec(300).SetInt64(1), big.NewFloat(rate))
}

func TestPresentValueIsThatOfExactArithmeticToTheLastDigit(t *testing.T) {
	t.Parallel()
	long := make([]float64, 1201)
	for i := range long {
		long[i] = 1e5 * math.Sin(float64(i*i))
	}
	long[0] = -3e6
	for _, rate := range []float64{0, .0041, .1, 1e-12, -.01, -.3, 7, 1e9} {
		got := have(businesscase.PresentValue(rate, long))(t)
		want, _ := exactWorth(exactGrowth(rate), long).Float64()
		agree(t, "1200 periods", got/want, 1, 4e-16)
	}
}

func TestPresentValueOfSpecialCases(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		rate  float64
		flows []float64
		want  float64
	}{
		{"no flows", .1, nil, 0},
		{"only now", .1, []float64{-7}, -7},
		{"no rate", 0, []float64{-7, 3, 5}, 1},
		{"a sum that would overflow on the way", 0, []float64{1e300, 1.5e308, 1.5e308, -1.5e308, -1.5e308}, 1e300},
		{"nothing with a sign", .1, []float64{math.Copysign(0, -1), math.Copysign(0, -1)}, 0},
		{"an enormous rate", 1e308, []float64{5, 1e290}, 5},
		{"the rate nearest to -1", math.Nextafter(-1, 0), []float64{0, 1}, 0x1p53},
		{"nothing after long, where a power would overflow", -.999, append(make([]float64, 500), 0), 0},
	} {
		if got := have(businesscase.PresentValue(c.rate, c.flows))(t); got != c.want || math.Signbit(got) != (c.want < 0) {
			t.Errorf("%s: got %g, want %g", c.name, got, c.want)
		}
	}
}

func TestFlowsThatCanNotBeAreRefusedByName(t *testing.T) {
	t.Parallel()
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		name, field string
		rate        float64
		flows       []float64
	}{
		{"a rate of -100 %", "rate", -1, []float64{1}},
		{"a rate below", "rate", -1.5, nil},
		{"a rate that is none", "rate", nan, nil},
		{"an infinite rate", "rate", inf, nil},
		{"an amount that is none", "flows[1]", .1, []float64{1, nan}},
		{"an infinite amount", "flows[2]", .1, []float64{1, 2, -inf}},
		{"a worth that is too much", "flows", -.9, append(make([]float64, 400), 1)},
	} {
		worth, err := businesscase.PresentValue(c.rate, c.flows)
		names(t, c.name, err, c.field)
		paid, err := businesscase.Payback(c.flows, c.rate)
		names(t, c.name, err, c.field)
		if worth != 0 || paid != (businesscase.Paid{}) {
			t.Errorf("%s: got %v and %v beside the error", c.name, worth, paid)
		}
	}
	_, err := businesscase.ReturnRates([]float64{1, inf})
	names(t, "rates of an infinite amount", err, "flows[1]")
}

func TestPresentValueOfASumIsTheSumOfPresentValues(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, rate := drawFlows(t), rapid.Float64Range(-.5, 3).Draw(t, "rate")
		k := rapid.Float64Range(-10, 10).Draw(t, "k")
		b, both := slices.Clone(a), slices.Clone(a)
		for i := range b {
			b[i] = rapid.Float64Range(-1e6, 1e6).Draw(t, "other")
			both[i] = a[i] + k*b[i]
		}
		of := func(flows []float64) float64 { return have(businesscase.PresentValue(rate, flows))(t) }
		agree(t, "sum", of(both), of(a)+k*of(b), 1e-14*(size(rate, a)+math.Abs(k)*size(rate, b)))
	})
}

func TestWhatComesInIsWorthLessAtAHigherRate(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		flows := drawFlows(t)
		for i, v := range flows {
			flows[i] = math.Abs(v)
		}
		low := rapid.Float64Range(-.9, 5).Draw(t, "rate")
		high := low + rapid.Float64Range(0, 5).Draw(t, "more")
		if a, b := have(businesscase.PresentValue(low, flows))(t), have(businesscase.PresentValue(high, flows))(t); b > a {
			t.Errorf("got %v at %v and %v at %v", a, low, b, high)
		}
	})
}
