package relationship

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

const (
	rulePartyThere = "must name a party that is there"
	ruleTieThere   = "must name a tie that is there"
	ruleKnownKind  = "must be a kind that the book knows by Config.Kinds"
)

func missing(field, rule string) error {
	return &OpError{Room: room, Op: "check", Field: field, Rule: rule, Err: ErrNotFound}
}

// checkParty looks at merges and at a change of what the party is.
func (d *draft) checkParty(ctx context.Context, p *Party) error {
	old := d.stored[p.ID]
	if p.Rev > 0 && old.ID == "" {
		return ErrNotFound
	}
	if old.MergedInto != p.MergedInto {
		if err := d.checkMerge(p, old.MergedInto); err != nil {
			return err
		}
	}
	if p.Rev == 0 || p.Kind == old.Kind {
		return nil
	}
	return d.checkKind(ctx, p)
}

// checkKind looks whether what the party has become fits its ties, and the parties that it was merged
// with. A merge puts both, so that the two writers meet.
func (d *draft) checkKind(ctx context.Context, p *Party) error {
	if into := d.party(p.MergedInto); into.ID != "" && into.Kind != p.Kind {
		return broken("Kind", "must be that of the party that it is merged into")
	}
	for other, err := range d.book.allParties(ctx, PartyQuery{MergedInto: []PartyID{p.ID}}) {
		if err != nil {
			return err
		}
		if other = d.after(other); other.MergedInto == p.ID && other.Kind != p.Kind {
			return broken("Kind", "must be that of the parties that are merged into it")
		}
	}
	for t, err := range d.tiesOf(ctx, []PartyID{p.ID}, nil) {
		if err != nil {
			return err
		}
		k, known := d.book.kinds.byName[t.Kind]
		if known && (t.From == p.ID && !k.From.allows(p.Kind) || t.To == p.ID && !k.To.allows(p.Kind)) {
			return broken("Kind", "must be one that the party's ties allow")
		}
	}
	return nil
}

// checkMerge looks at a link from one party to another. Its guards are the party, which is in the
// batch, and the two ends of the chain that the link leads into, so that two merges which would
// make a circle together meet; and a party from which a link is taken away.
func (d *draft) checkMerge(p *Party, before PartyID) error {
	d.guard(before)
	if p.MergedInto == "" {
		return nil
	}
	into := d.party(p.MergedInto)
	if into.ID == "" {
		return missing("MergedInto", rulePartyThere)
	}
	if into.Kind != p.Kind {
		return broken("MergedInto", "must be a party of the same kind")
	}
	last := into
	for seen := map[PartyID]bool{}; last.MergedInto != "" && !seen[last.ID]; {
		seen[last.ID] = true
		if last.MergedInto == p.ID {
			return broken("MergedInto", "must not be a party that is itself merged into this one")
		}
		next := d.party(last.MergedInto)
		if next.ID == "" {
			break
		}
		last = next
	}
	d.guard(into.ID)
	d.guard(last.ID)
	return nil
}

// checkTie looks at the ends of a tie and, where it comes to hold at an instant at which it did not,
// at the rules of its kind.
func (d *draft) checkTie(ctx context.Context, t *Tie) error {
	added := spansOf(t.Stints)
	if t.Rev > 0 {
		before, there := d.before[t.ID]
		if !there {
			return ErrNotFound
		}
		if added = added.minus(spansOf(before.Stints)); len(added) == 0 {
			return nil
		}
	}
	k, known := d.book.kinds.byName[t.Kind]
	if !known {
		return broken("Kind", ruleKnownKind)
	}
	from, to := d.party(t.From), d.party(t.To)
	switch {
	case from.ID == "":
		return missing("From", rulePartyThere)
	case to.ID == "":
		return missing("To", rulePartyThere)
	}
	if err := k.fits(from.Kind, to.Kind, d.root(t.From) == d.root(t.To)); err != nil {
		return err
	}
	for _, side := range []Side{FromSide, ToSide} {
		if err := d.checkMax(ctx, t, k, side, added); err != nil {
			return err
		}
	}
	return d.checkCircle(ctx, t, k, added)
}

// fits returns the first rule of the kind that a tie between parties of two kinds, or of one with
// itself, would break.
func (k *Kind) fits(from, to PartyKind, itself bool) error {
	const ruleKind = "must be a party of a kind that the kind of tie allows at this end"
	switch {
	case k.Loop == LoopNever && itself:
		return broken("To", "must not be the same party as From in a tie of this kind")
	case k.Loop == LoopOnly && !itself:
		return broken("To", "must be the same party as From in a tie of this kind")
	case !k.From.allows(from):
		return broken("From", ruleKind)
	case !k.To.allows(to):
		return broken("To", ruleKind)
	}
	return nil
}

// family returns a root and all that will be merged into it after the batch.
func (d *draft) family(ctx context.Context, root PartyID) ([]PartyID, error) {
	family := []PartyID{root}
	seen := map[PartyID]bool{root: true}
	add := func(id PartyID) {
		if !seen[id] {
			seen[id] = true
			family = append(family, id)
		}
	}
	for frontier := family; len(frontier) > 0; {
		before := len(family)
		for p, err := range d.book.allParties(ctx, PartyQuery{MergedInto: frontier}) {
			if err != nil {
				return nil, err
			}
			if d.own[p.ID] == nil && !d.removed[p.ID.Ref()] {
				add(p.ID)
			}
		}
		for _, into := range frontier {
			for _, id := range d.merged[into] {
				add(id)
			}
		}
		frontier = family[before:]
	}
	return family, nil
}

// tiesOf returns the ties of parties as they will be after the batch: all, or those of one kind.
func (d *draft) tiesOf(ctx context.Context, ids []PartyID, kind *Kind) func(yield func(*Tie, error) bool) {
	q := TieQuery{Of: ids}
	if kind != nil {
		q.Kinds = []KindName{kind.Name}
	}
	return func(yield func(*Tie, error) bool) {
		for t, err := range d.book.allTies(ctx, q) {
			if err != nil {
				yield(nil, err)
				return
			}
			if d.ties[t.ID] == nil && !d.removed[t.ID.Ref()] && !yield(&t, nil) {
				return
			}
		}
		seen := map[TieID]bool{}
		for _, id := range ids {
			for _, t := range d.ends[id] {
				if seen[t.ID] || kind != nil && t.Kind != kind.Name {
					continue
				}
				if seen[t.ID] = true; !yield(t, nil) {
					return
				}
			}
		}
	}
}

// checkMax looks at how many parties the one at an end is tied with at one instant. The guard is
// that party.
func (d *draft) checkMax(ctx context.Context, t *Tie, k *Kind, side Side, added spans) error {
	limit := k.end(side).Max
	if limit == 0 {
		return nil
	}
	root := d.root(t.Party(side))
	d.guard(root)
	d.guard(t.Party(side)) // which may be merged into the root
	family, err := d.family(ctx, root)
	if err != nil {
		return err
	}
	var ties []*Tie
	var others []PartyID
	for t, err := range d.tiesOf(ctx, family, k) {
		if err != nil {
			return err
		}
		for _, s := range []Side{FromSide, ToSide} {
			if (s == side || k.Symmetric) && slices.Contains(family, t.Party(s)) {
				ties = append(ties, t)
				others = append(others, t.Party(s.Other()))
			}
		}
	}
	if err := d.read(ctx, others); err != nil {
		return err
	}
	held := map[PartyID]spans{}
	for i, t := range ties {
		other := d.root(others[i])
		held[other] = held[other].union(spansOf(t.Stints).intersect(added))
	}
	if most(held) > limit {
		field := "From"
		if side == ToSide {
			field = "To"
		}
		return broken(field, ruleMax(k, side))
	}
	return nil
}

// ruleMax is the rule on how many parties one may be tied with.
func ruleMax(k *Kind, side Side) string {
	return fmt.Sprintf("must be tied by %s with at most %d at one instant", k.Name, k.end(side).Max)
}

// most returns how many of the sets hold at one instant at most.
func most(held map[PartyID]spans) int {
	out := 0
	for _, at := range held {
		for _, start := range at {
			n := 0
			for _, s := range held {
				if slices.ContainsFunc(s, func(s Stint) bool { return s.Holds(start.From) }) {
					n++
				}
			}
			out = max(out, n)
		}
	}
	return out
}

// checkNeed looks whether the party of a new need is there, and stands at an end of its tie. Party and
// tie are the guards, so that neither is made void or erased meanwhile.
func (d *draft) checkNeed(ctx context.Context, n *Need) error {
	if n.Rev > 0 {
		return nil // Party and Tie never change
	}
	if d.party(n.Party).ID == "" {
		return missing("Party", rulePartyThere)
	}
	d.guard(n.Party)
	if n.Tie == "" {
		return nil
	}
	t := d.ties[n.Tie]
	if t == nil && !d.removed[n.Tie.Ref()] {
		stored, err := one(d.book.allTies(ctx, TieQuery{IDs: []TieID{n.Tie}}))
		switch {
		case errors.Is(err, ErrNotFound):
		case err != nil:
			return err
		default:
			t = &stored
			d.guardingTies[stored.ID] = stored
		}
	}
	if t == nil {
		return missing("Tie", ruleTieThere)
	}
	if err := d.read(ctx, []PartyID{t.From, t.To}); err != nil {
		return err
	}
	if root := d.root(n.Party); d.root(t.From) != root && d.root(t.To) != root {
		return broken("Tie", "must have the party at one of its ends")
	}
	return nil
}

// checkVoid looks whether anything would hang in the air.
func (d *draft) checkVoid(ctx context.Context, ref Ref) error {
	needs := NeedQuery{}
	switch ref.Noun {
	case NounParty:
		id := PartyID(ref.ID)
		for _, err := range d.tiesOf(ctx, []PartyID{id}, nil) {
			return cmp.Or(err, broken("Ref", "must not be a party with ties, unless they are void with it"))
		}
		for p, err := range d.book.allParties(ctx, PartyQuery{MergedInto: []PartyID{id}}) {
			if err != nil {
				return err
			}
			if d.after(p).MergedInto == id {
				return broken("Ref", "must not be a party that others are merged into, unless they are void with it")
			}
		}
		needs.Of = []PartyID{id}
	case NounTie:
		needs.In = []TieID{TieID(ref.ID)}
	default:
		return nil
	}
	for n, err := range d.book.allNeeds(ctx, needs) {
		if err != nil {
			return err
		}
		if !d.removed[n.ID.Ref()] {
			return broken("Ref", "must not have needs, unless they are void with it")
		}
	}
	return nil
}
