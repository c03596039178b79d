package drawing

import "github.com/kithcrm/kith/relationship"

// The colours. Those of health have a contrast of at least 3 to 1 against the ground (WCAG 2.2,
// criterion 1.4.11), and are told apart with protanopia, deuteranopia and tritanopia too, as
// simulated by Machado, Oliveira and Fernandes (2009).
const (
	ground = "#FFFFFF"
	ink    = "#1B2733"
	soft   = "#52606D" // lesser text
	faint  = "#E3E8EC" // rings and frames
	fill   = "#F3F6F8" // boxes

	wellColour    = "#0072B2"
	soSoColour    = "#BF8300"
	badlyColour   = "#8F1020"
	unknownColour = "#8C8C8C"
)

// A grade is how well a tie goes, as coarsely as a drawing can tell.
type grade int

// The grades, by thirds of health.
const (
	unknown grade = iota
	badly
	soSo
	well
)

func gradeOf(health relationship.Estimate) grade {
	switch {
	case !health.Known():
		return unknown
	case health.Value < 1.0/3:
		return badly
	case health.Value < 2.0/3:
		return soSo
	}
	return well
}

func (g grade) colour() string {
	return [...]string{unknownColour, badlyColour, soSoColour, wellColour}[g]
}

// word is how the grade is told where there is no picture of it.
func (g grade) word() string { return [...]string{"?", "badly", "so-so", "well"}[g] }

// thickness returns how wide the half of a tie is: from 2 to 8 by importance, and 1 where that is not
// known.
func (l look) thickness() float64 {
	if !l.importance.Known() {
		return 1
	}
	return 2 + 6*l.importance.Value
}

// breadth returns how wide a tie is at most, with its mark.
func (s *strand) breadth() float64 {
	b := max(s.looks[0].thickness(), s.looks[1].thickness())
	if s.marked {
		b += markMore
	}
	return b
}

// markMore is how much wider the outline of a marked tie is than the tie.
const markMore = 9.0

// guessed reports whether one of the numbers shown is a guess.
func (l look) guessed() bool {
	return l.importance.Basis == relationship.Guessed || l.health.Basis == relationship.Guessed
}

// signRoom is the room that the sign of health takes.
const signRoom = 15.0
