package feedback

import (
	"cmp"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// A Group is a group of people whose number, mean or the like is to be shown.
type Group struct {
	// Name names the group. Not empty.
	Name string

	// Within names the group that holds this one. Empty means none. Two groups of which neither holds the
	// other have nobody in common.
	Within string

	// Size is how many people there are in it, all that are in groups within it included.
	Size int
}

// Withhold returns which groups must not be shown, by their places: so that no group of fewer than least
// people is shown, nor can be worked out from those that are, as the difference of a group and groups
// within it. A least of 0 means 5; of 1 it shows all but the empty ones. See [Config.LeastGroup].
//
// Where one more must go for that, it is the one with the fewest people, and then the first by name; none
// is withheld that could be shown beside the others. What else shows the people counted, such as the
// number of all of them, must be among the groups; two breakdowns of the same people, as by team and by
// age, are more than it can judge: show one of them.
//
// It returns an error matching [ErrInvalid] for a name that is empty or there twice, a group within itself or
// within one that is not there, a size below 0, one below that of the groups within, and a least below 0. It
// takes O(n log n) time in the number of groups, and O(n) more for each of those that went for others.
func Withhold(groups []Group, least int) ([]bool, error) {
	if least == 0 {
		least = leastGroup
	}
	n, err := nestOf(groups, least)
	if err = rules.First(rules.Break("Least", rules.NotBelowZero(least)), err); err != nil {
		return nil, opError("withhold groups", "", err)
	}
	n.withhold()
	return n.withheld, nil
}

// leastGroup is how many people a group must have to be shown, where nobody says another number.
const leastGroup = 5

// A nest is groups, each with its place in the others.
type nest struct {
	groups   []Group
	least    int
	holder   []int // the place of the group that holds it, or -1
	inner    []int // the places, those within before those that hold them
	withheld []bool
}

func nestOf(groups []Group, least int) (*nest, error) {
	n := &nest{groups, least, make([]int, len(groups)), nil, make([]bool, len(groups))}
	place := make(map[string]int, len(groups))
	for i, g := range groups {
		if _, twice := place[g.Name]; twice {
			return nil, rules.Break(rules.Index("Groups", i)+".Name", "must not be there twice")
		}
		place[g.Name] = i
		if err := rules.First(
			rules.Break(rules.Index("Groups", i)+".Name", rules.Words(g.Name)),
			rules.Break(rules.Index("Groups", i)+".Size", rules.NotBelowZero(g.Size)),
		); err != nil {
			return nil, err
		}
	}
	within := make([][]int, len(groups))
	for i, g := range groups {
		holder, found := place[g.Within]
		switch {
		case g.Within == "":
			n.holder[i] = -1
			n.inner = append(n.inner, i)
			continue
		case !found:
			return nil, rules.Break(rules.Index("Groups", i)+".Within", "must be empty or the name of a group")
		}
		n.holder[i] = holder
		within[holder] = append(within[holder], i)
	}
	for i := 0; i < len(n.inner); i++ { // the list grows while it is gone through
		n.inner = append(n.inner, within[n.inner[i]]...)
	}
	slices.Reverse(n.inner)
	return n, n.check(within)
}

func (n *nest) check(within [][]int) error {
	if len(n.inner) < len(n.groups) {
		return rules.Break("Groups", "must not hold each other")
	}
	for i, inner := range within {
		left := n.groups[i].Size
		for _, j := range inner {
			if left -= n.groups[j].Size; left < 0 {
				return rules.Break(rules.Index("Groups", i)+".Size", "must not be below that of the groups within")
			}
		}
	}
	return nil
}

// withhold takes away what is too small, from within, and then what would give something too small away.
// What is left of a group shown, without the groups shown within it, is all that can be worked out: every
// difference is made up of such rests.
func (n *nest) withhold() {
	for i, g := range n.groups {
		n.withheld[i] = g.Size < n.least
	}
	rests := n.rests()
	var more []int
	for _, i := range n.inner {
		if n.withheld[i] || n.fine(rests[i]) {
			continue
		}
		gone := n.next(i, rests)
		n.withheld[gone] = true
		if holder := n.shownAround(gone); holder >= 0 {
			rests[holder] += rests[gone]
		}
		more = append(more, gone)
	}
	// One that went for another may be shown after all once a third is gone; most people first.
	slices.SortFunc(more, func(a, b int) int { return n.compare(b, a) })
	for _, i := range more {
		n.withheld[i] = false
		n.withheld[i] = !n.keeps()
	}
}

// fine reports whether a rest gives nobody away.
func (n *nest) fine(rest int) bool { return rest == 0 || rest >= n.least }

// keeps reports whether what is shown gives nobody away.
func (n *nest) keeps() bool {
	for i, rest := range n.rests() {
		if !n.withheld[i] && !n.fine(rest) {
			return false
		}
	}
	return true
}

// rests returns, for each group that is shown, how many people in it are in no group shown within it.
func (n *nest) rests() []int {
	rests := make([]int, len(n.groups))
	for i, g := range n.groups {
		if n.withheld[i] {
			continue
		}
		rests[i] += g.Size
		if holder := n.shownAround(i); holder >= 0 {
			rests[holder] -= g.Size
		}
	}
	return rests
}

// shownAround returns the place of the smallest group shown that holds a group, or -1.
func (n *nest) shownAround(i int) int {
	for i = n.holder[i]; i >= 0 && n.withheld[i]; i = n.holder[i] {
	}
	return i
}

// next returns which group to withhold so that the rest of one that holds it is fine: its people come to
// that rest. It must have people of its own there, or nothing would change.
func (n *nest) next(holder int, rests []int) int {
	best := holder
	for i := range n.groups {
		if !n.withheld[i] && rests[i] > 0 && n.shownAround(i) == holder && (best == holder || n.compare(i, best) < 0) {
			best = i
		}
	}
	return best
}

// compare orders groups by their people and then by name.
func (n *nest) compare(a, b int) int {
	return cmp.Or(cmp.Compare(n.groups[a].Size, n.groups[b].Size), cmp.Compare(n.groups[a].Name, n.groups[b].Name))
}
