package peers_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"
)

// exactly is up to how many ties gonum's betweenness is worth waiting for.
const exactly = 1e4

func BenchmarkBesideGonum(b *testing.B) {
	for _, ties := range []int{1e4, 1e6, 1e7} {
		b.Run(fmt.Sprintf("ties=%.0e", float64(ties)), func(b *testing.B) {
			s := &sides{columns: madeUp(ties/10, ties)}
			b.Run("step=load", s.load)
			b.Run("step=rank", func(b *testing.B) { s.rank(b, false) })
			b.Run("step=weighted-rank", func(b *testing.B) { s.rank(b, true) })
			b.Run("step=weak-components", s.weakComponents)
			if ties <= exactly {
				b.Run("step=betweenness", s.betweenness)
			}
			b.Run("step=two-hops/from=any", func(b *testing.B) { s.twoHops(b, s.anyParty) })
			b.Run("step=two-hops/from=hubs", func(b *testing.B) { s.twoHops(b, s.anyTie) })
			b.Run("step=shortest-way", s.shortestWay)
		})
	}
}

func (s *sides) load(b *testing.B) {
	s.ready(b)
	var load sums
	var joining time.Duration
	for b.Loop() {
		load.add(turn{
			gonum: func() { loadPeer(s.columns) },
			one:   func() { loadKith(b, s.columns, nil) },
			all:   func() { loadKith(b, s.columns, cores) },
		})
		joining += took(func() { graphOf(b, s.all.snapshot) })
	}
	load.report(b, 1)
	b.ReportMetric(float64(joining)/float64(load.turns), "graph-ns/op")
	b.ReportMetric(float64(load.gonum)/float64(load.all+joining), "x-gonum-graph")
	ties := float64(len(s.columns.From))
	b.ReportMetric(float64(s.snapshotBytes)/ties, "B/tie")
	b.ReportMetric(float64(s.graphBytes)/ties, "graph-B/tie")
	b.ReportMetric(float64(s.peerBytes)/ties, "gonum-B/tie")
	b.ReportMetric(float64(s.peerBytes)/float64(s.snapshotBytes), "x-gonum-memory")
	b.ReportMetric(float64(s.all.graph.Ties())/ties, "joined/tie")
}

func (s *sides) rank(b *testing.B, weighted bool) {
	s.ready(b)
	const tolerance = 1e-6
	var gonum map[int64]float64
	var kith []float64
	beside(b, turn{
		gonum: func() { gonum = s.peer.rank(weighted, tolerance) },
		one:   func() { s.one.rank(b, weighted, tolerance) },
		all:   func() { kith = s.all.rank(b, weighted, tolerance) },
	})
	exact := s.all.rank(b, weighted, 1e-12)
	p := pair{s.columns, s.peer, s.all}
	b.ReportMetric(p.apart(b, exact, gonum), "gonum-error")
	sum := 0.0
	for i, rank := range kith {
		sum += math.Abs(rank - exact[i])
	}
	b.ReportMetric(sum, "error")
}

func (s *sides) weakComponents(b *testing.B) {
	s.ready(b)
	var gonum, kith int
	beside(b, turn{
		gonum: func() { gonum = len(s.peer.weakComponents()) },
		one:   func() { s.one.graph.WeakComponents() },
		all:   func() { kith = s.all.graph.WeakComponents().Count },
	})
	if kith != gonum {
		b.Errorf("got %d, gonum has %d", kith, gonum)
	}
	b.ReportMetric(float64(kith), "components")
}

func (s *sides) betweenness(b *testing.B) {
	s.ready(b)
	beside(b, turn{
		gonum: func() { s.peer.betweenness() },
		one:   func() { s.one.betweenness(b) },
		all:   func() { s.all.betweenness(b) },
	})
}

// anyParty draws parties alike.
func (s *sides) anyParty(rng *rand.Rand) uint32 { return uint32(rng.IntN(len(s.columns.Parties))) }

// anyTie draws parties by the ties that they have, so that hubs come often.
func (s *sides) anyTie(rng *rand.Rand) uint32 { return s.columns.From[rng.IntN(len(s.columns.From))] }

// asked draws a thousand parties: their places in the columns, and their numbers in Kith.
func (s *sides) asked(b *testing.B, draw func() uint32) (places []int64, numbers []uint32) {
	b.Helper()
	for range 1000 {
		from := draw()
		places = append(places, int64(from))
		numbers = append(numbers, s.one.number(b, s.columns.Parties[from]))
	}
	return places, numbers
}

// twoHops asks from a thousand parties a turn, each drawn anew.
func (s *sides) twoHops(b *testing.B, drawn func(*rand.Rand) uint32) {
	s.ready(b)
	w, one, two := s.one.twoHops(b), bit(b, first), bit(b, second)
	rng := rand.New(rand.NewPCG(1, 2))
	draw := func() uint32 { return drawn(rng) }
	// A walker makes the memory that it keeps in its first walks.
	_, others := s.asked(b, draw)
	w.From(others...)
	var gonum, kith []time.Duration
	var found int
	for b.Loop() {
		places, numbers := s.asked(b, draw)
		runtime.GC()
		slow, want := each(places, func(p int64) int { return len(s.peer.twoHops(p, one, two)) })
		runtime.GC()
		quick, got := each(numbers, func(p uint32) int { return len(w.From(p)) })
		if got != want {
			b.Fatalf("got %d in all, gonum reaches %d", got, want)
		}
		gonum, kith, found = append(gonum, slow...), append(kith, quick...), found+got
	}
	reportQuestions(b, gonum, kith)
	b.ReportMetric(float64(found)/float64(len(kith)), "reached/op")
}

// shortestWay asks for the ways between the same few parties in every turn.
func (s *sides) shortestWay(b *testing.B) {
	s.ready(b)
	ends := endsOf(s.columns, 8)
	var times sums
	var gonum, kith int // parties on the ways
	for b.Loop() {
		gonum, kith = 0, 0
		slow := func() {
			for _, e := range ends {
				gonum += len(s.peer.way(int64(e[0]), int64(e[1])))
			}
		}
		quick := func() {
			kith = 0
			for _, e := range ends {
				if way := s.one.way(b, s.columns.Parties[e[0]], s.columns.Parties[e[1]]); way != nil {
					kith += len(way) + 1
				}
			}
		}
		times.add(turn{gonum: slow, one: quick})
		if kith != gonum {
			b.Fatalf("got %d parties on the ways, gonum has %d", kith, gonum)
		}
	}
	times.report(b, len(ends))
	b.ReportMetric(float64(kith)/float64(len(ends)), "parties/way")
}
