package batch

import (
	"iter"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A Batch is one atomic write.
type Batch struct {
	Head
	Lists []List // one for each noun of the room, also where there is nothing to put
}

// A Head is a batch without the records to put.
type Head struct {
	Seq   int64     // its number, 0 before a store gives it
	At    time.Time // when it was written
	By    string    // who wrote it, if anyone says
	Why   string    // the reason given, if any
	Void  []Voided  // what is to be taken out of sight
	Erase []Ref     // who is to be forgotten
}

// A Ref names a record.
type Ref struct {
	Noun string // what kind of record it is
	ID   string // its identifier, which is its own among those of its kind
}

// A Voided record is taken out of sight by a batch.
type Voided struct {
	Ref
	Rev int64 // the batch that last wrote it
}

// RefsOf returns what a room's own references name.
func RefsOf[R ~struct{ Noun, ID string }](refs []R) []Ref {
	if len(refs) == 0 {
		return nil
	}
	out := make([]Ref, len(refs))
	for i, r := range refs {
		out[i] = Ref(r)
	}
	return out
}

// Size returns how much a batch does.
func (b Batch) Size() int {
	n := len(b.Void) + len(b.Erase)
	for _, l := range b.Lists {
		n += l.Len()
	}
	return n
}

// Refs yields what a batch puts, makes void and erases, in this order.
func (b Batch) Refs() iter.Seq[Ref] {
	return func(yield func(Ref) bool) {
		for _, l := range b.Lists {
			for i := range l.Len() {
				if !yield(l.Ref(i)) {
					return
				}
			}
		}
		for _, v := range b.Void {
			if !yield(v.Ref) {
				return
			}
		}
		for _, r := range b.Erase {
			if !yield(r) {
				return
			}
		}
	}
}

// Ready gives the records to put memory of their own and puts their instants in UTC.
func (b Batch) Ready() {
	for _, l := range b.Lists {
		for i := range l.Len() {
			l.Ready(i)
		}
	}
}

// SetRev gives the records to put their revision.
func (b Batch) SetRev(seq int64) {
	for _, l := range b.Lists {
		for i := range l.Len() {
			*l.Rev(i) = seq
		}
	}
}

// Check returns the first rule that a batch breaks, as a [rules.Broken].
func (b Batch) Check() error {
	if b.Size() == 0 {
		return rules.Break("Batch", "must not be empty")
	}
	if b.Seq != 0 {
		return rules.Break("Seq", "must be 0: the store gives it")
	}
	if err := rules.First(
		rules.Break("At", rules.Moment(b.At)),
		rules.Break("By", rules.OptionalID(b.By)),
		rules.Break("Why", rules.OptionalWords(b.Why)),
	); err != nil {
		return err
	}
	erased, err := b.checkErase()
	if err != nil {
		return err
	}
	for _, l := range b.Lists {
		if err := l.check(erased); err != nil {
			return err
		}
		if err := l.checkDistinct(b.voided(l.Noun)); err != nil {
			return err
		}
	}
	return b.checkVoid()
}

func (b Batch) checkErase() (erased map[string]bool, err error) {
	if len(b.Erase) == 0 {
		return nil, nil
	}
	erased = make(map[string]bool, len(b.Erase))
	for i, r := range b.Erase {
		field := rules.Index("Erase", i)
		if err := rules.Break(field, rules.ID(r.ID)); err != nil {
			return nil, err
		}
		if erased[r.ID] {
			return nil, rules.Break(field, ruleOnce)
		}
		erased[r.ID] = true
	}
	return erased, nil
}

// voided returns the identifiers of a noun that a batch makes void.
func (b Batch) voided(noun string) []string {
	var ids []string
	for _, v := range b.Void {
		if v.Noun == noun {
			ids = append(ids, v.ID)
		}
	}
	return ids
}

func (b Batch) checkVoid() error {
	if len(b.Erase) > 0 && len(b.Void) > 0 {
		return rules.Break("Void", "must be empty beside an erasure")
	}
	for i, v := range b.Void {
		if err := b.checkVoided(v); err != nil {
			return rules.Within(rules.Index("Void", i), err)
		}
	}
	return nil
}

func (b Batch) checkVoided(v Voided) error {
	if err := rules.First(
		rules.Break("Ref.Noun", rules.OneOf(v.Noun, b.nouns()...)), rules.Break("Ref.ID", rules.ID(v.ID)),
	); err != nil {
		return err
	}
	if v.Rev <= 0 {
		return rules.Break("Rev", "must be above 0")
	}
	return nil
}

// nouns returns those of the room.
func (b Batch) nouns() []string {
	nouns := make([]string, len(b.Lists))
	for i, l := range b.Lists {
		nouns[i] = l.Noun
	}
	return nouns
}
