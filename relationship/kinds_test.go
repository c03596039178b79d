package relationship_test

import (
	"strings"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

func TestBadKindsAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*relationship.Kind)
		field  string
	}{
		{"no name", func(k *relationship.Kind) { k.Name = "" }, "Kinds[1].Name"},
		{"a name with a space", func(k *relationship.Kind) { k.Name = "works for" }, "Kinds[1].Name"},
		{"a name with a slash", func(k *relationship.Kind) { k.Name = "works/for" }, "Kinds[1].Name"},
		{"a name that is too long", func(k *relationship.Kind) { k.Name = relationship.KindName(strings.Repeat("x", 256)) }, "Kinds[1].Name"},
		{"a name that is not UTF-8", func(k *relationship.Kind) { k.Name = "x\xff" }, "Kinds[1].Name"},
		{"no phrase", func(k *relationship.Kind) { k.From.Phrase = "" }, "Kinds[1].From.Phrase"},
		{"no role", func(k *relationship.Kind) { k.To.Role = "" }, "Kinds[1].To.Role"},
		{"a phrase with a NUL", func(k *relationship.Kind) { k.To.Phrase = "x\x00" }, "Kinds[1].To.Phrase"},
		{"a role that is not UTF-8", func(k *relationship.Kind) { k.From.Role = "x\xff" }, "Kinds[1].From.Role"},
		{"a kind of party that there is not", func(k *relationship.Kind) { k.To.Kinds = []relationship.PartyKind{"person", "robot"} }, "Kinds[1].To.Kinds[1]"},
		{"a negative maximum", func(k *relationship.Kind) { k.From.Max = -1 }, "Kinds[1].From.Max"},
		{"symmetric with two phrases", func(k *relationship.Kind) { k.Symmetric = true }, "Kinds[1].To"},
		{"symmetric and a hierarchy", func(k *relationship.Kind) {
			k.Symmetric, k.To, k.Rank = true, relationship.KindEnd{}, relationship.FromAbove
		}, "Kinds[1].Rank"},
		{"above itself", func(k *relationship.Kind) { k.Loop, k.Rank = relationship.LoopAllowed, relationship.ToAbove }, "Kinds[1].Rank"},
		{"a loop that there is not", func(k *relationship.Kind) { k.Loop = 3 }, "Kinds[1].Loop"},
		{"a negative loop", func(k *relationship.Kind) { k.Loop = -1 }, "Kinds[1].Loop"},
		{"a rank that there is not", func(k *relationship.Kind) { k.Rank = 3 }, "Kinds[1].Rank"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			before := relationship.ReadyKinds()
			k := relationship.Kind{
				Name: "drives", From: relationship.KindEnd{Phrase: "drives", Role: "driver"}, To: relationship.KindEnd{Phrase: "is driven by", Role: "passenger"},
			}
			test.change(&k)
			after, err := before.With(sole(), k)
			broken(t, err, relationship.ErrInvalid, test.field)
			same(t, "what comes with the error", kindsOf(after), []relationship.Kind{})
			same(t, "what it was added to", kindsOf(before), kindsOf(relationship.ReadyKinds()))
		})
	}
}

func TestKindTakesThePlaceOfOneOfTheSameName(t *testing.T) {
	t.Parallel()
	other := relationship.Kind{Name: "friend", Symmetric: true, From: relationship.KindEnd{Phrase: "likes", Role: "pal"}}
	ks, err := relationship.ReadyKinds().With(sole(), other)
	ok(t, err)
	got, there := ks.Kind("friend")
	other.To = other.From
	same(t, "friend", []any{got, there}, []any{other, true})
	same(t, "how many", len(kindsOf(ks)), len(kindsOf(relationship.ReadyKinds()))+1)
	none, there := ks.Kind("enemy")
	same(t, "enemy", []any{none, there}, []any{relationship.Kind{}, false})
}

func TestEmptyKindsMeansReadyKindsOnlyInAConfig(t *testing.T) {
	t.Parallel()
	same(t, "zero", kindsOf(relationship.Kinds{}), []relationship.Kind{})
	b := relationship.NewBook(new(relationship.Memory), relationship.Config{})
	same(t, "of a book", kindsOf(b.Kinds()), kindsOf(relationship.ReadyKinds()))
	only, err := relationship.Kinds{}.With(sole())
	ok(t, err)
	b = relationship.NewBook(new(relationship.Memory), relationship.Config{Kinds: only})
	same(t, "of a book with one", kindsOf(b.Kinds()), kindsOf(only))
}
