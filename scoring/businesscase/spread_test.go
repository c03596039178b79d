package businesscase

import (
	"math"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestMomentsLoseNoDigits compares with exact arithmetic, far from 0. A sum of a block is off by at most a rounding
// for each number of it, of which each is the last digit of a sum that is no greater than that of all distances.
func TestMomentsLoseNoDigits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		far := rapid.SampledFrom([]float64{0, 1, -1e6, 1e12}).Draw(t, "far")
		v := rapid.SliceOfN(rapid.Float64Range(-1, 1), 2, 200).Draw(t, "v")
		for len(v) < 2*blockSize && rapid.IntRange(0, 9).Draw(t, "longer") > 0 {
			v = append(v, v...)
		}
		rise := rapid.SampledFrom([]float64{0, 1}).Draw(t, "rise") // so that blocks have means of their own
		exact := func() *big.Float { return new(big.Float).SetPrec(400) }
		sum, squares := exact(), exact()
		for i := range v {
			v[i] += far + rise*float64(i)/float64(len(v))
			x := exact().SetFloat64(v[i])
			sum.Add(sum, x)
			squares.Add(squares, x.Mul(x, x))
		}
		mean := exact().Quo(sum, exact().SetInt64(int64(len(v))))
		squares.Sub(squares, sum.Mul(sum, mean))
		wantMean, _ := mean.Float64()
		want, _ := squares.Float64()
		const rounding, widest = 0x1p-52 * blockSize, 3. // apart at most
		got := momentsOf(v, same)
		if got.n != float64(len(v)) ||
			math.Abs(got.mean-wantMean) > rounding*widest+0x1p-52*math.Abs(wantMean) ||
			math.Abs(got.squares-want) > rounding*widest*widest*got.n {
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
		got, want := spreadOf(column, ordersOf([]float64{.5}, len(column))), Spread{Mean{v, 0}, 0, []Quantile{{.5, v, v, v}}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("of %v: (-want +got)\n%s", v, diff)
		}
	}
}
