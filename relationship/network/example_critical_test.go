package network_test

import (
	"fmt"
	"log"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// Brokers sell our group insurance. What do they care about that does not go well: us, or the people
// who decide for the employers that they advise?
func ExampleFindCritical() {
	at := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
	said := func(low, value, high float64) relationship.Readings {
		e := relationship.Estimate{Low: low, Value: value, High: high, N: 12, Basis: relationship.Stated}
		return relationship.Readings{{At: at, Estimate: e}}
	}
	broker := func(id relationship.PartyID, worth float64) network.Customer {
		return network.Customer{ID: id, Worth: said(worth, worth, worth), Ties: []network.CustomerTie{
			{ID: relationship.TieID(id + "-us"), Kind: "serves", Side: relationship.ToSide, With: "us", Ours: true,
				Importance: said(0.3, 0.4, 0.5), Health: said(0.5, 0.6, 0.7)},
			{ID: relationship.TieID(id + "-decider"), Kind: "advises", With: "decider-of-" + id,
				Importance: said(0.8, 0.9, 1), Health: said(0.3, 0.5, 0.7)},
		}}
	}
	critical, err := network.FindCritical([]network.Customer{
		broker("north", 120_000), broker("east", 80_000), broker("south", 200_000),
	}, network.CriticalConfig{At: at})
	if err != nil {
		log.Fatal(err)
	}
	for _, k := range critical.Kinds {
		e := k.Exposure
		fmt.Printf("%s (%v end): %.2f of their worth (%.2f to %.2f), %v\n", k.Kind, k.Side, e.Value, e.Low, e.High, e.Basis)
	}
	fmt.Println("most of it:", critical.Ties[0].Tie)
	// Output:
	// advises (from end): 0.45 of their worth (0.33 to 0.57), stated
	// serves (to end): 0.16 of their worth (0.13 to 0.19), stated
	// most of it: south-decider
}
