package market_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/market"
	"github.com/kithcrm/kith/relationship"
)

func TestAMarketIsThereForAnotherProgram(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	h.open(t, "calls", func(t *market.Terms) { t.Insiders = []relationship.PartyID{"ann"} })
	act, err := h.as("ann").Trade(t.Context(), "calls", market.Order{Shares: 10})
	fine(t)(act, err)
	if act.By != "ann" || act.Coins != 6 || !act.Insider || !act.At.Equal(start()) {
		t.Errorf("got %+v", act)
	}
	fine(t)(h.again().as("bob").Trade(t.Context(), "calls", market.Order{Outcome: 1, Spend: 20}))
	for _, p := range []*house{h, h.again()} {
		got, err := p.staff().Holdings(t.Context(), "calls")
		fine(t)(got, err)
		want := []market.Holding{
			{Party: "us", Coins: 26, Shares: []int64{-10, -38}},
			{Party: "ann", Coins: -6, Shares: []int64{10, 0}, Insider: true},
			{Party: "bob", Coins: -20, Shares: []int64{0, 38}},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
	if n := numbered(t, h.store, "calls"); n != 2 {
		t.Errorf("got %d acts", n)
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	h.change(t, "hours", feedback.Yes)
	ctx := t.Context()
	on := terms(func(t *market.Terms) { t.Change = "hours" })
	_, err := h.as("ann").Open(ctx, "m", on)
	turned(t, "open by a customer", err, feedback.ErrInvalid, "Viewer")
	_, err = h.staff().Open(ctx, "m", terms(func(t *market.Terms) { t.Change = "none" }))
	turned(t, "open on no change", err, feedback.ErrNotFound, "")
	fine(t)(h.staff().Open(ctx, "m", on))
	_, err = h.staff().Open(ctx, "m", on)
	turned(t, "open twice", err, feedback.ErrExists, "ID")

	fine(t)(h.as("ann").Trade(ctx, "m", market.Order{Shares: 5}))
	for _, who := range []feedback.PartyID{"us", "judy", ""} {
		_, err = h.as(who).Trade(ctx, "m", market.Order{Shares: 5})
		field := "By"
		if who == "" {
			field = "Viewer"
		}
		turned(t, "trade by "+string(who), err, feedback.ErrInvalid, field)
	}
	_, err = h.staff().Settle(ctx, "m", 0)
	turned(t, "settle by staff", err, feedback.ErrInvalid, "By")
	_, err = h.as("judy").Settle(ctx, "m", 0)
	turned(t, "settle before it is done", err, feedback.ErrInvalid, "Change")
	_, err = h.staff().Refund(ctx, "m", "no wish to go on")
	turned(t, "refund by staff what may still be made", err, feedback.ErrInvalid, "Viewer")
	_, err = h.as("ann").Refund(ctx, "m", "I lose")
	turned(t, "refund by a trader", err, feedback.ErrInvalid, "Viewer")

	fine(t)(h.For(boss()).Finish(ctx, "hours", "open until eight"))
	fine(t)(h.as("judy").Settle(ctx, "m", 0))
	_, err = h.as("judy").Settle(ctx, "m", 1)
	turned(t, "settle twice", err, feedback.ErrInvalid, "State")
	_, err = h.as("bob").Dispute(ctx, "m", "no")
	turned(t, "dispute by who has nothing in it", err, feedback.ErrInvalid, "By")
	fine(t)(h.as("ann").Dispute(ctx, "m", "they still call"))
	fine(t)(h.as("judy").Settle(ctx, "m", 1))
	s, err := h.as("ann").Market(ctx, "m")
	fine(t)(s, err)
	if s.State != market.Settled || s.Outcome != 1 || !s.Final || s.Own.Coins != -3 || s.Terms.Judge != "" || s.WorstLoss != 70 {
		t.Errorf("got %+v", s)
	}
	var kinds []market.ActKind
	for step, err := range h.as("ann").History(ctx, "m") {
		fine(t)(step, err)
		kinds = append(kinds, step.Act.Kind)
		if step.Act.Kind == market.Disputed && (step.Act.Reason != "they still call" || step.Act.By != "ann") {
			t.Errorf("got %+v", step.Act)
		}
	}
	if want := []market.ActKind{market.Traded, market.Settled, market.Disputed, market.Settled}; !slices.Equal(kinds, want) {
		t.Errorf("got %q, want %q", kinds, want)
	}
}

func TestAMarketIsRefundedWhereTheChangeIsNotMade(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	h.change(t, "hours", "")
	ctx := t.Context()
	fine(t)(h.staff().Open(ctx, "m", terms(func(t *market.Terms) { t.Change = "hours" })))
	fine(t)(h.as("ann").Trade(ctx, "m", market.Order{Shares: 5}))
	fine(t)(h.For(boss()).Decide(ctx, "hours", feedback.Decision{Answer: feedback.No, Reason: "too dear"}))
	_, err := h.as("ann").Trade(ctx, "m", market.Order{Shares: 5})
	turned(t, "trade on what is not made", err, feedback.ErrInvalid, "Change")
	_, err = h.staff().Open(ctx, "n", terms(func(t *market.Terms) { t.Change = "hours" }))
	turned(t, "open on what is not made", err, feedback.ErrInvalid, "Change")
	_, err = h.staff().Refund(ctx, "m", "")
	turned(t, "refund for no reason", err, feedback.ErrInvalid, "Reason")
	fine(t)(h.staff().Refund(ctx, "m", "it is not made"))
	s, err := h.as("ann").Market(ctx, "m")
	fine(t)(s, err)
	if s.State != market.Refunded || !s.Final || s.Own.Coins != 0 {
		t.Errorf("got %+v", s)
	}

	h.change(t, "later", feedback.NotNow)
	fine(t)(h.staff().Open(ctx, "n", terms(func(t *market.Terms) { t.Change = "later" })))
	fine(t)(h.as("ann").Trade(ctx, "n", market.Order{Shares: 5}))
	fine(t)(h.staff().Refund(ctx, "n", "not this year"))
	h.open(t, "o")
	fine(t)(h.as("judy").Refund(ctx, "o", "nobody counted the calls"))
}

func TestPricesAreShownToWhoHasAnEstimateOnly(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	h.open(t, "m", func(t *market.Terms) { t.AskFirst = true })
	ctx := t.Context()
	ann := h.as("ann")
	for name, ask := range map[string]func() error{
		"quote":    func() error { _, err := ann.Quote(ctx, "m", market.Order{Shares: 1}); return err },
		"trade":    func() error { _, err := ann.Trade(ctx, "m", market.Order{Shares: 1}); return err },
		"holdings": func() error { _, err := ann.Holdings(ctx, "m"); return err },
		"history":  func() error { _, err := relationship.Collect(ann.History(ctx, "m")); return err },
	} {
		turned(t, name, ask(), feedback.ErrInvalid, "By")
	}
	s, err := ann.Market(ctx, "m")
	if err != nil || s.Prices != nil {
		t.Errorf("got prices %v, error %v", s.Prices, err)
	}
	fine(t)(ann.Estimate(ctx, "m", []float64{.7, .3}))
	_, err = ann.Estimate(ctx, "m", []float64{.6, .4})
	turned(t, "a second estimate", err, feedback.ErrInvalid, "By")
	s, err = ann.Market(ctx, "m")
	if err != nil || !slices.Equal(s.Prices, []float64{.5, .5}) || !slices.Equal(s.Own.Estimate, []float64{.7, .3}) {
		t.Errorf("got %+v, error %v", s, err)
	}
	h.now = closes()
	if s, err := h.as("bob").Market(ctx, "m"); err != nil || s.Prices == nil {
		t.Errorf("after closing: got prices %v, error %v", s.Prices, err)
	}
}

// What a viewer may not see is answered as if it were not there, by everything that a visit offers.
func TestAMarketIsSeenByWhoSeesItsChange(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	ctx := t.Context()
	fine(t)(h.For(boss()).PutChange(ctx, feedback.Change{ID: "secret", Text: "we move"}))
	fine(t)(h.staff().Open(ctx, "of-change", terms(func(t *market.Terms) { t.Change = "secret" })))
	fine(t)(h.staff().Open(ctx, "of-staff", terms()))
	h.open(t, "of-all")
	h.open(t, "of-all ")
	ann := h.as("ann")
	for _, id := range []market.ID{"of-change", "of-staff", "none", "", market.ID(strings.Repeat("x", 300))} {
		asks := map[string]error{}
		note := func(name string, _ any, err error) { asks[name] = err }
		s, err := ann.Market(ctx, id)
		note("market", s, err)
		act, err := ann.Quote(ctx, id, market.Order{Shares: 1})
		note("quote", act, err)
		act, err = ann.Trade(ctx, id, market.Order{Shares: 1})
		note("trade", act, err)
		act, err = ann.Estimate(ctx, id, []float64{.5, .5})
		note("estimate", act, err)
		act, err = ann.Settle(ctx, id, 0)
		note("settle", act, err)
		act, err = ann.Dispute(ctx, id, "no")
		note("dispute", act, err)
		act, err = ann.Refund(ctx, id, "no")
		note("refund", act, err)
		held, err := ann.Holdings(ctx, id)
		note("holdings", held, err)
		steps, err := relationship.Collect(ann.History(ctx, id))
		note("history", steps, err)
		for name, err := range asks {
			turned(t, fmt.Sprintf("%s of %.10s", name, id), err, feedback.ErrNotFound, "")
			if text := err.Error(); strings.Contains(text, "secret") {
				t.Errorf("%s: got %s", name, text)
			}
		}
	}
	seen := func(v *market.Visit) (ids []market.ID) {
		for s, err := range v.Markets(ctx) {
			fine(t)(s, err)
			ids = append(ids, s.ID)
		}
		return ids
	}
	if got := seen(ann); !slices.Equal(got, []market.ID{"of-all", "of-all "}) {
		t.Errorf("a customer sees %q", got)
	}
	if got := seen(h.staff()); !slices.Equal(got, []market.ID{"of-all", "of-all ", "of-change", "of-staff"}) {
		t.Errorf("staff sees %q", got)
	}
}

func TestNamesAreShownToWhoMayKnowThem(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	h.open(t, "m")
	ctx := t.Context()
	for _, p := range []feedback.PartyID{"ann", "bob", "cid"} {
		fine(t)(h.as(p).Trade(ctx, "m", market.Order{Shares: 10}))
	}
	got, err := h.as("ann").Holdings(ctx, "m")
	fine(t)(got, err)
	if len(got) != 3 || got[0].Party != "" || got[1].Party != "" || got[1].Shares[0] != 20 || got[2].Party != "ann" {
		t.Errorf("got %+v", got)
	}
	for step, err := range h.as("ann").History(ctx, "m") {
		if fine(t)(step, err); step.Act.By != "" && step.Act.By != "ann" {
			t.Errorf("got %+v", step)
		}
	}
}

// Who may know one of the IDs of a person, and not the other, must not learn that they are one.
func TestWhoIsKnownByOneIDOnlyStaysWithoutAName(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	h.hall = market.NewHall(h.Cafe, market.HallConfig{Unnamed: true})
	h.open(t, "m")
	for _, p := range []feedback.PartyID{"ann", "unnamed-x", "bob"} {
		fine(t)(h.as(p).Trade(t.Context(), "m", market.Order{Shares: 10}))
	}
	for _, family := range [][]feedback.PartyID{{"ann", "unnamed-x"}, {"unnamed-x", "ann"}} {
		h.merged = [][]feedback.PartyID{family}
		clerk := h.hall.For(feedback.Viewer{Party: "sue", MayOpen: func(r feedback.Ref) bool { return r.ID == "ann" || r.ID == "bob" }})
		got, err := clerk.Holdings(t.Context(), "m")
		fine(t)(got, err)
		if len(got) != 3 || got[1].Party != "" || got[1].Shares[0] != 20 || got[2].Party != "bob" {
			t.Errorf("got %+v", got)
		}
	}
}

func TestWhoWasMergedIsOneTrader(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	h.open(t, "m", func(t *market.Terms) { t.Limit, t.Insiders = 30, []relationship.PartyID{"eve"} })
	ctx := t.Context()
	for _, p := range []feedback.PartyID{"ann", "ann2", "eve"} {
		fine(t)(h.as(p).Trade(ctx, "m", market.Order{Spend: 15}))
	}
	h.merged = [][]feedback.PartyID{{"ann", "ann2"}, {"bob", "eve"}}
	s, err := h.as("ann2").Market(ctx, "m")
	fine(t)(s, err)
	if s.Own.Coins < -30 || s.Own.Coins > -28 {
		t.Errorf("before they are pooled: got %+v", s.Own)
	}
	_, err = h.as("ann").Trade(ctx, "m", market.Order{Spend: 10})
	turned(t, "beyond the limit of one", err, feedback.ErrInvalid, "Spend")
	if n := numbered(t, h.store, "m"); n != 3 {
		t.Errorf("what was refused wrote: got %d acts", n)
	}
	// All shares of both are sold in one order.
	act, err := h.as("ann").Quote(ctx, "m", market.Order{Shares: -s.Own.Shares[0]})
	fine(t)(act, err)
	sold, err := h.as("ann").Trade(ctx, "m", market.Order{Shares: -s.Own.Shares[0], AtMost: act.Coins})
	fine(t)(sold, err)
	if diff := cmp.Diff(act, sold); diff != "" || numbered(t, h.store, "m") != 5 {
		t.Errorf("got %d acts, and another act than quoted: %s", numbered(t, h.store, "m"), diff)
	}
	act, err = h.as("bob").Trade(ctx, "m", market.Order{Spend: 5})
	if err != nil || !act.Insider {
		t.Errorf("who turned out to be an insider: got %+v, error %v", act, err)
	}
	h.merged = [][]feedback.PartyID{{"ann", "ann2"}, {"eve", "ann3"}}
	fine(t)(h.as("ann3").Trade(ctx, "m", market.Order{Outcome: 1, Spend: 5}))
	held, err := h.staff().Holdings(ctx, "m")
	fine(t)(held, err)
	if i := slices.IndexFunc(held, func(x market.Holding) bool { return x.Party == "eve" }); i < 0 || !held[i].Insider {
		t.Errorf("got %+v", held)
	}
	// It can be that they were not the same after all: what is done stays, and is read again.
	h.merged = nil
	other := h.again()
	for _, p := range []*house{h, other} {
		got, err := p.staff().Holdings(ctx, "m")
		fine(t)(got, err)
		sum := int64(0)
		for _, x := range got {
			sum += x.Coins
		}
		if sum != 0 || len(got) != 3 {
			t.Errorf("got %+v", got)
		}
	}
	h.merged = [][]feedback.PartyID{{"ann", "judy"}}
	_, err = h.as("ann").Trade(ctx, "m", market.Order{Spend: 5})
	turned(t, "trade by who turned out to be the judge", err, feedback.ErrInvalid, "By")
	fine(t)(h.as("ann").Settle(ctx, "m", 0))
}

func TestErasureTakesNamesAndNoCoins(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	h.open(t, "m", func(t *market.Terms) { t.Insiders = []relationship.PartyID{"insider-ida"} })
	ctx := t.Context()
	who := []feedback.PartyID{"trader-ann", "insider-ida", "us", "judy"}
	for _, p := range who[:2] {
		fine(t)(h.as(p).Trade(ctx, "m", market.Order{Shares: 10}))
	}
	fine(t)(h.as("bob").Trade(ctx, "m", market.Order{Shares: 10}))
	fine(t)(h.as("judy").Settle(ctx, "m", 0))
	fine(t)(h.as("trader-ann").Dispute(ctx, "m", "words of ann"))

	x, err := h.Export(ctx, "trader-ann")
	fine(t)(x, err)
	kinds := map[bool]int{}
	for _, e := range x.Entries {
		kinds[e.About == market.ID("m").Ref()]++
	}
	if kinds[true] != 2 || kinds[false] != 2 || len(x.Log) != 2 || len(x.Notes) != 0 {
		t.Errorf("the export has %v entries and %d batches: %+v", kinds, len(x.Log), x.Entries)
	}
	before, err := h.staff().Holdings(ctx, "m")
	fine(t)(before, err)
	for _, p := range who {
		fine(t)(h.Erase(ctx, p))
	}
	page, err := h.store.Log(ctx, feedback.LogQuery{Limit: 1000})
	fine(t)(page, err)
	for i := range page.Records {
		page.Records[i].Erase, page.Records[i].By = nil, "" // which outlive it
	}
	text := fmt.Sprint(entriesOf(t, h.store), page.Records)
	for _, word := range append(who[:2:2], "words of ann") {
		if strings.Contains(text, string(word)) {
			t.Errorf("%s is still there", word)
		}
	}
	for _, p := range []*house{h, h.again()} {
		got, err := p.staff().Holdings(ctx, "m")
		fine(t)(got, err)
		sum := int64(0)
		for _, x := range got {
			sum += x.Coins
		}
		if sum != 0 || len(got) != 3 || got[0].Coins != before[0].Coins || got[1].Party != "" || got[2].Party != "bob" {
			t.Errorf("got %+v, before %+v", got, before)
		}
	}
	fine(t)(h.staff().Refund(ctx, "m", "nobody is the judge any more"))
	// Who was erased begins anew.
	if s, err := h.as("trader-ann").Market(ctx, "m"); err != nil || s.Own.Coins != 0 {
		t.Errorf("got %+v, error %v", s.Own, err)
	}
}

// An interrupted store has somebody else act between what a trader reads and writes.
type interrupted struct {
	feedback.Historian
	before func()
}

func (s *interrupted) Write(ctx context.Context, b feedback.Batch) (feedback.Seq, error) {
	if f := s.before; f != nil {
		s.before = nil
		f()
	}
	return s.Historian.Write(ctx, b)
}

func TestWhoComesSecondTradesAtThePriceThatTheFirstLeft(t *testing.T) {
	t.Parallel()
	store := &interrupted{Historian: new(feedback.Memory)}
	h := newHouse(store)
	h.open(t, "m")
	ctx := t.Context()
	first := func() { fine(t)(h.again().as("bob").Trade(ctx, "m", market.Order{Price: .7})) }
	quoted, err := h.as("ann").Quote(ctx, "m", market.Order{Shares: 10})
	fine(t)(quoted, err)
	store.before = first
	act, err := h.as("ann").Trade(ctx, "m", market.Order{Shares: 10})
	if err != nil || act.Coins != 8 || quoted.Coins != 6 {
		t.Errorf("quoted %+v, got %+v, error %v", quoted, act, err)
	}
	store.before = func() { fine(t)(h.again().as("cid").Trade(ctx, "m", market.Order{Price: .9})) }
	_, err = h.as("ann").Trade(ctx, "m", market.Order{Shares: 10, AtMost: 8})
	turned(t, "dearer than bound", err, feedback.ErrInvalid, "AtMost")

	// Erased in the moment in which she first trades: the act stays, and is nobody's.
	store.before = func() { fine(t)(h.again().Erase(ctx, "dan")) }
	fine(t)(h.as("dan").Trade(ctx, "m", market.Order{Outcome: 1, Shares: 10}))
	fine(t)(h.Erase(ctx, "dan"))
	if n := numbered(t, h.store, "m"); n != 4 {
		t.Errorf("got %d acts", n)
	}
}

func TestManyTradeAtOnceAndNothingIsLost(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	h.open(t, "m")
	var all sync.WaitGroup
	failed := make(chan error, 8)
	for i := range 8 {
		program := h
		if i%2 == 0 {
			program = h.again()
		}
		all.Go(func() {
			who := program.as(feedback.PartyID(fmt.Sprint("party-", i/2)))
			for n := range 20 {
				if _, err := who.Trade(t.Context(), "m", market.Order{Outcome: (i + n) % 2, Shares: 3}); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	all.Wait()
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	held, err := h.staff().Holdings(t.Context(), "m")
	fine(t)(held, err)
	shares := int64(0)
	for _, x := range held[1:] {
		shares += x.Shares[0] + x.Shares[1]
	}
	if n := numbered(t, h.store, "m"); n != 160 || shares != 480 || len(held) != 5 {
		t.Errorf("got %d acts, %d shares, %d holdings", n, shares, len(held))
	}
}

// A failing store fails at its n-th call.
type failing struct {
	feedback.Historian
	n, calls int
}

var errFire = errors.New("the disk is on fire")

func (s *failing) fail() error {
	if s.calls++; s.calls == s.n {
		return errFire
	}
	return nil
}

func (s *failing) Write(ctx context.Context, b feedback.Batch) (feedback.Seq, error) {
	if err := s.fail(); err != nil {
		return 0, err
	}
	return s.Historian.Write(ctx, b)
}

func (s *failing) Entries(ctx context.Context, q feedback.EntryQuery) (feedback.Page[feedback.Entry], error) {
	if err := s.fail(); err != nil {
		return feedback.Page[feedback.Entry]{}, err
	}
	return s.Historian.Entries(ctx, q)
}

func (s *failing) Changes(ctx context.Context, q feedback.ChangeQuery) (feedback.Page[feedback.Change], error) {
	if err := s.fail(); err != nil {
		return feedback.Page[feedback.Change]{}, err
	}
	return s.Historian.Changes(ctx, q)
}

func TestAFailureOfTheStoreLeavesNothingHalfDone(t *testing.T) {
	t.Parallel()
	memory := new(feedback.Memory)
	h := newHouse(memory)
	h.change(t, "hours", "")
	fine(t)(h.staff().Open(t.Context(), "m", terms(func(t *market.Terms) { t.Change = "hours" })))
	done := 0
	for n := 1; ; n++ {
		store := &failing{Historian: memory, n: n}
		p := newHouse(store)
		_, err := p.as(feedback.PartyID(fmt.Sprint("p", n))).Trade(t.Context(), "m", market.Order{Shares: 1})
		if err == nil {
			done++
		} else if !errors.Is(err, errFire) {
			t.Fatalf("call %d: got error %v", n, err)
		}
		if got := numbered(t, memory, "m"); got != done {
			t.Fatalf("after a failure of call %d: got %d acts, want %d", n, got, done)
		}
		if store.calls < n {
			break
		}
	}
	if done != 1 {
		t.Errorf("%d trades were done", done)
	}
}

func TestAJunkRowIsABrokenStore(t *testing.T) {
	t.Parallel()
	for name, entry := range map[string]feedback.Entry{
		"no JSON":       {ID: feedback.ActID(market.ID("m").Ref(), 1), Text: "x"},
		"not an act":    {ID: feedback.ActID(market.ID("m").Ref(), 1), Text: `{"kind":"traded","at":"2026-03-04T12:00:00Z","shares":-5}`},
		"a later model": {ID: feedback.ActID(market.ID("m").Ref(), 1), Text: `{"kind":"lent","at":"2026-03-04T12:00:00Z"}`},
		"a gap":         {ID: feedback.ActID(market.ID("m").Ref(), 3), Text: "x"},
	} {
		h := newHouse(new(feedback.Memory))
		h.open(t, "m")
		if name == "a gap" {
			fine(t)(h.as("ann").Trade(t.Context(), "m", market.Order{Shares: 1}))
			h = h.again()
		}
		entry.About, entry.Kind, entry.At, entry.Count = market.ID("m").Ref(), feedback.Acted, start(), 7
		fine(t)(h.store.Write(t.Context(), feedback.Batch{At: start(), Entries: []feedback.Entry{entry}}))
		_, err := h.as("ann").Trade(t.Context(), "m", market.Order{Shares: 1})
		turned(t, name, err, feedback.ErrBrokenStore, "")
	}
}

func TestTermsThatDoNotFitAreRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	h.merged = [][]feedback.PartyID{{"judy", "jude"}}
	for name, c := range map[string]struct {
		id     market.ID
		change func(*market.Terms)
		field  string
	}{
		"no ID":                      {"", func(*market.Terms) {}, "ID"},
		"a long ID":                  {market.ID(strings.Repeat("x", 201)), func(*market.Terms) {}, "ID"},
		"a criterion as long as any": {"m", func(t *market.Terms) { t.Criterion = strings.Repeat("x", 65_536) }, "Terms"},
		"one outcome":                {"m", func(t *market.Terms) { t.Outcomes = t.Outcomes[:1] }, "Outcomes"},
		"many insiders": {"m", func(t *market.Terms) {
			for i := range 101 {
				t.Insiders = append(t.Insiders, feedback.PartyID(fmt.Sprint("i", i)))
			}
		}, "Insiders"},
		"a sponsor who is the judge": {"m", func(t *market.Terms) { t.Sponsor = "jude" }, "Sponsor"},
		"hidden":                     {"m", func(t *market.Terms) { t.Shown = feedback.Hidden }, "Shown"},
	} {
		_, err := h.staff().Open(t.Context(), c.id, terms(c.change))
		turned(t, name, err, feedback.ErrInvalid, c.field)
	}
	if got := entriesOf(t, h.store); len(got) > 0 {
		t.Errorf("got %d entries", len(got))
	}
}

func TestMarketsOutOfMemoryAreReadAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	h.hall = market.NewHall(h.Cafe, market.HallConfig{Keep: 2})
	for i := range 6 {
		h.open(t, market.ID(fmt.Sprint("m", i)))
	}
	for n := range 30 {
		fine(t)(h.as("ann").Trade(t.Context(), market.ID(fmt.Sprint("m", n*n%6)), market.Order{Shares: 1}))
	}
	acts := 0
	for s, err := range h.staff().Markets(t.Context()) {
		fine(t)(s, err)
		acts += s.Acts
	}
	if acts != 30 {
		t.Errorf("got %d acts, want 30", acts)
	}
}

func TestPastMarketsAreCompared(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	for i := range 4 {
		id := market.ID(fmt.Sprint("m", i))
		h.open(t, id)
		fine(t)(h.as("ann").Trade(t.Context(), id, market.Order{Price: .8}))
		if i < 3 {
			fine(t)(h.as("judy").Settle(t.Context(), id, i/2))
		}
	}
	c, ids, err := h.as("bob").Calibrate(t.Context(), market.CalibrationConfig{})
	fine(t)(c, err)
	if !slices.Equal(ids, []market.ID{"m0", "m1", "m2"}) || c.Brier.N != 3 || c.Brier.Value < .23 || c.Brier.Value > .25 {
		t.Errorf("got %+v of %q", c.Brier, ids)
	}
}
