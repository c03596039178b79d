package survey

import (
	"maps"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Place is where a group is among others.
type Place struct {
	// About is the group.
	About relationship.Ref `json:"about"`

	// Within is the group that holds it. Zero means none but the whole. Two groups of which neither holds the other have
	// no answers in common.
	Within relationship.Ref `json:"within,omitzero"`

	// Level names groups of its sort, such as "employee" or "team". A group and one that holds it are of different levels.
	Level string `json:"level,omitempty"`
}

// nest puts the groups into each other, each behind the one that holds it.
func (r *Rollup) nest(places []Place) (*nest, error) {
	place, err := r.places(places)
	if err != nil {
		return nil, err
	}
	within := map[relationship.Ref][]Place{}
	for _, about := range slices.SortedFunc(maps.Keys(place), compareRefs) {
		p := place[about]
		within[p.Within] = append(within[p.Within], p)
	}
	n := &nest{groups: make([]nested, 1, len(place)+1), least: r.least}
	for i := 0; i < len(n.groups); i++ { // the list grows while it is gone through
		for _, p := range within[n.groups[i].place.About] {
			if i > 0 && n.holds(i, p.Level) {
				return nil, broken("Places.Level", "must not be that of a group that holds it")
			}
			n.groups[i].within = append(n.groups[i].within, len(n.groups))
			n.groups = append(n.groups, nested{place: p, holder: i, own: r.own(p.About)})
		}
	}
	if len(n.groups) <= len(place) {
		return nil, broken("Places", "must not hold each other")
	}
	n.sum()
	return n, nil
}

// places returns the place of each group, also of those that nobody gave one.
func (r *Rollup) places(given []Place) (map[relationship.Ref]Place, error) {
	place := make(map[relationship.Ref]Place, len(r.cells)+len(given))
	for i, p := range given {
		_, err := p.About.MarshalText()
		_, twice := place[p.About]
		if err = rules.First(
			ruleOf("About", err),
			broken("About", when(twice, "must not be there twice")),
			broken("Level", rules.Text(p.Level)),
		); err != nil {
			return nil, rules.Within(rules.Index("Places", i), err)
		}
		place[p.About] = p
	}
	for i, p := range given {
		if _, found := place[p.Within]; !found && p.Within != (relationship.Ref{}) {
			return nil, broken(rules.Index("Places", i)+".Within", "must be zero or a group that has a place")
		}
	}
	for about := range r.cells {
		if _, found := place[about]; !found {
			place[about] = Place{About: about}
		}
	}
	return place, nil
}

func (r *Rollup) own(about relationship.Ref) cell {
	if c := r.cells[about]; c != nil {
		return *c
	}
	return cell{}
}

// holds reports whether a group is of a level, or is held by one that is.
func (n *nest) holds(i int, level string) bool {
	for ; i > 0; i = n.groups[i].holder {
		if n.groups[i].place.Level == level {
			return true
		}
	}
	return false
}

// sum finds what was answered about each group and all within it.
func (n *nest) sum() {
	for i := range slices.Backward(n.groups) {
		g := &n.groups[i]
		g.all.merge(g.own, n.least)
		if i > 0 {
			n.groups[g.holder].all.merge(g.all, n.least)
		}
	}
}

// withheld returns the groups with answers that are not shown, sorted.
func (n *nest) withheld() []relationship.Ref {
	var refs []relationship.Ref
	for _, g := range n.groups[1:] {
		if !g.shown && g.all.sums.n > 0 {
			refs = append(refs, g.place.About)
		}
	}
	slices.SortFunc(refs, compareRefs)
	return refs
}
