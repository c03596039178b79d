package network_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

func TestRanksByTheSmallestWeightsAreNumbers(t *testing.T) {
	t.Parallel()
	for _, weight := range []float64{5e-324, 1e-310, 2.3e-308} {
		n := weighing(map[string]float64{"ab": weight, "ba": weight})
		got := mustRank(t, mustGraph(t, mustBuild(t, n), network.GraphConfig{}), network.RankConfig{Weighted: true})
		if math.Abs(got.Share[0]-got.Share[1]) > 1e-9 || !(got.Share[0] > 0.3) {
			t.Errorf("with weights of %v: got %v", weight, got.Share)
		}
	}
}

func TestSumsOfTheGreatestWeightsAreNumbers(t *testing.T) {
	t.Parallel()
	n := weighing(map[string]float64{"ab": 1e290})
	again := n.ties[0]
	again.ID = "t"
	n.ties = slices.Insert(n.ties, 0, again)
	for _, c := range []network.GraphConfig{{}, {Parallel: true}} {
		g := mustGraph(t, mustBuild(t, n), c)
		from, to := g.Degree(0)
		if math.IsInf(from.Weight, 0) || math.IsInf(to.Weight, 0) {
			t.Errorf("%+v: got degrees %v and %v", c, from, to)
		}
		mustRank(t, g, network.RankConfig{Weighted: true})
	}
}

func TestGreatWeightsOfOthersChangeNoPersonalRank(t *testing.T) {
	t.Parallel()
	alone, beside := map[string]float64{"ab": 1e-300}, map[string]float64{"ab": 1e-300, "cd": 1e290}
	ranks := func(ties map[string]float64) []float64 {
		g := mustGraph(t, mustBuild(t, weighing(ties)), network.GraphConfig{})
		return mustRank(t, g, network.RankConfig{Weighted: true, Restart: ids("a")}).Share
	}
	if got, want := ranks(beside), ranks(alone); offBy(got, want) > 1e-9 {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWaysThatNoNumberCountsGiveNumbers(t *testing.T) {
	t.Parallel()
	for _, layers := range []int{1023, 1024, 1100} {
		g := mustGraph(t, mustLoad(t, diamonds(layers), network.Config{}), network.GraphConfig{})
		got := mustMeasure(t, g, network.BetweennessConfig{})
		middle := 3 * (layers / 2)
		if want := float64(middle) * float64(3*layers-middle); math.Abs(got.Score[middle]-want) > 1e-9*want {
			t.Errorf("%d layers: got %v in the middle, want %v", layers, got.Score[middle], want)
		}
	}
}

func TestAPartyThatIsThereTwiceIsNamedByItsOwnPlace(t *testing.T) {
	t.Parallel()
	for want, parties := range map[string][]relationship.PartyID{
		"Parties[1]": ids("b", "b", "a"), "Parties[2]": ids("z", "a", "z"), "Parties[3]": ids("c", "b", "a", "b"),
	} {
		_, err := network.Load(network.Columns{Parties: parties}, network.Config{})
		if told, ok := errors.AsType[*relationship.OpError](err); !ok || told.Field != want {
			t.Errorf("%q: got %v, want an error of %s", parties, err, want)
		}
	}
}
