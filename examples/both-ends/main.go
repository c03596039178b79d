// Both-ends reads one tie from either end, and asks whether it held a year ago.
package main

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/kithcrm/kith/relationship"
)

func main() {
	ctx, book := context.Background(), relationship.NewBook(new(relationship.Memory), relationship.Config{})
	mia, rosa := relationship.Party{ID: "p1", Kind: "person", Name: "Mia"}, relationship.Party{ID: "p2", Kind: "person", Name: "Rosa"}
	_, err := book.Put(ctx, relationship.Batch{Parties: []relationship.Party{mia, rosa}, Ties: []relationship.Tie{{Kind: "cares-for", From: mia.ID, To: rosa.ID}}})
	for v, failed := range book.Around(ctx, mia.ID, rosa.ID) {
		if err != nil || failed != nil {
			log.Fatal(err, failed)
		}
		fmt.Println(v.Self.Name, v.Phrase(), v.Other.Name, "- a year ago:", v.Holds(time.Now().AddDate(-1, 0, 0)))
	}
}
