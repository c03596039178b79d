package themes

import (
	"slices"
	"strings"
)

// A Point is one of several things that a text seems to say.
type Point struct {
	// Text is the part of the text that says it: one sentence or a part of one, or several.
	Text string

	// Suggestion says of what kind it seems to be.
	Suggestion
}

// Points returns the points of a text that says several things of different kinds, in the order in which
// it says them, such as a compliment that holds an idea. Neighbouring sentences of one kind are one point.
// A sentence ends at its mark, at a new line, and before a word such as but.
//
// Special cases are:
//   - a text that says things of one kind only has no points: [Model.Suggest] says of what kind it is
//   - a sentence of no clear kind belongs to the point before it, or else to the first
//
// It returns an error matching [relationship.ErrInvalid] as [Model.Suggest] does. It takes O(n log n)
// time in the number of words.
func (m *Model) Points(text string) ([]Point, error) {
	if err := checkText("find points", "text", text); err != nil {
		return nil, err
	}
	var r reading
	var points []Point
	waiting := "" // for a part of a clear kind
	for _, part := range parts(text) {
		s := m.suggest(part, &r)
		last := len(points) - 1
		switch {
		case s.Kind == "" || s.Score.Value < clear:
			s.Kind = ""
			if last < 0 {
				waiting = joined(waiting, part)
				continue
			}
			points[last].Text = joined(points[last].Text, part)
		case last >= 0 && points[last].Kind == s.Kind:
			points[last].join(part, s)
		default:
			points = append(points, Point{joined(waiting, part), s})
			waiting = ""
		}
	}
	if len(points) < 2 {
		return nil, nil
	}
	return points, nil
}

// clear is the score from which a part of a text has a kind of its own.
const clear = .5

// join takes a further part of the same kind in. The better of the two scores counts.
func (p *Point) join(part string, s Suggestion) {
	p.Text = joined(p.Text, part)
	why := reasons(p.Why)
	for _, w := range s.Why {
		why.add(w)
	}
	if s.Score.Value > p.Score.Value {
		p.Score = s.Score
	}
	p.Why = why
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}

// turns returns the words before which a sentence is taken apart.
func turns() []string {
	return []string{"but", "however", "although", "though", "aber", "jedoch", "mais", "pero", "ma", "maar", "mas", "men", "но"}
}

// parts returns the sentences of a text, and parts of those that turn.
func parts(text string) []string {
	var buf [longest + 4]byte
	s, turns := scan(text, buf[:]), turns()
	var found []string
	from, words := 0, 0
	for s.next() {
		turn := words > 1 && slices.Contains(turns, string(s.word))
		if (s.first || turn) && words > 0 {
			found = append(found, trimmed(text[from:s.from]))
			from, words = s.from, 0
		}
		words++
	}
	if words > 0 {
		found = append(found, trimmed(text[from:]))
	}
	return found
}

func trimmed(part string) string { return strings.TrimRight(strings.TrimSpace(part), ",;:-– ") }
