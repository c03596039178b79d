package feedback

import "github.com/kithcrm/kith/relationship"

// What this room takes from the hub, by the names that it is spoken of here.
type (
	// A PartyID names a party: see [relationship.PartyID].
	PartyID = relationship.PartyID

	// A Ref points at one record of any room: see [relationship.Ref].
	Ref = relationship.Ref

	// A Seq is the number of a batch in the log of the café: see [relationship.Seq].
	Seq = relationship.Seq
)

// An ItemID names an item. The rules of [relationship.PartyID] hold for it, as for all identifiers of
// this room: a host uses the keys that it already has, and they are never personal.
type ItemID string

// A ThemeID names a theme.
type ThemeID string

// A LinkID names a link.
type LinkID string

// An EntryID names an entry.
type EntryID string

// A VoteID names a vote.
type VoteID string

// A ChangeID names a change.
type ChangeID string

// A NoticeID names a notice.
type NoticeID string

// The nouns of this room.
const (
	NounItem   = "item"
	NounTheme  = "theme"
	NounLink   = "link"
	NounEntry  = "entry"
	NounVote   = "vote"
	NounChange = "change"
	NounNotice = "notice"
)

// Ref returns a reference to the item.
func (id ItemID) Ref() Ref { return Ref{Noun: NounItem, ID: string(id)} }

// Ref returns a reference to the theme.
func (id ThemeID) Ref() Ref { return Ref{Noun: NounTheme, ID: string(id)} }

// Ref returns a reference to the link.
func (id LinkID) Ref() Ref { return Ref{Noun: NounLink, ID: string(id)} }

// Ref returns a reference to the entry.
func (id EntryID) Ref() Ref { return Ref{Noun: NounEntry, ID: string(id)} }

// Ref returns a reference to the vote.
func (id VoteID) Ref() Ref { return Ref{Noun: NounVote, ID: string(id)} }

// Ref returns a reference to the change.
func (id ChangeID) Ref() Ref { return Ref{Noun: NounChange, ID: string(id)} }

// Ref returns a reference to the notice.
func (id NoticeID) Ref() Ref { return Ref{Noun: NounNotice, ID: string(id)} }

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
