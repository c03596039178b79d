package market_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/market"
	"pgregory.net/rapid"
)

// keep does a step in a hall, as try does it in a market.
func (s step) keep(h *house, n, outcomes int) error {
	ctx := context.Background()
	h.now = start().Add(time.Duration(n) * time.Hour)
	visit := h.as(parties()[s.who])
	order := market.Order{Outcome: s.outcome}
	var err error
	switch s.what {
	case 0, 1:
		order.Shares = s.amount
	case 2:
		order.Spend = s.amount
	case 3:
		order.Price = s.price
	case 4:
		_, err = visit.Estimate(ctx, "m", slices.Repeat([]float64{1 / float64(outcomes)}, outcomes))
		return err
	case 5:
		_, err = visit.Settle(ctx, "m", s.outcome)
		return err
	case 6:
		_, err = visit.Dispute(ctx, "m", "why")
		return err
	case 7:
		_, err = visit.Refund(ctx, "m", "why")
		return err
	}
	_, err = visit.Trade(ctx, "m", order)
	return err
}

// bothPlay tries steps in a market and in a hall, which must agree on everything after each; through two
// programs in turn.
func bothPlay(t tester, drawn market.Terms, steps []step) (*house, *market.Market) {
	t.Helper()
	m, err := market.Open(drawn)
	if err != nil {
		t.Fatalf("got error %v", err)
	}
	h := newHouse(new(feedback.Memory))
	h.open(t, "m", func(t *market.Terms) { *t = drawn; t.Shown = feedback.Shared })
	programs := []*house{h, h.again()}
	for i, s := range steps {
		n := m.Acts()
		_, want := s.try(m)
		got := s.keep(programs[i%2], n, len(drawn.Outcomes))
		if (got == nil) != (want == nil) {
			t.Fatalf("%+v: got error %v, want as in the market: %v", s, got, want)
		}
	}
	for _, p := range append(programs, h.again()) {
		sameAsMarket(t, p, m)
	}
	return h, m
}

// sameAsMarket checks that a hall shows what a market does.
func sameAsMarket(t tester, h *house, m *market.Market) {
	t.Helper()
	h.now = closes()
	s, err := h.staff().Market(context.Background(), "m")
	if err != nil {
		t.Fatalf("got error %v", err)
	}
	held, err := h.staff().Holdings(context.Background(), "m")
	if err != nil {
		t.Fatalf("got error %v", err)
	}
	outcome, settled := m.Outcome()
	if !settled {
		outcome = 0
	}
	want := market.Snapshot{
		ID: "m", Terms: m.Terms(), State: m.State(), Outcome: outcome, Final: m.Final(closes()), Acts: m.Acts(),
		WorstLoss: m.WorstLoss(), Prices: m.Prices(), Own: m.Holding("boss"),
	}
	want.Terms.Shown = feedback.Shared
	if diff := cmp.Diff(want, s); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(m.Holdings(), held); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
	if n := numbered(t, h.store, "m"); n != m.Acts() {
		t.Fatalf("got %d acts, want %d", n, m.Acts())
	}
}

func TestAHallIsItsMarketWhateverIsDone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawTerms(t)
		bothPlay(t, drawn, drawSteps(t, len(drawn.Outcomes), ways-1))
	})
}

// Whoever turns out to be the same person, and then not, and is erased, no coin is made or lost.
func TestNoMergingAndNoErasureMakesOrLosesCoins(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawn := drawTerms(t)
		drawn.Shown = feedback.Shared
		h := newHouse(new(feedback.Memory))
		h.open(t, "m", func(t *market.Terms) { *t = drawn })
		families := [][][]feedback.PartyID{nil, {{"ann", "bob"}}, {{"zoe", "ann", "eve"}}, {{"judy", "bob"}}, {{"us", "eve"}, {"bob", "zoe"}}}
		erased := []feedback.PartyID{"ann", "bob", "judy", "us", "nobody"}
		for i, s := range drawSteps(t, len(drawn.Outcomes), 6) {
			h.merged = rapid.SampledFrom(families).Draw(t, "merged")
			if rapid.IntRange(0, 9).Draw(t, "erase") == 0 {
				if _, err := h.Erase(context.Background(), rapid.SampledFrom(erased).Draw(t, "erased")); err != nil {
					t.Fatalf("erase: got error %v", err)
				}
			}
			_ = s.keep(h, i, len(drawn.Outcomes)) // refused or not
			conserved(t, h)
		}
		conserved(t, h.again())
	})
}

func conserved(t tester, h *house) {
	t.Helper()
	h.now = closes()
	s, err := h.staff().Market(context.Background(), "m")
	if err != nil {
		t.Fatalf("got error %v", err)
	}
	held, err := h.staff().Holdings(context.Background(), "m")
	if err != nil {
		t.Fatalf("got error %v", err)
	}
	coins, shares := int64(0), make([]int64, len(s.Prices))
	for _, x := range held {
		coins += x.Coins
		for i, n := range x.Shares {
			shares[i] += n
		}
	}
	if slices.ContainsFunc(shares, func(n int64) bool { return n != 0 }) || coins != 0 {
		t.Fatalf("%d coins and %v shares were made or lost", coins, shares)
	}
	numbered(t, h.store, "m")
}

// FuzzHall tries any sequence of acts through a store: see FuzzActs.
func FuzzHall(f *testing.F) {
	f.Add([]byte{0, 0, 0, 10, 0, 1, 0, 246, 0})
	f.Add([]byte{8, 4, 0, 0, 0, 2, 0, 10, 0, 5, 4, 0, 0, 6, 0, 0, 0, 7, 4, 0, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 {
			return
		}
		drawn := fuzzTerms(data[0])
		var steps []step
		for rest := data[1:]; len(rest) >= 4 && len(steps) < 200; rest = rest[4:] {
			steps = append(steps, fuzzStep(rest, len(drawn.Outcomes)))
		}
		bothPlay(t, drawn, steps)
	})
}
