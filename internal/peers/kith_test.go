package peers_test

import (
	"sync"
	"testing"

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

// A kith is the network in Kith: as a snapshot, which keeps all ties, and as the graph in which
// parallel ties are joined.
type kith struct {
	snapshot *network.Snapshot
	graph    *network.Graph
}

// loadKith loads a network with the help of each, which may be nil.
func loadKith(t testing.TB, c network.Columns, each func(int, func(int))) *network.Snapshot {
	t.Helper()
	s, err := network.Load(c, network.Config{Each: each})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func graphOf(t testing.TB, s *network.Snapshot) *network.Graph {
	t.Helper()
	g, err := s.Graph(network.GraphConfig{})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func newKith(t testing.TB, c network.Columns, each func(int, func(int))) kith {
	t.Helper()
	s := loadKith(t, c, each)
	return kith{s, graphOf(t, s)}
}

func (k kith) rank(t testing.TB, weighted bool, tolerance float64) []float64 {
	t.Helper()
	r, err := k.graph.Rank(network.RankConfig{Weighted: weighted, Tolerance: tolerance})
	if err != nil {
		t.Fatal(err)
	}
	return r.Share
}

func (k kith) betweenness(t testing.TB) []float64 {
	t.Helper()
	between, err := k.graph.Betweenness(network.BetweennessConfig{})
	if err != nil {
		t.Fatal(err)
	}
	return between.Score
}

// twoHops returns the walker that answers what peer.twoHops does.
func (k kith) twoHops(t testing.TB) *network.Walker {
	t.Helper()
	p, err := network.ParsePath(first+"/"+second, k.snapshot.Kinds())
	if err != nil {
		t.Fatal(err)
	}
	w, err := k.snapshot.Walker(p, network.Bounds{})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// way returns one of the shortest ways between two parties, whatever the direction of ties; none if
// there is no way.
func (k kith) way(t testing.TB, from, to relationship.PartyID) []network.Step {
	t.Helper()
	way, _, err := k.snapshot.Shortest(from, to, network.Ties{})
	if err != nil {
		t.Fatal(err)
	}
	return way
}

// number returns the number of a party in the snapshot.
func (k kith) number(t testing.TB, id relationship.PartyID) uint32 {
	t.Helper()
	n, ok := k.snapshot.Number(id)
	if !ok {
		t.Fatal("a party is missing")
	}
	return n
}
