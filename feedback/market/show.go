package market

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// A Snapshot is what a market in a [Hall] has come to, as a viewer sees it.
type Snapshot struct {
	// ID names the market, and Terms are what it was opened with. Names that the viewer may not know are
	// left out, and those of who was erased.
	ID    ID
	Terms Terms

	// State, Outcome, Acts and WorstLoss are as the methods of [Market] of those names say; Outcome is 0
	// where it is not settled. Final says that nothing can change any more.
	State     ActKind
	Outcome   int
	Final     bool
	Acts      int
	WorstLoss int64

	// Prices are one per outcome, and sum to one. They are nil where the viewer must give an estimate first:
	// see [Market.PricesFor].
	Prices []float64

	// Own is what the viewer holds, by all IDs together.
	Own Holding
}

// Market returns a market, or an error matching [feedback.ErrNotFound].
func (v *Visit) Market(ctx context.Context, id ID) (Snapshot, error) {
	s, err := v.stand(ctx, id)
	if err != nil {
		return Snapshot{}, told("read market", id, err)
	}
	return s.snapshot(), nil
}

// Markets returns all markets that the viewer sees, in order of their IDs. It reads whole those that the hall
// has not in memory.
func (v *Visit) Markets(ctx context.Context) iter.Seq2[Snapshot, error] {
	return func(yield func(Snapshot, error) bool) {
		for s, err := range v.stands(ctx) {
			if err != nil {
				yield(Snapshot{}, told("read markets", "", err))
				return
			}
			if !yield(s.snapshot(), nil) {
				return
			}
		}
	}
}

// stands yields all markets that the viewer sees.
func (v *Visit) stands(ctx context.Context) iter.Seq2[*stand, error] {
	return func(yield func(*stand, error) bool) {
		var ids []ID
		for e, err := range v.hall.cafe.Acted(ctx, feedback.EntryQuery{About: []feedback.Ref{openings()}}) {
			if err != nil {
				yield(nil, err)
				return
			}
			ids = append(ids, idOf(e.ID))
		}
		slices.Sort(ids) // those of the entries are longer, and so in another order
		for _, id := range ids {
			s, err := v.stand(ctx, id)
			if errors.Is(err, feedback.ErrNotFound) {
				continue
			}
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

func (s *stand) snapshot() Snapshot {
	s.kept.mu.Lock()
	defer s.kept.mu.Unlock()
	out := Snapshot{
		ID: s.id, Terms: s.m.Terms(), State: s.m.State(), Final: s.m.Final(s.now), Acts: s.m.Acts(),
		WorstLoss: s.m.WorstLoss(), Own: s.holding(),
	}
	out.Terms.Sponsor, out.Terms.Judge, out.Terms.Insiders = s.role(sponsorPlace), s.role(judgePlace), nil
	for place := judgePlace + 1; place <= s.places; place++ {
		if p := s.role(place); p != "" {
			out.Terms.Insiders = append(out.Terms.Insiders, p)
		}
	}
	if outcome, settled := s.m.Outcome(); settled {
		out.Outcome = outcome
	}
	if s.checkAsked() == nil {
		out.Prices = s.m.Prices()
	}
	return out
}

// role returns who has a place given at the opening, as far as the viewer may know.
func (s *stand) role(place int) feedback.PartyID {
	if p := s.roles[place]; s.knows(p) {
		return p
	}
	return ""
}

func (s *stand) knows(p feedback.PartyID) bool { return slices.Contains(s.own, p) || s.opens(p.Ref()) }

// holding returns what the viewer holds in all places together. The market is held.
func (s *stand) holding() Holding {
	own := Holding{Party: s.viewer.Party, Shares: make([]int64, len(s.m.sold))}
	for _, place := range s.mine {
		own.add(s.m.Holding(party(place)))
	}
	return own
}

// add adds what is held in another place.
func (h *Holding) add(other Holding) {
	h.Coins += other.Coins
	for i, n := range other.Shares {
		h.Shares[i] += n
	}
	if h.Estimate == nil {
		h.Estimate = other.Estimate
	}
	h.Insider = h.Insider || other.Insider
}

// checkAsked returns an error where the viewer must give an estimate first. The market is held.
func (s *stand) checkAsked() error {
	if s.m.State() != Traded || !s.now.Before(s.terms.Closes) {
		return nil
	}
	err := s.m.checkAsked("")
	for _, place := range s.mine {
		if s.m.checkAsked(party(place)) == nil {
			return nil
		}
	}
	return err
}

// Holdings returns what all have in a market, by ID, each person once, the sponsor as the first.
// Those whom the viewer may not know, and those who were erased, are one Holding without a Party, behind the
// sponsor's, with no Estimate and never an Insider: those would be one person's.
//
// Errors: one matching [feedback.ErrNotFound] where the viewer does not see the market, and
// [relationship.ErrInvalid] where the viewer must give an estimate first.
func (v *Visit) Holdings(ctx context.Context, id ID) ([]Holding, error) {
	s, names, err := v.named(ctx, id)
	if err != nil {
		return nil, told("read holdings", id, err)
	}
	s.kept.mu.Lock()
	held := s.m.Holdings()
	s.kept.mu.Unlock()
	held[0].Party = names[held[0].Party]
	var of []Holding
	at := map[feedback.PartyID]int{}
	for _, h := range held[1:] {
		if h.Party = names[h.Party]; h.Party == "" {
			h.Estimate, h.Insider = nil, false
		}
		if i, found := at[h.Party]; found {
			of[i].add(h)
			continue
		}
		at[h.Party] = len(of)
		of = append(of, h)
	}
	slices.SortFunc(of, func(a, b Holding) int { return cmp.Compare(a.Party, b.Party) })
	return append(held[:1:1], of...), nil
}

// named returns a market with the names of those who have places in it, as far as the viewer may know. Who is
// known by one ID and not by another stays without a name.
func (v *Visit) named(ctx context.Context, id ID) (*stand, map[relationship.PartyID]feedback.PartyID, error) {
	s, err := v.stand(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	s.kept.mu.Lock()
	err = s.checkAsked()
	s.kept.mu.Unlock()
	if err != nil {
		return nil, nil, err
	}
	who := map[relationship.PartyID]feedback.PartyID{}
	var all []feedback.PartyID
	for e, err := range v.hall.cafe.Acted(ctx, feedback.EntryQuery{About: []feedback.Ref{feedback.Places(id.Ref())}}) {
		if err != nil {
			return nil, nil, err
		}
		if e.Count > 0 && e.By != "" {
			who[party(e.Count)], all = e.By, append(all, e.By)
		}
	}
	root, err := v.hall.cafe.Resolver(ctx, all)
	if err != nil {
		return nil, nil, err
	}
	unknown := map[feedback.PartyID]bool{}
	for _, p := range all {
		unknown[root(p)] = unknown[root(p)] || !s.knows(p) || !s.knows(root(p))
	}
	for place, p := range who {
		if who[place] = root(p); unknown[root(p)] {
			who[place] = ""
		}
	}
	return s, who, nil
}

// A Step is one act in the history of a market.
type Step struct {
	// Act is what was done. By and Of are empty where the viewer may not know them.
	Act Act

	// Prices are those after it, one per outcome.
	Prices []float64
}

// History returns all acts of a market with the prices after each, in order. Its errors are those of
// [Visit.Holdings]; it reads the market whole.
func (v *Visit) History(ctx context.Context, id ID) iter.Seq2[Step, error] {
	return func(yield func(Step, error) bool) {
		err := v.history(ctx, id, func(s Step) bool { return yield(s, nil) })
		if err != nil {
			yield(Step{}, told("read history", id, err))
		}
	}
}

func (v *Visit) history(ctx context.Context, id ID, yield func(Step) bool) error {
	s, names, err := v.named(ctx, id)
	if err != nil {
		return err
	}
	m := open(s.terms.ready())
	for e, err := range v.hall.cafe.Acts(ctx, id.Ref(), 0) {
		if err != nil {
			return err
		}
		act, err := actOf(&e)
		if err != nil {
			return err
		}
		if m.Apply(act) != nil {
			return broken("an act cannot have followed the one before it")
		}
		act.By, act.Of = names[act.By], names[act.Of]
		if act.Kind == Disputed || act.Kind == Refunded {
			if act.Reason, err = v.words(ctx, e.ID); err != nil {
				return err
			}
		}
		if !yield(Step{act, m.Prices()}) {
			return nil
		}
	}
	return nil
}

// words returns the words that came with an act, if they are still there.
func (v *Visit) words(ctx context.Context, act feedback.EntryID) (string, error) {
	for e, err := range v.hall.cafe.Acted(ctx, feedback.EntryQuery{IDs: []feedback.EntryID{wordsID(act)}}) {
		return e.Text, err
	}
	return "", nil
}

// Calibrate compares what the settled markets that the viewer sees expected with what came true: see the
// function [Calibrate]. The second result names these markets, in order: Behind of a Band are places in it.
func (v *Visit) Calibrate(ctx context.Context, cfg CalibrationConfig) (Calibration, []ID, error) {
	var past []Forecast
	var ids []ID
	for s, err := range v.stands(ctx) {
		if err != nil {
			return Calibration{}, nil, told("calibrate", "", err)
		}
		s.kept.mu.Lock()
		if f, settled := s.m.Forecast(); settled {
			past, ids = append(past, f), append(ids, s.id)
		}
		s.kept.mu.Unlock()
	}
	out, err := Calibrate(past, cfg)
	return out, ids, told("calibrate", "", err)
}
