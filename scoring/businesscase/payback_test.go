package businesscase_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
	"pgregory.net/rapid"
)

func TestPaybackIsWhenTheSumComesBackToNothing(t *testing.T) {
	t.Parallel()
	type paid = businesscase.Paid
	for _, c := range []struct {
		name  string
		flows []float64
		rate  float64
		want  paid
	}{
		{"no flows", nil, 0, paid{}},
		{"nothing ever", []float64{0, 0}, 0, paid{}},
		{"nothing goes out", []float64{0, 5, 5}, .1, paid{}},
		{"what comes in first is enough", []float64{10, -10, 3}, 0, paid{}},
		{"half of the second period", []float64{-100, 60, 80}, 0, paid{Periods: 1.5, First: 1.5}},
		{"to the coin at the end of a period", []float64{-100, 40, 60, 0, 5}, 0, paid{Periods: 2, First: 2}},
		{"to the coin at the end of all", []float64{-100, 110}, .1, paid{Periods: 1, First: 1}},
		{"to the coin but for the last digit", []float64{-.3, .1, .2}, 0, paid{Periods: 2, First: 2}},
		{"never", []float64{-100, 40, 50}, 0, paid{Never: true}},
		{"never, discounted", []float64{-100, 109.9}, .1, paid{Never: true}},
		{"spent later", []float64{0, 5, -15, 20}, 0, paid{Periods: 2.5, First: 2.5}},
		{"spent again", []float64{-10, 20, -20, 40}, 0, paid{Periods: 2.25, First: .5, Again: true}},
		{"spent again and lost", []float64{-10, 20, -20}, 0, paid{Never: true, First: .5, Again: true}},
		{"level for a while, then spent again", []float64{-10, 10, 0, -10, 20}, 0, paid{Periods: 3.5, First: 1, Again: true}},
		{"sooner at a rate below 0", []float64{-100, 60, 60}, -.5, paid{Periods: 100. / 120, First: 100. / 120}},
		{"enormous", []float64{-1.5e308, -1.5e308, 1.5e308, 1.5e308}, 0, paid{Periods: 3, First: 3}},
	} {
		got, err := businesscase.Payback(c.flows, c.rate)
		if c.name == "enormous" {
			names(t, c.name, err, "flows") // what goes out alone is more than a float64 holds
			continue
		}
		if have(got, err)(t) != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

// slowPayback looks for the last period that begins short, and the first that ends well.
func slowPayback(flows []float64, rate float64) (good, first float64, never bool) {
	sums, sum := make([]float64, len(flows)), 0.
	short := func(t int) bool { return sums[t] < -1e-12*size(rate, flows) }
	for t, v := range flows {
		sum += v * math.Pow(1+rate, -float64(t))
		sums[t] = sum
	}
	at := func(t int) float64 { return float64(t) + sums[t]/(sums[t]-sums[t+1]) }
	for t := len(flows) - 2; t >= 0; t-- {
		if short(t) && !short(t+1) {
			if good == 0 {
				good = at(t)
			}
			first = at(t)
		}
	}
	if len(flows) > 0 && short(len(flows)-1) {
		return 0, first, true
	}
	return good, first, false
}

func TestPaybackIsThatOfTheSlowVersionAndWithinTheHorizon(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.Map(rapid.IntRange(-9, 9), func(n int) float64 { return float64(n) })
		n := rapid.IntRange(0, 30).Draw(t, "n")
		flows, rate := rapid.SliceOfN(whole, n, n).Draw(t, "flows"), rapid.SampledFrom([]float64{0, 0, .1, .5, -.2}).Draw(t, "rate")
		got := have(businesscase.Payback(flows, rate))(t)
		good, first, never := slowPayback(flows, rate)
		if got.Never != never || got.Again != (good != first) {
			t.Errorf("got %+v, want %v, %v, %v", got, good, first, never)
		}
		agree(t, "for good", got.Periods, good, 1e-9)
		agree(t, "first", got.First, first, 1e-9)
		if got.First < 0 || !never && got.First > got.Periods || got.Periods > float64(max(0, n-1)) {
			t.Errorf("got %+v of %d periods", got, n-1)
		}
	})
}
