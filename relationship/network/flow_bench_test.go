package network_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// chainOfTrade makes n payments down four steps of trade from us, each ten times as many as the one
// before, with some circles among neighbours where asked.
func chainOfTrade(n int, circles bool) []network.Payment {
	r := rand.New(rand.NewPCG(1, 1))
	name := func(i int) relationship.PartyID { return relationship.PartyID("party-" + strconv.Itoa(i)) }
	payments := make([]network.Payment, n)
	for i := range payments {
		payer, payee := name(i), relationship.PartyID("us")
		if i > n/1000 {
			payee = name(r.IntN(i/10 + 1))
		}
		if circles && i%3 == 0 && i > 0 {
			payer, payee = name(i/10), name(i-1)
		}
		payments[i] = network.Payment{
			Tie: relationship.TieID("tie-" + strconv.Itoa(i)), Kind: "supplies",
			Payer: payer, Payee: payee, Amount: exact(1 + r.Float64()),
		}
	}
	return payments
}

func BenchmarkFollowValue(b *testing.B) {
	for _, n := range []int{1e2, 1e4, 1e6} {
		for _, circles := range []bool{false, true} {
			b.Run(fmt.Sprintf("payments=%d/circles=%v", n, circles), func(b *testing.B) {
				payments := chainOfTrade(n, circles)
				b.ReportAllocs()
				for b.Loop() {
					f, err := network.FollowValue("us", payments, network.FlowConfig{})
					if err != nil || f.AllTies == 0 {
						b.Fatal(f.AllTies, err)
					}
				}
			})
		}
	}
}

func BenchmarkFollowValueInRounds(b *testing.B) {
	payments := chainOfTrade(1e4, false)
	for i := range payments {
		payments[i].Amount.High *= 2
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := network.FollowValue("us", payments, network.FlowConfig{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFindOpenings(b *testing.B) {
	for _, n := range []int{1e2, 1e4, 1e6} {
		b.Run(fmt.Sprintf("needs=%d", n), func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 1))
			needs := make([]relationship.Need, n)
			for i := range needs {
				party := relationship.PartyID("party-" + strconv.Itoa(i/5))
				needs[i] = felt(party, "need "+strconv.Itoa(r.IntN(50)), r.Float64(), r.Float64())
				needs[i].ID = relationship.NeedID(strconv.Itoa(i))
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := network.FindOpenings(needs, network.OpeningsConfig{At: needsNow, Since: needsThen}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
