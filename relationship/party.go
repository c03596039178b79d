package relationship

import (
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A PartyKind says what a party is.
type PartyKind string

// The kinds of party. There are no others.
const (
	Person       PartyKind = "person"
	Organisation PartyKind = "organisation"
	Group        PartyKind = "group" // people taken together: a household, a team, a board
)

// A Party is somebody or something that can have ties: a person, an organisation or a group,
// ourselves included. Who is whose customer follows from the ties.
type Party struct {
	// ID names the party. It is made when it is empty and the party is put.
	ID PartyID `json:"id"`

	// Rev is the number of the batch that last wrote the party, 0 for one that is to be created.
	Rev Seq `json:"rev"`

	// Kind says what it is.
	Kind PartyKind `json:"kind"`

	// Name is what the party is called where it is shown to people. It may be empty.
	Name string `json:"name,omitempty"`

	// Facts is what is said of the party, in any order.
	Facts []Fact `json:"facts,omitempty"`

	// MergedInto is the party that this one turned out to be, if it did: see [Book.Merge].
	MergedInto PartyID `json:"merged_into,omitempty"`
}

// Fact returns the fact with a name to go by at an instant: p.Facts seen through a policy.
func (p Party) Fact(name string, at time.Time, policy Policy) (Pick, bool) {
	return policy.Pick(p.Facts, name, at)
}

func (p *Party) check() error {
	if rule := rules.ID(string(p.ID)); rule != "" {
		return broken("ID", rule)
	}
	if p.Rev < 0 {
		return broken("Rev", "must not be below 0")
	}
	switch p.Kind {
	case Person, Organisation, Group:
	default:
		return broken("Kind", "must be person, organisation or group")
	}
	if rule := rules.Text(p.Name); rule != "" {
		return broken("Name", rule)
	}
	if p.MergedInto != "" {
		if rule := rules.ID(string(p.MergedInto)); rule != "" {
			return broken("MergedInto", rule)
		}
		if p.MergedInto == p.ID {
			return broken("MergedInto", "must not be the party itself")
		}
	}
	return checkFacts(p.Facts)
}

// detachParties gives parties memory of their own.
func detachParties(parties []Party) {
	for i := range parties {
		parties[i].detach()
	}
}

func (p *Party) detach() { p.Facts = slices.Clone(p.Facts) }

// inUTC puts all instants in one form.
func (p *Party) inUTC() { factsInUTC(p.Facts) }

func factsInUTC(facts []Fact) {
	for i := range facts {
		facts[i].At = rules.UTC(facts[i].At)
		if t, ok := facts[i].Value.(time.Time); ok {
			facts[i].Value = rules.UTC(t)
		}
	}
}
