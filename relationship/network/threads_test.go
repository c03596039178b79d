package network_test

import (
	"cmp"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

func TestThreadsAreTheTiesWithWhichAPathCanEnd(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawNet(t), network.Ties{At: drawTies(t).At}
		s := mustBuild(t, n)
		us := rapid.SampledFrom(n.parties).Draw(t, "us")
		got, truncated, err := s.Threads(mustParsePath(t, "serves/(^advises|knows)"), network.Bounds{At: c.At}, us)
		if err != nil || truncated {
			t.Fatal(truncated, err)
		}
		near := map[relationship.PartyID]bool{}
		for _, tie := range n.counting(c) {
			if tie.Kind == "serves" && tie.From == us {
				near[tie.To] = true
			}
		}
		ties, by := map[relationship.PartyID]int{}, map[relationship.PartyID]map[relationship.PartyID]bool{}
		ends := func(from, to relationship.PartyID) {
			if near[from] {
				ties[to]++
				if by[to] == nil {
					by[to] = map[relationship.PartyID]bool{}
				}
				by[to][from] = true
			}
		}
		for _, tie := range n.counting(c) {
			switch {
			case tie.Kind == "advises":
				ends(tie.To, tie.From)
			case tie.Kind == "knows":
				ends(tie.From, tie.To)
				if tie.From != tie.To {
					ends(tie.To, tie.From)
				}
			}
		}
		if len(got) != len(ties) {
			t.Fatalf("got %d threads, want %d", len(got), len(ties))
		}
		if !slices.IsSortedFunc(got, func(a, b network.Thread) int {
			return cmp.Or(cmp.Compare(a.Ties, b.Ties), cmp.Compare(a.By, b.By), cmp.Compare(a.Party, b.Party))
		}) {
			t.Fatalf("out of order: %+v", got)
		}
		for _, x := range got {
			if x.Ties != ties[x.Party] || x.By != len(by[x.Party]) || x.Single() != (ties[x.Party] == 1) || len(x.Last) != min(2, x.Ties) {
				t.Fatalf("%q: got %+v, want %d ties from %d", x.Party, x, ties[x.Party], len(by[x.Party]))
			}
			for i, step := range x.Last {
				mustBeWay(t, n, c, step.From, x.Party, x.Last[i:i+1])
			}
		}
	})
}

func TestThreadsKeepTheirRules(t *testing.T) {
	t.Parallel()
	n := plainNet{parties: ids("a", "b", "c"), ties: []plainTie{plainOf("t1", "serves", "a", "b"), plainOf("t2", "serves", "a", "c")}}
	s := mustBuild(t, n)
	if got, _, err := s.Threads(mustParsePath(t, "serves?"), network.Bounds{}, "a"); err != nil || len(got) != 3 || got[0].Party != "a" || got[0].Ties != 0 || got[0].Single() {
		t.Errorf("a path that may follow no tie: got %+v, %v", got, err)
	}
	if got, truncated, err := s.Threads(mustParsePath(t, "serves"), network.Bounds{Most: 1}, "a"); err != nil || !truncated || len(got) != 1 {
		t.Errorf("at a bound: got %+v, truncated: %t, %v", got, truncated, err)
	}
	if _, _, err := s.Threads(mustParsePath(t, "serves"), network.Bounds{}, "z"); !errors.Is(err, relationship.ErrNotFound) {
		t.Errorf("from nobody: got %v", err)
	}
	if _, _, err := s.Threads(network.Path{}, network.Bounds{}, "a"); !errors.Is(err, relationship.ErrInvalid) {
		t.Errorf("without a path: got %v", err)
	}
}
