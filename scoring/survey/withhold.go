package survey

import (
	"cmp"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A nest is groups, some within others. The first is the whole, which holds all others.
type nest struct {
	groups []nested
	least  int
}

// A nested is a group in a nest.
type nested struct {
	place  Place
	holder int   // the place of the group that holds it
	within []int // the places of those it holds itself
	own    cell  // what was answered about itself
	all    cell  // and about all within it
	shown  bool
}

// withhold decides which groups are shown, so that no group of fewer people than least is, nor can be
// worked out by subtraction. What is left of a group shown, without the groups shown within it, is its
// rest; a rest is a group shown less others, and every group that can be worked out is made up of rests. So each
// rest must hold no answers, or those of people enough.
//
// Where one more must go for that, it is the one with the fewest answers, then the first by reference. None is
// withheld that could be shown beside the others.
func (n *nest) withhold() {
	for i := range n.groups {
		n.groups[i].shown = len(n.groups[i].all.people) >= n.least
	}
	var more []int
	for i := range slices.Backward(n.groups) { // those within stand behind those that hold them
		if !n.groups[i].shown || n.fine(i) {
			continue
		}
		gone := n.next(i)
		n.groups[gone].shown = false
		more = append(more, gone)
	}
	// One that went for another may be shown after all once a third is gone; most answers first.
	slices.SortFunc(more, func(a, b int) int { return n.compare(b, a) })
	for _, i := range more {
		n.groups[i].shown = true
		holder, held := n.shownAround(i)
		n.groups[i].shown = n.fine(i) && (!held || n.fine(holder))
	}
}

// fine reports whether the rest of a group gives nobody away.
func (n *nest) fine(i int) bool {
	rest := n.rest(i)
	return rest.sums.n == 0 || len(rest.people) >= n.least
}

// rest returns what was answered about a group and is in no group shown within it.
func (n *nest) rest(i int) cell {
	rest := cell{sums: n.groups[i].own.sums, people: slices.Clone(n.groups[i].own.people)}
	for _, j := range n.groups[i].within {
		if !n.groups[j].shown {
			rest.merge(n.rest(j), n.least)
		}
	}
	return rest
}

// shownAround returns the smallest group shown that holds a group, where there is one.
func (n *nest) shownAround(i int) (int, bool) {
	for i > 0 {
		if i = n.groups[i].holder; n.groups[i].shown {
			return i, true
		}
	}
	return 0, false
}

// next returns which group to withhold so that the rest of one that holds it is fine: its rest comes to that
// one, and is fine already. It must hold answers, or nothing would change. Where there is none, the
// holder itself must go.
func (n *nest) next(holder int) int {
	best := holder
	var look func(i int)
	look = func(i int) {
		for _, j := range n.groups[i].within {
			switch {
			case !n.groups[j].shown:
				look(j)
			case n.rest(j).sums.n > 0 && (best == holder || n.compare(j, best) < 0):
				best = j
			}
		}
	}
	look(holder)
	return best
}

// compare orders groups by their answers and then by reference.
func (n *nest) compare(a, b int) int {
	return cmp.Or(
		cmp.Compare(n.groups[a].all.sums.n, n.groups[b].all.sums.n),
		compareRefs(n.groups[a].place.About, n.groups[b].place.About),
	)
}

func compareRefs(a, b relationship.Ref) int {
	return cmp.Or(cmp.Compare(a.Noun, b.Noun), cmp.Compare(a.ID, b.ID))
}
