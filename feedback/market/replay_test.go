package market_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/kithcrm/kith/feedback/market"
	"github.com/kithcrm/kith/relationship"
)

func TestActsThatAreNotSoundAreRefusedAndChangeNothing(t *testing.T) {
	t.Parallel()
	at := start()
	cases := []struct {
		name        string
		act         market.Act
		field, rule string
	}{
		{"of no kind", market.Act{At: at}, "Kind", "must be estimated, traded, settled, disputed, refunded or pooled"},
		{"at no time", market.Act{Kind: market.Settled}, "At", "must not be zero"},
		{"by what is no ID", market.Act{Kind: market.Settled, At: at, By: "\xff"}, "By", "must be valid UTF-8"},
		{"of no shares", market.Act{Kind: market.Traded, At: at, By: "ann", Coins: 1}, "Shares", "must not be 0"},
		{"of an unknown outcome", market.Act{Kind: market.Traded, At: at, By: "ann", Outcome: 9, Shares: 1, Coins: 1}, "Outcome", "must be the place of an outcome"},
		{"of shares not held", market.Act{Kind: market.Traded, At: at, By: "ann", Outcome: 1, Shares: -1}, "Shares", "must not be more than are held"},
		{"too dear", market.Act{Kind: market.Traded, At: at, By: "ann", Outcome: 1, Shares: 10, Coins: 9}, "Coins", "must be the price of the shares"},
		{"too cheap", market.Act{Kind: market.Traded, At: at, By: "ann", Outcome: 1, Shares: 10, Coins: 1}, "Coins", "must be the price of the shares"},
		{"at the lowest of all prices", market.Act{Kind: market.Traded, At: at, By: "ann", Outcome: 1, Shares: 10, Coins: math.MinInt64}, "Coins", "must be the price of the shares"},
		{"for nothing", market.Act{Kind: market.Traded, At: at, By: "ann", Outcome: 1, Shares: 1}, "Coins", "must be paid for what was bought only"},
		{"a sale that is paid for", market.Act{Kind: market.Traded, At: at, By: "ann", Shares: -1, Coins: 1}, "Coins", "must be paid for what was bought only"},
		{"an estimate of nothing", market.Act{Kind: market.Estimated, At: at, By: "ann"}, "Estimate", "must be as many as there are outcomes"},
		{"a settlement of nothing", market.Act{Kind: market.Settled, At: at, Outcome: 2}, "Outcome", "must be the place of an outcome"},
		{"a dispute of nothing", market.Act{Kind: market.Disputed, At: at, Reason: "no"}, "State", "must be settled"},
		{"a refund for a reason that is too long", market.Act{Kind: market.Refunded, At: at, Reason: strings.Repeat("x", 65_537)}, "Reason", "must be at most 65,536 bytes"},
		{"two holdings made one by nobody", market.Act{Kind: market.Pooled, At: at, Of: "bob"}, "By", "must not be empty"},
		{"a holding made one with itself", market.Act{Kind: market.Pooled, At: at, By: "bob", Of: "bob"}, "Of", "must be another one"},
		{"a holding that is not there", market.Act{Kind: market.Pooled, At: at, By: "bob", Of: "zoe"}, "Of", "must have something in the market"},
	}
	m := traded(t)
	before := look(m)
	for _, c := range cases {
		refused(t, c.name, m.Apply(c.act), c.field, c.rule)
		_, err := market.Replay(m.Terms(), []market.Act{c.act})
		if err == nil {
			t.Errorf("%s: it was replayed", c.name)
		}
	}
	same(t, "after refused acts", look(m), before)

	_, err := market.Replay(terms(func(t *market.Terms) { t.B = 0 }), nil)
	refused(t, "terms that break a rule", err, "Terms.WorstLoss", "must be given, or B, and not both")
	_, err = market.Replay(terms(), []market.Act{{Kind: market.Refunded, At: at, Reason: "no"}, cases[0].act})
	refused(t, "an act of no kind", err, "Acts[1].Kind", cases[0].rule)
}

// Another machine may have counted a cost with other last digits.
func TestCoinsAreReplayedAsTheyWereCounted(t *testing.T) {
	t.Parallel()
	m := open(t)
	act := do(t)(m.Quote(buy("ann", 0, 10)))
	act.Coins--
	if err := m.Apply(act); err != nil {
		t.Fatal(err)
	}
	if got := m.Holding("ann").Coins; got != -act.Coins {
		t.Errorf("got %d coins, want %d as in the act", got, -act.Coins)
	}
}

// Two parties who turned out to be one may have done more than one may.
func TestTwoIdentitiesAreReplayedAsOne(t *testing.T) {
	t.Parallel()
	m := open(t, func(t *market.Terms) { t.Limit, t.AskFirst = 50, true })
	acts := []market.Act{
		do(t)(m.Estimate("rob", start(), []float64{.6, .4})),
		do(t)(m.Estimate("bob", start(), []float64{.1, .9})),
		do(t)(m.Trade(market.Order{By: "bob", At: start(), Spend: 50})),
		do(t)(m.Trade(market.Order{By: "rob", At: start(), Spend: 50})),
	}
	for i := range acts {
		acts[i].By = "bob"
	}
	one, err := market.Replay(m.Terms(), acts)
	if err != nil {
		t.Fatal(err)
	}
	bob := one.Holding("bob")
	if bob.Coins != -100 || bob.Shares[0] != acts[2].Shares+acts[3].Shares || !slices.Equal(bob.Estimate, []float64{.6, .4}) {
		t.Errorf("got %+v, want what both did and the first estimate", bob)
	}
	_, err = one.Trade(buy("bob", 1, 1))
	refused(t, "a purchase", err, "Shares", "must not cost more than the trader's limit leaves")
	do(t)(one.Trade(buy("bob", 0, -1)))
}

func TestTheErasedStayAsNobody(t *testing.T) {
	t.Parallel()
	m := open(t)
	acts := []market.Act{
		do(t)(m.Trade(buy("ann", 0, 60))), do(t)(m.Trade(buy("bob", 0, 40))), do(t)(m.Trade(buy("eve", 1, 40))),
		do(t)(m.Trade(buy("ann", 0, -60))), do(t)(m.Settle("judy", closes(), 0)), do(t)(m.Dispute("bob", closes(), "no")),
		do(t)(m.Settle("judy", closes(), 0)),
	}
	for i := range acts {
		if acts[i].By != "eve" {
			acts[i].By = ""
		}
	}
	without := m.Terms()
	without.Judge, without.Sponsor = "", ""
	again, err := market.Replay(without, acts)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, again)
	nobody := m.Holding("ann").Coins + m.Holding("bob").Coins
	if got := again.Holdings(); len(got) != 3 || got[0].Coins != m.Holding("us").Coins || got[1].Coins != nobody || got[2].Coins != m.Holding("eve").Coins {
		t.Errorf("got %+v, want the same coins", got)
	}
	guessed, err := market.Replay(without, []market.Act{{Kind: market.Estimated, At: start(), Estimate: []float64{1, 0}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := guessed.Holdings(); got[1].Estimate != nil {
		t.Errorf("got the estimate %v of nobody", got[1].Estimate)
	}
	disputed, err := market.Replay(without, acts[:5])
	if err != nil {
		t.Fatal(err)
	}
	_, err = disputed.Dispute("", closes(), "no")
	refused(t, "a dispute by nobody", err, "By", "must have something in the market")
	_, err = disputed.Refund("", closes(), "no")
	refused(t, "a refund by nobody", err, "By", "must be the judge")
}

func TestNamesInErrorsAreThoseOfFields(t *testing.T) {
	t.Parallel()
	const secret = relationship.PartyID("Annabella")
	m := open(t)
	_, err := m.Settle(secret, closes(), 0)
	if want := "market: settle: By must be the judge"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %q", err, want)
	}
}
