package feedback_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

func benchItem(i int) feedback.Item {
	return feedback.Item{
		ID: feedback.ItemID(fmt.Sprintf("item-%07d", i)), Kind: feedback.Idea, Author: feedback.PartyID(fmt.Sprintf("party-%06d", i%50_000)),
		Text: "a second door", At: time.Unix(int64(i), 0), Loop: feedback.Loop{State: feedback.Heard, Since: time.Unix(int64(i), 0)},
	}
}

// sizes are how many items there are when a benchmark begins.
func sizes() []int { return []int{1e4, 1e6} }

// benchMemory has n items, each with a link to one of n/100 themes, and as many votes as asked for.
func benchMemory(b *testing.B, n, votes int) *feedback.Memory {
	b.Helper()
	m := new(feedback.Memory)
	for start := 0; start < n; start += 1000 {
		batch := feedback.Batch{At: time.Unix(1, 0)}
		for i := start; i < start+1000; i++ {
			it := benchItem(i)
			batch.Items = append(batch.Items, it)
			for j := range votes {
				batch.Votes = append(batch.Votes, feedback.Vote{
					ID: feedback.VoteID(fmt.Sprintf("vote-%07d-%d", i, j)), On: it.ID.Ref(), Choice: feedback.Agree, At: it.At,
					Voter: feedback.PartyID(fmt.Sprintf("party-%06d", (i+j)%50_000)),
				})
			}
			if votes == 0 {
				batch.Links = append(batch.Links, feedback.Link{
					ID: feedback.LinkID(fmt.Sprintf("link-%07d", i)), From: it.ID.Ref(), To: benchTheme(i % (n / 100)), At: it.At,
				})
			}
		}
		if _, err := m.Write(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	return m
}

func benchTheme(i int) relationship.Ref { return feedback.ThemeID(fmt.Sprintf("theme-%05d", i)).Ref() }

// BenchmarkLeave writes one item more, by itself, where n are.
func BenchmarkLeave(b *testing.B) {
	for _, n := range sizes() {
		m := new(feedback.Memory)
		for start := 0; start < n; start += 1000 {
			batch := feedback.Batch{At: time.Unix(1, 0)}
			for i := start; i < start+1000; i++ {
				batch.Items = append(batch.Items, benchItem(i))
			}
			if _, err := m.Write(b.Context(), batch); err != nil {
				b.Fatal(err)
			}
		}
		queue := queued{next: n}
		for _, each := range []int{1, 100} {
			b.Run(fmt.Sprintf("%d/%d", n, each), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := m.Write(b.Context(), feedback.Batch{At: time.Unix(1, 0), Items: queue.take(b, each)}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(each), "ns/item")
			})
		}
	}
}

// queued are items that wait to be left, made while nothing is measured.
type queued struct {
	items []feedback.Item
	next  int
}

func (q *queued) take(b *testing.B, n int) []feedback.Item {
	if len(q.items) < n {
		b.StopTimer()
		q.items = nil
		for range 20_000 {
			q.items = append(q.items, benchItem(q.next))
			q.next++
		}
		b.StartTimer()
	}
	some := q.items[:n]
	q.items = q.items[n:]
	return some
}

// BenchmarkTheme reads the hundred links of a theme, of n links.
func BenchmarkTheme(b *testing.B) {
	for _, n := range sizes() {
		m, r := benchMemory(b, n, 0), rand.New(rand.NewPCG(1, 2))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				page, err := m.Links(b.Context(), feedback.LinkQuery{To: []relationship.Ref{benchTheme(r.IntN(n / 100))}})
				if err != nil || len(page.Records) != 100 {
					b.Fatal(len(page.Records), err)
				}
			}
		})
	}
}

// BenchmarkVotes reads the two votes on an item, of 2n votes.
func BenchmarkVotes(b *testing.B) {
	for _, n := range sizes() {
		m, r := benchMemory(b, n/2, 2), rand.New(rand.NewPCG(1, 2))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				page, err := m.Votes(b.Context(), feedback.VoteQuery{On: []relationship.Ref{benchItem(r.IntN(n / 2)).ID.Ref()}})
				if err != nil || len(page.Records) != 2 {
					b.Fatal(len(page.Records), err)
				}
			}
		})
	}
}
