package readiness_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/readiness"
)

// ratingsOf returns so many ratings of all items by as many people as that needs.
func ratingsOf(ins readiness.Instrument, n int) []readiness.Rating {
	rng, out := seeded(1), make([]readiness.Rating, n)
	for i := range out {
		p := i / len(ins.Items)
		out[i] = readiness.Rating{
			By: scoring.PartyID(fmt.Sprint(p)), Item: ins.Items[i%len(ins.Items)].ID, Value: float64(1 + rng.IntN(5)), At: day(1 + p%9),
		}
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(n, func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func BenchmarkAdd(b *testing.B) {
	ins := readiness.ReadyInstrument()
	for _, n := range []int{1e4, 1e6} {
		ratings := ratingsOf(ins, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				tallyOf(b, ins, ratings...)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/rating")
		})
	}
}

func BenchmarkRound(b *testing.B) {
	ins := readiness.ReadyInstrument()
	for _, n := range []int{1e4, 1e6} {
		tally := tallyOf(b, ins, ratingsOf(ins, n)...)
		cfg := readiness.Config{
			Level: func(by scoring.PartyID) string { return string("abc"[len(by)%3]) },
			Team:  func(by scoring.PartyID) []string { return []string{"all", string(by[:1])} },
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := tally.Round(cfg); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/rating")
		})
	}
}

func BenchmarkCompare(b *testing.B) {
	ins := readiness.ReadyInstrument()
	for _, n := range []int{1e4, 1e6} {
		tally := tallyOf(b, ins, ratingsOf(ins, n)...)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := readiness.Compare(tally, tally, readiness.Config{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
