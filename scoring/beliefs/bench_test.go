package beliefs_test

import (
	"fmt"
	"testing"

	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/beliefs"
)

// wide returns a side of so many attributes, none alike, with covariances.
func wide(n int) beliefs.Side {
	counts, sum := make([]float64, n), 0.0
	for i := range counts {
		counts[i] = float64(10 + (i*11)%n)
		sum += counts[i]
	}
	return withCovariance(counts, sum)
}

func BenchmarkGaps(b *testing.B) {
	for _, n := range []int{7, 50, 200} {
		s := wide(n)
		b.Run(fmt.Sprint("attributes=", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				having[[]beliefs.Gap](b)(beliefs.Gaps(s, s, beliefs.Config{}))
			}
		})
	}
}

func BenchmarkAgree(b *testing.B) {
	for _, n := range []int{7, 9, 200} {
		s := wide(n)
		b.Run(fmt.Sprint("attributes=", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				having[beliefs.Agreement](b)(beliefs.Agree(s, s))
			}
		})
	}
}

func BenchmarkCompare(b *testing.B) {
	s := wide(7)
	b.ReportAllocs()
	for b.Loop() {
		having[beliefs.Comparison](b)(beliefs.Compare(s, s, s, beliefs.Config{}))
	}
}

func BenchmarkJudge(b *testing.B) {
	for _, n := range []int{1e2, 1e4} {
		var all []scoring.Assumption
		var found []beliefs.Measurement
		for i := range n {
			id := fmt.Sprint(i)
			all = append(all, assumption(id, exact(.4)))
			found = append(found, measured(id, day(5, 1), around(.06, .03)))
		}
		b.Run(fmt.Sprint("assumptions=", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				having[[]beliefs.Verdict](b)(beliefs.Judge(all, found, day(6, 1), beliefs.Config{}))
			}
		})
	}
}
