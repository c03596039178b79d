package network_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// A plainTie is a tie and what it weighs.
type plainTie struct {
	relationship.Tie
	weight float64
}

// A plainNet is a network as lists: what snapshots are made of, and compared with. Ties are in the order
// of their IDs.
type plainNet struct {
	parties []relationship.PartyID
	ties    []plainTie
}

// plainKinds are two directed kinds and two symmetric ones, not in order.
func plainKinds() []relationship.KindName {
	return []relationship.KindName{"serves", "knows", "advises", "self"}
}

func mutual(kind relationship.KindName) bool { return kind == "knows" || kind == "self" }

// plainIDs are IDs of which no two are the same.
func plainIDs() []relationship.PartyID {
	return []relationship.PartyID{"9", "10", "a", "A", "B", "ä", "a ", "aa", "ss", "ß", "~", "b"}
}

// hardInstants are those that are hard to keep; the zero one is among them.
func hardInstants() []time.Time {
	epoch := time.Unix(0, 0)
	return []time.Time{
		{}, time.Time{}.Add(1), time.Date(1402, 2, 28, 23, 0, 0, 1, time.UTC), time.Date(1678, 12, 31, 23, 59, 59, 999999999, time.UTC),
		time.Date(1679, 1, 1, 0, 0, 0, 0, time.UTC), epoch.Add(-1), epoch, epoch.Add(1), time.Date(2026, 3, 1, 0, 0, 0, 0, time.FixedZone("far", 14*3600)),
		time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 1, 0, 0, 0, 1, time.UTC), time.Date(2261, 12, 31, 23, 59, 59, 999999999, time.UTC),
		time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC),
	}
}

// boundaries are the hard instants, and those just before and after.
func boundaries() []time.Time {
	var out []time.Time
	for _, t := range hardInstants() {
		if out = append(out, t); !t.IsZero() {
			out = append(out, t.Add(-1), t.Add(1))
		}
	}
	return out
}

func drawStint(t *rapid.T) relationship.Stint {
	s := relationship.Stint{
		From: rapid.SampledFrom(hardInstants()).Draw(t, "from"),
		To:   rapid.SampledFrom(hardInstants()).Draw(t, "to"),
	}
	if !s.To.IsZero() && !s.From.Before(s.To) {
		s.To = time.Time{}
	}
	return s
}

// drawNet draws a small network with all that is odd: ties of a party with itself, several between
// the same two, symmetric ones in either direction.
func drawNet(t *rapid.T) plainNet {
	n := plainNet{parties: rapid.Permutation(plainIDs()).Draw(t, "parties")}
	n.parties = n.parties[rapid.IntRange(0, len(n.parties)-1).Draw(t, "left out"):]
	party := rapid.SampledFrom(n.parties)
	for i := range rapid.IntRange(0, 60).Draw(t, "ties") {
		n.ties = append(n.ties, plainTie{relationship.Tie{
			ID:   relationship.TieID(fmt.Sprintf("t%05d", i)),
			Kind: rapid.SampledFrom(plainKinds()).Draw(t, "kind"),
			From: party.Draw(t, "from"), To: party.Draw(t, "to"),
			Stints: []relationship.Stint{drawStint(t)},
		}, float64(rapid.SampledFrom([]float32{0, 1, 2, 0.1, 1e-30, 1e30, math.MaxFloat32}).Draw(t, "weight"))})
	}
	return n
}

// columns returns the network as columns, each tie with instants of its own.
func (n plainNet) columns() network.Columns {
	c := network.Columns{Parties: n.parties, Kinds: plainKinds()}
	place := map[relationship.PartyID]uint32{}
	for i, id := range n.parties {
		place[id] = uint32(i)
	}
	for i, t := range n.ties {
		c.From, c.To = append(c.From, place[t.From]), append(c.To, place[t.To])
		c.Kind = append(c.Kind, uint16(slices.Index(c.Kinds, t.Kind)))
		c.Weight = append(c.Weight, float32(t.weight))
		c.Since, c.Until = append(c.Since, uint32(2*i)), append(c.Until, uint32(2*i+1))
		c.Instants = append(c.Instants, t.Stints[0].From, t.Stints[0].To)
	}
	return c
}

// nameless returns the network with ties without IDs, as those of columns are.
func (n plainNet) nameless() plainNet {
	n.ties = slices.Clone(n.ties)
	for i := range n.ties {
		n.ties[i].ID = ""
	}
	return n
}

// around returns what Snapshot.Around should.
func (n plainNet) around(party relationship.PartyID, at time.Time) []network.Step {
	var out, in []network.Step
	for _, t := range n.ties {
		if !at.IsZero() && !t.Holds(at) {
			continue
		}
		step := network.Step{Tie: t.ID, Kind: t.Kind, From: party, To: t.To, Weight: t.weight}
		switch {
		case t.From == party:
			out = append(out, step)
		case t.To == party && mutual(t.Kind):
			step.To = t.From
			out = append(out, step)
		case t.To == party:
			step.To, step.Side = t.From, relationship.ToSide
			in = append(in, step)
		}
	}
	for _, steps := range [][]network.Step{out, in} {
		slices.SortStableFunc(steps, func(a, b network.Step) int {
			return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.To, b.To))
		})
	}
	return append(out, in...)
}

// mustShow compares what a snapshot shows with the network that it was made of.
func mustShow(t rapid.TB, s *network.Snapshot, want plainNet, instants ...time.Time) {
	t.Helper()
	if s.Parties() != len(want.parties) || s.Ties() != len(want.ties) {
		t.Fatalf("got %d parties and %d ties, want %d and %d", s.Parties(), s.Ties(), len(want.parties), len(want.ties))
	}
	for _, id := range want.parties {
		if n, ok := s.Number(id); !ok || s.ID(n) != id {
			t.Fatalf("got %d, %t as the number of %q", n, ok, id)
		}
		for _, at := range append(instants, time.Time{}) {
			got, err := s.Around(id, at)
			if err != nil {
				t.Fatal(err)
			}
			if should := want.around(id, at); !slices.Equal(got, should) {
				t.Fatalf("around %q at %v (-want +got):\n%s", id, at, gocmp.Diff(should, got))
			}
		}
	}
}

func mustLoad(t rapid.TB, c network.Columns, cfg network.Config) *network.Snapshot {
	t.Helper()
	s, err := network.Load(c, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestALoadedSnapshotShowsWhatItsColumnsSay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawNet(t)
		c := n.columns()
		switch rapid.IntRange(0, 3).Draw(t, "left out") {
		case 0:
			c.Weight = nil
			for i := range n.ties {
				n.ties[i].weight = 1
			}
		case 1:
			c.Since, c.Until, c.Instants = nil, nil, nil
			for i := range n.ties {
				n.ties[i].Stints = []relationship.Stint{{}}
			}
		}
		before := c
		before.From, before.Parties, before.Instants = slices.Clone(c.From), slices.Clone(c.Parties), slices.Clone(c.Instants)
		mustShow(t, mustLoad(t, c, network.Config{}), n.nameless(), boundaries()...)
		if diff := gocmp.Diff(before, c); diff != "" {
			t.Fatalf("Load changed its columns (-before +after):\n%s", diff)
		}
	})
}

func TestPartiesInAnyOrderGiveOneSnapshot(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawNet(t)
		other := n
		other.parties = slices.Sorted(slices.Values(n.parties))
		a, b := mustLoad(t, n.columns(), network.Config{}), mustLoad(t, other.columns(), network.Config{})
		for i, id := range other.parties {
			if a.ID(uint32(i)) != id || b.ID(uint32(i)) != id {
				t.Fatalf("got %q and %q as number %d, want %q", a.ID(uint32(i)), b.ID(uint32(i)), i, id)
			}
		}
		mustShow(t, a, other.nameless())
	})
}

// TestLongListsAreInOrder has lists of all lengths at which another way of sorting is chosen.
func TestLongListsAreInOrder(t *testing.T) {
	t.Parallel()
	for _, ties := range []int{23, 24, 25, 33, 5000, 65535, 65536} {
		n := plainNet{}
		for i := range 300 {
			n.parties = append(n.parties, relationship.PartyID(fmt.Sprintf("p%03d", i)))
		}
		c := network.Columns{Parties: n.parties, Kinds: plainKinds()}
		for i := range ties {
			c.From, c.To = append(c.From, 7), append(c.To, uint32(i*i%299))
			c.Kind, c.Weight = append(c.Kind, uint16(i%3)), append(c.Weight, float32(i))
			n.ties = append(n.ties, plainTie{relationship.Tie{Kind: c.Kinds[i%3], From: "p007", To: n.parties[i*i%299]}, float64(i)})
		}
		s := mustLoad(t, c, network.Config{})
		for _, id := range []relationship.PartyID{"p007", "p001"} {
			got, err := s.Around(id, time.Time{})
			if err != nil || !slices.Equal(got, n.around(id, time.Time{})) {
				t.Errorf("with %d ties, %s: got %d steps out of order, %v", ties, id, len(got), err)
			}
		}
	}
}

func TestNothingMakesAnEmptySnapshot(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]network.Columns{
		"nothing":    {},
		"kinds only": {Kinds: plainKinds(), Weight: []float32{}, Since: []uint32{}, Until: []uint32{}},
	} {
		s := mustLoad(t, c, network.Config{})
		if s.Parties() != 0 || s.Ties() != 0 || s.ID(0) != "" || s.Seq() != 0 {
			t.Errorf("%s: got %d parties, %d ties", name, s.Parties(), s.Ties())
		}
		if _, err := s.Around("a", time.Time{}); !errors.Is(err, relationship.ErrNotFound) {
			t.Errorf("%s: got %v around a party that is not there", name, err)
		}
	}
}

func TestColumnsThatBreakARuleAreRefusedByTheirPlace(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, field string
		spoil       func(*network.Columns)
	}{
		{"To too short", "To", func(c *network.Columns) { c.To = c.To[:2] }},
		{"To missing", "To", func(c *network.Columns) { c.To = nil }},
		{"From too short", "To", func(c *network.Columns) { c.From = c.From[:2] }},
		{"Kind too long", "Kind", func(c *network.Columns) { c.Kind = append(c.Kind, 0) }},
		{"Weight too short", "Weight", func(c *network.Columns) { c.Weight = c.Weight[:1] }},
		{"Weight empty and not nil", "Weight", func(c *network.Columns) { c.Weight = []float32{} }},
		{"Since too short", "Since", func(c *network.Columns) { c.Since = c.Since[:1] }},
		{"Until too long", "Until", func(c *network.Columns) { c.Until = append(c.Until, 0) }},
		{"Since without Until", "Until", func(c *network.Columns) { c.Until = nil }},
		{"Until without Since", "Until", func(c *network.Columns) { c.Since = nil }},
		{"From out of range", "From[1]", func(c *network.Columns) { c.From[1] = 3 }},
		{"From far out of range", "From[2]", func(c *network.Columns) { c.From[2] = math.MaxUint32 }},
		{"To out of range", "To[0]", func(c *network.Columns) { c.To[0] = 3 }},
		{"Kind out of range", "Kind[2]", func(c *network.Columns) { c.Kind[2] = 2 }},
		{"no parties", "From[0]", func(c *network.Columns) { c.Parties = nil }},
		{"no kinds", "Kind[0]", func(c *network.Columns) { c.Kinds = nil }},
		{"a kind that is not known", "Kinds[1]", func(c *network.Columns) { c.Kinds[1] = "likes" }},
		{"an empty kind", "Kinds[0]", func(c *network.Columns) { c.Kinds[0] = "" }},
		{"a weight that is no number", "Weight[1]", func(c *network.Columns) { c.Weight[1] = float32(math.NaN()) }},
		{"a weight without bounds", "Weight[0]", func(c *network.Columns) { c.Weight[0] = float32(math.Inf(1)) }},
		{"a weight below 0", "Weight[2]", func(c *network.Columns) { c.Weight[2] = -1e-45 }},
		{"the first of two", "From[1]", func(c *network.Columns) { c.To[2], c.From[1] = 9, 9 }},
		{"Since out of range", "Since[1]", func(c *network.Columns) { c.Since[1] = 4 }},
		{"Until out of range", "Until[2]", func(c *network.Columns) { c.Until[2] = math.MaxUint32 }},
		{"no instants", "Since[0]", func(c *network.Columns) { c.Instants = nil }},
		{"Until before Since", "Until[0]", func(c *network.Columns) { c.Since[0], c.Until[0] = 2, 1 }},
		{"Until as Since", "Until[1]", func(c *network.Columns) { c.Since[1], c.Until[1] = 2, 2 }},
		{"Until as Since, in another zone", "Until[1]", func(c *network.Columns) {
			c.Instants[3] = c.Instants[2].In(time.FixedZone("far", 3600))
			c.Since[1], c.Until[1] = 2, 3
		}},
		{"a party twice", "Parties[2]", func(c *network.Columns) { c.Parties[2] = "b" }},
	}
	for _, test := range tests {
		c := network.Columns{
			Parties: []relationship.PartyID{"a", "b", "c"}, Kinds: []relationship.KindName{"serves", "knows"},
			From: []uint32{0, 1, 2}, To: []uint32{1, 2, 0}, Kind: []uint16{0, 1, 0}, Weight: []float32{1, 2, 3},
			Since: []uint32{0, 1, 2}, Until: []uint32{1, 2, 3}, Instants: []time.Time{{}, dayOf(1), dayOf(2), dayOf(3)},
		}
		mustLoad(t, c, network.Config{})
		test.spoil(&c)
		s, err := network.Load(c, network.Config{})
		told, ok := errors.AsType[*relationship.OpError](err)
		if s != nil || !ok || !errors.Is(err, relationship.ErrInvalid) || told.Room != "network" || told.Field != test.field {
			t.Errorf("%s: got %v, %v, want an error of %s", test.name, s, err, test.field)
		}
	}
}

func TestASpoiledPlaceIsFoundAmongManyWhateverEachDoes(t *testing.T) {
	t.Parallel()
	const ties = 300_000
	c := network.Columns{Parties: []relationship.PartyID{"a"}, Kinds: plainKinds(), Weight: make([]float32, ties)}
	c.From, c.To, c.Kind = make([]uint32, ties), make([]uint32, ties), make([]uint16, ties)
	c.Weight[70_000], c.To[140_000], c.From[ties-1] = -1, 1, 1
	for _, each := range []func(int, func(int)){nil, cores} {
		_, err := network.Load(c, network.Config{Each: each})
		if told, ok := errors.AsType[*relationship.OpError](err); !ok || told.Field != "Weight[70000]" {
			t.Errorf("got %v, want an error of Weight[70000]", err)
		}
	}
}

// dayOf returns the n-th day of a year.
func dayOf(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }

// A bench is what the helpers of tests need: a test of the standard library and one of rapid are both
// one.
type bench interface {
	rapid.TB
	Context() context.Context
}
