package network_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// tyres is a maker of tyres, two shops that it supplies, and the drivers whom these serve.
func tyres(ctx context.Context) *relationship.Book {
	book := relationship.NewBook(new(relationship.Memory), relationship.Config{
		Now: func() time.Time { return time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC) },
	})
	organisation := func(id relationship.PartyID) relationship.Party {
		return relationship.Party{ID: id, Kind: relationship.Organisation}
	}
	person := func(id relationship.PartyID) relationship.Party {
		return relationship.Party{ID: id, Kind: relationship.Person}
	}
	_, err := book.Put(ctx, relationship.Batch{
		Parties: []relationship.Party{
			organisation("maker"), organisation("shop-1"), organisation("shop-2"),
			person("seller"), person("driver-1"), person("driver-2"), person("driver-3"),
		},
		Ties: []relationship.Tie{
			{ID: "t1", Kind: "supplies", From: "maker", To: "shop-1"},
			{ID: "t2", Kind: "supplies", From: "maker", To: "shop-2"},
			{ID: "t3", Kind: "serves", From: "shop-1", To: "driver-1"},
			{ID: "t4", Kind: "serves", From: "shop-1", To: "driver-2"},
			{ID: "t5", Kind: "serves", From: "shop-2", To: "driver-2"},
			{ID: "t6", Kind: "works-for", From: "seller", To: "maker"},
			{ID: "t7", Kind: "friend", From: "driver-3", To: "seller"},
			{ID: "t8", Kind: "friend", From: "driver-3", To: "driver-1"},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	return book
}

// Who are our customers' customers?
func Example() {
	ctx := context.Background()
	snapshot, err := network.Read(ctx, tyres(ctx), network.Config{})
	if err != nil {
		log.Fatal(err)
	}
	path, err := network.ParsePath("supplies/serves", snapshot.Kinds())
	if err != nil {
		log.Fatal(err)
	}
	reached, err := snapshot.Reach(path, network.Bounds{}, "maker")
	if err != nil {
		log.Fatal(err)
	}
	for _, found := range reached.Parties {
		fmt.Print(found.Party, " by")
		for _, step := range found.Way {
			fmt.Print(" ", step.Tie)
		}
		fmt.Println()
	}
	// Output:
	// driver-1 by t1 t3
	// driver-2 by t1 t4
}

// Whom would we lose if a single tie ended?
func ExampleSnapshot_Threads() {
	ctx := context.Background()
	snapshot, err := network.Read(ctx, tyres(ctx), network.Config{})
	if err != nil {
		log.Fatal(err)
	}
	path, err := network.ParsePath("supplies/serves", snapshot.Kinds())
	if err != nil {
		log.Fatal(err)
	}
	threads, _, err := snapshot.Threads(path, network.Bounds{}, "maker")
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range threads {
		fmt.Println(t.Party, "hangs on", t.Ties, "ties; on one alone:", t.Single())
	}
	// Output:
	// driver-1 hangs on 1 ties; on one alone: true
	// driver-2 hangs on 2 ties; on one alone: false
}

// Who can introduce the maker's seller to a driver?
func ExampleSnapshot_Introductions() {
	ctx := context.Background()
	snapshot, err := network.Read(ctx, tyres(ctx), network.Config{})
	if err != nil {
		log.Fatal(err)
	}
	introductions, err := snapshot.Introductions(network.Introduce{
		From: []relationship.PartyID{"seller"},
		To:   "driver-1",
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, i := range introductions {
		fmt.Println(i.By, "knows both, by", i.Ours.Tie, "and", i.Theirs.Tie)
	}
	// Output: driver-3 knows both, by t7 and t8
}

// What has changed is taken over without reading everything again.
func ExampleSnapshot_Refresh() {
	ctx := context.Background()
	book := tyres(ctx)
	before, err := network.Read(ctx, book, network.Config{})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := book.Relate(ctx, relationship.Tie{ID: "t9", Kind: "serves", From: "shop-2", To: "driver-3"}); err != nil {
		log.Fatal(err)
	}
	after, err := before.Refresh(ctx, book)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(before.Ties(), after.Ties())
	// Output: 8 9
}
