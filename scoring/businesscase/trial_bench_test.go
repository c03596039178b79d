package businesscase_test

import (
	"fmt"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// BenchmarkStage works out programmes of 1 to 3 trials of two inputs, with 100,000 draws of a change that takes hardly
// any time itself.
func BenchmarkStage(b *testing.B) {
	const draws = 100_000
	m := curved()
	for n := 1; n <= 3; n++ {
		trials := trialsOf("aba"[:n], .2, .5, .05)
		for i := range trials {
			trials[i].Periods, trials[i].Cost = 1, .01
		}
		b.Run(fmt.Sprint("trials=", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				have(m.Stage(trials, businesscase.Config{}))(b)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/draws, "ns/draw")
		})
	}
}
