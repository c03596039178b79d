package drawing

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kithcrm/kith/relationship"
)

// Mermaid returns the map as a Mermaid flowchart, which many wikis and READMEs show. Parties are named
// n1, n2 and so on, in the order of their IDs. A tie leads from its From end to its To end and is worded so, with
// the words for its health at either end in that order. A line can have one colour and width only:
// those of the end for which the tie goes worst, and of the end that cares most; guesses are dashed.
//
// Mermaid itself refuses texts over 50,000 characters and flowcharts with more than 500 ties, unless it is
// told otherwise.
//
// It returns an error as [Map.SVG] does. The same map and config, in any order, give the same bytes.
// It takes O(n log n) time.
func (m Map) Mermaid(cfg Config) ([]byte, error) {
	s, err := newScene("draw Mermaid", m, cfg)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	b.WriteString("  accTitle: " + mermaidText(s.title) + "\n")
	b.WriteString("  accDescr: " + mermaidText(s.summary()) + "\n")
	for i, f := range s.parties {
		open, end := mermaidShape(f.kind)
		b.WriteString("  " + mermaidName(i) + open + `"` + mermaidText(f.name) + `"` + end)
		if slices.Contains(s.centre, i) {
			b.WriteString(":::middle")
		}
		b.WriteString("\n")
	}
	for i := range s.ties {
		b.WriteString("  " + mermaidTie(&s.ties[i]) + "\n")
	}
	for i := range s.ties {
		b.WriteString("  linkStyle " + strconv.Itoa(i) + " " + mermaidStyle(&s.ties[i]) + "\n")
	}
	b.WriteString("  classDef middle fill:" + ink + ",stroke:" + ink + ",color:" + ground + "\n")
	return []byte(b.String()), nil
}

func mermaidName(party int) string { return "n" + strconv.Itoa(party+1) }

// mermaidText writes all but letters, digits and spaces of ASCII as entity codes, so that nothing in a
// text is read as syntax, as Markdown or as HTML.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 && r != ' ' && !(r >= '0' && r <= '9') && !(r >= 'A' && r <= 'Z') && !(r >= 'a' && r <= 'z') {
			b.WriteString("#" + strconv.Itoa(int(r)) + ";")
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func mermaidShape(kind relationship.PartyKind) (string, string) {
	switch kind {
	case relationship.Person:
		return "([", "])"
	case relationship.Organisation:
		return "[", "]"
	case relationship.Group:
		return "{{", "}}"
	}
	return "(", ")"
}

func mermaidTie(t *strand) string {
	arrow := "-->"
	if t.mutual {
		arrow = "---"
	}
	label := mermaidText(t.phrases[relationship.FromSide])
	if t.marked {
		label = "★ " + label
	}
	if a, b := gradeOf(t.looks[0].health), gradeOf(t.looks[1].health); a != unknown || b != unknown {
		label += " " + mermaidText("("+a.word()+" / "+b.word()+")")
	}
	return mermaidName(t.ends[0]) + " " + arrow + `|"` + label + `"| ` + mermaidName(t.ends[1])
}

func mermaidStyle(t *strand) string {
	a, b := t.looks[0], t.looks[1]
	worst := gradeOf(a.health)
	if other := gradeOf(b.health); worst == unknown || other != unknown && other < worst {
		worst = other
	}
	out := "stroke:" + worst.colour() + ",stroke-width:" + num(max(a.thickness(), b.thickness())) + "px"
	if a.guessed() || b.guessed() {
		out += ",stroke-dasharray:7 4"
	}
	return out
}
