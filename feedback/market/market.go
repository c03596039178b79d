package market

import (
	"maps"
	"math"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Market is what acts have led to, from [Open] on. Its methods ask it or, as [Market.Trade] and
// [Market.Settle] do, act in it. It is made by [Open] or [Replay]: its zero value is not for use. It is not safe for use by several goroutines while one of them acts, and
// it is not copied.
type Market struct {
	terms   Terms
	b       float64
	opening []float64 // logarithms of the opening prices
	sold    []int64
	coins   int64 // what the sponsor has received
	traders map[relationship.PartyID]*holding
	acts    int
	latest  time.Time // of all acts
	state   ActKind
	outcome int
	settled time.Time
	final   bool
}

type holding struct {
	coins    int64
	shares   []int64
	estimate []float64
}

// A Holding is what one party has in a market. The sponsor's is one like any other: the Coins of all
// holdings sum to 0 at any time, and so do the Shares of each outcome.
type Holding struct {
	// Party is whose it is; empty where those parties were erased, all together. These have neither an
	// Estimate, nor is it said that one of them is an Insider.
	Party relationship.PartyID

	// Coins is how many were received less those that were paid, what a settlement brings included.
	Coins int64

	// Shares are held, one number per outcome. Each of the outcome that comes true is worth a coin.
	// They stay, as a memory, when the market is settled, and are 0 when it is refunded.
	Shares []int64

	// Estimate is the party's own, a probability per outcome; none where it gave none.
	Estimate []float64

	// Insider says that the party is one.
	Insider bool
}

// Open returns a new market. It returns an error matching [relationship.ErrInvalid], which names the field
// and its rule, for terms that break one.
func Open(terms Terms) (*Market, error) {
	if err := terms.check(false); err != nil {
		return nil, opError("open", err)
	}
	return open(terms.ready()), nil
}

func open(t Terms) *Market {
	m := &Market{
		terms:   t,
		b:       t.liquidity(),
		sold:    make([]int64, len(t.Outcomes)),
		traders: map[relationship.PartyID]*holding{},
		state:   Traded,
	}
	for _, p := range t.Prices {
		m.opening = append(m.opening, math.Log(p))
	}
	return m
}

// Terms returns what the market was opened with, with the defaults in place of 0. To open it again
// with them gives the same market.
func (m *Market) Terms() Terms { return m.terms.ready() }

// Maker returns the calculation behind the prices.
func (m *Market) Maker() Maker { return Maker{B: m.b} }

// WorstLoss returns how many coins the sponsor loses at most, known from the opening on: b ln(1/p), p
// being the least of the opening prices, rounded up.
func (m *Market) WorstLoss() int64 {
	if m.terms.WorstLoss != 0 {
		return m.terms.WorstLoss
	}
	return int64(math.Ceil(m.b * -math.Log(least(m.terms.Prices))))
}

// Acts returns how many acts have taken effect, so that two who write the next one can be told apart.
func (m *Market) Acts() int { return m.acts }

// State returns what the market has come to: Traded until somebody has judged, also after it closed; then
// Settled, Disputed or Refunded.
func (m *Market) State() ActKind { return m.state }

// Outcome returns the place of the outcome that came true, and whether the market is settled.
func (m *Market) Outcome() (int, bool) { return m.outcome, m.state == Settled }

// Final reports whether nothing can change any more at an instant, so that coins may be paid out: after a
// refund, after a settlement that followed a dispute, and after one that can no longer be disputed.
func (m *Market) Final(at time.Time) bool {
	return m.state == Refunded || m.state == Settled && (m.final || !at.Before(m.disputableTo()))
}

func (m *Market) disputableTo() time.Time { return m.settled.Add(m.terms.DisputeFor) }

// Prices returns the price of a share of each outcome, which is also its probability, for those who may
// see it: see [Market.PricesFor]. They sum to one.
func (m *Market) Prices() []float64 { return softMax(m.from(nil, 0, 0)) }

// PricesFor returns the prices as a party may see them. It returns an error matching
// [relationship.ErrInvalid] where Terms.AskFirst is set, the party has not given an estimate of its own,
// and still can.
func (m *Market) PricesFor(by relationship.PartyID, at time.Time) ([]float64, error) {
	if m.state == Traded && at.Before(m.terms.Closes) {
		if err := m.checkAsked(by); err != nil {
			return nil, opError("prices", err)
		}
	}
	return m.Prices(), nil
}

// Holding returns what a party has in the market: nothing, where it never traded.
func (m *Market) Holding(of relationship.PartyID) Holding {
	h := m.traders[of]
	if of == m.terms.Sponsor {
		h = m.sponsored()
	}
	return m.shown(of, h)
}

// Holdings returns what all parties have in the market that traded or gave an estimate, by ID, with the
// sponsor as the first. It takes O(n log n) time in their number.
func (m *Market) Holdings() []Holding {
	all := []Holding{m.shown(m.terms.Sponsor, m.sponsored())}
	for _, id := range slices.Sorted(maps.Keys(m.traders)) {
		all = append(all, m.shown(id, m.traders[id]))
	}
	return all
}

// sponsored returns what the sponsor holds: the other side of every trade.
func (m *Market) sponsored() *holding {
	h := &holding{coins: m.coins, shares: make([]int64, len(m.sold))}
	for i, n := range m.sold {
		h.shares[i] = -n
	}
	return h
}

func (m *Market) shown(id relationship.PartyID, h *holding) Holding {
	shown := Holding{Party: id, Shares: make([]int64, len(m.sold)), Insider: m.insider(id)}
	if h == nil {
		return shown
	}
	if id != "" {
		shown.Estimate = slices.Clone(h.estimate)
	}
	if m.state == Refunded {
		return shown
	}
	copy(shown.Shares, h.shares)
	shown.Coins = h.coins
	if m.state == Settled {
		shown.Coins += h.shares[m.outcome]
	}
	return shown
}

func (m *Market) insider(id relationship.PartyID) bool {
	_, found := slices.BinarySearch(m.terms.Insiders, id)
	return found
}

// from returns, behind z, the logarithms of prices up to a number in common, with more shares of outcome i
// sold. Differences of whole numbers are exact however many shares are sold.
func (m *Market) from(z []float64, i int, more int64) []float64 {
	for j, n := range m.sold {
		ahead := n - m.sold[i] - more
		if j == i {
			ahead = 0
		}
		z = append(z, m.opening[j]+float64(ahead)/m.b)
	}
	return z
}

// odds returns the logarithm of the odds of an outcome with more shares of it sold.
func (m *Market) odds(i int, more int64) float64 {
	var room [maxOutcomes]float64
	return logOdds(m.from(room[:0], i, more), i)
}

// price returns what a trader pays for shares in whole coins, rounded up; below 0, where shares are
// sold, what he receives, rounded down. A sale is the purchase of the same shares looked at from its end,
// so that no way to trade leads around in a circle with a gain. A share always costs less than a coin
// and more than none.
func (m *Market) price(i int, shares int64) int64 {
	if shares < 0 {
		coins := costOf(m.b, m.odds(i, shares), float64(-shares))
		return -min(max(int64(math.Floor(coins)), 0), -shares-1)
	}
	coins := costOf(m.b, m.odds(i, 0), float64(shares))
	return min(max(int64(math.Ceil(coins)), 1), shares)
}

// checkLatest returns an error for an instant before an act that was done.
func (m *Market) checkLatest(at time.Time) error {
	return rules.Break("At", when(at.Before(m.latest), "must not be before the act that was done last"))
}

// checkOpen returns an error where the market has been judged.
func (m *Market) checkOpen() error {
	return rules.Break("State", when(m.state != Traded, "must not be settled, disputed or refunded"))
}

// checkAsked returns an error where a party must give an estimate first.
func (m *Market) checkAsked(by relationship.PartyID) error {
	if !m.terms.AskFirst {
		return nil
	}
	h := m.traders[by]
	return rules.Break("By", when(h == nil || h.estimate == nil, "must give an estimate first"))
}
