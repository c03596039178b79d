package market

import (
	"math"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// An ActKind says what was done in a market.
type ActKind string

// What can be done in a market.
const (
	Estimated ActKind = "estimated" // somebody said what to expect, before seeing prices
	Traded    ActKind = "traded"    // somebody bought or sold shares
	Settled   ActKind = "settled"   // the judge said which outcome came true
	Disputed  ActKind = "disputed"  // somebody objects to that; the judge is asked once more
	Refunded  ActKind = "refunded"  // all coins went back, as if there had been no market
	Pooled    ActKind = "pooled"    // two traders turned out to be one; see [Market.Pool]
)

// An Act is one thing that was done in a market. The acts in the order in which they took effect are all
// there is to keep of a market beside its terms: see [Replay].
type Act struct {
	// Kind is what was done, At when, and By who did it: empty where that party was erased.
	Kind ActKind              `json:"kind"`
	At   time.Time            `json:"at"`
	By   relationship.PartyID `json:"by,omitempty"`

	// Outcome is the place in Terms.Outcomes of what was Traded or Settled.
	Outcome int `json:"outcome,omitempty"`

	// Shares is how many were bought and Coins what was paid for them; both are below 0 where shares
	// were sold, Coins also being 0 then where they brought nothing.
	Shares int64 `json:"shares,omitempty"`
	Coins  int64 `json:"coins,omitempty"`

	// Insider says that an insider did it.
	Insider bool `json:"insider,omitempty"`

	// Estimate is what was Estimated: a probability per outcome.
	Estimate []float64 `json:"estimate,omitempty"`

	// Reason says why it was Disputed or Refunded. It is empty where who gave it was erased.
	Reason string `json:"reason,omitempty"`

	// Of is whose holding was Pooled with that of By.
	Of relationship.PartyID `json:"of,omitempty"`
}

// Replay returns the market that acts have led to, in the order in which they took effect. It is the
// market in which they were done: coins are taken as they were counted then, so that no machine counts
// them differently. Judge and Sponsor may be empty in terms: they were erased.
//
// It returns an error matching [relationship.ErrInvalid] for terms that [Open] would refuse and for an act
// that [Market.Apply] does. It takes O(n) time in the number of acts.
func Replay(terms Terms, acts []Act) (*Market, error) {
	if err := terms.check(true); err != nil {
		return nil, opError("replay", rules.Within("Terms", err))
	}
	m := open(terms.ready())
	for i := range acts {
		if err := m.checkAct(&acts[i]); err != nil {
			return nil, opError("replay", rules.Within(rules.Index("Acts", i), err))
		}
		m.apply(&acts[i])
	}
	return m, nil
}

// Apply lets an act from a log take effect, or one from [Market.Quote] that is in the log by now.
//
// It returns an error matching [relationship.ErrInvalid], and changes nothing, for an act after which the
// market would not be sound: more shares sold than held, coins that are not the price, a second
// settlement without a dispute. What a party was allowed to do, by limit, closing time, role or the order of
// instants, was asked when it was done and is not asked again: two parties that traded may have turned out to
// be one.
func (m *Market) Apply(act Act) error {
	if err := m.checkAct(&act); err != nil {
		return opError("apply", err)
	}
	m.apply(&act)
	return nil
}

func (m *Market) checkAct(a *Act) error {
	err := rules.First(
		rules.Break("At", instantRule(a.At)),
		rules.Break("By", partyRule(a.By, true)),
	)
	if err != nil {
		return err
	}
	switch a.Kind {
	case Estimated:
		return rules.First(m.checkOpen(), checkPrices("Estimate", a.Estimate, len(m.sold), 0))
	case Traded:
		return rules.First(m.checkOpen(), m.checkTraded(a))
	case Settled:
		return rules.First(m.checkUndecided(), rules.Break("Outcome", outcomeRule(a.Outcome, len(m.sold))))
	case Disputed:
		return rules.First(m.checkDisputable(), rules.Break("Reason", oldText(a.Reason)))
	case Refunded:
		return rules.First(m.checkUndecided(), rules.Break("Reason", oldText(a.Reason)))
	case Pooled:
		return rules.First(m.checkOpen(), m.checkPool(a.By, a.Of))
	}
	return rules.Break("Kind", "must be estimated, traded, settled, disputed, refunded or pooled")
}

// checkTraded allows coins to be one off, which is where machines may differ that count alike.
func (m *Market) checkTraded(a *Act) error {
	if err := m.checkShares(a.By, a.Outcome, a.Shares); err != nil {
		return err
	}
	off := a.Coins - m.price(a.Outcome, a.Shares)
	return rules.First(
		rules.Break("Coins", when(off < -1 || off > 1, "must be the price of the shares")),
		rules.Break("Coins", when(a.Shares > 0 && a.Coins < 1 || a.Shares < 0 && a.Coins > 0, "must be paid for what was bought only")),
	)
}

// apply lets an act that was checked take effect.
func (m *Market) apply(a *Act) {
	m.acts++
	if a.At.After(m.latest) {
		m.latest = rules.UTC(a.At)
	}
	switch a.Kind {
	case Estimated:
		if h := m.held(a.By); h.estimate == nil {
			h.estimate = slices.Clone(a.Estimate)
		}
	case Traded:
		h := m.held(a.By)
		h.coins -= a.Coins
		h.shares[a.Outcome] += a.Shares
		m.coins += a.Coins
		m.sold[a.Outcome] += a.Shares
	case Settled:
		m.final = m.state == Disputed
		m.state, m.outcome, m.settled = Settled, a.Outcome, rules.UTC(a.At)
	case Disputed, Refunded:
		m.state = a.Kind
	case Pooled:
		m.held(a.By).take(m.held(a.Of))
		delete(m.traders, a.Of)
	}
}

// held returns what a party holds, which is nothing at first.
func (m *Market) held(id relationship.PartyID) *holding {
	h, ok := m.traders[id]
	if !ok {
		h = &holding{shares: make([]int64, len(m.sold))}
		m.traders[id] = h
	}
	return h
}

// checkShares returns an error for shares that cannot change hands.
func (m *Market) checkShares(by relationship.PartyID, outcome int, shares int64) error {
	if rule := outcomeRule(outcome, len(m.sold)); rule != "" {
		return rules.Break("Outcome", rule)
	}
	switch {
	case shares == 0:
		return rules.Break("Shares", "must not be 0")
	case shares > maxCoins-m.sold[outcome]:
		return rules.Break("Shares", "must leave at most 1,000,000,000,000 of an outcome sold")
	case shares >= 0:
		return nil
	}
	h := m.traders[by]
	return rules.Break("Shares", when(shares == math.MinInt64 || h == nil || h.shares[outcome] < -shares, "must not be more than are held"))
}
