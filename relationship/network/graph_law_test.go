package network_test

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// A plainGraph is the ties from each party of a graph as a list, by their places in order.
type plainGraph struct {
	ids  []relationship.PartyID
	from [][]plainEnd
}

// A plainEnd is where a tie of a graph leads, and what it weighs.
type plainEnd struct {
	to     int
	weight float64
}

// graph returns the graph that a config asks for.
func (n plainNet) graph(c network.GraphConfig) plainGraph {
	g := plainGraph{slices.Sorted(slices.Values(n.parties)), make([][]plainEnd, len(n.parties))}
	for _, t := range n.ties {
		if c.Kinds != nil && !slices.Contains(c.Kinds, t.Kind) || !c.At.IsZero() && !t.Holds(c.At) {
			continue
		}
		from, to := slices.Index(g.ids, t.From), slices.Index(g.ids, t.To)
		g.add(from, plainEnd{to, t.weight}, c.Parallel)
		if from != to && (c.Undirected || mutual(t.Kind)) {
			g.add(to, plainEnd{from, t.weight}, c.Parallel)
		}
	}
	return g
}

func (g plainGraph) add(from int, e plainEnd, parallel bool) {
	i := slices.IndexFunc(g.from[from], func(old plainEnd) bool { return old.to == e.to })
	if i < 0 || parallel {
		g.from[from] = append(g.from[from], e)
	} else {
		g.from[from][i].weight += e.weight
	}
}

func (g plainGraph) ties() int {
	n := 0
	for _, ends := range g.from {
		n += len(ends)
	}
	return n
}

// degrees returns the degrees of a party.
func (g plainGraph) degrees(party int) (from, to network.Degree) {
	for p, ends := range g.from {
		for _, e := range ends {
			if p == party {
				from.Ties, from.Weight = from.Ties+1, from.Weight+e.weight
			}
			if e.to == party {
				to.Ties, to.Weight = to.Ties+1, to.Weight+e.weight
			}
		}
	}
	return from, to
}

func drawGraphConfig(t *rapid.T) network.GraphConfig {
	c := network.GraphConfig{
		At:         rapid.SampledFrom(boundaries()).Draw(t, "at"),
		Undirected: rapid.Bool().Draw(t, "undirected"), Parallel: rapid.Bool().Draw(t, "parallel"),
	}
	if rapid.Bool().Draw(t, "of some kinds") {
		c.Kinds = rapid.SliceOf(rapid.SampledFrom(plainKinds())).Draw(t, "kinds")
	}
	if rapid.Bool().Draw(t, "of all times") {
		c.At = time.Time{}
	}
	return c
}

func mustGraph(t rapid.TB, s *network.Snapshot, c network.GraphConfig) *network.Graph {
	t.Helper()
	g, err := s.Graph(c)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// alike reports whether two numbers are alike but for rounding.
func alike(got, want float64) bool { return math.Abs(got-want) <= 1e-12*math.Abs(want) }

func TestAGraphHasTheTiesThatItsConfigAsksFor(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawNet(t), drawGraphConfig(t)
		before := c
		before.Kinds = slices.Clone(c.Kinds)
		got, want := mustGraph(t, mustBuild(t, n), c), n.graph(c)
		if diff := gocmp.Diff(before, c); diff != "" {
			t.Fatalf("the config was changed (-before +after):\n%s", diff)
		}
		if got.Parties() != len(want.ids) || got.Ties() != want.ties() {
			t.Fatalf("got %d parties and %d ties, want %d and %d", got.Parties(), got.Ties(), len(want.ids), want.ties())
		}
		for i, id := range want.ids {
			if n, ok := got.Number(id); !ok || n != i || got.ID(i) != id {
				t.Fatalf("got %d, %t as the number of %q, want %d", n, ok, id, i)
			}
			from, to := got.Degree(i)
			wantFrom, wantTo := want.degrees(i)
			if from.Ties != wantFrom.Ties || to.Ties != wantTo.Ties || !alike(from.Weight, wantFrom.Weight) || !alike(to.Weight, wantTo.Weight) {
				t.Fatalf("degrees of %q: got %v and %v, want %v and %v", id, from, to, wantFrom, wantTo)
			}
		}
	})
}

func TestAGraphOfAnUnknownKindIsRefused(t *testing.T) {
	t.Parallel()
	_, err := mustBuild(t, chainOf(2)).Graph(network.GraphConfig{Kinds: []relationship.KindName{"serves", "likes"}})
	if told, ok := errors.AsType[*relationship.OpError](err); !ok || !errors.Is(err, relationship.ErrInvalid) || told.Field != "Kinds[1]" {
		t.Errorf("got %v, want an error of Kinds[1]", err)
	}
	g := mustGraph(t, mustBuild(t, chainOf(2)), network.GraphConfig{Kinds: []relationship.KindName{}})
	if g.Ties() != 0 || g.Parties() != 2 {
		t.Errorf("got %d ties of no kind among %d parties", g.Ties(), g.Parties())
	}
}

// A seen network is all that is asked about one below, by IDs.
type seenNet struct {
	reached map[relationship.PartyID]map[relationship.PartyID]int // by how many ties
	ranks   map[relationship.PartyID]float64
	own     map[relationship.PartyID]float64 // personal to one party
	between map[relationship.PartyID]float64
	weak    map[relationship.PartyID]relationship.PartyID // the first party of the component
	strong  map[relationship.PartyID]relationship.PartyID
}

// see asks about the parties of a snapshot, with ranks that are personal to one.
func see(t rapid.TB, s *network.Snapshot, parties []relationship.PartyID, home relationship.PartyID) seenNet {
	t.Helper()
	path, err := network.ParsePath("(serves|^advises)+/knows?|self", s.Kinds())
	if err != nil {
		t.Fatal(err)
	}
	g := mustGraph(t, s, network.GraphConfig{})
	ranks, err := g.Rank(network.RankConfig{Weighted: true, Tolerance: 1e-14})
	own, ownErr := g.Rank(network.RankConfig{Weighted: true, Restart: []relationship.PartyID{home}, Tolerance: 1e-14})
	between, betweenErr := g.Betweenness(network.BetweennessConfig{})
	if err := errors.Join(err, ownErr, betweenErr); err != nil {
		t.Fatal(err)
	}
	out := seenNet{map[relationship.PartyID]map[relationship.PartyID]int{}, map[relationship.PartyID]float64{}, map[relationship.PartyID]float64{}, map[relationship.PartyID]float64{}, firstOf(g, g.WeakComponents()), firstOf(g, g.StrongComponents())}
	for _, id := range parties {
		r, err := s.Reach(path, network.Bounds{}, id)
		if err != nil {
			t.Fatal(err)
		}
		out.reached[id] = map[relationship.PartyID]int{}
		for _, f := range r.Parties {
			out.reached[id][f.Party] = len(f.Way)
		}
		i, _ := g.Number(id)
		out.ranks[id], out.own[id], out.between[id] = ranks.Share[i], own.Share[i], between.Score[i]
	}
	for _, of := range []map[relationship.PartyID]relationship.PartyID{out.weak, out.strong} {
		maps.DeleteFunc(of, func(id, _ relationship.PartyID) bool { return !slices.Contains(parties, id) })
	}
	return out
}

// firstOf returns the party with the lowest ID in the component of each.
func firstOf(g *network.Graph, c network.Components) map[relationship.PartyID]relationship.PartyID {
	out := map[relationship.PartyID]relationship.PartyID{}
	for i, of := range c.Of {
		out[g.ID(i)] = g.ID(int(of))
	}
	return out
}

// renamed returns the answers with other IDs in place of those.
func (n seenNet) renamed(names map[relationship.PartyID]relationship.PartyID) seenNet {
	out := seenNet{map[relationship.PartyID]map[relationship.PartyID]int{}, rekeyed(n.ranks, names), rekeyed(n.own, names), rekeyed(n.between, names), relabelled(n.weak, names), relabelled(n.strong, names)}
	for id, r := range n.reached {
		out.reached[names[id]] = rekeyed(r, names)
	}
	return out
}

func rekeyed[V any](m map[relationship.PartyID]V, names map[relationship.PartyID]relationship.PartyID) map[relationship.PartyID]V {
	out := map[relationship.PartyID]V{}
	for id, v := range m {
		out[names[id]] = v
	}
	return out
}

// relabelled renames the parties of components, each of which is called after its first.
func relabelled(m, names map[relationship.PartyID]relationship.PartyID) map[relationship.PartyID]relationship.PartyID {
	first := map[relationship.PartyID]relationship.PartyID{}
	for id, of := range m {
		if now, ok := first[of]; !ok || names[id] < now {
			first[of] = names[id]
		}
	}
	out := map[relationship.PartyID]relationship.PartyID{}
	for id, of := range m {
		out[names[id]] = first[of]
	}
	return out
}

// mustSeeTheSame compares answers, ranks to 12 digits behind the point and betweenness to 9.
func mustSeeTheSame(t rapid.TB, got, want seenNet) {
	t.Helper()
	within := func(tolerance float64) gocmp.Option {
		return gocmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) <= tolerance })
	}
	for _, part := range []struct{ name, diff string }{
		{"reached", gocmp.Diff(want.reached, got.reached)},
		{"ranks", gocmp.Diff(want.ranks, got.ranks, within(1e-12))},
		{"personal ranks", gocmp.Diff(want.own, got.own, within(1e-12))},
		{"betweenness", gocmp.Diff(want.between, got.between, within(1e-9))},
		{"weak components", gocmp.Diff(want.weak, got.weak)},
		{"strong components", gocmp.Diff(want.strong, got.strong)},
	} {
		if part.diff != "" {
			t.Fatalf("%s (-want +got):\n%s", part.name, part.diff)
		}
	}
}

func TestNamingPartiesAnewChangesNothingButNames(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawNet(t)
		names := map[relationship.PartyID]relationship.PartyID{}
		for i, name := range rapid.Permutation(plainIDs()).Draw(t, "names")[:len(n.parties)] {
			names[n.parties[i]] = name
		}
		other := plainNet{}
		for _, id := range n.parties {
			other.parties = append(other.parties, names[id])
		}
		for _, tie := range n.ties {
			tie.From, tie.To = names[tie.From], names[tie.To]
			other.ties = append(other.ties, tie)
		}
		home := rapid.SampledFrom(n.parties).Draw(t, "home")
		want := see(t, mustBuild(t, n), n.parties, home).renamed(names)
		mustSeeTheSame(t, see(t, mustBuild(t, other), other.parties, names[home]), want)
	})
}

// drawUnrelated returns a network and the same with another component, the IDs of which lie between.
func drawUnrelated(t *rapid.T) (n, more plainNet) {
	n = drawNet(t)
	second := drawNet(t)
	far := func(id relationship.PartyID) relationship.PartyID { return id + "+" }
	more.parties = slices.Clone(n.parties)
	for _, id := range second.parties {
		more.parties = append(more.parties, far(id))
	}
	more.ties = slices.Clone(n.ties)
	for _, tie := range second.ties {
		tie.ID, tie.From, tie.To = tie.ID+"+", far(tie.From), far(tie.To)
		more.ties = append(more.ties, tie)
	}
	slices.SortFunc(more.ties, func(a, b plainTie) int { return cmp.Compare(a.ID, b.ID) })
	return n, more
}

func TestAnUnrelatedComponentChangesNoAnswerAboutTheRest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, more := drawUnrelated(t)
		home := rapid.SampledFrom(n.parties).Draw(t, "home")
		alone, beside := mustBuild(t, n), mustBuild(t, more)
		want, got := see(t, alone, n.parties, home), see(t, beside, n.parties, home)
		want.ranks, got.ranks = nil, nil // shares of the whole
		mustSeeTheSame(t, got, want)
		path := mustParsePath(t, "(serves|^knows|advises)*")
		at := rapid.SampledFrom(boundaries()).Draw(t, "at")
		for _, id := range n.parties {
			mustReachAlike(t, alone, beside, path, network.Bounds{At: at, FanOut: 3}, id)
			a, errA := alone.Around(id, at)
			b, errB := beside.Around(id, at)
			if err := errors.Join(errA, errB); err != nil || !slices.Equal(a, b) {
				t.Fatalf("around %q: got %v, want %v, %v", id, b, a, err)
			}
		}
	})
}

// mustReachAlike compares what two snapshots reach to the last step, in order.
func mustReachAlike(t rapid.TB, want, got *network.Snapshot, path network.Path, b network.Bounds, from relationship.PartyID) {
	t.Helper()
	r, err := want.Reach(path, b, from)
	also, alsoErr := got.Reach(path, b, from)
	if diff := gocmp.Diff(r, also); diff != "" || errors.Join(err, alsoErr) != nil {
		t.Fatalf("from %q: %v, %v (-want +got):\n%s", from, err, alsoErr, diff)
	}
}

func mustParsePath(t rapid.TB, text string) network.Path {
	t.Helper()
	p, err := network.ParsePath(text, relationship.ReadyKinds())
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", text, err))
	}
	return p
}
