package drawing

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// A label is the words of a tie, or the number of the note that tells it, where it stands on the
// map. Its place is empty where there was no room for either.
type label struct {
	text  string
	note  int // 1 for the first note, 0 where the text is the words themselves
	place rect
	arrow bool  // the words have a direction, told by an arrowhead
	head  point // the direction
}

// Sizes of labels.
const (
	labelHigh = 17.0
	labelMore = 20.0 // around the words, with the arrowhead
	labelGap  = 3.0
)

// A placer finds room for labels.
type placer struct {
	*layout
	taken  *index // boxes and labels
	rects  []rect
	ways   *index
	signs  *index // the marks of health
	places []point
}

// placeLabels puts words where they cover neither boxes nor each other and hide as little of ties as may
// be. Where there is no such place, a number leads to a note below the map.
func (l *layout) placeLabels() {
	l.labels = make([]label, len(l.ties))
	area := l.around()
	p := placer{layout: l, taken: newIndex(area), ways: newIndex(area), signs: newIndex(area)}
	for i := range l.parties {
		p.take(l.body(i))
	}
	p.take(l.caption)
	order := make([]int, len(l.ties))
	for i := range l.ties {
		order[i] = i
		p.note(i)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(l.urgency(a), l.urgency(b)), cmp.Compare(whole(l.routes[a].seen.length()), whole(l.routes[b].seen.length())))
	})
	var left []int
	for _, i := range order {
		if !p.place(i, l.words[i], 150) {
			left = append(left, i)
		}
	}
	slices.Sort(left)
	for k, i := range left {
		l.notes = append(l.notes, i)
		l.labels[i].note = k + 1
		p.place(i, strconv.Itoa(k+1), math.Inf(1))
	}
}

// labelWide returns how wide the words of a tie are with all around them.
func (l *layout) labelWide(tie int) float64 {
	return math.Ceil(textWidth(l.words[tie], labelSize)) + labelMore
}

// urgency orders ties: what is marked or has its own room goes first, then those with least room.
func (l *layout) urgency(tie int) int {
	switch {
	case l.ties[tie].loop():
		return 0
	case l.ties[tie].marked:
		return 1
	}
	return 2
}

func (p *placer) take(r rect) {
	p.taken.add(r, len(p.rects))
	p.rects = append(p.rects, r)
}

// note remembers what a tie shows that should stay in sight.
func (p *placer) note(tie int) {
	p.each(tie, p.ways.add)
	for _, at := range [2]float64{p.routes[tie].sign, 1 - p.routes[tie].sign} {
		c := p.routes[tie].seen.at(at)
		p.signs.add(rectAround(c, signRoom, signRoom), len(p.places))
		p.places = append(p.places, c)
	}
}

// place puts words at the best place for a tie, and reports whether there was one that costs no
// more than a limit.
func (p *placer) place(tie int, words string, limit float64) bool {
	seen := p.routes[tie].seen
	note := p.labels[tie].note
	out := label{text: words, note: note, arrow: note == 0 && !p.ties[tie].mutual}
	w := math.Ceil(textWidth(words, labelSize)) + labelMore
	if !out.arrow {
		w -= 12
	}
	lowest, at := limit, 0.0
	for _, c := range p.spots(tie, w) {
		if cost := c.cost + p.cost(tie, c.place, lowest-c.cost); cost < lowest-1e-6 {
			lowest, out.place, at = cost, c.place, c.at
		}
	}
	if out.place == (rect{}) {
		return false
	}
	out.head = seen.heading(at)
	p.labels[tie] = out
	p.take(out.place.grow(labelGap))
	return true
}

// A spot is a place where a label might stand.
type spot struct {
	place rect
	at    float64 // share of the way
	cost  float64
}

// spots returns places on a tie and beside it, from its middle outwards.
func (p *placer) spots(tie int, w float64) []spot {
	seen := p.routes[tie].seen
	if p.ties[tie].loop() {
		return []spot{{rectAround(round(seen.at(0.5)).plus(point{0, -14}), w, labelHigh), 0.5, -1000}}
	}
	length, away := seen.length(), 4+p.ties[tie].breadth()/2
	var out []spot
	for k := range 17 {
		at := 0.5 + float64((k+1)/2)*0.045*float64(1-2*(k%2))
		c, head := seen.at(at), seen.heading(at)
		hidden := along(head, w) / length
		cost := 16 * math.Abs(at-0.5)
		out = append(out, spot{rectAround(round(c), w, labelHigh), at, cost + 60*max(0, hidden-0.6)})
		side := head.left()
		clear := away + (w*math.Abs(side.x)+labelHigh*math.Abs(side.y))/2
		for _, s := range []float64{1, -1} {
			out = append(out, spot{rectAround(round(c.plus(side.times(s*clear))), w, labelHigh), at, cost + 16})
		}
	}
	return out
}

func round(p point) point { return point{whole(p.x), whole(p.y)} }

// cost measures what a label would hide, or is infinite where it would cover a box or a label. It
// may stop when that is more than a limit.
func (p *placer) cost(tie int, place rect, limit float64) float64 {
	if limit <= 0 {
		return math.Inf(1)
	}
	for _, k := range p.taken.near(place) {
		if p.rects[k].overlaps(place) && !p.ties[tie].loop() {
			return math.Inf(1)
		}
	}
	cost := 0.0
	for _, k := range p.signs.near(place) {
		if rectAround(p.places[k], signRoom, signRoom).overlaps(place) {
			cost += 45
		}
	}
	last := tie
	for _, way := range p.ways.near(place) {
		other := way / pieces
		if other == last {
			continue
		}
		trail := p.routes[other].trail
		if other != tie && place.grow(1).span(trail[way%pieces], trail[way%pieces+1]) > 0 {
			cost += 30
			last = other
		}
	}
	return cost
}
