package feedback

import (
	"strconv"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Theme is what several items are about.
type Theme struct {
	// ID names the theme. It is made when it is empty and the theme is put.
	ID ThemeID `json:"id"`

	// Rev is the number of the batch that last wrote the theme, 0 for one that is to be created.
	Rev Seq `json:"rev"`

	// Name is what the theme is called. Not empty.
	Name string `json:"name"`

	// Text says more about it. It may be empty.
	Text string `json:"text,omitempty"`

	// MergedInto is the theme that this one turned out to be, if it did.
	MergedInto ThemeID `json:"merged_into,omitempty"`

	// Shown says who may see it beside staff: everybody where it is Shared.
	Shown Shown `json:"shown,omitempty"`

	// Standing says whether it counts. One that does not stand is never shared: only staff sees it. See
	// [Visit.JudgeTheme].
	Standing Standing `json:"standing,omitempty"`

	// Why says what speaks for a theme that was suggested, in words that a person can read, Maker is the
	// program that suggested it, with its version, and Score how sure it was, from 0 to 1. Only staff sees
	// these, and the next two.
	Why   string                `json:"why,omitempty"`
	Maker string                `json:"maker,omitempty"`
	Score relationship.Estimate `json:"score,omitzero"`

	// At is when it was suggested, or judged, and By who judged it.
	At time.Time `json:"at,omitzero"`
	By PartyID   `json:"by,omitempty"`
}

func (t *Theme) check() error {
	err := rules.First(
		rules.Break("ID", rules.ID(string(t.ID))),
		rules.Break("Name", rules.Words(t.Name)),
		rules.Break("Text", rules.OptionalWords(t.Text)),
		rules.Break("MergedInto", rules.OptionalID(string(t.MergedInto))),
		rules.Break("Shown", rules.OneOf(t.Shown, Private, Shared, Hidden)),
		rules.Break("Standing", rules.OneOf(t.Standing, Stands, Suggested, Dismissed, Expired)),
		rules.Break("Why", rules.OptionalWords(t.Why)),
		rules.Break("Maker", rules.OptionalLabel(t.Maker)),
		rules.Within("Score", checkShare(t.Score)),
		rules.Break("At", rules.Instant(t.At)),
		rules.Break("By", rules.OptionalID(string(t.By))),
	)
	switch {
	case err != nil:
		return err
	case t.MergedInto == t.ID:
		return rules.Break("MergedInto", "must not be the theme itself")
	case t.Standing != Stands && t.Shown == Shared:
		return rules.Break("Shown", "must not be shared, of a theme that does not stand")
	}
	return nil
}

func (t *Theme) ready() { t.At = rules.UTC(t.At) }

// A Link says that something belongs to something else: an item to a theme or to whatever it is about,
// an item or a theme to a change made because of it, a [Pseudonym] to the party that joined it. Nothing
// moves when it is made, and taking it away undoes it.
type Link struct {
	// ID names the link. Between the same two there is one: see [LinkIDFor].
	ID LinkID `json:"id"`

	// Rev is the number of the batch that last wrote the link, 0 for one that is to be created.
	Rev Seq `json:"rev"`

	// From is what belongs, and To what it belongs to. They never change, nor does Point: which point
	// of an item the link is of, from 1; 0 means the whole item.
	From  Ref `json:"from"`
	Point int `json:"point,omitempty"`
	To    Ref `json:"to"`

	// By is who made the link, if it was a person, and At when.
	By PartyID   `json:"by,omitempty"`
	At time.Time `json:"at"`

	// Why says what speaks for it, in words that a person can read. Maker is the program that
	// suggested it, with its version, if one did.
	Why   string `json:"why,omitempty"`
	Maker string `json:"maker,omitempty"`

	// Score is how sure it is, from 0 to 1.
	Score relationship.Estimate `json:"score,omitzero"`

	// Standing says whether it counts.
	Standing Standing `json:"standing,omitempty"`
}

// A Standing says whether a link or a theme counts.
type Standing string

// What can be of a link or a theme. Only one that stands counts.
const (
	Stands    Standing = ""          // it counts
	Suggested Standing = "suggested" // nobody has looked yet
	Dismissed Standing = "dismissed" // somebody looked and said no: it is not suggested again
	Expired   Standing = "expired"   // nobody looked in time
)

// LinkIDFor returns the ID of the link between two, which is the same every time, so that there is
// one.
func LinkIDFor(from Ref, point int, to Ref) LinkID {
	key := from.String()
	if point > 0 {
		key += "\x00" + strconv.Itoa(point)
	}
	return LinkID(relationship.IDFrom("kith/link", key+"\x00"+to.String()))
}

func (l *Link) check() error {
	if err := rules.First(
		rules.Break("ID", rules.ID(string(l.ID))),
		rules.Within("From", checkRef(l.From)),
		rules.Within("To", checkRef(l.To)),
		rules.Break("By", rules.OptionalID(string(l.By))),
		rules.Break("At", rules.Moment(l.At)),
		rules.Break("Why", rules.OptionalWords(l.Why)),
		rules.Break("Maker", rules.OptionalLabel(l.Maker)),
		rules.Within("Score", checkShare(l.Score)),
		rules.Break("Standing", rules.OneOf(l.Standing, Stands, Suggested, Dismissed, Expired)),
	); err != nil {
		return err
	}
	switch {
	case l.Point < 0:
		return rules.Break("Point", "must not be below 0")
	case l.From == l.To:
		return rules.Break("To", "must not be the same as From")
	}
	return nil
}

func (l *Link) changed(old *Link) string {
	switch {
	case old == nil:
		return ""
	case l.From != old.From:
		return "From"
	case l.To != old.To:
		return "To"
	case l.Point != old.Point:
		return "Point"
	}
	return ""
}

func (l *Link) ready() { l.At = rules.UTC(l.At) }
