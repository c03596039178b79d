package market_test

import (
	"testing"

	"github.com/kithcrm/kith/feedback/market"
)

// FuzzActs tries any sequence of acts. The first byte chooses the terms, and every four that follow are a
// step: what is tried, by whom and on which outcome, and how much.
func FuzzActs(f *testing.F) {
	f.Add([]byte{0, 0, 0, 10, 0, 1, 0, 246, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 {
			return
		}
		drawn := fuzzTerms(data[0])
		var steps []step
		for rest := data[1:]; len(rest) >= 4 && len(steps) < 200; rest = rest[4:] {
			steps = append(steps, fuzzStep(rest, len(drawn.Outcomes)))
		}
		m, acts := play(t, drawn, steps)
		replayed(t, m, acts)
		if m.State() == market.Traded {
			soldBack(t, m, func(n int) int { return len(acts) % n })
		}
	})
}

func fuzzTerms(chosen byte) market.Terms {
	return terms(func(t *market.Terms) {
		t.Outcomes = []string{"a", "b", "c"}[:2+chosen%2]
		t.B = []float64{100, .001, 1, 1e12}[chosen/2%4]
		t.AskFirst = chosen&8 != 0
		if chosen&16 != 0 {
			t.Limit = 1e12
		}
		if chosen&32 != 0 {
			t.Prices = []float64{1e-6, .5, .499999}
			if len(t.Outcomes) == 2 {
				t.Prices = []float64{.01, .99}
			}
		}
	})
}

func fuzzStep(b []byte, outcomes int) step {
	amount := int64(int8(b[2]))
	for range b[3] % 12 {
		amount *= 10
	}
	return step{
		what: int(b[0]) % ways, who: int(b[1]) % len(parties()), outcome: int(b[1])/len(parties())%(outcomes+2) - 1,
		amount: amount, price: (float64(b[2]) + float64(b[3])/256) / 256,
	}
}
