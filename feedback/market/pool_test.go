package market_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback/market"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

func TestWhatIsPooledCannotBeDoneTwiceOrByJudges(t *testing.T) {
	t.Parallel()
	m := open(t)
	do(t)(m.Estimate("bob", start(), []float64{.4, .6}))
	do(t)(m.Trade(buy("bob", 0, 10)))
	for what, c := range map[string]struct{ by, of, field string }{
		"by the judge":       {"judy", "bob", "By"},
		"by the sponsor":     {"us", "bob", "By"},
		"with itself":        {"bob", "bob", "Of"},
		"with somebody else": {"ann", "zoe", "Of"},
	} {
		before := look(m)
		_, err := m.Pool(relationship.PartyID(c.by), relationship.PartyID(c.of), start())
		if err == nil {
			t.Errorf("%s: it was done", what)
		}
		same(t, what, look(m), before)
	}
	act := do(t)(m.Pool("ann", "bob", start()))
	if h := m.Holding("ann"); act.Kind != market.Pooled || h.Coins != -6 || h.Shares[0] != 10 || len(h.Estimate) != 2 {
		t.Errorf("got %+v, holding %+v", act, h)
	}
	_, err := m.Pool("ann", "bob", start())
	refused(t, "twice", err, "Of", "must have something in the market")
	_, err = m.Pool("ann", "bob", closes())
	refused(t, "after closing", err, "At", "must be before the market closes")
}

// Pooling moves what is held, and nothing else.
func TestPoolingIsAsIfOneHadTraded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawTerms(t)
		m, acts := play(t, drawn, drawSteps(t, len(drawn.Outcomes), 4))
		prices := m.Prices()
		act, err := m.Pool("ann", "bob", start())
		if err != nil {
			return // bob has nothing
		}
		same(t, "replayed with it", look(playedBack(t, m.Terms(), append(acts, act))), look(m))
		for i := range acts {
			if acts[i].By == "bob" {
				acts[i].By = "ann"
			}
		}
		one := playedBack(t, m.Terms(), acts)
		// Of two estimates the own stays, though the other may have been the first.
		got, want := m.Holding("ann"), one.Holding("ann")
		got.Estimate, want.Estimate = nil, nil
		if !cmp.Equal(got, want) || !cmp.Equal(m.Holding("us"), one.Holding("us")) || prices[0] != m.Prices()[0] {
			t.Errorf("got %+v, want %+v", got, want)
		}
	})
}

func TestAnOrderIsNotCarriedOutForMoreThanItsBound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawTerms(t)
		m, _ := play(t, drawn, drawSteps(t, len(drawn.Outcomes), 3))
		order := market.Order{By: "ann", At: start(), Shares: rapid.Int64Range(-60, 60).Draw(t, "shares")}
		free, err := m.Quote(order)
		if err != nil {
			return
		}
		order.AtMost = rapid.Int64Range(-50, 50).Draw(t, "at most")
		bound, err := m.Quote(order)
		if refused := err != nil; refused != (order.AtMost != 0 && free.Coins > order.AtMost) {
			t.Errorf("for %d coins, at most %d: got %+v, error %v", free.Coins, order.AtMost, bound, err)
		}
	})
}

func playedBack(t tester, terms market.Terms, acts []market.Act) *market.Market {
	t.Helper()
	m, err := market.Replay(terms, acts)
	if err != nil {
		t.Fatalf("replay: got error %v", err)
	}
	return m
}
