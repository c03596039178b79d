package market

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// A Maker is the logarithmic market scoring rule (Hanson 2003) as a calculation, in fractions of coins and
// shares. A [Market] applies it in whole ones.
//
// Its methods take the shares sold of each outcome, two at least, each from -1e15 to 1e15; with any number
// added to all of them prices stay what they are. They return an error matching
// [relationship.ErrInvalid] for what is out of range, and neither overflow nor return NaN.
type Maker struct {
	// B is how many coins it takes to move prices, from 0.001 to 1e12: with a stake of a fifth of B one
	// trader moves a price from .5 to .59, with a stake of B to .82.
	B float64
}

// Liquidity returns the B with which a sponsor loses at most worst coins, from opening prices that sum to
// one, each 1e-9 at least: worst / ln(1/p), p being the least of them. It returns an error matching
// [relationship.ErrInvalid] where worst or the B that it leads to is out of range.
func Liquidity(worst float64, prices []float64) (float64, error) {
	err := rules.First(
		rules.Break("worst", when(!(worst > 0 && worst <= maxCoins), "must be above 0 and at most 1,000,000,000,000")),
		rules.Break("prices", when(len(prices) < 2, "must be two at least")),
		checkPrices("prices", prices, len(prices), leastPrice),
	)
	if err != nil {
		return 0, opError("liquidity", err)
	}
	b := worst / -math.Log(least(prices))
	return b, opError("liquidity", rules.Break("worst", liquidityRule(b)))
}

// Cost returns b ln sum exp(q/b), the coins that all shares sold have cost, up to a constant. It takes
// O(n) time in the number of outcomes, as all methods do where they do not say otherwise.
func (m Maker) Cost(sold []float64) (float64, error) {
	if err := m.check(sold); err != nil {
		return 0, opError("cost", err)
	}
	top := sold[0]
	for _, q := range sold {
		top = max(top, q)
	}
	sum := 0.0
	for _, q := range sold {
		sum += math.Exp((q - top) / m.B)
	}
	return top + m.B*math.Log(sum), nil
}

// Prices returns the price of a share of each outcome, which is also its probability. They sum to one.
func (m Maker) Prices(sold []float64) ([]float64, error) {
	if err := m.check(sold); err != nil {
		return nil, opError("prices", err)
	}
	return softMax(m.from(sold, 0)), nil
}

// Losses returns, for each outcome, how many coins are lost at most from here on if it comes true:
// b ln(1/p). It takes O(n²) time.
func (m Maker) Losses(sold []float64) ([]float64, error) {
	if err := m.check(sold); err != nil {
		return nil, opError("losses", err)
	}
	losses := make([]float64, len(sold))
	for i := range losses {
		losses[i] = m.B * softPlus(-logOdds(m.from(sold, i), i))
	}
	return losses, nil
}

// Trade returns what shares of an outcome cost, from -1e15 to 1e15 of them; below 0 they are sold, and so
// is the cost.
func (m Maker) Trade(sold []float64, outcome int, shares float64) (float64, error) {
	if err := m.checkTrade(sold, outcome, "shares", when(!(math.Abs(shares) <= maxSold), "must be from -1e15 to 1e15")); err != nil {
		return 0, opError("trade", err)
	}
	odds := logOdds(m.from(sold, outcome), outcome)
	if shares < 0 {
		return -costOf(m.B, odds+shares/m.B, -shares), nil
	}
	return costOf(m.B, odds, shares), nil
}

// Spend returns how many shares of an outcome are bought with coins, from 0 to 1e15 coins. Where these are
// more than 1e15 shares, [Maker.Trade] takes them no more.
func (m Maker) Spend(sold []float64, outcome int, coins float64) (float64, error) {
	if err := m.checkTrade(sold, outcome, "coins", when(!(coins >= 0 && coins <= maxSold), "must be from 0 to 1e15")); err != nil {
		return 0, opError("spend", err)
	}
	return sharesFor(m.B, logOdds(m.from(sold, outcome), outcome), coins), nil
}

// Reach returns how many shares of an outcome move its price to one between 0 and 1; below 0 they are
// to be sold. They too can be more than 1e15.
func (m Maker) Reach(sold []float64, outcome int, price float64) (float64, error) {
	if err := m.checkTrade(sold, outcome, "price", when(!(price > 0 && price < 1), "must be between 0 and 1")); err != nil {
		return 0, opError("reach", err)
	}
	return sharesTo(m.B, logOdds(m.from(sold, outcome), outcome), price), nil
}

// from returns the logarithms of prices, up to a constant that makes that of outcome i 0.
func (m Maker) from(sold []float64, i int) []float64 {
	z := make([]float64, len(sold))
	for j, q := range sold {
		z[j] = (q - sold[i]) / m.B
	}
	return z
}

func (m Maker) check(sold []float64) error {
	if len(sold) < 2 {
		return rules.Break("sold", "must be of two outcomes at least")
	}
	for i, q := range sold {
		if !(math.Abs(q) <= maxSold) {
			return rules.Break(rules.Index("sold", i), "must be from -1e15 to 1e15")
		}
	}
	return rules.Break("B", liquidityRule(m.B))
}

func (m Maker) checkTrade(sold []float64, outcome int, field, rule string) error {
	return rules.First(
		m.check(sold),
		rules.Break("outcome", outcomeRule(outcome, len(sold))),
		rules.Break(field, rule),
	)
}

// What numbers may be. Beyond maxSold a float64 no longer knows each coin.
const (
	maxSold    = 1e15
	maxCoins   = 1e12
	leastPrice = 1e-9
)

func liquidityRule(b float64) string {
	return when(!(b >= 0.001 && b <= maxCoins), "must be from 0.001 to 1,000,000,000,000")
}

func outcomeRule(outcome, n int) string {
	return when(outcome < 0 || outcome >= n, "must be the place of an outcome")
}

// least returns the smallest of prices, once they sum to one to the last digit.
func least(prices []float64) float64 {
	low, sum := prices[0], 0.0
	for _, p := range prices {
		low, sum = min(low, p), sum+p
	}
	return low / sum
}
