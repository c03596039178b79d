package drawing

import (
	"math"

	"github.com/kithcrm/kith/relationship"
)

// Sizes of text, and the room around it.
const (
	nameSize   = 13.0
	centreSize = 15.0
	labelSize  = 11.5

	nameWidth   = 112.0 // of the longest line of a name
	centreWidth = 150.0
	labelWidth  = 150.0
)

// wide is how much wider than high the rings are: boxes and words need more room sideways, and
// screens have it.
const wide = 1.5

// A layout says where everything stands, the middle of the map at 0, 0.
type layout struct {
	*scene
	tree
	boxes  []box
	beside []bool    // parties with ties to others on their ring
	crowd  []float64 // how much room the ties of each party take on its outline
	words  []string  // the label of each tie
	radii  []float64 // half the height of each ring; 0 for the middle
	angle  []float64 // of each party, seen from the middle, from 0 to the right
	at     []point   // the middle of each party's box
	routes []route   // of each tie
	labels []label   // of each tie
	notes  []int     // ties that are told below the map, in order

	caption rect // above the parties that no way leads to
}

// A box is the shape of a party with its name. Its rects are placed by [layout.at].
type box struct {
	lines []string
	size  float64 // of the text
	body  rect
	foot  rect // with room for the ties of the party with itself
}

func newLayout(s *scene) *layout {
	l := &layout{scene: s, tree: newTree(s), at: make([]point, len(s.parties)), angle: make([]float64, len(s.parties)), crowd: make([]float64, len(s.parties)), beside: make([]bool, len(s.parties))}
	for i := range s.ties {
		if a, b := s.ties[i].ends[0], s.ties[i].ends[1]; a != b && l.depth[a] == l.depth[b] {
			l.beside[a], l.beside[b] = true, true
		}
		for side, party := range s.ties[i].ends {
			l.crowd[party] += s.ties[i].looks[side].thickness() + 5
		}
		l.words = append(l.words, shorten(s.ties[i].phrases[l.reading(i)], labelSize, labelWidth))
	}
	for i := range s.parties {
		l.boxes = append(l.boxes, l.newBox(i))
	}
	l.addLoops()
	l.setRadii()
	l.sortBranches()
	l.fit()
	l.placeApart()
	l.routeTies()
	l.placeLabels()
	return l
}

func (l *layout) newBox(party int) box {
	b := box{size: nameSize}
	width := nameWidth
	if l.depth[party] == 0 {
		b.size, width = centreSize, centreWidth
	}
	b.lines = wrap(l.parties[party].name, b.size, width)
	w := 0.0
	for _, line := range b.lines {
		w = max(w, textWidth(line, b.size))
	}
	w, h := max(w+24, 48), float64(len(b.lines))*math.Ceil(b.size*1.25)+14
	if l.parties[party].kind == relationship.Group {
		w += 12 // for the corners of its shape
	}
	if spare := l.crowd[party] - 2*(w+h); spare > 0 {
		w, h = w+spare/8, h+3*spare/8
	}
	b.body = rectAround(point{}, math.Ceil(w/2)*2, math.Ceil(h/2)*2)
	b.foot = b.body
	return b
}

// body returns where the shape of a party is, and foot the same with the ties to itself.
func (l *layout) body(party int) rect { return l.boxes[party].body.move(l.at[party]) }
func (l *layout) foot(party int) rect { return l.boxes[party].foot.move(l.at[party]) }

// reading returns the end from which the words of a tie are read: the one nearer to the middle. A
// kind without words for both ends reads from From.
func (l *layout) reading(tie int) relationship.Side {
	t := &l.ties[tie]
	from, to := l.depth[t.ends[0]], l.depth[t.ends[1]]
	if t.worded && to >= 0 && to < from {
		return relationship.ToSide
	}
	return relationship.FromSide
}

// around bounds all boxes.
func (l *layout) around() rect {
	out := l.foot(l.centre[0])
	for i := range l.parties {
		out = out.union(l.foot(i))
	}
	return out
}

const apartWords = "Not connected with the middle on this day"

// placeApart puts the parties that no way leads to in rows below the rings.
func (l *layout) placeApart() {
	if len(l.apart) == 0 {
		return
	}
	all := l.foot(l.order[0])
	for _, i := range l.order {
		all = all.union(l.foot(i))
	}
	width, height := 0.0, 0.0
	for _, i := range l.apart {
		width, height = max(width, l.boxes[i].foot.width()), max(height, l.boxes[i].foot.height())
	}
	width, height = width+140, height+50
	perRow := max(int(math.Sqrt(float64(len(l.apart))*height/width*2)), int(max(all.width(), 900)/width), 1)
	perRow = min(perRow, len(l.apart))
	l.caption = rectAround(point{all.centre().x, whole(all.y1) + 40}, textWidth(apartWords, 12)+8, 20)
	left := whole(all.centre().x - width*float64(perRow-1)/2)
	for k, i := range l.apart {
		l.at[i] = point{left + width*float64(k%perRow), whole(all.y1 + 80 + height*float64(k/perRow) + height/2)}
	}
}
