package market_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/kithcrm/kith/feedback/market"
	"github.com/kithcrm/kith/relationship"
)

// crowd returns a market with so many outcomes and traders, who all hold something.
func crowd(b *testing.B, outcomes, traders int) (*market.Market, []relationship.PartyID) {
	b.Helper()
	m := open(b, func(t *market.Terms) {
		t.B, t.Limit, t.Outcomes = 1e5, 1e6, nil
		for i := range outcomes {
			t.Outcomes = append(t.Outcomes, fmt.Sprint("outcome ", i))
		}
	})
	var ids []relationship.PartyID
	for i := range traders {
		ids = append(ids, relationship.PartyID(fmt.Sprint("party-", i)))
		do(b)(m.Trade(buy(ids[i], i%outcomes, 10)))
	}
	return m, ids
}

func BenchmarkTrade(b *testing.B) {
	for _, outcomes := range []int{2, 10, 100} {
		b.Run(fmt.Sprint("outcomes=", outcomes), func(b *testing.B) {
			m, ids := crowd(b, outcomes, 10_000)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				// Everybody buys and sells in turn, so that nobody runs out of coins.
				order := buy(ids[i/2%len(ids)], i/2%outcomes, 25-50*int64(i%2))
				if _, err := m.Trade(order); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}

func BenchmarkQuote(b *testing.B) {
	m, ids := crowd(b, 2, 10_000)
	price := m.Prices()[0]
	for name, order := range map[string]market.Order{
		"shares": buy(ids[0], 0, 25), "spend": {By: ids[0], At: start(), Spend: 40}, "price": {By: ids[0], At: start(), Price: price + .1},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := m.Quote(order); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkReplay(b *testing.B) {
	m, ids := crowd(b, 2, 0)
	var acts []market.Act
	for i := range 10_000 {
		ids = append(ids, relationship.PartyID(fmt.Sprint("party-", i%500)))
		acts = append(acts, do(b)(m.Trade(buy(ids[i], i%2, 10))))
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := market.Replay(m.Terms(), acts); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(acts)), "ns/act")
}

func BenchmarkCalibrate(b *testing.B) {
	past := slices.Repeat([]market.Forecast{{Prices: []float64{.7, .3}}, {Prices: []float64{.2, .3, .5}, Outcome: 1}}, 500)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := market.Calibrate(past, market.CalibrationConfig{}); err != nil {
			b.Fatal(err)
		}
	}
}
