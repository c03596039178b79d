package chart

import (
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A key says what a colour and a form stand for.
type key struct {
	name  string
	glyph draw.GlyphStyle
	line  *draw.LineStyle
}

// drawKeys draws keys in rows at the top and returns how high they are.
func drawKeys(on draw.Canvas, keys []key) vg.Length {
	const sample, gap, row = 22, 14, 16 // points
	style := textStyle(9, rgb(inkColour))
	style.YAlign = draw.YCenter
	at := vg.Point{X: on.Min.X, Y: on.Max.Y - row/2}
	for _, k := range keys {
		wide := sample + style.Width(k.name) + gap
		if at.X > on.Min.X && at.X+wide > on.Max.X {
			at = vg.Point{X: on.Min.X, Y: at.Y - row}
		}
		if k.line != nil {
			on.StrokeLine2(*k.line, at.X, at.Y, at.X+sample-4, at.Y)
		}
		on.DrawGlyph(k.glyph, vg.Point{X: at.X + sample/2 - 2, Y: at.Y})
		on.FillText(style, vg.Point{X: at.X + sample, Y: at.Y}, k.name)
		at.X += wide
	}
	return on.Max.Y - at.Y + row
}

// keysOf returns keys of the groups of which something is drawn; drawn returns the group of data that is.
func keysOf[T any](groups []string, data []T, drawn func(T) (group string, is bool), look func(i int) draw.GlyphStyle) []key {
	var keys []key
	for i, g := range groups {
		if g != "" && slices.ContainsFunc(data, func(d T) bool { of, is := drawn(d); return is && of == g }) {
			keys = append(keys, key{name: shortened(g, 30), glyph: look(i)})
		}
	}
	return keys
}

// groups returns groups in the order in which they take colours: as asked for, and then as they come.
func (c Config) groups(found []string) []string {
	var all []string
	for _, g := range slices.Concat(c.Groups, found) {
		if !slices.Contains(all, g) {
			all = append(all, g)
		}
	}
	return all
}

// groupsOf returns the groups of data as they come.
func groupsOf[T any](data []T, group func(T) string) []string {
	found := make([]string, len(data))
	for i, d := range data {
		found[i] = group(d)
	}
	return found
}
