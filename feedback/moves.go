package feedback

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A Move takes the loop of an item to another state.
type Move struct {
	// To is the state to come to. Staff moves an item up to Done; Accepted and Reopened are its
	// author's.
	To State

	// Answer is what was decided, where To is Decided.
	Answer Answer

	// Expected is by when it should be done, where To is Decided, Planned or UnderWay and a date can
	// be named. The zero time leaves the date as it was told; to change one, see [Visit.Promise].
	Expected time.Time

	// Text says why. It must not be empty where the answer is no or not now, or the item is reopened.
	Text string

	// Seen says who may read Text, beside the state, which everybody sees who sees the item.
	Seen Seen
}

// Move takes the loop of an item to another state and writes an entry about it. From which state which
// other can be reached:
//
//	heard       understood, decided; a compliment also done
//	understood  decided; a compliment also done
//	decided     decided again; after yes planned, under way, done; after no or not now, by the
//	            author, accepted, reopened
//	planned     planned, under way, done, decided again
//	under way   planned, done, decided again
//	done        accepted, reopened, by the author
//	accepted    reopened, by the author
//	reopened    understood, decided, planned, under way
//
// The author gets a notice of what staff does. Moving an item to where it is does nothing. Any other move
// is an error matching [ErrInvalid] that names both states.
func (v *Visit) Move(ctx context.Context, id ItemID, m Move) (Item, error) {
	it, err := v.onItem(ctx, id, func(d *draft, e eye, it *Item) error { return d.move(ctx, e, it, m) })
	return it, opError("move item", string(id), err)
}

func (d *draft) move(ctx context.Context, e eye, it *Item, m Move) error {
	if err := m.allowed(e, it); err != nil {
		return err
	}
	l := &it.Loop
	if l.is(m) {
		return nil
	}
	if err := m.check(d.now, it.Kind, l); err != nil {
		return err
	}
	l.come(m, d.now)
	word := !m.byAuthor() && m.Seen != ByStaff && !e.is(it.Author)
	if word {
		l.word(d.now, e.viewer.Party)
	}
	d.item(*it)
	d.say(e.Visit, it, Entry{Kind: Moved, State: m.To, Answer: m.Answer, Expected: m.Expected, Text: m.Text, Seen: m.Seen})
	if !word {
		return nil
	}
	return d.tellAuthor(ctx, e.Visit, it)
}

// is reports whether the loop is where a move would take it.
func (l *Loop) is(m Move) bool {
	return l.State == m.To && (m.To != Decided || l.Answer == m.Answer) && (m.Expected.IsZero() || m.Expected.Equal(l.Expected))
}

func (m Move) byAuthor() bool { return m.To == Accepted || m.To == Reopened }

// allowed returns an error where the viewer is not the one who can make a move.
func (m Move) allowed(e eye, it *Item) error {
	switch {
	case !m.byAuthor():
		return e.staff(it.ID.Ref())
	case !e.is(it.Author):
		return rules.Break("Viewer", "must be the author of the item")
	}
	return nil
}

// staff returns an error where the viewer is not of those who run the café.
func (e eye) staff(of Ref) error {
	if !e.opens(of) {
		return rules.Break("Viewer", "must be allowed to open the "+of.Noun)
	}
	return nil
}

func (m Move) check(now time.Time, kind Kind, l *Loop) error {
	if !slices.Contains(l.reach(kind), m.To) {
		return rules.Break("To", "must be "+l.choices(kind)+" from "+l.name()+", not "+m.To.name())
	}
	if err := rules.First(
		rules.Break("Answer", rules.OneOf(m.Answer, "", Yes, No, NotNow)),
		rules.Break("Seen", m.Seen.rule()),
		rules.Break("Text", rules.OptionalWords(m.Text)),
	); err != nil {
		return err
	}
	if (m.To == Decided) != (m.Answer != "") {
		return rules.Break("Answer", "must be given where an item is decided, and only there")
	}
	reason := m.To == Reopened || m.Answer == No || m.Answer == NotNow
	if reason && strings.TrimSpace(m.Text) == "" {
		return rules.Break("Text", "must not be empty: say why")
	}
	if m.Expected.IsZero() {
		return nil
	}
	if !slices.Contains([]State{Decided, Planned, UnderWay}, m.To) {
		return rules.Break("Expected", "must be zero where nothing is to come")
	}
	if !l.Expected.IsZero() && !l.Expected.Equal(m.Expected) {
		return rules.Break("Expected", "must be as it was told: announce another date by a promise")
	}
	return dateRule(m.Expected, now)
}

func dateRule(by, now time.Time) error {
	if !by.After(now) {
		return rules.Break("Expected", "must be in the future")
	}
	return rules.Break("Expected", rules.Instant(by))
}

// choices returns the states that can be reached, for an error.
func (l *Loop) choices(kind Kind) string {
	var names []string
	for _, s := range l.reach(kind) {
		names = append(names, string(s))
	}
	return strings.Join(names, " or ")
}

// name returns the state for an error, where nothing that came from outside may stand.
func (s State) name() string {
	if rules.OneOf(s, Heard, Understood, Decided, Planned, UnderWay, Done, Accepted, Reopened) != "" {
		return "another"
	}
	return string(s)
}

func (l *Loop) name() string {
	if l.State == Decided {
		return "decided (" + string(l.Answer) + ")"
	}
	return string(l.State)
}

// reach returns the states that can be reached, as the table of Move says.
func (l *Loop) reach(kind Kind) []State {
	switch {
	case kind == Compliment && l.State == Heard:
		return []State{Understood, Decided, Done}
	case kind == Compliment && l.State == Understood:
		return []State{Decided, Done}
	}
	switch l.State {
	case Heard:
		return []State{Understood, Decided}
	case Understood:
		return []State{Decided}
	case Decided:
		if l.Answer == Yes {
			return []State{Decided, Planned, UnderWay, Done}
		}
		return []State{Decided, Accepted, Reopened}
	case Planned:
		return []State{Planned, UnderWay, Done, Decided}
	case UnderWay:
		return []State{Planned, Done, Decided}
	case Done:
		return []State{Accepted, Reopened}
	case Accepted:
		return []State{Reopened}
	case Reopened:
		return []State{Understood, Decided, Planned, UnderWay}
	}
	return nil
}

// come takes the loop to where a move leads.
func (l *Loop) come(m Move, now time.Time) {
	l.State, l.Since = m.To, now
	switch m.To {
	case Decided:
		l.Answer = m.Answer
		l.Final = time.Time{}
		if m.Answer != Yes {
			l.Final, l.Expected = now, time.Time{}
		}
	case Done:
		l.Final, l.Percent = now, 100
	case Reopened:
		l.Answer, l.Final, l.Expected, l.Percent = "", time.Time{}, time.Time{}, 0
		l.Again = now
	}
	if !m.Expected.IsZero() {
		l.Expected = m.Expected
	}
}

// word notes that the author had a word, from a person if one is named.
func (l *Loop) word(now time.Time, by PartyID) {
	l.Word = later(l.Word, now) // clocks differ
	if l.Answered.IsZero() && by != "" {
		l.Answered = now
	}
}

// Open reports whether an answer is still to come: the item is neither accepted, nor done, nor decided
// with no or not now.
func (l Loop) Open() bool { return l.Final.IsZero() && l.State != Accepted }
