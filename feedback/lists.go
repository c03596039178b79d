package feedback

import (
	"iter"

	"github.com/kithcrm/kith/internal/rules"
)

// A list is the records of one noun in a batch, seen without their type, for what is done to all
// nouns alike.
type list struct {
	noun  string
	field string // of the batch
	list  interface {
		len() int
		check(field string, erased map[PartyID]bool) error
		id(i int) string
		setRev(seq Seq)
		ready()
	}
}

// lists yields the lists of a batch, in the order of its fields.
func (b *Batch) lists() iter.Seq[list] {
	return func(yield func(list) bool) {
		for _, l := range [...]list{
			{NounItem, "Items", listOf[Item, *Item]{b.Items}},
			{NounTheme, "Themes", listOf[Theme, *Theme]{b.Themes}},
			{NounLink, "Links", listOf[Link, *Link]{b.Links}},
			{NounEntry, "Entries", listOf[Entry, *Entry]{b.Entries}},
			{NounVote, "Votes", listOf[Vote, *Vote]{b.Votes}},
			{NounChange, "Changes", listOf[Change, *Change]{b.Changes}},
			{NounNotice, "Notices", listOf[Notice, *Notice]{b.Notices}},
		} {
			if !yield(l) {
				return
			}
		}
	}
}

func (l list) len() int { return l.list.len() }

func (l list) ready() { l.list.ready() }

func (l list) refs() []Ref {
	refs := make([]Ref, l.len())
	for i := range refs {
		refs[i] = Ref{Noun: l.noun, ID: l.list.id(i)}
	}
	return refs
}

// check sees to it that no record breaks a rule, is there twice, or names who is erased.
func (l list) check(voided []string, erased map[PartyID]bool) error {
	if err := l.list.check(l.field, erased); err != nil {
		return err
	}
	if l.len()+len(voided) < 2 {
		return nil
	}
	const rule = "must not be in the batch twice"
	seen := make(map[string]struct{}, l.len()+len(voided))
	for i := range l.len() {
		seen[l.list.id(i)] = struct{}{}
		if len(seen) == i {
			return rules.Break(rules.Index(l.field, i)+".ID", rule)
		}
	}
	for i, id := range voided {
		seen[id] = struct{}{}
		if len(seen) == l.len()+i {
			return rules.Break("Void", rule)
		}
	}
	return nil
}

// A record is what all nouns have in common.
type record[R any] interface {
	*R
	check() error
	key() string
	rev() *Seq
	ready() // gives the record memory of its own and puts its instants in UTC
	parties() []PartyID
	changed(old *R) string // which of the fields that never change would
}

type listOf[R any, P record[R]] struct{ records []R }

func (l listOf[R, P]) len() int { return len(l.records) }

func (l listOf[R, P]) id(i int) string { return P(&l.records[i]).key() }

func (l listOf[R, P]) ready() {
	for i := range l.records {
		P(&l.records[i]).ready()
	}
}

func (l listOf[R, P]) setRev(seq Seq) {
	for i := range l.records {
		*P(&l.records[i]).rev() = seq
	}
}

func (l listOf[R, P]) check(field string, erased map[PartyID]bool) error {
	for i := range l.records {
		r := P(&l.records[i])
		if err := r.check(); err != nil {
			return rules.Within(rules.Index(field, i), err)
		}
		if *r.rev() < 0 {
			return rules.Break(rules.Index(field, i)+".Rev", "must not be below 0")
		}
		if len(erased) == 0 {
			continue
		}
		if *r.rev() != 0 {
			return rules.Break(rules.Index(field, i)+".Rev", "must be 0 beside an erasure")
		}
		for _, p := range r.parties() {
			if erased[p] {
				return rules.Break(rules.Index(field, i), "must not name who is erased")
			}
		}
	}
	return nil
}

func (it *Item) key() string  { return string(it.ID) }
func (t *Theme) key() string  { return string(t.ID) }
func (l *Link) key() string   { return string(l.ID) }
func (e *Entry) key() string  { return string(e.ID) }
func (v *Vote) key() string   { return string(v.ID) }
func (c *Change) key() string { return string(c.ID) }
func (n *Notice) key() string { return string(n.ID) }

func (it *Item) rev() *Seq  { return &it.Rev }
func (t *Theme) rev() *Seq  { return &t.Rev }
func (l *Link) rev() *Seq   { return &l.Rev }
func (e *Entry) rev() *Seq  { return &e.Rev }
func (v *Vote) rev() *Seq   { return &v.Rev }
func (c *Change) rev() *Seq { return &c.Rev }
func (n *Notice) rev() *Seq { return &n.Rev }

// parties returns those with whom a record goes when they are erased.
func (it *Item) parties() []PartyID  { return []PartyID{it.Author} }
func (*Theme) parties() []PartyID    { return nil }
func (l *Link) parties() []PartyID   { return partiesOf(l.From, l.To) }
func (e *Entry) parties() []PartyID  { return append(partiesOf(e.About), e.By) }
func (v *Vote) parties() []PartyID   { return append(partiesOf(v.On), v.Voter) }
func (*Change) parties() []PartyID   { return nil }
func (n *Notice) parties() []PartyID { return []PartyID{n.To} }

func (*Theme) changed(*Theme) string   { return "" }
func (*Change) changed(*Change) string { return "" }
