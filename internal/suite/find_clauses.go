package suite

import (
	"slices"
	"strconv"
)

func findClauses(r *Room) []clause {
	clauses := []clause{
		{name: "find/ids", sentence: "IDs selects these records.", check: checkFindIDs},
		{name: "find/together", sentence: "All conditions of a query hold together.", check: checkConditionsTogether},
		{name: "find/changed", sentence: "A query asks for records as they are.", check: checkFindChanged},
		{name: "find/void", sentence: "A record in b.Void is gone from all reads; it may be created again.", check: checkFindVoid},
		{name: "find/long-lists", sentence: "A list may be long: tens of thousands of IDs.", check: checkLongLists},
	}
	for _, n := range r.Nouns {
		for _, f := range n.Finds {
			clauses = append(clauses, clause{name: "find/" + n.Name + "-" + f.Name, sentence: f.Sentence, check: func(k kit) { checkFind(k, n, f) }})
		}
	}
	return clauses
}

func where(f Find, values ...string) Query { return Query{Where: map[string][]string{f.Name: values}} }

func checkFindIDs(k kit) {
	k.write(slices.Concat(k.each("a"), k.each("A"), k.each("b"), k.each("c"))...)
	for _, n := range k.room.Nouns {
		k.mustFind(n, Query{IDs: []string{"b"}}, "b")
		k.mustFind(n, Query{IDs: []string{"c", "x", "a", "c", "A"}}, "A", "a", "c")
		k.mustFind(n, Query{IDs: []string{"x"}})
		k.mustFind(n, Query{IDs: []string{"c", "a", "b"}, After: "a", Limit: 1}, "b", "c")
	}
}

// found returns records that are found by a value, by each field where a condition looks.
func (k kit) found(n *Noun, f Find, id, value string) []any {
	var out []any
	for _, path := range f.Fields {
		out = append(out, k.room.setText(n.bare(id+path), path, value))
	}
	return out
}

func (f Find) idsOf(ids ...string) []string {
	var out []string
	for _, id := range ids {
		for _, path := range f.Fields {
			out = append(out, id+path)
		}
	}
	return out
}

func checkFind(k kit, n *Noun, f Find) {
	values := k.room.values(n, f)
	for i, v := range values {
		k.write(k.found(n, f, strconv.Itoa(i), v)...)
		k.write(k.found(n, f, strconv.Itoa(i)+"b", v)...)
	}
	if k.room.isName(n, f.Fields[0]) { // another case names another
		k.write(k.found(n, f, "case", otherCase(values[0]))...)
		k.mustFind(n, where(f, otherCase(values[0])), f.idsOf("case")...)
	}
	for i, v := range values {
		is := strconv.Itoa(i)
		k.mustFind(n, where(f, v), f.idsOf(is, is+"b")...)
	}
	k.mustFind(n, where(f, values[2], values[0], values[2]), f.idsOf("0", "0b", "2", "2b")...)
	k.mustFind(n, where(f, k.unknown(n, f)))
	k.mustFind(n, where(f, values[1], k.unknown(n, f), values[2]), f.idsOf("1", "1b", "2", "2b")...)
	q := where(f, values[0], values[2])
	q.After, q.Limit = "1", 1
	k.mustFind(n, q, f.idsOf("2", "2b")...)
}

// unknown returns a value that no record has.
func (k kit) unknown(n *Noun, f Find) string {
	if field(addressable(n.Samples[0]), f.Fields[0]).Type() == k.room.refType() {
		return "thing:unknown"
	}
	return "unknown"
}

// checkConditionsTogether asks by every two conditions, IDs among them.
func checkConditionsTogether(k kit) {
	for _, n := range k.room.Nouns {
		var records []any
		for i, f := range n.Finds {
			values := k.room.values(n, f)
			both := k.room.setText(n.bare("both"+strconv.Itoa(i)), f.Fields[0], values[0])
			for j, g := range n.Finds {
				if j <= i {
					continue
				}
				pair, others := both, k.room.values(n, g)
				pair = withID(k.room.setText(pair, g.Fields[0], others[0]), "both"+strconv.Itoa(i)+strconv.Itoa(j))
				records = append(records, pair, withID(k.room.setText(pair, g.Fields[0], others[1]), n.id(pair)+"-f"), withID(k.room.setText(pair, f.Fields[0], values[1]), n.id(pair)+"-g"))
			}
			records = append(records, both)
		}
		k.write(records...)
		for i, f := range n.Finds {
			q := where(f, k.room.values(n, f)[0])
			for _, g := range n.Finds[i+1:] {
				q.Where[g.Name] = []string{k.room.values(n, g)[0]}
				k.mustAgree(n, q, records)
				delete(q.Where, g.Name)
			}
			q.IDs = n.ids(records[len(records)/2:])
			k.mustAgree(n, q, records)
		}
	}
}

// mustAgree fails where a query finds other than what its conditions select of all records.
func (k kit) mustAgree(n *Noun, q Query, all []any) {
	k.Helper()
	want := slices.DeleteFunc(slices.Clone(all), func(r any) bool { return !n.matches(q)(r) })
	k.mustFind(n, q, n.ids(want)...)
}

// free reports whether a field can change.
func (n *Noun) free(path string) bool { return !slices.Contains(n.Fixed, path) }

// checkFindChanged changes what records are found by.
func checkFindChanged(k kit) {
	for _, n := range k.room.Nouns {
		for _, f := range n.Finds {
			if !n.free(f.Fields[0]) {
				continue
			}
			values := k.room.values(n, f)
			id := "changes-" + f.Name
			first := k.write(k.room.setText(n.bare(id), f.Fields[0], values[0]))
			second := k.write(k.room.setText(n.bare(id, first), f.Fields[0], values[1]))
			k.mustFindOf(n, where(f, values[0]), id, false)
			k.mustFindOf(n, where(f, values[1]), id, true)
			k.write(k.room.setText(n.bare(id, second), f.Fields[0], values[0]))
			k.mustFindOf(n, where(f, values[0]), id, true)
			k.mustFindOf(n, where(f, values[1]), id, false)
		}
	}
}

// mustFindOf fails where one record is found by a query and should not be, or the other way round.
func (k kit) mustFindOf(n *Noun, q Query, id string, want bool) {
	k.Helper()
	if got := slices.Contains(n.ids(k.all(n, q)), id); got != want {
		k.Fatalf("one of the %s: found %t, want %t", n.List, got, want)
	}
}

func checkFindVoid(k kit) {
	for _, n := range k.room.Nouns {
		for _, f := range n.Finds {
			v := k.room.values(n, f)[0]
			id := "goes-" + f.Name
			r := k.room.setText(n.bare(id), f.Fields[0], v)
			rev := k.write(r)
			k.write(Voided{Ref{n.Name, id}, rev})
			k.mustFindOf(n, where(f, v), id, false)
			k.write(r)
			k.mustFindOf(n, where(f, v), id, true)
		}
	}
}

// checkLongLists asks with more keys than a database takes as parameters of one statement.
func checkLongLists(k kit) {
	const many = 70_000
	ids, refs := make([]string, many), make([]string, many)
	for i := range ids {
		ids[i] = strconv.Itoa(1_000_000 + i)
		refs[i] = "thing:" + ids[i]
	}
	for _, n := range k.room.Nouns {
		k.write(n.bare("a"), n.bare("b"), n.bare("c"))
		k.mustFind(n, Query{IDs: append(ids, "a", "c")}, "a", "c")
		for _, f := range n.Finds {
			if !k.room.isName(n, f.Fields[0]) {
				continue
			}
			v := k.room.values(n, f)[0]
			k.write(k.room.setText(n.bare("found-"+f.Name), f.Fields[0], v))
			list := ids
			if k.unknown(n, f) != "unknown" {
				list = refs
			}
			k.mustFind(n, where(f, append(list, v)...), "found-"+f.Name)
		}
	}
}
