package chart

import (
	"cmp"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A board is rows by columns of squares with something written in them. The last row or the last column may sum up
// the others: then it stands apart.
type board struct {
	rows, columns       []string
	squares             [][]lettered
	lastRow, lastColumn bool
}

// A lettered square has a word, a lesser one below it, and a shade from 0 to 1, where it has any.
type lettered struct {
	word, below string
	share       float64
	shaded      bool
}

// severe returns the shade of a share. All of them are pale enough to write on.
func severe(share float64) colour {
	const palest, darkest = 0.06, 0.5
	return tint(nth(2), palest+(darkest-palest)*min(max(share, 0), 1))
}

// newBoard returns a picture of a board, with keys of its shades.
func newBoard(b board, cfg Config) *Chart {
	p := newPlot()
	p.HideAxes()
	p.X.Max, p.Y.Max = 1, 1
	p.Add(b)
	c := &Chart{plot: p, width: cmp.Or(cfg.Width, 960), height: cmp.Or(cfg.Height, 120+44*len(b.rows)), title: cfg.Title}
	for _, share := range []float64{0, 0.5, 1} {
		c.keys = append(c.keys, keyOf("severity "+short(share), severe(share), rgb(softColour)))
	}
	return c
}

const (
	boardLine = 11 // points from one line of text to the next
	boardRoom = 8  // points between the names of rows and their squares
)

// Plot draws names and squares.
func (b board) Plot(c draw.Canvas, _ *plot.Plot) {
	style := textStyle(9, rgb(inkColour))
	side := b.side(style, c.Size().X)
	across := tracksOf(c.Min.X+side, c.Size().X-side, len(b.columns), b.lastColumn)
	top := b.writeHeads(c, style, across)
	down := tracksOf(top, c.Size().Y-top, len(b.rows), b.lastRow)
	style.XAlign, style.YAlign = draw.XRight, draw.YCenter
	for i, row := range b.squares {
		high := c.Max.Y - down.at(i)
		low := high - down.step
		c.FillText(style, vg.Point{X: c.Min.X + side - boardRoom, Y: (low + high) / 2}, fitting(style, shortened(b.rows[i], 36), side-boardRoom))
		for j, s := range row {
			s.draw(c, vg.Rectangle{Min: vg.Point{X: across.at(j), Y: low}, Max: vg.Point{X: across.at(j) + across.step, Y: high}})
		}
	}
}

// side returns what the names of rows take up: at most two fifths of the whole.
func (b board) side(style text.Style, whole vg.Length) vg.Length {
	widest := vg.Length(0)
	for _, name := range b.rows {
		widest = max(widest, wide(style, shortened(name, 36)))
	}
	return min(widest+boardRoom, 0.4*whole)
}

// writeHeads writes the names of columns, ending at the same height, and returns how much they take up.
func (b board) writeHeads(c draw.Canvas, style text.Style, across tracks) vg.Length {
	heads, most := make([][]string, len(b.columns)), 0
	for j, name := range b.columns {
		heads[j] = wrapped(style, name, across.step, 3)
		most = max(most, len(heads[j]))
	}
	style.XAlign, style.YAlign = draw.XCenter, draw.YTop
	for j, lines := range heads {
		for k, line := range lines {
			down := vg.Length(most-len(lines)+k) * boardLine
			c.FillText(style, vg.Point{X: across.at(j) + across.step/2, Y: c.Max.Y - down}, line)
		}
	}
	return vg.Length(most)*boardLine + 4
}

// draw draws the square with as much of its words as it has room for.
func (s lettered) draw(c draw.Canvas, box vg.Rectangle) {
	corners := []vg.Point{box.Min, {X: box.Max.X, Y: box.Min.Y}, box.Max, {X: box.Min.X, Y: box.Max.Y}}
	if s.shaded {
		c.FillPolygon(severe(s.share), corners)
	}
	c.StrokeLines(draw.LineStyle{Color: rgb(faintColour), Width: vg.Points(0.75)}, append(corners, corners[0]))
	word, below := textStyle(10, rgb(inkColour)), textStyle(8, rgb(inkColour))
	if !s.shaded {
		word.Color, word.Font.Size = rgb(softColour), vg.Points(8)
	}
	middle := vg.Point{X: (box.Min.X + box.Max.X) / 2, Y: (box.Min.Y + box.Max.Y) / 2}
	lesser := s.below != "" && box.Size().Y >= 2.2*boardLine && wide(below, s.below) <= box.Size().X
	for _, line := range []struct {
		style text.Style
		text  string
		up    vg.Length
		shown bool
	}{
		{word, fitting(word, s.word, box.Size().X), raised(lesser), box.Size().Y >= boardLine},
		{below, s.below, -6, lesser},
	} {
		if line.shown {
			line.style.XAlign, line.style.YAlign = draw.XCenter, draw.YCenter
			c.FillText(line.style, middle.Add(vg.Point{Y: line.up}), line.text)
		}
	}
}

// raised returns by how much a word makes room for one below it.
func raised(lesser bool) vg.Length {
	if lesser {
		return 5
	}
	return 0
}

// Tracks are places side by side, each a step wide.
type tracks struct {
	from, step vg.Length
	n          int
	apart      vg.Length // more before the last one
}

const trackGap = 2 // points between two tracks

// tracksOf returns n tracks that fill a length, the last one apart where it sums up.
func tracksOf(from, length vg.Length, n int, sums bool) tracks {
	t := tracks{from: from, n: n}
	if sums {
		t.apart = 6
	}
	t.step = (length - t.apart - vg.Length(n-1)*trackGap) / vg.Length(n)
	return t
}

// at returns where the i-th track begins.
func (t tracks) at(i int) vg.Length {
	at := t.from + vg.Length(i)*(t.step+trackGap)
	if i == t.n-1 {
		at += t.apart
	}
	return at
}

// wide returns how wide a text is in a font that may be wider than ours.
func wide(style text.Style, s string) vg.Length { return taking(style, s).Size().X }

// fitting returns as much of a text as fits a width.
func fitting(style text.Style, s string, width vg.Length) string {
	whole := []rune(s)
	for n := len(whole); n > 0 && wide(style, s) > width; n-- {
		s = shortened(string(whole), n)
	}
	return s
}

// wrapped returns a text in lines that fit a width, the last one with what is left of it.
func wrapped(style text.Style, s string, width vg.Length, most int) []string {
	var lines []string
	words := strings.Fields(s)
	for len(words) > 0 && len(lines) < most-1 {
		n := 1
		for n < len(words) && wide(style, strings.Join(words[:n+1], " ")) <= width {
			n++
		}
		lines = append(lines, fitting(style, strings.Join(words[:n], " "), width))
		words = words[n:]
	}
	if len(words) > 0 {
		lines = append(lines, fitting(style, strings.Join(words, " "), width))
	}
	return lines
}
