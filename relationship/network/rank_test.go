package network_test

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// passed returns how much of what a party has goes to each that its ties lead to; nothing where it is
// stuck.
func (g plainGraph) passed(party int, weighted bool) []float64 {
	most, sum := 0.0, 0.0
	for _, e := range g.from[party] {
		most = max(most, e.weight)
	}
	out := make([]float64, len(g.ids))
	for _, e := range g.from[party] {
		w := 1.0
		if weighted {
			w = e.weight / max(most, 5e-324)
		}
		out[e.to] += w
		sum += w
	}
	for i := range out {
		if sum == 0 {
			return nil
		}
		out[i] /= sum
	}
	return out
}

// ranks iterates over a whole table, for as long as anything could change.
func (g plainGraph) ranks(c network.RankConfig, damping float64) []float64 {
	n := len(g.ids)
	start := make([]float64, n)
	for i, id := range g.ids {
		start[i] = 1 / float64(n)
		if c.Restart != nil {
			start[i] = 0
			for _, r := range c.Restart {
				if r == id {
					start[i] += 1 / float64(len(c.Restart))
				}
			}
		}
	}
	table := make([][]float64, n)
	for i := range table {
		table[i] = g.passed(i, c.Weighted)
		if table[i] == nil {
			table[i] = start
		}
	}
	rank := slices.Clone(start)
	for range 700 {
		next := make([]float64, n)
		for i, p := range rank {
			for j, share := range table[i] {
				next[j] += damping * p * share
			}
			next[i] += (1 - damping) * start[i]
		}
		rank = next
	}
	return rank
}

// offBy returns by how much numbers differ, in all.
func offBy(got, want []float64) float64 {
	total := 0.0
	for i := range want {
		total += math.Abs(got[i] - want[i])
	}
	return total
}

func drawRankConfig(t *rapid.T, n plainNet) (network.RankConfig, float64) {
	damping := rapid.SampledFrom([]float64{0.85, 0, 0.5, 0.95}).Draw(t, "damping")
	c := network.RankConfig{Weighted: rapid.Bool().Draw(t, "weighted"), Damping: &damping}
	if damping == 0.85 && rapid.Bool().Draw(t, "by default") {
		c.Damping = nil
	}
	if rapid.Bool().Draw(t, "personal") {
		c.Restart = rapid.SliceOfN(rapid.SampledFrom(n.parties), 1, 5).Draw(t, "restart")
	}
	return c, damping
}

func mustRank(t rapid.TB, g *network.Graph, c network.RankConfig) network.Ranks {
	t.Helper()
	r, err := g.Rank(c)
	if err != nil {
		t.Fatal(err)
	}
	total := 0.0
	for i, p := range r.Share {
		if !(p >= 0 && p <= 1+1e-12) {
			t.Fatalf("got %v as the rank of number %d", p, i)
		}
		total += p
	}
	if len(r.Share) != g.Parties() || g.Parties() > 0 && math.Abs(total-1) > 1e-11+20*r.Change {
		t.Fatalf("got %d ranks that sum to %v, want %d that sum to 1", len(r.Share), total, g.Parties())
	}
	return r
}

func TestRanksAreThoseOfAWholeTable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawNet(t)
		c, damping := drawRankConfig(t, n)
		c.Tolerance = 1e-14
		gc := drawGraphConfig(t)
		got := mustRank(t, mustGraph(t, mustBuild(t, n), gc), c)
		if off := offBy(got.Share, n.graph(gc).ranks(c, damping)); off > 1e-11 {
			t.Fatalf("got %v, off by %v", got.Share, off)
		}
		if got.Change > c.Tolerance || got.Rounds > 1000 {
			t.Fatalf("got a change of %v after %d rounds", got.Change, got.Rounds)
		}
	})
}

func TestRanksAreAsFarOffAsTheySay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawNet(t)
		c, damping := drawRankConfig(t, n)
		c.Rounds = rapid.IntRange(1, 20).Draw(t, "rounds")
		c.Tolerance = rapid.SampledFrom([]float64{0, 1e-3, 0.5, 1, 1e-300}).Draw(t, "tolerance")
		gc := network.GraphConfig{}
		got := mustRank(t, mustGraph(t, mustBuild(t, n), gc), c)
		if off := offBy(got.Share, n.graph(gc).ranks(c, damping)); off > got.Change/(1-damping)+1e-13 {
			t.Fatalf("got ranks off by %v after %d rounds, want at most %v", off, got.Rounds, got.Change/(1-damping))
		}
		tolerance := c.Tolerance
		if tolerance == 0 {
			tolerance = 1e-12
		}
		if reached := got.Change <= tolerance; got.Rounds < 1 || got.Rounds > c.Rounds || !reached && got.Rounds < c.Rounds {
			t.Fatalf("got %d rounds of %d, and a change of %v", got.Rounds, c.Rounds, got.Change)
		}
	})
}

// weighing returns ties of one kind between parties that are named by letters, "ab" from a to b.
func weighing(ties map[string]float64) plainNet {
	n := plainNet{parties: ids("a", "b", "c", "d")}
	for _, ends := range []string{"aa", "ab", "ac", "ad", "ba", "bb", "bc", "bd", "ca", "cb", "cc", "cd", "da", "db", "dc", "dd"} {
		if w, ok := ties[ends]; ok {
			t := plainOf(relationship.TieID("t"+ends), "serves", relationship.PartyID(ends[:1]), relationship.PartyID(ends[1:]))
			t.weight = w
			n.ties = append(n.ties, t)
		}
	}
	return n
}

func TestWeightsMayBeFarApart(t *testing.T) {
	t.Parallel()
	for name, ties := range map[string]map[string]float64{
		"all small":             {"ab": 1e-300, "ac": 3e-300, "ba": 1e-300},
		"all great":             {"ab": 1e290, "ac": 1e290, "ba": 1e290},
		"the greatest there is": {"ab": 1e289, "ac": 1e289, "ba": 1e290},
		"from one party":        {"ab": 1e-300, "ac": 1e290, "cb": 1e290, "ba": 1e290},
		"from several":          {"ab": 1e-280, "ac": 2e-280, "ba": 1, "cd": 1e5},
		"next to nothing":       {"ab": 1e-300, "ac": 1e-300, "ba": 1e290},
		"of 0 among others":     {"ab": 0, "ac": 1, "ba": 1},
		"all of 0":              {"ab": 0, "ac": 0, "ba": 0},
		"only to itself":        {"aa": 1e290, "ab": 1e-300, "bb": 1},
	} {
		n := weighing(ties)
		g := mustGraph(t, mustBuild(t, n), network.GraphConfig{})
		for _, restart := range [][]relationship.PartyID{nil, ids("a"), ids("d", "b", "d")} {
			c := network.RankConfig{Weighted: true, Restart: restart, Tolerance: 1e-14}
			got := mustRank(t, g, c)
			if off := offBy(got.Share, n.graph(network.GraphConfig{}).ranks(c, 0.85)); !(off < 1e-12) {
				t.Errorf("%s from %q: got %v, off by %v", name, restart, got.Share, off)
			}
		}
	}
}

func TestRanksOfNextToNothing(t *testing.T) {
	t.Parallel()
	empty := mustGraph(t, mustLoad(t, network.Columns{}, network.Config{}), network.GraphConfig{})
	if got := mustRank(t, empty, network.RankConfig{}); got.Share != nil || got.Rounds != 0 || len(got.Top(3)) != 0 {
		t.Errorf("got %v of nobody", got)
	}
	one := plainNet{parties: ids("a")}
	for name, n := range map[string]plainNet{
		"one party":                  one,
		"one party tied with itself": {one.parties, []plainTie{plainOf("t", "self", "a", "a")}},
	} {
		got := mustRank(t, mustGraph(t, mustBuild(t, n), network.GraphConfig{}), network.RankConfig{})
		if len(got.Share) != 1 || math.Abs(got.Share[0]-1) > 1e-12 {
			t.Errorf("%s: got %v, want all rank", name, got)
		}
	}
}

func TestWithoutDampingRanksAreTheRestart(t *testing.T) {
	t.Parallel()
	g := mustGraph(t, mustBuild(t, chainOf(4)), network.GraphConfig{})
	got := mustRank(t, g, network.RankConfig{Damping: new(0.0), Restart: ids("p000001", "p000003", "p000001")})
	if off := offBy(got.Share, []float64{0, 2.0 / 3, 0, 1.0 / 3}); off > 1e-15 {
		t.Errorf("got %v, want the shares of the restart", got.Share)
	}
}

func TestSettingsOfRanksThatAreOutOfRangeAreRefused(t *testing.T) {
	t.Parallel()
	g := mustGraph(t, mustBuild(t, chainOf(2)), network.GraphConfig{})
	empty := mustGraph(t, mustLoad(t, network.Columns{}, network.Config{}), network.GraphConfig{})
	nan := math.NaN()
	tests := []struct {
		field string
		c     network.RankConfig
		want  error
	}{
		{"Damping", network.RankConfig{Damping: new(1.0)}, relationship.ErrInvalid},
		{"Damping", network.RankConfig{Damping: new(-0.1)}, relationship.ErrInvalid},
		{"Damping", network.RankConfig{Damping: &nan}, relationship.ErrInvalid},
		{"Damping", network.RankConfig{Damping: new(math.Inf(1))}, relationship.ErrInvalid},
		{"Tolerance", network.RankConfig{Tolerance: -1e-9}, relationship.ErrInvalid},
		{"Tolerance", network.RankConfig{Tolerance: 1.1}, relationship.ErrInvalid},
		{"Tolerance", network.RankConfig{Tolerance: nan}, relationship.ErrInvalid},
		{"Rounds", network.RankConfig{Rounds: -1}, relationship.ErrInvalid},
		{"Restart", network.RankConfig{Restart: []relationship.PartyID{}}, relationship.ErrInvalid},
		{"Restart[1]", network.RankConfig{Restart: ids("p000000", "nobody")}, relationship.ErrNotFound},
	}
	for i, test := range tests {
		for _, g := range []*network.Graph{g, empty} {
			_, err := g.Rank(test.c)
			told, ok := errors.AsType[*relationship.OpError](err)
			field := test.field
			if g == empty && field == "Restart[1]" {
				field = "Restart[0]"
			}
			if !ok || !errors.Is(err, test.want) || told.Field != field {
				t.Errorf("%d: got %v, want %v of %s", i, err, test.want, field)
			}
		}
	}
}

func TestTopIsInOrderOfRankAndThenOfNumber(t *testing.T) {
	t.Parallel()
	r := network.Ranks{Share: []float64{0.1, 0.3, 0.1, 0.4, 0.1, 0}}
	for n, want := range map[int][]int{
		-1: {}, 0: {}, 1: {3}, 3: {3, 1, 0}, 5: {3, 1, 0, 2, 4}, 6: {3, 1, 0, 2, 4, 5}, 99: {3, 1, 0, 2, 4, 5},
	} {
		if got := r.Top(n); !slices.Equal(got, want) {
			t.Errorf("Top(%d): got %v, want %v", n, got, want)
		}
	}
}

// On a chain, ranks that start anew at its head are a geometric series.
func TestRanksOfManyPartiesSumToOne(t *testing.T) {
	t.Parallel()
	n := chainOf(20_000)
	g := mustGraph(t, mustLoad(t, n.columns(), network.Config{}), network.GraphConfig{At: time.Time{}})
	for _, c := range []network.RankConfig{{}, {Weighted: true}, {Restart: n.parties[:1]}} {
		r := mustRank(t, g, c)
		if c.Restart != nil {
			for _, i := range []int{1, 2, 50} {
				if ratio := r.Share[i] / r.Share[i-1]; math.Abs(ratio-0.85) > 1e-9 {
					t.Errorf("number %d has %v of the rank before it, want 0.85", i, ratio)
				}
			}
		}
	}
}
