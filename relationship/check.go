package relationship

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"time"
)

// A Finding is a rule of several records that does not hold: written around the library, come about
// by a merge, or left over from other rules.
type Finding struct {
	// Ref is the record that breaks the rule.
	Ref Ref

	// Field is the field concerned, and Rule the rule that is broken.
	Field, Rule string
}

// Check returns what breaks a rule that concerns several records: ties, needs and merges that lead
// nowhere or in a circle, and ties that their kind does not allow. Parties come first, then ties,
// then needs, each in order of their IDs, those last that concern several ties at a time. Of too
// many ties at one end, those that began first are named; of a circle in a hierarchy, the one that
// began last.
//
// It reads everything once, and keeps in memory what it needs of parties, and of ties whose kind
// has a Max or a Rank.
func (b *Book) Check(ctx context.Context) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		c := checker{reader: &b.Reader, kinds: b.kinds, yield: yield}
		if err := c.run(ctx); err != nil {
			yield(Finding{}, opError("check", "", err))
		}
	}
}

// A checker looks for findings and yields them until it is told to stop.
type checker struct {
	reader  *Reader
	kinds   Kinds
	yield   func(Finding, error) bool
	stopped bool

	parties forest                 // without names and facts
	ruled   map[KindName][]heldTie // ties of kinds that have a rule on several ties
	ends    map[TieID][2]PartyID   // the ends of ties
}

// A heldTie is what rules on several ties need of one.
type heldTie struct {
	id       TieID
	from, to PartyID // merges followed
	held     spans
}

func (c *checker) found(ref Ref, field, rule string) {
	c.stopped = c.stopped || !c.yield(Finding{ref, field, rule}, nil)
}

func (c *checker) run(ctx context.Context) error {
	for _, step := range []func(context.Context) error{c.checkParties, c.checkTies, c.checkRules, c.checkNeeds} {
		if err := step(ctx); err != nil || c.stopped {
			return err
		}
	}
	return nil
}

func (c *checker) checkParties(ctx context.Context) error {
	c.parties = forest{}
	for p, err := range c.reader.allParties(ctx, PartyQuery{}) {
		if err != nil {
			return err
		}
		c.parties[p.ID] = Party{ID: p.ID, Rev: p.Rev, Kind: p.Kind, MergedInto: p.MergedInto}
	}
	for _, id := range slices.Sorted(maps.Keys(c.parties)) {
		p := c.parties[id]
		if p.MergedInto == "" {
			continue
		}
		into, there := c.parties[p.MergedInto]
		switch {
		case !there:
			c.found(id.Ref(), "MergedInto", rulePartyThere)
		case c.inCircle(id):
			c.found(id.Ref(), "MergedInto", "must not be a party that is itself merged into this one")
		case into.Kind != p.Kind:
			c.found(id.Ref(), "MergedInto", "must be a party of the same kind")
		}
		if c.stopped {
			return nil
		}
	}
	return nil
}

// inCircle reports whether the merges of a party lead back to it.
func (c *checker) inCircle(id PartyID) bool {
	at := id
	for range c.parties {
		at = c.parties[at].MergedInto
		if at == id {
			return true
		}
		if at == "" {
			return false
		}
	}
	return false
}

func (c *checker) checkTies(ctx context.Context) error {
	c.ruled = map[KindName][]heldTie{}
	c.ends = map[TieID][2]PartyID{}
	for t, err := range c.reader.allTies(ctx, TieQuery{}) {
		if err != nil {
			return err
		}
		c.ends[t.ID] = [2]PartyID{t.From, t.To}
		c.checkTie(&t)
		if c.stopped {
			return nil
		}
	}
	return nil
}

func (c *checker) checkTie(t *Tie) {
	ref := t.ID.Ref()
	k, known := c.kinds.byName[t.Kind]
	if !known {
		c.found(ref, "Kind", ruleKnownKind)
		return
	}
	from, hasFrom := c.parties[t.From]
	to, hasTo := c.parties[t.To]
	if !hasFrom {
		c.found(ref, "From", rulePartyThere)
		return
	}
	if !hasTo {
		c.found(ref, "To", rulePartyThere)
		return
	}
	fromRoot, toRoot := c.parties.root(t.From).ID, c.parties.root(t.To).ID
	if err, ok := k.fits(from.Kind, to.Kind, fromRoot == toRoot).(*OpError); ok {
		c.found(ref, err.Field, err.Rule)
		return
	}
	if k.From.Max > 0 || k.To.Max > 0 || k.Rank != Flat {
		c.ruled[k.Name] = append(c.ruled[k.Name], heldTie{t.ID, fromRoot, toRoot, spansOf(t.Stints)})
	}
}

// checkRules looks at ties that together break a rule of their kind.
func (c *checker) checkRules(context.Context) error {
	for _, name := range slices.Sorted(maps.Keys(c.ruled)) {
		k := c.kinds.byName[name]
		ties := c.ruled[name]
		excess := tooMany(k, ties)
		for _, id := range slices.Sorted(maps.Keys(excess)) {
			field := "From"
			if excess[id] == ToSide {
				field = "To"
			}
			c.found(id.Ref(), field, ruleMax(k, excess[id]))
		}
		for _, id := range circles(k, ties) {
			c.found(id.Ref(), "To", "must not close a circle in a tie of this kind")
		}
		if c.stopped {
			return nil
		}
	}
	return nil
}

// began returns when a tie first held.
func (t heldTie) began() time.Time {
	if len(t.held) == 0 {
		return time.Time{}
	}
	return t.held[0].From
}

// byBeginning orders ties by when they first held, then by ID.
func byBeginning(a, b heldTie) int {
	return cmp.Or(a.began().Compare(b.began()), cmp.Compare(a.id, b.id))
}

// tooMany returns the ties that must go so that no party has too many at one end, those that began
// last staying, and at which end.
func tooMany(k *Kind, ties []heldTie) map[TieID]Side {
	excess := map[TieID]Side{}
	type end struct {
		party PartyID
		side  Side
	}
	at := map[end][]heldTie{}
	for _, t := range ties {
		if k.From.Max > 0 {
			from := end{t.from, FromSide}
			at[from] = append(at[from], t)
		}
		if k.To.Max > 0 {
			to := end{t.to, ToSide}
			if k.Symmetric {
				to.side = FromSide
			}
			at[to] = append(at[to], t)
		}
	}
	for p, ties := range at {
		limit := k.end(p.side).Max
		slices.SortFunc(ties, byBeginning)
		slices.Reverse(ties)
		held := map[PartyID]spans{}
		for _, t := range ties {
			other := t.to
			if p.side == ToSide || k.Symmetric && t.to == p.party {
				other = t.from
			}
			before := held[other]
			held[other] = before.union(t.held)
			if most(held) > limit {
				excess[t.id] = p.side
				held[other] = before
			}
		}
	}
	return excess
}

// circles returns the ties that close a circle with those that began before them, in order.
func circles(k *Kind, ties []heldTie) []TieID {
	if k.Rank == Flat {
		return nil
	}
	ties = slices.Clone(ties)
	slices.SortFunc(ties, byBeginning)
	above := map[PartyID][]heldTie{} // ties by their lower end, as if lower were from
	var out []TieID
	for _, t := range ties {
		if k.Rank == FromAbove {
			t.from, t.to = t.to, t.from
		}
		if climbs(above, t) {
			out = append(out, t.id)
			continue
		}
		above[t.from] = append(above[t.from], t)
	}
	slices.Sort(out)
	return out
}

// climbs reports whether the upper end of a tie stands, at an instant at which the tie holds, below
// its lower end.
func climbs(above map[PartyID][]heldTie, t heldTie) bool {
	reached := map[PartyID]spans{t.to: t.held}
	for climb := []PartyID{t.to}; len(climb) > 0; {
		from := climb[0]
		climb = climb[1:]
		if from == t.from {
			return len(t.held) > 0
		}
		for _, step := range above[from] {
			fresh := step.held.intersect(reached[from]).minus(reached[step.to])
			if len(fresh) > 0 {
				reached[step.to] = reached[step.to].union(fresh)
				climb = append(climb, step.to)
			}
		}
	}
	return false
}

func (c *checker) checkNeeds(ctx context.Context) error {
	for n, err := range c.reader.allNeeds(ctx, NeedQuery{}) {
		if err != nil {
			return err
		}
		_, hasParty := c.parties[n.Party]
		ends, hasTie := c.ends[n.Tie]
		root := c.parties.root(n.Party).ID
		switch {
		case !hasParty:
			c.found(n.ID.Ref(), "Party", rulePartyThere)
		case n.Tie == "":
		case !hasTie:
			c.found(n.ID.Ref(), "Tie", ruleTieThere)
		case c.parties.root(ends[0]).ID != root && c.parties.root(ends[1]).ID != root:
			c.found(n.ID.Ref(), "Tie", "must have the party at one of its ends")
		}
		if c.stopped {
			return nil
		}
	}
	return nil
}
