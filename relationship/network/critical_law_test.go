package network_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// slowKind is what a program of maps, which draws nothing, finds for a kind.
type slowKind struct {
	Exposure, Gain float64
	Counted, Held  int
	Unknown        int
	Covered        float64
}

// slowly follows the definitions word by word.
func slowly(customers []network.Customer, cfg network.CriticalConfig) map[network.Standing]slowKind {
	total := 0.0
	exposed, gained, having, covered := map[network.Standing]float64{}, map[network.Standing]float64{}, map[network.Standing]float64{}, map[network.Standing]float64{}
	found := map[network.Standing]slowKind{}
	for _, c := range customers {
		w := c.Worth.At(cfg.At)
		exposures, gains := map[network.Standing][]float64{}, map[network.Standing][]float64{}
		missing, has := map[network.Standing]bool{}, map[network.Standing]bool{}
		for _, t := range c.Ties {
			s := network.Standing{Kind: t.Kind, Side: t.Side, Ours: t.Ours}
			k := found[s]
			if w.Known() {
				has[s] = true
				k.Held++
				i, h := t.Importance.At(cfg.At), t.Health.At(cfg.At)
				switch {
				case i.Known() && h.Known():
					exposures[s] = append(exposures[s], i.Value*(1-h.Value))
					gains[s] = append(gains[s], i.Value*min(cfg.Reach[s].Value, 1-h.Value))
				case i.Known() && i.High == 0, h.Known() && h.Low == 1:
					exposures[s], gains[s] = append(exposures[s], 0), append(gains[s], 0)
				default:
					k.Unknown++
					missing[s] = true
				}
			}
			found[s] = k
		}
		total += w.Value
		for s := range has {
			having[s] += w.Value
			if !missing[s] {
				covered[s] += w.Value
			}
			if k := found[s]; len(exposures[s]) > 0 {
				k.Counted++
				found[s] = k
				exposed[s] += w.Value * joined(exposures[s], cfg.Sum)
				gained[s] += w.Value * joined(gains[s], cfg.Sum)
			}
		}
	}
	for s, k := range found {
		if k.Counted > 0 && total > 0 {
			k.Exposure, k.Gain = exposed[s]/total, gained[s]/total
		}
		if having[s] > 0 {
			k.Covered = covered[s] / having[s]
		}
		found[s] = k
	}
	return found
}

func joined(parts []float64, sum bool) float64 {
	if !sum {
		return slices.Max(parts)
	}
	all := 0.0
	for _, p := range parts {
		all += p
	}
	return min(all, 1)
}

func TestFastEqualsSlow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		customers, cfg := anyCustomers(t), anyConfig(t)
		got, want := mustFind(t, customers, cfg), slowly(customers, cfg)
		if len(got.Kinds) != len(want) {
			t.Fatalf("got %d kinds, want %d", len(got.Kinds), len(want))
		}
		for _, k := range got.Kinds {
			w := want[k.Standing]
			if !nearly(k.Exposure.Value, w.Exposure) || !nearly(k.Gain.Value, w.Gain) || !nearly(k.Covered, w.Covered) ||
				k.Held != w.Held || k.Unknown != w.Unknown {
				t.Fatalf("%v: got %+v, want %+v", k.Standing, k, w)
			}
			if known := w.Counted > 0 && got.Worth.Value > 0; k.Exposure.Known() != known || known && k.Exposure.N != float64(w.Counted) {
				t.Fatalf("%v: got exposure %+v, want that of %d customers", k.Standing, k.Exposure, w.Counted)
			}
			if k.Gain.Known() != (k.Exposure.Known() && cfg.Reach[k.Standing].Known()) {
				t.Fatalf("%v: got gain %+v for a reach of %+v", k.Standing, k.Gain, cfg.Reach[k.Standing])
			}
		}
	})
}

// shuffledCustomers puts customers, ties and readings into another order.
func shuffledCustomers(customers []network.Customer, seed uint64) []network.Customer {
	chance := rand.New(rand.NewPCG(seed, 0))
	out := copyOf(customers)
	mix(chance, out)
	for i := range out {
		mix(chance, out[i].Worth)
		mix(chance, out[i].Ties)
		for j := range out[i].Ties {
			mix(chance, out[i].Ties[j].Importance)
			mix(chance, out[i].Ties[j].Health)
		}
	}
	return out
}

func mix[T any](chance *rand.Rand, list []T) {
	chance.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

func TestOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		customers, cfg := anyCustomers(t), anyConfig(t)
		cfg.Group = func(c *network.Customer) string { return string(c.ID[len(c.ID)-1] % 2) }
		mixed := shuffledCustomers(customers, rapid.Uint64().Draw(t, "seed"))
		mustBeEqual(t, mustFind(t, mixed, cfg), mustFind(t, customers, cfg))
	})
}

func TestOtherNamesChangeNothingElse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		customers, cfg := anyCustomers(t), anyConfig(t)
		renamed := copyOf(customers)
		for i := range renamed {
			renamed[i].ID = turned(renamed[i].ID)
			for j := range renamed[i].Ties {
				tie := &renamed[i].Ties[j]
				tie.ID, tie.With = turned(tie.ID), turned(tie.With)
			}
		}
		got, want := mustFind(t, renamed, cfg), mustFind(t, customers, cfg)
		for _, list := range append([][]network.CriticalTie{got.Ties}, largest(got)...) {
			for i := range list {
				tie := &list[i]
				tie.Tie, tie.Customer, tie.With = turned(tie.Tie), turned(tie.Customer), turned(tie.With)
			}
			byName(list)
		}
		for _, list := range append([][]network.CriticalTie{want.Ties}, largest(want)...) {
			byName(list)
		}
		mustBeEqual(t, got, want)
	})
}

// turned puts names into the opposite order, and back.
func turned[ID ~string](id ID) ID {
	return ID(strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return '9' - r + '0'
		}
		return r
	}, string(id)))
}

func largest(c network.Critical) [][]network.CriticalTie {
	var lists [][]network.CriticalTie
	for _, k := range c.Kinds {
		lists = append(lists, k.Largest)
	}
	return lists
}

func byName(list []network.CriticalTie) {
	slices.SortFunc(list, func(a, b network.CriticalTie) int {
		return cmp.Or(cmp.Compare(a.Customer, b.Customer), cmp.Compare(a.Tie, b.Tie))
	})
}

func TestWorthsTimesAFactorChangeNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		customers, cfg := anyCustomers(t), anyConfig(t)
		factor := rapid.SampledFrom([]float64{0.001, 0.1, 1.0 / 3, 7, 1e6}).Draw(t, "factor")
		want := mustFind(t, customers, cfg)
		scaled := copyOf(customers)
		for i := range scaled {
			for j := range scaled[i].Worth {
				e := &scaled[i].Worth[j].Estimate
				e.Value, e.Low, e.High = e.Value*factor, e.Low*factor, e.High*factor
			}
		}
		got := mustFind(t, scaled, cfg)
		for i, k := range want.Kinds {
			g := kindOf(t, &got.CriticalGroup, k.Standing)
			mustBeNear(t, g.Exposure, k.Exposure)
			mustBeNear(t, g.Gain, k.Gain)
			if got.Kinds[i].Rank().Value-k.Rank().Value > 1e-12 {
				t.Fatalf("place %d: got %v, want %v", i, got.Kinds[i].Standing, k.Standing)
			}
		}
	})
}

func mustBeNear(t rapid.TB, got, want relationship.Estimate) {
	t.Helper()
	if !nearly(got.Value, want.Value) || !nearly(got.Low, want.Low) || !nearly(got.High, want.High) ||
		got.N != want.N || got.Basis != want.Basis || !nearly(got.Guesses, want.Guesses) {
		t.Fatalf("got %+v, want %+v", got, want)
	}
}

func TestARisingHealthNeverRaisesAnExposure(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		customers, cfg := anyCustomers(t), anyConfig(t)
		healed := copyOf(customers)
		for i := range healed {
			for j := range healed[i].Ties {
				for k := range healed[i].Ties[j].Health {
					e := &healed[i].Ties[j].Health[k].Estimate
					e.High = e.High + (1-e.High)*rapid.SampledFrom([]float64{0, 0.1, 1}).Draw(t, "higher")
					e.Value += (e.High - e.Value) * rapid.SampledFrom([]float64{0, 0.5, 1}).Draw(t, "rise")
				}
			}
		}
		// Which of several readings of one day counts depends on the value: so there is one.
		single(customers)
		single(healed)
		before, after := mustFind(t, customers, cfg), mustFind(t, healed, cfg)
		for _, k := range after.Kinds {
			was := kindOf(t, &before.CriticalGroup, k.Standing)
			if k.Exposure.Known() && k.Exposure.Value > was.Exposure.Value+1e-12 || k.Gain.Value > was.Gain.Value+1e-12 {
				t.Fatalf("%v rose from %+v to %+v", k.Standing, was, k)
			}
		}
	})
}

// single leaves the first of all healths.
func single(customers []network.Customer) {
	for i := range customers {
		for j := range customers[i].Ties {
			t := &customers[i].Ties[j]
			t.Health = t.Health[:min(len(t.Health), 1)]
		}
	}
}

func TestACustomerWithoutSuchATieOnlyAddsToTheWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		customers, cfg := anyCustomers(t), anyConfig(t)
		other := network.Customer{ID: "other", Worth: worth(rapid.Float64Range(0, 1000).Draw(t, "worth"))}
		before, after := mustFind(t, customers, cfg), mustFind(t, append(copyOf(customers), other), cfg)
		for _, k := range after.Kinds {
			was := kindOf(t, &before.CriticalGroup, k.Standing)
			if !nearly(k.Exposure.Value*after.Worth.Value, was.Exposure.Value*before.Worth.Value) {
				t.Fatalf("%v: %v of %v became %v of %v", k.Standing, was.Exposure.Value, before.Worth.Value, k.Exposure.Value, after.Worth.Value)
			}
			if k.Customers != was.Customers || k.Held != was.Held || k.Unknown != was.Unknown || !nearly(k.Covered, was.Covered) {
				t.Fatalf("%v: counts changed from %+v to %+v", k.Standing, was, k)
			}
		}
	})
}

func TestSingleTiesOfACustomerWithOneOfEachAddUpToTheKind(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		customers, cfg := anyCustomers(t), anyConfig(t)
		for i := range customers {
			met := map[network.Standing]bool{}
			customers[i].Ties = slices.DeleteFunc(customers[i].Ties, func(tie network.CustomerTie) bool {
				s := network.Standing{Kind: tie.Kind, Side: tie.Side, Ours: tie.Ours}
				defer func() { met[s] = true }()
				return met[s]
			})
		}
		got := mustFind(t, customers, cfg)
		listed := 0
		for _, k := range got.Kinds {
			exposure, gain := 0.0, 0.0
			for _, tie := range k.Largest {
				exposure, gain, listed = exposure+tie.Exposure.Value, gain+tie.Gain.Value, listed+1
			}
			if math.Abs(exposure-k.Exposure.Value) > 1e-12 || math.Abs(gain-k.Gain.Value) > 1e-12 {
				t.Fatalf("%v: ties add up to %v and %v: %+v", k.Standing, exposure, gain, k)
			}
		}
		if len(got.Ties) != listed {
			t.Fatalf("%d ties of all kinds, %d of each", len(got.Ties), listed)
		}
	})
}

func TestTheSameQuestionHasTheSameAnswer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		customers, cfg := anyCustomers(t), anyConfig(t)
		mustBeEqual(t, mustFind(t, customers, cfg), mustFind(t, customers, cfg))
		seeded := func() network.Critical {
			cfg.Rand = rand.New(rand.NewPCG(3, 4))
			return mustFind(t, customers, cfg)
		}
		mustBeEqual(t, seeded(), seeded())
	})
}
