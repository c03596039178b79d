package chart_test

import (
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/adapters/chart"
	"github.com/kithcrm/kith/internal/sight"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

func TestColoursAreToldApartByAllEyesAndStandOut(t *testing.T) {
	t.Parallel()
	for i, a := range chart.Palette() {
		if c := sight.Contrast(a, "#FFFFFF"); c < 3 {
			t.Errorf("%s has a contrast of %.2f, want 3 (WCAG 2.2, 1.4.11)", a, c)
		}
		for _, b := range chart.Palette()[:i] {
			if d := sight.Distance(a, b); d < 25 {
				t.Errorf("%s and %s differ by %.1f only", a, b, d)
			}
		}
	}
}

// pictures returns one of each kind with a name in it.
func pictures(name string, cfg chart.Config) (map[string]*chart.Chart, error) {
	over, err1 := chart.OverTime([]chart.Line{
		{Name: name, Points: []chart.Point{{At: month(3), Value: around(3, 1)}, {At: month(1), Value: around(1, 1)}, {At: month(2)}}},
		{Name: "other", Points: []chart.Point{{At: month(2), Value: around(2, 1)}}, Changes: []chart.Change{{At: month(2), Text: name}}},
	}, cfg)
	rows, err2 := chart.Intervals([]chart.Row{
		{Name: name, Group: name, Value: around(1, 2), Raw: around(2, 2)}, {Name: "all", Value: around(1, 0), Whole: true}, {Name: "unknown"},
	}, cfg)
	counts, err3 := chart.Counts([]chart.Count{{Name: name, Group: name, N: 3}, {Name: "none"}}, cfg)
	spots, err4 := chart.Spots([]chart.Spot{
		{Name: name, Group: name, Across: around(1, 2), Up: around(3, 1)}, {Name: "b", Across: around(2, 1), Up: around(3, 1)}, {Name: "unknown", Across: around(1, 1)},
	}, chart.Plane{Config: cfg, Across: name, Quarters: [4]string{name, "", "c", "d"}})
	slopes, err5 := chart.Slopes([]string{name, "measured"}, []chart.Slope{
		{Name: name, Values: []relationship.Estimate{around(1, 2), around(3, 1)}}, {Name: "b", Group: name, Values: []relationship.Estimate{around(1, 2), {}}},
	}, cfg)
	return map[string]*chart.Chart{"over time": over, "intervals": rows, "counts": counts, "spots": spots, "slopes": slopes},
		errors.Join(err1, err2, err3, err4, err5)
}

func TestWhateverANameHoldsItIsShownAsItIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		// Names that fit are not shortened.
		name := rapid.OneOf(
			rapid.StringMatching(`[<>&"'a-z;/]{1,18}`),
			rapid.SampledFrom([]string{"</text><script>", "&lt;", "日本", "é\u0301", "=1+1", "%s", "\\frac{1}{2}", "$x$"}),
		).Draw(t, "name")
		charts, err := pictures(name, chart.Config{Title: name, Values: name})
		if err != nil {
			t.Fatal(err)
		}
		for what, c := range charts {
			picture := svg(t, c, nil)
			if !slices.Contains(texts(t, picture), name) {
				t.Fatalf("%s: a name is not in the picture", what)
			}
			if picture != svg(t, c, nil) {
				t.Fatalf("%s: drawn twice, it differs", what)
			}
		}
	})
}

func TestPicturesHaveTheSizeAskedFor(t *testing.T) {
	t.Parallel()
	charts, err := pictures("a", chart.Config{Width: 400, Height: 300})
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range charts {
		if w, h := decoded(t, c); w != 400 || h != 300 {
			t.Errorf("%s: got %d by %d pixels, want 400 by 300", what, w, h)
		}
	}
}

func TestExtremeNumbersAreDrawn(t *testing.T) {
	t.Parallel()
	for _, v := range []float64{0, -1, 1e-300, 1e15, -1e15, 5e-324} {
		e := relationship.Estimate{Value: v, Low: v, High: v, Basis: relationship.Observed}
		c, err := chart.Intervals([]chart.Row{{Name: "a", Value: e}}, chart.Config{})
		if picture := svg(t, c, err); strings.Contains(picture, "NaN") || strings.Contains(picture, "Inf") {
			t.Errorf("of %g: there is no place for a number", v)
		}
		c, err = chart.Spots([]chart.Spot{{Name: "a", Across: e, Up: e}}, chart.Plane{})
		if picture := svg(t, c, err); strings.Contains(picture, "NaN") || strings.Contains(picture, "Inf") {
			t.Errorf("of %g as a spot: there is no place for a number", v)
		}
		c, err = chart.OverTime([]chart.Line{{Points: []chart.Point{{At: month(1), Value: e}}}}, chart.Config{})
		if picture := svg(t, c, err); strings.Contains(picture, "NaN") || strings.Contains(picture, "Inf") {
			t.Errorf("of %g over time: there is no place for a number", v)
		}
	}
}

func TestBadInputIsRefusedByFieldAndRule(t *testing.T) {
	t.Parallel()
	over := func(l chart.Line, cfg chart.Config) error {
		_, err := chart.OverTime([]chart.Line{l}, cfg)
		return err
	}
	rows := func(cfg chart.Config, r ...chart.Row) error {
		_, err := chart.Intervals(r, cfg)
		return err
	}
	counts := func(n ...chart.Count) error {
		_, err := chart.Counts(n, chart.Config{})
		return err
	}
	spots := func(plane chart.Plane, s ...chart.Spot) error {
		_, err := chart.Spots(s, plane)
		return err
	}
	slopes := func(ways []string, s ...chart.Slope) error {
		_, err := chart.Slopes(ways, s, chart.Config{})
		return err
	}
	spot := chart.Spot{Name: "a", Across: around(1, 1), Up: around(1, 1)}
	point := chart.Line{Points: []chart.Point{{At: month(1), Value: around(1, 1)}}}
	cases := []struct {
		name, field string
		err         error
	}{
		{"no lines", "Lines", over(chart.Line{}, chart.Config{})},
		{"unknown only", "Lines", over(chart.Line{Points: []chart.Point{{At: month(1)}}}, chart.Config{})},
		{"no time", "Lines[0].Points[0].At", over(chart.Line{Points: []chart.Point{{Value: around(1, 1)}}}, chart.Config{})},
		{"no number", "Lines[0].Points[0].Value.Value", over(chart.Line{Points: []chart.Point{{At: month(1), Value: around(math.NaN(), 1)}}}, chart.Config{})},
		{"a number beyond all bounds", "Lines[0].Points[0].Value.Low", over(chart.Line{Points: []chart.Point{{At: month(1), Value: around(1, 1e300)}}}, chart.Config{})},
		{"a line that breaks", "Lines[0].Name", over(chart.Line{Name: "a\nb"}, chart.Config{})},
		{"a change without time", "Lines[0].Changes[0].At", over(chart.Line{Changes: make([]chart.Change, 1)}, chart.Config{})},
		{"an axis upside down", "To", over(point, chart.Config{From: 2, To: 1})},
		{"an endless axis", "From", over(point, chart.Config{From: math.Inf(-1)})},
		{"too small", "Width", over(point, chart.Config{Width: 10})},
		{"too large", "Height", over(point, chart.Config{Height: 1e6})},
		{"no rows", "Rows", rows(chart.Config{})},
		{"a row without name", "Rows[0].Name", rows(chart.Config{}, chart.Row{Value: around(1, 1)})},
		{"an odd title", "Title", rows(chart.Config{Title: "\xff"}, chart.Row{Name: "a", Value: around(1, 1)})},
		{"too many rows", "Rows", rows(chart.Config{}, make([]chart.Row, 201)...)},
		{"no counts", "Counts", counts()},
		{"less than nothing", "Counts[0].N", counts(chart.Count{Name: "a", N: -1})},
		{"a count that is none", "Counts[0].N", counts(chart.Count{Name: "a", N: math.NaN()})},
		{"no spots", "Spots", spots(chart.Plane{})},
		{"a spot known by half", "Spots", spots(chart.Plane{}, chart.Spot{Name: "a", Up: around(1, 1)})},
		{"a plane upside down", "AcrossTo", spots(chart.Plane{AcrossFrom: 2, AcrossTo: 1}, spot)},
		{"a border beyond all bounds", "SplitUp", spots(chart.Plane{SplitUp: math.Inf(1)}, spot)},
		{"an odd quarter", "Quarters[2]", spots(chart.Plane{Quarters: [4]string{2: "\n"}}, spot)},
		{"one way", "Ways", slopes([]string{"a"})},
		{"no slopes", "Slopes", slopes([]string{"a", "b"})},
		{"a value too few", "Slopes[0].Values", slopes([]string{"a", "b"}, chart.Slope{Name: "a"})},
	}
	for _, c := range cases {
		e, ok := errors.AsType[*relationship.OpError](c.err)
		if !ok || !errors.Is(c.err, relationship.ErrInvalid) || e.Field != c.field || e.Room != "chart" {
			t.Errorf("%s: got %v, want it to name %s", c.name, c.err, c.field)
		}
	}
}

func TestAxesOfTimeHaveAFewMarksAtRoundDates(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("far east", 14*3600)
	rapid.Check(t, func(t *rapid.T) {
		from := time.Unix(rapid.Int64Range(-3e9, 9e9).Draw(t, "from"), 0)
		long := time.Duration(rapid.Float64Range(0, 22).Draw(t, "long"))
		to := from.Add(time.Duration(math.Pow(7, float64(long))))
		c, err := chart.OverTime([]chart.Line{{Points: []chart.Point{{At: from, Value: around(1, 1)}, {At: to, Value: around(2, 1)}}}}, chart.Config{Zone: zone})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.WriteSVG(io.Discard); err != nil {
			t.Fatal(err)
		}
	})
}
