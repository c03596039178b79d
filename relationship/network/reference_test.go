package network_test

import (
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// same reports whether two numbers agree to ten digits.
func same(got, want float64) bool {
	return math.Abs(got-want) <= 1e-10*max(math.Abs(want), 1e-2)
}

// TestRealGraphs compares what is computed with reference values from igraph 0.10, checked with networkx.
func TestRealGraphs(t *testing.T) {
	for _, name := range graphs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := realGraph(t, name, cores)
			t.Run("every typed two-hop count", func(t *testing.T) { compareTwoHops(t, s, table(t, name, "reference-2hop.csv")) })
			g, err := s.Graph(network.GraphConfig{})
			if err != nil {
				t.Fatal(err)
			}
			nodes := table(t, name, "reference-nodes.csv")
			t.Run("degrees", func(t *testing.T) { compareDegrees(t, g, nodes) })
			t.Run("components", func(t *testing.T) { compareComponents(t, g, nodes) })
			t.Run("ranks", func(t *testing.T) { compareRanks(t, name, g, nodes) })
			t.Run("betweenness", func(t *testing.T) {
				if !undirected(name) {
					compareBetweenness(t, g, nodes, "betweenness")
				}
				both, err := s.Graph(network.GraphConfig{Undirected: true})
				if err != nil {
					t.Fatal(err)
				}
				compareBetweenness(t, both, nodes, "betweenness_undirected")
			})
		})
	}
}

func compareTwoHops(t *testing.T, s *network.Snapshot, want []row) {
	notation := func(step string) string {
		kind, back := step[:len(step)-1], step[len(step)-1] == '<'
		if back {
			return "^" + kind
		}
		return kind
	}
	for _, r := range want {
		p, err := network.ParsePath(notation(r["step1"])+"/"+notation(r["step2"]), s.Kinds())
		if err != nil {
			t.Fatal(err)
		}
		w, err := s.Walker(p, network.Bounds{})
		if err != nil {
			t.Fatal(err)
		}
		pairs, starts, widest := 0, 0, 0
		for start := range uint32(s.Parties()) {
			others := 0
			for _, end := range w.From(start) {
				if end != start {
					others++
				}
			}
			pairs += others
			starts += min(others, 1)
			widest = max(widest, others)
		}
		if float64(pairs) != r.number(t, "distinct_pairs") || float64(starts) != r.number(t, "starts") || float64(widest) != r.number(t, "widest_count") {
			t.Errorf("%s %s: got %d pairs from %d starts, at most %d from one; want %v", r["step1"], r["step2"], pairs, starts, widest, r)
		}
	}
}

func compareDegrees(t *testing.T, g *network.Graph, want []row) {
	for _, r := range want {
		n, ok := g.Number(relationship.PartyID(r["id"]))
		if !ok {
			t.Fatal("a party is missing")
		}
		from, to := g.Degree(n)
		for column, got := range map[string]float64{
			"in_degree": float64(to.Ties), "out_degree": float64(from.Ties),
			"in_strength": to.Weight, "out_strength": from.Weight,
		} {
			if !same(got, r.number(t, column)) {
				t.Errorf("%s of %s: got %v, want %s", column, r["id"], got, r[column])
			}
		}
	}
}

func compareComponents(t *testing.T, g *network.Graph, want []row) {
	for column, got := range map[string]network.Components{
		"weak_component": g.WeakComponents(), "strong_component": g.StrongComponents(),
	} {
		there, back := map[string]uint32{}, map[uint32]string{}
		for _, r := range want {
			n, _ := g.Number(relationship.PartyID(r["id"]))
			if old, met := there[r[column]]; met && old != got.Of[n] {
				t.Errorf("%s: %s is in another component", column, r["id"])
			}
			if old, met := back[got.Of[n]]; met && old != r[column] {
				t.Errorf("%s: %s should be in another component", column, r["id"])
			}
			there[r[column]], back[got.Of[n]] = got.Of[n], r[column]
		}
		if len(there) != got.Count {
			t.Errorf("%s: got %d components, want %d", column, got.Count, len(there))
		}
	}
}

func compareRanks(t *testing.T, name string, g *network.Graph, want []row) {
	seed := slices.MaxFunc(want, func(a, b row) int {
		return int(a.number(t, "in_degree") + a.number(t, "out_degree") - b.number(t, "in_degree") - b.number(t, "out_degree"))
	})
	configs := map[string]network.RankConfig{
		"pagerank":          {},
		"pagerank_weighted": {Weighted: true},
		"ppr_from_seed":     {Restart: []relationship.PartyID{relationship.PartyID(seed["id"])}},
	}
	for _, column := range slices.Sorted(maps.Keys(configs)) {
		c := configs[column]
		c.Tolerance = 1e-15
		ranks, err := g.Rank(c)
		if err != nil {
			t.Fatal(err)
		}
		worst := 0.0
		for _, r := range want {
			n, _ := g.Number(relationship.PartyID(r["id"]))
			x := r.number(t, column)
			worst = max(worst, math.Abs(ranks.Share[n]-x)/max(x, 1e-3))
			if !same(ranks.Share[n], x) {
				t.Errorf("%s of %s: got %v, want %s", column, r["id"], ranks.Share[n], r[column])
			}
		}
		t.Logf("%s %s: %d rounds, change %.2g, worst relative difference %.2g", name, column, ranks.Rounds, ranks.Change, worst)
	}
}

func compareBetweenness(t *testing.T, g *network.Graph, want []row, column string) {
	b, err := g.Betweenness(network.BetweennessConfig{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range want {
		n, _ := g.Number(relationship.PartyID(r["id"]))
		if !same(b.Score[n], r.number(t, column)) {
			t.Errorf("%s of %s: got %v, want %s", column, r["id"], b.Score[n], r[column])
		}
	}
}
