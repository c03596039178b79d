package feedbacktest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// Bench measures a store with 10,000 items, each with a link to one of 100 themes, and two votes:
// loading them in batches of 1,000 records, leaving one item more, reading an item by its ID, the links
// of a theme, the votes on an item, and all items page by page. open returns a new, empty store; what it
// opens it closes with Cleanup.
func Bench(b *testing.B, open func(TB) feedback.Store) {
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
		b.ReportMetric(4*size*float64(b.N)/b.Elapsed().Seconds(), "records/s")
	})
	s := open(b)
	load(b, s, data)
	r, left := rand.New(rand.NewPCG(3, 4)), 0
	some := func() feedback.ItemID { return member(r.IntN(size)) }
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
	measure("leave", func(ctx context.Context) (int, error) {
		left++
		it := said(fmt.Sprintf("left-%09d", left), "party-1")
		_, err := s.Write(ctx, feedback.Batch{At: noon(0), Items: []feedback.Item{it}})
		return 1, err
	})
	measure("item", func(ctx context.Context) (int, error) {
		page, err := s.Items(ctx, feedback.ItemQuery{IDs: []feedback.ItemID{some()}})
		return len(page.Records), err
	})
	measure("theme", func(ctx context.Context) (int, error) {
		page, err := s.Links(ctx, feedback.LinkQuery{To: []relationship.Ref{theme(r.IntN(100))}, Limit: 1000})
		return len(page.Records), err
	})
	measure("votes", func(ctx context.Context) (int, error) {
		page, err := s.Votes(ctx, feedback.VoteQuery{On: []relationship.Ref{some().Ref()}})
		return len(page.Records), err
	})
	measure("scan", func(ctx context.Context) (int, error) { return scan(ctx, s) })
}

func member(i int) feedback.ItemID { return feedback.ItemID(fmt.Sprintf("item-%06d", i)) }

func theme(i int) relationship.Ref { return feedback.ThemeID(fmt.Sprintf("theme-%03d", i)).Ref() }

func said(id string, author feedback.PartyID) feedback.Item {
	return feedback.Item{
		ID: feedback.ItemID(id), Kind: feedback.Idea, Author: author, Text: "a second door", At: noon(0),
		Loop: feedback.Loop{State: feedback.Heard, Since: noon(0)},
	}
}

// crowd returns n items with a link and two votes each, in batches.
func crowd(n int) []feedback.Batch {
	r := rand.New(rand.NewPCG(1, 2))
	party := func() feedback.PartyID { return feedback.PartyID(fmt.Sprintf("party-%06d", r.IntN(n))) }
	var out []feedback.Batch
	for start := 0; start < n; start += 250 {
		b := feedback.Batch{At: noon(0)}
		for i := start; i < min(start+250, n); i++ {
			ref := member(i).Ref()
			b.Items = append(b.Items, said(string(member(i)), party()))
			b.Links = append(b.Links, feedback.Link{ID: feedback.LinkID(fmt.Sprintf("link-%06d", i)), From: ref, To: theme(r.IntN(100)), At: noon(0)})
			for j := range 2 {
				id := feedback.VoteID(fmt.Sprintf("vote-%06d-%d", i, j))
				b.Votes = append(b.Votes, feedback.Vote{ID: id, On: ref, Voter: party(), Choice: feedback.Agree, At: noon(0)})
			}
		}
		out = append(out, b)
	}
	return out
}

func load(tb TB, s feedback.Store, data []feedback.Batch) {
	tb.Helper()
	for _, b := range data {
		if _, err := s.Write(tb.Context(), b); err != nil {
			tb.Fatalf("write: got error %v, want none", err)
		}
	}
}

// scan reads all items page by page, and returns how many there are.
func scan(ctx context.Context, s feedback.Store) (int, error) {
	n, after := 0, feedback.ItemID("")
	for {
		page, err := s.Items(ctx, feedback.ItemQuery{After: after, Limit: 1000})
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
