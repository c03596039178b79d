package kano_test

import (
	"fmt"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/kano"
)

func BenchmarkTally(b *testing.B) {
	for _, n := range []int{1e2, 1e4, 1e6} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var t kano.Tally
				for i := range n {
					if err := t.Add(kano.Pair{Functional: 1 + i%5, Dysfunctional: 1 + i/5%5}); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

func BenchmarkStudy(b *testing.B) {
	b.ReportAllocs()
	subjects := make([]kano.Subject, 100)
	for i := range subjects {
		subjects[i] = kano.Subject{Feature: fmt.Sprint("feature ", i%20), Segment: fmt.Sprint("segment ", i/20)}
	}
	for b.Loop() {
		var s kano.Study
		for i := range 1_000_000 {
			if err := s.Add(subjects[i%100], kano.Pair{Functional: 1 + i%5, Dysfunctional: 1 + i/5%5}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkEvaluate(b *testing.B) {
	for _, n := range []int64{1, 100, 10_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			var t kano.Tally
			for i := range 25 {
				if err := t.AddN(kano.Pair{Functional: 1 + i%5, Dysfunctional: 1 + i/5}, n); err != nil {
					b.Fatal(err)
				}
			}
			for b.Loop() {
				must(t.Evaluate(kano.Table{}, kano.Config{}))(b)
			}
		})
	}
}

func BenchmarkQuickWins(b *testing.B) {
	for _, n := range []int{10, 100} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			var all []kano.Improvement
			for i := range n {
				all = append(all, improvement(fmt.Sprint(i), "", relationship.Promise, 1+float64(i%7), 1+float64(i%5)))
			}
			for b.Loop() {
				must(kano.QuickWins(all, kano.WinConfig{}))(b)
			}
		})
	}
}
