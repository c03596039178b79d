package businesscase

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestRanksAreSettledAsSortingWould(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SliceOfN(rapid.OneOf(rapid.Float64Range(-9, 9), rapid.SampledFrom([]float64{0, 0, 1, math.Inf(1)})), 1, 900).Draw(t, "v")
		ranks := rapid.SliceOfNDistinct(rapid.IntRange(0, len(v)-1), 0, min(len(v), 20), rapid.ID).Draw(t, "ranks")
		slices.Sort(ranks)
		sorted := slices.Sorted(slices.Values(v))
		settle(v, ranks)
		for _, r := range ranks {
			if v[r] != sorted[r] || r > 0 && slices.Max(v[:r]) > v[r] {
				t.Fatalf("rank %d of %d: got %v, want %v, and nothing greater before it", r, len(v), v[r], sorted[r])
			}
		}
		if slices.Sort(v); !slices.Equal(v, sorted) {
			t.Fatal("numbers were lost")
		}
	})
}

func TestRanksAreSettledWhateverTheOrder(t *testing.T) {
	t.Parallel()
	const n = 50_000
	r := rand.New(rand.NewPCG(1, 2))
	for name, f := range map[string]func(i int) float64{
		"rising": func(i int) float64 { return float64(i) }, "falling": func(i int) float64 { return -float64(i) },
		"same": func(int) float64 { return 1 }, "two values": func(i int) float64 { return float64(i & 1) },
		"organ pipe": func(i int) float64 { return float64(min(i, n-i)) }, "chance": func(int) float64 { return r.NormFloat64() },
		"saw": func(i int) float64 { return float64(i % 9) },
	} {
		v := make([]float64, n)
		for i := range v {
			v[i] = f(i)
		}
		sorted := slices.Sorted(slices.Values(v))
		ranks := ranksOf(ordersOf([]float64{.001, .05, .5, .5, .95}, n), 0, n-1)
		settle(v, ranks)
		for _, r := range ranks {
			if v[r] != sorted[r] {
				t.Errorf("%s: rank %d is %v, want %v", name, r, v[r], sorted[r])
			}
		}
	}
}

// TestRangesOfQuantilesAreThoseOfTheBinomial compares with sums of binomial probabilities by their logarithms.
func TestRangesOfQuantilesAreThoseOfTheBinomial(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1000, 4096, 30_000} {
		for _, p := range []float64{1e-9, .0005, .01, .05, .5, .75, .95, .9999, 1 - 1e-12} {
			below, low, high := 0., 0, 0
			for k := range n + 1 {
				whole, _ := math.Lgamma(float64(n + 1))
				a, _ := math.Lgamma(float64(k + 1))
				b, _ := math.Lgamma(float64(n - k + 1))
				chance := math.Exp(whole - a - b + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
				if below+chance <= .025+1e-9 {
					low = k + 1
				}
				if below <= .975-1e-9 {
					high = k
				}
				below += chance
			}
			if gotLow, gotHigh := binomialRange(n, p); gotLow != low || gotHigh != high {
				t.Errorf("%d draws, quantile %v: got %d to %d, want %d to %d", n, p, gotLow, gotHigh, low, high)
			}
			// As many draws as low are not above the quantile, but for 2.5 %: the last of them is a lower end.
			if o := ordersOf([]float64{p}, n)[0]; o.low != max(low-1, 0) || o.high != min(high, n-1) {
				t.Errorf("%d draws, quantile %v: got %+v", n, p, o)
			}
		}
	}
}

func TestAQuantileStandsAtTheFirstOfEnoughDraws(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		p       float64
		n, want int
	}{
		{.05, 1000, 49}, {.5, 1000, 499}, {.95, 100_000, 94_999}, {1e-9, 1000, 0}, {1 - 1e-16, 1000, 999}, {.3, 10_000_000, 2_999_999},
		{.07, 10_000, 699},
	} {
		if got := placeOf(c.p, c.n); got != c.want {
			t.Errorf("%v of %d: got %d, want %d", c.p, c.n, got, c.want)
		}
	}
}
