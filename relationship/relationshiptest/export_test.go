package relationshiptest

import (
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// A Layer is one clause or one property, for our own tests to try on broken stores.
type Layer struct {
	Name     string
	Sentence string // of a clause
	Skip     func(relationship.Store) string
	Clause   func(TB, relationship.Store)                // nil for a property
	Run      func(TB, relationship.Store)                // the clause as hosts run it
	Property func(*rapid.T, func(TB) relationship.Store) // nil for a clause
}

// Layers returns everything that Run runs. The checks of clauses do not end with the invariants.
func Layers() []Layer {
	var out []Layer
	for _, c := range clauses() {
		out = append(out, Layer{Name: c.name, Sentence: c.sentence, Skip: c.skip, Clause: c.check, Run: c.run})
	}
	for _, p := range properties() {
		skip := func(s relationship.Store) string {
			if p.history && !keepsHistory(s) {
				return "the store keeps no history"
			}
			return ""
		}
		out = append(out, Layer{Name: p.name, Skip: skip, Property: p.check})
	}
	return out
}

// What our own tests need besides.
var (
	FullParty = fullParty
	FullTie   = fullTie
	FullNeed  = fullNeed
	Same      = same
	Diff      = diff
)
