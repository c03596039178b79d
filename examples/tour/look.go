package main

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A view says what to look at.
type view struct {
	book     *relationship.Book
	words    *vocabulary
	now      time.Time
	provider relationship.PartyID // may be empty
	serves   string
	then     string

	resolve func(relationship.PartyID) relationship.PartyID // follows merges
}

// look takes the tour.
func (v *view) look(ctx context.Context) (*Tour, error) {
	tour := &Tour{names: map[relationship.PartyID]string{}}
	err := v.countParties(ctx, tour)
	if err != nil {
		return nil, err
	}
	if v.resolve, err = v.book.Resolver(ctx); err != nil {
		return nil, err
	}
	near, err := v.walk(ctx, tour)
	if err != nil {
		return nil, err
	}
	ties, err := relationship.Collect(v.book.Ties(ctx, relationship.TieQuery{}))
	if err != nil {
		return nil, err
	}
	v.countTies(tour, ties)
	v.findCared(tour, ties, near)
	v.findEnded(tour, ties)
	return tour, v.findNeeds(ctx, tour)
}

func (v *view) countParties(ctx context.Context, tour *Tour) error {
	kinds := map[PartyKind]int{}
	for p, err := range v.book.Parties(ctx, relationship.PartyQuery{}) {
		if err != nil {
			return err
		}
		tour.names[p.ID] = p.Name
		k := PartyKind{Kind: p.Kind}
		if pick, found := p.Fact(wordFact, v.now, relationship.Policy{}); found {
			k.Word, _ = pick.Fact.Value.(string)
		}
		kinds[k]++
		tour.Counts.Parties++
	}
	for k, n := range kinds {
		k.Parties = n
		tour.PartyKinds = append(tour.PartyKinds, k)
	}
	slices.SortFunc(tour.PartyKinds, func(a, b PartyKind) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Word, b.Word))
	})
	return nil
}

// walk finds customers and their customers, and returns all of them; nil where there is no provider.
func (v *view) walk(ctx context.Context, tour *Tour) (partySet, error) {
	if v.provider == "" {
		return nil, nil
	}
	serves, err := parseRoutes(v.serves, v.words.kinds)
	if err != nil {
		return nil, err
	}
	then, err := parseRoutes(v.then, v.words.kinds)
	if err != nil {
		return nil, err
	}
	provider, err := v.book.Resolve(ctx, v.provider)
	if err != nil {
		return nil, err
	}
	w := walker{&v.book.Reader, v.words.kinds, v.resolve}
	first, err := w.reach(ctx, []relationship.PartyID{provider}, serves)
	if err != nil {
		return nil, err
	}
	customers := first[provider]
	delete(customers, provider)
	second, err := w.reach(ctx, customers.sorted(), slices.Concat(serves, then))
	if err != nil {
		return nil, err
	}
	tour.Provider = &Provider{ID: provider, Serves: v.serves, Then: v.then, Customers: []Customer{}}
	theirs := partySet{}
	for _, id := range customers.sorted() {
		delete(second[id], id)
		delete(second[id], provider)
		maps.Copy(theirs, second[id])
		tour.Provider.Customers = append(tour.Provider.Customers, Customer{id, list(second[id].sorted())})
	}
	tour.Counts.Customers, tour.Counts.CustomersCustomers = len(customers), len(theirs)
	near := maps.Clone(customers)
	maps.Copy(near, theirs)
	return near, nil
}

// list returns a list that is written as [] in JSON when it is empty.
func list[T any](of []T) []T {
	if of == nil {
		return []T{}
	}
	return of
}

func (v *view) countTies(tour *Tour, ties []relationship.Tie) {
	type pair struct{ from, to relationship.PartyID }
	kinds, pairs := map[relationship.KindName]*TieKind{}, map[pair]bool{}
	for _, t := range ties {
		k := kinds[t.Kind]
		if k == nil {
			words, _ := v.words.kinds.Kind(t.Kind)
			k = &TieKind{
				Kind: t.Kind, Words: v.words.naming[t.Kind],
				Phrase: words.From.Phrase, InversePhrase: words.To.Phrase,
			}
			kinds[t.Kind] = k
		}
		k.Ties++
		k.Stints += len(t.Stints)
		for _, s := range t.Stints {
			if v.over(s) {
				k.StintsEnded++
			}
		}
		pairs[pair{v.resolve(t.From), v.resolve(t.To)}] = true
	}
	tour.TieKinds = []TieKind{}
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		k := kinds[name]
		tour.TieKinds = append(tour.TieKinds, *k)
		tour.Counts.Stints += k.Stints
		tour.Counts.StintsEnded += k.StintsEnded
	}
	tour.Counts.Ties, tour.Counts.Pairs = len(ties), len(pairs)
}

// over reports whether a stint has ended.
func (v *view) over(s relationship.Stint) bool {
	return s.Ended || !s.To.IsZero() && !s.To.After(v.now)
}

// findEnded lists the stints that are over.
func (v *view) findEnded(tour *Tour, ties []relationship.Tie) {
	tour.Ended = []EndedStint{}
	for _, t := range ties {
		var back *relationship.Stint
		if i := slices.IndexFunc(t.Stints, func(s relationship.Stint) bool { return s.Holds(v.now) }); i >= 0 {
			back = &t.Stints[i]
		}
		kind, _ := v.words.kinds.Kind(t.Kind)
		for _, s := range t.Stints {
			if v.over(s) {
				tour.Ended = append(tour.Ended, EndedStint{
					Tie: t.ID, Kind: t.Kind, From: v.resolve(t.From), To: v.resolve(t.To),
					Stint: s, Back: back, phrase: kind.From.Phrase,
				})
			}
		}
	}
	slices.SortStableFunc(tour.Ended, func(a, b EndedStint) int {
		return cmp.Or(b.Stint.To.Compare(a.Stint.To), cmp.Compare(a.Tie, b.Tie))
	})
}

func (v *view) findNeeds(ctx context.Context, tour *Tour) error {
	for n, err := range v.book.Needs(ctx, relationship.NeedQuery{}) {
		if err != nil {
			return err
		}
		tour.Needs = append(tour.Needs, Need{
			ID: n.ID, Party: n.Party, Tie: n.Tie, Voiced: n.Voiced, Expected: n.Expected,
			Class: n.Class, ClassBasis: n.ClassBasis,
			Importance: n.Importance.At(v.now), Satisfaction: n.Satisfaction.At(v.now), text: n.Text,
		})
	}
	return nil
}
