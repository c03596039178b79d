package relationshiptest_test

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A flaw is what is wrong with a plain store. Its zero value is nothing.
type flaw struct {
	noCheck, checkLast                            bool // Batch.Check is not called, or after all else
	writeIgnoresContext, readIgnoresContext       bool
	logIgnoresContext, alwaysCancelled            bool
	contextLast                                   bool // looks at the context after writing
	keepsArgument, keepsLists, sharesResult       bool // memory is shared
	numberFirst, checkThenAct, sameNumber, halves bool // others can come in between
	number                                        func(*plain, *relationship.Batch) relationship.Seq
	refuse                                        func(*plain, *relationship.Batch) error // refuses more
	refused                                       func(*plain, relationship.Batch)        // what a refusal leaves behind
	judge                                         func(*plain, look) []error              // instead of look.judge
	worst                                         func([]error) error                     // instead of worst
	keep                                          func(s *plain, b *relationship.Batch, given relationship.Batch)
	doom                                          func(s *plain, id relationship.PartyID, gone map[relationship.Ref]bool)
	forgot                                        func(s *plain, was relationship.Batch, b *relationship.Batch)
	fold                                          func(string) string // takes IDs as alike
	known                                         func(*plain, relationship.Seq) relationship.Seq
	state                                         func(*plain, *state, relationship.Seq)
	parties                                       func(*relationship.PartyQuery)
	ties                                          func(*relationship.TieQuery)
	needs                                         func(*relationship.NeedQuery)
	logQuery                                      func(*relationship.LogQuery)
	also                                          func(s *plain, q, record any) bool // leaves out records
	page                                          func(*view)
	shown                                         func(*plain, relationship.LogQuery, *relationship.Page[relationship.Batch])
}

// A view is a page as a flaw sees it: with keys as text.
type view struct {
	query  any
	after  string
	limit  int
	stored []string // all, in the order in which they were first written
	rest   []string // all that follow after, in order
	found  []string // those of them that match
	page   []string // what is to be returned
	last   bool
	err    error
	match  func(string) bool
	record func(string) any
}

// first cuts a list to the limit.
func (v *view) first(list []string) []string {
	if v.limit > 0 && len(list) > v.limit {
		return list[:v.limit]
	}
	return list
}

// paged is the same, with keys as they are.
type paged[K cmp.Ordered] struct {
	query             any
	after             K
	limit             int
	rest, found, page []K
	last              bool
	match             func(K) bool
}

func flawedPage[K cmp.Ordered, T any](spoil func(*view), all *rows[K, T], p paged[K]) ([]K, bool, error) {
	byText := map[string]K{}
	texts := func(keys []K) []string {
		out := make([]string, len(keys))
		for i, k := range keys {
			out[i] = fmt.Sprint(k)
			byText[out[i]] = k
		}
		return out
	}
	v := view{
		query: p.query, after: fmt.Sprint(p.after), limit: p.limit, stored: texts(all.keys),
		rest: texts(p.rest), found: texts(p.found), page: texts(p.page), last: p.last,
		match:  func(k string) bool { return p.match(byText[k]) },
		record: func(k string) any { return all.byKey[byText[k]] },
	}
	spoil(&v)
	keys := make([]K, len(v.page))
	for i, k := range v.page {
		keys[i] = byText[k]
	}
	return keys, v.last, v.err
}

// inOrder is a flaw of pages: records come in another order.
func inOrder(less func(a, b string) int) flaw {
	return flaw{page: func(v *view) {
		if _, isLog := v.query.(relationship.LogQuery); isLog {
			return
		}
		v.page = v.first(slices.SortedStableFunc(slices.Values(v.found), less))
	}}
}
