package chart_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/kithcrm/kith/adapters/chart"
	"github.com/kithcrm/kith/scoring/businesscase"
)

func TestWithoutABreakEvenNoneIsMarked(t *testing.T) {
	t.Parallel()
	points, even := lossCurve()
	even.Found = false
	c, err := chart.LossCurve(points, even, chart.Config{})
	for _, text := range texts(t, svg(t, c, err)) {
		if strings.Contains(text, "worth nothing") {
			t.Errorf("got %q", text)
		}
	}
	if rows := len(c.Table().Rows); rows != len(points)+1 {
		t.Errorf("got %d rows, want one per point and one as hoped for", rows)
	}
}

// Marks at one place, or near the edge, would have their texts on each other or outside.
func TestTextsOfMarksStayApartAndWithin(t *testing.T) {
	t.Parallel()
	points, _ := lossCurve()
	for _, scale := range []float64{0, .9, 1, 1.01, 2, 16} {
		for _, width := range []int{400, 960} {
			even := businesscase.BreakEven{Found: true, Scale: scale, Low: scale - 3, High: scale + 3}
			c, err := chart.LossCurve(points, even, chart.Config{Width: width})
			picture := svg(t, c, err)
			tidy(t, fmt.Sprint(scale, width), picture)
			if !slices.Contains(texts(t, picture), "as hoped for") {
				t.Errorf("at %g: what is hoped for is not marked", scale)
			}
		}
	}
}

func TestNoMarkGoesThroughTheTextOfAnother(t *testing.T) {
	t.Parallel()
	points, _ := lossCurve()
	c, err := chart.LossCurve(points, businesscase.BreakEven{Found: true, Scale: .93, Low: .92, High: .94}, chart.Config{})
	all, _, _ := placesOf(t, svg(t, c, err))
	var hoped, even place
	for _, p := range all {
		switch p.text {
		case "as hoped for":
			hoped = p
		case "worth nothing on average: 0.93":
			even = p
		}
	}
	if even.text == "" || even.right >= hoped.left {
		t.Errorf("got %+v beside %+v", even, hoped)
	}
}

func TestACurveIsTheSameInAnyOrder(t *testing.T) {
	t.Parallel()
	points, even := lossCurve()
	c, err := chart.LossCurve(points, even, chart.Config{})
	there := svg(t, c, err)
	before := slices.Clone(points)
	slices.Reverse(points)
	c, err = chart.LossCurve(points, even, chart.Config{})
	if there != svg(t, c, err) {
		t.Error("it is another picture")
	}
	slices.Reverse(points)
	if !slices.Equal(points, before) {
		t.Error("the points were changed")
	}
}

func TestOnePointIsACurve(t *testing.T) {
	t.Parallel()
	c, err := chart.LossCurve([]businesscase.LossPoint{{Scale: 1}}, businesscase.BreakEven{}, chart.Config{})
	tidy(t, "one point", svg(t, c, err))
}

func ExampleLossCurve() {
	points, even := lossCurve()
	c, err := chart.LossCurve(points[4:7], even, chart.Config{Title: "How much of the improvement is needed"})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := c.Table().WriteText(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// scale  scale low  scale high  loss  loss low  loss high  mark
	// 0.45   0.44       0.46                                   worth nothing on average
	// 0.5                           0.44  0.4224    0.46464
	// 0.75                          0.2   0.192     0.216
	// 1                                                        as hoped for
	// 1                             0.06  0.0576    0.06564
}
