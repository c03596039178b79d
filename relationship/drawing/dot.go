package drawing

import (
	"strings"

	"github.com/kithcrm/kith/relationship"
)

// DOT returns the map in the language of Graphviz, as a digraph that is laid out around the middle (twopi).
// Parties are named by their IDs. A tie leads from its From end to its To end and is worded so; it
// has a half for each end in the colour of its health, with the word for it beside the end, the width of the end
// that cares more, and dashes where a number is a guess. Those of a symmetric kind have no arrowhead.
//
// It returns an error as [Map.SVG] does. The same map and config, in any order, give the same bytes.
// It takes O(n log n) time.
func (m Map) DOT(cfg Config) ([]byte, error) {
	s, err := newScene("draw DOT", m, cfg)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	root := s.parties[s.centre[0]].id
	b.WriteString("digraph {\n")
	b.WriteString("\tgraph [" + fields("layout", "twopi", "root", dotID(root), "overlap", "false", "splines", "true", "outputorder", "edgesfirst",
		"labelloc", "t", "label", dotText(s.title+"\n"+s.summary())) + "]\n")
	b.WriteString("\tnode [" + fields("fontname", "Arial", "style", "filled", "fillcolor", fill, "color", ink, "fontcolor", ink) + "]\n")
	b.WriteString("\tedge [" + fields("fontname", "Arial", "fontsize", "10", "fontcolor", ink) + "]\n")
	for i := range s.parties {
		b.WriteString("\t" + s.dotParty(i) + "\n")
	}
	for i := range s.ties {
		b.WriteString("\t" + s.dotTie(&s.ties[i]) + "\n")
	}
	b.WriteString("}\n")
	return []byte(b.String()), nil
}

// quoted returns a string in quotes. Inside, only the quote and the backslash before it mean
// something (the DOT language, "ID"); doubled, a backslash never stands before a quote.
func quoted(s string) string { return `"` + s + `"` }

// dotID returns an identifier without its quotes.
func dotID(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s)
}

// dotText returns a text to be read, without its quotes: Graphviz reads escapes such as \N and HTML
// entities in those.
func dotText(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;", "\n", `\n`).Replace(s)
}

// fields writes attributes, given as names and values without their quotes.
func fields(pairs ...string) string {
	var out []string
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, pairs[i]+"="+quoted(pairs[i+1]))
	}
	return strings.Join(out, ", ")
}

func (s *scene) dotParty(i int) string {
	f := s.parties[i]
	var attrs strings.Builder
	attrs.WriteString(fields("label", dotText(f.name), "shape", dotShape(f.kind)))
	for _, c := range s.centre {
		if c == i {
			attrs.WriteString(", " + fields("fillcolor", ink, "fontcolor", ground))
		}
	}
	return quoted(dotID(f.id)) + " [" + attrs.String() + "]"
}

func dotShape(kind relationship.PartyKind) string {
	switch kind {
	case relationship.Person:
		return "ellipse"
	case relationship.Organisation:
		return "box"
	case relationship.Group:
		return "hexagon"
	}
	return "plain"
}

func (s *scene) dotTie(t *strand) string {
	from, to := t.looks[relationship.FromSide], t.looks[relationship.ToSide]
	a, b := gradeOf(from.health), gradeOf(to.health)
	label, size := dotText(t.phrases[relationship.FromSide]), "10"
	if t.marked {
		label, size = "★ "+label, "14"
	}
	attrs := fields("label", label, "fontsize", size, "tooltip", dotText(s.sentence(t, relationship.FromSide)),
		"color", a.colour()+";0.5:"+b.colour(), "penwidth", num(max(from.thickness(), to.thickness())),
		"taillabel", a.word(), "headlabel", b.word())
	if from.guessed() || to.guessed() {
		attrs += ", " + fields("style", "dashed")
	}
	if t.mutual {
		attrs += ", " + fields("dir", "none")
	}
	return quoted(dotID(s.parties[t.ends[0]].id)) + " -> " + quoted(dotID(s.parties[t.ends[1]].id)) + " [" + attrs + "]"
}
