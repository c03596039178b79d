package chart

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// Amounts say in what amounts of money are written. The zero value is ready to use.
type Amounts struct {
	// Minor is how many minor units make one of what is written, such as 100,000 for thousands of euros, which have
	// 100 cents each. 0 means 1, or the thousand, million, billion or trillion that suits the picture.
	Minor float64

	// Name says what is written, such as "thousand EUR". It is empty where Minor is 0, and only there: then it
	// is such as "million minor units of EUR", since nobody told how many of them make a euro.
	Name string
}

// settled returns amounts with what suits numbers up to a size in place of what is not set.
func (a Amounts) settled(op, currency string, size float64) (Amounts, error) {
	if a != (Amounts{}) {
		if !(a.Minor > 0 && a.Minor <= most) {
			return a, broken(op, "Amounts.Minor", "must be above 0, at most 1e15; or 0, without a Name")
		}
		return a, checkName(op, "Amounts.Name", a.Name)
	}
	unit := magnitude(size)
	a = Amounts{Minor: unit.size, Name: unit.before("minor units")}
	if currency != "" {
		a.Name += " of " + shortened(currency, 12)
	}
	return a, checkText(op, "Currency", currency)
}

// in returns an amount in minor units as it is written.
func (a Amounts) in(minor float64) float64 { return minor / a.Minor }

// check returns an error for an amount that is beyond what is drawn.
func (a Amounts) check(op, field string, minor float64) error {
	return checkNumber(op, field, a.in(minor))
}

// A power is a power of a thousand that has a name.
type power struct {
	size float64
	name string
}

// magnitude returns the greatest power that is not above a number, 1 for small ones.
func magnitude(v float64) power {
	p := power{size: 1}
	for _, next := range []power{{1e3, "thousand"}, {1e6, "million"}, {1e9, "billion"}, {1e12, "trillion"}} {
		if math.Abs(v) >= next.size {
			p = next
		}
	}
	return p
}

// before returns the name of a power in front of what it counts.
func (p power) before(what string) string {
	if p.name == "" {
		return what
	}
	return p.name + " " + what
}

// short returns a number with about four digits, for pictures: "0.02134", "12345", "1.235 million".
func short(v float64) string {
	switch p := magnitude(v); {
	case p.size > 1e3:
		return strconv.FormatFloat(v/p.size, 'g', 4, 64) + " " + p.name
	case p.size == 1e3:
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v+0, 'g', 4, 64) // which makes -0 a plain 0
}

// percent returns a share as it is written in pictures.
func percent(share float64) string { return short(100*share) + " %" }

// checkChance returns an error for a probability that is none, or that is not within its range.
func checkChance(op, field string, c businesscase.Chance) error {
	if !(0 <= c.Low && c.Low <= c.Value && c.Value <= c.High && c.High <= 1) {
		return broken(op, field, "must be from 0 to 1, from Low to High")
	}
	return nil
}

// up returns what a vertical axis shows, shortened to what fits a picture.
func (c *Chart) up(label string) string {
	const above = 130 // pixels of title, keys and the other axis
	return fitting(textStyle(10, rgb(softColour)), label, points(max(c.height-above, 0)))
}

// across returns what a horizontal axis shows, shortened to what fits a picture beside names.
func (c *Chart) across(label string, names []plot.Tick) string {
	return fitting(textStyle(10, rgb(softColour)), label, c.beside(names))
}

// beside returns how wide the picture is beside names of rows, at least.
func (c *Chart) beside(names []plot.Tick) vg.Length {
	const margins = 36 // points
	widest := vg.Length(0)
	for _, n := range names {
		widest = max(widest, wide(textStyle(9, rgb(softColour)), n.Label))
	}
	return max(0, points(c.width)-margins-widest)
}
