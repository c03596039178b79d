package drawing

import (
	"cmp"
	"slices"
)

// A tree leads from the middle to every party that can be reached from it, each by its nearest way.
type tree struct {
	depth    []int   // ties between the party and the middle; -1 where no way leads there
	parent   []int   // the party before it on the way, or -1
	branches [][]int // those after it, in the order in which they stand around the middle
	order    []int   // nearest first, so that each comes after its parent
	apart    []int   // those that no way leads to, in order
}

// A step is a tie as it leads to a party.
type step struct {
	to         int
	importance float64
}

// steps returns for each party where its ties lead, in order.
func (s *scene) steps() [][]step {
	out := make([][]step, len(s.parties))
	for i := range s.ties {
		t := &s.ties[i]
		if t.loop() {
			continue
		}
		most := max(t.looks[0].importance.Value, t.looks[1].importance.Value)
		out[t.ends[0]] = append(out[t.ends[0]], step{t.ends[1], most})
		out[t.ends[1]] = append(out[t.ends[1]], step{t.ends[0], most})
	}
	return out
}

// newTree reaches the parties ring by ring. Of several nearest ways to a party the one that ends in the most
// important tie counts.
func newTree(s *scene) tree {
	n := len(s.parties)
	t := tree{slices.Repeat([]int{-1}, n), slices.Repeat([]int{-1}, n), make([][]int, n), nil, nil}
	for _, c := range s.centre {
		t.depth[c] = 0
	}
	t.order = append(t.order, s.centre...)
	steps := s.steps()
	for ring := t.order; len(ring) > 0; {
		ring = t.next(ring, steps)
		t.order = append(t.order, ring...)
	}
	for i, d := range t.depth {
		if d < 0 {
			t.apart = append(t.apart, i)
		}
	}
	return t
}

// next reaches the parties one tie behind a ring.
func (t *tree) next(ring []int, steps [][]step) []int {
	best := map[int]float64{}
	var met []int
	for _, from := range ring {
		for _, s := range steps[from] {
			if t.depth[s.to] >= 0 {
				continue
			}
			most, again := best[s.to]
			if !again {
				met = append(met, s.to)
			}
			if !again || s.importance > most {
				best[s.to], t.parent[s.to] = s.importance, from
			}
		}
	}
	for _, i := range met {
		t.depth[i] = t.depth[t.parent[i]] + 1
		t.branches[t.parent[i]] = append(t.branches[t.parent[i]], i)
	}
	return met
}

// rings returns how many rings there are around the middle.
func (t *tree) rings() int { return t.depth[t.order[len(t.order)-1]] }

// fork returns the last two different parties on the ways to a and b that have the same parent, and
// whether there are such.
func (t *tree) fork(a, b int) (int, int, bool) {
	for a >= 0 && b >= 0 && t.parent[a] != t.parent[b] {
		if c := cmp.Compare(t.depth[a], t.depth[b]); c >= 0 {
			a = t.parent[a]
		} else {
			b = t.parent[b]
		}
	}
	return a, b, a >= 0 && b >= 0 && a != b && t.parent[a] >= 0
}
