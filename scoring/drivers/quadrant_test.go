package drivers_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/scoring/drivers"
	"pgregory.net/rapid"
)

func TestDriversArePlacedByImportanceAndPerformance(t *testing.T) {
	t.Parallel()
	rows := survey(1, 2000, []float64{.8, .8, 0, 0})
	for i := range rows {
		rows[i].Drivers[1] -= 4
		rows[i].Drivers[3] -= 4
	}
	a := analysed(t, []string{"staff", "price", "goods", "hours"}, rows, drivers.Config{Rounds: new(200)})
	placed, lines, err := a.Quadrants(drivers.Lines{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]drivers.Quadrant{}
	for _, p := range placed {
		got[p.Name] = p.Quadrant
		if !p.Sure {
			t.Errorf("%s: got importance %v and performance %v, want them on one side of %v and %v", p.Name,
				p.Importance, p.Performance, *lines.Importance, *lines.Performance)
		}
	}
	want := map[string]drivers.Quadrant{
		"staff": drivers.KeepUp, "price": drivers.FixFirst, "goods": drivers.Overdone, "hours": drivers.LowPriority,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("quadrants (-want +got):\n%s", diff)
	}
	near(t, "line of importance", *lines.Importance, .25, 1e-12)
}

func TestLinesThatAreGivenCount(t *testing.T) {
	t.Parallel()
	a := analysed(t, named(2), survey(1, 200, []float64{.8, .4}), drivers.Config{Rounds: new(100)})
	given := drivers.Lines{Importance: new(0.0), Performance: new(11.0)}
	placed, lines, err := a.Quadrants(given)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(given, lines); diff != "" || lines.Importance == given.Importance {
		t.Errorf("lines (-given +got):\n%s", diff)
	}
	for _, p := range placed {
		if p.Quadrant != drivers.FixFirst || !p.Sure {
			t.Errorf("%s: got %s, want %s", p.Name, p.Quadrant, drivers.FixFirst)
		}
	}
	// Without intervals nothing is sure.
	a = analysed(t, named(2), survey(1, 200, []float64{.8, .4}), exact())
	for _, p := range done2(a.Quadrants(drivers.Lines{}))(t) {
		if p.Sure {
			t.Errorf("%s: got that it is sure", p.Name)
		}
	}
}

// done2 returns the drivers placed, and fails the test where there is an error instead.
func done2(placed []drivers.Placed, _ drivers.Lines, err error) func(failer) []drivers.Placed {
	return done(placed, err)
}

func TestLinesOutOfRangeAreRefused(t *testing.T) {
	t.Parallel()
	var a drivers.Analysis
	for _, c := range []struct {
		field string
		lines drivers.Lines
	}{
		{"Importance", drivers.Lines{Importance: new(-.1)}},
		{"Importance", drivers.Lines{Importance: new(1.1)}},
		{"Importance", drivers.Lines{Importance: new(math.NaN())}},
		{"Performance", drivers.Lines{Performance: new(math.NaN())}},
		{"Performance", drivers.Lines{Performance: new(math.Inf(1))}},
	} {
		_, _, err := a.Quadrants(c.lines)
		refused(t, c.field, err, c.field)
	}
}

func TestWhatIsUnknownIsNotPlaced(t *testing.T) {
	t.Parallel()
	a := analysed(t, named(2), []drivers.Row{{Outcome: 1, Drivers: []float64{1, 2}}}, drivers.Config{})
	placed, lines, err := a.Quadrants(drivers.Lines{Performance: new(3.0)})
	if err != nil {
		t.Fatal(err)
	}
	if lines.Importance != nil || *lines.Performance != 3 {
		t.Errorf("got lines %v", lines)
	}
	for _, p := range placed {
		if p.Quadrant != drivers.Unplaced || p.Sure {
			t.Errorf("got %+v, want it unplaced", p)
		}
	}
}

func TestDriversThatAreAlikeLieOnTheLine(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "copies")
		low := rapid.Float64Range(-5, 5).Draw(t, "low")
		var rows []drivers.Row
		for i := range 6 {
			row := drivers.Row{Outcome: float64(i * i)}
			for range n {
				row.Drivers = append(row.Drivers, low+float64(i)/3)
			}
			rows = append(rows, row)
		}
		for _, p := range done2(analysed(t, named(n), rows, exact()).Quadrants(drivers.Lines{}))(t) {
			if p.Quadrant != drivers.KeepUp {
				t.Errorf("%s: got %s", p.Name, p.Quadrant)
			}
		}
	})
}

func TestNothingIsSureOfADriverThatAllAnsweredTheSame(t *testing.T) {
	t.Parallel()
	low := slices.Repeat([]float64{2}, 5)
	a := analysed(t, []string{"price", "staff"}, columns([]float64{1, 2, 1, 5, 4}, low, []float64{1, 3, 3, 4, 5}), drivers.Config{Rounds: new(100)})
	if e := a.Drivers[0].Performance; e.Value != 2 || e.Low != 2 || e.High != 2 || e.N != 5 {
		t.Errorf("got performance %v", e)
	}
	if got, _ := warned(a, drivers.Constant); !slices.Equal(got, []string{"price"}) {
		t.Errorf("got constant %q", got)
	}
	placed := done2(a.Quadrants(drivers.Lines{Importance: new(0.0), Performance: new(3.0)}))(t)
	if placed[0].Quadrant != drivers.FixFirst || placed[0].Sure {
		t.Errorf("got %+v", placed[0])
	}
}
