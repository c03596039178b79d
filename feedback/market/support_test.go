package market_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback/market"
	"github.com/kithcrm/kith/relationship"
)

// start is when the markets of tests are open, and closes when they no longer are.
func start() time.Time  { return time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC) }
func closes() time.Time { return start().AddDate(0, 0, 30) }

// terms are those of a market with two outcomes and a B of 100.
func terms(change ...func(*market.Terms)) market.Terms {
	t := market.Terms{
		Outcomes: []string{"yes", "no"}, Criterion: "Calls in May against those in March",
		Judge: "judy", Sponsor: "us", B: 100, Limit: 1000, Closes: closes(),
	}
	for _, c := range change {
		c(&t)
	}
	return t
}

func open(t testing.TB, change ...func(*market.Terms)) *market.Market {
	t.Helper()
	m, err := market.Open(terms(change...))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// do returns what was done, and fails the test where it was refused.
func do(t testing.TB) func(market.Act, error) market.Act {
	t.Helper()
	return func(act market.Act, err error) market.Act {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return act
	}
}

func buy(by relationship.PartyID, outcome int, shares int64) market.Order {
	return market.Order{By: by, At: start(), Outcome: outcome, Shares: shares}
}

// A picture is all that a market shows.
type picture struct {
	Terms     market.Terms
	Prices    []float64
	Holdings  []market.Holding
	State     market.ActKind
	Outcome   int
	Settled   bool
	Final     bool
	Acts      int
	WorstLoss int64
	Maker     market.Maker
}

func look(m *market.Market) picture {
	outcome, settled := m.Outcome()
	return picture{
		m.Terms(), m.Prices(), m.Holdings(), m.State(), outcome, settled, m.Final(closes()), m.Acts(), m.WorstLoss(), m.Maker(),
	}
}

func same(t interface {
	Helper()
	Errorf(string, ...any)
}, what string, got, want picture) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: (-want +got)\n%s", what, diff)
	}
}

// refused fails the test unless err names the field and the rule.
func refused(t testing.TB, what string, err error, field, rule string) {
	t.Helper()
	told, ok := errors.AsType[*relationship.OpError](err)
	if !ok || !errors.Is(err, relationship.ErrInvalid) {
		t.Errorf("%s: got error %v, want an OpError that is invalid", what, err)
		return
	}
	if told.Room != "market" || told.Op == "" || told.Field != field || told.Rule != rule {
		t.Errorf("%s: got %q %q (%v), want %q %q", what, told.Field, told.Rule, err, field, rule)
	}
}

// near fails the test unless got is want to 12 digits behind the point.
func near(t testing.TB, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) < 1e-12) {
		t.Errorf("%s: got %.15f, want %.12f", what, got, want)
	}
}
