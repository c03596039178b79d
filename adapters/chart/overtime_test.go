package chart_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/adapters/chart"
	"github.com/kithcrm/kith/relationship"
)

func TestOneInstantHasTheDayAroundIt(t *testing.T) {
	t.Parallel()
	c, err := chart.OverTime([]chart.Line{{Points: []chart.Point{{At: month(4), Value: around(1, 1)}}}}, chart.Config{})
	if !slices.Contains(texts(t, svg(t, c, err)), "1 Apr 2025") {
		t.Error("the day is not marked")
	}
}

func TestNumbersOnAxesHaveNoDigitsThatSayNothing(t *testing.T) {
	t.Parallel()
	c, err := chart.Counts([]chart.Count{{Name: "a", N: 528}, {Name: "b", N: 68}}, chart.Config{})
	if found := texts(t, svg(t, c, err)); !slices.Contains(found, "500") || slices.Contains(found, "500.00") {
		t.Errorf("got %q", found)
	}
}

func TestMarksOfAxesAreRoundNumbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		low, high float64
		want      []string
	}{
		{-100, 100, []string{"-100", "-50", "0", "50", "100"}},
		{0, 1, []string{"0", "0.2", "0.4", "0.6", "0.8", "1"}},
		{.36, .46, []string{"0.36", "0.38", "0.4", "0.42", "0.44", "0.46"}},
		{-.3, .3, []string{"-0.3", "-0.2", "-0.1", "0", "0.1", "0.2", "0.3"}},
		{1, 5, []string{"1", "2", "3", "4", "5"}},
		{7, 4007, []string{"1000", "2000", "3000", "4000"}},
	} {
		rows := []chart.Row{{Name: "a", Value: around((c.low+c.high)/2, 0)}}
		picture, err := chart.Intervals(rows, chart.Config{From: c.low, To: c.high})
		found := slices.DeleteFunc(texts(t, svg(t, picture, err)), func(s string) bool { return s == "a" })
		if !slices.Equal(found, c.want) {
			t.Errorf("from %v to %v: got %q, want %q", c.low, c.high, found, c.want)
		}
	}
}

func TestDaysTellTheirYearOnce(t *testing.T) {
	t.Parallel()
	var l chart.Line
	for day := range 20 {
		l.Points = append(l.Points, chart.Point{At: month(1).AddDate(0, 0, day-12), Value: around(1, 1)})
	}
	c, err := chart.OverTime([]chart.Line{l}, chart.Config{From: 5, To: 6})
	found := texts(t, svg(t, c, err))
	if found = slices.DeleteFunc(found, func(s string) bool { return !strings.Contains(s, " ") }); !slices.Equal(found, []string{"23 Dec 2024", "30 Dec", "6 Jan 2025"}) {
		t.Errorf("got %q", found)
	}
}

// A group without data keeps its colour for the next picture, but has no key in this one.
func TestKeysAreOfWhatIsDrawn(t *testing.T) {
	t.Parallel()
	cfg := chart.Config{Groups: []string{"nobody", "team"}}
	known, unknown := around(1, 1), relationship.Estimate{}
	rows := []chart.Row{{Name: "a", Group: "team", Value: known}, {Name: "b", Group: "ghost"}}
	c, err := chart.Intervals(rows, cfg)
	pictures := []string{svg(t, c, err)}
	c, err = chart.Counts([]chart.Count{{Name: "a", Group: "team", N: 1}}, cfg)
	pictures = append(pictures, svg(t, c, err))
	c, err = chart.Spots([]chart.Spot{{Name: "a", Group: "team", Across: known, Up: known}, {Name: "b", Group: "ghost", Up: known}}, chart.Plane{Config: cfg})
	pictures = append(pictures, svg(t, c, err))
	c, err = chart.Slopes([]string{"x", "y"}, []chart.Slope{
		{Name: "a", Group: "team", Values: []relationship.Estimate{known, unknown}},
		{Name: "b", Group: "ghost", Values: []relationship.Estimate{unknown, unknown}},
	}, cfg)
	pictures = append(pictures, svg(t, c, err))
	c, err = chart.OverTime([]chart.Line{
		{Name: "ghost", Points: []chart.Point{{At: month(1)}}}, {Name: "team", Points: []chart.Point{{At: month(1), Value: known}}},
	}, cfg)
	pictures = append(pictures, svg(t, c, err))
	for i, p := range pictures {
		if found := texts(t, p); !slices.Contains(found, "team") || slices.Contains(found, "nobody") || slices.Contains(found, "ghost") {
			t.Errorf("picture %d: got %q", i, found)
		}
	}
}

// Texts of changes on one day would lie on each other; those for which there is no room are in the table alone.
func TestTextsOfChangesDoNotOverlap(t *testing.T) {
	t.Parallel()
	l := chart.Line{Points: []chart.Point{{At: month(1), Value: around(1, 1)}, {At: month(12), Value: around(2, 1)}}}
	for i := range 60 {
		l.Changes = append(l.Changes, chart.Change{At: month(3).Add(time.Duration(i) * time.Hour), Text: fmt.Sprint("change ", i)})
	}
	c, err := chart.OverTime([]chart.Line{l}, chart.Config{})
	picture := svg(t, c, err)
	heights := map[string]bool{}
	shown := regexp.MustCompile(`<text x="[^"]*" y="([^"]*)"[^>]*>change `).FindAllStringSubmatch(picture, -1)
	for _, at := range shown {
		heights[at[1]] = true
	}
	if len(shown) < 5 || len(shown) == 60 || len(heights) != len(shown) {
		t.Errorf("got %d texts at %d heights", len(shown), len(heights))
	}
	if rows := len(c.Table().Rows); rows != 62 {
		t.Errorf("got %d rows in the table, want all 62", rows)
	}
}

// Beside each other, 400 whiskers would be a wall.
func TestACrowdedLineHasItsBandAlone(t *testing.T) {
	t.Parallel()
	drawn := func(n int) int {
		var l chart.Line
		for i := range n {
			l.Points = append(l.Points, chart.Point{At: month(1).AddDate(0, 0, i), Value: around(float64(i%7), 1)})
		}
		c, err := chart.OverTime([]chart.Line{l}, chart.Config{})
		return strings.Count(svg(t, c, err), "<path")
	}
	if few, many := drawn(100), drawn(400); few < 300 || many > 100 {
		t.Errorf("got %d strokes for 100 points and %d for 400", few, many)
	}
}
