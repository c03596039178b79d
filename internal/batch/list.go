package batch

import "github.com/kithcrm/kith/internal/rules"

// A List is the records of one noun that a batch puts.
type List struct {
	Noun    string // of the records
	Field   string // of the room's batch, in which they are
	Records        // may be none
}

// Records are records of one noun, told by their places, as in [sort.Interface]. They are also a [SliceOf] the
// room's own type.
type Records interface {
	// Len returns how many there are.
	Len() int

	// ID returns the identifier of a record.
	ID(i int) string

	// Rev returns where the revision of a record is: 0 for one to be created.
	Rev(i int) *int64

	// Check returns the rule that a record breaks by itself, as a [rules.Broken].
	Check(i int) error

	// Ready gives a record memory of its own and puts its instants in UTC.
	Ready(i int)

	// GoesWith returns those with whose erasure a record goes.
	GoesWith(i int) []string
}

// A SliceOf is Records for who knows their type.
type SliceOf[R any] interface {
	Records

	// Slice returns the records where they are.
	Slice() []R
}

// Ref names a record of the list.
func (l List) Ref(i int) Ref { return Ref{l.Noun, l.ID(i)} }

const ruleOnce = "must not be in the batch twice"

// check sees to it that no record breaks a rule by itself, or names who is erased.
func (l List) check(erased map[string]bool) error {
	for i := range l.Len() {
		if err := l.Check(i); err != nil {
			return rules.Within(rules.Index(l.Field, i), err)
		}
		if *l.Rev(i) < 0 {
			return rules.Break(rules.Index(l.Field, i)+".Rev", "must not be below 0")
		}
		if len(erased) == 0 {
			continue
		}
		if *l.Rev(i) != 0 {
			return rules.Break(rules.Index(l.Field, i)+".Rev", "must be 0 beside an erasure")
		}
		for _, id := range l.GoesWith(i) {
			if erased[id] {
				return rules.Break(rules.Index(l.Field, i), "must not name who is erased")
			}
		}
	}
	return nil
}

// checkDistinct sees to it that no record is put twice, made void twice, or both.
func (l List) checkDistinct(voided []string) error {
	if l.Len()+len(voided) < 2 {
		return nil
	}
	seen := make(map[string]struct{}, l.Len()+len(voided))
	for i := range l.Len() {
		seen[l.ID(i)] = struct{}{}
		if len(seen) == i {
			return rules.Break(rules.Index(l.Field, i)+".ID", ruleOnce)
		}
	}
	for i, id := range voided {
		seen[id] = struct{}{}
		if len(seen) == l.Len()+i {
			return rules.Break("Void", ruleOnce)
		}
	}
	return nil
}
