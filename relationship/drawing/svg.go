package drawing

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kithcrm/kith/relationship"
)

// SVG returns the map as a picture that says everything: an SVG 1.1 document, which may also stand
// inside an HTML page. Parties stand in rings around the middle, by how many ties away they are;
// those that no tie leads to stand below. A tie is drawn in two halves, each for the party at its
// end: the width says how important the tie is to it, colour and sign how well it goes for it;
// dashes say that one of the two is a guess. A legend explains this, and the text behind the
// picture (its desc) tells each tie in words.
//
// Words stand where they cover neither parties nor each other. Those for which there is no room are
// told below, under a number, and names that are too long are shortened; hovering shows them whole.
// With up to 50 parties nearly everything finds its place; larger maps are drawn too.
//
// Parties and ties carry their IDs as data-party and data-tie. There are no scripts, styles, IDs or
// references that could meet others on a page.
//
// Special cases are:
//   - ties that do not hold at cfg.At are left out, and the drawing says how many
//   - a party of no known kind is drawn as a box with round corners
//
// It returns an error matching [relationship.ErrInvalid] for a map or a config that breaks the rules of
// its fields. The same map and config, in any order, give the same bytes. Up to 120 parties it
// looks for a good order by trying, which takes time in the square of the ties and the number of
// branches; above that, time grows little faster than the map.
func (m Map) SVG(cfg Config) ([]byte, error) {
	s, err := newScene("draw SVG", m, cfg)
	if err != nil {
		return nil, err
	}
	return newPicture(newLayout(s)).bytes(), nil
}

// A picture draws a layout.
type picture struct {
	*layout
	page
	frame rect // all of the map, without heading and legend
}

const margin = 28.0

func newPicture(l *layout) *picture {
	p := &picture{layout: l, frame: l.around()}
	for i := range l.ties {
		for _, at := range l.routes[i].trail {
			p.frame = p.frame.union(rectAround(at, signRoom, signRoom))
		}
		if l.labels[i].place != (rect{}) {
			p.frame = p.frame.union(l.labels[i].place)
		}
	}
	for k, r := range l.radii {
		// The rings come along where that takes little more room.
		more := p.frame.union(rectAround(point{}, 2*wide*r, 2*r))
		if k > 0 && more.width()*more.height() < 1.12*p.frame.width()*p.frame.height() {
			p.frame = more
		}
	}
	if spare := legendWidth - p.frame.width(); spare > 0 {
		p.frame.x0 -= spare / 2
		p.frame.x1 += spare / 2
	}
	return p
}

func (p *picture) bytes() []byte {
	head, foot := 72.0, p.footHeight()
	all := rect{p.frame.x0 - margin, p.frame.y0 - margin - head, p.frame.x1 + margin, p.frame.y1 + margin + foot}
	p.open("svg",
		attr{"xmlns", "http://www.w3.org/2000/svg"}, attr{"role", "img"},
		attr{"viewBox", viewBox(all)},
		measure("width", all.width()), measure("height", all.height()), attr{"font-family", fonts})
	p.say("title", p.title)
	p.say("desc", p.text())
	p.box(all, 0, attr{"fill", ground})
	p.heading(all)
	p.rings()
	p.drawTies()
	p.drawParties()
	p.drawLabels()
	p.captionApart()
	p.foot(rect{all.x0 + margin, p.frame.y1 + margin, all.x1 - margin, all.y1})
	p.end("svg")
	return p.Bytes()
}

// text tells the picture in words.
func (p *picture) text() string {
	out := []string{p.summary()}
	for i := range p.ties {
		out = append(out, p.sentence(&p.ties[i], p.reading(i)))
	}
	return strings.Join(out, "\n")
}

func (p *picture) heading(all rect) {
	left := all.x0 + margin
	p.write(point{left, all.y0 + 42}, shorten(p.title, 22, all.width()-2*margin), style{size: 22, colour: ink})
	p.write(point{left, all.y0 + 64}, p.summary(), style{size: 12, colour: soft})
}

func (p *picture) rings() {
	// A picture inside a picture cuts off what does not fit, without an ID to refer to.
	p.open("svg", append(area(p.frame), attr{"viewBox", viewBox(p.frame)}, attr{"fill", "none"}, attr{"stroke", faint})...)
	for _, r := range p.radii {
		if r > 0 && r < p.frame.height() { // of others too little would be seen
			p.mark("ellipse", measure("cx", 0), measure("cy", 0), measure("rx", r*wide), measure("ry", r))
		}
	}
	p.end("svg")
}

func (p *picture) drawTies() {
	p.open("g", attr{"class", "ties"}, attr{"fill", "none"})
	for i := range p.ties {
		t := &p.ties[i]
		p.open("g", attr{"data-tie", clean(t.id)})
		p.say("title", p.sentence(t, p.reading(i)))
		p.drawTie(p.routes[i], t, p.reading(i))
		p.end("g")
	}
	p.end("g")
}

// drawTie draws the two halves of a tie, the first for the end that it is read from.
func (p *picture) drawTie(r route, t *strand, first relationship.Side) {
	c := r.seen
	a, b := t.looks[first], t.looks[first.Other()]
	if t.marked {
		w := t.breadth()
		p.draw(c, append(stroke(ink, w), attr{"stroke-linecap", "square"})...)
		p.draw(c, append(stroke(ground, w-4), attr{"stroke-linecap", "square"})...)
	}
	before, after := c.split(0.5)
	p.half(before, a)
	p.half(after, b)
	p.sign(c.at(r.sign), c.heading(r.sign), a)
	p.sign(c.at(1-r.sign), c.heading(1-r.sign), b)
}

func (p *picture) half(c curve, l look) {
	attrs := stroke(gradeOf(l.health).colour(), l.thickness())
	if l.guessed() {
		attrs = append(attrs, attr{"stroke-dasharray", "7 4"})
	}
	p.draw(c, attrs...)
}

// sign draws what the colour says once more as a form: a disc, a bar, a cross, or nothing where
// nothing is known. A rim keeps it apart from a wide line of the same colour.
func (p *picture) sign(at, along point, l look) {
	colour := gradeOf(l.health).colour()
	size := max(l.thickness()/2+2.5, 4.5)
	switch across := along.left(); gradeOf(l.health) {
	case well:
		p.mark("circle", append(stroke(ground, 1.5), measure("cx", at.x), measure("cy", at.y), measure("r", size), attr{"fill", colour})...)
	case soSo:
		size += 2
		p.twice([]point{at.plus(across.times(size)), at.minus(across.times(size))}, colour)
	case badly:
		one, other := along.plus(across).times(size*0.8), along.minus(across).times(size*0.8)
		p.twice([]point{at.plus(one), at.minus(one), at.plus(other), at.minus(other)}, colour)
	}
}

// twice draws lines over a wider line in the colour of the ground.
func (p *picture) twice(ends []point, colour string) {
	p.strokes(ends, append(stroke(ground, 6), attr{"stroke-linecap", "square"})...)
	p.strokes(ends, append(stroke(colour, 3), attr{"stroke-linecap", "square"})...)
}

// captionApart says why some parties stand below the rings.
func (p *picture) captionApart() {
	if len(p.apart) == 0 {
		return
	}
	c := p.caption.centre()
	p.box(p.caption, 4, attr{"fill", ground})
	p.write(point{c.x, c.y + 4}, apartWords, style{12, soft, "middle"})
}

func (p *picture) drawParties() {
	p.open("g", attr{"class", "parties"})
	for i, f := range p.parties {
		p.open("g", attr{"data-party", clean(f.id)})
		p.say("title", f.name)
		p.drawParty(p.body(i), f.kind, slices.Contains(p.centre, i))
		p.drawName(i)
		p.end("g")
	}
	p.end("g")
}

// drawParty draws the shape of a party: a pill for a person, sharp corners for an organisation, six
// corners for a group.
func (p *picture) drawParty(r rect, kind relationship.PartyKind, central bool) {
	attrs := append(stroke(ink, 1.25), attr{"fill", fill})
	if central {
		attrs = append(stroke(ink, 1.25), attr{"fill", ink})
	}
	switch y := r.centre().y; kind {
	case relationship.Person:
		p.box(r, r.height()/2, attrs...)
	case relationship.Organisation:
		p.box(r, 0, attrs...)
	case relationship.Group:
		p.shape([]point{{r.x0, y}, {r.x0 + 10, r.y0}, {r.x1 - 10, r.y0}, {r.x1, y}, {r.x1 - 10, r.y1}, {r.x0 + 10, r.y1}}, attrs...)
	default:
		p.box(r, 8, append(attrs, attr{"stroke-dasharray", "2 3"})...)
	}
}

func (p *picture) drawName(party int) {
	b, c := p.boxes[party], p.body(party).centre()
	colour := ink
	if p.depth[party] == 0 {
		colour = ground
	}
	line := b.size * 1.25
	y := c.y - line*float64(len(b.lines)-1)/2 + b.size*0.36
	for k, text := range b.lines {
		p.write(point{c.x, y + line*float64(k)}, text, style{b.size, colour, "middle"})
	}
}

func (p *picture) drawLabels() {
	p.open("g", attr{"class", "labels"})
	for i := range p.labels {
		if p.labels[i].place != (rect{}) {
			p.drawLabel(&p.labels[i])
		}
	}
	p.end("g")
}

func (p *picture) drawLabel(l *label) {
	r, c := l.place, l.place.centre()
	if l.note > 0 {
		p.box(r, 4, append(stroke(soft, 1), attr{"fill", ground})...)
		p.write(point{c.x, c.y + 4}, strconv.Itoa(l.note), style{labelSize, ink, "middle"})
		return
	}
	p.box(r, 4, attr{"fill", ground})
	if !l.arrow {
		p.write(point{c.x, c.y + 4}, l.text, style{labelSize, ink, "middle"})
		return
	}
	shift := 6.0
	tip := point{r.x1 - 8, c.y}
	if l.head.x < -1e-6 {
		shift, tip.x = -6, r.x0+8
	}
	p.write(point{c.x - shift, c.y + 4}, l.text, style{labelSize, ink, "middle"})
	side := l.head.left().times(3.5)
	p.shape([]point{tip.plus(l.head.times(5)), tip.minus(l.head.times(3.5)).plus(side), tip.minus(l.head.times(3.5)).minus(side)}, attr{"fill", ink})
}
