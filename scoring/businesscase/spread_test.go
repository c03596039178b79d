package businesscase

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// TestMomentsLoseNoDigits compares with exact arithmetic, far from 0.
func TestMomentsLoseNoDigits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		far := rapid.SampledFrom([]float64{0, 1, -1e6, 1e12}).Draw(t, "far")
		v := rapid.SliceOfN(rapid.Float64Range(-1, 1), 2, 200).Draw(t, "v")
		for len(v) < 2*blockSize && rapid.Bool().Draw(t, "longer") {
			v = append(v, v...)
		}
		sum, squares := new(big.Rat), new(big.Rat)
		for i := range v {
			v[i] += far
			x := new(big.Rat).SetFloat64(v[i])
			sum.Add(sum, x)
			squares.Add(squares, x.Mul(x, x))
		}
		n := new(big.Rat).SetInt64(int64(len(v)))
		mean := new(big.Rat).Quo(sum, n)
		squares.Sub(squares, sum.Mul(sum, mean))
		wantMean, _ := mean.Float64()
		want, _ := squares.Float64()
		got := momentsOf(v, same)
		if got.n != float64(len(v)) || math.Abs(got.mean-wantMean) > 1e-14*(1+math.Abs(far)) || math.Abs(got.squares-want) > 1e-12*(want+1e-3) {
			t.Errorf("got %+v, want mean %v and squares %v", got, wantMean, want)
		}
	})
}

func TestNumbersThatAreTheSameHaveNoSpread(t *testing.T) {
	t.Parallel()
	for _, v := range []float64{0, .1, -1e15 / 3, 1e100} {
		column := make([]float64, 3*blockSize+1)
		for i := range column {
			column[i] = v
		}
		if got := spreadOf(column, ordersOf([]float64{.5}, len(column))); got.Value != v || got.SE != 0 || got.SD != 0 || got.Quantiles[0] != (Quantile{.5, v, v, v}) {
			t.Errorf("of %v: got %+v", v, got)
		}
	}
}
