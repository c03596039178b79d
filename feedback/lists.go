package feedback

import (
	"github.com/kithcrm/kith/internal/batch"
	"github.com/kithcrm/kith/internal/table"
)

// plain returns the batch as all rooms know it.
func (b *Batch) plain() batch.Batch {
	p := batch.Batch{
		Head: batch.Head{Seq: int64(b.Seq), At: b.At, By: string(b.By), Why: b.Why},
		Lists: []batch.List{
			{Noun: NounItem, Field: "Items", Records: listOf[Item, *Item](b.Items)},
			{Noun: NounTheme, Field: "Themes", Records: listOf[Theme, *Theme](b.Themes)},
			{Noun: NounLink, Field: "Links", Records: listOf[Link, *Link](b.Links)},
			{Noun: NounEntry, Field: "Entries", Records: listOf[Entry, *Entry](b.Entries)},
			{Noun: NounVote, Field: "Votes", Records: listOf[Vote, *Vote](b.Votes)},
			{Noun: NounChange, Field: "Changes", Records: listOf[Change, *Change](b.Changes)},
			{Noun: NounNotice, Field: "Notices", Records: listOf[Notice, *Notice](b.Notices)},
		},
	}
	for _, v := range b.Void {
		p.Void = append(p.Void, batch.Voided{Ref: batch.Ref(v.Ref), Rev: int64(v.Rev)})
	}
	for _, id := range b.Erase {
		p.Erase = append(p.Erase, batch.Ref(id.Ref()))
	}
	return p
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

// A listOf is the records of one noun as [batch.Records].
type listOf[R any, P record[R]] []R

func (l listOf[R, P]) Len() int                { return len(l) }
func (l listOf[R, P]) ID(i int) string         { return P(&l[i]).key() }
func (l listOf[R, P]) Rev(i int) *int64        { return (*int64)(P(&l[i]).rev()) }
func (l listOf[R, P]) Check(i int) error       { return P(&l[i]).check() }
func (l listOf[R, P]) Ready(i int)             { P(&l[i]).ready() }
func (l listOf[R, P]) GoesWith(i int) []string { return table.Texts(P(&l[i]).parties()) }
func (l listOf[R, P]) Slice() []R              { return l }

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
