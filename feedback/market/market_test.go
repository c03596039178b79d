package market_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback/market"
	"github.com/kithcrm/kith/relationship"
)

func TestTermsThatBreakARuleAreRefused(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name        string
		change      func(*market.Terms)
		field, rule string
	}{
		{"one outcome", func(t *market.Terms) { t.Outcomes = []string{"yes"} }, "Outcomes", "must be from 2 to 100"},
		{"an outcome twice", func(t *market.Terms) { t.Outcomes = []string{"yes", "yes"} }, "Outcomes[1]", "must not be there twice"},
		{"an outcome without a name", func(t *market.Terms) { t.Outcomes = []string{"yes", ""} }, "Outcomes[1]", "must not be empty"},
		{"no criterion", func(t *market.Terms) { t.Criterion = "" }, "Criterion", "must not be empty"},
		{"a long criterion", func(t *market.Terms) { t.Criterion = strings.Repeat("x", 65537) }, "Criterion", "must be at most 65,536 bytes"},
		{"no judge", func(t *market.Terms) { t.Judge = "" }, "Judge", "must not be empty"},
		{"no sponsor", func(t *market.Terms) { t.Sponsor = "" }, "Sponsor", "must not be empty"},
		{"a sponsor who judges", func(t *market.Terms) { t.Sponsor = t.Judge }, "Sponsor", "must not be the judge"},
		{"neither B nor worst loss", func(t *market.Terms) { t.B = 0 }, "WorstLoss", "must be given, or B, and not both"},
		{"both", func(t *market.Terms) { t.WorstLoss = 1 }, "WorstLoss", "must be given, or B, and not both"},
		{"a B below 0", func(t *market.Terms) { t.B = -100 }, "B", "must be from 0.001 to 1,000,000,000,000"},
		{"a B that is no number", func(t *market.Terms) { t.B = math.NaN() }, "B", "must be from 0.001 to 1,000,000,000,000"},
		{"an infinite B", func(t *market.Terms) { t.B = math.Inf(1) }, "B", "must be from 0.001 to 1,000,000,000,000"},
		{"a worst loss below 0", func(t *market.Terms) { t.B, t.WorstLoss = 0, -1 }, "WorstLoss", "must be from 1 to 1,000,000,000,000"},
		{"too great a worst loss", func(t *market.Terms) { t.B, t.WorstLoss = 0, math.MaxInt64 }, "WorstLoss", "must be from 1 to 1,000,000,000,000"},
		{"a worst loss with sure prices", func(t *market.Terms) {
			t.B, t.WorstLoss, t.Outcomes, t.Prices = 0, 1e12, []string{"a", "b"}, []float64{.5, .5}
		}, "WorstLoss", "must lead to a B from 0.001 to 1,000,000,000,000"},
		{"prices that do not sum to one", func(t *market.Terms) { t.Prices = []float64{.5, .6} }, "Prices", "must sum to one"},
		{"prices of other outcomes", func(t *market.Terms) { t.Prices = []float64{1} }, "Prices", "must be as many as there are outcomes"},
		{"a price of 0", func(t *market.Terms) { t.Prices = []float64{0, 1} }, "Prices[0]", "must be from 1e-09 to 1"},
		{"a price that is no number", func(t *market.Terms) { t.Prices = []float64{.5, math.NaN()} }, "Prices[1]", "must be from 1e-09 to 1"},
		{"no closing time", func(t *market.Terms) { t.Closes = time.Time{} }, "Closes", "must not be zero"},
		{"a limit below 0", func(t *market.Terms) { t.Limit = -1 }, "Limit", "must be from 0 to 1,000,000,000,000"},
		{"an insider without a name", func(t *market.Terms) { t.Insiders = []relationship.PartyID{"ann", ""} }, "Insiders[1]", "must not be empty"},
		{"a judge with a say", func(t *market.Terms) { t.Insiders = []relationship.PartyID{"ann", "judy"} }, "Insiders[1]", "must not be the judge or the sponsor"},
		{"a sponsor with a say", func(t *market.Terms) { t.Insiders = []relationship.PartyID{"us"} }, "Insiders[0]", "must not be the judge or the sponsor"},
		{"an insider twice", func(t *market.Terms) { t.Insiders = []relationship.PartyID{"ann", "bob", "ann"} }, "Insiders[2]", "must not be there twice"},
		{"a change that is no text", func(t *market.Terms) { t.Change = "\xff" }, "Change", "must be valid UTF-8"},
		{"disputes for ever", func(t *market.Terms) { t.DisputeFor = math.MaxInt64 }, "DisputeFor", "must be from 0 to 10 years"},
	}
	for _, c := range cases {
		m, err := market.Open(terms(c.change))
		if m != nil {
			t.Errorf("%s: got a market", c.name)
		}
		refused(t, c.name, err, c.field, c.rule)
	}
}

func TestTermsThatAreGivenAlikeOpenTheSameMarket(t *testing.T) {
	t.Parallel()
	given := terms(func(t *market.Terms) {
		t.B, t.WorstLoss, t.Limit, t.Prices = 0, 500, 0, []float64{.2, .8}
		t.Insiders = []relationship.PartyID{"zoe", "ann"}
	})
	m, err := market.Open(given)
	if err != nil {
		t.Fatal(err)
	}
	if given.Insiders[0] != "zoe" {
		t.Error("Open changed the terms that it was given")
	}
	if got := m.WorstLoss(); got != 500 {
		t.Errorf("got a worst loss of %d, want 500", got)
	}
	near(t, "B", m.Maker().B, 500/math.Log(5))
	if got := m.Terms(); got.Limit != 62 || got.DisputeFor != 7*24*time.Hour || !slices.IsSorted(got.Insiders) {
		t.Errorf("got terms %+v, want the defaults in them", got)
	}
	again, err := market.Open(m.Terms())
	if err != nil {
		t.Fatal(err)
	}
	same(t, "opened again", look(again), look(m))
	m.Terms().Prices[0] = 1
	same(t, "after its terms were changed outside", look(m), look(again))
}

func TestOrdersThatBreakARuleAreRefusedAndChangeNothing(t *testing.T) {
	t.Parallel()
	at := start()
	cases := []struct {
		name        string
		order       market.Order
		field, rule string
	}{
		{"nobody", buy("", 0, 1), "By", "must not be empty"},
		{"the judge", buy("judy", 0, 1), "By", "must not be the judge"},
		{"the sponsor", buy("us", 0, 1), "By", "must not be the sponsor"},
		{"never", market.Order{By: "ann", Shares: 1}, "At", "must not be zero"},
		{"after closing", market.Order{By: "ann", At: closes(), Shares: 1}, "At", "must be before the market closes"},
		{"nothing", buy("ann", 0, 0), "Shares", "must be given, or Spend, or Price, and only one of them"},
		{"two things", market.Order{By: "ann", At: at, Shares: 1, Spend: 1}, "Shares", "must be given, or Spend, or Price, and only one of them"},
		{"coins below 0", market.Order{By: "ann", At: at, Spend: -1}, "Spend", "must be from 1 to 1,000,000,000,000"},
		{"a price that is no number", market.Order{By: "ann", At: at, Price: math.NaN()}, "Price", "must be between 0 and 1"},
		{"a price of 1", market.Order{By: "ann", At: at, Price: 1}, "Price", "must be between 0 and 1"},
		{"the price that is", market.Order{By: "ann", At: at, Outcome: 1, Price: .4999}, "Price", "must be a share away from the price at least"},
		{"an unknown outcome", buy("ann", 2, 1), "Outcome", "must be the place of an outcome"},
		{"an outcome below 0", buy("ann", -1, 1), "Outcome", "must be the place of an outcome"},
		{"more than is held", buy("bob", 1, -11), "Shares", "must not be more than are held"},
		{"what others hold", buy("ann", 1, -1), "Shares", "must not be more than are held"},
		{"as few as there are numbers", buy("bob", 1, math.MinInt64), "Shares", "must not be more than are held"},
		{"as many as there are numbers", buy("bob", 1, math.MaxInt64), "Shares", "must leave at most 1,000,000,000,000 of an outcome sold"},
		{"a price at which more is sold than held", market.Order{By: "bob", At: at, Outcome: 1, Price: .3}, "Shares", "must not be more than are held"},
		{"beyond the limit", buy("ann", 0, 1100), "Shares", "must not cost more than the trader's limit leaves"},
		{"beyond the limit in coins", market.Order{By: "bob", At: at, Spend: 1001}, "Spend", "must not cost more than the trader's limit leaves"},
		{"beyond the limit by price", market.Order{By: "bob", At: at, Price: .99999}, "Price", "must not cost more than the trader's limit leaves"},
	}
	m := open(t)
	do(t)(m.Trade(buy("bob", 1, 1)))
	do(t)(m.Trade(buy("bob", 0, 1)))
	do(t)(m.Trade(buy("bob", 0, -1)))
	do(t)(m.Trade(buy("bob", 1, -1)))
	do(t)(m.Trade(buy("eve", 0, 10)))
	do(t)(m.Trade(buy("bob", 1, 10)))
	before := look(m)
	for _, c := range cases {
		act, err := m.Trade(c.order)
		refused(t, c.name, err, c.field, c.rule)
		if diff := cmp.Diff(market.Act{}, act); diff != "" {
			t.Errorf("%s: got an act", c.name)
		}
		_, err = m.Quote(c.order)
		refused(t, c.name+", quoted", err, c.field, c.rule)
	}
	same(t, "after refused orders", look(m), before)
}

func TestAQuoteIsTheTradeAndDoesNothing(t *testing.T) {
	t.Parallel()
	m := open(t)
	before := look(m)
	order := market.Order{By: "ann", At: start(), Outcome: 1, Spend: 25}
	quoted := do(t)(m.Quote(order))
	same(t, "after a quote", look(m), before)
	if diff := cmp.Diff(quoted, do(t)(m.Trade(order))); diff != "" {
		t.Errorf("(-quoted +traded)\n%s", diff)
	}
}

func TestOrdersComeAsNearAsWholeSharesDo(t *testing.T) {
	t.Parallel()
	m := open(t)
	act := do(t)(m.Trade(market.Order{By: "ann", At: start(), Spend: 100}))
	one := act
	one.Shares++
	if act.Coins > 100 {
		t.Errorf("got %d coins spent, want at most 100", act.Coins)
	}
	again := open(t)
	if more := do(t)(again.Quote(buy("ann", 0, act.Shares+1))); more.Coins <= 100 {
		t.Errorf("one share more costs %d coins, so it should have been bought", more.Coins)
	}
	for _, price := range []float64{.8, .55, .9, .6} {
		before := m.Prices()[0]
		do(t)(m.Trade(market.Order{By: "ann", At: start(), Price: price}))
		got := m.Prices()[0]
		if passed := (got-price)*(before-price) < -1e-12; passed || math.Abs(got-price) > .0026 {
			t.Errorf("from %v to %v: got %v", before, price, got)
		}
	}
}

func TestALimitCountsWhatCameBack(t *testing.T) {
	t.Parallel()
	m := open(t, func(t *market.Terms) { t.Limit = 50 })
	bought := do(t)(m.Trade(market.Order{By: "ann", At: start(), Spend: 50}))
	_, err := m.Trade(buy("ann", 0, 1))
	refused(t, "all is spent", err, "Shares", "must not cost more than the trader's limit leaves")
	sold := do(t)(m.Trade(buy("ann", 0, -bought.Shares)))
	if got := m.Holding("ann").Coins; got != -bought.Coins-sold.Coins || got < -1 {
		t.Errorf("got %d coins, want those paid less those received", got)
	}
	do(t)(m.Trade(market.Order{By: "ann", At: start(), Outcome: 1, Spend: 50 + m.Holding("ann").Coins}))
	do(t)(m.Trade(market.Order{By: "bob", At: start(), Spend: 50}))
}

func TestInsidersAreFlagged(t *testing.T) {
	t.Parallel()
	m := open(t, func(t *market.Terms) { t.Insiders = []relationship.PartyID{"zoe", "ann"} })
	for by, want := range map[relationship.PartyID]bool{"ann": true, "zoe": true, "bob": false} {
		if act := do(t)(m.Trade(buy(by, 0, 1))); act.Insider != want || m.Holding(by).Insider != want {
			t.Errorf("%s: got %t, want %t", by, act.Insider, want)
		}
	}
}

func TestPricesAreShownAfterAnEstimate(t *testing.T) {
	t.Parallel()
	const first = "must give an estimate first"
	m := open(t, func(t *market.Terms) { t.AskFirst = true })
	_, err := m.Trade(buy("ann", 0, 1))
	refused(t, "a trade without", err, "By", first)
	_, err = m.Quote(buy("ann", 0, 1))
	refused(t, "a quote without", err, "By", first)
	_, err = m.PricesFor("ann", start())
	refused(t, "prices without", err, "By", first)
	if _, err := m.PricesFor("ann", closes()); err != nil {
		t.Errorf("prices after closing: got error %v", err)
	}

	before := look(m)
	for _, c := range []struct {
		name        string
		estimate    []float64
		field, rule string
	}{
		{"no estimate", nil, "Estimate", "must be as many as there are outcomes"},
		{"a sum above one", []float64{.7, .7}, "Estimate", "must sum to one"},
		{"no number", []float64{math.NaN(), 1}, "Estimate[0]", "must be from 0 to 1"},
	} {
		_, err := m.Estimate("ann", start(), c.estimate)
		refused(t, c.name, err, c.field, c.rule)
	}
	_, err = m.Estimate("judy", start(), []float64{0, 1})
	refused(t, "the judge's", err, "By", "must not be the judge")
	_, err = m.Estimate("ann", closes(), []float64{0, 1})
	refused(t, "after closing", err, "At", "must be before the market closes")
	same(t, "after refused estimates", look(m), before)

	do(t)(m.Estimate("ann", start(), []float64{.7, .3}))
	_, err = m.Estimate("ann", start(), []float64{.6, .4})
	refused(t, "a second estimate", err, "By", "must not have given an estimate already")
	if got, err := m.PricesFor("ann", start()); err != nil || got[0] != .5 {
		t.Errorf("got prices %v, error %v", got, err)
	}
	do(t)(m.Trade(buy("ann", 0, 1)))
	if got := m.Holding("ann").Estimate; !slices.Equal(got, []float64{.7, .3}) {
		t.Errorf("got the estimate %v, want that which was given", got)
	}
	if _, err := open(t).PricesFor("bob", start()); err != nil {
		t.Errorf("where none is asked: got error %v", err)
	}
}

// A trader with more coins than there can be shares is told so at once.
func TestSpendingMoreThanThereCanBeSharesIsRefused(t *testing.T) {
	t.Parallel()
	m := open(t, func(t *market.Terms) { t.B, t.Limit = .001, 1e12 })
	do(t)(m.Trade(buy("ann", 0, 1e12)))
	_, err := m.Trade(market.Order{By: "bob", At: start(), Outcome: 1, Spend: 1e12})
	refused(t, "all coins there are", err, "Shares", "must leave at most 1,000,000,000,000 of an outcome sold")
}

func TestAPriceThatWholeSharesReachIsReached(t *testing.T) {
	t.Parallel()
	for shares := int64(1); shares <= 300; shares++ {
		m := open(t)
		do(t)(m.Trade(buy("ann", 0, shares)))
		act := do(t)(open(t).Quote(market.Order{By: "ann", At: start(), Price: m.Prices()[0]}))
		if act.Shares != shares {
			t.Errorf("got %d shares, want %d", act.Shares, shares)
		}
	}
}

// Nothing is certain: a share costs less than a coin, and more than none.
func TestNoShareIsFreeAndNoneIsSure(t *testing.T) {
	t.Parallel()
	m := open(t, func(t *market.Terms) { t.B, t.Limit = 1, 1e6 })
	do(t)(m.Trade(buy("ann", 0, 5000)))
	if got := do(t)(m.Quote(buy("bob", 1, 4000))).Coins; got != 1 {
		t.Errorf("the hopeless: got %d coins for 4000 shares, want 1", got)
	}
	if got := do(t)(m.Quote(buy("ann", 0, -10))).Coins; got != -9 {
		t.Errorf("the sure: got %d coins for -10 shares, want -9", got)
	}
}
