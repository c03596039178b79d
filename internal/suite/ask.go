package suite

import (
	"slices"

	"pgregory.net/rapid"
)

// The checks of this file ask the store a question, and compare what it says with what a plain filter
// makes of everything that the store holds.

// queries is how often each set of records is asked.
const queries = 5

// An asked is a store with random records in it.
type asked struct {
	kit
	numbers []int64
	stands  []any
}

// newAsked fills a store with slim records: they have little but what queries ask for.
func (r *Room) newAsked(t *rapid.T, s Store, nouns ...*Noun) *asked {
	a := &asked{kit: kit{t, s, r}}
	ids := rapid.Permutation(TroubleIDs()).Draw(t, "identifiers")
	ids = ids[:rapid.IntRange(1, len(ids)).Draw(t, "how many")]
	for start, step := 0, rapid.IntRange(3, len(TroubleIDs())).Draw(t, "batches of"); start < len(ids); start += step {
		var records []any
		for i, id := range ids[start:min(start+step, len(ids))] {
			for j, n := range nouns {
				if len(nouns) < 3 || (i+j)%3 == 0 { // of many nouns, some have the same ID
					records = append(records, a.slim(t, n, id, 0))
				}
			}
		}
		a.put(records...)
	}
	a.change(t)
	return a
}

func (a *asked) put(records ...any) {
	seq := a.write(records...)
	a.numbers = append(a.numbers, seq)
	a.stands = append(a.stands, withRevs(records, seq)...)
}

// value draws what a condition looks at: few values, so that queries find something.
func (r *Room) value(t *rapid.T, n *Noun, f Find, names *rapid.Generator[string]) string {
	if !r.isName(n, f.Fields[0]) {
		return rapid.SampledFrom(r.values(n, f)).Draw(t, f.Name)
	}
	name := names.Draw(t, f.Name)
	if field(addressable(n.Samples[0]), f.Fields[0]).Type() != r.refType() {
		return name
	}
	return Ref{rapid.SampledFrom([]string{r.Party, r.Nouns[0].Name, "thing"}).Draw(t, "noun"), name}.String()
}

// slim draws a record with little but what conditions look at.
func (a *asked) slim(t *rapid.T, n *Noun, id string, rev int64) any {
	few := rapid.SampledFrom(fewIDs())
	var with [][2]string // fields and what they get
	for _, f := range n.Finds {
		for _, path := range f.Fields {
			if rapid.IntRange(0, 3).Draw(t, "with "+path) > 0 {
				with = append(with, [2]string{path, a.room.value(t, n, f, few)})
			}
		}
	}
	bare := withRev(withID(n.Samples[0], id), rev)
	if n.Window != "" {
		bare = n.movedTo(bare, rapid.SampledFrom(fewInstants()).Draw(t, n.Window))
	}
	r := bare
	for _, w := range with {
		r = a.room.setText(r, w[0], w[1])
	}
	if a.room.valid(r) {
		return r
	}
	r = bare // with what is valid one by one
	for _, w := range with {
		if one := a.room.setText(r, w[0], w[1]); a.room.valid(one) {
			r = one
		}
	}
	return r
}

// fewIDs are those that records belong to.
func fewIDs() []string { return TroubleIDs()[:8] }

// change gives some records another version, and takes others out of sight.
func (a *asked) change(t *rapid.T) {
	var records []any
	for _, old := range a.stands {
		n := a.room.noun(old)
		switch rapid.IntRange(0, 3).Draw(t, "change") {
		case 0:
			r := a.slim(t, n, n.id(old), n.rev(old))
			for _, path := range n.Fixed {
				r = copyField(r, old, path)
			}
			if a.room.valid(withRev(r, 0)) {
				records = append(records, r)
			}
		case 1:
			records = append(records, Voided{a.room.ref(old), n.rev(old)})
		}
	}
	if len(records) > 0 {
		a.numbers = append(a.numbers, a.write(records...))
	}
	if rapid.Bool().Draw(t, "erase") {
		a.numbers = append(a.numbers, a.erase(rapid.SampledFrom(fewIDs()).Draw(t, "erased")))
	}
}

// known draws the number of a batch, mostly 0.
func (a *asked) known(t *rapid.T) int64 {
	if !keepsHistory(a.store) || rapid.IntRange(0, 2).Draw(t, "look back") > 0 {
		return 0
	}
	return rapid.SampledFrom(a.numbers).Draw(t, "known")
}

// checkQueries asks for records of one noun.
func (r *Room) checkQueries(t *rapid.T, n *Noun, open func(TB) Store) {
	a, all := r.newAsked(t, open(t), n), map[int64][]any{} // all by what was known
	for range queries {
		q := Query{
			IDs:   some(t, "ids", mostly(rapid.SampledFrom(fewIDs()), ids())),
			Where: map[string][]string{},
			Known: a.known(t), Limit: limit(t),
		}
		if rapid.IntRange(0, 2).Draw(t, "with after") == 0 {
			q.After = ids().Draw(t, "after")
		}
		for _, f := range n.Finds {
			value := rapid.Custom(func(t *rapid.T) string { return r.value(t, n, f, mostly(rapid.SampledFrom(fewIDs()), ids())) })
			q.Where[f.Name] = some(t, f.Name, value)
			if len(q.Where[f.Name]) > 0 && r.canBeEmpty(n, f) && rapid.IntRange(0, 3).Draw(t, "or none") == 0 {
				q.Where[f.Name] = append(q.Where[f.Name], "")
			}
		}
		if n.Window != "" {
			q.From, q.To = bound(t, "from"), bound(t, "to")
		}
		if _, read := all[q.Known]; !read {
			all[q.Known] = a.all(n, Query{Known: q.Known})
		}
		matches := n.matches(q)
		want := slices.DeleteFunc(slices.Clone(all[q.Known]), func(record any) bool { return !matches(record) })
		mustEqual(t, n.List+" that a query finds", a.all(n, q), want)
	}
}

// checkLogQueries asks for batches.
func (r *Room) checkLogQueries(t *rapid.T, open func(TB) Store) {
	a := r.newAsked(t, open(t), r.Nouns...)
	all := a.log()
	var refs []Ref
	for i := range all {
		refs = append(refs, r.refs(&all[i])...)
	}
	noun := rapid.SampledFrom([]string{r.Party, r.Nouns[0].Name, r.Nouns[len(r.Nouns)-1].Name, "thing"})
	other := rapid.Custom(func(t *rapid.T) Ref { return Ref{noun.Draw(t, "noun"), ids().Draw(t, "id")} })
	for range queries {
		q := LogQuery{After: a.known(t), Limit: limit(t)}
		q.About = rapid.SliceOfN(mostly(rapid.SampledFrom(refs), other), 0, 3).Draw(t, "about")
		matches := r.matchesBatch(q)
		want := slices.DeleteFunc(slices.Clone(all), func(b Batch) bool { return !matches(b) })
		mustEqual(t, "the log that a query finds", a.batches(q), want)
	}
}

// some draws a list for a condition, which is left out more often than not, so that answers are not
// always empty. It has doubles, and what nothing has.
func some(t *rapid.T, label string, of *rapid.Generator[string]) []string {
	if rapid.IntRange(0, 2).Draw(t, "with "+label) > 0 {
		return nil
	}
	return rapid.SliceOfN(of, 1, 6).Draw(t, label)
}

func limit(t *rapid.T) int { return rapid.SampledFrom([]int{0, 0, 1, 2, 3, 10, 1000}).Draw(t, "limit") }
