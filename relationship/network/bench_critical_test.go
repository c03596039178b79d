package network_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// madeCustomers are customers with 20 ties each of 8 kinds, every input with a range.
func madeCustomers(n int) []network.Customer {
	chance := rand.New(rand.NewPCG(1, 2))
	kinds := []relationship.KindName{"serves", "advises", "works-for", "decides-for", "friend", "parent", "gives-to", "self"}
	reading := func() relationship.Readings {
		v := chance.Float64()
		e := relationship.Estimate{Value: v, Low: v * 0.8, High: min(v*1.2, 1), N: 5, Basis: relationship.Stated}
		return relationship.Readings{{At: noon(1), Estimate: e}}
	}
	customers := make([]network.Customer, n)
	for i := range customers {
		c := &customers[i]
		c.ID, c.Worth = relationship.PartyID("c"+strconv.Itoa(i)), reading()
		for j := range 20 {
			c.Ties = append(c.Ties, network.CustomerTie{
				ID: relationship.TieID(fmt.Sprintf("t%d-%d", i, j)), Kind: kinds[chance.IntN(len(kinds))],
				Importance: reading(), Health: reading(),
			})
		}
	}
	return customers
}

// BenchmarkFindCritical also tells the time for each customer in each of the 1,000 rounds. With reach,
// each kind has a gain too, and each reach a range.
func BenchmarkFindCritical(b *testing.B) {
	for _, n := range []int{1e4, 1e5} {
		customers := madeCustomers(n)
		for _, reach := range []bool{false, true} {
			b.Run(fmt.Sprintf("customers=%d/reach=%t", n, reach), func(b *testing.B) {
				cfg := network.CriticalConfig{At: noon(2)}
				if reach {
					cfg.Reach = reachOfAll(customers)
				}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := network.FindCritical(customers, cfg); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n)/1000, "ns/customer-round")
			})
		}
	}
}

func reachOfAll(customers []network.Customer) map[network.Standing]relationship.Estimate {
	reach := map[network.Standing]relationship.Estimate{}
	for _, t := range customers[0].Ties {
		reach[network.Standing{Kind: t.Kind}] = relationship.Estimate{Value: 0.3, Low: 0.2, High: 0.5, Basis: relationship.Guessed}
	}
	return reach
}
