package chart

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// A Config says how a picture looks. Its zero value is ready to use.
type Config struct {
	// Title stands above the picture. It may be empty.
	Title string

	// Values names what is drawn, with its unit, such as "net promoter score (-100 to 100)". It may be
	// empty.
	Values string

	// From and To are where the axis of values begins and ends: To is above From, or both are 0, which
	// means as the data have it. What lies outside is drawn at the edge.
	From, To float64

	// Groups are those of the data in the order in which they take the colours of [Palette]; others
	// come after them. Keys are of those that are drawn.
	Groups []string

	// Zone is the zone of dates. nil means UTC.
	Zone *time.Location

	// Width and Height are the size in pixels, from 200 to 10,000. 0 means 960 wide, and as high as suits
	// the picture.
	Width, Height int
}

func (c Config) check(op string) error {
	return cmp.Or(
		checkText(op, "Title", c.Title),
		c.checkAxis(op, "Values", "From", "To"),
		checkSize(op, "Width", c.Width),
		checkSize(op, "Height", c.Height),
		c.checkGroups(op),
	)
}

// checkAcross is checkAxis for the horizontal axis of a [Plane].
func (c Config) checkAcross(op string) error {
	return c.checkAxis(op, "Across", "AcrossFrom", "AcrossTo")
}

func (c Config) checkAxis(op, values, from, to string) error {
	err := cmp.Or(checkText(op, values, c.Values), checkNumber(op, from, c.From), checkNumber(op, to, c.To))
	if err == nil && (c.To < c.From || c.To == c.From && c.To != 0) {
		return broken(op, to, "must be above "+from)
	}
	return err
}

func (c Config) checkGroups(op string) error {
	for i, g := range c.Groups {
		if err := checkText(op, at("Groups", i), g); err != nil {
			return err
		}
	}
	return nil
}

func checkSize(op, field string, pixels int) error {
	if pixels != 0 && (pixels < 200 || pixels > 10_000) {
		return broken(op, field, "must be 0 or from 200 to 10,000")
	}
	return nil
}

const (
	ruleText = "must be valid UTF-8 without control characters, at most 255 bytes"
	ruleMost = "must be from -1e15 to 1e15"
)

// drawable reports whether a text can be drawn.
func drawable(s string) bool {
	return len(s) <= 255 && utf8.ValidString(s) && s == oneLine(s)
}

// fixed reports whether the axis of values was given.
func (c Config) fixed() bool { return c.From != c.To }

// A Chart is a picture that has not been written yet. It is made by the functions of this package.
type Chart struct {
	plot          *plot.Plot
	width, height int
	title         string
	keys          []key
	table         Table
}

// Table returns the numbers that the picture shows.
func (c *Chart) Table() Table { return c.table }

// WriteSVG writes the picture as SVG 1.1 with its title and its table as title and description, for those
// who hear it. Text keeps to the fonts of whoever looks at it. It returns the error of w, if any.
func (c *Chart) WriteSVG(w io.Writer) error {
	canvas := vgsvg.New(points(c.width), points(c.height))
	c.draw(draw.New(canvas))
	var out bytes.Buffer
	if _, err := canvas.WriteTo(&out); err != nil {
		return err
	}
	svg, err := c.told(out.String())
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, svg)
	return err
}

// told puts title and description into an SVG, and names fonts that are there.
func (c *Chart) told(svg string) (string, error) {
	start := strings.Index(svg, "<svg")
	end := start + strings.Index(svg[start:], ">")
	var table, title, desc bytes.Buffer
	if err := c.table.WriteText(&table); err != nil {
		return "", err
	}
	if err := xml.EscapeText(&title, []byte(c.title)); err != nil {
		return "", err
	}
	if err := xml.EscapeText(&desc, table.Bytes()); err != nil {
		return "", err
	}
	head := fmt.Sprintf("%s role=\"img\">\n<title>%s</title>\n<desc>%s</desc>", svg[:end], &title, &desc)
	body := strings.ReplaceAll(svg[end+1:], "font-family:Liberation Sans", "font-family:Liberation Sans,Arial,Helvetica,sans-serif")
	return head + body, nil
}

// WritePNG writes the picture as PNG. It returns the error of w, if any.
func (c *Chart) WritePNG(w io.Writer) error {
	canvas := vgimg.NewWith(vgimg.UseWH(points(c.width), points(c.height)), vgimg.UseDPI(dpi))
	c.draw(draw.New(canvas))
	_, err := vgimg.PngCanvas{Canvas: canvas}.WriteTo(w)
	return err
}

// dpi is how many pixels make an inch, as in CSS.
const dpi = 96

func points(pixels int) vg.Length { return vg.Length(pixels) * vg.Inch / dpi }

// draw draws title and keys, and the plot below them.
func (c *Chart) draw(on draw.Canvas) {
	on.SetColor(rgb(groundColour))
	on.Fill(on.Rectangle.Path())
	const margin = 12 // points
	on = draw.Crop(on, margin, -margin, margin, -margin)
	if c.title != "" {
		style := textStyle(13, rgb(inkColour))
		style.YAlign = draw.YTop
		on.FillText(style, vg.Point{X: on.Min.X, Y: on.Max.Y}, fitting(style, c.title, on.Size().X))
		on = draw.Crop(on, 0, 0, 0, -vg.Points(22))
	}
	if len(c.keys) > 0 {
		on = draw.Crop(on, 0, 0, 0, -drawKeys(on, c.keys))
	}
	c.plot.Draw(on)
}

// newPlot returns an empty plot in the look that all pictures share.
func newPlot() *plot.Plot {
	p := plot.New()
	p.BackgroundColor = rgb(groundColour)
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Label.TextStyle.Font = sans(10)
		axis.Label.TextStyle.Color = rgb(softColour)
		axis.Tick.Marker = numbered{}
		axis.Tick.Label.Font = sans(9)
		axis.Tick.Label.Color = rgb(softColour)
		axis.LineStyle.Color = rgb(softColour)
		axis.Tick.LineStyle.Color = rgb(softColour)
		axis.Padding = vg.Points(4)
	}
	return p
}

func sans(size float64) font.Font {
	return font.Font{Typeface: "Liberation", Variant: "Sans", Size: vg.Points(size)}
}

// shortened returns a name that is at most n characters long.
func shortened(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
