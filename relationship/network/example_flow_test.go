package network_test

import (
	"fmt"
	"log"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

func ExampleFollowValue() {
	paid := func(tie relationship.TieID, payer, payee relationship.PartyID, amount float64) network.Payment {
		return network.Payment{Tie: tie, Kind: "supplies", Payer: payer, Payee: payee, Amount: relationship.Estimate{
			Value: amount, Low: amount, High: amount, N: 12, Basis: relationship.Observed,
		}}
	}
	flow, err := network.FollowValue("maker", []network.Payment{
		paid("t1", "shop", "maker", 120),
		paid("t2", "fleet", "maker", 80),
		paid("t3", "drivers", "shop", 300),
		paid("t4", "haulier", "shop", 100),
	}, network.FlowConfig{})
	if err != nil {
		log.Fatal(err)
	}
	for depth, d := range flow.Depths {
		fmt.Printf("%.0f %% of our income rests %d payments away\n", 100*d.Rests.Value, depth)
	}
	for _, tie := range flow.Ties {
		fmt.Printf("without %s we lose %.0f of %.0f\n", tie.Tie, tie.Lost.Value, flow.Income.Value)
	}
	// Output:
	// 0 % of our income rests 0 payments away
	// 40 % of our income rests 1 payments away
	// 60 % of our income rests 2 payments away
	// without t1 we lose 120 of 200
	// without t3 we lose 90 of 200
	// without t2 we lose 80 of 200
	// without t4 we lose 30 of 200
}
