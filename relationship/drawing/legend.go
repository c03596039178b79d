package drawing

import (
	"math"
	"strconv"

	"github.com/kithcrm/kith/relationship"
)

// Sizes of what stands below the map.
const (
	legendWidth  = 880.0
	legendColumn = 220.0
	legendRow    = 22.0
	noteWidth    = 420.0
	noteRow      = 18.0
)

// A sample explains one mark.
type sample struct {
	words string
	draw  func(left point) // from the left, on the middle of a row
}

// A column explains marks of one sort.
type column struct {
	heading string
	samples []sample
}

// notesPerRow returns how many notes stand side by side.
func (p *picture) notesPerRow() int { return max(1, int(p.frame.width()/noteWidth)) }

func (p *picture) noteRows() int { return (len(p.notes) + p.notesPerRow() - 1) / p.notesPerRow() }

func (p *picture) footHeight() float64 {
	high := 5*legendRow + 40
	if n := p.noteRows(); n > 0 {
		high += float64(n)*noteRow + 36
	}
	return high + margin
}

// foot draws the notes and the legend.
func (p *picture) foot(area rect) {
	y := area.y0
	if len(p.notes) > 0 {
		p.drawNotes(point{area.x0, y})
		y += float64(p.noteRows())*noteRow + 36
	}
	p.open("g", attr{"class", "legend"}, attr{"fill", "none"})
	p.strokes([]point{{area.x0, y}, {area.x1, y}}, stroke(faint, 1)...)
	p.write(point{area.x0, y + 20}, "Each half of a line is for the party at its end.", style{size: 12, colour: ink})
	columns := p.legend()
	step := min(area.width()/float64(len(columns)), 1.4*legendColumn)
	for i, c := range columns {
		p.drawColumn(point{area.x0 + step*float64(i), y + 44}, c)
	}
	p.end("g")
}

// drawNotes tells the ties whose words had no room.
func (p *picture) drawNotes(at point) {
	p.open("g", attr{"class", "notes"})
	p.write(point{at.x, at.y + 6}, "Ties without room for their words", style{size: 12, colour: soft})
	rows := p.noteRows()
	width := math.Min(p.frame.width()/float64(p.notesPerRow()), 1.3*noteWidth)
	for k, tie := range p.notes {
		x, y := at.x+width*float64(k/rows), at.y+26+noteRow*float64(k%rows)
		text := p.clause(&p.ties[tie], p.reading(tie))
		number := strconv.Itoa(k + 1)
		if p.labels[tie].place == (rect{}) {
			number = "–" // there is no number on the map either
		}
		p.write(point{x + 20, y}, number, style{labelSize, soft, "end"})
		p.write(point{x + 28, y}, shorten(text, labelSize, width-40), style{size: labelSize, colour: ink})
	}
	p.end("g")
}

func (p *picture) drawColumn(at point, c column) {
	p.write(at, c.heading, style{size: 12, colour: soft})
	for i, s := range c.samples {
		left := point{at.x, at.y + legendRow*float64(i+1) - 4}
		s.draw(left)
		p.write(point{left.x + 56, left.y + 4}, s.words, style{size: 12, colour: ink})
	}
}

func (p *picture) legend() []column {
	known := func(v float64, b relationship.Basis) relationship.Estimate {
		return relationship.Estimate{Value: v, Basis: b}
	}
	said := relationship.Stated
	return []column{
		{"Width: how important the tie is", []sample{
			p.lineSample("very (1)", look{importance: known(1, said)}),
			p.lineSample("half (0.5)", look{importance: known(0.5, said)}),
			p.lineSample("not at all (0)", look{importance: known(0, said)}),
			p.lineSample("not known", look{}),
		}},
		{"Colour and sign: how it goes", []sample{
			p.lineSample("well (2/3 and above)", look{known(0.3, said), known(1, said)}),
			p.lineSample("so-so", look{known(0.3, said), known(0.5, said)}),
			p.lineSample("badly (below 1/3)", look{known(0.3, said), known(0, said)}),
			p.lineSample("not known", look{known(0.3, said), relationship.Estimate{}}),
		}},
		{"Line and words", []sample{
			p.lineSample("said or observed", look{importance: known(0.3, said)}),
			p.lineSample("a number is guessed", look{importance: known(0.3, relationship.Guessed)}),
			{"reads in this direction", p.arrowSample},
			{"marked", p.markedSample},
		}},
		{"Shape: who it is", []sample{
			p.shapeSample("person", relationship.Person),
			p.shapeSample("organisation", relationship.Organisation),
			p.shapeSample("group", relationship.Group),
			{"in the middle", func(left point) {
				p.drawParty(rectAround(left.plus(point{22, 0}), 40, 16), relationship.Organisation, true)
			}},
		}},
	}
}

func straight(left point) curve { return bow(left, left.plus(point{44, 0}), 0) }

func (p *picture) lineSample(words string, l look) sample {
	return sample{words, func(left point) {
		p.half(straight(left), l)
		p.sign(left.plus(point{22, 0}), point{1, 0}, l)
	}}
}

func (p *picture) markedSample(left point) {
	known := relationship.Estimate{Value: 0.3, Basis: relationship.Stated}
	p.drawTie(route{seen: bow(left.plus(point{6, 0}), left.plus(point{38, 0}), 0)}, &strand{marked: true, looks: [2]look{{importance: known}, {importance: known}}}, relationship.FromSide)
}

func (p *picture) arrowSample(left point) {
	p.drawLabel(&label{text: "serves", place: rectAround(left.plus(point{20, 0}), 60, labelHigh), arrow: true, head: point{1, 0}})
}

func (p *picture) shapeSample(words string, kind relationship.PartyKind) sample {
	return sample{words, func(left point) { p.drawParty(rectAround(left.plus(point{22, 0}), 40, 16), kind, false) }}
}
