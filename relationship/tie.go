package relationship

import (
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A Side is one of the two ends of a tie.
type Side int

// The ends of a tie.
const (
	FromSide Side = iota
	ToSide
)

// Other returns the opposite end.
func (s Side) Other() Side { return 1 - s }

// String returns "from" or "to".
func (s Side) String() string {
	if s == ToSide {
		return "to"
	}
	return "from"
}

// A Tie is a lasting connection of one kind between two parties, or of a party with itself. There is
// one record per tie; how it is worded from either end is computed: see [View].
//
// Two ties of one kind may connect the same two parties, as two gifts do. Where there should be one, give
// it an ID made from its ends with [IDFrom], and stints for the times in which it held.
type Tie struct {
	// ID names the tie. It is made when it is empty and the tie is put.
	ID TieID `json:"id"`

	// Rev is the number of the batch that last wrote the tie, 0 for one that is to be created.
	Rev Seq `json:"rev"`

	// Kind says what connects the two. It never changes.
	Kind KindName `json:"kind"`

	// From and To are the parties that it connects. They never change.
	From PartyID `json:"from"`
	To   PartyID `json:"to"`

	// Stints are the periods in which the tie held, in order and not overlapping; there is at
	// least one. Who leaves and comes back has two.
	Stints []Stint `json:"stints"`

	// Ends is what is known of each end.
	Ends Ends `json:"ends,omitzero"`

	// Facts is what is said of the tie, in any order.
	Facts []Fact `json:"facts,omitempty"`
}

// Ends are the two ends of a tie.
type Ends struct {
	From End `json:"from,omitzero"` // the end of Tie.From
	To   End `json:"to,omitzero"`   // the end of Tie.To
}

// An End is how a tie looks to the party at one of its ends.
type End struct {
	// Role is the noun for the party at this end where the tie has one of its own: "father" where
	// the kind says "parent".
	Role string `json:"role,omitempty"`

	// Importance is how much this party cares about the tie, from 0 to 1, over time.
	Importance Readings `json:"importance,omitempty"`

	// Health is how well the tie goes for this party, from 0 to 1, over time.
	Health Readings `json:"health,omitempty"`
}

// Holds reports whether the tie holds at an instant.
func (t *Tie) Holds(at time.Time) bool {
	return slices.ContainsFunc(t.Stints, func(s Stint) bool { return s.Holds(at) })
}

// Party returns the party at an end.
func (t *Tie) Party(side Side) PartyID {
	if side == ToSide {
		return t.To
	}
	return t.From
}

// End returns what is known of an end.
func (t *Tie) End(side Side) *End {
	if side == ToSide {
		return &t.Ends.To
	}
	return &t.Ends.From
}

// changed returns the field that never changes and differs from an earlier version, if there is one.
func (t *Tie) changed(old *Tie) string {
	switch {
	case old == nil:
	case t.From != old.From:
		return "From"
	case t.To != old.To:
		return "To"
	case t.Kind != old.Kind:
		return "Kind"
	}
	return ""
}

func (t *Tie) check() error {
	if rule := rules.ID(string(t.ID)); rule != "" {
		return broken("ID", rule)
	}
	if t.Rev < 0 {
		return broken("Rev", "must not be below 0")
	}
	if rule := t.Kind.check(); rule != "" {
		return broken("Kind", rule)
	}
	if rule := rules.ID(string(t.From)); rule != "" {
		return broken("From", rule)
	}
	if rule := rules.ID(string(t.To)); rule != "" {
		return broken("To", rule)
	}
	if err := checkStints(t.Stints); err != nil {
		return err
	}
	if err := t.Ends.From.check(); err != nil {
		return within("Ends.From", err)
	}
	if err := t.Ends.To.check(); err != nil {
		return within("Ends.To", err)
	}
	return checkFacts(t.Facts)
}

func (e *End) check() error {
	if rule := rules.Text(e.Role); rule != "" {
		return broken("Role", rule)
	}
	if err := e.Importance.check("Importance"); err != nil {
		return err
	}
	return e.Health.check("Health")
}

// detachTies gives ties memory of their own.
func detachTies(ties []Tie) {
	if len(ties) == 0 {
		return
	}
	stints := make([]Stint, 0, len(ties))
	for i := range ties {
		stints = ties[i].detach(stints)
	}
}

// detach gives a tie memory of its own, its stints behind those given, which it returns: nearly all
// ties have one, and those of many together are cheaper than each by itself.
func (t *Tie) detach(stints []Stint) []Stint {
	before := len(stints)
	stints = append(stints, t.Stints...)
	t.Stints = stints[before:len(stints):len(stints)]
	t.Ends.From.detach()
	t.Ends.To.detach()
	t.Facts = slices.Clone(t.Facts)
	return stints
}

func (e *End) detach() {
	e.Importance, e.Health = slices.Clone(e.Importance), slices.Clone(e.Health)
}

// inUTC puts all instants in one form.
func (t *Tie) inUTC() {
	for i := range t.Stints {
		t.Stints[i].inUTC()
	}
	t.Ends.From.Importance.inUTC()
	t.Ends.From.Health.inUTC()
	t.Ends.To.Importance.inUTC()
	t.Ends.To.Health.inUTC()
	factsInUTC(t.Facts)
}
