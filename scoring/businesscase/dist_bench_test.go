package businesscase_test

import (
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// BenchmarkQuantile finds quantiles by the exact way.
func BenchmarkQuantile(b *testing.B) {
	for _, d := range []businesscase.Dist{
		businesscase.Normal(45, 8), businesscase.Triangular(1, 2, 4), businesscase.PERT(10, 40, 80), businesscase.Beta(.1, .1), businesscase.Beta(1e6, 1e6),
	} {
		b.Run(d.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := d.Quantile(.9); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
