package chart_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"

	"github.com/kithcrm/kith/adapters/chart"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// A place is what a text of a picture takes up.
type place struct {
	text                   string
	left, low, right, high float64
}

// tidy fails where a text leaves the picture or lies on another one.
func tidy(t fataler, what, picture string) {
	t.Helper()
	all, width, height := placesOf(t, picture)
	for i, a := range all {
		if a.left < 0 || a.low < 0 || a.right > width || a.high > height {
			t.Fatalf("%s: %q leaves the picture: %+v", what, a.text, a)
		}
		for _, b := range all[:i] {
			if a.left < b.right && b.left < a.right && a.low < b.high && b.low < a.high {
				t.Fatalf("%s: %q lies on %q", what, a.text, b.text)
			}
		}
	}
}

// placesOf returns where the texts of an SVG are, in points from its lower left corner.
func placesOf(t fataler, picture string) (all []place, width, height float64) {
	t.Helper()
	turned := []bool{false}
	var at *place
	var size float64
	for d := xml.NewDecoder(strings.NewReader(picture)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all, width, height
		} else if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			attr := map[string]string{}
			for _, a := range e.Attr {
				attr[a.Name.Local] = a.Value
			}
			switch e.Name.Local {
			case "svg":
				width, height = numberOf(t, strings.TrimSuffix(attr["width"], "pt")), numberOf(t, strings.TrimSuffix(attr["height"], "pt"))
			case "g":
				turned = append(turned, turned[len(turned)-1] || strings.HasPrefix(attr["transform"], "rotate(90)"))
			case "text":
				at = &place{left: numberOf(t, attr["x"]), low: -numberOf(t, attr["y"])}
				_, style, _ := strings.Cut(attr["style"], "font-size:")
				pixels, _, _ := strings.Cut(style, "px")
				size = numberOf(t, pixels)
			}
		case xml.CharData:
			if at != nil {
				at.text += string(e)
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "g":
				turned = turned[:len(turned)-1]
			case "text":
				all, at = append(all, at.measured(size, turned[len(turned)-1])), nil
			}
		}
	}
}

// measured returns a text that begins where p does on its base line with what it takes up.
func (p place) measured(size float64, turned bool) place {
	style := text.Style{Font: font.Font{Typeface: "Liberation", Variant: "Sans", Size: vg.Points(size)}, Handler: plot.DefaultTextHandler}
	const up, down = 0.74, 0.21 // of the size: what letters take up over and below their line
	wide, x, y := style.Width(p.text).Points(), p.left, p.low
	if turned {
		return place{p.text, -y - up*size, x, -y + down*size, x + wide}
	}
	return place{p.text, x, y - down*size, x + wide, y + up*size}
}

func numberOf(t fataler, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A bar that says little has its texts beside the line of the base, and one to one side of it has two lanes.
func TestTextsOfBarsStayApart(t *testing.T) {
	t.Parallel()
	for _, tips := range [][2]float64{{0, 0}, {5, 5}, {-5, -5}, {5, 4.999}, {-5, 0}, {0, -5}, {0, 5}, {1e-9, -1e-9}, {-1e14, 1e14}, {1e14, -1e14}} {
		var bars []businesscase.Bar
		for i := range 4 {
			bars = append(bars, businesscase.Bar{Input: fmt.Sprint("input ", i), Low: -123456.7, High: 987654.3, AtLow: tips[0], AtHigh: tips[1], Basis: relationship.Stated})
		}
		for _, cfg := range []chart.Config{{}, {Width: 500}, {From: -1, To: 1}, {From: 2, To: 3}} {
			c, err := chart.Tornado(businesscase.Tornado{Bars: bars}, chart.Amounts{}, cfg)
			tidy(t, fmt.Sprint(tips, cfg.Width, cfg.From), svg(t, c, err))
		}
	}
}

func TestALowInputThatIsGoodLiesOnTheOtherSide(t *testing.T) {
	t.Parallel()
	bar := businesscase.Bar{Input: "delay", Basis: relationship.Stated, Low: 3, Base: 4, High: 9, AtLow: 20, AtHigh: -20}
	c, err := chart.Tornado(businesscase.Tornado{Base: 1, Bars: []businesscase.Bar{bar}}, chart.Amounts{}, chart.Config{})
	at := map[string]float64{}
	all, _, _ := placesOf(t, svg(t, c, err))
	for _, p := range all {
		at[p.text] = p.left
	}
	if at["3"] <= at["9"] {
		t.Errorf("the low end is at %g, the high end at %g", at["3"], at["9"])
	}
}
