package scoring

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
			{NounAnswer, "Answers", listOf[Answer, *Answer]{b.Answers}},
			{NounScore, "Scores", listOf[Score, *Score]{b.Scores}},
			{NounAssumption, "Assumptions", listOf[Assumption, *Assumption]{b.Assumptions}},
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
	noun() string
	rev() *Seq
	ready()                // gives the record memory of its own and puts its instants in UTC
	parties() []PartyID    // with whom the record goes when they are erased
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
