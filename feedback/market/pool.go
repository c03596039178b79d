package market

import (
	"maps"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// Pool puts what one trader holds into the hands of another, because they turned out to be one: coins paid,
// shares and, where by gave none, the estimate. They stay there if that was wrong. A [Hall] does it by itself.
//
// It returns an error matching [relationship.ErrInvalid], and changes nothing, where by may not trade at
// that instant, of has nothing in the market, or they are the same.
func (m *Market) Pool(by, of relationship.PartyID, at time.Time) (Act, error) {
	act, err := m.pooling(by, of, at)
	return m.act("pool", act, err)
}

func (m *Market) pooling(by, of relationship.PartyID, at time.Time) (Act, error) {
	return m.may(Act{Kind: Pooled, By: by, Of: of, At: rules.UTC(at), Insider: m.insider(by)}, m.checkTrader(by, at))
}

func (m *Market) checkPool(by, of relationship.PartyID) error {
	return rules.First(
		rules.Break("By", when(by == "", "must not be empty")),
		rules.Break("Of", when(by == of, "must be another one")),
		rules.Break("Of", when(m.traders[of] == nil, "must have something in the market")),
	)
}

// take adds what another one holds.
func (h *holding) take(other *holding) {
	h.coins += other.coins
	for i, n := range other.shares {
		h.shares[i] += n
	}
	if h.estimate == nil {
		h.estimate = other.estimate
	}
}

// poolThen returns what next returns once others are pooled with a trader, and the acts that come first for
// that. The market stays as it is.
func (m *Market) poolThen(by relationship.PartyID, others []relationship.PartyID, at time.Time, next func() (Act, error)) ([]Act, error) {
	others = slices.DeleteFunc(slices.Clone(others), func(p relationship.PartyID) bool { return m.traders[p] == nil })
	if len(others) == 0 {
		act, err := next()
		return []Act{act}, err
	}
	defer m.restore(m.traders[by], by, others)()
	var acts []Act
	for _, of := range others {
		act, err := m.pooling(by, of, at)
		if err != nil {
			return nil, err
		}
		m.apply(&act)
		acts = append(acts, act)
	}
	act, err := next()
	return append(acts, act), err
}

// restore returns a function that gives a trader and others back what they hold now.
func (m *Market) restore(own *holding, by relationship.PartyID, others []relationship.PartyID) func() {
	was := make(map[relationship.PartyID]*holding, len(others)+1)
	for _, p := range others {
		was[p] = m.traders[p] // pooling lets go of it as it is
	}
	if own != nil {
		was[by] = &holding{own.coins, slices.Clone(own.shares), own.estimate}
	}
	acts, latest := m.acts, m.latest
	return func() {
		m.acts, m.latest = acts, latest
		delete(m.traders, by)
		maps.Copy(m.traders, was)
	}
}
