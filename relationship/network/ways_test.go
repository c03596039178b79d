package network_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// drawTies draws which ties count.
func drawTies(t *rapid.T) network.Ties {
	return network.Ties{
		Kinds: rapid.SampledFrom([][]relationship.KindName{nil, nil, {"serves"}, {"knows", "advises"}, {}}).Draw(t, "kinds"),
		At:    rapid.SampledFrom(append(boundaries(), time.Time{}, time.Time{})).Draw(t, "at"),
	}
}

// counting returns the ties that count, in the order of their IDs.
func (n plainNet) counting(c network.Ties) []plainTie {
	var out []plainTie
	for _, t := range n.ties {
		if (c.Kinds == nil || slices.Contains(c.Kinds, t.Kind)) && (c.At.IsZero() || t.Holds(c.At)) {
			out = append(out, t)
		}
	}
	return out
}

// distances returns how many ties each party is away from one, as far as it is connected.
func (n plainNet) distances(from relationship.PartyID, c network.Ties) map[relationship.PartyID]int {
	away := map[relationship.PartyID]int{from: 0}
	for range n.parties {
		for _, t := range n.counting(c) {
			for _, ends := range [][2]relationship.PartyID{{t.From, t.To}, {t.To, t.From}} {
				d, known := away[ends[0]]
				if old, met := away[ends[1]]; known && (!met || d+1 < old) {
					away[ends[1]] = d + 1
				}
			}
		}
	}
	return away
}

// mustBeWay fails unless steps are ties that count, each beginning where the one before ended.
func mustBeWay(t *rapid.T, n plainNet, c network.Ties, from, to relationship.PartyID, way []network.Step) {
	t.Helper()
	for _, step := range way {
		if step.From != from {
			t.Fatalf("a step begins at %q, want %q", step.From, from)
		}
		mustBeStep(t, n, c, step)
		from = step.To
	}
	if from != to {
		t.Fatalf("the way ends at %q, want %q", from, to)
	}
}

func mustBeStep(t *rapid.T, n plainNet, c network.Ties, step network.Step) {
	t.Helper()
	i := slices.IndexFunc(n.ties, func(x plainTie) bool { return x.ID == step.Tie })
	if i < 0 {
		t.Fatalf("there is no tie %q", step.Tie)
	}
	x := n.ties[i]
	ends := [2]relationship.PartyID{x.From, x.To}
	walked := [2]relationship.PartyID{step.From, step.To}
	fits := ends == walked && step.Side == relationship.FromSide ||
		x.From == step.To && x.To == step.From && (step.Side == relationship.ToSide) != mutual(x.Kind)
	if !fits || x.Kind != step.Kind || x.weight != step.Weight || !slices.ContainsFunc(n.counting(c), func(y plainTie) bool { return y.ID == x.ID }) {
		t.Fatalf("got the step %+v of the tie %+v", step, x.Tie)
	}
}

func TestTheShortestWayIsAsShortAsLookingEverywhereFinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawNet(t), drawTies(t)
		s := mustBuild(t, n)
		for _, from := range n.parties {
			away := n.distances(from, c)
			for _, to := range n.parties {
				way, found, err := s.Shortest(from, to, c)
				if err != nil {
					t.Fatal(err)
				}
				d, connected := away[to]
				if found != connected || len(way) != d {
					t.Fatalf("from %q to %q: got %d ties, found: %t; want %d, %t", from, to, len(way), found, d, connected)
				}
				if found {
					mustBeWay(t, n, c, from, to, way)
				}
				again, _, _ := s.Shortest(from, to, c)
				if diff := cmp.Diff(way, again); diff != "" {
					t.Fatalf("asked again, the way is another one:\n%s", diff)
				}
			}
		}
	})
}

func TestMutualPartiesAreThoseTiedWithBoth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawNet(t), drawTies(t)
		s := mustBuild(t, n)
		party := rapid.SampledFrom(n.parties)
		a, b := party.Draw(t, "a"), party.Draw(t, "b")
		between := func(x, y relationship.PartyID) int {
			count := 0
			for _, tie := range n.counting(c) {
				if tie.From == x && tie.To == y || tie.From == y && tie.To == x {
					count++
				}
			}
			return count
		}
		got, err := s.Mutual(a, b, c)
		if err != nil {
			t.Fatal(err)
		}
		var found []relationship.PartyID
		for _, m := range got {
			found = append(found, m.Party)
			if len(m.First) != between(a, m.Party) || len(m.Second) != between(m.Party, b) {
				t.Fatalf("%q: got %d and %d ties", m.Party, len(m.First), len(m.Second))
			}
			for i := range m.First {
				mustBeWay(t, n, c, a, m.Party, m.First[i:i+1])
			}
			for i := range m.Second {
				mustBeWay(t, n, c, m.Party, b, m.Second[i:i+1])
			}
		}
		var want []relationship.PartyID
		for _, p := range slices.Sorted(slices.Values(n.parties)) {
			if p != a && p != b && between(a, p) > 0 && between(p, b) > 0 {
				want = append(want, p)
			}
		}
		if !slices.Equal(found, want) {
			t.Fatalf("got %q, want %q", found, want)
		}
	})
}

func TestWaysOfUnknownPartiesAndKindsAreRefused(t *testing.T) {
	t.Parallel()
	s := mustBuild(t, plainNet{parties: ids("a", "b")})
	unknown := network.Ties{Kinds: []relationship.KindName{"serves", "nonsense"}}
	for name, ask := range map[string]func(a, b relationship.PartyID, c network.Ties) error{
		"shortest": func(a, b relationship.PartyID, c network.Ties) error {
			_, _, err := s.Shortest(a, b, c)
			return err
		},
		"mutual": func(a, b relationship.PartyID, c network.Ties) error {
			_, err := s.Mutual(a, b, c)
			return err
		},
		"introductions": func(a, b relationship.PartyID, c network.Ties) error {
			_, err := s.Introductions(network.Introduce{From: ids(a), To: b, Ties: c})
			return err
		},
	} {
		for _, ends := range [][2]relationship.PartyID{{"a", "z"}, {"z", "b"}, {"z", "z"}} {
			err := ask(ends[0], ends[1], network.Ties{})
			if told, ok := errors.AsType[*relationship.OpError](err); !ok || told.ID != "z" || !errors.Is(err, relationship.ErrNotFound) {
				t.Errorf("%s from %q to %q: got %v", name, ends[0], ends[1], err)
			}
		}
		err := ask("a", "b", unknown)
		if told, ok := errors.AsType[*relationship.OpError](err); !ok || told.Field != "Ties.Kinds[1]" || !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s over an unknown kind: got %v", name, err)
		}
		if err := ask("a", "b", network.Ties{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
