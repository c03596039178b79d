package network_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// cores does things at once, as a host with cores to spare would.
func cores(n int, do func(int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
}

// benchKinds are eight kinds of tie, none symmetric.
func benchKinds() []relationship.KindName {
	return []relationship.KindName{
		"advises", "cares-for", "gives-to", "insures", "introduced", "sells-through", "serves", "supplies",
	}
}

// madeUp makes a network whose numbers of ties a party follow a power law with exponent 2.5 in both
// directions, in which half of the parties have about six ties or fewer and one has tens of
// thousands. Weights are whole numbers; half of the ties have ended.
func madeUp(parties, ties int, dated bool) network.Columns {
	rng := rand.New(rand.NewPCG(42, 7))
	c := network.Columns{Kinds: benchKinds()}
	for i := range parties {
		c.Parties = append(c.Parties, relationship.PartyID(fmt.Sprintf("party-%09d", i)))
	}
	places := [2][]int{rng.Perm(parties), rng.Perm(parties)}
	draw := func(side int) uint32 {
		u := rng.Float64()
		return uint32(places[side][int(float64(parties)*u*u*u)])
	}
	const days = 5000
	c.Instants = make([]time.Time, 1, days)
	for d := range days {
		c.Instants = append(c.Instants, time.Date(2012, 1, 1+d, 0, 0, 0, 0, time.UTC))
	}
	for range ties {
		c.From = append(c.From, draw(0))
		c.To = append(c.To, draw(1))
		c.Kind = append(c.Kind, uint16(rng.IntN(len(c.Kinds))))
		c.Weight = append(c.Weight, float32(1+rng.IntN(100)))
		if dated {
			since := 1 + uint32(rng.IntN(days-1))
			until := uint32(0)
			if rng.IntN(2) == 0 {
				until = since + 1 + uint32(rng.IntN(days-int(since)))
			}
			c.Since, c.Until = append(c.Since, since), append(c.Until, until)
		}
	}
	return c
}

func sizes() []int { return []int{1e4, 1e6, 1e7} }

func BenchmarkLoad(b *testing.B) {
	for _, ties := range sizes() {
		for _, dated := range []bool{false, true} {
			c := madeUp(ties/10, ties, dated)
			for _, each := range workers() {
				b.Run(fmt.Sprintf("ties=%.0e/dated=%t/cores=%s", float64(ties), dated, each.name), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if _, err := network.Load(c, network.Config{Each: each.do}); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(ties), "ns/tie")
				})
			}
		}
	}
}

// lookedUp returns the ends of ties as IDs, as they come from a database.
func lookedUp(c network.Columns) []relationship.PartyID {
	ids := make([]relationship.PartyID, 0, 2*len(c.From))
	for i := range c.From {
		ids = append(ids, c.Parties[c.From[i]], c.Parties[c.To[i]])
	}
	return ids
}

func BenchmarkPlaces(b *testing.B) {
	for _, ties := range sizes() {
		c := madeUp(ties/10, ties, false)
		ids := lookedUp(c)
		index, err := network.NewIndex(c.Parties)
		if err != nil {
			b.Fatal(err)
		}
		places := make([]uint32, len(ids))
		for _, each := range workers() {
			b.Run(fmt.Sprintf("ids=%.0e/cores=%s", float64(len(ids)), each.name), func(b *testing.B) {
				b.ReportAllocs()
				const part = 1 << 16
				count := (len(ids) + part - 1) / part
				for b.Loop() {
					each.do(count, func(i int) {
						low, high := i*part, min((i+1)*part, len(ids))
						index.Places(ids[low:high], places[low:high])
					})
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(ids)), "ns/id")
			})
		}
	}
}

// A worker is a way to do many things.
type worker struct {
	name string
	do   func(int, func(int))
}

func workers() []worker {
	one := func(n int, do func(int)) {
		for i := range n {
			do(i)
		}
	}
	return []worker{{"one", one}, {"all", cores}}
}

// graphOf returns the made-up network as a graph.
func graphOf(b *testing.B, c network.Columns, each func(int, func(int))) *network.Graph {
	b.Helper()
	s, err := network.Load(c, network.Config{Each: each})
	if err != nil {
		b.Fatal(err)
	}
	g, err := s.Graph(network.GraphConfig{Parallel: true})
	if err != nil {
		b.Fatal(err)
	}
	return g
}

// measure runs a measure of the whole on the made-up network in all sizes.
func measure(b *testing.B, name string, do func(*network.Graph) error) {
	for _, ties := range sizes() {
		c := madeUp(ties/10, ties, false)
		for _, each := range workers() {
			g := graphOf(b, c, each.do)
			b.Run(fmt.Sprintf("%s/ties=%.0e/cores=%s", name, float64(ties), each.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := do(g); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(ties), "ns/tie")
			})
		}
	}
}

func BenchmarkRank(b *testing.B) {
	measure(b, "all", func(g *network.Graph) error {
		_, err := g.Rank(network.RankConfig{Tolerance: 1e-6})
		return err
	})
	measure(b, "personal", func(g *network.Graph) error {
		_, err := g.Rank(network.RankConfig{Tolerance: 1e-6, Restart: []relationship.PartyID{g.ID(0)}})
		return err
	})
}

func BenchmarkWeakComponents(b *testing.B) {
	measure(b, "all", func(g *network.Graph) error {
		g.WeakComponents()
		return nil
	})
}

func BenchmarkBetweenness(b *testing.B) {
	measure(b, "eight-sources", func(g *network.Graph) error {
		_, err := g.Betweenness(network.BetweennessConfig{Sources: 8})
		return err
	})
}

// BenchmarkTwoHops asks who is reached over two kinds of tie: from any party alike, and from parties
// drawn by their ties, among which are the widest hubs.
func BenchmarkTwoHops(b *testing.B) {
	for _, ties := range sizes() {
		for _, dated := range []bool{false, true} {
			c := madeUp(ties/10, ties, dated)
			s, err := network.Load(c, network.Config{Each: cores})
			if err != nil {
				b.Fatal(err)
			}
			p, err := network.ParsePath("serves/advises", s.Kinds())
			if err != nil {
				b.Fatal(err)
			}
			bounds := network.Bounds{}
			if dated {
				bounds.At = c.Instants[len(c.Instants)/2]
			}
			w, err := s.Walker(p, bounds)
			if err != nil {
				b.Fatal(err)
			}
			rng := rand.New(rand.NewPCG(1, 2))
			for name, draw := range map[string]func() uint32{
				"any":  func() uint32 { return uint32(rng.IntN(len(c.Parties))) },
				"hubs": func() uint32 { return c.From[rng.IntN(len(c.From))] },
			} {
				b.Run(fmt.Sprintf("ties=%.0e/as-of=%t/from=%s", float64(ties), dated, name), func(b *testing.B) {
					b.ReportAllocs()
					var times []time.Duration
					reached := 0
					for b.Loop() {
						from := draw()
						began := time.Now()
						reached += len(w.From(from))
						times = append(times, time.Since(began))
					}
					slices.Sort(times)
					b.ReportMetric(float64(times[len(times)/2].Nanoseconds()), "p50-ns")
					b.ReportMetric(float64(times[len(times)*99/100].Nanoseconds()), "p99-ns")
					b.ReportMetric(float64(reached)/float64(len(times)), "reached/op")
				})
			}
		}
	}
}
