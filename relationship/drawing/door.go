package drawing

import (
	"cmp"
	"math"
	"slices"
)

// busy is how many neighbours a party may have with all ties leading to the middle of its box. With more,
// they would run into each other there.
const busy = 6

// doors returns where in its box the ties of a busy party end, by party and neighbour: in the order in which
// the neighbours stand around it, spread more evenly than they stand.
func (l *layout) doors() map[[2]int]point {
	neighbours := make([][]int, len(l.parties))
	for i := range l.ties {
		if a, b := l.ties[i].ends[0], l.ties[i].ends[1]; a != b {
			neighbours[a], neighbours[b] = append(neighbours[a], b), append(neighbours[b], a)
		}
	}
	out := map[[2]int]point{}
	for party, others := range neighbours {
		slices.Sort(others)
		others = slices.Compact(others)
		if len(others) <= busy {
			continue
		}
		body := l.body(party)
		for _, w := range l.spreadOut(party, others) {
			d := direction(w.angle)
			out[[2]int{party, w.to}] = l.at[party].plus(point{d.x * body.width() * 0.36, d.y * body.height() * 0.36})
		}
	}
	return out
}

// door returns where in its box the ties from a party to another end.
func (r *router) door(party, to int) point {
	if at, ok := r.doors[[2]int{party, to}]; ok {
		return at
	}
	return r.at[party]
}

// A way is the direction in which a neighbour stands, in the proportions of the box.
type way struct {
	to    int
	angle float64
}

// spreadOut returns the directions of neighbours, moved halfway to where they would be equally far apart.
func (l *layout) spreadOut(party int, others []int) []way {
	body := l.body(party)
	var ways []way
	for _, o := range others {
		d := l.at[o].minus(l.at[party])
		ways = append(ways, way{o, math.Atan2(d.y/body.height(), d.x/body.width())})
	}
	slices.SortStableFunc(ways, func(a, b way) int { return cmp.Compare(a.angle, b.angle) })
	ways = afterWidestGap(ways)
	n := float64(len(ways) - 1)
	first, whole := ways[0].angle, ways[len(ways)-1].angle-ways[0].angle
	for k := range ways {
		even := first + whole*float64(k)/n
		ways[k].angle = 0.4*ways[k].angle + 0.6*even
	}
	return ways
}

// afterWidestGap turns a round of directions so that it begins behind its widest gap.
func afterWidestGap(ways []way) []way {
	widest, at := -1.0, 0
	for k := range ways {
		gap := ways[k].angle - ways[(k+len(ways)-1)%len(ways)].angle
		if k == 0 {
			gap += 2 * math.Pi
		}
		if gap > widest+1e-9 {
			widest, at = gap, k
		}
	}
	out := slices.Concat(ways[at:], ways[:at])
	for k := len(ways) - at; k < len(out); k++ {
		out[k].angle += 2 * math.Pi
	}
	return out
}
