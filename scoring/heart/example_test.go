package heart_test

import (
	"fmt"
	"log"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/heart"
)

// A bookseller sends a mug to a customer of ten years. The next parcel is late; he owns it, puts it right, and
// keeps what he promises then.
func Example() {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 9, 0, 0, 0, time.UTC) }
	story := []heart.Moment{
		{At: day(1), Kind: heart.Remembered}, // the mug
		{At: day(9), Kind: heart.PromiseBroken, ID: "parcel"},
		{At: day(10), Kind: heart.ProblemRepaired, Repairs: "parcel"},
		{At: day(20), Kind: heart.PromiseKept},
	}
	for i := range len(story) + 1 {
		h, err := heart.Measure(story[:i], day(21), heart.Config{})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%.2f (%.2f to %.2f), trust %.2f\n", h.Heart.Value, h.Heart.Low, h.Heart.High, h.Trust.Value)
	}
	// Output:
	// 0.42 (0.09 to 0.81), trust 0.50
	// 0.52 (0.16 to 0.86), trust 0.50
	// 0.41 (0.12 to 0.73), trust 0.25
	// 0.64 (0.32 to 0.91), trust 0.66
	// 0.68 (0.36 to 0.92), trust 0.75
}

// Without the repair, this heart would be much lower.
func ExampleMeasure() {
	at := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	h, err := heart.Measure([]heart.Moment{
		{At: at, Kind: heart.TreatedAsPerson},
		{At: at, Kind: heart.PromiseBroken, ID: "parcel"},
		{At: at, Kind: heart.ProblemRepaired, Repairs: "parcel"},
	}, at.AddDate(0, 1, 0), heart.Config{})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range h.Reasons {
		fmt.Printf("%-18s %+.2f\n", r.Kind, r.Gain)
	}
	// Output:
	// problem-repaired   +0.22
	// treated-as-person  +0.08
	// promise-broken     +0.00
}

func ExampleSplit() {
	at := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	ann, bob := relationship.PartyID("ann").Ref(), relationship.PartyID("bob").Ref()
	tallies, err := heart.Split(slices.Values([]heart.Moment{
		{At: at, Of: ann, Kind: heart.PromiseKept},
		{At: at, Of: ann, Kind: heart.ListenedTo},
		{At: at, Of: bob, Kind: heart.TreatedAsNumber},
	}), heart.Config{})
	if err != nil {
		log.Fatal(err)
	}
	crowd, err := heart.NewCrowd(.5)
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range tallies {
		h, err := t.Read(at)
		if err != nil {
			log.Fatal(err)
		}
		if err := crowd.Add(h); err != nil {
			log.Fatal(err)
		}
	}
	all := crowd.Read()
	fmt.Printf("%d customers: %.2f (%.2f to %.2f)\n", all.Customers, all.Mean.Value, all.Mean.Low, all.Mean.High)
	// Output:
	// 2 customers: 0.47 (0.24 to 0.70)
}

// Ours was remembered and kept its word; the rival sent an advertisement.
func ExampleShare() {
	at := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	brands := make([]heart.Heart, 2)
	for i, kinds := range [][]heart.Kind{{heart.Remembered, heart.PromiseKept, heart.PromiseKept}, {heart.TreatedAsNumber}} {
		var moments []heart.Moment
		for _, k := range kinds {
			moments = append(moments, heart.Moment{At: at, Kind: k})
		}
		h, err := heart.Measure(moments, at, heart.Config{})
		if err != nil {
			log.Fatal(err)
		}
		brands[i] = h
	}
	share, err := heart.Share(brands[0], brands[1:])
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.2f (%.2f to %.2f)\n", share.Value, share.Low, share.High)
	// Output:
	// 0.66 (0.40 to 0.91)
}

func ExampleWalletByRank() {
	shares, err := heart.WalletByRank([]int{1, 2, 2})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.3f\n", shares)
	// Output:
	// [0.500 0.250 0.250]
}

func ExampleMentions() {
	m, err := heart.Mentions{First: 12, Unaided: 40, Aided: 85, Asked: 100}.Mind()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("first:  ", m.First)
	fmt.Println("unaided:", m.Unaided)
	fmt.Println("aided:  ", m.Aided)
	// Output:
	// first:   0.12 (0.06999 to 0.1981), stated, n=100
	// unaided: 0.4 (0.3094 to 0.498), stated, n=100
	// aided:   0.85 (0.7672 to 0.9069), stated, n=100
}

// Four customers, whose hearts rose or fell by so much between two months, and what each spent a month after.
func ExampleReciprocate() {
	var panel []heart.Period
	for id, c := range map[relationship.PartyID][2][]float64{
		"ann": {{.4, .6}, {2000, 2600}},
		"bob": {{.7, .5}, {5100, 4600}},
		"cat": {{.3, .4}, {900, 1100}},
		"dan": {{.6, .7}, {3000, 3400}},
	} {
		for i, h := range c[0] {
			known := relationship.Estimate{Value: h, Low: h - .1, High: h + .1, N: 5, Basis: relationship.Observed}
			panel = append(panel,
				heart.Period{Party: id, Period: i, Heart: known},
				heart.Period{Party: id, Period: 12 + i, Spent: int64(c[1][i])})
		}
	}
	r, err := heart.Reciprocate(panel, heart.ReciprocityConfig{Lag: 12})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.0f cents for a tenth of heart (%.0f to %.0f), an association\n",
		r.PerHeart.Value/10, r.PerHeart.Low/10, r.PerHeart.High/10)
	// Output:
	// 280 cents for a tenth of heart (175 to 385), an association
}
