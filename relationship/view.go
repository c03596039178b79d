package relationship

import (
	"cmp"
	"slices"
	"time"
)

// A View is a tie as it looks from one of its ends. Everything in it is computed from the one
// record, so that what one end sees always mirrors what the other sees.
type View struct {
	// Tie is the record, with the parties that it was written with.
	Tie Tie

	// Side is the end from which it is seen.
	Side Side

	// Self is the party at that end, merges followed.
	Self Party

	// Other is the party at the other end, merges followed. Where a store holds no such party,
	// only its ID is set.
	Other Party

	kind *Kind // nil where the book does not know it
}

// Phrase returns what the party at this end does: "works for", as in "Ann works for Acme". It is
// the name of the kind where the book does not know the kind.
func (v View) Phrase() string {
	if v.kind == nil {
		return string(v.Tie.Kind)
	}
	return v.kind.end(v.Side).Phrase
}

// Role returns the noun for the party at this end: the tie's own or else that of the kind.
func (v View) Role() string { return v.role(v.Side) }

// OtherRole returns the noun for the party at the other end.
func (v View) OtherRole() string { return v.role(v.Side.Other()) }

func (v View) role(side Side) string {
	if own := v.Tie.End(side).Role; own != "" {
		return own
	}
	if v.kind == nil {
		return string(v.Tie.Kind)
	}
	return v.kind.end(side).Role
}

// Mine returns what is known of this end.
func (v View) Mine() End { return *v.Tie.End(v.Side) }

// Theirs returns what is known of the other end.
func (v View) Theirs() End { return *v.Tie.End(v.Side.Other()) }

// Holds reports whether the tie holds at an instant.
func (v View) Holds(at time.Time) bool { return v.Tie.Holds(at) }

// A Profile is a party with all that it was merged from.
type Profile struct {
	// Party is the one that the others are merged into.
	Party Party

	// Merged are the others, in the order of their IDs.
	Merged []Party
}

// IDs returns the identifiers of all of them, that of Party first.
func (p Profile) IDs() []PartyID {
	ids := []PartyID{p.Party.ID}
	for _, m := range p.Merged {
		ids = append(ids, m.ID)
	}
	return ids
}

// Fact returns the fact with a name to go by at an instant, among those of all of them. For a name
// in policy.Strict, the policy first picks one for each of them, and then the one that allows
// least: false, or "", before anything else.
func (p Profile) Fact(name string, at time.Time, policy Policy) (Pick, bool) {
	if !policy.strict(name) {
		facts := p.Party.Facts[:len(p.Party.Facts):len(p.Party.Facts)]
		for _, m := range p.Merged {
			facts = append(facts, m.Facts...)
		}
		return policy.Pick(facts, name, at)
	}
	var picks []Pick
	for _, party := range append([]Party{p.Party}, p.Merged...) {
		if pick, ok := policy.Pick(party.Facts, name, at); ok {
			picks = append(picks, pick)
		}
	}
	if len(picks) == 0 {
		return Pick{}, false
	}
	return policy.strictest(picks), true
}

// strictest joins what was picked for parties that turned out to be one.
func (p Policy) strictest(picks []Pick) Pick {
	slices.SortStableFunc(picks, func(a, b Pick) int {
		c, _ := p.compare(a.Fact, b.Fact)
		return cmp.Or(boolRank(refuses(b.Fact))-boolRank(refuses(a.Fact)), c)
	})
	out := picks[0]
	if len(picks) == 1 {
		return out
	}
	var facts, others []Fact
	for _, k := range picks {
		facts = append(facts, k.Fact)
		others = append(others, k.Others...)
	}
	out.Why, out.Others = p.why(facts), append(facts[1:], others...)
	if refuses(out.Fact) && !refuses(facts[len(facts)-1]) {
		out.Why = Stricter
	}
	return out
}

func refuses(f Fact) bool { return f.Value == false || f.Value == "" }
