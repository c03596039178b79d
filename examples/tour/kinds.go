package main

import (
	"errors"
	"strings"

	"github.com/kithcrm/kith/relationship"
)

// A naming says where the words of a kind of tie come from.
type naming string

const (
	ready  naming = "ready-made"
	given  naming = "given"
	madeUp naming = "declared on the spot"
)

// A vocabulary is the kinds of tie of a tour, and where their words come from.
type vocabulary struct {
	kinds  relationship.Kinds
	naming map[relationship.KindName]naming
}

func readyVocabulary() *vocabulary {
	v := &vocabulary{kinds: relationship.ReadyKinds(), naming: map[relationship.KindName]naming{}}
	for k := range v.kinds.All() {
		v.naming[k.Name] = ready
	}
	return v
}

// add adds a kind, in place of a ready one of its name.
func (v *vocabulary) add(k relationship.Kind, n naming) error {
	kinds, err := v.kinds.With(k)
	if err != nil {
		return err
	}
	v.kinds, v.naming[k.Name] = kinds, n
	return nil
}

// kindColumns are the columns of a file of kinds.
func kindColumns() columns {
	return columns{
		required: []string{"name", "phrase", "role", "inverse_phrase", "inverse_role"},
		optional: []string{"symmetric"},
	}
}

// readKinds reads kinds of tie. A kind of a file has words, and no rules: it takes any parties, and may
// tie a party with itself.
func readKinds(t *table, v *vocabulary) error {
	for {
		r, more, err := t.next()
		if err != nil || !more {
			return err
		}
		symmetric, ok := yes(r.cell("symmetric"))
		if !ok {
			r.problem("symmetric", "must be yes, no or empty")
			continue
		}
		name := relationship.KindName(r.cell("name"))
		if v.naming[name] == given {
			r.problem("name", "must not be that of a line before")
			continue
		}
		k := relationship.Kind{
			Name:      name,
			From:      relationship.KindEnd{Phrase: r.cell("phrase"), Role: r.cell("role")},
			To:        relationship.KindEnd{Phrase: r.cell("inverse_phrase"), Role: r.cell("inverse_role")},
			Symmetric: symmetric,
			Loop:      relationship.LoopAllowed,
		}
		if broken, ok := errors.AsType[*relationship.OpError](v.add(k, given)); ok {
			field, _ := strings.CutPrefix(broken.Field, "Kinds[0].")
			r.problem(kindColumn(field), broken.Rule)
		}
	}
}

func kindColumn(field string) string {
	switch field {
	case "Name":
		return "name"
	case "From.Phrase":
		return "phrase"
	case "From.Role":
		return "role"
	case "To.Role":
		return "inverse_role"
	}
	return "inverse_phrase"
}

func yes(cell string) (is, ok bool) {
	switch strings.ToLower(cell) {
	case "yes", "true", "1":
		return true, true
	case "no", "false", "0", "":
		return false, true
	}
	return false, false
}

// declareMissing declares the kinds of rows that nobody named.
func (v *vocabulary) declareMissing(rows []tieRow) error {
	for _, r := range rows {
		if _, known := v.naming[r.tie.Kind]; known {
			continue
		}
		if err := v.declare(r.tie.Kind); err != nil {
			return err
		}
	}
	return nil
}

// declare adds a kind that nobody named, with words made from its name: directed, and without rules.
func (v *vocabulary) declare(name relationship.KindName) error {
	words := strings.NewReplacer("-", " ", "_", " ", ":", " ").Replace(string(name))
	return v.add(relationship.Kind{
		Name: name,
		From: relationship.KindEnd{Phrase: words, Role: "from end of " + words},
		// How it reads from the other end, nobody said.
		To:   relationship.KindEnd{Phrase: "<- " + words + " -", Role: "to end of " + words},
		Loop: relationship.LoopAllowed,
	}, madeUp)
}
