package drivers_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/kithcrm/kith/scoring/drivers"
)

// BenchmarkExact analyses 10,000 rows without intervals: 15 drivers are to take less than 0.1 s, 20 less
// than 5 s.
func BenchmarkExact(b *testing.B) {
	for _, n := range []int{5, 10, 14, 15, 20} {
		b.Run(fmt.Sprintf("drivers=%d", n), func(b *testing.B) {
			benchmark(b, n, 10_000, exact())
		})
	}
}

// BenchmarkShares analyses moments: what is left of BenchmarkExact without the rows. 14 drivers are to take
// less than 0.05 s.
func BenchmarkShares(b *testing.B) {
	for _, n := range []int{10, 14, 20, 30, 64} {
		b.Run(fmt.Sprintf("drivers=%d", n), func(b *testing.B) {
			m := counted(b, named(n), survey(1, 1000, slices.Repeat([]float64{.2}, n)))
			b.ReportAllocs()
			for b.Loop() {
				done(m.Analyse(exact()))(b)
			}
		})
	}
}

// BenchmarkBootstrap draws 10,000 rows again 1,000 times: with 10 drivers that is to take less than 2 s.
func BenchmarkBootstrap(b *testing.B) {
	for _, n := range []int{5, 10, 14, 20} {
		b.Run(fmt.Sprintf("drivers=%d", n), func(b *testing.B) {
			benchmark(b, n, 10_000, drivers.Config{})
		})
	}
}

// BenchmarkAdd counts one row.
func BenchmarkAdd(b *testing.B) {
	for _, n := range []int{5, 10, 20} {
		b.Run(fmt.Sprintf("drivers=%d", n), func(b *testing.B) {
			rows := survey(1, 1000, slices.Repeat([]float64{.2}, n))
			m := done(drivers.NewMoments(named(n)))(b)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if err := m.Add(rows[i%len(rows)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func benchmark(b *testing.B, n, size int, cfg drivers.Config) {
	b.Helper()
	names, rows := named(n), survey(1, size, slices.Repeat([]float64{.2}, n))
	b.ReportAllocs()
	for b.Loop() {
		done(drivers.Analyse(names, rows, cfg))(b)
	}
}
