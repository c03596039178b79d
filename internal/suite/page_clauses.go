package suite

import "slices"

func pageClauses() []clause {
	return []clause{
		{name: "page/empty", sentence: "A page of nothing is empty, and has no error.", check: checkEmptyStore},
		{name: "page/order", sentence: "Records are in increasing byte order of their IDs.", check: checkPageOrder},
		{name: "page/all", sentence: "A query with no condition asks for all.", check: checkPageAll},
		{name: "page/after", sentence: "Records are all after q.After.", check: checkPageAfter},
		{name: "page/limit", sentence: "A page must not be longer than q.Limit, where that is above 0.", check: checkPageLimit},
		{name: "page/not-empty", sentence: "A page must not be empty while something that matches follows.", check: checkPageNotEmpty},
		{name: "page/last", sentence: "Last says that nothing that matches follows.", check: checkPageLast},
		{name: "page/no-gap", sentence: "A page must not leave out one that matches before the last that it holds.", check: checkPageNoGap},
	}
}

// values returns at least three values that records can have where a condition looks: any names, or
// what the samples have.
func (r *Room) values(n *Noun, f Find) []string {
	path := f.Fields[0]
	if !r.isName(n, path) {
		var values []string
		for _, s := range n.Samples {
			if v := textOf(s, path); v != "" && !slices.Contains(values, v) {
				values = append(values, v)
			}
		}
		return values
	}
	values := []string{"odd-" + f.Name, "even-" + f.Name, "rare-" + f.Name}
	if field(addressable(n.Samples[0]), path).Type() == r.refType() {
		for i, v := range values {
			values[i] = Ref{"thing", v}.String()
		}
	}
	return values
}

// A listing is the reads of one noun, which narrow by its first condition to records with some of
// three values: those with IDs at odd places, at even places, and one more.
type listing struct {
	kit
	n               *Noun
	find            Find
	odd, even, rare string
}

func (k kit) listings() []listing {
	var out []listing
	for _, n := range k.room.Nouns {
		values := k.room.values(n, n.Finds[0])
		out = append(out, listing{k, n, n.Finds[0], values[0], values[1], values[2]})
	}
	return out
}

// record returns a record that is found by a value.
func (l listing) record(id, value string) any {
	return l.room.setText(l.n.bare(id), l.find.Fields[0], value)
}

// read returns one page.
func (l listing) read(after string, limit int, of ...string) ([]string, bool) {
	l.Helper()
	page, err := l.store.Read(l.Context(), l.n, Query{After: after, Limit: limit, Where: map[string][]string{l.find.Name: of}})
	if err != nil {
		l.Fatalf("read %s: got error %v", l.n.List, err)
	}
	return l.n.ids(page.Records), page.Last
}

// fillUp writes records of all nouns under IDs that are hard to put in order, in no order, and returns
// the IDs in order.
func (k kit) fillUp() []string {
	k.Helper()
	ids := slices.Sorted(slices.Values(TroubleIDs()))
	for start := range 3 {
		var records []any
		for i := len(ids) - 1 - start; i >= 0; i -= 3 {
			for _, l := range k.listings() {
				value := l.even
				if i%2 == 1 {
					value = l.odd
				}
				records = append(records, l.record(ids[i], value))
			}
		}
		k.write(records...)
	}
	return ids
}

func checkEmptyStore(k kit) {
	for _, l := range k.listings() {
		for _, after := range []string{"", "a"} {
			for _, of := range [][]string{nil, {l.odd}} {
				if ids, _ := l.read(after, 10, of...); len(ids) > 0 {
					k.Fatalf("read %s of an empty store: got %d", l.n.List, len(ids))
				}
			}
		}
	}
	if len(k.log()) > 0 {
		k.Fatalf("read the log of an empty store: got batches")
	}
}

func checkPageOrder(k kit) {
	k.fillUp()
	for _, l := range k.listings() {
		for _, of := range [][]string{nil, {l.odd, l.even}} {
			if ids, _ := l.read("", 0, of...); !slices.IsSorted(ids) {
				k.Fatalf("read %s: got them as %.20q, want them in increasing byte order", l.n.List, ids)
			}
		}
	}
}

func checkPageAll(k kit) {
	want := k.fillUp()
	for _, l := range k.listings() {
		var got []string
		for after := ""; ; after = got[len(got)-1] {
			ids, _ := l.read(after, 0)
			if len(ids) == 0 {
				break
			}
			got = append(got, ids...)
			if len(got) > len(want) {
				k.Fatalf("read %s: got %d, want %d", l.n.List, len(got), len(want))
			}
		}
		k.mustEqual("the IDs of all "+l.n.List, got, want)
	}
}

func checkPageAfter(k kit) {
	between := slices.Concat(k.fillUp(), []string{"0", "9!", "aa", "zz", "\U0010ffff"})
	for _, l := range k.listings() {
		for i, after := range between {
			of := [][]string{nil, {l.odd}, {l.even}}[i%3]
			if ids, _ := l.read(after, 3, of...); len(ids) > 0 && ids[0] <= after {
				k.Fatalf("read %s after %+.40q: got %+.40q", l.n.List, after, ids[0])
			}
		}
	}
}

func checkPageLimit(k kit) {
	all := k.fillUp()
	for _, l := range k.listings() {
		for _, limit := range []int{1, 2, 3, 7, len(all) - 1, len(all), len(all) + 1} {
			for _, of := range [][]string{nil, {l.odd}, {l.odd, l.even}} {
				if ids, _ := l.read("", limit, of...); len(ids) > limit {
					k.Fatalf("read %s: got a page of %d, want at most %d", l.n.List, len(ids), limit)
				}
			}
		}
	}
}

// checkPageNotEmpty asks for records that stand behind many others.
func checkPageNotEmpty(k kit) {
	all := k.fillUp()
	for _, l := range k.listings() {
		k.write(l.record("z", l.rare))
		for _, limit := range []int{0, 1, len(all)} {
			for _, after := range []string{"", "a", "y"} {
				if ids, _ := l.read(after, limit, l.rare); len(ids) == 0 {
					k.Fatalf("read %s after %q with limit %d: got an empty page, want one", l.n.List, after, limit)
				}
			}
		}
	}
}

func checkPageLast(k kit) {
	all := k.fillUp()
	for _, l := range k.listings() {
		for _, limit := range []int{0, 1, 2, 3, 7, len(all) - 1, len(all)} {
			l.checkLast(len(all), limit)
			l.checkLast(len(all)/2, limit, l.odd)
		}
	}
}

func (l listing) checkLast(want, limit int, of ...string) {
	l.Helper()
	ids, last := l.read("", limit, of...)
	if last && len(ids) < want {
		l.Fatalf("read %s with limit %d: got Last after %d, want %d", l.n.List, limit, len(ids), want)
	}
}

// checkPageNoGap looks at each page by itself, which must hold all of its stretch.
func checkPageNoGap(k kit) {
	all := k.fillUp()
	limits := []int{2, 7, 0, 3, len(all), 1}
	for _, l := range k.listings() {
		for from, after := range slices.Concat([]string{""}, all) {
			ids, _ := l.read(after, limits[from%len(limits)], l.odd, l.even)
			want := all[from:]
			k.mustEqual("a page of "+l.n.List, ids, want[:min(len(ids), len(want))])
		}
	}
}
