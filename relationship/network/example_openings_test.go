package network_test

import (
	"fmt"
	"log"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

func ExampleFindOpenings() {
	marked := func(importance, satisfaction float64) (i, s relationship.Readings) {
		said := func(v float64) relationship.Readings {
			return relationship.Readings{{Estimate: relationship.Estimate{Value: v, Low: v, High: v, N: 1, Basis: relationship.Stated}}}
		}
		return said(importance), said(satisfaction)
	}
	need := func(id relationship.NeedID, party relationship.PartyID, text string, importance, satisfaction float64) relationship.Need {
		i, s := marked(importance, satisfaction)
		return relationship.Need{ID: id, Party: party, Tie: "to-daughter", Text: text, Importance: i, Satisfaction: s}
	}
	calls := need("n1", "resident", "to be called when a visit is off", 0.9, 0.2)
	door := need("n2", "resident", "a door that locks", 1, 0.5)
	door.Class, door.ClassBasis = relationship.Basic, relationship.Stated
	menu := need("n3", "resident", "more choice of dishes", 0.6, 0.5)
	menu.Voiced = true

	found, err := network.FindOpenings([]relationship.Need{calls, door, menu}, network.OpeningsConfig{
		At: time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		log.Fatal(err)
	}
	tell := func(name string, list []network.Opening) {
		for _, o := range list {
			fmt.Printf("%s: %s %.1f\n", name, o.Key, o.Opportunity.Value)
		}
	}
	tell("fix first", found.UnspokenBasics)
	tell("nobody asked", found.Openings)
	tell("asked", found.AskedUnmet)
	// Output:
	// fix first: a door that locks 15.0
	// nobody asked: to be called when a visit is off 16.0
	// asked: more choice of dishes 7.0
}
