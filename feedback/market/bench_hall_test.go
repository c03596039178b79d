package market_test

import (
	"fmt"
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/market"
)

// busy returns a hall with a market in which so many acts were done, by a tenth as many traders.
func busy(b *testing.B, acts int) *house {
	b.Helper()
	h := newHouse(new(feedback.Memory))
	h.open(b, "m", func(t *market.Terms) { t.B, t.Limit = 1e6, 1e9 })
	for i := range acts {
		fine(b)(h.as(trader(i, acts)).Trade(b.Context(), "m", market.Order{Outcome: i % 2, Shares: 10}))
	}
	return h
}

func trader(i, acts int) feedback.PartyID {
	return feedback.PartyID(fmt.Sprint("party-", i%max(1, acts/10)))
}

func BenchmarkStoredTrade(b *testing.B) {
	for _, acts := range []int{1e2, 1e4} {
		b.Run(fmt.Sprint("acts=", acts), func(b *testing.B) {
			h := busy(b, acts)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				order := market.Order{Outcome: i / 2 % 2, Shares: 25 - 50*int64(i%2)}
				fine(b)(h.as(trader(i/2, acts)).Trade(b.Context(), "m", order))
				i++
			}
		})
	}
}

// BenchmarkFirstLook is what a program pays that has not read the market yet.
func BenchmarkFirstLook(b *testing.B) {
	h := busy(b, 1e4)
	b.ReportAllocs()
	for b.Loop() {
		fine(b)(h.again().as("ann").Market(b.Context(), "m"))
	}
}

func BenchmarkHoldings(b *testing.B) {
	h := busy(b, 1e4)
	b.ReportAllocs()
	for b.Loop() {
		fine(b)(h.staff().Holdings(b.Context(), "m"))
	}
}
