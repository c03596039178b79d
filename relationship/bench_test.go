package relationship_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// network makes n parties and 2n ties between them, in batches of 1,000, in the order of their IDs
// or in random order.
func network(n int, random bool) []relationship.Batch {
	r := rand.New(rand.NewPCG(1, 2))
	at := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	party := func(i int) relationship.PartyID { return relationship.PartyID(fmt.Sprintf("party-%09d", i)) }
	order := make([]int, 3*n)
	for i := range order {
		order[i] = i
	}
	if random {
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	var batches []relationship.Batch
	for start := 0; start < len(order); start += 1000 {
		b := relationship.Batch{At: at}
		for _, i := range order[start:min(start+1000, len(order))] {
			if i < n {
				b.Parties = append(b.Parties, relationship.Party{ID: party(i), Kind: relationship.Person, Name: "Name"})
				continue
			}
			from := r.IntN(n)
			to := (from + 1 + r.IntN(n-1)) % n
			b.Ties = append(b.Ties, relationship.Tie{
				ID: relationship.TieID(fmt.Sprintf("tie-%09d", i)), Kind: "knows",
				From: party(from), To: party(to), Stints: []relationship.Stint{{From: at}},
			})
		}
		batches = append(batches, b)
	}
	return batches
}

func load(tb testing.TB, batches []relationship.Batch) *relationship.Memory {
	m := new(relationship.Memory)
	for _, b := range batches {
		if _, err := m.Write(context.Background(), b); err != nil {
			tb.Fatal(err)
		}
	}
	return m
}

// BenchmarkMemoryLoad writes a million parties and two million ties in batches of 1,000. On one core of
// a shared two-core machine a record took 2.4 to 2.8 microseconds with IDs in order, and 3.8 to 4.7
// in random order, most of it waiting for memory.
func BenchmarkMemoryLoad(b *testing.B) {
	for _, n := range []int{1e4, 1e6} {
		for _, order := range []string{"ordered", "random"} {
			b.Run(fmt.Sprintf("%s/%d", order, n), func(b *testing.B) {
				batches := network(n, order == "random")
				b.ReportAllocs()
				for b.Loop() {
					runtime.KeepAlive(load(b, batches))
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(3*n), "ns/record")
				b.ReportMetric(float64(3*n)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
			})
		}
	}
}

// BenchmarkMemorySize reports what a record takes on top of its own strings, which the batches hold: 401
// bytes.
func BenchmarkMemorySize(b *testing.B) {
	for _, n := range []int{1e4, 1e6} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			batches := network(n, false)
			for b.Loop() {
				before := heap()
				m := load(b, batches)
				b.ReportMetric(float64(heap()-before)/float64(3*n), "B/record")
				runtime.KeepAlive(m)
			}
		})
	}
}

func heap() uint64 {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}

// BenchmarkMemoryRead reads at random. At a million parties one took 0.93 to 1.02 microseconds by its
// ID, and the ties of one, four on average, 2.5 to 2.7.
func BenchmarkMemoryRead(b *testing.B) {
	for _, n := range []int{1e4, 1e6} {
		m := load(b, network(n, false))
		book := relationship.NewBook(m, relationship.Config{})
		ctx := context.Background()
		ids := make([]relationship.PartyID, 1<<16)
		r := rand.New(rand.NewPCG(3, 4))
		for i := range ids {
			ids[i] = relationship.PartyID(fmt.Sprintf("party-%09d", r.IntN(n)))
		}
		next := 0
		id := func() relationship.PartyID { next++; return ids[next%len(ids)] }
		reads := []struct {
			name string
			read func() (int, error)
		}{
			{"party", func() (int, error) {
				page, err := m.Parties(ctx, relationship.PartyQuery{IDs: []relationship.PartyID{id()}})
				return len(page.Records), err
			}},
			{"ties", func() (int, error) {
				page, err := m.Ties(ctx, relationship.TieQuery{Of: []relationship.PartyID{id()}})
				return len(page.Records), err
			}},
			{"book-party", func() (int, error) {
				_, err := book.Party(ctx, id())
				return 1, err
			}},
			{"book-around", func() (int, error) {
				views, err := relationship.Collect(book.Around(ctx, id()))
				return len(views), err
			}},
		}
		for _, read := range reads {
			b.Run(fmt.Sprintf("%s/%d", read.name, n), func(b *testing.B) {
				b.ReportAllocs()
				records := 0
				for b.Loop() {
					found, err := read.read()
					if err != nil {
						b.Fatal(err)
					}
					records += found
				}
				b.ReportMetric(float64(records)/float64(b.N), "records/op")
			})
		}
	}
}

// BenchmarkBookPut writes through the rules: ties of a kind without limits, and a hierarchy in which
// each party stands above ten others.
func BenchmarkBookPut(b *testing.B) {
	ctx := context.Background()
	tree := func(n int) []relationship.Batch {
		at := day(2026, time.January, 1)
		name := func(i int) relationship.PartyID { return relationship.PartyID(fmt.Sprintf("party-%09d", i)) }
		var batches []relationship.Batch
		for start := 0; start < n; start += 1000 {
			batch := relationship.Batch{At: at}
			for i := start; i < min(start+1000, n); i++ {
				batch.Parties = append(batch.Parties, relationship.Party{ID: name(i), Kind: relationship.Person})
				if i > 0 {
					batch.Ties = append(batch.Ties, relationship.Tie{
						ID: relationship.TieID(name(i)), Kind: "reports-to", From: name(i), To: name((i - 1) / 10),
					})
				}
			}
			batches = append(batches, batch)
		}
		return batches
	}
	for _, n := range []int{1e4, 1e5} {
		for shape, batches := range map[string][]relationship.Batch{"flat": network(n, false), "tree": tree(n)} {
			b.Run(fmt.Sprintf("%s/%d", shape, n), func(b *testing.B) {
				b.ReportAllocs()
				records := 0
				for b.Loop() {
					book := relationship.NewBook(new(relationship.Memory), relationship.Config{})
					for _, batch := range batches {
						if _, err := book.Put(ctx, batch); err != nil {
							b.Fatal(err)
						}
						records += len(batch.Parties) + len(batch.Ties)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(records), "ns/record")
			})
		}
	}
}
