package heart

import (
	"cmp"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Moment is something that a customer felt at an instant.
type Moment struct {
	// ID is by what a repair names the failure that it repairs, and by what a moment that is delivered again is
	// known, so that it counts once. It is its own in all moments that are counted together: another moment
	// with it is refused. It may be empty; then the moment counts as often as it is given. It must not be
	// personal.
	ID string `json:"id,omitempty"`

	// At is when it was; never the zero time.
	At time.Time `json:"at"`

	// Of is whose heart it touched: a party, or the tie in which it happened. It may be the zero Ref where
	// the host keeps moments apart: [Split] goes by it, and [Measure] refuses moments of different ones.
	Of relationship.Ref `json:"of,omitzero"`

	// Kind is one of [Config.Kinds].
	Kind Kind `json:"kind"`

	// Weight is how much it counts beside others of its kind, from 0.001 to 1000. 0 means 1.
	Weight float64 `json:"weight,omitempty"`

	// Repairs is the ID of the failure that it repairs: a moment not later than it, of a kind that speaks
	// against something. It is for kinds that mend, and may be empty. Of several repairs of one failure only
	// the first counts.
	Repairs string `json:"repairs,omitempty"`

	// Basis is how it is known: seen, said by the customer, or guessed. Unknown means observed.
	Basis relationship.Basis `json:"basis,omitempty"`
}

func (m *Moment) check(kinds map[Kind]Meaning) error {
	meaning, known := kinds[m.Kind]
	return rules.First(
		rules.Break("Kind", when(!known, "must be one of the kinds that are counted")),
		rules.Break("At", when(m.At.IsZero(), "must not be the zero time")),
		rules.Break("At", rules.Instant(m.At)),
		rules.Break("ID", optional(m.ID)),
		rules.Break("Repairs", optional(m.Repairs)),
		rules.Break("Repairs", when(m.Repairs != "" && meaning.Mends == 0, "must be empty for a kind that mends nothing")),
		rules.Break("Repairs", when(m.Repairs != "" && m.Repairs == m.ID, "must not be the ID of the repair itself")),
		rules.Break("Weight", when(m.Weight != 0 && !(m.Weight >= .001 && m.Weight <= 1000), "must be 0, or from 0.001 to 1000")),
		rules.Break("Basis", when(m.Basis > relationship.Observed, "must be guessed, stated, observed, or 0")),
		checkOf(m.Of),
	)
}

func optional(id string) string {
	if id == "" {
		return ""
	}
	return rules.ID(id)
}

func checkOf(of relationship.Ref) error {
	switch {
	case of == relationship.Ref{}:
		return nil
	case of.Noun != relationship.NounParty && of.Noun != relationship.NounTie:
		return rules.Break("Of.Noun", "must be party or tie")
	}
	return rules.Break("Of.ID", rules.ID(of.ID))
}

// settled returns a moment with defaults in place of what is not set, so that same ones are equal.
func (m *Moment) settled() Moment {
	s := *m
	s.At = rules.UTC(m.At)
	s.Weight = cmp.Or(m.Weight, 1)
	s.Basis = cmp.Or(m.Basis, relationship.Observed)
	return s
}

// compare orders moments by time, then by ID, then in some order.
func (m *Moment) compare(o Moment) int {
	return cmp.Or(
		m.At.Compare(o.At), cmp.Compare(m.ID, o.ID), cmp.Compare(m.Kind, o.Kind),
		cmp.Compare(m.Weight, o.Weight), cmp.Compare(m.Basis, o.Basis),
	)
}
