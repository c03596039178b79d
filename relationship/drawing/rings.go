package drawing

import (
	"math"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// Room that must stay free between two boxes.
const (
	gapAcross = 14.0
	gapDown   = 12.0

	// More of it, where ties lead along the ring.
	moreAcross = 50.0
	moreDown   = 26.0
)

// setRadii makes the rings as small as the words along the ties and the boxes side by side allow,
// and places the middle.
func (l *layout) setRadii() {
	l.radii = make([]float64, l.rings()+1)
	words := l.widestWord()
	l.placeCentre(words)
	core := l.foot(l.centre[0])
	for _, c := range l.centre {
		core = core.union(l.foot(c))
	}
	inner, high := core.x1, core.height()/2
	bundles := 30 * float64(l.thickest()-1)
	for k := 1; k < len(l.radii); k++ {
		var w, h float64
		members := l.ring(k)
		for _, i := range members {
			w, h = w+l.boxes[i].foot.width(), h+l.boxes[i].foot.height()
		}
		n := float64(len(members))
		across := (inner + w/n/2 + words + 40 + bundles) / wide
		down := high + h/n/2 + 62 + bundles
		l.radii[k] = max(l.radii[k-1]+across, l.radii[k-1]+down, (h+n*gapDown)*1.25/(2*math.Pi))
		inner, high = w/n/2, h/n/2
	}
}

// ring returns the parties at a distance from the middle.
func (l *layout) ring(k int) []int {
	var out []int
	for _, i := range l.order {
		if l.depth[i] == k {
			out = append(out, i)
		}
	}
	return out
}

// widestWord returns how wide nine of ten labels are at most.
func (l *layout) widestWord() float64 {
	widths := []float64{40}
	for _, w := range l.words {
		widths = append(widths, textWidth(w, labelSize)+labelMore)
	}
	slices.Sort(widths)
	return widths[len(widths)*9/10]
}

// thickest returns the greatest number of ties between the same two parties, up to 5.
func (l *layout) thickest() int {
	most, same := 1, map[[2]int]int{}
	for i := range l.ties {
		a, b := l.ties[i].ends[0], l.ties[i].ends[1]
		if a != b {
			same[[2]int{min(a, b), max(a, b)}]++
			most = max(most, same[[2]int{min(a, b), max(a, b)}])
		}
	}
	return min(most, 5)
}

// placeCentre puts the party in the middle there, or the two ends of a tie side by side with room for the
// words of their ties between them.
func (l *layout) placeCentre(words float64) {
	if len(l.centre) == 1 {
		return
	}
	ends := l.ties[l.middle].ends
	l.centre = []int{ends[relationship.FromSide], ends[relationship.ToSide]}
	left, right := l.boxes[ends[0]].foot.width()/2, l.boxes[ends[1]].foot.width()/2
	gap := max(textWidth(l.words[l.middle], labelSize)+labelMore, words) + 110
	l.at[ends[0]] = point{whole(-gap/2 - left), 0}
	l.at[ends[1]] = point{whole(gap/2 + right), 0}
	l.angle[ends[0]] = math.Pi
}

// need returns the angle that a party's own box takes on its ring where it stands now.
func (l *layout) need(i int) float64 {
	sin, cos := math.Sincos(l.angle[i])
	r, foot := l.radii[l.depth[i]], l.boxes[i].foot
	across, down := foot.width()+gapAcross, foot.height()+gapDown
	if l.beside[i] {
		across, down = across+moreAcross, down+moreDown
	}
	return min(across/(wide*r*math.Abs(sin)), down/(r*math.Abs(cos)))
}

// turn gives every party an angle in the middle of a sector that has room for all behind it, and
// returns how much angle they all need together. How much a box needs depends on where it stands, so that
// turning again makes it truer.
func (l *layout) turn() float64 {
	n := len(l.parties)
	sum, needs := make([]float64, n), make([]float64, n) // of those behind; with the party itself
	for _, i := range slices.Backward(l.order) {
		if p := l.parent[i]; p >= 0 {
			needs[i] = max(l.need(i), sum[i])
			sum[p] += needs[i]
		}
	}
	first, sector := make([]float64, n), make([]float64, n)
	total := 0.0
	for _, c := range l.centre {
		total += sum[c]
	}
	l.share(first, sector, sum, needs, total)
	for _, i := range l.order {
		width := sector[i]
		if l.depth[i] > 0 {
			width = min(width, 2.5*sum[i]) // children stay near their parents
			l.angle[i] = first[i] + sector[i]/2
		}
		from := first[i] + (sector[i]-width)/2
		for _, b := range l.branches[i] {
			first[b], sector[b] = from, width*needs[b]/sum[i]
			from += sector[b]
		}
	}
	return total
}

// share gives the middle all around, or each of its two parties the part on its side.
func (l *layout) share(first, sector, sum, needs []float64, total float64) {
	a := l.centre[0]
	if len(l.centre) == 1 {
		sector[a] = 2 * math.Pi
		if len(l.branches[a]) > 0 { // the first of them is to stand exactly to the right
			first[a] = -math.Pi * needs[l.branches[a][0]] / total
		}
		return
	}
	b := l.centre[1]
	spare := max(0, 2*math.Pi-total)
	sector[a], sector[b] = sum[a]+spare/2, sum[b]+spare/2
	first[a], first[b] = math.Pi-sector[a]/2, -sector[b]/2
}

// settle turns until angles hardly move and puts the boxes there. It returns the angle needed.
func (l *layout) settle(turns int) float64 {
	total := 0.0
	for range turns {
		total = l.turn()
	}
	for _, i := range l.order {
		if r := l.radii[l.depth[i]]; r > 0 {
			sin, cos := math.Sincos(l.angle[i])
			l.at[i] = point{whole(wide * r * cos), whole(r * sin)}
		}
	}
	return total
}

// fit lets rings grow until no box overlaps another. It ends, because boxes keep their sizes while
// the room between them grows.
func (l *layout) fit() {
	for {
		total := l.settle(6)
		tight := l.tightest()
		if total <= 2*math.Pi {
			if tight = l.overlapping(); tight == 0 {
				return
			}
		}
		l.swell(tight)
	}
}

// swell makes a ring greater, and with it those outside.
func (l *layout) swell(ring int) {
	more := l.radii[ring] * 0.05
	for k := ring; k < len(l.radii); k++ {
		l.radii[k] += more
	}
}

// tightest returns the ring whose boxes need the greatest part of it.
func (l *layout) tightest() int {
	load := make([]float64, len(l.radii))
	most := min(1, len(load)-1)
	for _, i := range l.order {
		if k := l.depth[i]; k > 0 {
			load[k] += l.need(i)
		}
	}
	for k := range load {
		if load[k] > load[most] {
			most = k
		}
	}
	return most
}

// overlapping returns the outermost ring with a box too near to another, or 0.
func (l *layout) overlapping() int {
	x := newIndex(l.around())
	ring := 0
	for _, i := range l.order {
		room := l.foot(i).grow(gapDown / 2)
		for _, j := range x.near(room) {
			if room.overlaps(l.foot(j).grow(gapDown / 2)) {
				ring = max(ring, l.depth[i], l.depth[j])
			}
		}
		x.add(room, i)
	}
	return ring
}
