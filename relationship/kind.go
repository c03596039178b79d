package relationship

import (
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/kithcrm/kith/internal/rules"
)

// A KindName names a kind of tie: letters and digits of any script, "-", "_", "." and ":", as in
// "works-for". The rules of [PartyID] hold for it too.
type KindName string

func (n KindName) check() string {
	if rule := rules.ID(string(n)); rule != "" {
		return rule
	}
	odd := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("-_.:", r)
	}
	if strings.ContainsFunc(string(n), odd) {
		return "must have only letters, digits, '-', '_', '.' and ':'"
	}
	return ""
}

// A Loop says whether a kind of tie may connect a party with itself.
type Loop int

// Whether a tie may have one party at both ends.
const (
	LoopNever   Loop = iota
	LoopAllowed      // the kind is reflexive: both ends may be one party
	LoopOnly         // both ends are one party, as in who someone is and wants to be
)

// A Rank says which end of a hierarchical kind of tie stands above the other.
type Rank int

// The ranks.
const (
	Flat      Rank = iota // the kind is not a hierarchy
	FromAbove             // as a parent above a child
	ToAbove               // as a manager above those who report to her
)

// A Kind is a kind of tie: its words and its rules. Kinds are part of a program, not of its data;
// see [Config.Kinds].
type Kind struct {
	// Name names the kind.
	Name KindName

	// From and To are the words and rules for the party at each end.
	From, To KindEnd

	// Symmetric says that both ends are alike, as for friends. From and To are then equal; To may
	// be left empty.
	Symmetric bool

	// Loop says whether a tie may connect a party with itself.
	Loop Loop

	// Rank makes the kind a hierarchy, in which no party may stand above itself at any instant.
	Rank Rank
}

// A KindEnd is how a kind of tie looks from one end.
type KindEnd struct {
	// Phrase is what the party at this end does, between its name and the other's: "works for" in
	// "Ann works for Acme". Not empty.
	Phrase string

	// Role is the noun for the party at this end: "employee". Not empty.
	Role string

	// Kinds are the kinds of party that may stand at this end. nil allows all.
	Kinds []PartyKind

	// Max is with how many parties one party may be tied at one instant, standing at this end: a
	// child with two parents has Max 2 at the child's end. 0 means any number.
	Max int
}

func (k *Kind) end(side Side) *KindEnd {
	if side == ToSide {
		return &k.To
	}
	return &k.From
}

func (k *Kind) check() error {
	if rule := k.Name.check(); rule != "" {
		return broken("Name", rule)
	}
	if err := within("From", k.From.check()); err != nil {
		return err
	}
	if err := within("To", k.To.check()); err != nil {
		return err
	}
	switch {
	case k.Symmetric && !k.From.equal(k.To):
		return broken("To", "must equal From, or be empty, in a symmetric kind")
	case k.Symmetric && k.Rank != Flat:
		return broken("Rank", "must be Flat in a symmetric kind")
	case k.Loop != LoopNever && k.Rank != Flat:
		return broken("Rank", "must be Flat where a party may be tied with itself")
	case k.Loop < LoopNever || k.Loop > LoopOnly:
		return broken("Loop", "must be LoopNever, LoopAllowed or LoopOnly")
	case k.Rank < Flat || k.Rank > ToAbove:
		return broken("Rank", "must be Flat, FromAbove or ToAbove")
	}
	return nil
}

func (e *KindEnd) check() error {
	for _, f := range []struct{ name, text string }{{"Phrase", e.Phrase}, {"Role", e.Role}} {
		if f.text == "" {
			return broken(f.name, "must not be empty")
		}
		if rule := rules.Text(f.text); rule != "" {
			return broken(f.name, rule)
		}
	}
	for i, kind := range e.Kinds {
		switch kind {
		case Person, Organisation, Group:
		default:
			return broken(rules.Index("Kinds", i), "must be person, organisation or group")
		}
	}
	if e.Max < 0 {
		return broken("Max", "must not be below 0")
	}
	return nil
}

func (e KindEnd) equal(f KindEnd) bool {
	return e.Phrase == f.Phrase && e.Role == f.Role && e.Max == f.Max && slices.Equal(e.Kinds, f.Kinds)
}

func (e *KindEnd) allows(kind PartyKind) bool {
	return e.Kinds == nil || slices.Contains(e.Kinds, kind)
}

// Kinds is a set of kinds of tie. It never changes; its zero value is empty.
type Kinds struct {
	byName map[KindName]*Kind // what it points at never changes
}

// With returns the set with kinds added, each in place of one of the same name. It returns an error
// matching [ErrInvalid] for a kind that breaks the rules of its fields.
func (ks Kinds) With(kinds ...Kind) (Kinds, error) {
	out := Kinds{maps.Clone(ks.byName)}
	if out.byName == nil {
		out.byName = map[KindName]*Kind{}
	}
	for i, k := range kinds {
		if k.Symmetric && k.To.equal(KindEnd{}) {
			k.To = k.From
		}
		k.From.Kinds, k.To.Kinds = slices.Clone(k.From.Kinds), slices.Clone(k.To.Kinds)
		if err := k.check(); err != nil {
			return Kinds{}, opError("add kind", "", within(rules.Index("Kinds", i), err))
		}
		out.byName[k.Name] = &k
	}
	return out, nil
}

// Kind returns the kind with a name, and whether there is one.
func (ks Kinds) Kind(name KindName) (Kind, bool) {
	found, ok := ks.byName[name]
	if !ok {
		return Kind{}, false
	}
	k := *found
	k.From.Kinds, k.To.Kinds = slices.Clone(k.From.Kinds), slices.Clone(k.To.Kinds)
	return k, true
}

// All returns the kinds in the order of their names.
func (ks Kinds) All() iter.Seq[Kind] {
	return func(yield func(Kind) bool) {
		for _, name := range slices.Sorted(maps.Keys(ks.byName)) {
			k, _ := ks.Kind(name)
			if !yield(k) {
				return
			}
		}
	}
}
