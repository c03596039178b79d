package scoringtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/kithcrm/kith/scoring"
)

// Bench measures a store with 10,000 answers of a year to one of ten questions, about one of 100 shops, and
// as many scores of these: loading them in batches of 1,000 records, giving one answer more, reading an
// answer by its ID, the answers about a shop, those to a question in a week, and all answers page by page.
// open returns a new, empty store; what it opens it closes with Cleanup.
func Bench(b *testing.B, open func(TB) scoring.Store) {
	const size = 10_000
	data := crowd(size)
	b.Run("load", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			b.StopTimer()
			s := open(b)
			b.StartTimer()
			load(b, s, data)
		}
		b.ReportMetric(2*size*float64(b.N)/b.Elapsed().Seconds(), "records/s")
	})
	s := open(b)
	load(b, s, data)
	r, given := rand.New(rand.NewPCG(3, 4)), size
	measure := func(name string, do func(context.Context) (int, error)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			records := 0
			for b.Loop() {
				n, err := do(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				records += n
			}
			b.ReportMetric(float64(records)/float64(b.N), "records/op")
		})
	}
	ask := func(ctx context.Context, q scoring.AnswerQuery) (int, error) {
		page, err := s.Answers(ctx, q)
		return len(page.Records), err
	}
	measure("give", func(ctx context.Context) (int, error) {
		given++
		_, err := s.Write(ctx, scoring.Batch{At: noon(0), Answers: []scoring.Answer{reply(given)}})
		return 1, err
	})
	measure("answer", func(ctx context.Context) (int, error) {
		return ask(ctx, scoring.AnswerQuery{IDs: []scoring.AnswerID{reply(r.IntN(size)).ID}})
	})
	measure("shop", func(ctx context.Context) (int, error) {
		return ask(ctx, scoring.AnswerQuery{About: []scoring.Ref{shop(r.IntN(100))}, Limit: 1000})
	})
	measure("week", func(ctx context.Context) (int, error) {
		from := noon(0).AddDate(0, 0, r.IntN(350))
		return ask(ctx, scoring.AnswerQuery{Questions: []string{question(r.IntN(10))}, From: from, To: from.AddDate(0, 0, 7), Limit: 1000})
	})
	measure("scan", func(ctx context.Context) (int, error) { return scan(ctx, s) })
}

func shop(i int) scoring.Ref { return scoring.Ref{Noun: "shop", ID: fmt.Sprintf("%03d", i)} }

func question(i int) string { return fmt.Sprint("question-", i) }

// reply returns the i-th answer.
func reply(i int) scoring.Answer {
	return scoring.Answer{
		ID: scoring.AnswerID(fmt.Sprintf("answer-%06d", i)), Question: question(i % 10), Scale: tenPoints(), Value: float64(i % 11),
		By: scoring.PartyID(fmt.Sprintf("party-%06d", i*7919%10_000)), About: shop(i / 10 % 100), At: dayOf(i), Weight: 1,
	}
}

func dayOf(i int) time.Time { return noon(i).AddDate(0, 0, i%365) }

// crowd returns n answers and as many scores, in batches.
func crowd(n int) []scoring.Batch {
	var out []scoring.Batch
	for start := 0; start < n; start += 500 {
		b := scoring.Batch{At: noon(0)}
		for i := start; i < min(start+500, n); i++ {
			b.Answers = append(b.Answers, reply(i))
			b.Scores = append(b.Scores, scoring.Score{ID: scoring.ScoreID(fmt.Sprintf("score-%06d", i)), Name: question(i % 10), Of: shop(i % 100), At: dayOf(i), Value: guess(.5)})
		}
		out = append(out, b)
	}
	return out
}

func load(tb TB, s scoring.Store, data []scoring.Batch) {
	tb.Helper()
	for _, b := range data {
		if _, err := s.Write(tb.Context(), b); err != nil {
			tb.Fatalf("write: got error %v, want none", err)
		}
	}
}

// scan reads all answers page by page, and returns how many there are.
func scan(ctx context.Context, s scoring.Store) (int, error) {
	n, after := 0, scoring.AnswerID("")
	for {
		page, err := s.Answers(ctx, scoring.AnswerQuery{After: after, Limit: 1000})
		if err != nil || len(page.Records) == 0 {
			return n, err
		}
		n += len(page.Records)
		after = page.Records[len(page.Records)-1].ID
		if page.Last {
			return n, nil
		}
	}
}
