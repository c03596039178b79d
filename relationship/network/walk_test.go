package network_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

func mustPath(t testing.TB, text string) network.Path {
	t.Helper()
	p, err := network.ParsePath(text, relationship.ReadyKinds())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func walkerOf(t testing.TB, s *network.Snapshot, text string, b network.Bounds) *network.Walker {
	t.Helper()
	w, err := s.Walker(mustPath(t, text), b)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// reached returns whom a path leads to, and whether it was cut short.
func reached(t testing.TB, s *network.Snapshot, text string, b network.Bounds, from ...relationship.PartyID) ([]relationship.PartyID, bool) {
	t.Helper()
	r, err := s.Reach(mustPath(t, text), b, from...)
	if err != nil {
		t.Fatal(err)
	}
	var out []relationship.PartyID
	for _, f := range r.Parties {
		out = append(out, f.Party)
	}
	return out, r.Truncated
}

// chainOf returns parties each of whom serves the next.
func chainOf(parties int) plainNet {
	n := plainNet{}
	for i := range parties {
		n.parties = append(n.parties, relationship.PartyID(fmt.Sprintf("p%06d", i)))
		if i > 0 {
			n.ties = append(n.ties, plainOf(relationship.TieID(fmt.Sprintf("t%06d", i)), "serves", n.parties[i-1], n.parties[i]))
		}
	}
	return n
}

func TestBoundsThatAreNotGivenAreSixteenTiesAndAMillion(t *testing.T) {
	t.Parallel()
	s := mustBuild(t, chainOf(18))
	for length, want := range map[int]struct {
		parties   int
		truncated bool
	}{0: {16, true}, 1: {1, true}, 16: {16, true}, 17: {17, false}, 18: {17, false}} {
		got, truncated := reached(t, s, "serves+", network.Bounds{Length: length}, "p000000")
		if len(got) != want.parties || truncated != want.truncated {
			t.Errorf("with Length %d: got %d parties, truncated %t, want %d, %t", length, len(got), truncated, want.parties, want.truncated)
		}
	}
	// Behind the last tie that is followed, none leads on: nothing is missing.
	if got, truncated := reached(t, s, "serves{2}", network.Bounds{Length: 2}, "p000000"); len(got) != 1 || truncated {
		t.Errorf("got %q, truncated %t of a path as long as it may be", got, truncated)
	}
}

func TestFanOutFollowsTheFirstTiesOfEachKindFromEachParty(t *testing.T) {
	t.Parallel()
	held := relationship.Stint{From: dayOf(2)}
	n := plainNet{parties: ids("a", "b", "c", "d", "x")}
	for i, to := range ids("d", "b", "b", "c") {
		n.ties = append(n.ties, plainOf(relationship.TieID(fmt.Sprint("t", i)), "serves", "x", to))
	}
	n.ties = append(n.ties, plainOf("t9", "knows", "x", "a"))
	n.ties[1].Stints = []relationship.Stint{held} // one of the two with b
	s := mustBuild(t, n)
	tests := []struct {
		fanOut    int
		at        time.Time
		want      []relationship.PartyID
		truncated bool
	}{
		{1, time.Time{}, ids("b", "a"), true},
		{2, time.Time{}, ids("b", "a"), true}, // both ties lead to b
		{3, time.Time{}, ids("b", "c", "a"), true},
		{4, time.Time{}, ids("b", "c", "d", "a"), false},
		{2, dayOf(1), ids("b", "c", "a"), true}, // ties that do not hold are not counted
		{3, dayOf(1), ids("b", "c", "d", "a"), false},
		{3, dayOf(2), ids("b", "c", "a"), true},
	}
	for _, test := range tests {
		got, truncated := reached(t, s, "serves|knows", network.Bounds{FanOut: test.fanOut, At: test.at}, "x")
		if !slices.Equal(got, test.want) || truncated != test.truncated {
			t.Errorf("FanOut %d at %v: got %q, truncated %t, want %q, %t", test.fanOut, test.at, got, truncated, test.want, test.truncated)
		}
	}
}

func TestAPathThatFollowsNoTieReachesTheStart(t *testing.T) {
	t.Parallel()
	s := mustBuild(t, chainOf(3))
	got, err := s.Reach(mustPath(t, "serves*"), network.Bounds{Most: 2}, "p000001", "p000000", "p000001")
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Parties) != 2 || got.Parties[0].Party != "p000001" || got.Parties[0].Way != nil || got.Parties[1].Party != "p000000" || !got.Truncated {
		t.Errorf("got %+v, want the two starts by no way, and that there is more", got)
	}
}

func TestStartsThatAreNotThereAreRefused(t *testing.T) {
	t.Parallel()
	s := mustBuild(t, chainOf(2))
	_, err := s.Reach(mustPath(t, "serves"), network.Bounds{}, "p000000", "nobody")
	if told, ok := errors.AsType[*relationship.OpError](err); !ok || !errors.Is(err, relationship.ErrNotFound) || told.ID != "nobody" {
		t.Errorf("got %v of a start that is not there", err)
	}
	if got, err := s.Reach(mustPath(t, "serves"), network.Bounds{}); err != nil || got.Parties != nil || got.Truncated {
		t.Errorf("got %v, %v from nobody", got, err)
	}
	w := walkerOf(t, s, "serves?", network.Bounds{})
	if got := w.From(2, 99, ^uint32(0)); len(got) != 0 || w.Truncated() {
		t.Errorf("got %v from numbers of no party", got)
	}
	if got := w.From(99, 0); !slices.Equal(got, []uint32{0, 1}) {
		t.Errorf("got %v from a party and a number of none", got)
	}
}

// Kinds between which there are many others, and long lists, are found by another search.
func TestTiesOfOneKindAreFoundAmongManyOthers(t *testing.T) {
	t.Parallel()
	for _, others := range []int{0, 1, 30, 31, 32, 33, 1000} {
		n := plainNet{parties: ids("x", "y", "z")}
		for i := range others {
			n.ties = append(n.ties, plainOf(relationship.TieID(fmt.Sprintf("a%04d", i)), "advises", "x", "z"), plainOf(relationship.TieID(fmt.Sprintf("s%04d", i)), "serves", "x", "z"))
		}
		n.ties = append(n.ties, plainOf("t", "knows", "y", "x"))
		slices.SortFunc(n.ties, func(a, b plainTie) int { return byID(a, b.ID) })
		s := mustBuild(t, n)
		for path, want := range map[string][]relationship.PartyID{"knows": ids("y"), "^insures": nil, "shops-for": nil, "introduced": nil} {
			if got, _ := reached(t, s, path, network.Bounds{}, "x"); !slices.Equal(got, want) {
				t.Errorf("among %d others, %s: got %q, want %q", 2*others, path, got, want)
			}
		}
		r, err := s.Reach(mustPath(t, "^serves"), network.Bounds{}, "z")
		if err != nil || others > 0 && (len(r.Parties) != 1 || r.Parties[0].Way[0].Tie != "s0000") {
			t.Errorf("among %d others: got %v, %v", 2*others, r, err)
		}
	}
}

func TestAWalkMakesNoMemory(t *testing.T) {
	n := datedNet(2000)
	s := mustBuild(t, n)
	for _, path := range []string{"serves/advises", "(serves|^knows)+", "serves?", "knows/^advises/self*"} {
		for _, b := range []network.Bounds{{}, {At: dayOf(1)}, {Length: 2, FanOut: 2, Most: 50}} {
			w := walkerOf(t, s, path, b)
			for start := range uint32(s.Parties()) {
				w.From(start)
			}
			start := uint32(0)
			if got := testing.AllocsPerRun(100, func() { w.From(start); start++ }); got != 0 {
				t.Errorf("%s within %v: got %v allocations a walk", path, b, got)
			}
		}
	}
}
