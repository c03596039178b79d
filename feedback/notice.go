package feedback

import (
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Notice is what one person is told of an announcement, a new date, an edit, or a compliment passed
// on: one for each person, with the reason for the name and an item of the person's own.
type Notice struct {
	// ID names the notice. Of one entry a person gets one: see [NoticeIDFor]. It is what a host gives
	// to whatever delivers the notice, so that the same one is not delivered twice.
	ID NoticeID `json:"id"`

	// Rev is the number of the batch that last wrote the notice, 0 for one that is to be created.
	Rev Seq `json:"rev"`

	// Entry is what is told, and To who is told. They never change.
	Entry EntryID `json:"entry"`
	To    PartyID `json:"to"`

	// Item is the one that concerns this person: what they left, voted on or follow. It may be
	// empty.
	Item ItemID `json:"item,omitempty"`

	// Why are the reasons why this person is told: at least one.
	Why []Reason `json:"why"`

	// State is what became of it, and At since when.
	State NoticeState `json:"state"`
	At    time.Time   `json:"at"`

	// Until is when the claim of who is delivering it runs out, or the rest after it was given back.
	Until time.Time `json:"until,omitzero"`

	// Tries is how often it was claimed.
	Tries int `json:"tries,omitempty"`
}

// A Reason is why somebody is told.
type Reason struct {
	// Because says how the person is concerned.
	Because Because `json:"because"`

	// Of is what the person is concerned with: the item left or voted on, the theme followed.
	Of Ref `json:"of"`
}

// A Because says how somebody is concerned.
type Because string

// How somebody can be concerned, the nearest first.
const (
	IsAuthor   Because = "author"
	IsVoter    Because = "voter"
	IsFollower Because = "follower"
	IsOwner    Because = "owner" // of the relationship with one of those, as the host says
	IsPraised  Because = "praised"
)

// A NoticeState says what became of a notice.
type NoticeState string

// What can become of a notice.
const (
	Waiting  NoticeState = "waiting"
	Claimed  NoticeState = "claimed"  // somebody is delivering it
	Sent     NoticeState = "sent"     // whoever delivered it said so
	Withheld NoticeState = "withheld" // the person had opted out
)

// NoticeIDFor returns the ID of the notice of an entry to a party, which is the same every time, so
// that there is one.
func NoticeIDFor(of EntryID, to PartyID) NoticeID {
	return NoticeID(relationship.IDFrom("kith/notice", string(of)+"\x00"+string(to)))
}

func (n *Notice) check() error {
	if err := rules.First(
		rules.Break("ID", rules.ID(string(n.ID))),
		rules.Break("Entry", rules.ID(string(n.Entry))),
		rules.Break("To", rules.ID(string(n.To))),
		rules.Break("Item", rules.OptionalID(string(n.Item))),
		rules.Break("State", rules.OneOf(n.State, Waiting, Claimed, Sent, Withheld)),
		rules.Break("At", rules.Moment(n.At)),
		rules.Break("Until", rules.Instant(n.Until)),
		rules.Break("Tries", rules.NotBelowZero(n.Tries)),
	); err != nil {
		return err
	}
	if len(n.Why) == 0 {
		return rules.Break("Why", "must not be empty")
	}
	for i, r := range n.Why {
		err := rules.First(
			rules.Break("Because", rules.OneOf(r.Because, IsAuthor, IsVoter, IsFollower, IsOwner, IsPraised)),
			rules.Within("Of", checkRef(r.Of)),
		)
		if err != nil {
			return rules.Within(rules.Index("Why", i), err)
		}
	}
	return nil
}

func (n *Notice) changed(old *Notice) string {
	switch {
	case old == nil:
		return ""
	case n.Entry != old.Entry:
		return "Entry"
	case n.To != old.To:
		return "To"
	}
	return ""
}

func (n *Notice) ready() {
	n.Why = slices.Clone(n.Why)
	n.At, n.Until = rules.UTC(n.At), rules.UTC(n.Until)
}
