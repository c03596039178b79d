package scoring

import (
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// What this room takes from the hub, by the names that it is spoken of here.
type (
	// A PartyID names a party: see [relationship.PartyID].
	PartyID = relationship.PartyID

	// A Ref points at one record of any room, or at anything else that the host names: see
	// [relationship.Ref].
	Ref = relationship.Ref

	// A Seq is the number of a batch in the log of the ledger: see [relationship.Seq].
	Seq = relationship.Seq

	// An Estimate is a number with its doubt: see [relationship.Estimate].
	Estimate = relationship.Estimate
)

// An AnswerID names an answer. The rules of [relationship.PartyID] hold for it, as for all identifiers of
// this room: a host uses the keys that it already has, and they are never personal.
type AnswerID string

// A ScoreID names a score: see [ScoreIDFor].
type ScoreID string

// An AssumptionID names an assumption.
type AssumptionID string

// The nouns of this room.
const (
	NounAnswer     = "answer"
	NounScore      = "score"
	NounAssumption = "assumption"
)

// Ref returns a reference to the answer.
func (id AnswerID) Ref() Ref { return Ref{Noun: NounAnswer, ID: string(id)} }

// Ref returns a reference to the score.
func (id ScoreID) Ref() Ref { return Ref{Noun: NounScore, ID: string(id)} }

// Ref returns a reference to the assumption.
func (id AssumptionID) Ref() Ref { return Ref{Noun: NounAssumption, ID: string(id)} }

// ScoreIDFor returns the ID of the score of a name about something at an instant, in whatever zone, which is
// the same every time: so that there is one, and a score that is computed again takes its place.
func ScoreIDFor(name string, of Ref, at time.Time) ScoreID {
	const gap = "\x00" // which neither a name nor a reference can hold
	return ScoreID(relationship.IDFrom("kith/score", name+gap+of.String()+gap+rules.UTC(at).Format(time.RFC3339Nano)))
}

// partiesOf returns the parties among what is referred to.
func partiesOf(refs ...Ref) []PartyID {
	var ids []PartyID
	for _, r := range refs {
		if r.Noun == relationship.NounParty {
			ids = append(ids, PartyID(r.ID))
		}
	}
	return ids
}
