package chart_test

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/kithcrm/kith/adapters/chart"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/beliefs"
	"github.com/kithcrm/kith/scoring/drivers"
	"github.com/kithcrm/kith/scoring/heart"
	"github.com/kithcrm/kith/scoring/kano"
	"github.com/kithcrm/kith/scoring/survey"
)

func features(t testing.TB) []chart.Feature {
	t.Helper()
	var all []chart.Feature
	for name, counts := range map[string]kano.Counts{
		"heating": {Attractive: 11, Reverse: 10, OneDimensional: 2, Indifferent: 6},
		"brakes":  {MustBe: 20, OneDimensional: 5, Indifferent: 4},
		"range":   {OneDimensional: 18, MustBe: 6, Attractive: 4, Indifferent: 1},
	} {
		found, err := counts.Evaluate(kano.Config{})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, chart.Feature{Name: name, Finding: found})
	}
	slices.SortFunc(all, func(a, b chart.Feature) int { return len(a.Name) - len(b.Name) })
	return all
}

func analysis(t testing.TB) drivers.Analysis {
	t.Helper()
	rows := make([]drivers.Row, 60)
	for i := range rows {
		a, b := float64(i%7), float64(i*i%5)
		rows[i] = drivers.Row{Outcome: 2*a - b + float64(i%3), Drivers: []float64{a, b}}
	}
	found, err := drivers.Analyse([]string{"service", "waiting"}, rows, drivers.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func comparison(t testing.TB) beliefs.Comparison {
	t.Helper()
	side := func(values ...float64) beliefs.Side {
		var s beliefs.Side
		for i, v := range values {
			e := around(v, 0.03)
			s.Shares = append(s.Shares, beliefs.Share{Attribute: fmt.Sprint("attribute ", i), Value: e})
		}
		return s
	}
	c, err := beliefs.Compare(side(.6, .3, .1), side(.5, .3, .2), side(.2, .3, .5), beliefs.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWhatTheDrawersFindIsDrawn(t *testing.T) {
	t.Parallel()
	wins, err := kano.QuickWins([]kano.Improvement{
		{ID: "mend the brakes", Class: relationship.Basic, Importance: around(.8, .1), Gain: around(.5, .1), Effort: around(4, 1)},
		{ID: "heat the seats", Class: relationship.Delighter, Sure: .4, Importance: around(.3, .1), Gain: around(.9, .1), Effort: around(2, 1)},
	}, kano.WinConfig{})
	if err != nil {
		t.Fatal(err)
	}
	placed, lines, err := analysis(t).Quadrants(drivers.Lines{})
	if err != nil {
		t.Fatal(err)
	}
	loved, err := heart.Measure([]heart.Moment{{At: month(1), Kind: heart.PromiseKept}}, month(2), heart.Config{})
	if err != nil {
		t.Fatal(err)
	}
	stands := survey.Standings{Whole: around(7, 1), Groups: []survey.Standing{
		{About: relationship.Ref{Noun: "team", ID: "a"}, Level: "team", Own: around(8, 1), Shrunk: around(7.5, 1)},
		{About: relationship.Ref{Noun: "team", ID: "b"}, Level: "team", Shrunk: around(7, 1), Inferred: true},
	}}
	scores := []scoring.Score{{At: month(2), Value: around(4, 1)}, {At: month(1), Value: around(3, 1)}}
	for what, draw := range map[string]struct {
		chart func() (*chart.Chart, error)
		texts []string
	}{
		"kano":        {func() (*chart.Chart, error) { return chart.Kano(features(t), chart.Config{Title: "Kano diagram"}) }, []string{"heating (contested)", "brakes", "basic", "promise"}},
		"wins":        {func() (*chart.Chart, error) { return chart.QuickWins(wins, chart.Config{Title: "Quick wins"}) }, []string{"mend the brakes", "heat the seats (unsure)", "effort"}},
		"drivers":     {func() (*chart.Chart, error) { return chart.Drivers(analysis(t), chart.Config{}) }, []string{"service", "waiting", "more goes with less"}},
		"performance": {func() (*chart.Chart, error) { return chart.Performance(placed, lines, chart.Config{}) }, []string{"service", "waiting", "fix first"}},
		"beliefs":     {func() (*chart.Chart, error) { return chart.Beliefs(comparison(t), chart.Config{}) }, []string{"believed", "funded", "measured", "too much", "too little", "attribute 1"}},
		"standings": {func() (*chart.Chart, error) {
			return chart.Standings(stands, func(r relationship.Ref) string { return r.ID }, chart.Config{})
		}, []string{"a", "b", "inferred", "as measured", "All"}},
		"hearts": {func() (*chart.Chart, error) {
			return chart.Hearts([]string{"us"}, []heart.Heart{loved}, chart.Config{})
		}, []string{"us: heart", "us: trust"}},
		"shares": {func() (*chart.Chart, error) {
			return chart.Shares([]chart.Brand{
				{Name: "us", Heart: around(.7, .2), Mind: heart.Mind{First: around(.2, .1), Aided: around(.6, .1)}, Wallet: around(.7, 0)},
				{Name: "them", Heart: around(.3, .2), Mind: heart.Mind{First: around(.5, .1), Aided: around(.9, .1)}, Wallet: around(.3, 0)},
			}, chart.Config{Title: "Heart, mind and wallet"})
		}, []string{"us: heart", "them: mind, aided", "us: wallet", "mind"}},
		"scores": {func() (*chart.Chart, error) {
			return chart.OverTime([]chart.Line{chart.ScoreLine("nps", scores)}, chart.Config{})
		}, []string{"nps"}},
	} {
		c, err := draw.chart()
		if dir := os.Getenv("KITH_PICTURES"); dir != "" && err == nil {
			keep(t, dir+"/"+what+".png", c)
		}
		written := texts(t, svg(t, c, err))
		for _, want := range draw.texts {
			if !slices.Contains(written, want) {
				t.Errorf("%s: %q is not in the picture, which has %q", what, want, written)
			}
		}
	}
}

func keep(t testing.TB, path string, c *chart.Chart) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := c.WritePNG(file); err != nil {
		t.Fatal(err)
	}
}

func TestWhatCannotBeDrawnIsRefused(t *testing.T) {
	t.Parallel()
	for name, draw := range map[string]func() (*chart.Chart, error){
		"no features":       func() (*chart.Chart, error) { return chart.Kano(nil, chart.Config{}) },
		"nothing to do":     func() (*chart.Chart, error) { return chart.QuickWins(nil, chart.Config{}) },
		"no drivers":        func() (*chart.Chart, error) { return chart.Drivers(drivers.Analysis{}, chart.Config{}) },
		"no lines":          func() (*chart.Chart, error) { return chart.Performance(nil, drivers.Lines{}, chart.Config{}) },
		"nothing compared":  func() (*chart.Chart, error) { return chart.Beliefs(beliefs.Comparison{}, chart.Config{}) },
		"a heart too few":   func() (*chart.Chart, error) { return chart.Hearts([]string{"a"}, nil, chart.Config{}) },
		"no brands":         func() (*chart.Chart, error) { return chart.Shares([]chart.Brand{{Name: "a"}}, chart.Config{}) },
		"nobody was judged": func() (*chart.Chart, error) { return chart.Standings(survey.Standings{}, nil, chart.Config{}) },
	} {
		if c, err := draw(); err == nil || c != nil {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
