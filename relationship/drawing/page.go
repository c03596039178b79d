package drawing

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
)

// A page writes XML.
type page struct{ bytes.Buffer }

// An attr is an attribute of an element.
type attr struct{ name, value string }

// num writes a number with one digit behind the point, or as a whole one. Halves go
// upwards as in [whole].
func num(v float64) string {
	s := strconv.FormatFloat(v+1e-5, 'f', 1, 64)
	if s == "-0.0" {
		return "0"
	}
	if whole, ok := bytes.CutSuffix([]byte(s), []byte(".0")); ok {
		return string(whole)
	}
	return s
}

// measure returns an attribute with a number.
func measure(name string, v float64) attr { return attr{name, num(v)} }

func (p *page) start(name string, attrs []attr, end string) {
	p.WriteString("<" + name)
	for _, a := range attrs {
		p.WriteString(" " + a.name + `="`)
		p.escape(a.value)
		p.WriteString(`"`)
	}
	p.WriteString(end)
}

// open begins an element that holds others, and end ends it.
func (p *page) open(name string, attrs ...attr) { p.start(name, attrs, ">\n") }
func (p *page) end(name string)                 { p.WriteString("</" + name + ">\n") }

// mark writes an element that holds nothing.
func (p *page) mark(name string, attrs ...attr) { p.start(name, attrs, "/>\n") }

// say writes an element that holds text.
func (p *page) say(name, text string, attrs ...attr) {
	p.start(name, attrs, ">")
	p.escape(text)
	p.end(name)
}

func (p *page) escape(s string) {
	// It fails only where the writer does, and a buffer never does.
	_ = xml.EscapeText(p, []byte(s))
}

// A style is how text looks.
type style struct {
	size   float64
	colour string
	anchor string // start, middle or end
}

// write puts one line of text with its baseline at a place.
func (p *page) write(at point, text string, s style) {
	attrs := []attr{measure("x", at.x), measure("y", at.y), measure("font-size", s.size), {"fill", s.colour}}
	if s.anchor != "" {
		attrs = append(attrs, attr{"text-anchor", s.anchor})
	}
	if !sure(text) {
		// The viewer's font may be wider than expected: then the text is made to fit.
		attrs = append(attrs, measure("textLength", textWidth(text, s.size)), attr{"lengthAdjust", "spacingAndGlyphs"})
	}
	p.say("text", text, attrs...)
}

// draw writes the curve.
func (p *page) draw(c curve, attrs ...attr) {
	d := "M" + pair(c[0]) + " C" + pair(c[1]) + " " + pair(c[2]) + " " + pair(c[3])
	p.mark("path", append([]attr{{"d", d}}, attrs...)...)
}

// strokes writes straight lines, each given by its two ends.
func (p *page) strokes(ends []point, attrs ...attr) {
	var d strings.Builder
	for i, e := range ends {
		d.WriteString([2]string{"M", "L"}[i%2] + pair(e))
	}
	p.mark("path", append([]attr{{"d", d.String()}}, attrs...)...)
}

// shape writes a closed outline.
func (p *page) shape(corners []point, attrs ...attr) {
	var d strings.Builder
	d.WriteString("M")
	for i, c := range corners {
		if i > 0 {
			d.WriteString(" L")
		}
		d.WriteString(pair(c))
	}
	p.mark("path", append([]attr{{"d", d.String() + " Z"}}, attrs...)...)
}

func pair(p point) string { return num(p.x) + " " + num(p.y) }

// box writes a rect with round corners.
func (p *page) box(r rect, radius float64, attrs ...attr) {
	p.mark("rect", append(append(area(r), measure("rx", radius)), attrs...)...)
}

func area(r rect) []attr {
	return []attr{measure("x", r.x0), measure("y", r.y0), measure("width", r.width()), measure("height", r.height())}
}

func viewBox(r rect) string {
	return pair(point{r.x0, r.y0}) + " " + pair(point{r.width(), r.height()})
}

func stroke(colour string, width float64) []attr {
	return []attr{{"stroke", colour}, measure("stroke-width", width)}
}
