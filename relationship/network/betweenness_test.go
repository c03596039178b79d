package network_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// ways returns how far it is between any two parties, and by how many shortest ways.
func (g plainGraph) ways() (far [][]int, count [][]float64) {
	n := len(g.ids)
	far, count = make([][]int, n), make([][]float64, n)
	for from := range n {
		far[from], count[from] = slices.Repeat([]int{-1}, n), make([]float64, n)
		far[from][from], count[from][from] = 0, 1
		for level := 0; slices.Contains(far[from], level); level++ {
			for p, d := range far[from] {
				if d != level {
					continue
				}
				for _, e := range g.from[p] {
					if far[from][e.to] < 0 {
						far[from][e.to] = level + 1
					}
					if far[from][e.to] == level+1 {
						count[from][e.to] += count[from][p]
					}
				}
			}
		}
	}
	return far, count
}

// between sums over all pairs, as the definition says; in an undirected graph over each pair once.
func (g plainGraph) between(undirected bool) []float64 {
	far, count := g.ways()
	out := make([]float64, len(g.ids))
	for s := range g.ids {
		for t := range g.ids {
			for v := range g.ids {
				if s == t || s == v || t == v || far[s][t] < 0 || far[s][v] < 0 || far[v][t] < 0 || far[s][v]+far[v][t] != far[s][t] {
					continue
				}
				share := count[s][v] * count[v][t] / count[s][t]
				if undirected {
					share /= 2
				}
				out[v] += share
			}
		}
	}
	return out
}

func mustMeasure(t rapid.TB, g *network.Graph, c network.BetweennessConfig) network.Between {
	t.Helper()
	b, err := g.Betweenness(c)
	if err != nil {
		t.Fatal(err)
	}
	for i := range b.Score {
		for _, x := range []float64{b.Score[i], b.Error[i]} {
			if !(x >= 0 && x <= math.MaxFloat64) {
				t.Fatalf("number %d: got score %v and error %v", i, b.Score[i], b.Error[i])
			}
		}
	}
	if len(b.Score) != g.Parties() || len(b.Error) != g.Parties() {
		t.Fatalf("got %d scores and %d errors of %d parties", len(b.Score), len(b.Error), g.Parties())
	}
	return b
}

// farOff returns the number whose score is most off, or -1 where none is off by more than rounding.
func farOff(got, want []float64) int {
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-9*max(1, want[i]) {
			return i
		}
	}
	return -1
}

func TestBetweennessIsTheShareOfShortestWaysOfAllPairs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawNet(t), drawGraphConfig(t)
		want := n.graph(c).between(c.Undirected)
		got := mustMeasure(t, mustGraph(t, mustBuild(t, n), c), network.BetweennessConfig{})
		if i := farOff(got.Score, want); i >= 0 || got.Sources != len(n.parties) || slices.Max(got.Error) != 0 {
			t.Fatalf("got %+v, want %v, exactly", got, want)
		}
	})
}

// With more ties, some levels are looked at from both sides.
func TestBetweennessOfNetworksOfAllDensities(t *testing.T) {
	t.Parallel()
	for seed := range uint64(24) {
		parties := 15 + int(seed)*2
		c := scattered(parties, parties*int(1+seed%6), seed)
		for _, gc := range []network.GraphConfig{{}, {Parallel: true}, {Undirected: true}, {Undirected: true, Parallel: true}} {
			n := plainNet{parties: c.Parties}
			for i := range c.From {
				n.ties = append(n.ties, plainOf(relationship.TieID(fmt.Sprintf("t%05d", i)), "serves", c.Parties[c.From[i]], c.Parties[c.To[i]]))
			}
			got := mustMeasure(t, mustGraph(t, mustLoad(t, c, network.Config{Each: cores}), gc), network.BetweennessConfig{})
			want := n.graph(gc).between(gc.Undirected)
			if i := farOff(got.Score, want); i >= 0 {
				t.Errorf("seed %d, %+v, number %d: got %v, want %v", seed, gc, i, got.Score[i], want[i])
			}
		}
	}
}

func TestBetweennessFromAllPartiesIsExact(t *testing.T) {
	t.Parallel()
	c := scattered(100, 300, 1)
	g := mustGraph(t, mustLoad(t, c, network.Config{}), network.GraphConfig{})
	all := mustMeasure(t, g, network.BetweennessConfig{})
	told := []int{}
	again := mustMeasure(t, g, network.BetweennessConfig{
		Sources: 100, Rand: rand.New(rand.NewPCG(9, 9)),
		Progress: func(done, of int) { told = append(told, done, of) },
	})
	if !slices.Equal(all.Score, again.Score) || slices.Max(again.Error) != 0 || again.Sources != 100 {
		t.Error("scores from all parties and from as many as there are differ")
	}
	if n := len(told); n < 4 || told[n-2] != 100 || told[n-1] != 100 {
		t.Errorf("got progress %v, want it to end with 100 of 100", told)
	}
}

func TestSourcesOutOfRangeAreRefused(t *testing.T) {
	t.Parallel()
	g := mustGraph(t, mustBuild(t, chainOf(3)), network.GraphConfig{})
	empty := mustGraph(t, mustLoad(t, network.Columns{}, network.Config{}), network.GraphConfig{})
	for _, test := range []struct {
		g       *network.Graph
		sources int
	}{{g, -1}, {g, 4}, {g, math.MaxInt}, {g, math.MinInt}, {empty, 1}} {
		_, err := test.g.Betweenness(network.BetweennessConfig{Sources: test.sources})
		told, ok := errors.AsType[*relationship.OpError](err)
		if !ok || !errors.Is(err, relationship.ErrInvalid) || told.Field != "Sources" {
			t.Errorf("%d of %d: got %v, want an error of Sources", test.sources, test.g.Parties(), err)
		}
	}
	if got := mustMeasure(t, empty, network.BetweennessConfig{}); got.Sources != 0 {
		t.Errorf("got %v of nobody", got)
	}
}

func TestOneDrawIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	g := mustGraph(t, mustLoad(t, scattered(200, 900, 3), network.Config{}), network.GraphConfig{})
	seeded := func(seed uint64) []float64 {
		return mustMeasure(t, g, network.BetweennessConfig{Sources: 20, Rand: rand.New(rand.NewPCG(seed, 0))}).Score
	}
	unseeded := func() []float64 { return mustMeasure(t, g, network.BetweennessConfig{Sources: 20}).Score }
	if !slices.Equal(seeded(1), seeded(1)) || !slices.Equal(unseeded(), unseeded()) {
		t.Error("one seed gave two answers")
	}
	if slices.Equal(seeded(1), seeded(2)) {
		t.Error("two seeds gave one answer")
	}
	if one := mustMeasure(t, g, network.BetweennessConfig{Sources: 1}); one.Sources != 1 || slices.Max(one.Error) != 0 {
		t.Error("got an error from one source, which nobody can know")
	}
}

// Over many draws, scores from some sources are right on average; their variance is what Error says;
// and the truth lies within 1.96 errors nearly as often as that promises: few sources have much to say of
// a party, so that their means are lopsided.
func TestSampledBetweennessIsUnbiasedAndKnowsItsError(t *testing.T) {
	t.Parallel()
	const draws = 1500
	for _, undirected := range []bool{false, true} {
		g := mustGraph(t, mustLoad(t, scattered(60, 150, 4), network.Config{}), network.GraphConfig{Undirected: undirected})
		exact := mustMeasure(t, g, network.BetweennessConfig{}).Score
		sum, squares, told := make([]float64, len(exact)), make([]float64, len(exact)), make([]float64, len(exact))
		within, of := 0, 0
		rng := rand.New(rand.NewPCG(5, 6))
		for range draws {
			b := mustMeasure(t, g, network.BetweennessConfig{Sources: 25, Rand: rng})
			for i, x := range b.Score {
				sum[i] += x
				squares[i] += (x - exact[i]) * (x - exact[i])
				told[i] += b.Error[i] * b.Error[i]
				if exact[i] > 50 { // many sources speak of it
					of++
					if math.Abs(x-exact[i]) <= 1.96*b.Error[i] {
						within++
					}
				}
			}
		}
		for i, want := range exact {
			variance := squares[i] / draws
			if off := math.Abs(sum[i]/draws - want); off > 4.5*math.Sqrt(variance/draws)+1e-9 {
				t.Errorf("undirected %t, number %d: got %v on average, want %v", undirected, i, sum[i]/draws, want)
			}
			if ratio := told[i] / max(squares[i], 1e-9); want > 0 && (ratio < 0.8 || ratio > 1.25) {
				t.Errorf("undirected %t, number %d: got a variance of %v, want %v", undirected, i, told[i]/draws, variance)
			}
		}
		if share := float64(within) / float64(of); share < 0.8 || share > 0.98 {
			t.Errorf("undirected %t: the truth was within 1.96 errors in %v of cases", undirected, share)
		}
	}
}

func TestBetweennessOfALongChainIsAProduct(t *testing.T) {
	t.Parallel()
	const parties = 1000
	n := chainOf(parties)
	for _, undirected := range []bool{false, true} {
		g := mustGraph(t, mustLoad(t, n.columns(), network.Config{}), network.GraphConfig{Undirected: undirected})
		got := mustMeasure(t, g, network.BetweennessConfig{Sources: 0}).Score
		for i, x := range got {
			if want := float64(i * (parties - 1 - i)); math.Abs(x-want) > 1e-9*max(1, want) {
				t.Fatalf("undirected %t, number %d: got %v, want %v", undirected, i, x, want)
			}
		}
	}
}

func TestAVeryLongChainIsFollowedToItsEnd(t *testing.T) {
	t.Parallel()
	const parties = 5000
	g := mustGraph(t, mustLoad(t, chainOf(parties).columns(), network.Config{}), network.GraphConfig{Undirected: true})
	got := mustMeasure(t, g, network.BetweennessConfig{Sources: 50})
	middle := got.Score[parties/2] / (parties * parties / 4)
	if got.Score[0] != 0 || got.Score[parties-1] != 0 || math.Abs(middle-1) > 0.001 {
		t.Errorf("got %v and %v at the ends, and %v of all ways in the middle", got.Score[0], got.Score[parties-1], middle)
	}
}

// diamonds returns a chain in which each party leads to the next over two others: each layer doubles
// the ways.
func diamonds(layers int) network.Columns {
	c := scattered(3*layers+1, 0, 1)
	tie := func(from, to int) {
		c.From, c.To, c.Kind = append(c.From, uint32(from)), append(c.To, uint32(to)), append(c.Kind, 0)
	}
	for i := range layers {
		tie(3*i, 3*i+1)
		tie(3*i, 3*i+2)
		tie(3*i+1, 3*i+3)
		tie(3*i+2, 3*i+3)
	}
	return c
}

func TestWaysMayBeMoreThanWholeNumbersCanCount(t *testing.T) {
	t.Parallel()
	for _, layers := range []int{10, 60, 500} {
		g := mustGraph(t, mustLoad(t, diamonds(layers), network.Config{}), network.GraphConfig{})
		got := mustMeasure(t, g, network.BetweennessConfig{}).Score
		for i, x := range got {
			layer, rest := i/3, 3*layers-i
			want := float64(i) * float64(rest) // of a party through which all ways lead
			if i%3 != 0 {
				before, after := float64(3*layer), float64(3*(layers-layer-1))
				want = (before + 1) * (after + 1) / 2 // half of the ways past it
			}
			if math.Abs(x-want) > 1e-9*max(1, want) {
				t.Fatalf("%d layers, number %d: got %v, want %v", layers, i, x, want)
			}
		}
	}
}
