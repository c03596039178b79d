package market_test

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback/market"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// A tester is a test of either kind.
type tester interface {
	Helper()
	Errorf(string, ...any)
	Fatalf(string, ...any)
}

// A step is something that somebody tries, allowed or not.
type step struct {
	what    int // a number that names what is tried: see try
	who     int
	outcome int
	amount  int64
	price   float64
}

const ways = 8

func parties() []relationship.PartyID {
	return []relationship.PartyID{"ann", "bob", "eve", "zoe", "judy", "us", ""}
}

// try does a step.
func (s step) try(m *market.Market) (market.Act, error) {
	by := parties()[s.who]
	at := next(m)
	order := market.Order{By: by, At: at, Outcome: s.outcome}
	switch s.what {
	case 0, 1:
		order.Shares = s.amount
	case 2:
		order.Spend = s.amount
	case 3:
		order.Price = s.price
	case 4:
		n := len(m.Prices())
		return m.Estimate(by, at, slices.Repeat([]float64{1 / float64(n)}, n))
	case 5:
		return m.Settle(by, at, s.outcome)
	case 6:
		return m.Dispute(by, at, "why")
	case 7:
		return m.Refund(by, at, "why")
	}
	return m.Trade(order)
}

// next returns when the next act of a market is, in tests that let an hour go by between two.
func next(m *market.Market) time.Time { return start().Add(time.Duration(m.Acts()) * time.Hour) }

// play tries steps in a new market, in which everything must hold after each, and returns what was done.
func play(t tester, terms market.Terms, steps []step) (*market.Market, []market.Act) {
	t.Helper()
	m, err := market.Open(terms)
	if err != nil {
		t.Fatalf("got error %v", err)
	}
	var acts []market.Act
	for _, s := range steps {
		before := look(m)
		act, err := s.try(m)
		if err != nil {
			told, ok := errors.AsType[*relationship.OpError](err)
			if !ok || !errors.Is(err, relationship.ErrInvalid) || told.Field == "" || told.Rule == "" {
				t.Fatalf("%+v: got error %v, want one that names field and rule", s, err)
			}
			same(t, "refused", look(m), before)
			continue
		}
		acts = append(acts, act)
		sound(t, m)
	}
	return m, acts
}

// sound checks what holds of every market at any time.
func sound(t tester, m *market.Market) {
	t.Helper()
	holdings, terms := m.Holdings(), m.Terms()
	total, sum := int64(0), 0.0
	for _, p := range m.Prices() {
		if !(p >= 0 && p <= 1) {
			t.Fatalf("got a price of %v", p)
		}
		sum += p
	}
	if math.Abs(sum-1) > 1e-12 {
		t.Fatalf("prices sum to %v", sum)
	}
	for _, h := range holdings {
		total += h.Coins
		if h.Party != terms.Sponsor && (h.Coins < -terms.Limit || slices.Min(h.Shares) < 0) {
			t.Fatalf("a trader has %d coins of a limit of %d, and shares %v", h.Coins, terms.Limit, h.Shares)
		}
	}
	if total != 0 {
		t.Fatalf("%d coins were made or lost", total)
	}
	came, _ := m.Outcome()
	for i := range terms.Outcomes {
		shares := int64(0)
		for _, h := range holdings {
			shares += h.Shares[i]
		}
		if shares != 0 {
			t.Fatalf("%d shares of outcome %d were made or lost", shares, i)
		}
		least := holdings[0].Coins + holdings[0].Shares[i]
		if m.State() == market.Settled {
			least = holdings[0].Coins - holdings[0].Shares[came] + holdings[0].Shares[i]
		}
		if least < -m.WorstLoss() {
			t.Fatalf("outcome %d: the sponsor loses %d, more than the worst loss of %d", i, -least, m.WorstLoss())
		}
	}
}

// replayed checks that acts lead to the market again, also after they were kept as JSON.
func replayed(t tester, m *market.Market, acts []market.Act) {
	t.Helper()
	again, err := market.Replay(m.Terms(), acts)
	if err != nil {
		t.Fatalf("replay: got error %v", err)
	}
	same(t, "replayed", look(again), look(m))

	text, err := json.Marshal(acts)
	if err != nil {
		t.Fatalf("got error %v", err)
	}
	var kept []market.Act
	if err := json.Unmarshal(text, &kept); err != nil {
		t.Fatalf("got error %v", err)
	}
	one, err := market.Open(m.Terms())
	if err != nil {
		t.Fatalf("got error %v", err)
	}
	for _, act := range kept {
		if err := one.Apply(act); err != nil {
			t.Fatalf("apply: got error %v", err)
		}
	}
	same(t, "applied one by one", look(one), look(m))
}

// soldBack sells everything in the order that choose tells, so that the market is where it began.
func soldBack(t tester, m *market.Market, choose func(n int) int) {
	t.Helper()
	type lot struct {
		by      relationship.PartyID
		outcome int
	}
	var lots []lot
	for _, h := range m.Holdings()[1:] {
		for i, n := range h.Shares {
			if n > 0 {
				lots = append(lots, lot{h.Party, i})
			}
		}
	}
	for len(lots) > 0 {
		k := choose(len(lots))
		l := lots[k]
		order := buy(l.by, l.outcome, -m.Holding(l.by).Shares[l.outcome])
		order.At = next(m)
		act, err := m.Trade(order)
		if err != nil || act.Coins > 0 {
			t.Fatalf("sold back: got %d coins, error %v", act.Coins, err)
		}
		sound(t, m)
		lots = slices.Delete(lots, k, k+1)
	}
	if gain := -m.Holdings()[0].Coins; gain > 0 {
		t.Fatalf("all together gained %d coins with nothing", gain)
	}
}

// drawTerms draws terms with trouble in them.
func drawTerms(t *rapid.T) market.Terms {
	n := rapid.IntRange(2, 5).Draw(t, "outcomes")
	drawn := terms(func(t *market.Terms) { t.Outcomes, t.B = []string{"a", "b", "c", "d", "e"}[:n], 0 })
	if rapid.Bool().Draw(t, "off centre") {
		drawn.Prices = drawPrices(t, n)
	}
	if rapid.Bool().Draw(t, "by worst loss") {
		drawn.WorstLoss = rapid.SampledFrom([]int64{1, 7, 100, 5000, 1e9}).Draw(t, "worst loss")
	} else {
		drawn.B = rapid.SampledFrom([]float64{.001, .3, 1, 10, 99.5, 1e4, 1e12}).Draw(t, "B")
	}
	drawn.Limit = rapid.SampledFrom([]int64{0, 1, 20, 1000, 1e12}).Draw(t, "limit")
	drawn.AskFirst = rapid.IntRange(0, 4).Draw(t, "ask first") == 0
	return drawn
}

// drawPrices draws prices that sum to one, some of them very small.
func drawPrices(t *rapid.T, n int) []float64 {
	prices, sum := make([]float64, n), 0.0
	for i := range prices {
		prices[i] = rapid.SampledFrom([]float64{1, 2, 5, 10, 1e-3, 1e-7}).Draw(t, "weight")
		sum += prices[i]
	}
	for i := range prices {
		prices[i] /= sum
	}
	return prices
}

// drawSteps draws what is tried in a market with n outcomes, up to a way of trying.
func drawSteps(t *rapid.T, n, upTo int) []step {
	amount := rapid.OneOf(rapid.Int64Range(-30, 60), rapid.SampledFrom([]int64{1, -1, 1000, 1e6, 1e12, -1e12, math.MaxInt64, math.MinInt64}))
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) step {
		return step{
			what:    rapid.IntRange(0, upTo).Draw(t, "what"),
			who:     rapid.IntRange(0, len(parties())-1).Draw(t, "who"),
			outcome: rapid.IntRange(-1, n).Draw(t, "outcome"),
			amount:  amount.Draw(t, "amount"),
			price:   rapid.OneOf(rapid.Float64Range(0, 1), rapid.SampledFrom([]float64{1e-12, 1 - 1e-12, math.Inf(1), math.NaN()})).Draw(t, "price"),
		}
	}), 0, 40).Draw(t, "steps")
}

func TestAnyMarketIsSoundAfterEveryActAndReplayed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawTerms(t)
		m, acts := play(t, drawn, drawSteps(t, len(drawn.Outcomes), ways-1))
		replayed(t, m, acts)
	})
}

func TestNoWayOfTradingThatEndsWhereItBeganGains(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawTerms(t)
		m, _ := play(t, drawn, drawSteps(t, len(drawn.Outcomes), 4))
		soldBack(t, m, func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "which") })
	})
}

func TestSpendingBuysTheMostSharesThatCoinsPayFor(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawTerms(t)
		drawn.Limit, drawn.AskFirst = 1e12, false
		m, _ := play(t, drawn, drawSteps(t, len(drawn.Outcomes), 3))
		order := market.Order{By: "max", At: next(m), Spend: rapid.Int64Range(1, 1e6).Draw(t, "coins")}
		act, err := m.Quote(order)
		if err != nil {
			return // there are too many shares already
		}
		more, err := m.Quote(market.Order{By: "max", At: next(m), Shares: act.Shares + 1})
		if act.Coins > order.Spend || err == nil && more.Coins <= order.Spend {
			t.Errorf("for %d coins got %d shares for %d, and one more costs %d", order.Spend, act.Shares, act.Coins, more.Coins)
		}
	})
}
