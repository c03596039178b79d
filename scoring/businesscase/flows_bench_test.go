package businesscase_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// benchFlows returns flows of each size: spent once, spent again at the end, and spent and received in turn.
func benchFlows(n int) map[string][]float64 {
	once := append([]float64{-float64(n) / 2}, slices.Repeat([]float64{1}, n)...)
	twice, turns := slices.Clone(once), slices.Clone(once)
	twice[n] = -float64(n) / 4
	for i := range turns {
		turns[i] = float64(i*i%7) - 3
	}
	return map[string][]float64{"once": once, "twice": twice, "turns": turns}
}

func BenchmarkReturnRates(b *testing.B) {
	for _, n := range []int{20, 240, 1200} {
		for _, kind := range []string{"once", "twice", "turns"} {
			flows := benchFlows(n)[kind]
			b.Run(fmt.Sprintf("%d/%s", n, kind), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := businesscase.ReturnRates(flows); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkPresentValue(b *testing.B) {
	benchOnce(b, func(flows []float64) error {
		_, err := businesscase.PresentValue(.01, flows)
		return err
	})
}

func BenchmarkPayback(b *testing.B) {
	benchOnce(b, func(flows []float64) error {
		_, err := businesscase.Payback(flows, .0001)
		return err
	})
}

// benchOnce does something with flows that are spent once.
func benchOnce(b *testing.B, do func(flows []float64) error) {
	for _, n := range []int{20, 240, 1200} {
		flows := benchFlows(n)["once"]
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := do(flows); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
