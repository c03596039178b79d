package network_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

func TestABrokenRuleIsToldWithItsPlace(t *testing.T) {
	t.Parallel()
	reading := func(change func(*relationship.Estimate)) relationship.Readings {
		e := sharp(0.5)
		change(&e)
		return append(once(sharp(0.5)), relationship.Reading{At: noon(2), Estimate: e})
	}
	value := func(v float64) relationship.Readings {
		return reading(func(e *relationship.Estimate) { e.Value = v })
	}
	reach := func(e relationship.Estimate) map[network.Standing]relationship.Estimate {
		return map[network.Standing]relationship.Estimate{ours(): e}
	}
	for _, c := range []struct {
		field  string
		change func([]network.Customer, *network.CriticalConfig)
	}{
		{"At", func(_ []network.Customer, cfg *network.CriticalConfig) { cfg.At = time.Time{} }},
		{"Rounds", func(_ []network.Customer, cfg *network.CriticalConfig) { cfg.Rounds = 99 }},
		{"Rounds", func(_ []network.Customer, cfg *network.CriticalConfig) { cfg.Rounds = 1_000_001 }},
		{"Ties", func(_ []network.Customer, cfg *network.CriticalConfig) { cfg.Ties = -1 }},
		{"Reach[serves (to, ours)].Value", func(_ []network.Customer, cfg *network.CriticalConfig) { cfg.Reach = reach(sharp(1.5)) }},
		{"Reach[serves (to, ours)].Low", func(_ []network.Customer, cfg *network.CriticalConfig) { cfg.Reach = reach(vague(0.5, 0.4, 0.6)) }},
		{"Customers[1].ID", func(cs []network.Customer, _ *network.CriticalConfig) { cs[1].ID = cs[0].ID }},
		{"Customers[2].ID", func(cs []network.Customer, _ *network.CriticalConfig) { cs[2].ID = "" }},
		{"Customers[2].Worth[0].Estimate.Value", func(cs []network.Customer, _ *network.CriticalConfig) { cs[2].Worth = worth(-1) }},
		{"Customers[2].Worth[0].Estimate.Value", func(cs []network.Customer, _ *network.CriticalConfig) { cs[2].Worth = worth(math.Inf(1)) }},
		{"Customers[2].Worth[0].Estimate.Low", func(cs []network.Customer, _ *network.CriticalConfig) {
			cs[2].Worth = once(vague(math.NaN(), 1, 2))
		}},
		{"Customers", func(cs []network.Customer, _ *network.CriticalConfig) {
			cs[0].Worth, cs[1].Worth = worth(math.MaxFloat64), worth(math.MaxFloat64)
		}},
		{"Customers[1].Ties[2].ID", func(cs []network.Customer, _ *network.CriticalConfig) { cs[1].Ties[2].ID = "" }},
		{"Customers[1].Ties[2].ID", func(cs []network.Customer, _ *network.CriticalConfig) {
			cs[1].Ties[2].ID = cs[1].Ties[0].ID
		}},
		{"Customers[1].Ties[40].ID", func(cs []network.Customer, _ *network.CriticalConfig) {
			many := make([]network.CustomerTie, 41)
			for i := range many {
				many[i] = tieOf(fmt.Sprint("many-", i%40), ours(), 1, 0.5)
			}
			cs[1].Ties = many
		}},
		{"Customers[1].Ties[2].Kind", func(cs []network.Customer, _ *network.CriticalConfig) { cs[1].Ties[2].Kind = "" }},
		{"Customers[1].Ties[2].Side", func(cs []network.Customer, _ *network.CriticalConfig) { cs[1].Ties[2].Side = 2 }},
		{"Customers[1].Ties[2].Importance[1].Estimate.Value", func(cs []network.Customer, _ *network.CriticalConfig) {
			cs[1].Ties[2].Importance = value(math.NaN())
		}},
		{"Customers[1].Ties[2].Health[1].Estimate.Value", func(cs []network.Customer, _ *network.CriticalConfig) {
			cs[1].Ties[2].Health = value(1.01)
		}},
		{"Customers[0].Ties[0].Health[1].Estimate.High", func(cs []network.Customer, _ *network.CriticalConfig) {
			cs[0].Ties[0].Health = reading(func(e *relationship.Estimate) { e.High = 0.4 })
		}},
		{"Customers[0].Ties[0].Health[1].Estimate.N", func(cs []network.Customer, _ *network.CriticalConfig) {
			cs[0].Ties[0].Health = reading(func(e *relationship.Estimate) { e.N = math.Inf(1) })
		}},
		{"Customers[0].Ties[0].Health[1].Estimate.Guesses", func(cs []network.Customer, _ *network.CriticalConfig) {
			cs[0].Ties[0].Health = reading(func(e *relationship.Estimate) { e.Guesses = 0.5 })
		}},
		{"Customers[0].Ties[0].Health[1].Estimate.Guesses", func(cs []network.Customer, _ *network.CriticalConfig) {
			cs[0].Ties[0].Health = reading(func(e *relationship.Estimate) { e.Guesses = -1 })
		}},
		{"Customers[0].Ties[0].Health[1].Estimate.Basis", func(cs []network.Customer, _ *network.CriticalConfig) {
			cs[0].Ties[0].Health = reading(func(e *relationship.Estimate) { e.Basis = relationship.Unknown })
		}},
	} {
		customers, cfg := brokers(), network.CriticalConfig{At: noon(20)}
		c.change(customers, &cfg)
		got, err := network.FindCritical(customers, cfg)
		op, ok := errors.AsType[*relationship.OpError](err)
		if !ok || op.Field != c.field || op.Rule == "" || op.Room != "network" || !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s: got error %v", c.field, err)
		}
		if got.Kinds != nil || got.Customers != 0 {
			t.Errorf("%s: got an answer beside the error", c.field)
		}
		if err != nil && strings.ContainsAny(err.Error(), "%") {
			t.Errorf("%s: the error is not in words: %v", c.field, err)
		}
	}
}

func TestWhatIsMissingIsSaid(t *testing.T) {
	t.Parallel()
	unvalued, worthless, blank := brokers(), brokers(), brokers()
	for i := range unvalued {
		unvalued[i].Worth = nil
		worthless[i].Worth = worth(0)
		for j := range blank[i].Ties {
			blank[i].Ties[j].Health = nil
		}
	}
	perhaps := brokers()
	for i := range perhaps {
		perhaps[i].Worth = once(vague(0, 0, 10))
	}
	for name, customers := range map[string][]network.Customer{
		"no customers": nil, "no worths": unvalued, "worths of 0": worthless, "no healths": blank, "worths perhaps above 0": perhaps,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := mustFind(t, customers, network.CriticalConfig{
				Reach: map[network.Standing]relationship.Estimate{ours(): vague(0, 0.2, 0.5)},
				Group: func(c *network.Customer) string { return string(c.ID) },
			})
			if got.Customers != len(customers) || len(got.Groups) != len(customers) || len(got.Ties) > 0 {
				t.Errorf("got %+v", got)
			}
			if len(customers) > 0 && len(got.Kinds) != 2 {
				t.Errorf("both kinds must be told: %+v", got.Kinds)
			}
			for _, k := range got.Kinds {
				if k.Exposure.Known() || k.Gain.Known() || k.Association.Known() {
					t.Errorf("nothing can be known of %v: %+v", k.Standing, k)
				}
			}
		})
	}
}

func TestWorthsOfAnySizeAreSummed(t *testing.T) {
	t.Parallel()
	want := mustFind(t, brokers(), network.CriticalConfig{})
	for _, factor := range []float64{1e-300, 1e-320, 1.5e305} {
		customers := brokers()
		for i := range 3 {
			customers[i].Worth = worth(factor * customers[i].Worth[0].Estimate.Value)
		}
		got := mustFind(t, customers, network.CriticalConfig{})
		for i, k := range got.Kinds {
			g, w := k.Exposure, want.Kinds[i].Exposure
			if off := max(math.Abs(g.Value-w.Value), math.Abs(g.Low-w.Low), math.Abs(g.High-w.High)); off > 1e-3 { // 1e-320 has four digits
				t.Errorf("worths times %v: got %+v, want %+v", factor, g, w)
			}
		}
	}
}
