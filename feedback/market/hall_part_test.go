package market_test

import (
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/market"
	"github.com/kithcrm/kith/relationship"
)

func TestWhoIsPartOfAMarketSeesItAlways(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	ctx := t.Context()
	fine(t)(h.For(boss()).PutChange(ctx, feedback.Change{ID: "secret", Text: "we move"}))
	insiders := func(t *market.Terms) { t.Insiders = []relationship.PartyID{"ida"} }
	fine(t)(h.staff().Open(ctx, "of-staff", terms(insiders)))
	fine(t)(h.staff().Open(ctx, "of-change", terms(insiders, func(t *market.Terms) { t.Change = "secret" })))
	for _, id := range []market.ID{"of-staff", "of-change"} {
		clerk := boss()
		clerk.Party = "sue"
		fine(t)(h.hall.For(clerk).Trade(ctx, id, market.Order{Shares: 5}))
		for _, p := range []feedback.PartyID{"judy", "us", "sue"} { // who may open nothing any more
			fine(t)(h.as(p).Market(ctx, id))
		}
		for _, p := range []feedback.PartyID{"ida", "ann", ""} {
			_, err := h.as(p).Market(ctx, id)
			turned(t, string(p)+" of "+string(id), err, feedback.ErrNotFound, "")
		}
	}
	if all, err := relationship.Collect(h.as("sue").Markets(ctx)); err != nil || len(all) != 2 {
		t.Errorf("got %d markets, error %v", len(all), err)
	}
	fine(t)(h.as("judy").Settle(ctx, "of-staff", 0))
	fine(t)(h.as("sue").Dispute(ctx, "of-staff", "no"))
	fine(t)(h.as("judy").Refund(ctx, "of-staff", "nobody counted"))

	_, err := h.as("judy").Settle(ctx, "of-change", 0)
	turned(t, "settle before it is done", err, feedback.ErrInvalid, "Change")
	fine(t)(h.For(boss()).Decide(ctx, "secret", feedback.Decision{Answer: feedback.Yes}))
	fine(t)(h.For(boss()).Finish(ctx, "secret", "we moved"))
	fine(t)(h.as("judy").Settle(ctx, "of-change", 0))
}

// The host's clock alone says what is hidden until when, and that is when estimates end.
func TestTheClockOfTheCafeSaysWhenAMarketCloses(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	h.open(t, "m", func(t *market.Terms) { t.AskFirst = true })
	ctx, ann := t.Context(), h.as("ann")
	h.now = closes().Add(-1)
	if s, err := ann.Market(ctx, "m"); err != nil || s.Prices != nil {
		t.Errorf("before closing: got prices %v, error %v", s.Prices, err)
	}
	_, err := ann.Holdings(ctx, "m")
	turned(t, "holdings before closing", err, feedback.ErrInvalid, "By")
	h.now = closes()
	if s, err := ann.Market(ctx, "m"); err != nil || s.Prices == nil {
		t.Errorf("after closing: got prices %v, error %v", s.Prices, err)
	}
	_, err = ann.Estimate(ctx, "m", []float64{.5, .5})
	turned(t, "an estimate after closing", err, feedback.ErrInvalid, "At")
	for name, at := range map[string]time.Time{"now": closes(), "before": closes().Add(-1)} {
		_, err := h.staff().Open(ctx, "n", terms(func(t *market.Terms) { t.Closes = at }))
		turned(t, "closes "+name, err, feedback.ErrInvalid, "Closes")
	}
}

func TestAClockThatIsBehindStampsAsTheActBefore(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	h.open(t, "m")
	ctx, ahead := t.Context(), h.again()
	ahead.now = start().Add(time.Hour)
	fine(t)(ahead.as("ann").Trade(ctx, "m", market.Order{Shares: 5}))
	want, err := h.as("bob").Quote(ctx, "m", market.Order{Shares: 5})
	fine(t)(want, err)
	got, err := h.as("bob").Trade(ctx, "m", market.Order{Shares: 5})
	if err != nil || !got.At.Equal(ahead.now) || !want.At.Equal(ahead.now) {
		t.Errorf("quoted at %v, traded at %v, error %v", want.At, got.At, err)
	}
	ahead.now = closes()
	fine(t)(ahead.as("judy").Settle(ctx, "m", 0))
	act, err := h.as("bob").Dispute(ctx, "m", "no")
	if err != nil || !act.At.Equal(closes()) {
		t.Errorf("disputed at %v, error %v", act.At, err)
	}
	for step, err := range h.again().staff().History(ctx, "m") {
		if fine(t)(step, err); step.Act.At.Before(start().Add(time.Hour)) {
			t.Errorf("got an act at %v", step.Act.At)
		}
	}
}

func TestThoseWithoutANameShareNeitherEstimatesNorFlags(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	h.open(t, "m", func(t *market.Terms) { t.Insiders = []relationship.PartyID{"ida"} })
	ctx := t.Context()
	for i, p := range []feedback.PartyID{"ida", "bob", "ann"} {
		fine(t)(h.as(p).Estimate(ctx, "m", []float64{float64(i) / 2, 1 - float64(i)/2}))
		fine(t)(h.as(p).Trade(ctx, "m", market.Order{Shares: 5}))
	}
	held, err := h.as("ann").Holdings(ctx, "m")
	fine(t)(held, err)
	if all := held[1]; len(held) != 3 || all.Party != "" || all.Shares[0] != 10 || all.Estimate != nil || all.Insider {
		t.Errorf("got %+v", held)
	}
	if held[2].Party != "ann" || held[2].Estimate == nil {
		t.Errorf("her own: got %+v", held[2])
	}
}

func TestWhoHasNoNameTradesWhereTheHostAllowsIt(t *testing.T) {
	t.Parallel()
	h := newHouse(new(feedback.Memory))
	h.open(t, "m")
	ctx, who := t.Context(), feedback.Pseudonym(strings.Repeat("A", 26))
	_, err := h.as(who).Trade(ctx, "m", market.Order{Shares: 5})
	turned(t, "trade", err, feedback.ErrInvalid, "Viewer")
	_, err = h.as(who).Quote(ctx, "m", market.Order{Shares: 5})
	turned(t, "quote", err, feedback.ErrInvalid, "Viewer")
	_, err = h.as(who).Estimate(ctx, "m", []float64{.5, .5})
	turned(t, "estimate", err, feedback.ErrInvalid, "Viewer")
	h.hall = market.NewHall(h.Cafe, market.HallConfig{Unnamed: true})
	fine(t)(h.as(who).Trade(ctx, "m", market.Order{Shares: 5}))
}
