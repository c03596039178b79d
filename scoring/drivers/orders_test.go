package drivers_test

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/kithcrm/kith/scoring/drivers"
)

// blocks returns 64 rows of 8 blocks of 3 drivers. Drivers of different blocks are exactly uncorrelated: each
// mixes 3 columns of a Hadamard matrix that are its block's alone. So what they explain is what they explain
// within their block.
func blocks(r *rand.Rand) []drivers.Row {
	hadamard := func(row, column int) float64 { return 1 - 2*float64(bits.OnesCount(uint(row&column))%2) }
	mix, on := make([][3]float64, 24), make([]float64, 64)
	for i := range mix {
		mix[i] = [3]float64{1 + r.Float64(), r.NormFloat64(), r.NormFloat64()}
	}
	for i := 1; i < len(on); i++ {
		on[i] = r.NormFloat64()
	}
	rows := make([]drivers.Row, 64)
	for at := range rows {
		for i := range mix {
			v := 0.0
			for k, m := range mix[i] {
				v += m * hadamard(at, 1+i/3*3+(i+k)%3)
			}
			rows[at].Drivers = append(rows[at].Drivers, v)
		}
		for column, m := range on {
			rows[at].Outcome += m * hadamard(at, column)
		}
	}
	return rows
}

// block returns rows with the drivers of one block alone.
func block(rows []drivers.Row, b int) []drivers.Row {
	one := cloned(rows)
	for i := range one {
		one[i].Drivers = one[i].Drivers[3*b : 3*b+3]
	}
	return one
}

func TestSampledOrdersAreAsFarOffAsTheySay(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	squares, n, worst := 0.0, 0, 0.0
	for range 10 {
		rows := blocks(r)
		a := analysed(t, named(24), rows, drivers.Config{Rounds: new(0), Orders: 500, Rand: r})
		if a.Orders != 500 {
			t.Errorf("got %d orders, want 500", a.Orders)
		}
		for b := range 8 {
			for i, want := range analysed(t, named(3), block(rows, b), exact()).Drivers {
				got := a.Drivers[3*b+i]
				near(t, "relative", got.Relative.Explained.Value, want.Relative.Explained.Value, 1e-12)
				if got.SamplingError == 0 {
					near(t, got.Name, got.Shapley.Explained.Value, want.Shapley.Explained.Value, 1e-12)
					continue
				}
				off := (got.Shapley.Explained.Value - want.Shapley.Explained.Value) / got.SamplingError
				squares += off * off
				worst = max(worst, math.Abs(off))
				n++
			}
		}
	}
	spread := math.Sqrt(squares / float64(n))
	t.Logf("%d drivers, 24 at a time, are off by %.2f of the standard error stated (root of mean square), at most %.2f", n, spread, worst)
	if spread < .8 || spread > 1.2 || worst > 5 {
		t.Error("got standard errors that are wrong")
	}
}

func TestUpTo20DriversAreExactAndMoreAreSampled(t *testing.T) {
	t.Parallel()
	for _, n := range []int{20, 21, 64} {
		counts := make([]float64, n)
		counts[0], counts[1] = .6, .3
		a := analysed(t, named(n), survey(3, 300, counts), drivers.Config{Rounds: new(0), Orders: 99})
		want := 0
		if n > 20 {
			want = 100
		}
		if a.Orders != want || (a.Drivers[0].SamplingError > 0) != (want > 0) {
			t.Errorf("%d drivers: got %d orders and an error of %v", n, a.Orders, a.Drivers[0].SamplingError)
		}
		if got := a.Ranked()[0].Name; got != named(n)[0] {
			t.Errorf("%d drivers: %s is first", n, got)
		}
	}
}

// TestIntervalsHoldWhatIsTrueOfEverybody draws rows from a population, for which all is known, and counts how
// often the intervals hold it:
//
//	go test ./scoring/drivers -run TestIntervalsHoldWhatIsTrueOfEverybody -v
func TestIntervalsHoldWhatIsTrueOfEverybody(t *testing.T) {
	t.Parallel()
	const trials, rows = 120, 300
	r := rand.New(rand.NewPCG(8, 9))
	everybody := survey(4, 20_000, []float64{.8, .4, .2, 0})
	truth := analysed(t, named(4), everybody, exact())
	var shapley, relative [4]int
	for range trials {
		some := make([]drivers.Row, rows)
		for i := range some {
			some[i] = everybody[r.IntN(len(everybody))]
		}
		a := analysed(t, named(4), some, drivers.Config{Rounds: new(200), Rand: r})
		for i, d := range a.Drivers {
			if e, v := d.Shapley.Share, truth.Drivers[i].Shapley.Share.Value; e.Low <= v && v <= e.High {
				shapley[i]++
			}
			if e, v := d.Relative.Share, truth.Drivers[i].Relative.Share.Value; e.Low <= v && v <= e.High {
				relative[i]++
			}
		}
	}
	var table strings.Builder
	for i, d := range truth.Drivers {
		fmt.Fprintf(&table, "%s: true share %.3f, held by %.1f %% (Shapley) and %.1f %% (relative weights) of intervals\n", d.Name,
			d.Shapley.Share.Value, 100*float64(shapley[i])/trials, 100*float64(relative[i])/trials)
		if shapley[i] < trials*87/100 || relative[i] < trials*87/100 {
			t.Errorf("%s: intervals hold too little", d.Name)
		}
	}
	t.Logf("%d samples of %d rows\n%s", trials, rows, table.String())
}

func TestIntervalsFromSomeOrdersAreMuchAsWideAsThoseFromAll(t *testing.T) {
	t.Parallel()
	counts := []float64{.6, .3, .2, .1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	some := survey(6, 500, counts)
	all := cloned(some)
	for i := range all {
		all[i].Drivers = all[i].Drivers[:14]
	}
	cfg := drivers.Config{Rounds: new(100)}
	from, want := analysed(t, named(15), some, cfg), analysed(t, named(14), all, cfg)
	ratio := 0.0
	for i, w := range want.Drivers {
		got := from.Drivers[i].Shapley.Explained
		ratio += (got.High - got.Low) / (w.Shapley.Explained.High - w.Shapley.Explained.Low) / 14
	}
	if ratio < .75 || ratio > 1.25 {
		t.Errorf("with one driver more, which counts for nothing, intervals are %.2f times as wide", ratio)
	}
}
