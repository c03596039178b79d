package readiness

import (
	"cmp"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// ways is how many ways there are to divide people: by level, and by team.
const ways = 2

func wayName(way int) string { return []string{"level", "team"}[way] }

// none is the place of a group that there is not: everybody.
const none = -1

// A group is people of one level, or of one team.
type group struct {
	way    int
	name   []string
	holder int // the place of the team that holds it, or none
}

// Groups are those that there are, sorted, and in which of them each rater is.
type groups struct {
	all    []group
	leaves [][ways]int // by rater: the level, and the smallest team, or none
}

// everybody returns which groups are all who rated: they have no others to be held against.
func (g groups) everybody() []bool {
	people := make([]int, len(g.all))
	for _, leaves := range g.leaves {
		for _, leaf := range leaves {
			for i := leaf; i != none; i = g.all[i].holder {
				people[i]++
			}
		}
	}
	all := make([]bool, len(g.all))
	for i, n := range people {
		all[i] = n == len(g.leaves)
	}
	return all
}

// groups asks the host who is where.
func (t *table) groups() (groups, error) {
	paths := make([][ways][]string, len(t.raters))
	var all []group
	for i, by := range t.raters {
		if t.cfg.Level != nil {
			if level := t.cfg.Level(by); level != "" {
				paths[i][0] = []string{level}
			}
		}
		if t.cfg.Team != nil {
			paths[i][1] = slices.Clone(t.cfg.Team(by))
		}
		for way, path := range paths[i] {
			if err := checkPath(way, path); err != nil {
				return groups{}, err
			}
			for end := range path {
				all = append(all, group{way, path[:end+1], none})
			}
		}
	}
	g := groups{distinct(all), make([][ways]int, len(t.raters))}
	for i := range g.all {
		if name := g.all[i].name; len(name) > 1 {
			g.all[i].holder = g.find(g.all[i].way, name[:len(name)-1])
		}
	}
	for i, path := range paths {
		for way := range path {
			g.leaves[i][way] = g.find(way, path[way])
		}
	}
	return g, nil
}

func checkPath(way int, path []string) error {
	field := []string{"Level", "Team"}[way]
	for _, name := range path {
		if err := rules.Break(field, rules.ID(name)); err != nil {
			return err
		}
	}
	return nil
}

// distinct returns groups sorted, each once.
func distinct(all []group) []group {
	slices.SortFunc(all, group.compare)
	return slices.CompactFunc(all, func(a, b group) bool { return a.compare(b) == 0 })
}

func (g group) compare(h group) int {
	return cmp.Or(cmp.Compare(g.way, h.way), slices.Compare(g.name, h.name))
}

// find returns the place of a group, or none where the name is empty.
func (g groups) find(way int, name []string) int {
	if len(name) == 0 {
		return none
	}
	i, _ := slices.BinarySearchFunc(g.all, group{way: way, name: name}, group.compare)
	return i
}

// holds reports whether somebody in a leaf is in a group.
func (g groups) holds(i, leaf int) bool {
	for leaf != none && leaf != i {
		leaf = g.all[leaf].holder
	}
	return leaf == i
}
