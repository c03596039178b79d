package network_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// madeUpBook writes the made-up network into a book.
func madeUpBook(b *testing.B, ties int) (*relationship.Book, network.Columns) {
	b.Helper()
	c := madeUp(ties/10, ties, true)
	store := new(relationship.Memory)
	book := relationship.NewBook(store, relationship.Config{})
	const size = 10_000
	write := func(batch relationship.Batch) {
		batch.At = c.Instants[len(c.Instants)-1]
		if _, err := store.Write(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	for low := 0; low < len(c.Parties); low += size {
		var batch relationship.Batch
		for _, id := range c.Parties[low:min(low+size, len(c.Parties))] {
			batch.Parties = append(batch.Parties, relationship.Party{ID: id, Kind: relationship.Person})
		}
		write(batch)
	}
	for low := 0; low < ties; low += size {
		var batch relationship.Batch
		for i := low; i < min(low+size, ties); i++ {
			batch.Ties = append(batch.Ties, madeUpTie(&c, i))
		}
		write(batch)
	}
	return book, c
}

// madeUpTie returns a tie of the made-up network as a record.
func madeUpTie(c *network.Columns, i int) relationship.Tie {
	return relationship.Tie{
		ID: relationship.TieID("tie-" + strconv.Itoa(1e9+i)), Kind: c.Kinds[c.Kind[i]],
		From: c.Parties[c.From[i]], To: c.Parties[c.To[i]],
		Stints: []relationship.Stint{{From: c.Instants[c.Since[i]], To: c.Instants[c.Until[i]]}},
	}
}

// BenchmarkRefresh takes over a thousand changed ties, drawn from all, hubs among their ends.
func BenchmarkRefresh(b *testing.B) {
	for _, ties := range []int{1e5, 1e6, 1e7} {
		b.Run(fmt.Sprintf("ties=%.0e", float64(ties)), func(b *testing.B) {
			book, c := madeUpBook(b, ties)
			s, err := network.Read(b.Context(), book, network.Config{Each: cores})
			if err != nil {
				b.Fatal(err)
			}
			rng := rand.New(rand.NewPCG(3, 4))
			changed := func() {
				for range 1000 {
					id := madeUpTie(&c, rng.IntN(ties)).ID
					_, err := book.UpdateTie(b.Context(), id, func(t *relationship.Tie) error {
						t.Stints[0].To = t.Stints[0].From.Add(time.Duration(1+rng.IntN(1e9)) * time.Second)
						return nil
					})
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				b.StopTimer()
				changed()
				b.StartTimer()
				if s, err = s.Refresh(b.Context(), book); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
