package businesscase_test

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// kinds returns a distribution of each kind that has a spread, and what is lopsided, tiny or huge.
func kinds() []businesscase.Dist {
	return []businesscase.Dist{
		businesscase.Between(1, 2, 3), businesscase.Between(-1, 2, 11), businesscase.Between(.2, .56, .59),
		businesscase.Between(-1e300, 0, 1e300), businesscase.Between(1e-300, 2e-300, 4e-300),
		businesscase.Uniform(-2, 5), businesscase.Uniform(-1e300, 1e300), businesscase.Uniform(1e-300, 3e-300),
		businesscase.Triangular(35_000, 40_000, 45_000), businesscase.Triangular(0, 0, 1), businesscase.Triangular(-1, 2, 2),
		businesscase.Triangular(-1e300, 1e299, 1e300), businesscase.Triangular(1e-300, 2e-300, 4e-300),
		businesscase.PERT(10, 40, 80), businesscase.PERT(0, 0, 1), businesscase.PERT(-5, 3, 3), businesscase.PERT(-1e300, 1e299, 1e300),
		businesscase.Normal(45, 8), businesscase.Normal(-1e300, 1e300), businesscase.Normal(0, 1e-300),
		businesscase.Lognormal(1000, .3), businesscase.Lognormal(1e-300, .1), businesscase.Lognormal(1, 1.5),
		businesscase.Beta(3, 7), businesscase.Beta(.1, .1), businesscase.Beta(1, 1), businesscase.Beta(1e6, 1e6), businesscase.Beta(.5, 4000), businesscase.Beta(1e6, .1),
		businesscase.Sample([]float64{3, 1, 2, 2, 1e300, -1e300}),
	}
}

func TestPERTIsThatOfTheReference(t *testing.T) {
	t.Parallel()
	dists := map[string]businesscase.Dist{
		"pert(10;40;80)":    businesscase.PERT(10, 40, 80),
		"pert(100;120;200)": businesscase.PERT(100, 120, 200),
	}
	compared := 0
	for _, row := range businessRows(t) {
		d, ok := dists[row[0]]
		if !ok {
			continue
		}
		got := map[string]float64{
			"mean": d.Mean(), "sd": d.SD(), "p10": have(d.Quantile(.1))(t), "p90": have(d.Quantile(.9))(t),
		}
		agree(t, row[0]+" "+row[1], got[row[1]], figure(t, row[2]), 1e-13*math.Abs(figure(t, row[2])))
		compared++
	}
	if compared != 8 {
		t.Errorf("got %d figures, want 8", compared)
	}
}

// TestQuantilesOfBetaAreThoseOfBinomialSums compares with exact arithmetic: for whole numbers the distribution
// function is a sum of binomial probabilities (DLMF 8.17.5).
func TestQuantilesOfBetaAreThoseOfBinomialSums(t *testing.T) {
	t.Parallel()
	for _, whole := range [][2]int{{1, 1}, {2, 4}, {3, 7}, {1, 30}, {40, 2}, {300, 200}} {
		a, b := whole[0], whole[1]
		d := businesscase.Beta(float64(a), float64(b))
		for _, p := range []float64{1e-300, 1e-12, 1e-3, .025, .3, .5, .8, .999, 1 - 1e-12} {
			x := have(d.Quantile(p))(t)
			// What is off in x is off in the probability by the density times that, of which (a+b)/(1-x) is more
			// than enough.
			within := 1e-13*p*float64(a+b) + 2e-16*float64(a+b)
			if p < .5 {
				within = 1e-13 * p * float64(a+b)
			}
			agree(t, d.String(), binomialTail(a, b, x), p, within)
		}
	}
}

func binomialTail(a, b int, x float64) float64 {
	of := func(v float64) *big.Float { return new(big.Float).SetPrec(600).SetFloat64(v) }
	power := func(v *big.Float, n int) *big.Float {
		out := of(1)
		for range n {
			out.Mul(out, v)
		}
		return out
	}
	n := a + b - 1
	y, sum := new(big.Float).SetPrec(600).Sub(of(1), of(x)), of(0)
	for j := a; j <= n; j++ {
		ways := new(big.Float).SetPrec(600).SetInt(new(big.Int).Binomial(int64(n), int64(j)))
		sum.Add(sum, ways.Mul(ways, power(of(x), j)).Mul(ways, power(y, n-j)))
	}
	v, _ := sum.Float64()
	return v
}

// TestQuantilesOfPERTAreThoseOfAnIntegral adds up the density, which is easiest of the logarithm of the odds.
func TestQuantilesOfPERTAreThoseOfAnIntegral(t *testing.T) {
	t.Parallel()
	for _, mode := range []float64{0, .03, .4, 1} {
		d := businesscase.PERT(0, mode, 1)
		a, b := 1+4*mode, 5-4*mode
		for _, p := range []float64{1e-12, .01, .5, .9} {
			end := have(d.Quantile(p))(t)
			until := math.Log(end / (1 - end))
			// Over all odds the trapezoidal rule is exact. Up to an end it is with that moved away as exp(v -
			// exp(-v)) (double exponential formulas, Takahasi and Mori 1974).
			sum, all := 0., 0.
			const step = 1. / 64
			for u := -80.; u < 80; u += step {
				all += logistic(a, b, u) * step
				v := u / 8
				way := math.Exp(v - math.Exp(-v))
				sum += logistic(a, b, until-way) * way * (1 + math.Exp(-v)) * step / 8
			}
			agree(t, d.String(), sum/all/p, 1, 1e-11)
		}
	}
}

func logistic(a, b, u float64) float64 {
	return math.Exp(-a*math.Log1p(math.Exp(-u)) - b*math.Log1p(math.Exp(u)))
}

func TestQuantilesOfNormalsHoldFarOut(t *testing.T) {
	t.Parallel()
	normal, between := businesscase.Normal(0, 1), businesscase.Between(-1.959963984540054, 0, 1.959963984540054)
	for p, want := range map[float64]float64{
		// Wichura (1988) prints the first; the others are known to all statisticians, or follow from the tail itself.
		.25: -.6744897501960817, .025: -1.959963984540054, .5: 0, .975: 1.959963984540054, 1e-12: -7.034483825301132,
	} {
		agree(t, "normal", have(normal.Quantile(p))(t), want, 1e-14)
		agree(t, "between", have(between.Quantile(p))(t), want, 1e-14)
	}
	for _, p := range []float64{5e-324, 1e-308, 1e-300, 1e-100, 1e-20, 1e-5, .1, .4999, .5001, .9, 1 - 1e-12} {
		z := have(normal.Quantile(p))(t)
		if z > 0 {
			agree(t, "tail above", math.Erfc(z/math.Sqrt2)/2/(1-p), 1, 1e-13)
		} else if p > 1e-308 {
			agree(t, "tail below", math.Erfc(-z/math.Sqrt2)/2/p, 1, 1e-12)
		}
		if math.Abs(z) > 39 {
			t.Errorf("%g: got %g", p, z)
		}
	}
}

// TestQuantilesNextToABoundKeepTheirDigits asks where the mode is that bound: 1 - sqrt(1-p) is p/2 + p*p/8.
func TestQuantilesNextToABoundKeepTheirDigits(t *testing.T) {
	t.Parallel()
	for _, p := range []float64{0x1p-52, 0x1p-40, 0x1p-30} {
		want := p/2 + p*p/8
		agree(t, "next to the low one", have(businesscase.Triangular(0, 0, 1).Quantile(p))(t)/want, 1, 1e-15)
		agree(t, "next to the high one", have(businesscase.Triangular(-1, 0, 0).Quantile(1-p))(t)/want, -1, 1e-15)
	}
}

func TestBetweenHasItsThreeNumbersForQuantiles(t *testing.T) {
	t.Parallel()
	for _, want := range [][3]float64{{1, 2, 3}, {1, 2, 4}, {0, 1, 1.01}, {-1e300, 0, 1e298}, {.56, .5601, .561}, {1e9, 1e9 + 1, 1e9 + 2.000001}} {
		d := businesscase.Between(want[0], want[1], want[2])
		for i, p := range []float64{.025, .5, .975} {
			agree(t, d.String(), have(d.Quantile(p))(t), want[i], 1e-13*max(math.Abs(want[i]), want[2]-want[0]))
		}
	}
	if got := businesscase.Between(7, 7, 7); got.String() != "7" || got.SD() != 0 {
		t.Errorf("got %v, want 7 exactly", got)
	}
	// Where low is to value as value is to high, it is lognormal.
	one, other := businesscase.Between(50, 100, 200), businesscase.Lognormal(100, math.Log(2)/1.959963984540054)
	agree(t, "mean", one.Mean(), other.Mean(), 1e-11)
	agree(t, "sd", one.SD(), other.SD(), 1e-11)
	agree(t, "quantile", have(one.Quantile(.9))(t), have(other.Quantile(.9))(t), 1e-11)
}

// TestMomentsAreThoseOfTheQuantiles integrates quantiles by normal scores.
func TestMomentsAreThoseOfTheQuantiles(t *testing.T) {
	t.Parallel()
	for _, d := range kinds() {
		mean, square, scale := 0., 0., d.SD()
		const step = 1. / 128
		for z := -8.; z <= 8; z += step {
			p := math.Erfc(-z/math.Sqrt2) / 2
			if p >= 1 {
				break
			}
			x := (have(d.Quantile(p))(t)/2 - d.Mean()/2) / scale * 2
			weight := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) * step
			mean += x * weight
			square += x * x * weight
		}
		// Values of a sample are steps, which such a sum sees only roughly.
		within := 2e-5
		if strings.Contains(d.String(), "values") {
			within = 1e-2
		}
		agree(t, d.String()+": mean", mean, 0, within)
		agree(t, d.String()+": variance", square, 1, within)
	}
}

func TestMomentsOfSamplesAreExact(t *testing.T) {
	t.Parallel()
	values := []float64{5, 1, 3, 3}
	d := businesscase.Sample(values)
	agree(t, "mean", d.Mean(), 3, 1e-15)
	agree(t, "sd", d.SD(), math.Sqrt2, 1e-15)
	for p, want := range map[float64]float64{0: 1, .25: 1, .2500001: 3, .5: 3, .75: 3, .7500001: 5, 1: 5} {
		agree(t, "quantile", have(d.Quantile(p))(t), want, 0)
	}
	hundred := make([]float64, 100)
	for i := range hundred {
		hundred[i] = float64(i + 1)
	}
	d = businesscase.Sample(hundred)
	for i := range 100 {
		agree(t, "quantile of whole percent", have(d.Quantile(float64(i+1)/100))(t), float64(i+1), 0)
	}
	if values[0] != 5 {
		t.Error("the values were sorted in place")
	}
}

func TestDistributionsAreToldInWords(t *testing.T) {
	t.Parallel()
	var none businesscase.Dist
	for _, c := range []struct {
		d    businesscase.Dist
		want string
	}{
		{none, "0"},
		{businesscase.Exactly(40_000), "40000"},
		{businesscase.Exactly(123_456_789), "123457000"},
		{businesscase.Exactly(math.Pi), "3.14159"},
		{businesscase.Exactly(1e300), "1e+300"},
		{businesscase.Between(.53, .56, .59), "0.56 (0.53 to 0.59)"},
		{businesscase.Uniform(1, 2), "1 to 2"},
		{businesscase.Triangular(1, 2, 4), "1 to 4, most likely 2"},
		{businesscase.PERT(1, 2, 4), "1 to 4, most likely 2 (PERT)"},
		{businesscase.Normal(45, 8), "45 with a standard deviation of 8"},
		{businesscase.Lognormal(1000, math.Log(2)), "1000, times or divided by 2 for one standard deviation"},
		{businesscase.Beta(3, 7), "a share of a beta distribution of 3 and 7"},
		{businesscase.Sample([]float64{3, 1, 2}), "one of 3 values from 1 to 3"},
		{businesscase.Sample(nil), "one of 0 values"},
	} {
		if got := c.d.String(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestEndsAreToldWhereThereAreAny(t *testing.T) {
	t.Parallel()
	for _, d := range kinds() {
		middle := have(d.Quantile(.5))(t)
		for p, side := range map[float64]float64{0: -1, 1: 1} {
			v, err := d.Quantile(p)
			if err != nil {
				names(t, d.String(), err, "p")
				v = side * math.MaxFloat64
			}
			if !(side*v > side*middle) || math.IsInf(v, 0) {
				t.Errorf("%v at %v: got %v", d, p, v)
			}
		}
	}
	agree(t, "high end of a between", have(businesscase.Between(-200, -100, -50).Quantile(1))(t), 0, 1e-12)
	for _, p := range []float64{0, 1} {
		_, err := businesscase.Normal(0, 1).Quantile(p)
		names(t, "end of a normal", err, "p")
	}
	for _, d := range []businesscase.Dist{businesscase.Uniform(2, 3), businesscase.PERT(2, 3, 3), businesscase.Exactly(2), businesscase.Sample([]float64{2, 4, 3})} {
		agree(t, d.String(), have(d.Quantile(0))(t), 2, 0)
	}
}
