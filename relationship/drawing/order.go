package drawing

import (
	"cmp"
	"math"
	"slices"
)

// few is how many parties there may be for orders to be tried one by one; each trial looks at all
// pairs of ties.
const few = 120

// sortBranches looks for an order of the branches in which few ties cross: first each branch goes towards
// where its ties lead, then, where parties are few, branches change places as long as that helps.
func (l *layout) sortBranches() {
	l.settle(3)
	best, kept := l.tangle(), l.copyBranches()
	for range 8 {
		l.sweep()
		l.settle(3)
		if now := l.tangle(); now < best-1e-6 {
			best, kept = now, l.copyBranches()
		}
	}
	l.branches = kept
	l.settle(3)
	if len(l.parties) <= few {
		l.improve(best)
	}
	l.settle(3)
}

func (l *layout) copyBranches() [][]int {
	out := make([][]int, len(l.branches))
	for i, b := range l.branches {
		out[i] = slices.Clone(b)
	}
	return out
}

// sweep sorts branches by the mean direction in which the ties of all behind them lead, measured
// from their parent's direction.
func (l *layout) sweep() {
	pull := l.pulls()
	for i, branches := range l.branches {
		if l.depth[i] < 0 {
			continue
		}
		towards := func(b int) float64 {
			p := pull[b]
			if p.length() < 1e-9 {
				p = direction(l.angle[b])
			}
			turned := math.Atan2(p.y, p.x) - l.angle[i]
			if l.depth[i] == 0 && len(l.centre) == 1 {
				return math.Round(math.Mod(turned+4*math.Pi, 2*math.Pi) * 1e6)
			}
			return math.Round(math.Remainder(turned, 2*math.Pi) * 1e6)
		}
		slices.SortStableFunc(branches, func(a, b int) int { return cmp.Compare(towards(a), towards(b)) })
	}
}

func direction(angle float64) point {
	sin, cos := math.Sincos(angle)
	return point{cos, sin}
}

// pulls returns for each branch the sum of the directions to which ties lead away from it, and half
// its own.
func (l *layout) pulls() []point {
	out := make([]point, len(l.parties))
	for i := range l.ties {
		a, b := l.ties[i].ends[0], l.ties[i].ends[1]
		if l.depth[a] < 0 || l.parent[a] == b || l.parent[b] == a {
			continue
		}
		l.pull(out, a, b)
		l.pull(out, b, a)
	}
	for i := range out {
		out[i] = out[i].plus(direction(l.angle[i]).times(0.5))
	}
	return out
}

// pull adds the direction to b to all branches with a that do not hold b too.
func (l *layout) pull(out []point, a, b int) {
	if l.depth[b] == 0 {
		return
	}
	top, _, forked := l.fork(a, b)
	for i := a; i >= 0 && l.depth[i] > 0; i = l.parent[i] {
		out[i] = out[i].plus(direction(l.angle[b]))
		if forked && i == top {
			return
		}
	}
}

// tangle measures how bad the drawing would be with straight ties: crossings, boxes run over, and
// length. Where parties are many it is the length alone.
func (l *layout) tangle() float64 {
	cost := 0.0
	for i := range l.ties {
		a, b := l.at[l.ties[i].ends[0]], l.at[l.ties[i].ends[1]]
		cost += b.minus(a).length() / 200
		if len(l.parties) > few {
			continue
		}
		for j := range i {
			if c := &l.ties[j]; crosses(a, b, l.at[c.ends[0]], l.at[c.ends[1]]) {
				cost += 10
			}
		}
		for _, k := range l.order {
			if l.ties[i].ends[0] != k && l.ties[i].ends[1] != k && l.foot(k).span(a, b) > 0 {
				cost += 6
			}
		}
	}
	return cost
}

// improve tries to put branches in each other's places and the two sides of a tie next to each
// other, and keeps what helps.
func (l *layout) improve(best float64) {
	for range 6 {
		before := best
		for i := range l.branches {
			best = l.swapNeighbours(i, best)
		}
		for i := range l.ties {
			best = l.bringTogether(i, best)
		}
		if best >= before {
			return
		}
	}
}

// try makes a change of one list of branches and takes it back unless it helps.
func (l *layout) try(parent int, best float64, change func([]int) []int) float64 {
	old := l.branches[parent]
	l.branches[parent] = change(slices.Clone(old))
	l.settle(2)
	if now := l.tangle(); now < best-1e-6 {
		return now
	}
	l.branches[parent] = old
	return best
}

func (l *layout) swapNeighbours(parent int, best float64) float64 {
	for k := range len(l.branches[parent]) - 1 {
		best = l.try(parent, best, func(b []int) []int {
			b[k], b[k+1] = b[k+1], b[k]
			return b
		})
	}
	return best
}

// bringTogether tries to put the branch with one end of a tie beside the one with the other end.
func (l *layout) bringTogether(tie int, best float64) float64 {
	ends := l.ties[tie].ends
	if l.depth[ends[0]] < 0 {
		return best
	}
	a, b, forked := l.fork(ends[0], ends[1])
	if !forked {
		return best
	}
	for _, pair := range [2][2]int{{a, b}, {b, a}} {
		for after := range 2 {
			best = l.try(l.parent[a], best, func(branches []int) []int {
				branches = slices.DeleteFunc(branches, func(i int) bool { return i == pair[0] })
				return slices.Insert(branches, slices.Index(branches, pair[1])+after, pair[0])
			})
		}
	}
	return best
}
