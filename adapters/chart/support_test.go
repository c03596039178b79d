package chart_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"strings"
	"time"

	"github.com/kithcrm/kith/adapters/chart"
	"github.com/kithcrm/kith/relationship"
)

// A fataler is a test, or a property that is checked.
type fataler interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// around returns an observed estimate with a range on both sides.
func around(v, by float64) relationship.Estimate {
	return relationship.Estimate{Value: v, Low: v - by, High: v + by, N: 40, Basis: relationship.Observed}
}

func month(m int) time.Time { return time.Date(2025, time.Month(m), 1, 0, 0, 0, 0, time.UTC) }

// svg returns a picture as SVG, which must be well-formed.
func svg(t fataler, c *chart.Chart, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := c.WriteSVG(&out); err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(strings.NewReader(out.String())); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return out.String()
		} else if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
}

// texts returns what is written in an SVG, unescaped.
func texts(t fataler, picture string) []string {
	t.Helper()
	var found []string
	depth := 0
	for d := xml.NewDecoder(strings.NewReader(picture)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return found
		} else if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "text" {
				depth, found = depth+1, append(found, "")
			}
		case xml.EndElement:
			if e.Name.Local == "text" {
				depth--
			}
		case xml.CharData:
			if depth > 0 {
				found[len(found)-1] += string(e)
			}
		}
	}
}

// decoded returns the size of a picture as PNG.
func decoded(t fataler, c *chart.Chart) (width, height int) {
	t.Helper()
	var out bytes.Buffer
	if err := c.WritePNG(&out); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&out)
	if err != nil {
		t.Fatal(err)
	}
	return img.Bounds().Dx(), img.Bounds().Dy()
}
