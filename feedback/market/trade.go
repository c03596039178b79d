package market

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// Open opens a market under an ID, and returns it as the viewer then sees it. It takes staff: MayOpen is asked
// of Terms.Change, or, where the market depends on none, of the market itself.
//
// Errors: those of the function [Open], also where sponsor and judge were merged, where there are more than
// 100 insiders, where it would be closed by now, where terms come to more than 65,536 bytes as JSON, and where
// the change is decided with no; [feedback.ErrNotFound] where the viewer does not see the change;
// [feedback.ErrExists] where there is a market with that ID.
func (v *Visit) Open(ctx context.Context, id ID, terms Terms) (Snapshot, error) {
	err := v.hall.cafe.Act(ctx, v.viewer.Party, func(now time.Time) ([]feedback.Entry, error) {
		m, err := v.openable(ctx, id, &terms, now)
		if err != nil {
			return nil, err
		}
		entries, err := id.opened(m)
		if err != nil {
			return nil, err
		}
		if len(entries[0].Text) > feedback.MaxText {
			return nil, rules.Break("Terms", "must come to at most 65,536 bytes as JSON")
		}
		for i := range entries {
			entries[i].At = now
		}
		return entries, v.unused(ctx, id)
	})
	if err != nil {
		return Snapshot{}, told("open", id, err)
	}
	s, err := v.stand(ctx, id)
	if err != nil {
		return Snapshot{}, told("open", id, err)
	}
	return s.snapshot(), nil
}

// openable returns the market that terms open, if the viewer may open it.
func (v *Visit) openable(ctx context.Context, id ID, terms *Terms, now time.Time) (*Market, error) {
	err := rules.First(
		rules.Break("ID", rules.ID(string(id))),
		rules.Break("ID", when(len(id) > maxID, "must be at most 200 bytes")),
		terms.check(false),
		rules.Break("Closes", when(!terms.Closes.After(now), "must be after now")),
		rules.Break("Insiders", when(len(terms.Insiders) > maxInsiders, "must be at most 100")),
	)
	if err != nil {
		return nil, err
	}
	s := &stand{Visit: v, kept: &kept{id: id, terms: *terms}}
	seen, err := s.see(ctx)
	switch {
	case err != nil:
		return nil, err
	case !seen && terms.Change != "":
		return nil, feedback.ErrNotFound
	case !s.staff():
		return nil, rules.Break("Viewer", "must be allowed to open the "+about(id, terms.Change).Noun)
	}
	root, err := v.hall.cafe.Resolver(ctx, []feedback.PartyID{terms.Sponsor, terms.Judge})
	if err != nil {
		return nil, err
	}
	return open(terms.ready()), rules.First(
		rules.Break("Sponsor", when(root(terms.Sponsor) == root(terms.Judge), "must not be the judge")),
		s.goesOn(),
	)
}

// unused returns an error where there is a market with an ID.
func (v *Visit) unused(ctx context.Context, id ID) error {
	_, err := v.hall.find(ctx, id)
	switch {
	case err == nil:
		return &relationship.OpError{Room: room, Field: "ID", Err: feedback.ErrExists}
	case errors.Is(err, feedback.ErrNotFound):
		return nil
	}
	return err
}

// goesOn returns an error where the market waits for nothing but its refund.
func (s *stand) goesOn() error {
	return rules.Break("Change", when(s.change.Answer == feedback.No, "must not be decided with no"))
}

// Quote returns the act that an order would be now, with its cost, and does nothing. Order.By and
// Order.At are not looked at. It returns the errors of [Visit.Trade].
func (v *Visit) Quote(ctx context.Context, id ID, o Order) (Act, error) {
	s, err := v.stand(ctx, id)
	if err != nil {
		return Act{}, told("quote", id, err)
	}
	s.kept.mu.Lock()
	defer s.kept.mu.Unlock()
	s.inOrder(s.now)
	acts, err := s.trade(o)
	if err != nil {
		return Act{}, told("quote", id, err)
	}
	return s.owned(acts), nil
}

// Trade carries out an order of the viewer's and returns what was done. Order.By and Order.At are not looked
// at: it is the viewer, now. Where others trade at the same time, it is carried out at the price that they
// leave: Order.AtMost, Spend and Price bound that.
//
// Errors: those of [Market.Trade]; one matching [relationship.ErrInvalid] where the viewer is nobody, has no
// name and HallConfig.Unnamed is not set, or the change on which the market depends is decided with no;
// [feedback.ErrNotFound] where the viewer does not see the market. It takes O(n) time in the number of
// outcomes and of acts by others since the hall last read.
func (v *Visit) Trade(ctx context.Context, id ID, o Order) (Act, error) {
	return v.act(ctx, "trade", id, "", func(s *stand) ([]Act, error) { return s.trade(o) })
}

func (s *stand) trade(o Order) ([]Act, error) {
	return s.deal(func(by relationship.PartyID) (Act, error) {
		o.By, o.At = by, s.now
		return s.m.quote(&o)
	})
}

// Estimate notes what the viewer expects, one probability per outcome, before seeing prices: see
// Terms.AskFirst. It returns the errors of [Market.Estimate] and [Visit.Trade].
func (v *Visit) Estimate(ctx context.Context, id ID, estimate []float64) (Act, error) {
	return v.act(ctx, "estimate", id, "", func(s *stand) ([]Act, error) {
		return s.deal(func(by relationship.PartyID) (Act, error) { return s.m.estimation(by, s.now, estimate) })
	})
}

// deal returns what the viewer does as a trader, who first brings together what is in several places.
func (s *stand) deal(do func(by relationship.PartyID) (Act, error)) ([]Act, error) {
	err := rules.First(
		rules.Break("Viewer", when(s.viewer.Party == "", "must be somebody")),
		rules.Break("Viewer", when(feedback.Unnamed(s.viewer.Party) && !s.hall.cfg.Unnamed, "must have a name")),
		s.goesOn(),
	)
	if err != nil {
		return nil, err
	}
	by, others := s.by()
	return s.m.poolThen(by, others, s.now, func() (Act, error) { return do(by) })
}

// Settle notes which outcome came true, by its place: see [Market.Settle]. It takes the judge, and, where the
// market depends on a change, that it is done. Errors are those of [Market.Settle] and [Visit.Trade].
func (v *Visit) Settle(ctx context.Context, id ID, outcome int) (Act, error) {
	return v.act(ctx, "settle", id, v.viewer.Party, func(s *stand) ([]Act, error) {
		undone := s.terms.Change != "" && s.change.State != feedback.Done
		act, err := s.m.settlement(s.judge(), s.now, outcome)
		return []Act{act}, rules.First(err, rules.Break("Change", when(undone, "must be done")))
	})
}

// judge returns the place of the judge if it is the viewer's.
func (s *stand) judge() relationship.PartyID {
	if slices.Contains(s.mine, judgePlace) {
		return party(judgePlace)
	}
	return ""
}

// Dispute objects to a settlement: see [Market.Dispute]. It takes somebody who has something in the market.
// Errors are those of [Market.Dispute] and [Visit.Trade].
func (v *Visit) Dispute(ctx context.Context, id ID, reason string) (Act, error) {
	return v.act(ctx, "dispute", id, "", func(s *stand) ([]Act, error) {
		by := relationship.PartyID("")
		for _, place := range s.mine {
			if by == "" && s.has(place) {
				by = party(place)
			}
		}
		act, err := s.m.objection(by, s.now, reason)
		return []Act{act}, err
	})
}

// Refund gives all coins back: see [Market.Refund]. It takes the judge; or staff, where the change on which the
// market depends is decided with no or not now, or nobody is the judge any more. Errors are those of
// [Market.Refund] and [Visit.Trade].
func (v *Visit) Refund(ctx context.Context, id ID, reason string) (Act, error) {
	return v.act(ctx, "refund", id, v.viewer.Party, func(s *stand) ([]Act, error) {
		by, _ := s.by()
		_, judged := s.roles[judgePlace]
		put := s.change.Answer == feedback.No || s.change.Answer == feedback.NotNow
		var err error
		switch {
		case s.judge() != "":
			by = s.judge()
		case s.viewer.Party == "" || !s.staff():
			err = rules.Break("Viewer", "must be the judge, or staff")
		case judged && !put:
			err = rules.Break("Viewer", "must be the judge, unless the change is not made")
		}
		act, err := s.m.repayment(by, s.now, reason, err)
		return []Act{act}, err
	})
}

// act writes what the viewer does. It is composed anew when somebody else came first.
func (v *Visit) act(ctx context.Context, op string, id ID, by feedback.PartyID, do func(*stand) ([]Act, error)) (Act, error) {
	var s *stand
	var first int
	var acts []Act
	err := v.hall.cafe.Act(ctx, by, func(now time.Time) (entries []feedback.Entry, err error) {
		if s, err = v.stand(ctx, id); err != nil {
			return nil, err
		}
		s.kept.mu.Lock()
		defer s.kept.mu.Unlock()
		s.inOrder(now)
		first = s.m.Acts() + 1
		if acts, err = do(s); err != nil {
			return nil, err
		}
		return s.entries(acts)
	})
	if err == nil {
		err = s.take(first, acts...)
	}
	if err != nil {
		return Act{}, told(op, id, err)
	}
	return s.owned(acts), nil
}

// owned returns the last of some acts of the viewer's, by the viewer's name.
func (s *stand) owned(acts []Act) Act {
	act := acts[len(acts)-1]
	act.By = s.viewer.Party
	return act
}
