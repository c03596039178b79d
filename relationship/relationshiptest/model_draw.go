package relationshiptest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/kithcrm/kith/internal/suite"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// A drawn is what a history draws from: few identifiers, so that records meet.
type drawn struct {
	id    *rapid.Generator[string]
	at    *rapid.Generator[time.Time]
	text  *rapid.Generator[string]
	party *rapid.Generator[relationship.Party]
	tie   *rapid.Generator[relationship.Tie]
	need  *rapid.Generator[relationship.Need]
}

func drawFrom(t *rapid.T) drawn {
	all := suite.TroubleIDs()
	start := rapid.IntRange(0, len(all)-1).Draw(t, "identifiers from")
	few := slices.Concat(all[start:], all[:start])[:6] // neighbours, which are alike
	d := drawn{
		id:   rapid.SampledFrom(few),
		at:   Instant().Filter(func(at time.Time) bool { return !at.IsZero() }),
		text: Text(),
	}
	// What a tie or a need belongs to mostly follows from its ID, so that it can be created again.
	pick := func(id string, n int) string { return few[(slices.Index(few, id)*n+n)%len(few)] }
	d.party = rapid.Custom(func(t *rapid.T) relationship.Party {
		p := Party().Draw(t, "party")
		p.ID = relationship.PartyID(d.id.Draw(t, "id"))
		if p.MergedInto != "" {
			p.MergedInto = relationship.PartyID(d.id.Draw(t, "into"))
		}
		if p.MergedInto == p.ID {
			p.MergedInto = ""
		}
		return p
	})
	d.tie = rapid.Custom(func(t *rapid.T) relationship.Tie {
		x, id := Tie().Draw(t, "tie"), d.id.Draw(t, "id")
		x.ID, x.From, x.To, x.Kind = relationship.TieID(id), relationship.PartyID(pick(id, 1)), relationship.PartyID(pick(id, 2)), "knows"
		return x
	})
	d.need = rapid.Custom(func(t *rapid.T) relationship.Need {
		n, id := Need().Draw(t, "need"), d.id.Draw(t, "id")
		n.ID, n.Party, n.Tie = relationship.NeedID(id), relationship.PartyID(pick(id, 1)), relationship.TieID(pick(id, 3))
		if slices.Index(few, id)%3 == 0 {
			n.Tie = ""
		}
		return n
	})
	return d
}

// ref draws a record, mostly one that is there.
func (d drawn) ref(t *rapid.T, now content) relationship.Ref {
	there := refsOf(&relationship.Batch{Parties: now.Parties, Ties: now.Ties, Needs: now.Needs})
	if len(there) > 0 && rapid.IntRange(0, 7).Draw(t, "there") > 0 {
		return rapid.SampledFrom(there).Draw(t, "record")
	}
	noun := rapid.SampledFrom([]string{relationship.NounParty, relationship.NounTie, relationship.NounNeed}).Draw(t, "noun")
	return relationship.Ref{Noun: noun, ID: d.id.Draw(t, "id")}
}

// settle gives records that are there the ends that they have, and now and then moves any.
func (h *history) settle(t *rapid.T, c content) content {
	for i := range c.Ties {
		x := &c.Ties[i]
		if n := slices.IndexFunc(h.now.Ties, func(t relationship.Tie) bool { return t.ID == x.ID }); n >= 0 {
			x.From, x.To, x.Kind = h.now.Ties[n].From, h.now.Ties[n].To, h.now.Ties[n].Kind
		}
		if rapid.IntRange(0, 4).Draw(t, "move") == 0 {
			x.From, x.Kind = relationship.PartyID(h.drawn.id.Draw(t, "from")), kindName().Draw(t, "kind")
		}
	}
	for i := range c.Needs {
		x := &c.Needs[i]
		if n := slices.IndexFunc(h.now.Needs, func(n relationship.Need) bool { return n.ID == x.ID }); n >= 0 {
			x.Party, x.Tie = h.now.Needs[n].Party, h.now.Needs[n].Tie
		}
		if rapid.IntRange(0, 4).Draw(t, "move") == 0 {
			x.Party = relationship.PartyID(h.drawn.id.Draw(t, "party"))
		}
	}
	return c
}

// inAnyOrder puts the records of each batch in the order of their IDs: the contract says nothing
// about their order within a batch.
func inAnyOrder(log []relationship.Batch) []relationship.Batch {
	for _, b := range log {
		slices.SortFunc(b.Parties, func(a, b relationship.Party) int { return cmp.Compare(a.ID, b.ID) })
		slices.SortFunc(b.Ties, func(a, b relationship.Tie) int { return cmp.Compare(a.ID, b.ID) })
		slices.SortFunc(b.Needs, func(a, b relationship.Need) int { return cmp.Compare(a.ID, b.ID) })
		slices.SortFunc(b.Void, func(a, b relationship.Voided) int { return strings.Compare(a.Ref.String(), b.Ref.String()) })
		slices.Sort(b.Erase)
	}
	return log
}
