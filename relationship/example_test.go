package relationship_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/kithcrm/kith/relationship"
)

func day(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// household is a book with a daughter who cares for her mother, and the home where the mother lives.
func household(ctx context.Context) *relationship.Book {
	clock := day(2026, time.January, 1)
	book := relationship.NewBook(new(relationship.Memory), relationship.Config{
		Now: func() time.Time { clock = clock.AddDate(0, 0, 1); return clock },
	})
	_, err := book.As("staff-7", "moved in").Put(ctx, relationship.Batch{
		Parties: []relationship.Party{
			{ID: "home", Kind: relationship.Organisation, Name: "Lindenhof"},
			{ID: "p1", Kind: relationship.Person, Name: "Rosa"},
			{ID: "p2", Kind: relationship.Person, Name: "Mia"},
		},
		Ties: []relationship.Tie{
			{ID: "t1", Kind: "lives-in", From: "p1", To: "home", Stints: []relationship.Stint{{From: day(2025, time.March, 1)}}},
			{ID: "t2", Kind: "cares-for", From: "p2", To: "p1", Ends: relationship.Ends{
				From: relationship.End{Role: "daughter"}, To: relationship.End{Role: "mother"},
			}, Stints: []relationship.Stint{{}}},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	return book
}

func Example() {
	ctx := context.Background()
	book := household(ctx)
	for view, err := range book.Around(ctx, "p1") {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s %s %s (%s and %s)\n", view.Self.Name, view.Phrase(), view.Other.Name, view.Role(), view.OtherRole())
	}
	// Output:
	// Rosa lives in Lindenhof (resident and home)
	// Rosa is cared for by Mia (mother and daughter)
}

func ExampleBook_AsOf() {
	ctx := context.Background()
	book := household(ctx)
	before, err := book.AsOf(ctx, relationship.When{Valid: day(2025, time.February, 1)})
	if err != nil {
		log.Fatal(err)
	}
	for view, err := range before.Around(ctx, "p1") {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(view.Self.Name, view.Phrase(), view.Other.Name)
	}
	// Output: Rosa is cared for by Mia
}

func ExampleBook_Merge() {
	ctx := context.Background()
	book := household(ctx)
	again, err := book.PutParty(ctx, relationship.Party{ID: "p3", Kind: relationship.Person, Name: "Mia B."})
	if err != nil {
		log.Fatal(err)
	}
	if err := book.Merge(ctx, "p2", again.ID); err != nil {
		log.Fatal(err)
	}
	merged, err := book.Party(ctx, "p3")
	fmt.Println(merged.Name, err)
	if err := book.Unmerge(ctx, "p3"); err != nil {
		log.Fatal(err)
	}
	itself, err := book.Party(ctx, "p3")
	fmt.Println(itself.Name, err)
	// Output:
	// Mia <nil>
	// Mia B. <nil>
}

func ExampleBook_End() {
	ctx := context.Background()
	book := household(ctx)
	tie, err := book.End(ctx, "t1", day(2026, time.June, 1))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(tie.Holds(day(2026, time.May, 31)), tie.Holds(day(2026, time.June, 1)))
	tie, err = book.Resume(ctx, "t1", day(2026, time.August, 1))
	fmt.Println(len(tie.Stints), "stints", err)
	// Output:
	// true false
	// 2 stints <nil>
}

func ExampleBook_History() {
	ctx := context.Background()
	book := household(ctx)
	_, err := book.As("staff-9", "she prefers it").UpdateParty(ctx, "p1", func(p *relationship.Party) error {
		p.Name = "Rosa Maria"
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	for batch, err := range book.History(ctx, relationship.PartyID("p1").Ref()) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(batch.At.Format(time.DateOnly), batch.By, batch.Why, "-", batch.Parties[0].Name)
	}
	// Output:
	// 2026-01-02 staff-7 moved in - Rosa
	// 2026-01-03 staff-9 she prefers it - Rosa Maria
}

func ExampleBook_Erase() {
	ctx := context.Background()
	book := household(ctx)
	report, err := book.Erase(ctx, "p1")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.Parties, report.Ties)
	_, err = book.Party(ctx, "p1")
	fmt.Println(errors.Is(err, relationship.ErrNotFound))
	at, erased, err := book.Erased(ctx, "p1")
	fmt.Println(erased, at.Format(time.DateOnly), err)
	// Output:
	// [p1] [t1 t2]
	// true
	// true 2026-01-03 <nil>
}

func ExampleBook_Relate_refused() {
	ctx := context.Background()
	book := household(ctx)
	_, err := book.Relate(ctx, relationship.Tie{ID: "t3", Kind: "lives-in", From: "home", To: "p1"})
	fmt.Println(err)
	if e, ok := errors.AsType[*relationship.OpError](err); ok {
		fmt.Println(e.Field)
	}
	// Output:
	// relationship: relate t3: From must be a party of a kind that the kind of tie allows at this end
	// From
}

func ExamplePolicy_Pick() {
	facts := []relationship.Fact{
		{Name: "city", Value: "Basel", Source: "web form", Basis: relationship.Stated, At: day(2026, time.May, 1)},
		{Name: "city", Value: "Bern", Source: "delivery", Basis: relationship.Observed, At: day(2025, time.May, 1)},
	}
	pick, ok := relationship.Policy{}.Pick(facts, "city", day(2026, time.July, 1))
	fmt.Println(ok, pick.Fact.Value, "because", pick.Why)
	pick, ok = relationship.Policy{Latest: true}.Pick(facts, "city", day(2026, time.July, 1))
	fmt.Println(ok, pick.Fact.Value, "because", pick.Why)
	// Output:
	// true Bern because its basis is better
	// true Basel because it is later
}

func ExampleReadings_At() {
	health := relationship.Readings{
		{At: day(2025, time.April, 1), Estimate: relationship.Estimate{Value: 0.8, Low: 0.6, High: 0.9, N: 12, Basis: relationship.Stated}},
		{At: day(2026, time.April, 1), Estimate: relationship.Estimate{Value: 0.4, Low: 0.2, High: 0.7, N: 5, Basis: relationship.Stated}},
	}
	fmt.Println(health.At(day(2025, time.June, 1)).Value, health.At(day(2026, time.June, 1)).Value)
	fmt.Println(health.At(day(2024, time.June, 1)).Known())
	// Output:
	// 0.8 0.4
	// false
}

func ExampleKinds_With() {
	kinds, err := relationship.ReadyKinds().With(relationship.Kind{
		Name: "drives-for",
		From: relationship.KindEnd{Phrase: "drives for", Role: "driver", Max: 1},
		To:   relationship.KindEnd{Phrase: "is driven by", Role: "passenger"},
	})
	if err != nil {
		log.Fatal(err)
	}
	kind, known := kinds.Kind("drives-for")
	fmt.Println(kind.To.Role, known)
	// Output: passenger true
}
