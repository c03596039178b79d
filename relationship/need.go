package relationship

import (
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// A Class says what meeting a need does to the party.
type Class string

// The classes of needs.
const (
	Unclassified Class = ""          // nobody has looked yet
	Basic        Class = "basic"     // hardly noticed when met, and missed when not
	Promise      Class = "promise"   // the better it is met, the better
	Delighter    Class = "delighter" // a pleasure when met, and not missed otherwise
)

// A Need is something that a party needs in a tie, or, without one, in life. On a party's tie with
// itself it is an aspiration.
type Need struct {
	// ID names the need. It is made when it is empty and the need is put.
	ID NeedID `json:"id"`

	// Rev is the number of the batch that last wrote the need, 0 for one that is to be created.
	Rev Seq `json:"rev"`

	// Party is whose need it is. It never changes.
	Party PartyID `json:"party"`

	// Tie is the tie in which it is felt, at one end of which Party stands; empty for a need in no
	// tie. It never changes.
	Tie TieID `json:"tie,omitempty"`

	// Text says what is needed, in plain words.
	Text string `json:"text"`

	// Importance is how much it matters to the party, from 0 to 1, over time.
	Importance Readings `json:"importance,omitempty"`

	// Satisfaction is how well it is met, from 0 to 1, over time.
	Satisfaction Readings `json:"satisfaction,omitempty"`

	// Voiced says that the party asked for it; otherwise it is unspoken.
	Voiced bool `json:"voiced,omitempty"`

	// Expected says that the party expects it of any supplier: a table stake, met or not.
	Expected bool `json:"expected,omitempty"`

	// Class says what meeting it does, and ClassBasis what that rests on: Unknown exactly where
	// Class is Unclassified.
	Class      Class `json:"class,omitempty"`
	ClassBasis Basis `json:"class_basis,omitempty"`

	// During is when the party has the need. The zero Stint means always, as far as known.
	During Stint `json:"during,omitzero"`
}

// changed returns the field that never changes and differs from an earlier version, if there is one.
func (n *Need) changed(old *Need) string {
	switch {
	case old == nil:
	case n.Party != old.Party:
		return "Party"
	case n.Tie != old.Tie:
		return "Tie"
	}
	return ""
}

func (n *Need) check() error {
	if rule := rules.ID(string(n.ID)); rule != "" {
		return broken("ID", rule)
	}
	if n.Rev < 0 {
		return broken("Rev", "must not be below 0")
	}
	if rule := rules.ID(string(n.Party)); rule != "" {
		return broken("Party", rule)
	}
	if n.Tie != "" {
		if rule := rules.ID(string(n.Tie)); rule != "" {
			return broken("Tie", rule)
		}
	}
	if rule := rules.Text(n.Text); rule != "" {
		return broken("Text", rule)
	}
	if err := n.Importance.check("Importance"); err != nil {
		return err
	}
	if err := n.Satisfaction.check("Satisfaction"); err != nil {
		return err
	}
	switch n.Class {
	case Unclassified, Basic, Promise, Delighter:
	default:
		return broken("Class", "must be basic, promise, delighter or empty")
	}
	if n.ClassBasis > Observed || (n.ClassBasis == Unknown) != (n.Class == Unclassified) {
		return broken("ClassBasis", "must say what Class rests on, and be unknown where there is none")
	}
	return within("During", n.During.check())
}

// detachNeeds gives needs memory of their own.
func detachNeeds(needs []Need) {
	for i := range needs {
		needs[i].detach()
	}
}

func (n *Need) detach() {
	n.Importance, n.Satisfaction = slices.Clone(n.Importance), slices.Clone(n.Satisfaction)
}

// inUTC puts all instants in one form.
func (n *Need) inUTC() {
	n.Importance.inUTC()
	n.Satisfaction.inUTC()
	n.During.inUTC()
}
