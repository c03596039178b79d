package scoring_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/kithcrm/kith/scoring"
)

// sizes are how many answers there are when a benchmark begins.
func sizes() []int { return []int{1e4, 1e6} }

func benchShop(i int) scoring.Ref { return scoring.Ref{Noun: "shop", ID: fmt.Sprintf("%05d", i)} }

func benchAnswer(i, n int) scoring.Answer {
	return scoring.Answer{
		ID: scoring.AnswerID(fmt.Sprintf("answer-%07d", i)), Question: "nps", Scale: tenPoints(), Value: float64(i % 11),
		By: scoring.PartyID(fmt.Sprintf("party-%06d", i%50_000)), About: benchShop(i % (n / 100)), At: time.Unix(int64(i), 0),
	}
}

// benchLedger has n answers, a hundred about each of n/100 shops, and twelve scores of each of these.
func benchLedger(b *testing.B, n int) *scoring.Ledger {
	b.Helper()
	l := scoring.New(new(scoring.Memory), scoring.Config{})
	for start := 0; start < n; start += 1000 {
		var answers []scoring.Answer
		for i := start; i < start+1000; i++ {
			answers = append(answers, benchAnswer(i, n))
		}
		having[[]scoring.Answer](b)(l.PutAnswers(b.Context(), answers))
	}
	for shop := range n / 100 {
		var scores []scoring.Score
		for month := range 12 {
			scores = append(scores, scoreOf("nps", benchShop(shop), 30*month, .5))
		}
		having[[]scoring.Score](b)(l.PutScores(b.Context(), scores))
	}
	return l
}

// BenchmarkPutAnswers writes answers, so many in a batch, where n are.
func BenchmarkPutAnswers(b *testing.B) {
	for _, n := range sizes() {
		l, next := benchLedger(b, n), n
		for _, each := range []int{1, 1000} {
			b.Run(fmt.Sprintf("%d/%d", n, each), func(b *testing.B) {
				b.ReportAllocs()
				answers := make([]scoring.Answer, each)
				for b.Loop() {
					b.StopTimer()
					for i := range answers {
						answers[i] = benchAnswer(next, n)
						next++
					}
					b.StartTimer()
					having[[]scoring.Answer](b)(l.PutAnswers(b.Context(), answers))
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(each), "ns/answer")
			})
		}
	}
}

// BenchmarkPutScores computes the scores of a hundred shops again, of n/100.
func BenchmarkPutScores(b *testing.B) {
	for _, n := range sizes() {
		l, r := benchLedger(b, n), rand.New(rand.NewPCG(1, 2))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var scores []scoring.Score
				for shop := range 100 {
					scores = append(scores, scoreOf("nps", benchShop(shop), 0, r.Float64()))
				}
				having[[]scoring.Score](b)(l.PutScores(b.Context(), scores))
			}
		})
	}
}

// BenchmarkAnswers reads the hundred answers about a shop, of n answers, as somebody who may open them.
func BenchmarkAnswers(b *testing.B) {
	for _, n := range sizes() {
		l, r := benchLedger(b, n), rand.New(rand.NewPCG(1, 2))
		reader := l.For(scoring.Viewer{Party: "leader", MayOpen: func(scoring.Ref) bool { return true }})
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				count := 0
				for _, err := range reader.Answers(b.Context(), scoring.AnswerQuery{About: []scoring.Ref{benchShop(r.IntN(n / 100))}}) {
					allWell(b, err)
					count++
				}
				if count < 100 {
					b.Fatal(count)
				}
			}
		})
	}
}

// BenchmarkAll reads all of n answers, as a program that computes a score does.
func BenchmarkAll(b *testing.B) {
	for _, n := range sizes() {
		l := benchLedger(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sum := 0.0
				for a, err := range l.Answers(b.Context(), scoring.AnswerQuery{}) {
					allWell(b, err)
					sum += a.Value
				}
				if sum == 0 {
					b.Fatal(sum)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/answer")
		})
	}
}

// BenchmarkChanged compares two of the twelve scores of a shop, of n/100 shops.
func BenchmarkChanged(b *testing.B) {
	for _, n := range sizes() {
		l, r := benchLedger(b, n), rand.New(rand.NewPCG(1, 2))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := l.Changed(b.Context(), "nps", benchShop(r.IntN(n/100)), noon(0), noon(300))
				allWell(b, err)
			}
		})
	}
}
