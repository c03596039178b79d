package relationshiptest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

// Bench measures a store with 10,000 parties and 20,000 ties: loading them in batches of 1,000,
// reading a party by its ID, the ties of a party, and all parties page by page. open returns a new,
// empty store; what it opens it closes with Cleanup.
func Bench(b *testing.B, open func(TB) relationship.Store) {
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
		b.ReportMetric(3*size*float64(b.N)/b.Elapsed().Seconds(), "records/s")
	})
	s := open(b)
	load(b, s, data)
	r := rand.New(rand.NewPCG(3, 4))
	measure := func(name string, read func(context.Context) (int, error)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			records := 0
			for b.Loop() {
				n, err := read(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				records += n
			}
			b.ReportMetric(float64(records)/float64(b.N), "records/op")
		})
	}
	measure("party", func(ctx context.Context) (int, error) {
		page, err := s.Parties(ctx, relationship.PartyQuery{IDs: []relationship.PartyID{member(r.IntN(size))}})
		return len(page.Records), err
	})
	measure("ties", func(ctx context.Context) (int, error) {
		page, err := s.Ties(ctx, relationship.TieQuery{Of: []relationship.PartyID{member(r.IntN(size))}})
		return len(page.Records), err
	})
	measure("scan", func(ctx context.Context) (int, error) { return scan(ctx, s) })
}

func member(i int) relationship.PartyID { return relationship.PartyID(fmt.Sprintf("party-%06d", i)) }

// crowd returns n parties and twice as many ties between them, in batches.
func crowd(n int) []relationship.Batch {
	r := rand.New(rand.NewPCG(1, 2))
	var out []relationship.Batch
	for start := 0; start < 3*n; start += 1000 {
		b := relationship.Batch{At: noon(0)}
		for i := start; i < min(start+1000, 3*n); i++ {
			if i < n {
				b.Parties = append(b.Parties, person(string(member(i))))
				continue
			}
			b.Ties = append(b.Ties, tie(fmt.Sprintf("tie-%06d", i), string(member(r.IntN(n))), string(member(r.IntN(n)))))
		}
		out = append(out, b)
	}
	return out
}

func load(tb TB, s relationship.Store, data []relationship.Batch) {
	tb.Helper()
	for _, b := range data {
		writeBatch(tb, s, b)
	}
}

// scan reads all parties page by page, and returns how many there are.
func scan(ctx context.Context, s relationship.Store) (int, error) {
	n, after := 0, relationship.PartyID("")
	for {
		page, err := s.Parties(ctx, relationship.PartyQuery{After: after, Limit: 1000})
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
