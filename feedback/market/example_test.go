package market_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/market"
)

// Will longer opening hours bring fewer calls? Ann thinks so, Bob does not.
func Example() {
	at := time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)
	m, err := market.Open(market.Terms{
		Outcomes: []string{"fewer calls", "as many"}, Criterion: "Calls in May, fewer than 900 or not",
		Judge: "judy", Sponsor: "us", WorstLoss: 500, Change: "longer-hours", Closes: at.AddDate(0, 1, 0),
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, order := range []market.Order{
		{By: "ann", At: at, Outcome: 0, Spend: 60},
		{By: "bob", At: at, Outcome: 1, Shares: 50},
		{By: "ann", At: at, Outcome: 0, Price: .57},
	} {
		act, err := m.Trade(order)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: %d shares for %d coins, now %.3f\n", act.By, act.Shares, act.Coins, m.Prices()[0])
	}
	if _, err := m.Settle("judy", at.AddDate(0, 3, 0), 0); err != nil {
		log.Fatal(err)
	}
	for _, h := range m.Holdings() {
		fmt.Printf("%s: %+d coins\n", h.Party, h.Coins)
	}
	// Output:
	// ann: 115 shares for 60 coins, now 0.540
	// bob: 50 shares for 24 coins, now 0.523
	// ann: 138 shares for 76 coins, now 0.570
	// us: -93 coins
	// ann: +117 coins
	// bob: -24 coins
}

func ExampleReplay() {
	terms := market.Terms{
		Outcomes: []string{"yes", "no"}, Criterion: "As the report says", Judge: "judy", Sponsor: "us",
		B: 100, Limit: 50, Closes: time.Date(2026, 4, 4, 0, 0, 0, 0, time.UTC),
	}
	at := time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)
	m, err := market.Replay(terms, []market.Act{
		{Kind: market.Traded, By: "ann", At: at, Outcome: 0, Shares: 10, Coins: 6},
		{Kind: market.Traded, By: "ann", At: at, Outcome: 0, Shares: -10, Coins: -5},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.Holding("ann").Coins, "coin,", m.Acts(), "acts, prices", m.Prices())
	// Output:
	// -1 coin, 2 acts, prices [0.5 0.5]
}

// Three times of four the first outcome was expected at .8 and came true.
func ExampleCalibrate() {
	said := []float64{.8, .2}
	c, err := market.Calibrate([]market.Forecast{
		{Prices: said, Outcome: 0}, {Prices: said, Outcome: 0}, {Prices: said, Outcome: 0}, {Prices: said, Outcome: 1},
	}, market.CalibrationConfig{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("Brier score:", c.Brier)
	fmt.Println("bias:", c.Bias)
	fmt.Println("came true at .8 to .9:", c.Bands[8].Came)
	// Output:
	// Brier score: 0.19 (0.02809 to 0.6556), observed, n=4
	// bias: 0.05 (-0.1544 to 0.4994), observed, n=4
	// came true at .8 to .9: 0.75 (0.3006 to 0.9544), observed, n=4
}

func ExampleMaker() {
	m := market.Maker{B: 100}
	cost, err := m.Trade([]float64{0, 0}, 0, 10)
	if err != nil {
		log.Fatal(err)
	}
	prices, err := m.Prices([]float64{10, 0})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.6f %.6f\n", cost, prices)
	// Output:
	// 5.124948 [0.524979 0.475021]
}

// Two programs, such as two web servers, trade in one market on whether a change will work.
func ExampleHall() {
	ctx := context.Background()
	day := time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)
	store := new(feedback.Memory)
	cafe := feedback.New(store, feedback.Config{Now: func() time.Time { return day }})
	staff := feedback.Viewer{Party: "staff", MayOpen: func(feedback.Ref) bool { return true }}
	change := feedback.Change{ID: "longer-hours", Text: "Open until eight", Shown: feedback.Shared}
	if _, err := cafe.For(staff).PutChange(ctx, change); err != nil {
		log.Fatal(err)
	}
	one, other := market.NewHall(cafe, market.HallConfig{}), market.NewHall(cafe, market.HallConfig{})
	_, err := one.For(staff).Open(ctx, "calls", market.Terms{
		Outcomes: []string{"fewer calls", "as many"}, Criterion: "Calls in May, fewer than 900 or not",
		Judge: "judy", Sponsor: "us", WorstLoss: 500, Change: change.ID, AskFirst: true, Closes: day.AddDate(0, 1, 0),
	})
	if err != nil {
		log.Fatal(err)
	}
	ann, bob := one.For(feedback.Viewer{Party: "ann"}), other.For(feedback.Viewer{Party: "bob"})
	for _, v := range []*market.Visit{ann, bob} {
		if _, err := v.Estimate(ctx, "calls", []float64{.7, .3}); err != nil {
			log.Fatal(err)
		}
		act, err := v.Trade(ctx, "calls", market.Order{Spend: 60})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: %d shares for %d coins\n", act.By, act.Shares, act.Coins)
	}
	if _, err := cafe.For(staff).Decide(ctx, change.ID, feedback.Decision{Answer: feedback.No, Reason: "too dear"}); err != nil {
		log.Fatal(err)
	}
	if _, err := other.For(staff).Refund(ctx, "calls", "it is not made"); err != nil {
		log.Fatal(err)
	}
	snap, err := ann.Market(ctx, "calls")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(snap.State, "after", snap.Acts, "acts; ann has", snap.Own.Coins, "coins")
	// Output:
	// ann: 115 shares for 60 coins
	// bob: 107 shares for 60 coins
	// refunded after 5 acts; ann has 0 coins
}
