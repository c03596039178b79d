package peers_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// Two of the kinds are followed one after the other.
const (
	first  = "serves"
	second = "advises"
)

// kinds are the kinds of the made-up ties, none of them symmetric.
func kinds() []relationship.KindName {
	return []relationship.KindName{
		second, "cares-for", "gives-to", "insures", "introduced", "sells-through", first, "supplies",
	}
}

// madeUp makes a network whose numbers of ties a party follow a power law with exponent 2.5 in both
// directions. Weights are whole numbers, so that sums of them are exact. No party is tied to itself.
func madeUp(parties, ties int) network.Columns {
	rng := rand.New(rand.NewPCG(42, 7))
	c := network.Columns{Kinds: kinds()}
	for i := range parties {
		c.Parties = append(c.Parties, relationship.PartyID(fmt.Sprintf("party-%09d", i)))
	}
	places := [2][]int{rng.Perm(parties), rng.Perm(parties)}
	draw := func(side int) uint32 {
		u := rng.Float64()
		return uint32(places[side][int(float64(parties)*u*u*u)])
	}
	for range ties {
		from, to := draw(0), draw(1)
		for from == to {
			to = draw(1)
		}
		c.From, c.To = append(c.From, from), append(c.To, to)
		c.Kind = append(c.Kind, uint16(rng.IntN(len(c.Kinds))))
		c.Weight = append(c.Weight, float32(1+rng.IntN(100)))
	}
	return c
}

// endsOf draws two parties, unlike each other, so many times.
func endsOf(c network.Columns, n int) [][2]uint32 {
	rng := rand.New(rand.NewPCG(3, 4))
	var ends [][2]uint32
	for len(ends) < n {
		from, to := rng.IntN(len(c.Parties)), rng.IntN(len(c.Parties))
		if from != to {
			ends = append(ends, [2]uint32{uint32(from), uint32(to)})
		}
	}
	return ends
}
