package chart_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/adapters/chart"
)

func TestOneInstantHasTheDayAroundIt(t *testing.T) {
	t.Parallel()
	c, err := chart.OverTime([]chart.Line{{Points: []chart.Point{{At: month(4), Value: around(1, 1)}}}}, chart.Config{})
	if !slices.Contains(texts(t, svg(t, c, err)), "1 Apr") {
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
