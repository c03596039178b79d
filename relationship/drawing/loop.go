package drawing

import "math"

// addLoops makes room above the boxes of parties for their ties with themselves.
func (l *layout) addLoops() {
	for i := range l.ties {
		t := &l.ties[i]
		if !t.loop() {
			continue
		}
		b := &l.boxes[t.ends[0]]
		half := math.Ceil(textWidth(l.words[i], labelSize)+labelMore)/2 + 6
		b.foot.x0, b.foot.x1 = min(b.foot.x0, -half), max(b.foot.x1, half)
		b.foot.y0 -= loopStep
		if b.foot.y0 == b.body.y0-loopStep {
			b.foot.y0 -= 20
		}
	}
}

// loopStep is how much higher each further tie of a party with itself stands.
const loopStep = 26.0

// arches returns where the ties of a party with itself and their words are, empty where it has none.
func (l *layout) arches(party int) rect {
	r := l.foot(party)
	r.y1 = l.body(party).y0
	return r
}

// loops returns the arches of the ties of parties with themselves, by tie.
func (l *layout) loops() map[int]curve {
	arches := map[int]curve{}
	before := map[int]float64{}
	for i := range l.ties {
		t := &l.ties[i]
		if !t.loop() {
			continue
		}
		p := t.ends[0]
		k := before[p]
		before[p]++
		b := l.body(p)
		high := (26 + loopStep*k) / 0.75 // a curve rises to three quarters of its handles
		foot := min(14+5*k, b.width()/2-6)
		out := min(foot+14+8*k, l.foot(p).width()/2)
		top := point{b.centre().x, b.y0}
		arches[i] = curve{top.plus(point{-foot, 0}), top.plus(point{-out, -high}), top.plus(point{out, -high}), top.plus(point{foot, 0})}
	}
	return arches
}
