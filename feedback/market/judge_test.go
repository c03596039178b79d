package market_test

import (
	"slices"
	"testing"

	"github.com/kithcrm/kith/feedback/market"
	"github.com/kithcrm/kith/relationship"
)

// traded returns a market in which ann bought 60 of yes and bob 40 of no.
func traded(t testing.TB) *market.Market {
	t.Helper()
	m := open(t)
	do(t)(m.Trade(buy("ann", 0, 60)))
	do(t)(m.Trade(buy("bob", 1, 40)))
	return m
}

// coins returns what everybody has, in order of ID with the sponsor first.
func coins(m *market.Market) []int64 {
	var all []int64
	for _, h := range m.Holdings() {
		all = append(all, h.Coins)
	}
	return all
}

func TestASettlementPaysOneCoinPerShare(t *testing.T) {
	t.Parallel()
	m := traded(t)
	if got, want := coins(m), []int64{52, -35, -17}; !slices.Equal(got, want) {
		t.Errorf("before: got %v, want %v", got, want)
	}
	do(t)(m.Settle("judy", closes(), 0))
	if got, want := coins(m), []int64{-8, 25, -17}; !slices.Equal(got, want) {
		t.Errorf("after: got %v, want %v", got, want)
	}
	if outcome, settled := m.Outcome(); outcome != 0 || !settled || m.State() != market.Settled {
		t.Errorf("got outcome %d, settled %t, state %q", outcome, settled, m.State())
	}
	if f, ok := m.Forecast(); !ok || f.Outcome != 0 || f.Prices[0] <= .5 {
		t.Errorf("got forecast %v, %t", f, ok)
	}
}

func TestARefundIsAsIfThereHadBeenNoMarket(t *testing.T) {
	t.Parallel()
	m := open(t, func(t *market.Terms) { t.Change = "longer hours" })
	do(t)(m.Trade(buy("ann", 0, 60)))
	do(t)(m.Trade(buy("bob", 0, 40)))
	do(t)(m.Trade(buy("ann", 0, -60)))
	do(t)(m.Refund("judy", start(), "hours stay as they are"))
	for _, h := range m.Holdings() {
		if h.Coins != 0 || slices.Max(h.Shares) != 0 || slices.Min(h.Shares) != 0 {
			t.Errorf("got %+v, want nothing held", h)
		}
	}
	if _, ok := m.Forecast(); ok || !m.Final(start()) {
		t.Error("a refund is final and no forecast")
	}
}

func TestADisputeAsksTheJudgeOnceMore(t *testing.T) {
	t.Parallel()
	m := traded(t)
	do(t)(m.Settle("judy", closes(), 0))
	if m.Final(closes()) || !m.Final(closes().AddDate(0, 0, 7)) {
		t.Error("a settlement is final after seven days, and not before")
	}
	do(t)(m.Dispute("bob", closes().AddDate(0, 0, 6), "May had a strike"))
	if m.Final(closes().AddDate(1, 0, 0)) {
		t.Error("a disputed settlement is not final")
	}
	if got, want := coins(m), []int64{52, -35, -17}; !slices.Equal(got, want) {
		t.Errorf("disputed: got %v, want %v as before", got, want)
	}
	do(t)(m.Settle("judy", closes().AddDate(0, 0, 8), 1))
	if got, want := coins(m), []int64{12, -35, 23}; !slices.Equal(got, want) {
		t.Errorf("settled again: got %v, want %v", got, want)
	}
	if !m.Final(closes().AddDate(0, 0, 8)) {
		t.Error("a settlement after a dispute is final")
	}
	_, err := m.Dispute("ann", closes().AddDate(0, 0, 9), "no")
	refused(t, "a second dispute", err, "State", "must not be settled after a dispute: that is final")
}

func TestADisputeCanEndInARefund(t *testing.T) {
	t.Parallel()
	m := traded(t)
	do(t)(m.Settle("judy", closes(), 0))
	do(t)(m.Dispute("us", closes(), "the change was not made"))
	do(t)(m.Refund("judy", closes(), "it was not"))
	if got, want := coins(m), []int64{0, 0, 0}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRulingsThatBreakARuleAreRefusedAndChangeNothing(t *testing.T) {
	t.Parallel()
	const judge, open = "must be the judge", "must not be settled, disputed or refunded"
	const judged = "must not be settled or refunded already"
	fresh, settled, refunded := traded(t), traded(t), traded(t)
	do(t)(settled.Settle("judy", closes(), 1))
	do(t)(refunded.Refund("judy", closes(), "not made"))
	asked := func(t testing.TB) *market.Market {
		m := traded(t)
		do(t)(m.Settle("judy", closes(), 1))
		do(t)(m.Dispute("ann", closes(), "no"))
		return m
	}(t)
	settle := func(by relationship.PartyID, outcome int) func(*market.Market) (market.Act, error) {
		return func(m *market.Market) (market.Act, error) { return m.Settle(by, closes(), outcome) }
	}
	refund := func(by relationship.PartyID, why string) func(*market.Market) (market.Act, error) {
		return func(m *market.Market) (market.Act, error) { return m.Refund(by, closes(), why) }
	}
	dispute := func(by relationship.PartyID, days int, why string) func(*market.Market) (market.Act, error) {
		return func(m *market.Market) (market.Act, error) {
			return m.Dispute(by, closes().AddDate(0, 0, days), why)
		}
	}
	trade := func(m *market.Market) (market.Act, error) { return m.Trade(buy("ann", 0, 1)) }
	guess := func(m *market.Market) (market.Act, error) { return m.Estimate("eve", start(), []float64{1, 0}) }
	cases := []struct {
		name        string
		m           *market.Market
		do          func(*market.Market) (market.Act, error)
		field, rule string
	}{
		{"an unknown judge", fresh, settle("ann", 0), "By", judge},
		{"no judge", fresh, settle("", 0), "By", judge},
		{"an unknown outcome", fresh, settle("judy", 2), "Outcome", "must be the place of an outcome"},
		{"settling twice", settled, settle("judy", 1), "State", judged},
		{"settling what was refunded", refunded, settle("judy", 1), "State", judged},
		{"a refund by a trader", fresh, refund("ann", "mine"), "By", judge},
		{"a refund without a reason", fresh, refund("judy", ""), "Reason", "must not be empty"},
		{"a refund after a settlement", settled, refund("judy", "no"), "State", judged},
		{"a refund twice", refunded, refund("judy", "no"), "State", judged},
		{"a dispute of nothing", fresh, dispute("ann", 0, "no"), "State", "must be settled"},
		{"a dispute of a refund", refunded, dispute("ann", 0, "no"), "State", "must be settled"},
		{"a dispute twice", asked, dispute("ann", 0, "no"), "State", "must be settled"},
		{"a dispute by a stranger", settled, dispute("eve", 0, "no"), "By", "must have something in the market"},
		{"a dispute too late", settled, dispute("ann", 7, "no"), "At", "must be in the time for disputes"},
		{"a dispute too early", settled, dispute("ann", -1, "no"), "At", "must be in the time for disputes"},
		{"a dispute without a reason", settled, dispute("ann", 0, ""), "Reason", "must not be empty"},
		{"a trade after a settlement", settled, trade, "State", open},
		{"a trade in a dispute", asked, trade, "State", open},
		{"a trade after a refund", refunded, trade, "State", open},
		{"an estimate after a settlement", settled, guess, "State", open},
	}
	for _, c := range cases {
		before := look(c.m)
		_, err := c.do(c.m)
		refused(t, c.name, err, c.field, c.rule)
		same(t, c.name, look(c.m), before)
	}
}

// Who could settle in the past would leave no time for disputes.
func TestNothingIsDoneBeforeWhatWasDoneLast(t *testing.T) {
	t.Parallel()
	const rule = "must not be before the act that was done last"
	early := start().Add(-1)
	order := market.Order{By: "ann", At: early, Shares: 1}
	for name, do := range map[string]func(*market.Market) (market.Act, error){
		"trade":    func(m *market.Market) (market.Act, error) { return m.Trade(order) },
		"quote":    func(m *market.Market) (market.Act, error) { return m.Quote(order) },
		"estimate": func(m *market.Market) (market.Act, error) { return m.Estimate("ann", early, []float64{1, 0}) },
		"settle":   func(m *market.Market) (market.Act, error) { return m.Settle("judy", early, 0) },
		"refund":   func(m *market.Market) (market.Act, error) { return m.Refund("judy", early, "no") },
		"pool":     func(m *market.Market) (market.Act, error) { return m.Pool("ann", "bob", early) },
	} {
		m := traded(t)
		before := look(m)
		_, err := do(m)
		refused(t, name, err, "At", rule)
		same(t, name, look(m), before)
	}
	m := traded(t)
	do(t)(m.Settle("judy", closes(), 0))
	do(t)(m.Dispute("bob", closes().AddDate(0, 0, 1), "no"))
	_, err := m.Settle("judy", closes(), 1)
	refused(t, "settle before the dispute", err, "At", rule)

	// A log is taken as it is, and the latest of its instants counts.
	logged, err := market.Replay(m.Terms(), []market.Act{
		{Kind: market.Estimated, By: "ann", At: start(), Estimate: []float64{1, 0}},
		{Kind: market.Estimated, By: "bob", At: early, Estimate: []float64{1, 0}},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = logged.Trade(order)
	refused(t, "trade after a log", err, "At", rule)
	do(t)(logged.Trade(buy("ann", 0, 1)))
}
