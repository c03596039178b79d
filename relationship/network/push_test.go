package network_test

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

func TestPushedRanksAreBelowTheExactOnesByWhatIsLeft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawNet(t)
		g := mustGraph(t, mustBuild(t, n), network.GraphConfig{})
		from := rapid.SliceOfN(rapid.SampledFrom(n.parties), 1, 3).Draw(t, "from")
		damping := rapid.SampledFrom([]float64{0, 0.5, 0.85}).Draw(t, "damping")
		exact := mustRank(t, g, network.RankConfig{Restart: from, Damping: &damping, Tolerance: 1e-15})
		before := math.Inf(1)
		for _, threshold := range []float64{1, 1e-1, 1e-3, 1e-9} {
			got, err := g.Push(network.PushConfig{From: from, Damping: &damping, Threshold: threshold})
			if err != nil {
				t.Fatal(err)
			}
			total := got.Left
			for i, p := range got.Parties {
				number, _ := g.Number(p.Party)
				if below := exact.Share[number] - p.Share; below < -1e-12 || below > got.Left+1e-12 {
					t.Fatalf("threshold %v: the share of %q is %v below the exact one, with %v left", threshold, p.Party, below, got.Left)
				}
				if i > 0 && (got.Parties[i-1].Share < p.Share || got.Parties[i-1].Share == p.Share && got.Parties[i-1].Party >= p.Party) {
					t.Fatalf("%q is out of order", p.Party)
				}
				total += p.Share
			}
			if math.Abs(total-1) > 1e-12 {
				t.Fatalf("threshold %v: shares and what is left add up to %v", threshold, total)
			}
			if got.Left > before+1e-12 {
				t.Fatalf("threshold %v: %v is left, more than the %v of a greater one", threshold, got.Left, before)
			}
			before = got.Left
		}
		if most := 1e-9 * float64(g.Ties()+g.Parties()); before > most {
			t.Fatalf("%v is left, want at most %v", before, most)
		}
	})
}

func TestPushKeepsItsRules(t *testing.T) {
	t.Parallel()
	n := plainNet{parties: ids("a", "b", "c"), ties: []plainTie{plainOf("t1", "serves", "a", "b"), plainOf("t2", "serves", "a", "c")}}
	g := mustGraph(t, mustBuild(t, n), network.GraphConfig{})
	if got, err := g.Push(network.PushConfig{From: ids("a"), Most: 1}); err != nil || len(got.Parties) != 1 || got.Parties[0].Party != "a" {
		t.Errorf("the greatest: got %+v, %v", got, err)
	}
	one, nan := 1.0, math.NaN()
	for name, c := range map[string]struct {
		field  string
		config network.PushConfig
	}{
		"nobody":                {"From", network.PushConfig{}},
		"damping 1":             {"Damping", network.PushConfig{From: ids("a"), Damping: &one}},
		"damping no number":     {"Damping", network.PushConfig{From: ids("a"), Damping: &nan}},
		"threshold above 1":     {"Threshold", network.PushConfig{From: ids("a"), Threshold: 2}},
		"threshold no number":   {"Threshold", network.PushConfig{From: ids("a"), Threshold: nan}},
		"fewer than no parties": {"Most", network.PushConfig{From: ids("a"), Most: -1}},
	} {
		_, err := g.Push(c.config)
		if told, ok := errors.AsType[*relationship.OpError](err); !ok || told.Field != c.field || !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := g.Push(network.PushConfig{From: ids("a", "z")}); !errors.Is(err, relationship.ErrNotFound) {
		t.Errorf("from nobody: got %v", err)
	}
}
