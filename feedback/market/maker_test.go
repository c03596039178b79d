package market_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/kithcrm/kith/feedback/market"
	"pgregory.net/rapid"
)

// drawSold draws shares sold that a naive formula can still count with, or cannot.
func drawSold(t *rapid.T, n int, b float64) []float64 {
	return rapid.SliceOfN(rapid.Float64Range(-40*b, 40*b), n, n).Draw(t, "sold")
}

func drawMaker(t *rapid.T) market.Maker {
	return market.Maker{B: rapid.SampledFrom([]float64{.5, 1, 10, 100, 1e6}).Draw(t, "B")}
}

// must returns the number, and fails where it was refused or is none.
func must(t *rapid.T) func(float64, error) float64 {
	return func(v float64, err error) float64 {
		t.Helper()
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fatalf("got %v, error %v", v, err)
		}
		return v
	}
}

func TestTheCostIsTheSameOnEveryPath(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(2, 6).Draw(t, "outcomes"), drawMaker(t)
		sold := drawSold(t, n, m.B)
		before, path := must(t)(m.Cost(sold)), 0.0
		for range rapid.IntRange(1, 12).Draw(t, "trades") {
			i := rapid.IntRange(0, n-1).Draw(t, "outcome")
			shares := rapid.Float64Range(-20*m.B, 20*m.B).Draw(t, "shares")
			path += must(t)(m.Trade(sold, i, shares))
			sold[i] += shares
		}
		if got, want := path, must(t)(m.Cost(sold))-before; math.Abs(got-want) > 1e-10*m.B {
			t.Errorf("got %v along the path, want %v", got, want)
		}
	})
}

func TestPricesAreTheSlopeOfTheCostAndSumToOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := drawMaker(t)
		sold := drawSold(t, rapid.IntRange(2, 6).Draw(t, "outcomes"), m.B)
		prices, err := m.Prices(sold)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for i, p := range prices {
			sum += p
			small := m.B * 1e-6
			if slope := must(t)(m.Trade(sold, i, small)) / small; math.Abs(slope-p) > 1e-6 {
				t.Errorf("outcome %d: got a price of %v, a share costs %v", i, p, slope)
			}
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("prices sum to %v", sum)
		}
	})
}

func TestSpendingAndReachingTurnTheCostAround(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := drawMaker(t)
		sold := drawSold(t, rapid.IntRange(2, 6).Draw(t, "outcomes"), m.B/4)
		i := rapid.IntRange(0, len(sold)-1).Draw(t, "outcome")
		coins := rapid.Float64Range(0, 50*m.B).Draw(t, "coins")
		if got := must(t)(m.Trade(sold, i, must(t)(m.Spend(sold, i, coins)))); math.Abs(got-coins) > 1e-10*m.B {
			t.Errorf("got a cost of %v, want %v", got, coins)
		}
		price := rapid.Float64Range(1e-6, 1-1e-6).Draw(t, "price")
		sold[i] += must(t)(m.Reach(sold, i, price))
		if got, err := m.Prices(sold); err != nil || math.Abs(got[i]-price) > 1e-12 {
			t.Errorf("got a price of %v, error %v, want %v", got[i], err, price)
		}
	})
}

func TestTheMakerLosesNoDigits(t *testing.T) {
	t.Parallel()
	number := one(t)
	if got := number(market.Maker{B: 3}.Trade([]float64{1000, 0}, 0, 10)); got != 10 {
		t.Errorf("ten sure coins: got %v, want exactly 10", got)
	}
	near(t, "one share among very many", number(market.Maker{B: 1e12}.Trade([]float64{0, 0}, 0, 1)), .5)
	near(t, "from nothing to all", number(market.Maker{B: 1}.Trade([]float64{0, 800}, 0, 1000)), 200)
	near(t, "all coins on nothing", number(market.Maker{B: 1}.Spend([]float64{0, 800}, 0, 200)), 1000)
	near(t, "no coins", number(market.Maker{B: 1}.Spend([]float64{0, 800}, 0, 0)), 0)
	if got := number(market.Maker{B: .001}.Trade([]float64{-1e15, 1e15}, 0, 1e15)); got != 0 {
		t.Errorf("at the end of numbers: got %v, want 0", got)
	}
}

func TestTheMakerRefusesWhatIsOutOfRange(t *testing.T) {
	t.Parallel()
	m, even := market.Maker{B: 100}, []float64{0, 0}
	const far, b = "must be from -1e15 to 1e15", "must be from 0.001 to 1,000,000,000,000"
	for _, bad := range []float64{0, -1, math.NaN(), math.Inf(1), 1e-4} {
		_, err := market.Maker{B: bad}.Cost(even)
		refused(t, fmt.Sprint("B ", bad), err, "B", b)
	}
	calls := []struct {
		name        string
		call        func() (float64, error)
		field, rule string
	}{
		{"one outcome", func() (float64, error) { return m.Cost([]float64{1}) }, "sold", "must be of two outcomes at least"},
		{"no number", func() (float64, error) { return m.Cost([]float64{0, math.NaN()}) }, "sold[1]", far},
		{"one too far", func() (float64, error) { return worst(m, []float64{0, 1e16}) }, "sold[1]", far},
		{"prices of nothing", func() (float64, error) { _, err := m.Prices(nil); return 0, err }, "sold", "must be of two outcomes at least"},
		{"infinite shares", func() (float64, error) { return m.Trade(even, 0, math.Inf(-1)) }, "shares", far},
		{"an unknown outcome", func() (float64, error) { return m.Trade(even, 2, 1) }, "outcome", "must be the place of an outcome"},
		{"coins below 0", func() (float64, error) { return m.Spend(even, 0, -1) }, "coins", "must be from 0 to 1e15"},
		{"a price of 1", func() (float64, error) { return m.Reach(even, 0, 1) }, "price", "must be between 0 and 1"},
		{"no loss", func() (float64, error) { return market.Liquidity(0, []float64{.5, .5}) }, "worst", "must be above 0 and at most 1,000,000,000,000"},
		{"prices beyond one", func() (float64, error) { return market.Liquidity(1, []float64{.5, .6}) }, "prices", "must sum to one"},
		{"a sure price", func() (float64, error) { return market.Liquidity(1, []float64{1}) }, "prices", "must be two at least"},
		{"a B too small", func() (float64, error) { return market.Liquidity(1e-6, []float64{.5, .5}) }, "worst", b},
	}
	for _, c := range calls {
		_, err := c.call()
		refused(t, c.name, err, c.field, c.rule)
	}
	if !slices.Equal(even, []float64{0, 0}) {
		t.Error("the shares sold were changed")
	}
}

func TestCoinsCanBuyMoreSharesThanATradeTakes(t *testing.T) {
	t.Parallel()
	m := market.Maker{B: 1e12}
	sold := []float64{-1e15, 1e15}
	shares, err := m.Spend(sold, 0, 1e15)
	if err != nil || !(shares > 1e15) || math.IsInf(shares, 0) {
		t.Errorf("got %v shares, error %v", shares, err)
	}
	_, err = m.Trade(sold, 0, shares)
	refused(t, "so many", err, "shares", "must be from -1e15 to 1e15")
}
