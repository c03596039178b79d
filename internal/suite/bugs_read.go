package suite

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
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

// inOtherOrder is a flaw of pages: records come in another order.
func inOtherOrder(less func(a, b string) int) flaw {
	return flaw{page: func(v *view) { v.page = v.first(slices.SortedStableFunc(slices.Values(v.found), less)) }}
}

func (r *Room) pageBugs() []bug {
	query := "query/" + r.Nouns[0].Name
	return []bug{
		{name: "an empty store is an error", by: by("page/empty", "model"), flaw: flaw{page: func(v *view) {
			if len(v.stored) == 0 {
				v.err = errors.New("no rows")
			}
		}}},
		{name: "insertion order", by: by("page/order", "model", query), flaw: flaw{page: func(v *view) {
			v.page = v.first(slices.DeleteFunc(slices.Clone(v.stored), func(k string) bool { return !slices.Contains(v.found, k) }))
		}}},
		{name: "numeric order", by: by("page/order"), flaw: inOtherOrder(func(a, b string) int {
			x, errX := strconv.Atoi(a)
			y, errY := strconv.Atoi(b)
			if errX == nil && errY == nil {
				return cmp.Compare(x, y)
			}
			return cmp.Compare(a, b)
		})},
		{name: "alphabetical order", by: by("page/order", "model"), flaw: inOtherOrder(func(a, b string) int {
			return cmp.Compare(strings.ToLower(plainLetters(a)), strings.ToLower(plainLetters(b)))
		})},
		{name: "order of UTF-16", by: by("page/order"), flaw: inOtherOrder(func(a, b string) int {
			return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
		})},
		{name: "a query with no condition leaves out the first", by: by("page/all", "model"), flaw: flaw{page: func(v *view) {
			everything := len(v.query.IDs) == 0 && !slices.ContainsFunc(v.noun.Finds, func(f Find) bool { return len(v.query.Where[f.Name]) > 0 })
			if everything && v.query.After == "" && len(v.found) > 2 {
				v.page = v.first(v.found[1:])
			}
		}}},
		{name: "after is inclusive", by: by("page/after", query), flaw: flaw{page: func(v *view) {
			if slices.Contains(v.stored, v.after) && v.match(v.after) {
				v.page = v.first(append([]string{v.after}, v.page...))
			}
		}}},
		{name: "after is ignored where there is a condition", by: by("page/after", query), flaw: flaw{query: func(_ *Noun, q *Query) {
			for _, list := range q.Where {
				if len(list) > 0 {
					q.After = ""
				}
			}
		}}},
		{name: "one more than the limit", by: by("page/limit", query), flaw: flaw{page: func(v *view) {
			v.page = v.found[:min(len(v.found), len(v.page)+1)]
		}}},
		{name: "the limit goes before the conditions", by: by("page/not-empty"), flaw: flaw{page: func(v *view) {
			stretch := v.first(v.rest)
			v.page = slices.DeleteFunc(slices.Clone(stretch), func(k string) bool { return !v.match(k) })
			v.last = len(stretch) == len(v.rest)
		}}},
		{name: "the limit goes before the conditions, and then it is the end", by: by("page/last"), flaw: flaw{page: func(v *view) {
			stretch := v.first(v.rest)
			v.page = slices.DeleteFunc(slices.Clone(stretch), func(k string) bool { return !v.match(k) })
			v.last = len(v.page) < v.limit
		}}},
		{name: "every page is the last", by: by("page/last"), flaw: flaw{page: func(v *view) { v.last = true }}},
		{name: "two tables share the limit", by: by("page/no-gap"), flaw: flaw{page: func(v *view) {
			if v.limit < 2 {
				return
			}
			first := slices.DeleteFunc(slices.Clone(v.found), func(k string) bool { return k > "a" })
			second := slices.DeleteFunc(slices.Clone(v.found), func(k string) bool { return k <= "a" })
			half := v.limit / 2
			v.page = slices.Concat(first[:min(half, len(first))], second[:min(half, len(second))])
			v.last = len(v.page) == len(v.found)
		}}},
	}
}

func cutTo[T any](list []T, n int) []T { return list[:min(n, len(list))] }

// findBugs are about conditions, each of which is taken to be narrower than it is.
func (r *Room) findBugs() []bug {
	out := []bug{
		{name: "the first ID only", by: by("find/ids", "query/"+r.Nouns[0].Name), flaw: flaw{query: func(_ *Noun, q *Query) { q.IDs = cutTo(q.IDs, 1) }}},
		{name: "two lists, one set of parameters", by: by("find/together"), flaw: flaw{query: func(n *Noun, q *Query) {
			for i, f := range n.Finds {
				if list := q.Where[f.Name]; i > 0 && len(list) > 0 && len(q.Where[n.Finds[0].Name]) > 0 {
					q.Where = map[string][]string{f.Name: q.Where[n.Finds[0].Name]}
				}
			}
		}}},
		{name: "an index of how records were at first", by: by("find/changed"), flaw: flaw{also: func(s *Plain, n *Noun, q Query, record any) bool {
			for _, b := range s.all {
				for _, r := range b.Records {
					if s.room.ref(r) == s.room.ref(record) {
						return n.matches(Query{Where: q.Where})(r)
					}
				}
			}
			return true
		}}},
		{name: "long lists are cut", by: by("find/long-lists"), flaw: flaw{query: func(_ *Noun, q *Query) { q.IDs = cutTo(q.IDs, 65535) }}},
		{name: "long lists are an error", by: by("find/long-lists"), flaw: flaw{page: func(v *view) {
			for _, list := range v.query.Where {
				if len(list) > 32766 {
					v.err = errors.New("too many SQL variables")
				}
			}
		}}},
		{name: "void records stay out of the index", by: by("find/void"), flaw: flaw{also: func(s *Plain, n *Noun, q Query, record any) bool {
			return !slices.ContainsFunc(s.all, func(b Batch) bool {
				return slices.ContainsFunc(b.Void, func(v Voided) bool { return v.Ref == s.room.ref(record) })
			}) || len(q.Where) == 0
		}}},
	}
	for _, n := range r.Nouns {
		for _, f := range n.Finds {
			caught := by("find/"+n.Name+"-"+f.Name, "query/"+n.Name)
			out = append(out,
				bug{name: n.Name + " by the first of " + f.Name, by: caught, flaw: flaw{query: func(m *Noun, q *Query) {
					if m == n {
						q.Where = with(q.Where, f.Name, cutTo(q.Where[f.Name], 1))
					}
				}}},
			)
			if r.isName(n, f.Fields[0]) {
				out = append(out, bug{name: n.Name + " by " + f.Name + " in small letters", by: caught[:1], flaw: flaw{query: func(m *Noun, q *Query) {
					if m == n {
						q.Where = with(q.Where, f.Name, lowered(q.Where[f.Name]))
					}
				}}})
			}
		}
	}
	return out
}

func with(where map[string][]string, name string, list []string) map[string][]string {
	out := map[string][]string{}
	maps.Copy(out, where)
	out[name] = list
	return out
}

func lowered(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, strings.ToLower(s))
	}
	return out
}

// harmlessBugs return records that do not match, which the contract allows.
func (r *Room) harmlessBugs() []bug {
	return []bug{
		{name: "IDs are prefixes", flaw: flaw{query: func(_ *Noun, q *Query) {
			for _, id := range slices.Clone(cutTo(q.IDs, 100)) {
				for _, suffix := range []string{" ", "\n", "\t", "\u0308", "s", "0", "y"} {
					q.IDs = append(q.IDs, id+suffix)
				}
			}
		}}},
		{name: "all conditions are forgotten", flaw: flaw{
			query: func(_ *Noun, q *Query) { q.Where, q.From, q.To = nil, time.Time{}, time.Time{} }, logQuery: func(q *LogQuery) { q.About = nil },
		}},
	}
}
