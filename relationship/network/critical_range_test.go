package network_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

func TestOneCustomerWithExactInputsHasNoRange(t *testing.T) {
	t.Parallel()
	customers := []network.Customer{{ID: "a", Worth: worth(0.3), Ties: []network.CustomerTie{
		tieOf("1", deciders(), 0.7, 0.1), tieOf("2", ours(), 0.3, 0.2),
	}}}
	got := mustFind(t, customers, network.CriticalConfig{Reach: map[network.Standing]relationship.Estimate{ours(): sharp(0.1)}})
	for _, k := range got.Kinds {
		for _, e := range []relationship.Estimate{k.Exposure, k.Gain, k.Largest[0].Exposure, k.Largest[0].Gain} {
			if e.Low != e.Value || e.High != e.Value {
				t.Errorf("%v: got %+v", k.Standing, e)
			}
		}
	}
}

func TestATieOfTheOnlyCustomerDoesNotDependOnTheWorth(t *testing.T) {
	t.Parallel()
	customers := []network.Customer{{ID: "a", Worth: once(vague(1, 5, 9)), Ties: []network.CustomerTie{tieOf("1", deciders(), 0.7, 0.1)}}}
	got := mustFind(t, customers, network.CriticalConfig{})
	if e := got.Ties[0].Exposure; !nearly(e.Low, 0.63) || !nearly(e.High, 0.63) {
		t.Errorf("got %+v", e)
	}
	if !nearly(got.Worth.Low, 1) || !nearly(got.Worth.High, 9) {
		t.Errorf("got worth %+v", got.Worth)
	}
}

func TestARangeHoldsItsValueThoughAllInputsLeanToOneSide(t *testing.T) {
	t.Parallel()
	for _, health := range []relationship.Estimate{vague(0, 0.1, 0.9), vague(0.1, 0.9, 1)} {
		customers := sampled(rand.New(rand.NewPCG(9, 9)), 3000, 0)
		for i := range customers {
			customers[i].Ties[0].Health = once(health)
		}
		e := mustFind(t, customers, network.CriticalConfig{}).Kinds[0].Exposure
		if (e.Value == e.High) != (health.Value < 0.5) || (e.Value == e.Low) != (health.Value > 0.5) {
			t.Errorf("health %+v: got %+v", health, e)
		}
	}
}

// normal returns an estimate as a study would give it of a truth, with an error of a known size.
func normal(chance *rand.Rand, truth, size float64) relationship.Estimate {
	v := min(max(truth+size*chance.NormFloat64(), 0), 1)
	return vague(max(v-1.96*size, 0), v, min(v+1.96*size, 1))
}

// mustHold checks how many of many ranges held the truth.
func mustHold(t *testing.T, low, high float64, trials int, holds func(chance *rand.Rand) bool) {
	t.Helper()
	chance, held := rand.New(rand.NewPCG(5, 6)), 0
	for range trials {
		if holds(chance) {
			held++
		}
	}
	share := float64(held) / float64(trials)
	t.Logf("%.3f of %d ranges hold the truth (seed 5, 6)", share, trials)
	if share < low || share > high {
		t.Errorf("want %v to %v", low, high)
	}
}

func inside(e relationship.Estimate, truth float64) bool { return e.Low <= truth && truth <= e.High }

// sampled draws customers from a world in which worth is lognormal and unlinked to the tie, whose importance and
// health are even in 0..1: a quarter of all worth is exposed. A reach of 0.5 gains 3/16: the mean of
// the importance, 1/2, times the mean of min(1/2, gap), 3/8.
func sampled(chance *rand.Rand, n int, size float64) []network.Customer {
	customers := make([]network.Customer, n)
	for i := range customers {
		tie := tieOf("t", deciders(), chance.Float64(), chance.Float64())
		if size > 0 {
			tie.Importance = once(normal(chance, tie.Importance[0].Estimate.Value, size))
			tie.Health = once(normal(chance, tie.Health[0].Estimate.Value, size))
		}
		customers[i] = network.Customer{
			ID: relationship.PartyID(fmt.Sprint(i)), Worth: worth(math.Exp(chance.NormFloat64() / 2)), Ties: []network.CustomerTie{tie},
		}
	}
	return customers
}

func TestRangesOverCustomersHoldTheTruthNearlyAsOftenAsTheySay(t *testing.T) {
	t.Parallel()
	mustHold(t, 0.91, 0.98, 300, func(chance *rand.Rand) bool {
		got := mustFind(t, sampled(chance, 50, 0), network.CriticalConfig{Rounds: 200, Ties: 1, Rand: chance})
		return inside(got.Kinds[0].Exposure, 0.25)
	})
}

func TestRangesOfGainsHoldTheTruthThoughTheReachIsUncertain(t *testing.T) {
	t.Parallel()
	mustHold(t, 0.91, 0.99, 300, func(chance *rand.Rand) bool {
		reach := map[network.Standing]relationship.Estimate{deciders(): normal(chance, 0.5, 0.05)}
		got := mustFind(t, sampled(chance, 50, 0), network.CriticalConfig{Rounds: 200, Ties: 1, Rand: chance, Reach: reach})
		return inside(got.Kinds[0].Gain, 3.0/16)
	})
}

func TestRangesWithNoisyInputsHoldTheTruthAtLeastAsOftenAsTheySay(t *testing.T) {
	t.Parallel()
	mustHold(t, 0.93, 1, 300, func(chance *rand.Rand) bool {
		got := mustFind(t, sampled(chance, 50, 0.1), network.CriticalConfig{Rounds: 200, Ties: 1, Rand: chance})
		return inside(got.Kinds[0].Exposure, 0.25)
	})
}

func TestTheRangeOfOneCustomerAndOfATieComesFromTheInputs(t *testing.T) {
	t.Parallel()
	for _, whole := range []bool{true, false} {
		mustHold(t, 0.92, 0.98, 300, func(chance *rand.Rand) bool {
			tie := tieOf("t", deciders(), 0, 0)
			tie.Importance, tie.Health = once(normal(chance, 0.6, 0.08)), once(normal(chance, 0.4, 0.08))
			customers := []network.Customer{{ID: "a", Worth: worth(3), Ties: []network.CustomerTie{tie}}}
			got := mustFind(t, customers, network.CriticalConfig{Rounds: 300, Rand: chance})
			if whole {
				return inside(got.Kinds[0].Exposure, 0.36)
			}
			return inside(got.Ties[0].Exposure, 0.36)
		})
	}
}

// TestRangesEqualThoseOfAPlainBootstrap draws customer after customer, with inputs drawn anew for each.
func TestRangesEqualThoseOfAPlainBootstrap(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(7, 8))
	for _, n := range []int{1, 3, 40, 3000} {
		customers := sampled(chance, n, 0.1)
		for i := range customers {
			v := customers[i].Worth[0].Estimate.Value
			customers[i].Worth = once(vague(v*0.7, v, v*1.1))
		}
		rounds := 3000
		if n == 3000 {
			rounds = 400
		}
		got := mustFind(t, customers, network.CriticalConfig{Rounds: rounds}).Kinds[0].Exposure
		low, high := plainBootstrap(chance, customers, rounds)
		// The ends of a range over so many rounds are themselves off by a few percent of its length.
		if off := 0.1 * (high - low); math.Abs(got.Low-low) > off || math.Abs(got.High-high) > off {
			t.Errorf("%d customers: got %v..%v, want %v..%v", n, got.Low, got.High, low, high)
		}
	}
}

func plainBootstrap(chance *rand.Rand, customers []network.Customer, rounds int) (low, high float64) {
	draw := func(readings relationship.Readings, most float64) float64 {
		e, z := readings[0].Estimate, chance.NormFloat64()
		if z < 0 {
			return max(e.Value+z*(e.Value-e.Low)/1.96, 0)
		}
		return min(e.Value+z*(e.High-e.Value)/1.96, most)
	}
	shares := make([]float64, rounds)
	for i := range shares {
		part, whole := 0.0, 0.0
		for range customers {
			c := customers[chance.IntN(len(customers))]
			w := draw(c.Worth, math.MaxFloat64)
			part += w * draw(c.Ties[0].Importance, 1) * (1 - draw(c.Ties[0].Health, 1))
			whole += w
		}
		shares[i] = part / whole
	}
	slices.Sort(shares)
	return shares[rounds*25/1000], shares[rounds*975/1000]
}
