package suite

import "fmt"

// fixedClauses are about the fields that never change, those of one noun each.
func fixedClauses(r *Room) []clause {
	var clauses []clause
	for _, n := range r.Nouns {
		if len(n.Fixed) == 0 {
			continue
		}
		of := fmt.Sprintf("ErrInvalid must be returned where a field would change that never does: %s of %s", orOf(n.Fixed), a(n.Name))
		clauses = append(clauses,
			clause{name: "fixed/" + n.Name, sentence: of + ".", check: func(k kit) { checkFixed(k, n) }},
			clause{name: "fixed/void-" + n.Name, sentence: of + ", be it from what a void record of that ID had.", check: func(k kit) { checkFixedVoid(k, n) }},
		)
	}
	return clauses
}

func checkFixed(k kit, n *Noun) {
	rev := k.write(n.bare("a"), n.full("b"))
	for _, r := range []any{n.bare("a", rev), n.full("b", rev)} {
		k.unchanged(func() { k.refuseEach(k.room.Errors.Invalid, k.moved(r)...) })
		k.write(r)
	}
}

// checkFixedVoid changes what was void as it is created again.
func checkFixedVoid(k kit, n *Noun) {
	rev := k.write(n.bare("a"), n.full("b"))
	k.write(Voided{Ref{n.Name, "a"}, rev}, Voided{Ref{n.Name, "b"}, rev})
	for _, r := range []any{n.bare("a"), n.full("b")} {
		k.unchanged(func() { k.refuseEach(k.room.Errors.Invalid, k.moved(r)...) })
		rev = k.write(r)
		k.write(Voided{k.room.ref(r), rev})
		k.refuseEach(k.room.Errors.Invalid, k.moved(r)...)
	}
}
