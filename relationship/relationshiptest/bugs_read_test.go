package relationshiptest_test

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/kithcrm/kith/relationship"
)

// accessBugs are about memory, contexts and several goroutines.
func accessBugs() []bug {
	return []bug{
		{name: "the argument is kept", by: by("memory/argument", "memory/argument-in-log"), flaw: flaw{keepsArgument: true}},
		{name: "the lists of what is void and erased are kept", by: by("memory/argument-in-log"), flaw: flaw{keepsLists: true}},
		{name: "results are shared", by: by("memory/result", "memory/log"), flaw: flaw{sharesResult: true}},
		{name: "a write ignores its context", by: by("context/write", "context/nothing-written"), flaw: flaw{writeIgnoresContext: true}},
		{name: "a write looks at its context afterwards", by: by("context/nothing-written"), flaw: flaw{contextLast: true}},
		{name: "a deadline is reported as cancelled", by: by("context/deadline"), flaw: flaw{alwaysCancelled: true}},
		{name: "a read ignores its context", by: by("context/read"), flaw: flaw{readIgnoresContext: true}},
		{name: "the log ignores its context", by: by("context/log"), flaw: flaw{logIgnoresContext: true}},
		{name: "others come between check and act", by: by("together/one-wins", "together/one-creates"), flaw: flaw{checkThenAct: true}},
		{name: "two batches get one number", by: by("together/numbers"), flaw: flaw{sameNumber: true}},
		{name: "numbers are given before the turn comes", by: by("together/order", "together/feed"), flaw: flaw{numberFirst: true}},
		{name: "half of a batch can be seen", by: by("together/whole"), flaw: flaw{halves: true}},
	}
}

func pageBugs() []bug {
	return []bug{
		{name: "an empty store is an error", by: by("page/empty", "model"), flaw: ofPages(func(v *view) {
			if len(v.stored) == 0 {
				v.err = relationship.ErrNotFound
			}
		})},
		{name: "insertion order", by: by("page/order", "model", "query/parties", "query/ties", "query/needs"), flaw: ofPages(func(v *view) {
			kept := func(k string) bool { return !slices.Contains(v.found, k) }
			v.page = v.first(slices.DeleteFunc(slices.Clone(v.stored), kept))
		})},
		{name: "numeric order", by: by("page/order"), flaw: inOrder(func(a, b string) int {
			x, errX := strconv.Atoi(a)
			y, errY := strconv.Atoi(b)
			if errX == nil && errY == nil {
				return cmp.Compare(x, y)
			}
			return cmp.Compare(a, b)
		})},
		{name: "alphabetical order", by: by("page/order", "model"), flaw: inOrder(func(a, b string) int { return cmp.Compare(lower(plainLetters(a)), lower(plainLetters(b))) })},
		{name: "order of UTF-16", by: by("page/order"), flaw: inOrder(func(a, b string) int { return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b))) })},
		{name: "a query with no condition leaves out merged parties", by: by("page/all", "model"), flaw: flaw{also: func(_ *plain, q, record any) bool {
			pq, ok := q.(relationship.PartyQuery)
			return !ok || len(pq.IDs)+len(pq.MergedInto) > 0 || pq.Merged || record.(relationship.Party).MergedInto == ""
		}}},
		{name: "after is inclusive", by: by("page/after", "model"), flaw: ofPages(func(v *view) {
			if slices.Contains(v.stored, v.after) && v.match(v.after) {
				v.page = v.first(append([]string{v.after}, v.page...))
			}
		})},
		{name: "after is ignored where parties are named", by: by("page/after", "query/ties"), flaw: flaw{ties: func(q *relationship.TieQuery) {
			if len(q.Of) > 0 {
				q.After = ""
			}
		}}},
		{name: "one more than the limit", by: by("page/limit", "query/parties", "query/needs"), flaw: ofPages(func(v *view) {
			v.page = v.found[:min(len(v.found), len(v.page)+1)]
		})},
		{name: "the limit goes before the conditions", by: by("page/not-empty", "query/parties", "query/ties", "query/needs"), flaw: ofPages(func(v *view) {
			stretch := v.first(v.rest)
			v.page = slices.DeleteFunc(slices.Clone(stretch), func(k string) bool { return !v.match(k) })
			v.last = len(stretch) == len(v.rest)
		})},
		{name: "the limit goes before the conditions, and then it is the end", by: by("page/last"), flaw: ofPages(func(v *view) {
			stretch := v.first(v.rest)
			v.page = slices.DeleteFunc(slices.Clone(stretch), func(k string) bool { return !v.match(k) })
			v.last = len(v.page) < v.limit
		})},
		{name: "every page is the last", by: by("page/last", "query/parties"), flaw: ofPages(func(v *view) { v.last = true })},
		{name: "two tables share the limit", by: by("page/no-gap", "query/parties", "query/ties", "query/needs"), flaw: ofPages(func(v *view) {
			if v.limit < 2 {
				return
			}
			first := slices.DeleteFunc(slices.Clone(v.found), func(k string) bool { return k > "a" })
			second := slices.DeleteFunc(slices.Clone(v.found), func(k string) bool { return k <= "a" })
			half := v.limit / 2
			v.page = slices.Concat(first[:min(half, len(first))], second[:min(half, len(second))])
			v.last = len(v.page) == len(v.found)
		})},
	}
}

// ofPages is a flaw of the pages of records, the log aside.
func ofPages(spoil func(*view)) flaw {
	return flaw{page: func(v *view) {
		if _, isLog := v.query.(relationship.LogQuery); !isLog {
			spoil(v)
		}
	}}
}

func findBugs() []bug {
	return []bug{
		{name: "parties by the first ID only", by: by("find/parties-by-id", "query/parties"), flaw: flaw{parties: func(q *relationship.PartyQuery) { q.IDs = cutTo(q.IDs, 1) }}},
		{name: "merged into the first only", by: by("find/parties-merged-into", "query/parties"), flaw: flaw{parties: func(q *relationship.PartyQuery) { q.MergedInto = cutTo(q.MergedInto, 1) }}},
		{name: "merged only where the other is there", by: by("find/parties-merged"), flaw: flaw{also: func(s *plain, q, record any) bool {
			p, ok := record.(relationship.Party)
			if !ok || !q.(relationship.PartyQuery).Merged {
				return true
			}
			_, there := s.state(0).parties.byKey[p.MergedInto]
			return there
		}}},
		{name: "ties by the first ID only", by: by("find/ties-by-id", "query/ties"), flaw: flaw{ties: func(q *relationship.TieQuery) { q.IDs = cutTo(q.IDs, 1) }}},
		{name: "ties of a party at the from end", by: by("find/ties-of", "query/ties"), flaw: flaw{also: func(_ *plain, q, record any) bool {
			tq, ok := q.(relationship.TieQuery)
			return !ok || listed(tq.Of, record.(relationship.Tie).From)
		}}},
		{name: "a tie of a party with itself twice", by: by("find/ties-of", "query/ties"), flaw: ofPages(func(v *view) {
			if q, ok := v.query.(relationship.TieQuery); ok && len(q.Of) > 0 {
				var double []string
				for _, k := range v.page {
					double = append(double, k)
					if t := v.record(k).(relationship.Tie); t.From == t.To {
						double = append(double, k)
					}
				}
				v.page = v.first(double)
			}
		})},
		{name: "kinds in small letters", by: by("find/ties-of-kinds", "query/ties"), flaw: flaw{ties: func(q *relationship.TieQuery) {
			for i := range q.Kinds {
				q.Kinds = slices.Clone(q.Kinds)
				q.Kinds[i] = relationship.KindName(lower(string(q.Kinds[i])))
			}
		}}},
		{name: "needs by the first ID only", by: by("find/needs-by-id", "query/needs"), flaw: flaw{needs: func(q *relationship.NeedQuery) { q.IDs = cutTo(q.IDs, 1) }}},
		{name: "needs of parties that are there only", by: by("find/needs-of"), flaw: flaw{also: func(s *plain, q, record any) bool {
			n, ok := record.(relationship.Need)
			if !ok || len(q.(relationship.NeedQuery).Of) == 0 {
				return true
			}
			_, there := s.state(0).parties.byKey[n.Party]
			return there
		}}},
		{name: "needs in ties that are there only", by: by("find/needs-in", "query/needs"), flaw: flaw{also: func(s *plain, q, record any) bool {
			n, ok := record.(relationship.Need)
			if !ok || len(q.(relationship.NeedQuery).In) == 0 {
				return true
			}
			_, there := s.state(0).ties.byKey[n.Tie]
			return there
		}}},
		{name: "two lists, one set of parameters", by: by("find/together", "query/needs"), flaw: flaw{needs: func(q *relationship.NeedQuery) {
			if len(q.Of) > 0 && len(q.In) > 0 {
				q.In = q.In[:0:0]
				for _, id := range q.Of {
					q.In = append(q.In, relationship.TieID(id))
				}
			}
		}}},
		{name: "an index of how parties were at first", by: by("find/changed"), flaw: flaw{also: func(s *plain, q, record any) bool {
			p, ok := record.(relationship.Party)
			if !ok || len(q.(relationship.PartyQuery).MergedInto) == 0 {
				return true
			}
			for _, b := range s.log {
				for _, v := range b.Parties {
					if v.ID == p.ID {
						return listed(q.(relationship.PartyQuery).MergedInto, v.MergedInto)
					}
				}
			}
			return true
		}}},
		{name: "long lists are cut", by: by("find/long-lists"), flaw: flaw{needs: func(q *relationship.NeedQuery) { q.In = cutTo(q.In, 65535) }}},
		{name: "long lists are an error", by: by("find/long-lists"), flaw: ofPages(func(v *view) {
			if q, ok := v.query.(relationship.TieQuery); ok && len(q.Of) > 32766 {
				v.err = errors.New("too many SQL variables")
			}
		})},
	}
}

func cutTo[T any](list []T, n int) []T { return list[:min(n, len(list))] }

// harmlessBugs return records that do not match, which the contract allows.
func harmlessBugs() []bug {
	return []bug{
		{name: "IDs are prefixes", flaw: flaw{parties: func(q *relationship.PartyQuery) {
			if len(q.IDs) > 0 {
				q.IDs = longer(q.IDs)
			}
		}}},
		{name: "kinds without case", flaw: flaw{ties: func(q *relationship.TieQuery) {
			kinds := slices.Clone(q.Kinds)
			for _, k := range q.Kinds {
				kinds = append(kinds, relationship.KindName(lower(string(k))), relationship.KindName(strings.ToUpper(string(k[:1]))+string(k[1:])))
			}
			q.Kinds = kinds
		}}},
		{name: "one of several conditions is forgotten", flaw: flaw{needs: func(q *relationship.NeedQuery) {
			if len(q.Of) > 0 {
				q.In = nil
			}
		}}},
		{name: "merged is forgotten", flaw: flaw{parties: func(q *relationship.PartyQuery) { q.Merged = false }}},
		{name: "kinds are forgotten", flaw: flaw{ties: func(q *relationship.TieQuery) { q.Kinds = nil }}},
		{name: "the log is not selected", flaw: flaw{logQuery: func(q *relationship.LogQuery) { q.About = nil }}},
	}
}

// longer returns IDs that begin with one of these, these included.
func longer(ids []relationship.PartyID) []relationship.PartyID {
	out := slices.Clone(ids)
	for _, id := range ids {
		for _, suffix := range []string{" ", "\n", "\t", "\u0308", "s", "0", "y"} {
			out = append(out, id+relationship.PartyID(suffix))
		}
	}
	return out
}
