package network_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// A measured network is what is computed in parts.
type measured struct {
	Around  [][]network.Step
	Degrees []network.Degree
	Shares  [][]float64
	Rounds  []int
	Changes []float64
	Weak    network.Components
	Between network.Between
}

func measureAll(t *testing.T, s *network.Snapshot) measured {
	t.Helper()
	var m measured
	for n := uint32(0); n < uint32(s.Parties()); n += 97 {
		for _, at := range []time.Time{{}, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)} {
			steps, err := s.Around(s.ID(n), at)
			if err != nil {
				t.Fatal(err)
			}
			m.Around = append(m.Around, steps)
		}
	}
	for _, c := range []network.GraphConfig{{}, {Parallel: true}, {Undirected: true, At: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)}} {
		g := mustGraph(t, s, c)
		for n := range g.Parties() {
			from, to := g.Degree(n)
			m.Degrees = append(m.Degrees, from, to)
		}
		for _, c := range []network.RankConfig{{Rounds: 9}, {Rounds: 9, Weighted: true}, {Rounds: 9, Restart: []relationship.PartyID{g.ID(5), g.ID(20_000)}}} {
			r, err := g.Rank(c)
			if err != nil {
				t.Fatal(err)
			}
			m.Shares, m.Rounds, m.Changes = append(m.Shares, r.Share), append(m.Rounds, r.Rounds), append(m.Changes, r.Change)
		}
		m.Weak = g.WeakComponents()
		if c.Parallel {
			m.Between = mustMeasure(t, g, network.BetweennessConfig{Sources: 8})
		}
	}
	return m
}

// manyParties returns columns that are worked on in many parts: dated, weighted, some of them
// symmetric, the parties not in order.
func manyParties() network.Columns {
	c := madeUp(30_000, 100_000, true)
	rng := rand.New(rand.NewPCG(8, 8))
	c.Kinds = slices.Concat(plainKinds(), c.Kinds[4:])
	for i := range c.Weight {
		c.Weight[i] /= 7
	}
	rng.Shuffle(len(c.Parties), func(i, j int) { c.Parties[i], c.Parties[j] = c.Parties[j], c.Parties[i] })
	return c
}

// orders are ways of doing many things, all of which Config.Each allows.
func orders() map[string]func(int, func(int)) {
	rng := rand.New(rand.NewPCG(1, 2))
	return map[string]func(int, func(int)){
		"all at once": cores,
		"backwards": func(n int, do func(int)) {
			for i := range n {
				do(n - 1 - i)
			}
		},
		"in any order": func(n int, do func(int)) {
			for _, i := range rng.Perm(n) {
				do(i)
			}
		},
	}
}

func TestAnswersAreTheSameToTheLastBitWhateverEachDoes(t *testing.T) {
	t.Parallel()
	c := manyParties()
	want := measureAll(t, mustLoad(t, c, network.Config{}))
	for name, each := range orders() {
		got := measureAll(t, mustLoad(t, c, network.Config{Each: each}))
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s (-want +got):\n%.2000s", name, gocmp.Diff(want, got))
		}
	}
}

// Every part is done once, and none after Each has returned.
func TestEachIsAskedForEveryPartOnce(t *testing.T) {
	t.Parallel()
	asked := 0
	each := func(n int, do func(int)) {
		asked++
		for i := range n {
			do(i)
		}
	}
	s := mustLoad(t, manyParties(), network.Config{Each: each})
	if asked == 0 {
		t.Error("a network of many parts was loaded in one")
	}
	loaded := asked
	g := mustGraph(t, s, network.GraphConfig{})
	g.WeakComponents()
	mustRank(t, g, network.RankConfig{})
	if asked <= loaded {
		t.Error("the graph of many parts was measured in one")
	}
}
