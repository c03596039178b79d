package feedback

import (
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A Kind says what an item is. Its author chooses it, and nobody else changes it.
type Kind string

// The kinds of item. There are no others.
const (
	Compliment Kind = "compliment"
	Idea       Kind = "idea"
	Complaint  Kind = "complaint"
)

// Kinds returns the kinds of item, in the order in which they are shown.
func Kinds() []Kind { return []Kind{Compliment, Idea, Complaint} }

// An Item is one thing that a party said: a compliment, an idea or a complaint, about anything.
type Item struct {
	// ID names the item. It is made when it is empty and the item is left.
	ID ItemID `json:"id"`

	// Rev is the number of the batch that last wrote the item, 0 for one that is to be created.
	Rev Seq `json:"rev"`

	// Kind says what it is, as its author chose. It never changes.
	Kind Kind `json:"kind"`

	// Author is who said it: a party, or the [Pseudonym] of someone who gave no name. It is empty
	// where nobody can be answered, as in an import without names. It never changes.
	Author PartyID `json:"author,omitempty"`

	// Employee says that the author speaks as an employee, not as a customer.
	Employee bool `json:"employee,omitempty"`

	// Text is what was said, in the author's words: not empty, at most [MaxText] bytes.
	Text string `json:"text"`

	// Points are what it says in particular, where it says several things. A link names one by its
	// place, from 1.
	Points []Point `json:"points,omitempty"`

	// Attachments are references to what came with it, which the host keeps. They must not be
	// personal.
	Attachments []string `json:"attachments,omitempty"`

	// At is when it was said.
	At time.Time `json:"at"`

	// AddedBy is who entered it for the author, if it was not the author, and Source where it came
	// from, in the host's words: "call centre". Source must not be personal.
	AddedBy PartyID `json:"added_by,omitempty"`
	Source  string  `json:"source,omitempty"`

	// Shown says who may see it.
	Shown Shown `json:"shown,omitempty"`

	// Guesses are what programs take it, its points or parts of its text to be. They stand beside Kind and
	// never in its place; only staff sees them. See [Visit.Suggest].
	Guesses []Guess `json:"guesses,omitempty"`

	// Loop is how far the answer has come.
	Loop Loop `json:"loop"`
}

// A Point is one of several things said in an item.
type Point struct {
	// Kind says what the point is: a compliment may hold an idea.
	Kind Kind `json:"kind"`

	// Text is what it says.
	Text string `json:"text"`
}

// MaxText is how many bytes a text may have: that of an item, a point, an entry, a change.
const MaxText = 64 << 10

// Shown says who may see a record.
type Shown string

// Who may see an item, a theme or a change. The author of an item and staff always may.
const (
	Private Shown = ""       // nobody else, until it is approved
	Shared  Shown = "shared" // everybody
	Hidden  Shown = "hidden" // nobody else: it was taken out of sight, and can be restored
)

func (it *Item) check() error {
	if err := rules.First(
		rules.Break("ID", rules.ID(string(it.ID))),
		rules.Break("Kind", it.Kind.rule()),
		rules.Break("Author", rules.OptionalID(string(it.Author))),
		rules.Break("Text", rules.Words(it.Text)),
		rules.Break("At", rules.Moment(it.At)),
		rules.Break("AddedBy", rules.OptionalID(string(it.AddedBy))),
		rules.Break("Source", rules.OptionalLabel(it.Source)),
		rules.Break("Shown", rules.OneOf(it.Shown, Private, Shared, Hidden)),
		rules.Within("Loop", it.Loop.check()),
	); err != nil {
		return err
	}
	for i, p := range it.Points {
		if err := rules.First(rules.Break("Kind", p.Kind.rule()), rules.Break("Text", rules.Words(p.Text))); err != nil {
			return rules.Within(rules.Index("Points", i), err)
		}
	}
	for i := range it.Guesses {
		if err := it.Guesses[i].check(len(it.Points)); err != nil {
			return rules.Within(rules.Index("Guesses", i), err)
		}
	}
	for i, a := range it.Attachments {
		if err := rules.Break(rules.Index("Attachments", i), rules.OptionalLabel(a)); err != nil {
			return err
		}
	}
	return nil
}

func (k Kind) rule() string { return rules.OneOf(k, Compliment, Idea, Complaint) }

// changed returns which of the fields that never change would, against an earlier version.
func (it *Item) changed(old *Item) string {
	switch {
	case old == nil:
		return ""
	case it.Author != old.Author:
		return "Author"
	case it.Kind != old.Kind:
		return "Kind"
	}
	return ""
}

func (it *Item) ready() {
	it.Points, it.Attachments, it.Guesses = slices.Clone(it.Points), slices.Clone(it.Attachments), slices.Clone(it.Guesses)
	it.At = rules.UTC(it.At)
	it.Loop.inUTC()
}
