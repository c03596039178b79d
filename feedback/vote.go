package feedback

import (
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Choice is what somebody thinks of an idea or a change.
type Choice string

// What can be chosen. To pass is to have looked and to have no opinion.
const (
	Agree    Choice = "agree"
	Disagree Choice = "disagree"
	Pass     Choice = "pass"
)

// A Vote is what one party thinks of one idea or change. Voting again replaces it.
type Vote struct {
	// ID names the vote. A party has one on one thing: see [VoteIDFor].
	ID VoteID `json:"id"`

	// Rev is the number of the batch that last wrote the vote, 0 for one that is to be created.
	Rev Seq `json:"rev"`

	// On is the item or change that was voted on, and Voter who voted; empty where that party was
	// erased. They never change.
	On    Ref     `json:"on"`
	Voter PartyID `json:"voter,omitempty"`

	// Choice is what the voter thinks, and At since when.
	Choice Choice    `json:"choice"`
	At     time.Time `json:"at"`

	// Spent is how much of a budget of votes was put on it, where there is one.
	Spent int `json:"spent,omitempty"`

	// AddedBy is who entered it for the voter, if it was not the voter, and Source where it came
	// from, in the host's words. Source must not be personal.
	AddedBy PartyID `json:"added_by,omitempty"`
	Source  string  `json:"source,omitempty"`
}

// VoteIDFor returns the ID of a party's vote on something, which is the same every time, so that
// there is one.
func VoteIDFor(on Ref, voter PartyID) VoteID {
	return VoteID(relationship.IDFrom("kith/vote", on.String()+"\x00"+string(voter)))
}

func (v *Vote) check() error {
	return rules.First(
		rules.Break("ID", rules.ID(string(v.ID))),
		rules.Within("On", checkRef(v.On)),
		rules.Break("Voter", rules.OptionalID(string(v.Voter))),
		rules.Break("Choice", rules.OneOf(v.Choice, Agree, Disagree, Pass)),
		rules.Break("At", rules.Moment(v.At)),
		rules.Break("Spent", rules.NotBelowZero(v.Spent)),
		rules.Break("AddedBy", rules.OptionalID(string(v.AddedBy))),
		rules.Break("Source", rules.OptionalLabel(v.Source)),
	)
}

func (v *Vote) changed(old *Vote) string {
	switch {
	case old == nil:
		return ""
	case v.On != old.On:
		return "On"
	case v.Voter != old.Voter:
		return "Voter"
	}
	return ""
}

func (v *Vote) ready() { v.At = rules.UTC(v.At) }
