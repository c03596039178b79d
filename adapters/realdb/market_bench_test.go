package realdb_test

import (
	"fmt"
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/market"
)

// BenchmarkTrade trades in a market, one trade after the other, beside nothing else.
func BenchmarkTrade(b *testing.B) {
	for _, e := range engines()[:2] {
		b.Run(e.name, func(b *testing.B) {
			d := open(b, place{Engine: e.name, Source: e.source(b)})
			d.migrate(b)
			openMarket(b, d.cafe(b, "ours"))
			hall := hallOn(d.cafe(b, "ours"))
			i := 0
			for b.Loop() {
				who := hall.For(feedback.Viewer{Party: feedback.PartyID(fmt.Sprint("party-", i%100))})
				_, err := who.Trade(b.Context(), theMarket, market.Order{Outcome: i % 2, Shares: 3})
				ok(b, err)
				i++
			}
		})
	}
}
