package readiness

import (
	"cmp"
	"slices"
)

// A crowd is the people who rated one item, by where they are.
type crowd struct {
	groups groups
	people []int  // by group: how many of them are in it
	atoms  []atom // by level and smallest team, sorted
	least  int
	shown  []bool // by group
}

// An atom is the people of one level and one smallest team.
type atom struct {
	leaves [ways]int
	people int
}

// crowd returns those who rated an item.
func (g groups) crowd(who []int, least int) *crowd {
	c := &crowd{groups: g, people: make([]int, len(g.all)), least: least, shown: make([]bool, len(g.all))}
	for _, rater := range who {
		c.atoms = append(c.atoms, atom{g.leaves[rater], 1})
		for _, leaf := range g.leaves[rater] {
			for i := leaf; i != none; i = g.all[i].holder {
				c.people[i]++
			}
		}
	}
	c.atoms = gathered(c.atoms)
	return c
}

// gathered returns atoms sorted, each once with all its people.
func gathered(atoms []atom) []atom {
	slices.SortFunc(atoms, func(a, b atom) int { return slices.Compare(a.leaves[:], b.leaves[:]) })
	out := atoms[:0]
	for _, a := range atoms {
		if n := len(out); n > 0 && out[n-1].leaves == a.leaves {
			out[n-1].people += a.people
			continue
		}
		out = append(out, a)
	}
	return out
}

// withhold decides which groups are shown beside everybody together, so that nothing that can be worked out of what is
// shown by adding and subtracting, within a level, within a team or across both, is about fewer people than least.
//
// Within one way to divide people, all that can be worked out is made up of rests: a group shown without those
// shown within it. Rests are the vertices of a graph, people are its edges, from the rest of their level to that of
// their team; a sum of rests of both ways leaves out those whose two ends weigh alike, and so is about all edges of
// a cut. None may be of fewer than least, but for nobody.
//
// Where one more group must go for that, it is the one of the fewest people of those that the cut runs through. None is
// withheld that could be shown beside the others.
func (c *crowd) withhold() {
	for i, n := range c.people {
		c.shown[i] = n >= c.least
	}
	var gone []int
	for cut := c.cut(); cut != nil; cut = c.cut() {
		i := c.next(cut)
		c.shown[i] = false
		gone = append(gone, i)
	}
	slices.SortFunc(gone, func(a, b int) int { return c.compare(b, a) })
	for _, i := range gone {
		c.shown[i] = true
		c.shown[i] = c.cut() == nil
	}
}

// compare orders groups by their people, then by their names.
func (c *crowd) compare(a, b int) int {
	return cmp.Or(cmp.Compare(c.people[a], c.people[b]), cmp.Compare(a, b))
}

// cut returns the atoms of a cut of too few people, or nil where there is none.
func (c *crowd) cut() []atom {
	edges := make([]edge, len(c.atoms))
	for i, a := range c.atoms {
		edges[i] = edge{c.vertex(0, a), c.vertex(1, a), a.people}
	}
	side := smallCut(len(c.shown)+ways, edges, c.least)
	if side == nil {
		return nil
	}
	var through []atom
	for i, e := range edges {
		if side[e.a] != side[e.b] {
			through = append(through, c.atoms[i])
		}
	}
	return through
}

// vertex returns in whose rest people are: that of the smallest group shown, or of everybody.
func (c *crowd) vertex(way int, a atom) int {
	if i := c.smallest(a.leaves[way]); i != none {
		return i
	}
	return len(c.shown) + way
}

func (c *crowd) smallest(leaf int) int {
	for ; leaf != none && !c.shown[leaf]; leaf = c.groups.all[leaf].holder {
	}
	return leaf
}

// next returns which group to withhold for a cut: one that it runs through, or any where those are gone.
func (c *crowd) next(cut []atom) int {
	best := none
	look := func(i int) {
		if i != none && c.shown[i] && (best == none || c.compare(i, best) < 0) {
			best = i
		}
	}
	for _, a := range cut {
		for _, leaf := range a.leaves {
			look(c.smallest(leaf))
		}
	}
	if best == none {
		for i := range c.shown {
			look(i)
		}
	}
	return best
}
