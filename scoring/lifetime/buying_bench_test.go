package lifetime_test

import (
	"slices"
	"testing"

	"github.com/kithcrm/kith/scoring/lifetime"
)

// BenchmarkFit fits from rows, grouping included.
func BenchmarkFit(b *testing.B) {
	for _, data := range []string{"cdnow-sample", "cdnow-master", "sim-1m"} {
		rows := buySamples()[data].rows(b)
		for _, name := range buyNames() {
			b.Run(data+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					buyFit(b, name, buySample(b, rows), lifetime.Config{})
				}
			})
		}
	}
}

// BenchmarkGrouping groups rows, and merges two halves.
func BenchmarkGrouping(b *testing.B) {
	rows := buySamples()["sim-1m"].rows(b)
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			buySample(b, rows)
		}
	})
	b.Run("merge", func(b *testing.B) {
		half := buySample(b, rows[:len(rows)/2])
		other := buySample(b, rows[len(rows)/2:])
		for b.Loop() {
			half.Merge(other)
		}
	})
}

// BenchmarkPredict tells the time of a customer among a million.
func BenchmarkPredict(b *testing.B) {
	rows := buySamples()["sim-1m"].rows(b)
	dst := make([]float64, len(rows))
	for _, name := range buyNames() {
		m, _ := buyFit(b, name, buySample(b, slices.Clone(rows)), lifetime.Config{})
		for _, what := range []struct {
			name string
			do   func() error
		}{
			{"palive", func() error { return lifetime.PAliveAll(m, dst, rows, 0) }},
			{"palive-later", func() error { return lifetime.PAliveAll(m, dst, rows, 39) }},
			{"expected", func() error { return lifetime.ExpectedAll(m, dst, rows, 39) }},
			{"discounted", func() error { return lifetime.DiscountedAll(m, dst, rows, 0.0027) }},
		} {
			b.Run(name+"/"+what.name, func(b *testing.B) {
				for b.Loop() {
					if err := what.do(); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(rows)), "ns/customer")
			})
		}
	}
}
