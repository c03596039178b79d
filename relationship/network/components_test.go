package network_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// weakly returns the lowest party of each component, by taking over what a neighbour has until nothing
// changes.
func (g plainGraph) weakly() []uint32 {
	of := make([]uint32, len(g.ids))
	for i := range of {
		of[i] = uint32(i)
	}
	for changed := true; changed; {
		changed = false
		for from, ends := range g.from {
			for _, e := range ends {
				if least := min(of[from], of[e.to]); of[from] != least || of[e.to] != least {
					of[from], of[e.to], changed = least, least, true
				}
			}
		}
	}
	return of
}

// strongly returns the lowest party of each component, by who reaches whom.
func (g plainGraph) strongly() []uint32 {
	n := len(g.ids)
	reaches := make([][]bool, n)
	for i := range reaches {
		reaches[i] = make([]bool, n)
		reaches[i][i] = true
		for _, e := range g.from[i] {
			reaches[i][e.to] = true
		}
	}
	for k := range n {
		for i := range n {
			for j := range n {
				reaches[i][j] = reaches[i][j] || reaches[i][k] && reaches[k][j]
			}
		}
	}
	of := make([]uint32, n)
	for i := range of {
		both := func(j int) bool { return reaches[i][j] && reaches[j][i] }
		for !both(int(of[i])) {
			of[i]++
		}
	}
	return of
}

func mustBeComponents(t rapid.TB, what string, got network.Components, want []uint32) {
	t.Helper()
	count := 0
	for i, of := range want {
		if of == uint32(i) {
			count++
		}
	}
	if !slices.Equal(got.Of, want) || got.Count != count {
		t.Fatalf("%s components: got %d, %v, want %d, %v", what, got.Count, got.Of, count, want)
	}
}

func TestComponentsAreThoseOfWhoIsTiedAndWhoReachesWhom(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawNet(t), drawGraphConfig(t)
		g, want := mustGraph(t, mustBuild(t, n), c), n.graph(c)
		mustBeComponents(t, "weak", g.WeakComponents(), want.weakly())
		mustBeComponents(t, "strong", g.StrongComponents(), want.strongly())
	})
}

// scattered returns columns of ties drawn at random among parties in order.
func scattered(parties, ties int, seed uint64) network.Columns {
	rng := rand.New(rand.NewPCG(seed, 1))
	c := network.Columns{Kinds: []relationship.KindName{"serves"}, Kind: make([]uint16, ties)}
	for i := range parties {
		c.Parties = append(c.Parties, relationship.PartyID(fmt.Sprintf("p%07d", i)))
	}
	for range ties {
		c.From = append(c.From, uint32(rng.IntN(parties)))
		c.To = append(c.To, uint32(rng.IntN(parties)))
	}
	return c
}

// plainOfColumns returns the graph of columns, whatever their kinds.
func plainOfColumns(c network.Columns) plainGraph {
	g := plainGraph{c.Parties, make([][]plainEnd, len(c.Parties))}
	for i, from := range c.From {
		g.from[from] = append(g.from[from], plainEnd{int(c.To[i]), 1})
	}
	return g
}

func TestComponentsOfSparseNetworksAreMany(t *testing.T) {
	t.Parallel()
	for seed := range uint64(30) {
		parties := 20 + int(seed)*3
		c := scattered(parties, parties*int(1+seed%4)/2, seed)
		g, want := mustGraph(t, mustLoad(t, c, network.Config{}), network.GraphConfig{}), plainOfColumns(c)
		mustBeComponents(t, "weak", g.WeakComponents(), want.weakly())
		mustBeComponents(t, "strong", g.StrongComponents(), want.strongly())
	}
}

func TestComponentsOfManyPartiesAreThoseOfASlowSearch(t *testing.T) {
	t.Parallel()
	for _, ties := range []int{10_000, 40_000, 200_000} {
		c := scattered(60_000, ties, 7)
		for _, each := range []func(int, func(int)){nil, cores} {
			g := mustGraph(t, mustLoad(t, c, network.Config{Each: each}), network.GraphConfig{})
			mustBeComponents(t, fmt.Sprint("weak, of ", ties, " ties,"), g.WeakComponents(), plainOfColumns(c).weakly())
		}
	}
}

func TestAChainOfManyPartiesIsOneComponentOrAsManyAsParties(t *testing.T) {
	t.Parallel()
	const parties = 100_000
	c := scattered(parties, 0, 1)
	for i := range uint32(parties) {
		c.From, c.To, c.Kind = append(c.From, (i*7919+1)%parties), append(c.To, ((i+1)*7919+1)%parties), append(c.Kind, 0)
	}
	ring := mustGraph(t, mustLoad(t, c, network.Config{Each: cores}), network.GraphConfig{})
	c.From, c.To, c.Kind = c.From[1:], c.To[1:], c.Kind[1:]
	chain := mustGraph(t, mustLoad(t, c, network.Config{Each: cores}), network.GraphConfig{})
	for name, test := range map[string]struct {
		got  network.Components
		want int
	}{
		"weak of the ring":    {ring.WeakComponents(), 1},
		"strong of the ring":  {ring.StrongComponents(), 1},
		"weak of the chain":   {chain.WeakComponents(), 1},
		"strong of the chain": {chain.StrongComponents(), parties},
	} {
		if test.got.Count != test.want {
			t.Errorf("%s: got %d components, want %d", name, test.got.Count, test.want)
		}
	}
}

func TestNobodyIsInNoComponent(t *testing.T) {
	t.Parallel()
	g := mustGraph(t, mustLoad(t, network.Columns{}, network.Config{}), network.GraphConfig{})
	for _, c := range []network.Components{g.WeakComponents(), g.StrongComponents()} {
		if len(c.Of) != 0 || c.Count != 0 {
			t.Errorf("got %v of nobody", c)
		}
	}
}
