package market

import (
	"math"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// An Order is what a trader wants. Exactly one of Shares, Spend and Price is given.
type Order struct {
	// By is the trader, and At when it is.
	By relationship.PartyID
	At time.Time

	// Outcome is the place in Terms.Outcomes of the one that is meant.
	Outcome int

	// Shares is how many to buy, up to 1e12 of them; below 0, how many to sell.
	Shares int64

	// Spend is how many coins to spend at most, from 1 to 1e12: as many shares are bought as that buys.
	Spend int64

	// Price is where to bring the price, between 0 and 1: as many shares are bought or sold as do not
	// pass it.
	Price float64

	// AtMost is how many coins the shares may cost at most; below 0, how many their sale must bring at
	// least. With the Coins of a quote, who trades meanwhile cannot make it dearer. 0 leaves it open.
	AtMost int64
}

// Quote returns the act that an order would be, with its cost, and does nothing. It returns the errors of
// [Market.Trade].
func (m *Market) Quote(o Order) (Act, error) {
	act, err := m.quote(&o)
	return act, opError("quote", err)
}

// Trade carries out an order and returns what was done. Shares are whole, and so are coins: a cost is
// rounded up and what a sale brings rounded down.
//
// It returns an error matching [relationship.ErrInvalid], which names the field and its rule, and changes
// nothing, where
//   - the market is closed or judged, or At is before the act that was done last
//   - the trader is the judge or the sponsor, or must give an estimate first: see Terms.AskFirst
//   - there is no such outcome, or not exactly one of Shares, Spend and Price
//   - more would be sold than is held, more paid than the trader's limit or Order.AtMost, or no whole share
//     traded
//
// It takes O(n) time in the number of outcomes.
func (m *Market) Trade(o Order) (Act, error) {
	act, err := m.quote(&o)
	return m.act("trade", act, err)
}

// Estimate notes what a party expects, one probability per outcome, before it sees prices. It returns an
// error matching [relationship.ErrInvalid], and changes nothing, where the party has given one, where the
// market is closed or judged, for an instant before the act that was done last, and for probabilities that do
// not sum to one.
func (m *Market) Estimate(by relationship.PartyID, at time.Time, estimate []float64) (Act, error) {
	act, err := m.estimation(by, at, estimate)
	return m.act("estimate", act, err)
}

func (m *Market) estimation(by relationship.PartyID, at time.Time, estimate []float64) (Act, error) {
	err := m.checkTrader(by, at)
	if h := m.traders[by]; err == nil && h != nil && h.estimate != nil {
		err = rules.Break("By", "must not have given an estimate already")
	}
	return m.may(Act{Kind: Estimated, By: by, At: rules.UTC(at), Estimate: slices.Clone(estimate), Insider: m.insider(by)}, err)
}

// may returns an act that breaks no rule, and has broken none before.
func (m *Market) may(act Act, err error) (Act, error) {
	if err == nil {
		err = rules.First(m.checkAct(&act), m.checkLatest(act.At))
	}
	if err != nil {
		return Act{}, err
	}
	return act, nil
}

// act lets an act take effect, unless a rule was broken.
func (m *Market) act(op string, act Act, err error) (Act, error) {
	if err != nil {
		return Act{}, opError(op, err)
	}
	m.apply(&act)
	return act, nil
}

func (m *Market) quote(o *Order) (Act, error) {
	if err := m.checkOrder(o); err != nil {
		return Act{}, err
	}
	field, shares := m.wanted(o)
	if shares == 0 {
		return Act{}, rules.Break(field, "must be a share away from the price at least")
	}
	if err := m.checkShares(o.By, o.Outcome, shares); err != nil {
		return Act{}, err
	}
	coins := m.price(o.Outcome, shares)
	if shares > 0 && coins > m.room(o.By) {
		return Act{}, rules.Break(field, "must not cost more than the trader's limit leaves")
	}
	if o.AtMost != 0 && coins > o.AtMost {
		return Act{}, rules.Break("AtMost", "must not be passed: the price has moved")
	}
	return Act{
		Kind: Traded, By: o.By, At: rules.UTC(o.At), Outcome: o.Outcome,
		Shares: shares, Coins: coins, Insider: m.insider(o.By),
	}, nil
}

// wanted returns the field that an order gives, and the shares that it comes to.
func (m *Market) wanted(o *Order) (string, int64) {
	switch {
	case o.Spend != 0:
		return "Spend", m.affordable(o.Outcome, o.Spend)
	case o.Price != 0:
		shares := sharesTo(m.b, m.odds(o.Outcome, 0), o.Price)
		if near := math.Round(shares); math.Abs(shares-near) < 1e-9 {
			shares = near // a whole number but for the last digits
		}
		return "Price", whole(shares)
	}
	return "Shares", o.Shares
}

// affordable returns the most shares that cost no more than coins.
func (m *Market) affordable(outcome int, coins int64) int64 {
	// One more than the formula says, for its last digits.
	shares := whole(sharesFor(m.b, m.odds(outcome, 0), float64(coins))) + 1
	for shares > coins && m.price(outcome, shares) > coins {
		shares--
	}
	return shares
}

// whole cuts off what is behind the point, and what is beyond any number of shares.
func whole(shares float64) int64 { return int64(min(max(shares, -2*maxCoins), 2*maxCoins)) }

// room returns how many coins a trader may still spend.
func (m *Market) room(by relationship.PartyID) int64 {
	if h := m.traders[by]; h != nil {
		return m.terms.Limit + h.coins
	}
	return m.terms.Limit
}

func (m *Market) checkOrder(o *Order) error {
	given := 0
	for _, is := range []bool{o.Shares != 0, o.Spend != 0, o.Price != 0} {
		if is {
			given++
		}
	}
	if err := m.checkTrader(o.By, o.At); err != nil {
		return err
	}
	if err := m.checkAsked(o.By); err != nil {
		return err
	}
	switch {
	case given != 1:
		return rules.Break("Shares", "must be given, or Spend, or Price, and only one of them")
	case o.Spend < 0 || o.Spend > maxCoins:
		return rules.Break("Spend", "must be from 1 to 1,000,000,000,000")
	case !(o.Price >= 0 && o.Price < 1):
		return rules.Break("Price", "must be between 0 and 1")
	}
	return rules.Break("Outcome", outcomeRule(o.Outcome, len(m.sold)))
}

// checkTrader returns an error for a party that may not trade, or not any more.
func (m *Market) checkTrader(by relationship.PartyID, at time.Time) error {
	switch {
	case rules.ID(string(by)) != "":
		return rules.Break("By", rules.ID(string(by)))
	case by == m.terms.Judge:
		return rules.Break("By", "must not be the judge")
	case by == m.terms.Sponsor:
		return rules.Break("By", "must not be the sponsor")
	case instantRule(at) != "":
		return rules.Break("At", instantRule(at))
	case m.state != Traded:
		return m.checkOpen()
	case !at.Before(m.terms.Closes):
		return rules.Break("At", "must be before the market closes")
	}
	return m.checkLatest(at)
}
