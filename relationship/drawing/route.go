package drawing

import (
	"cmp"
	"math"
	"slices"
)

// A route is the way of a tie between two boxes.
type route struct {
	seen  curve   // what is to be seen of it, from the end that it is read from
	sign  float64 // where the signs of health stand, as a share of the way from either end
	trail []point // the same in straight pieces
}

// pieces is how many straight pieces stand for a curve where ways are compared.
const pieces = 20

// A router finds a way for each tie, around boxes and across few of those that have one already.
type router struct {
	*layout
	boxes *index
	ways  *index // pieces of ways: the tie times pieces plus the piece
	doors map[[2]int]point
}

// A bundle is the ties between the same two parties, which run side by side.
type bundle struct {
	a, b int // a is the nearer to the middle
	ties []int
}

// routeTies finds the ways: first those along the tree, which lie as they are, then the shorter before
// the longer.
func (l *layout) routeTies() {
	l.routes = make([]route, len(l.ties))
	area := l.around()
	r := router{l, newIndex(area), newIndex(area), l.doors()}
	for i := range l.parties {
		r.boxes.add(l.foot(i), i)
	}
	for i, c := range l.loops() {
		l.routes[i] = newRoute(c, 0)
	}
	for i := range l.ties {
		if l.ties[i].loop() {
			r.lay(i)
		}
	}
	bundles := l.bundles()
	for _, b := range bundles {
		r.route(b)
	}
	if len(l.parties) > few {
		return
	}
	for range 2 { // once more, now that the others have their ways
		for _, b := range bundles {
			for _, i := range b.ties {
				r.each(i, r.ways.remove)
			}
			r.route(b)
		}
	}
}

// newRoute puts the signs of health where words of a width leave them in sight: a quarter of the way from
// the ends, or nearer to them.
func newRoute(c curve, words float64) route {
	length := c.length()
	free := (length - along(c.heading(0.5), words)) / 4
	if free < signRoom*0.75 {
		free = length / 4
	}
	return route{c, min(free/length, 0.25), c.points(pieces)}
}

// along returns how much of a way a label on it hides.
func along(heading point, width float64) float64 {
	return min(width/max(math.Abs(heading.x), 1e-9), labelHigh/max(math.Abs(heading.y), 1e-9))
}

// bundles returns the ties with two ends, in the order in which ways are to be found.
func (l *layout) bundles() []bundle {
	byEnds := map[[2]int][]int{}
	var keys [][2]int
	for i := range l.ties {
		a, b := l.ties[i].ends[0], l.ties[i].ends[1]
		if a == b {
			continue
		}
		key := [2]int{min(a, b), max(a, b)}
		if l.depth[key[1]] >= 0 && l.depth[key[1]] < l.depth[key[0]] {
			key = [2]int{key[1], key[0]}
		}
		if byEnds[key] == nil {
			keys = append(keys, key)
		}
		byEnds[key] = append(byEnds[key], i)
	}
	slices.SortStableFunc(keys, func(x, y [2]int) int {
		return cmp.Or(cmp.Compare(l.offTree(x), l.offTree(y)), cmp.Compare(l.distance(x), l.distance(y)))
	})
	out := make([]bundle, 0, len(keys))
	for _, k := range keys {
		out = append(out, bundle{k[0], k[1], byEnds[k]})
	}
	return out
}

func (l *layout) offTree(ends [2]int) int {
	if l.parent[ends[1]] == ends[0] || l.parent[ends[0]] == ends[1] {
		return 0
	}
	return 1
}

func (l *layout) distance(ends [2]int) float64 {
	return whole(l.at[ends[1]].minus(l.at[ends[0]]).length())
}

// route gives the ties of a bundle the best ways among those worth trying.
func (r *router) route(b bundle) {
	var best []curve
	lowest := math.Inf(1)
	for _, base := range r.candidates(b) {
		ways := r.fan(b, base)
		cost := base.cost
		for _, w := range ways {
			cost += r.cost(b, w)
		}
		if cost < lowest-1e-6 {
			lowest, best = cost, ways
		}
	}
	for k, i := range b.ties {
		c := best[k]
		if r.ties[i].ends[r.reading(i)] != b.a {
			c = curve{c[3], c[2], c[1], c[0]}
		}
		r.routes[i] = newRoute(c, r.labelWide(i))
		r.lay(i)
	}
}

// lay notes where a tie runs.
func (r *router) lay(tie int) { r.each(tie, r.ways.add) }

// each does something with all pieces of a tie.
func (l *layout) each(tie int, do func(rect, int)) {
	trail := l.routes[tie].trail
	for k := range pieces {
		do(rectOf(trail[k], trail[k+1]), tie*pieces+k)
	}
}

// A candidate is a way from the middle of one box to that of another.
type candidate struct {
	way  curve
	cost float64
}

// candidates returns a straight way, ways that bow to either side, and ways along the rings.
func (r *router) candidates(b bundle) []candidate {
	from, to := r.door(b.a, b.b), r.door(b.b, b.a)
	length := to.minus(from).length()
	out := []candidate{{bow(from, to, 0), 0}}
	shares := []float64{0.06, 0.12, 0.2, 0.3, 0.42}
	if len(r.parties) > few {
		shares = []float64{0.1, 0.25}
	}
	for _, share := range shares {
		for _, side := range []float64{1, -1} {
			out = append(out, candidate{bow(from, to, side*share*length), 4 + 30*share})
		}
	}
	if r.depth[b.a] < 1 || r.depth[b.b] < 1 || len(r.parties) > few {
		return out
	}
	turn := math.Remainder(r.angle[b.b]-r.angle[b.a], 2*math.Pi)
	if math.Abs(turn) > 2*math.Pi/3 {
		return out
	}
	for _, off := range []float64{-90, -60, 60, 90, 130} {
		way := curve{from, r.ringPoint(b.a, turn/3, off), r.ringPoint(b.b, -turn/3, off), to}
		out = append(out, candidate{way, 10 + 10*math.Abs(turn)})
	}
	return out
}

// ringPoint returns a place off the ring of a party, turned away from it.
func (r *router) ringPoint(party int, turn, off float64) point {
	d := direction(r.angle[party] + turn)
	radius := r.radii[r.depth[party]]/math.Cos(turn) + off
	return point{d.x * radius * wide, d.y * radius}
}

// fan returns one way for each tie of a bundle, side by side around a candidate, from the rim of one
// box to that of the other.
func (r *router) fan(b bundle, base candidate) []curve {
	ahead := base.way[3].minus(base.way[0]).unit()
	// Words are wider than high, so ways that run up and down stand farther apart.
	apart := 26 + 50*math.Abs(ahead.y)
	out := make([]curve, len(b.ties))
	for k := range b.ties {
		push := ahead.left().times((float64(k) - float64(len(b.ties)-1)/2) * apart * 4 / 3)
		c := base.way
		c[1], c[2] = c[1].plus(push), c[2].plus(push)
		out[k] = c.outside(r.body(b.a), r.body(b.b))
	}
	return out
}

// cost measures how much a way disturbs: the boxes that it runs over, the ways that it crosses or
// runs along with, its length.
func (r *router) cost(b bundle, c curve) float64 {
	trail := c.points(pieces)
	cost, length := 0.0, 0.0
	for k := range pieces {
		from, to := trail[k], trail[k+1]
		length += to.minus(from).length()
		area := rectOf(from, to).grow(8)
		for _, i := range r.boxes.near(area) {
			if i != b.a && i != b.b {
				cost += 80 * r.foot(i).grow(6).span(from, to)
			} else if loops := r.arches(i); loops.height() > 0 {
				cost += 150 * loops.span(from, to)
			}
		}
		for _, way := range r.ways.near(area) {
			other := r.routes[way/pieces].trail
			p, q := other[way%pieces], other[way%pieces+1]
			if crosses(from, to, p, q) {
				cost += 14
			} else if !r.meet(b, way/pieces, k) && to.to(from, 0.5).minus(p.to(q, 0.5)).length() < 9.0137 {
				cost += 4
			}
		}
	}
	return cost + length/60
}

// meet reports whether a piece of a bundle is so near to a box that it shares with another tie that
// the two must come close.
func (r *router) meet(b bundle, other, piece int) bool {
	ends := r.ties[other].ends
	return piece < pieces/2 && slices.Contains(ends[:], b.a) || piece >= pieces/2 && slices.Contains(ends[:], b.b)
}
