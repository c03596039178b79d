package heart_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/heart"
)

// many returns moments of so many customers, the same each time.
func many(n, customers int) []heart.Moment {
	rng := rand.New(rand.NewPCG(1, 1))
	kinds := []heart.Kind{heart.Thanked, heart.ListenedTo, heart.PromiseKept, heart.PromiseKept, heart.PromiseBroken, heart.Ignored}
	all := make([]heart.Moment, n)
	for i := range all {
		all[i] = heart.Moment{
			Kind: kinds[rng.IntN(len(kinds))], At: start().Add(time.Duration(rng.Int64N(int64(3 * 365 * 24 * time.Hour)))),
			Of: relationship.PartyID(fmt.Sprint(rng.IntN(customers))).Ref(),
		}
	}
	return all
}

func BenchmarkMeasure(b *testing.B) {
	for _, n := range []int{1e2, 1e4, 1e6} {
		moments := many(n, 1)
		b.Run(fmt.Sprint("moments=", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				measure(b, moments, asOf(), heart.Config{})
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/moment")
		})
	}
}

func BenchmarkSplit(b *testing.B) {
	moments := many(1e6, 1e4)
	b.ReportAllocs()
	for b.Loop() {
		must[map[relationship.Ref]*heart.Tally](b)(heart.Split(slices.Values(moments), heart.Config{}))
	}
}

func BenchmarkMerge(b *testing.B) {
	tally := must[*heart.Tally](b)(heart.New(heart.Config{}))
	other := must[*heart.Tally](b)(heart.New(heart.Config{}))
	for _, m := range many(1000, 1) {
		if err := other.Add(m); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := tally.Merge(other); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEstimate(b *testing.B) {
	h := measure(b, many(20, 1), asOf(), heart.Config{})
	b.Run("interval", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			must[relationship.Estimate](b)(h.Posterior.Estimate())
		}
	})
	b.Run("above", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			must[float64](b)(h.Posterior.Above(.6))
		}
	})
	b.Run("share", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			must[relationship.Estimate](b)(heart.Share(h, []heart.Heart{h, h}))
		}
	})
}

func BenchmarkCrowd(b *testing.B) {
	h := measure(b, many(20, 1), asOf(), heart.Config{})
	c := crowd(b, .6)
	b.ReportAllocs()
	for b.Loop() {
		if err := c.Add(h); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReciprocate(b *testing.B) {
	for _, customers := range []int{1e2, 1e4} {
		panel := madeUp(rand.New(rand.NewPCG(1, 1)), customers, 12)
		b.Run(fmt.Sprint("customers=", customers), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				must[heart.Reciprocity](b)(heart.Reciprocate(panel, heart.ReciprocityConfig{}))
			}
		})
	}
}
