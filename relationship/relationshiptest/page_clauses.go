package relationshiptest

import (
	"context"
	"slices"

	"github.com/kithcrm/kith/internal/suite"
	"github.com/kithcrm/kith/relationship"
)

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

// A listing is one of the three reads of records, told by the IDs only, so that the clauses about
// pages are written once. of narrows it to records of these parties, where there are any.
type listing struct {
	noun string
	page func(ctx context.Context, after string, limit int, of ...relationship.PartyID) (ids []string, last bool, err error)
}

func listings(s relationship.Store) []listing {
	return []listing{
		{"parties", func(ctx context.Context, after string, limit int, of ...relationship.PartyID) ([]string, bool, error) {
			p, err := s.Parties(ctx, relationship.PartyQuery{After: relationship.PartyID(after), Limit: limit, MergedInto: of})
			return keys(p.Records, func(p *relationship.Party) string { return string(p.ID) }), p.Last, err
		}},
		{"ties", func(ctx context.Context, after string, limit int, of ...relationship.PartyID) ([]string, bool, error) {
			p, err := s.Ties(ctx, relationship.TieQuery{After: relationship.TieID(after), Limit: limit, Of: of})
			return keys(p.Records, func(t *relationship.Tie) string { return string(t.ID) }), p.Last, err
		}},
		{"needs", func(ctx context.Context, after string, limit int, of ...relationship.PartyID) ([]string, bool, error) {
			p, err := s.Needs(ctx, relationship.NeedQuery{After: relationship.NeedID(after), Limit: limit, Of: of})
			return keys(p.Records, func(n *relationship.Need) string { return string(n.ID) }), p.Last, err
		}},
	}
}

// read returns one page.
func (l listing) read(tb TB, after string, limit int, of ...relationship.PartyID) ([]string, bool) {
	tb.Helper()
	ids, last, err := l.page(tb.Context(), after, limit, of...)
	if err != nil {
		tb.Fatalf("read %s: got error %v", l.noun, err)
	}
	return ids, last
}

// fill writes records of all nouns under IDs that are hard to put in order, in no order, and
// returns the IDs in order. Records under IDs at odd places are of the party "odd", the others of
// "even".
func fill(tb TB, s relationship.Store) []string {
	tb.Helper()
	ids := slices.Sorted(slices.Values(suite.TroubleIDs()))
	for start := range 3 {
		var b relationship.Batch
		for i := len(ids) - 1 - start; i >= 0; i -= 3 {
			whose := "even"
			if i%2 == 1 {
				whose = "odd"
			}
			p := person(ids[i])
			p.MergedInto = relationship.PartyID(whose)
			b.Parties = append(b.Parties, p)
			b.Ties = append(b.Ties, tie(ids[i], whose, "somebody"))
			b.Needs = append(b.Needs, need(ids[i], whose, ""))
		}
		b.At = noon(start)
		writeBatch(tb, s, b)
	}
	return ids
}

func checkEmptyStore(tb TB, s relationship.Store) {
	for _, l := range listings(s) {
		for _, after := range []string{"", "a"} {
			if ids, _ := l.read(tb, after, 10); len(ids) > 0 {
				tb.Fatalf("read %s of an empty store: got %d", l.noun, len(ids))
			}
		}
	}
	if h, ok := s.(relationship.Historian); ok {
		page, err := h.Log(tb.Context(), relationship.LogQuery{})
		if err != nil || len(page.Records) > 0 {
			tb.Fatalf("read the log of an empty store: got %d batches and error %v", len(page.Records), err)
		}
	}
}

func checkPageOrder(tb TB, s relationship.Store) {
	fill(tb, s)
	for _, l := range listings(s) {
		for _, of := range [][]relationship.PartyID{nil, {"odd", "even"}} {
			if ids, _ := l.read(tb, "", 0, of...); !slices.IsSorted(ids) {
				tb.Fatalf("read %s: got them as %.20q, want them in increasing byte order", l.noun, ids)
			}
		}
	}
}

func checkPageAll(tb TB, s relationship.Store) {
	want := fill(tb, s)
	for _, l := range listings(s) {
		var got []string
		for after := ""; ; after = got[len(got)-1] {
			ids, _ := l.read(tb, after, 0)
			if len(ids) == 0 {
				break
			}
			got = append(got, ids...)
			if len(got) > len(want) {
				tb.Fatalf("read %s: got %d, want %d", l.noun, len(got), len(want))
			}
		}
		mustEqual(tb, "the IDs of all "+l.noun, got, want)
	}
}

func checkPageAfter(tb TB, s relationship.Store) {
	all := fill(tb, s)
	between := slices.Concat(all, []string{"0", "9!", "aa", "zz", "\U0010ffff"})
	for _, l := range listings(s) {
		for _, after := range between {
			for _, of := range [][]relationship.PartyID{nil, {"odd"}} {
				if ids, _ := l.read(tb, after, 3, of...); len(ids) > 0 && ids[0] <= after {
					tb.Fatalf("read %s after %+.40q: got %+.40q", l.noun, after, ids[0])
				}
			}
		}
	}
}

func checkPageLimit(tb TB, s relationship.Store) {
	all := fill(tb, s)
	for _, l := range listings(s) {
		for _, limit := range []int{1, 2, 3, 7, len(all) - 1, len(all), len(all) + 1} {
			for _, of := range [][]relationship.PartyID{nil, {"odd"}, {"odd", "even"}} {
				if ids, _ := l.read(tb, "", limit, of...); len(ids) > limit {
					tb.Fatalf("read %s: got a page of %d, want at most %d", l.noun, len(ids), limit)
				}
			}
		}
	}
}

// checkPageNotEmpty asks for records that stand behind many others.
func checkPageNotEmpty(tb TB, s relationship.Store) {
	all := fill(tb, s)
	p := person("z")
	p.MergedInto = "rare"
	write(tb, s, p, tie("z", "rare", "a"), need("z", "rare", ""))
	for _, l := range listings(s) {
		for _, limit := range []int{0, 1, len(all)} {
			for _, after := range []string{"", "a", "y"} {
				if ids, _ := l.read(tb, after, limit, "rare"); len(ids) == 0 {
					tb.Fatalf("read %s after %q with limit %d: got an empty page, want one", l.noun, after, limit)
				}
			}
		}
	}
}

func checkPageLast(tb TB, s relationship.Store) {
	all := fill(tb, s)
	for _, l := range listings(s) {
		for _, limit := range []int{0, 1, 2, 3, 7, len(all) - 1, len(all)} {
			for _, of := range [][]relationship.PartyID{nil, {"odd"}} {
				ids, last := l.read(tb, "", limit, of...)
				if !last {
					continue
				}
				if len(ids) == 0 {
					tb.Fatalf("read %s with limit %d: got an empty page that says Last", l.noun, limit)
				}
				if more, _ := l.read(tb, ids[len(ids)-1], 1, of...); len(of) == 0 && len(more) > 0 {
					tb.Fatalf("read %s with limit %d: got Last, but %+.40q follows", l.noun, limit, more)
				}
				if len(of) > 0 && len(ids) < len(all)/2 {
					tb.Fatalf("read %s with limit %d: got Last after %d, want %d", l.noun, limit, len(ids), len(all)/2)
				}
			}
		}
	}
}

// checkPageNoGap looks at each page by itself, which must hold all of its stretch.
func checkPageNoGap(tb TB, s relationship.Store) {
	all := fill(tb, s)
	for _, l := range listings(s) {
		for _, limit := range []int{0, 1, 2, 3, 7, len(all)} {
			for from, after := range slices.Concat([]string{""}, all) {
				ids, _ := l.read(tb, after, limit, "odd", "even")
				want := all[from:]
				mustEqual(tb, "a page of "+l.noun, ids, want[:min(len(ids), len(want))])
			}
		}
	}
}
