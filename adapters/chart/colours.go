package chart

import (
	"fmt"
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// The colours that are not of data.
const (
	groundColour = "#FFFFFF"
	inkColour    = "#1B2733"
	softColour   = "#52606D" // lesser text and axes
	faintColour  = "#E3E8EC" // grid
)

// Palette returns the colours of data, in the order in which they are taken, such as "#0072B2": blue, ochre,
// dark red, violet, near black, grey. The first three are those of relationship/drawing, which stand for
// well, so-so and badly there. After the last one they begin again, with another dash.
func Palette() []string {
	return []string{"#0072B2", "#BF8300", "#8F1020", "#9900FF", "#2B0F3A", "#8C8C8C"}
}

// nth returns the colour of the i-th of several.
func nth(i int) color.NRGBA { return rgb(Palette()[i%len(Palette())]) }

// dashes returns the dashes of the i-th of several lines: none for the first ones.
func dashes(i int) []vg.Length {
	return [][]vg.Length{nil, {vg.Points(6), vg.Points(3)}, {vg.Points(2), vg.Points(2)}}[i/len(Palette())%3]
}

// mark returns the form of the marks of the i-th of several.
func mark(i int) draw.GlyphDrawer {
	return []draw.GlyphDrawer{
		draw.CircleGlyph{}, draw.BoxGlyph{}, draw.PyramidGlyph{}, draw.CrossGlyph{}, draw.SquareGlyph{}, draw.TriangleGlyph{},
	}[i%len(Palette())]
}

// rgb returns a colour of this package.
func rgb(hex string) color.NRGBA {
	c := color.NRGBA{A: 255}
	if _, err := fmt.Sscanf(hex, "#%02X%02X%02X", &c.R, &c.G, &c.B); err != nil {
		panic("chart: " + hex + " is no colour")
	}
	return c
}

// veil returns a colour through which what lies below can be seen.
func veil(c color.NRGBA) color.NRGBA {
	c.A = 48
	return c
}
