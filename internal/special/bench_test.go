package special_test

import (
	"testing"

	"github.com/kithcrm/kith/internal/special"
)

func BenchmarkPowers(b *testing.B) {
	rule := special.NewRule()
	for b.Loop() {
		rule.Powers(5.55, 0.6, 1.4)
	}
}

func BenchmarkLogPowers(b *testing.B) {
	rule := special.NewRule()
	for b.Loop() {
		rule.LogPowers(5.55, 0.6, 1.4)
	}
}

func BenchmarkLogDecay(b *testing.B) {
	rule := special.NewRule()
	for b.Loop() {
		rule.LogDecay(0.6, 0.1)
	}
}

func BenchmarkStay(b *testing.B) {
	d := special.Beta{A: 0.8, B: 4.4}
	b.Run("series", func(b *testing.B) {
		for b.Loop() {
			d.Stay(2.25, 0.9)
		}
	})
	b.Run("integral", func(b *testing.B) {
		for b.Loop() {
			d.Stay(2.25, 30)
		}
	})
}

func BenchmarkLogRising(b *testing.B) {
	for b.Loop() {
		special.LogRising(0.24, 26)
	}
}

func BenchmarkRaise(b *testing.B) {
	r, q := special.NewRaiser(), 1.0
	for b.Loop() {
		q = 1 + 1/r.Raise(q, 3)
	}
}
