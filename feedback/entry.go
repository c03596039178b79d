package feedback

import (
	"cmp"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// An EntryKind says what an entry tells.
type EntryKind string

// What an entry can tell.
const (
	Reply     EntryKind = "reply"     // a word to the author, or from the author
	Thanks    EntryKind = "thanks"    // a thank-you to the author
	PassedOn  EntryKind = "passed on" // a compliment was passed on: its notices say to whom
	Moved     EntryKind = "moved"     // the loop, or a change, came to a state
	Promised  EntryKind = "promised"  // by when it should be done; Text says why it is not as before
	Step      EntryKind = "step"      // something was done on the way
	Edited    EntryKind = "edited"    // the author changed the text
	Approved  EntryKind = "approved"  // the item may be seen by all
	Hid       EntryKind = "hid"       // the item was taken out of sight; Text says why
	Restored  EntryKind = "restored"  // it can be seen again; Text says why
	Announced EntryKind = "announced" // the people behind something were told: its notices say whom
	Acted     EntryKind = "acted"     // something happened in a drawer of this room, for it to read: see [Cafe.Act]
	Follows   EntryKind = "follows"   // By wants to know about it; taking the entry away ends that
	Guard     EntryKind = "guard"     // nothing: two writers who must not both succeed meet at it
)

// An Entry is anything said or done about an item, a change, a theme, or whatever else a Ref names.
type Entry struct {
	// ID names the entry. It is made when it is empty and the entry is put.
	ID EntryID `json:"id"`

	// Rev is the number of the batch that last wrote the entry, 0 for one that is to be created.
	Rev Seq `json:"rev"`

	// About is what it is about, By who said or did it, and Kind what it tells. They never change.
	// By is empty where somebody did who was erased.
	About Ref       `json:"about"`
	By    PartyID   `json:"by,omitempty"`
	Kind  EntryKind `json:"kind"`

	// At is when it was said or done.
	At time.Time `json:"at"`

	// Seen says who may read it.
	Seen Seen `json:"seen,omitempty"`

	// Text is what was said, or the reason. At most [MaxText] bytes.
	Text string `json:"text,omitempty"`

	// State and Answer are where a Moved entry came to.
	State  State  `json:"state,omitempty"`
	Answer Answer `json:"answer,omitempty"`

	// Expected is the date of a Promised entry.
	Expected time.Time `json:"expected,omitzero"`

	// Percent is how much is done, from 0 to 100, in a Step.
	Percent int `json:"percent,omitempty"`

	// Step names what an Announced entry announces: each step is announced once.
	Step string `json:"step,omitempty"`

	// Told is to how many people a notice went, and Withheld to how many it would have, had they not
	// opted out.
	Told     int `json:"told,omitempty"`
	Withheld int `json:"withheld,omitempty"`

	// Count is what a Guard counts, and of an Acted entry the place of who did it: see [Cafe.Act].
	Count int `json:"count,omitempty"`
}

// Seen says who may read an entry about an item. Nobody reads one about an item that he may not see.
type Seen string

// Who may read an entry.
const (
	ByAuthor Seen = ""      // the author of the item, and staff
	ByAll    Seen = "all"   // all who may see the item
	ByStaff  Seen = "staff" // staff only
)

func (s Seen) rule() string { return rules.OneOf(s, ByAuthor, ByAll, ByStaff) }

func (e *Entry) check() error {
	return rules.First(
		rules.Break("ID", rules.ID(string(e.ID))),
		rules.Within("About", checkRef(e.About)),
		rules.Break("By", rules.OptionalID(string(e.By))),
		rules.Break("Kind", rules.OneOf(e.Kind, Reply, Thanks, PassedOn, Moved, Promised, Step, Edited, Approved, Hid, Restored, Announced, Acted, Follows, Guard)),
		rules.Break("At", rules.Moment(e.At)),
		rules.Break("Seen", e.Seen.rule()),
		rules.Break("Text", rules.OptionalWords(e.Text)),
		rules.Break("State", rules.OneOf(e.State, "", Heard, Understood, Considered, Decided, Planned, UnderWay, Done, Accepted, Reopened)),
		rules.Break("Answer", rules.OneOf(e.Answer, "", Yes, No, NotNow)),
		rules.Break("Expected", rules.Instant(e.Expected)),
		rules.Break("Percent", percentRule(e.Percent)),
		rules.Break("Step", rules.OptionalLabel(e.Step)),
		rules.Break("Told", rules.NotBelowZero(e.Told)),
		rules.Break("Withheld", rules.NotBelowZero(e.Withheld)),
		rules.Break("Count", rules.NotBelowZero(e.Count)),
	)
}

func (e *Entry) changed(old *Entry) string {
	switch {
	case old == nil:
		return ""
	case e.About != old.About:
		return "About"
	case e.By != old.By:
		return "By"
	case e.Kind != old.Kind:
		return "Kind"
	}
	return ""
}

// compareEntries orders entries by time and then by ID.
func compareEntries(a, b Entry) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) }

func (e *Entry) ready() { e.At, e.Expected = rules.UTC(e.At), rules.UTC(e.Expected) }
