package themes

import (
	"cmp"
	"math"
	"slices"
)

// A group is what belongs together so far: the sum of the unit vectors of its members.
type group struct {
	members []int
	words   []weight // by word
	alive   bool
}

// A weight is how much a word counts in a vector.
type weight struct {
	word int32
	of   float64
}

// A linker joins the two groups whose members are most alike on average, again and again, until no two are
// alike enough: average linkage, by following nearest neighbours (Murtagh 1983), which gives the same
// groups as looking for the best pair each time, because a join never brings two groups nearer than the
// nearer of its halves was. The average likeness of two groups is the product of their sums over the
// product of their sizes.
type linker struct {
	groups []group
	said   [][]int32 // the groups that have a word
	sums   []float64 // of what was met, by group
	met    []int32
}

func newLinker(vectors [][]weight, words int) *linker {
	l := &linker{said: make([][]int32, words)}
	for i, v := range vectors {
		l.add(group{[]int{i}, v, true})
	}
	return l
}

func (l *linker) add(g group) int32 {
	at := int32(len(l.groups))
	l.groups = append(l.groups, g)
	l.sums = append(l.sums, 0)
	for _, w := range g.words {
		l.said[w.word] = append(l.said[w.word], at)
	}
	return at
}

// link returns the groups that are left, each with its members sorted.
func (l *linker) link(least float64) []group {
	singles := len(l.groups)
	var chain []int32
	var done []group
	next := 0
	for {
		if len(chain) == 0 {
			for next < singles && !l.groups[next].alive {
				next++
			}
			if next == singles {
				return l.rest(done)
			}
			chain = append(chain, int32(next))
		}
		top := chain[len(chain)-1]
		prefer := int32(-1)
		if len(chain) > 1 {
			prefer = chain[len(chain)-2]
		}
		near, likeness := l.nearest(top, prefer)
		switch {
		case near < 0 || likeness < least:
			// Nothing will ever come nearer to it.
			done = append(done, l.groups[top])
			l.groups[top].alive = false
			chain = chain[:len(chain)-1]
		case near == prefer:
			chain = chain[:len(chain)-2]
			l.join(top, near)
			singles = max(singles, len(l.groups))
		default:
			chain = append(chain, near)
		}
	}
}

// rest adds the groups that are alive to those that are done.
func (l *linker) rest(done []group) []group {
	for _, g := range l.groups {
		if g.alive {
			done = append(done, g)
		}
	}
	for _, g := range done {
		slices.Sort(g.members)
	}
	slices.SortFunc(done, func(a, b group) int { return cmp.Compare(a.members[0], b.members[0]) })
	return done
}

// nearest returns the group that is most alike, prefer among equal ones, then the oldest; -1 where none
// has a word in common.
func (l *linker) nearest(at, prefer int32) (int32, float64) {
	g := &l.groups[at]
	l.met = l.met[:0]
	for _, w := range g.words {
		said := l.said[w.word][:0]
		for _, other := range l.said[w.word] {
			o := &l.groups[other]
			if !o.alive {
				continue
			}
			said = append(said, other)
			if other == at {
				continue
			}
			i, _ := slices.BinarySearchFunc(o.words, w.word, func(x weight, word int32) int { return cmp.Compare(x.word, word) })
			if l.sums[other] == 0 {
				l.met = append(l.met, other)
			}
			l.sums[other] += w.of * o.words[i].of
		}
		l.said[w.word] = said
	}
	near, best := int32(-1), 0.0
	for _, other := range l.met {
		likeness := l.sums[other] / float64(len(g.members)*len(l.groups[other].members))
		l.sums[other] = 0
		if near < 0 || likeness > best || likeness == best && (other == prefer || near != prefer && other < near) {
			near, best = other, likeness
		}
	}
	return near, best
}

// join makes one group of two.
func (l *linker) join(a, b int32) {
	x, y := &l.groups[a], &l.groups[b]
	x.alive, y.alive = false, false
	l.add(group{append(slices.Clone(x.members), y.members...), added(x.words, y.words), true})
}

// added returns the sum of two vectors.
func added(a, b []weight) []weight {
	sum := make([]weight, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch c := cmp.Compare(a[0].word, b[0].word); {
		case c < 0:
			sum, a = append(sum, a[0]), a[1:]
		case c > 0:
			sum, b = append(sum, b[0]), b[1:]
		default:
			sum, a, b = append(sum, weight{a[0].word, a[0].of + b[0].of}), a[1:], b[1:]
		}
	}
	return append(append(sum, a...), b...)
}

// unit gives a vector the length 1.
func unit(v []weight) []weight {
	sum := 0.0
	for _, w := range v {
		sum += w.of * w.of
	}
	if sum == 0 {
		return nil
	}
	for i := range v {
		v[i].of /= math.Sqrt(sum)
	}
	return v
}
