package main

import (
	"fmt"
	"math"
	"os"
	"strings"
	"time"

	"github.com/kithcrm/kith/adapters/chart"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
)

// tracking is how often customers have come back all together, beside what a model expects.
type tracking struct {
	*history
	m      lifetime.Model
	fit    lifetime.Fit
	sample *lifetime.Sample
	title  string
}

// maxPoints is how many points a line has at most: counting up to an instant takes all of the log.
const maxPoints = 60

// weeks returns the weeks at which is counted.
func (t tracking) weeks() []float64 {
	whole := int(t.end.Sub(t.begin).Hours() / (7 * 24))
	step := 1 + (whole-1)/maxPoints
	var weeks []float64
	for w := step; w <= whole; w += step {
		weeks = append(weeks, float64(w))
	}
	return weeks
}

func (t tracking) at(week float64) time.Time { return t.begin.AddDate(0, 0, 7*int(week)) }

func (t tracking) draw() (*chart.Chart, error) {
	weeks := t.weeks()
	expected, err := lifetime.Interval(t.m, t.fit, func(m lifetime.Model) ([]float64, error) {
		return lifetime.Track(m, t.sample, weeks)
	}, lifetime.IntervalConfig{})
	if err != nil {
		return nil, err
	}
	values, err := lifetime.Track(t.m, t.sample, weeks)
	if err != nil {
		return nil, err
	}
	actual := chart.Line{Name: "bought"}
	model := chart.Line{Name: "expected by " + t.fit.Model}
	for i, w := range weeks {
		n, err := t.counted(t.at(w))
		if err != nil {
			return nil, err
		}
		actual.Points = append(actual.Points, chart.Point{At: t.at(w), Value: exactly(n)})
		if !expected[i].Known() {
			expected[i] = exactly(values[i])
		}
		model.Points = append(model.Points, chart.Point{At: t.at(w), Value: expected[i]})
	}
	if t.split.Before(t.end) {
		model.Changes = []chart.Change{{At: t.split, Text: "from here on a forecast"}}
	}
	return chart.OverTime([]chart.Line{actual, model}, chart.Config{Title: t.title, Values: "purchases so far"})
}

// counted returns how often those who had bought by the split had come back by an instant.
func (t tracking) counted(at time.Time) (float64, error) {
	if at.After(t.split) {
		outcomes, err := t.Split(t.split, at)
		sum := 0.0
		for _, o := range outcomes {
			sum += o.X + float64(o.After)
		}
		return sum, err
	}
	histories, err := t.Histories(at)
	sum := 0.0
	for _, h := range histories {
		sum += h.X
	}
	return sum, err
}

func exactly(v float64) relationship.Estimate {
	return relationship.Estimate{Value: v, Low: v, High: v, Basis: relationship.Observed}
}

// drawFrequencies draws how many came back how often, beside how many are expected to.
func (r *report) drawFrequencies() (*chart.Chart, error) {
	var bars []chart.Count
	for i, f := range r.frequencies {
		often := fmt.Sprint(f.X)
		if i == len(r.frequencies)-1 && r.model != "bgbb" {
			often += "+"
		}
		bars = append(bars, chart.Count{Name: often, Group: "seen", N: float64(f.Actual)},
			chart.Count{Name: often, Group: "expected by " + r.fit.Model, N: math.Round(f.Expected)})
	}
	return chart.Counts(bars, chart.Config{Title: "How often each customer " + strings.ToLower(r.did()), Values: "customers"})
}

// drawTo writes the picture into a file.
func (r *report) drawTo(path string) error {
	c, err := r.draw()
	if err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	write := c.WriteSVG
	if strings.HasSuffix(path, ".png") {
		write = c.WritePNG
	}
	if err := write(file); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
