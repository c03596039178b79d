package scoring

import (
	"github.com/kithcrm/kith/internal/batch"
	"github.com/kithcrm/kith/internal/table"
)

// plain returns the batch as all rooms know it.
func (b *Batch) plain() batch.Batch {
	p := batch.Batch{
		Head: batch.Head{Seq: int64(b.Seq), At: b.At, By: string(b.By), Why: b.Why},
		Lists: []batch.List{
			{Noun: NounAnswer, Field: "Answers", Records: listOf[Answer, *Answer](b.Answers)},
			{Noun: NounScore, Field: "Scores", Records: listOf[Score, *Score](b.Scores)},
			{Noun: NounAssumption, Field: "Assumptions", Records: listOf[Assumption, *Assumption](b.Assumptions)},
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
	noun() string
	rev() *Seq
	ready()                // gives the record memory of its own and puts its instants in UTC
	parties() []PartyID    // with whom the record goes when they are erased
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

func (a *Answer) key() string     { return string(a.ID) }
func (s *Score) key() string      { return string(s.ID) }
func (a *Assumption) key() string { return string(a.ID) }

func (*Answer) noun() string     { return NounAnswer }
func (*Score) noun() string      { return NounScore }
func (*Assumption) noun() string { return NounAssumption }

func (a *Answer) rev() *Seq     { return &a.Rev }
func (s *Score) rev() *Seq      { return &s.Rev }
func (a *Assumption) rev() *Seq { return &a.Rev }

func (a *Answer) parties() []PartyID     { return append(partiesOf(a.About), a.By) }
func (s *Score) parties() []PartyID      { return partiesOf(s.Of) }
func (a *Assumption) parties() []PartyID { return append(partiesOf(a.About), a.people()...) }

// people returns those who believe, own or reviewed an assumption.
func (a *Assumption) people() []PartyID {
	var ids []PartyID
	add := func(id PartyID) {
		if id != "" {
			ids = append(ids, id)
		}
	}
	add(a.By)
	add(a.Owner)
	for _, r := range a.Reviews {
		add(r.By)
	}
	return ids
}
