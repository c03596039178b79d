package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kithcrm/kith/relationship"
)

// A step goes along ties of one kind: from From to To, or the other way.
type step struct {
	kind    relationship.KindName
	inverse bool
}

// A route is one or more steps.
type route []step

// parseRoutes reads alternatives with commas between them, as in "serves,employs/serves,^buys-from":
// "/" goes on with another kind, and "^" goes against the direction of the tie, as in the property
// paths of SPARQL 1.1.
func parseRoutes(text string, kinds relationship.Kinds) ([]route, error) {
	var routes []route
	if text == "" {
		return nil, nil
	}
	for alternative := range strings.SplitSeq(text, ",") {
		var r route
		for name := range strings.SplitSeq(alternative, "/") {
			name, inverse := strings.CutPrefix(strings.TrimSpace(name), "^")
			kind, known := kinds.Kind(relationship.KindName(name))
			if !known {
				return nil, fmt.Errorf("no tie is of the kind %q", name)
			}
			r = append(r, step{kind.Name, inverse})
		}
		routes = append(routes, r)
	}
	return routes, nil
}

// A walker follows routes. Parties that were merged are the party that they turned out to be.
type walker struct {
	reader  *relationship.Reader
	kinds   relationship.Kinds
	resolve func(relationship.PartyID) relationship.PartyID
}

type partySet map[relationship.PartyID]bool

func (s partySet) sorted() []relationship.PartyID { return slices.Sorted(maps.Keys(s)) }

// reach returns, for each of some parties, those that any of the routes leads to.
func (w *walker) reach(ctx context.Context, starts []relationship.PartyID, routes []route) (map[relationship.PartyID]partySet, error) {
	out := map[relationship.PartyID]partySet{}
	for _, s := range starts {
		out[s] = partySet{}
	}
	for _, r := range routes {
		at := map[relationship.PartyID]partySet{}
		for _, s := range starts {
			at[s] = partySet{s: true}
		}
		for _, step := range r {
			next, err := w.neighbours(ctx, at, step)
			if err != nil {
				return nil, err
			}
			for start, here := range at {
				there := partySet{}
				for id := range here {
					maps.Copy(there, next[id])
				}
				at[start] = there
			}
		}
		for start, there := range at {
			maps.Copy(out[start], there)
		}
	}
	return out, nil
}

// neighbours returns where a step leads from each of the parties in some sets. It asks for the ties of
// all of them at once.
func (w *walker) neighbours(ctx context.Context, from map[relationship.PartyID]partySet, s step) (map[relationship.PartyID]partySet, error) {
	all := partySet{}
	for _, set := range from {
		maps.Copy(all, set)
	}
	next := map[relationship.PartyID]partySet{}
	if len(all) == 0 {
		return next, nil
	}
	add := func(a, b relationship.PartyID) {
		if next[a] == nil {
			next[a] = partySet{}
		}
		next[a][b] = true
	}
	kind, known := w.kinds.Kind(s.kind)
	if !known {
		return nil, errors.New("this kind of tie is not known")
	}
	query := relationship.TieQuery{Of: all.sorted(), Kinds: []relationship.KindName{s.kind}}
	for t, err := range w.reader.Ties(ctx, query) {
		if err != nil {
			return nil, err
		}
		a, b := w.resolve(t.From), w.resolve(t.To)
		if kind.Symmetric || !s.inverse {
			add(a, b)
		}
		if kind.Symmetric || s.inverse {
			add(b, a)
		}
	}
	return next, nil
}
