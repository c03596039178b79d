package feedback_test

import (
	"fmt"
	"log"
	"time"

	"github.com/kithcrm/kith/feedback"
)

// What is said under two themes this month; one item is under both, and one person said two.
func ExampleCounts() {
	counts, err := feedback.NewCounts(feedback.CountsConfig{HalfLife: 7 * 24 * time.Hour})
	if err != nil {
		log.Fatal(err)
	}
	said := func(d int) time.Time { return time.Date(2026, time.March, d, 9, 0, 0, 0, time.UTC) }
	hours, phone := feedback.ThemeID("opening hours").Ref(), feedback.ThemeID("telephone").Ref()
	for _, m := range []feedback.Mark{
		{Under: hours, Item: "1", Kind: feedback.Complaint, By: "ann", At: said(8)},
		{Under: hours, Item: "2", Kind: feedback.Idea, By: "bob", At: said(15)},
		{Under: phone, Item: "2", Kind: feedback.Idea, By: "bob", At: said(15)},
		{Under: phone, Item: "3", Kind: feedback.Compliment, By: "ann", At: said(15)},
	} {
		if err := counts.Add(m); err != nil {
			log.Fatal(err)
		}
	}
	month := feedback.CountQuery{Since: said(1)}
	all, err := counts.All(said(15), month, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, n := range all {
		fmt.Printf("%s: %d items, %d people, weight %.2f\n", n.Under.ID, n.Items, n.People, n.Weight)
	}
	both, err := counts.Count(said(15), month, hours, phone)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("together: %d items, %d people, weight %.2f\n", both.Items, both.People, both.Weight)

	behind, err := counts.Open(said(15), month, hours)
	if err != nil {
		log.Fatal(err)
	}
	for _, it := range behind {
		fmt.Printf("item %s of %s weighs %.2f\n", it.Item, it.Person, it.Weight)
	}
	// Output:
	// opening hours: 2 items, 2 people, weight 1.50
	// telephone: 2 items, 2 people, weight 2.00
	// together: 3 items, 2 people, weight 2.50
	// item 1 of ann weighs 0.50
	// item 2 of bob weighs 1.00
}
