package relationship

import (
	"strings"

	"github.com/kithcrm/kith/internal/rules"
)

// A Ref points at one record of any room, or at anything else that the host names: the tie or the
// product that a complaint is about, the touchpoint that a promise was made at. In text it is
// "noun:id".
type Ref struct {
	// Noun says what kind of record it is, such as [NounParty]. Hosts and rooms choose their own:
	// not empty, without a colon.
	Noun string

	// ID is the record's identifier. The rules of [PartyID] hold for it.
	ID string
}

// The nouns of this room.
const (
	NounParty = "party"
	NounTie   = "tie"
	NounNeed  = "need"
)

// Ref returns a reference to the party.
func (id PartyID) Ref() Ref { return Ref{NounParty, string(id)} }

// Ref returns a reference to the tie.
func (id TieID) Ref() Ref { return Ref{NounTie, string(id)} }

// Ref returns a reference to the need.
func (id NeedID) Ref() Ref { return Ref{NounNeed, string(id)} }

// String returns "noun:id".
func (r Ref) String() string { return r.Noun + ":" + r.ID }

// MarshalText returns "noun:id". It returns an error matching [ErrInvalid] for a Ref that breaks
// the rules of its fields.
func (r Ref) MarshalText() ([]byte, error) {
	if field, rule := r.check(); rule != "" {
		return nil, &OpError{Room: room, Op: "write ref", Field: field, Rule: rule, Err: ErrInvalid}
	}
	return []byte(r.String()), nil
}

// UnmarshalText reads "noun:id". It returns an error matching [ErrInvalid] for anything else.
func (r *Ref) UnmarshalText(text []byte) error {
	noun, id, found := strings.Cut(string(text), ":")
	read := Ref{noun, id}
	field, rule := read.check()
	if !found {
		field, rule = "Ref", "must be noun:id"
	}
	if rule != "" {
		return &OpError{Room: room, Op: "read ref", Field: field, Rule: rule, Err: ErrInvalid}
	}
	*r = read
	return nil
}

// checkRecord returns the rule that a reference to a record of this room breaks.
func (r Ref) checkRecord() error {
	switch r.Noun {
	case NounParty, NounTie, NounNeed:
	default:
		return broken("Ref.Noun", "must be party, tie or need")
	}
	if rule := rules.ID(r.ID); rule != "" {
		return broken("Ref.ID", rule)
	}
	return nil
}

func (r Ref) check() (field, rule string) {
	if rule := rules.ID(r.Noun); rule != "" {
		return "Noun", rule
	}
	if strings.Contains(r.Noun, ":") {
		return "Noun", "must not hold a colon"
	}
	return "ID", rules.ID(r.ID)
}
