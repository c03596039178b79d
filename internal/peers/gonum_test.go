package peers_test

import (
	"slices"

	"gonum.org/v1/gonum/graph"
	gonum "gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
	"gonum.org/v1/gonum/graph/traverse"

	"github.com/kithcrm/kith/relationship/network"
)

// A peer is the network in gonum. Parties are nodes whose numbers are their places in the columns.
type peer struct{ graph *simple.WeightedDirectedGraph }

// A joined is an edge for all ties from one party to another.
type joined struct {
	simple.WeightedEdge
	kinds uint8 // a bit for each
}

func loadPeer(c network.Columns) peer {
	g := simple.NewWeightedDirectedGraph(0, 0)
	nodes := make([]graph.Node, len(c.Parties))
	for i := range nodes {
		nodes[i] = simple.Node(i)
		g.AddNode(nodes[i])
	}
	for i, from := range c.From {
		kind, weight := uint8(1)<<c.Kind[i], float64(c.Weight[i])
		if e, there := g.WeightedEdge(int64(from), int64(c.To[i])).(*joined); there {
			e.kinds |= kind
			e.W += weight
			continue
		}
		g.SetWeightedEdge(&joined{simple.WeightedEdge{F: nodes[from], T: nodes[c.To[i]], W: weight}, kind})
	}
	return peer{g}
}

// unweighted hides the weights of ties, which gonum would otherwise use.
type unweighted struct{ graph.Directed }

func (p peer) rank(weighted bool, tolerance float64) map[int64]float64 {
	var g graph.Directed = p.graph
	if !weighted {
		g = unweighted{g}
	}
	return gonum.PageRankSparse(g, 0.85, tolerance)
}

func (p peer) weakComponents() [][]graph.Node {
	return topo.ConnectedComponents(graph.Undirect{G: p.graph})
}

// betweenness leaves out those with 0.
func (p peer) betweenness() map[int64]float64 { return gonum.Betweenness(p.graph) }

// kinds returns the kinds of the ties from one party to another.
func (p peer) kinds(from, to int64) uint8 { return p.graph.WeightedEdge(from, to).(*joined).kinds }

// twoHops returns who is reached by a tie of one kind and then one of another, given as bits.
func (p peer) twoHops(from int64, first, second uint8) map[int64]struct{} {
	reached := make(map[int64]struct{})
	for middles := p.graph.From(from); middles.Next(); {
		middle := middles.Node().ID()
		if p.kinds(from, middle)&first == 0 {
			continue
		}
		for ends := p.graph.From(middle); ends.Next(); {
			if end := ends.Node().ID(); p.kinds(middle, end)&second != 0 {
				reached[end] = struct{}{}
			}
		}
	}
	return reached
}

// way returns the parties on one of the shortest ways between two, whatever the direction of ties, both
// ends included; none if there is no way.
func (p peer) way(from, to int64) []int64 {
	var at int64 // whose ties are being followed
	by := make(map[int64]int64)
	walk := traverse.BreadthFirst{Visit: func(n graph.Node) { by[n.ID()] = at }}
	goal := func(n graph.Node, _ int) bool {
		at = n.ID()
		return at == to
	}
	if walk.Walk(graph.Undirect{G: p.graph}, p.graph.Node(from), goal) == nil {
		return nil
	}
	way := []int64{to}
	for at := to; at != from; {
		at = by[at]
		way = append(way, at)
	}
	slices.Reverse(way)
	return way
}
