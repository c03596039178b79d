package market_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/kithcrm/kith/feedback/market"
)

// one returns the number, and fails the test where it was refused.
func one(t *testing.T) func(float64, error) float64 {
	t.Helper()
	return func(v float64, err error) float64 {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// pricesAre compares prices.
func pricesAre(t *testing.T, what string, m market.Maker, sold, want []float64) {
	t.Helper()
	got, err := m.Prices(sold)
	if err != nil || len(got) != len(want) {
		t.Fatalf("%s: got %v, error %v, want %v", what, got, err, want)
	}
	for i := range want {
		near(t, fmt.Sprint(what, ", outcome ", i), got[i], want[i])
	}
}

// The cases were computed with three other statements of the rule: path independence, that all outcomes
// together cost exactly their payoff, and a foreign project's table of price moves.
func TestTheMakerAgreesWithReferenceValues(t *testing.T) {
	t.Parallel()
	number := one(t)
	m := market.Maker{B: 100}
	even := []float64{0, 0}

	near(t, "1: cost", number(m.Cost(even)), 69.314718055995)

	near(t, "2: ten of yes", number(m.Trade(even, 0, 10)), 5.124947951363)
	pricesAre(t, "2", m, []float64{10, 0}, []float64{.524979187479, .475020812521})

	near(t, "3: a hundred of yes", number(m.Trade(even, 0, 100)), 62.011450695828)
	pricesAre(t, "3", m, []float64{100, 0}, []float64{.731058578630, .268941421370})

	near(t, "4: cost", number(m.Cost([]float64{0, 0, 0})), 109.861228866811)
	near(t, "4: fifty of the first", number(m.Trade([]float64{0, 0, 0}, 0, 50)), 19.576448074953)
	pricesAre(t, "4", m, []float64{50, 0, 0}, []float64{.451862761878, .274068619061, .274068619061})

	near(t, "5: twenty of the second", number(m.Trade([]float64{50, 0, 0}, 1, 20)), 5.890978591161)
	pricesAre(t, "5", m, []float64{50, 20, 0}, []float64{.426012514949, .315597833313, .258389651738})

	near(t, "6: the fifty sold", number(m.Trade([]float64{50, 20, 0}, 0, -50)), -18.346965145595)
	pricesAre(t, "6", m, []float64{0, 20, 0}, []float64{.310423773453, .379152453094, .310423773453})

	near(t, "7: straight", number(m.Trade([]float64{0, 0, 0}, 1, 20)), 7.120461520519)
	round := number(m.Trade([]float64{0, 0, 0}, 0, 50)) + number(m.Trade([]float64{50, 0, 0}, 1, 20)) + number(m.Trade([]float64{50, 20, 0}, 0, -50))
	near(t, "7: round about", round, 7.120461520519)

	shares := number(m.Reach(even, 0, .75))
	near(t, "8: shares", shares, 109.861228866811)
	near(t, "8: cost", number(m.Trade(even, 0, shares)), 69.314718055995)
	near(t, "8: gain", shares-number(m.Trade(even, 0, shares)), 40.546510810816)

	shares = number(m.Spend(even, 0, 10))
	near(t, "9: shares", shares, 19.090282892638)
	pricesAre(t, "9", m, []float64{shares, 0}, []float64{.547581290982, 1 - .547581290982})

	sold, all := []float64{5, 1, 2}, 0.0
	for i := range sold {
		all += number(market.Maker{B: 30}.Trade(sold, i, 7))
		sold[i] += 7
	}
	near(t, "10: seven of each", all, 7)

	m.B = 50
	near(t, "11: loss", 1000-number(m.Trade(make([]float64, 4), 2, 1000)), 69.314717746821)
	near(t, "11: bound", number(worst(m, make([]float64, 4))), 69.314718055995)
}

func worst(m market.Maker, sold []float64) (float64, error) {
	losses, err := m.Losses(sold)
	if err != nil {
		return 0, err
	}
	return slices.Max(losses), nil
}

func TestLiquidityAndExtremesAgreeWithReferenceValues(t *testing.T) {
	t.Parallel()
	number := one(t)
	for n, want := range map[int]float64{2: 144.269504088896, 3: 91.023922662684, 5: 62.133493455961, 10: 43.429448190325} {
		alike := slices.Repeat([]float64{1 / float64(n)}, n)
		near(t, fmt.Sprint("12: ", n, " outcomes"), number(market.Liquidity(100, alike)), want)
	}

	m := market.Maker{B: 10}
	near(t, "13: cost", number(m.Cost([]float64{1e6, 0})), 1e6)
	pricesAre(t, "13", m, []float64{1e6, 0}, []float64{1, 0})

	near(t, "14: cost", number(market.Maker{B: 1}.Cost([]float64{0, 800})), 800)

	m.B = 100
	losses, err := m.Losses([]float64{-138.629436111989, 0})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "15: if yes", losses[0], 160.943791243410)
	near(t, "15: if no", losses[1], 22.314355131421)
	near(t, "15: the B back", number(market.Liquidity(160.943791243410, []float64{.2, .8})), 100)

	for b, want := range map[float64]float64{500: .932332, 1000: .816060, 2000: .696735, 5000: .590635, 10000: .547581} {
		m := market.Maker{B: b}
		prices, err := m.Prices([]float64{number(m.Spend([]float64{0, 0}, 0, 1000)), 0})
		if err != nil || math.Abs(prices[0]-want) > 5e-7 {
			t.Errorf("16: B %v: got %v, error %v, want %v", b, prices, err, want)
		}
		near(t, fmt.Sprint("16: B ", b), prices[0], 1-.5*math.Exp(-1000/b))
	}
}

// A market counts in whole coins what the maker counts in fractions.
func TestAMarketRoundsReferenceValues(t *testing.T) {
	t.Parallel()
	three := func(t *market.Terms) { t.Outcomes = []string{"a", "b", "c"} }
	offCentre := func(t *market.Terms) { t.Prices = []float64{.2, .8} }
	cases := []struct {
		name   string
		m      *market.Market
		orders []market.Order
		shares []int64
		coins  []int64
		prices []float64
	}{
		{"2", open(t), []market.Order{buy("ann", 0, 10)}, []int64{10}, []int64{6}, []float64{.524979187479, .475020812521}},
		{"3", open(t), []market.Order{buy("ann", 0, 100)}, []int64{100}, []int64{63}, []float64{.731058578630, .268941421370}},
		{
			"4 to 6", open(t, three), []market.Order{buy("ann", 0, 50), buy("bob", 1, 20), buy("ann", 0, -50)},
			[]int64{50, 20, -50}, []int64{20, 6, -18}, []float64{.310423773453, .379152453094, .310423773453},
		},
		{"8", open(t), []market.Order{{By: "ann", At: start(), Price: .75}}, []int64{109}, []int64{69}, []float64{.748381721607064, .251618278392936}},
		{"9", open(t), []market.Order{{By: "ann", At: start(), Spend: 10}}, []int64{19}, []int64{10}, []float64{.547357618143089, .452642381856911}},
		{"15", open(t, offCentre), []market.Order{{By: "ann", At: start(), Price: .5}}, []int64{138}, []int64{47}, []float64{.498426414915344, .501573585084656}},
	}
	for _, c := range cases {
		for i, o := range c.orders {
			act := do(t)(c.m.Trade(o))
			if act.Shares != c.shares[i] || act.Coins != c.coins[i] {
				t.Errorf("%s: order %d: got %d shares for %d coins, want %d for %d", c.name, i, act.Shares, act.Coins, c.shares[i], c.coins[i])
			}
		}
		for i, p := range c.m.Prices() {
			near(t, c.name+": price", p, c.prices[i])
		}
	}
	if got := open(t, offCentre).WorstLoss(); got != 161 {
		t.Errorf("15: got a worst loss of %d, want 161", got)
	}
}
