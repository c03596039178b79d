package peers_test

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// A pair is one network on both sides.
type pair struct {
	columns network.Columns
	peer    peer
	kith    kith
}

// inEach runs a test on a network that hangs together and on one that falls into many parts and has
// parties without ties.
func inEach(t *testing.T, test func(*testing.T, pair)) {
	t.Helper()
	for name, ties := range map[string]int{"dense": 1e4, "sparse": 500} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := madeUp(1000, ties)
			test(t, pair{c, loadPeer(c), newKith(t, c, cores)})
		})
	}
}

// place returns the place in the columns of the party with a number in Kith's graph.
func (p pair) place(t testing.TB, number int) int64 {
	t.Helper()
	place, ok := slices.BinarySearch(p.columns.Parties, p.kith.graph.ID(number))
	if !ok {
		t.Fatal("a party is missing")
	}
	return int64(place)
}

func TestBothSidesHoldTheSameTies(t *testing.T) {
	t.Parallel()
	inEach(t, func(t *testing.T, p pair) {
		for n := range p.kith.graph.Parties() {
			at := p.place(t, n)
			from, to := p.kith.graph.Degree(n)
			if got, want := from, p.degree(at); got != want {
				t.Errorf("ties from party %d: got %v, gonum has %v", at, got, want)
			}
			if got, want := to.Ties, p.peer.graph.To(at).Len(); got != want {
				t.Errorf("ties to party %d: got %d, gonum has %d", at, got, want)
			}
		}
		if got, want := p.kith.graph.Parties(), p.peer.graph.Nodes().Len(); got != want {
			t.Errorf("got %d parties, gonum has %d", got, want)
		}
	})
}

// degree returns how many ties gonum has from a party, and what they weigh together.
func (p pair) degree(from int64) network.Degree {
	var d network.Degree
	for to := p.peer.graph.From(from); to.Next(); {
		d.Ties++
		d.Weight += p.peer.graph.WeightedEdge(from, to.Node().ID()).Weight()
	}
	return d
}

func TestBothSidesRankAlike(t *testing.T) {
	t.Parallel()
	inEach(t, func(t *testing.T, p pair) {
		for _, weighted := range []bool{false, true} {
			for _, tolerance := range []float64{1e-6, 1e-13} {
				got, want := p.kith.rank(t, weighted, tolerance), p.peer.rank(weighted, tolerance)
				if off, most := p.apart(t, got, want), stopAllows(tolerance, len(got)); off > most {
					t.Errorf("to %g, weighted %t: %g apart in all, want at most %g", tolerance, weighted, off, most)
				}
			}
		}
	})
}

func TestBothSidesRankTheSameTenHighest(t *testing.T) {
	t.Parallel()
	inEach(t, func(t *testing.T, p pair) {
		ranks := p.peer.rank(false, 1e-13)
		want := slices.SortedFunc(maps.Keys(ranks), func(a, b int64) int { return cmp.Compare(ranks[b], ranks[a]) })
		var got []int64
		for _, n := range (network.Ranks{Share: p.kith.rank(t, false, 1e-13)}).Top(10) {
			got = append(got, p.place(t, n))
		}
		if !slices.Equal(got, want[:10]) {
			t.Errorf("got %v, gonum has %v", got, want[:10])
		}
	})
}

// apart returns by how much the ranks of the two sides differ in all.
func (p pair) apart(t testing.TB, kith []float64, peer map[int64]float64) float64 {
	t.Helper()
	sum := 0.0
	for n, rank := range kith {
		sum += math.Abs(rank - peer[p.place(t, n)])
	}
	return sum
}

// stopAllows is how far apart in all two rankings of n parties can be, of which one stops on the
// 2-norm of the change and the other on the 1-norm.
func stopAllows(tolerance float64, n int) float64 {
	const damping = 0.85
	return tolerance * (1 + math.Sqrt(float64(n))) / (1 - damping)
}

func TestBothSidesFindTheSameWeakComponents(t *testing.T) {
	t.Parallel()
	inEach(t, func(t *testing.T, p pair) {
		got, want := p.kith.graph.WeakComponents(), p.peer.weakComponents()
		if got.Count != len(want) {
			t.Fatalf("got %d, gonum has %d", got.Count, len(want))
		}
		for _, component := range want {
			seen := make(map[uint32]bool)
			for _, n := range component {
				number, _ := p.kith.graph.Number(p.columns.Parties[n.ID()])
				seen[got.Of[number]] = true
			}
			if len(seen) != 1 {
				t.Errorf("a component of gonum's is %d here", len(seen))
			}
		}
	})
}

func TestBothSidesFindTheSameBetweenness(t *testing.T) {
	t.Parallel()
	inEach(t, func(t *testing.T, p pair) {
		want := p.peer.betweenness()
		for n, got := range p.kith.betweenness(t) {
			at := p.place(t, n)
			if math.Abs(got-want[at]) > 1e-9*max(1, want[at]) {
				t.Errorf("party %d: got %v, gonum has %v", at, got, want[at])
			}
		}
	})
}

func TestBothSidesReachTheSamePartiesInTwoHops(t *testing.T) {
	t.Parallel()
	inEach(t, func(t *testing.T, p pair) {
		w := p.kith.twoHops(t)
		one, two := bit(t, first), bit(t, second)
		for at, id := range p.columns.Parties {
			want := p.peer.twoHops(int64(at), one, two)
			got := w.From(p.kith.number(t, id))
			for _, n := range got {
				place, _ := slices.BinarySearch(p.columns.Parties, p.kith.snapshot.ID(n))
				if _, ok := want[int64(place)]; !ok {
					t.Errorf("from party %d: gonum does not reach %d", at, place)
				}
			}
			if len(got) != len(want) {
				t.Errorf("from party %d: got %d, gonum reaches %d", at, len(got), len(want))
			}
		}
	})
}

// bit returns the bit that stands for a kind in a joined tie.
func bit(t testing.TB, kind relationship.KindName) uint8 {
	t.Helper()
	place := slices.Index(kinds(), kind)
	if place < 0 {
		t.Fatalf("there is no kind %s", kind)
	}
	return 1 << place
}

func TestBothSidesFindWaysOfTheSameLength(t *testing.T) {
	t.Parallel()
	inEach(t, func(t *testing.T, p pair) {
		for _, ends := range endsOf(p.columns, 100) {
			from, to := p.columns.Parties[ends[0]], p.columns.Parties[ends[1]]
			got, want := p.kith.way(t, from, to), p.peer.way(int64(ends[0]), int64(ends[1]))
			if len(got) != max(0, len(want)-1) {
				t.Errorf("between parties %v: got %d ties, gonum has %v", ends, len(got), want)
			}
			at := from
			for _, step := range got {
				if step.From != at {
					t.Errorf("between parties %v: the way is broken", ends)
				}
				at = step.To
			}
			if len(got) > 0 && at != to {
				t.Errorf("between parties %v: the way ends elsewhere", ends)
			}
			for i := range max(0, len(want)-1) {
				if !p.peer.graph.HasEdgeBetween(want[i], want[i+1]) {
					t.Errorf("between parties %v: gonum's way is broken", ends)
				}
			}
		}
	})
}
