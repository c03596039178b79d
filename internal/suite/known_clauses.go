package suite

import "errors"

func knownClauses(r *Room) []clause {
	const known = "Known selects what was known after that batch; 0 is now."
	clauses := []clause{
		{name: "known/found", sentence: "A query with Known set selects by what was known, not by what is.", check: checkKnownFound},
		{name: "known/void", sentence: "A record in b.Void is gone from all reads, except of what was known before.", check: checkKnownVoid},
		{name: "known/later", sentence: "With Known set, a page has nothing of later batches.", check: checkKnownLater},
		{name: "known/pages", sentence: "The rules of pages hold with Known set, too.", check: checkKnownPages},
	}
	for _, n := range r.Nouns {
		clauses = append(clauses, clause{name: "known/" + n.Name, sentence: known, check: func(k kit) { checkKnown(k, n) }})
	}
	return clauses
}

func unsupportedClauses() []clause {
	return []clause{{
		name: "known/unsupported", of: withoutRecall, check: checkUnsupported,
		sentence: "A store that does not keep earlier versions returns an error matching errors.ErrUnsupported for any Known but 0.",
	}}
}

// checkKnown writes a record with something in every field and with nearly nothing in turn.
func checkKnown(k kit, n *Noun) {
	full, bare := n.full("x"), n.bare("x")
	for _, path := range n.Fixed {
		bare = copyField(bare, full, path)
	}
	var versions []any
	rev := int64(0)
	for i, r := range []any{full, bare, full, full} {
		rev = k.write(withRev(r, rev))
		versions = append(versions, withRev(r, rev))
		k.write(n.bare("z" + string(rune('a'+i)))) // so that numbers differ
	}
	for _, v := range versions {
		got := k.all(n, Query{Known: n.rev(v), IDs: []string{"x"}})
		k.mustEqual("the record as it was known", got, []any{v})
	}
}

// checkKnownFound looks for records by a condition that held then, and one that holds now.
func checkKnownFound(k kit) {
	for _, n := range k.room.Nouns {
		for _, f := range n.Finds {
			values := k.room.values(n, f)
			id := "known-" + f.Name
			old, now := k.room.setText(n.bare(id), f.Fields[0], values[0]), k.room.setText(n.bare(id), f.Fields[0], values[1])
			if !n.free(f.Fields[0]) {
				now = old
			}
			first := k.write(old)
			second := k.write(withRev(now, first))
			third := k.write(Voided{k.room.ref(now), second})
			for i, known := range []int64{first, second, third} {
				for j, v := range values[:2] {
					q := where(f, v)
					q.Known = known
					want := i == j
					if !n.free(f.Fields[0]) {
						want = i < 2 && j == 0
					}
					k.mustFindOf(n, q, id, want)
				}
			}
		}
	}
}

func checkKnownVoid(k kit) {
	first := k.write(k.each("a")...)
	second := k.write(k.voids("a", first)...)
	third := k.write(k.each("a")...)
	k.mustEqual("what was known before", k.content(first), k.each("a", first))
	k.mustEqual("what was known after", k.content(second), []any{})
	k.mustEqual("what was known after it was created again", k.content(third), k.each("a", third))
}

func checkKnownLater(k kit) {
	first := k.write(k.each("m")...)
	k.write(append(k.each("a"), k.each("z")...)...)
	k.mustEqual("what was known before", k.content(first), k.each("m", first))
}

func checkKnownPages(k kit) {
	ids := k.fillUp()
	known := k.write(k.first().bare("zz"))
	k.write(voidsOf(k, k.content(0))...)
	for _, n := range k.room.Nouns {
		want := ids[1:]
		if n == k.first() {
			want = append(want[:len(want):len(want)], "zz")
		}
		for _, limit := range []int{0, 4} {
			k.mustFind(n, Query{Known: known, Limit: limit, After: ids[0]}, append([]string{}, want...)...)
		}
	}
}

func checkUnsupported(k kit) {
	rev := k.write(k.each("a")...)
	for _, known := range []int64{rev, rev + 1, 1} {
		for _, n := range k.room.Nouns {
			_, err := k.store.Read(k.Context(), n, Query{Known: known})
			k.mustMatch("read "+n.List+" as they were known", err, errors.ErrUnsupported)
		}
	}
}
