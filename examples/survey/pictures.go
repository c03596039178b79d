package main

import (
	"io"
	"os"
	"path/filepath"

	"github.com/kithcrm/kith/adapters/chart"
)

// A picture is a chart with the name of its files.
type picture struct {
	name string
	*chart.Chart
}

// draw writes each picture and its table, and returns the names of the files.
func (r *report) draw(s *settings) ([]string, error) {
	pictures, err := r.pictures()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(s.svg, 0o755); err != nil {
		return nil, err
	}
	var files []string
	for _, p := range pictures {
		for _, f := range []struct {
			name  string
			write func(io.Writer) error
		}{{p.name + ".svg", p.WriteSVG}, {p.name + ".csv", p.Table().WriteCSV}} {
			if err := write(filepath.Join(s.svg, f.name), f.write); err != nil {
				return nil, err
			}
			files = append(files, f.name)
		}
	}
	return files, nil
}

func write(path string, to func(io.Writer) error) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := to(file); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

func (r *report) pictures() ([]picture, error) {
	var all []picture
	for _, p := range []struct {
		name string
		draw func() (*chart.Chart, error)
		skip bool
	}{
		{"distribution", r.drawDistribution, r.Withheld},
		{"over-time", r.drawTime, r.Time == nil || len(r.Time.Periods) == 0},
		{"groups", r.drawGroups, r.Groups == nil || len(r.Groups.Shown) == 0},
	} {
		if p.skip {
			continue
		}
		c, err := p.draw()
		if err != nil {
			return nil, err
		}
		all = append(all, picture{p.name, c})
	}
	return all, nil
}

// title says beside what is shown that it is made up, if so.
func (r *report) title(text string) string {
	if r.MadeUp {
		return text + " (made up)"
	}
	return text
}

func (r *report) drawDistribution() (*chart.Chart, error) {
	var counts []chart.Count
	for _, c := range r.Distribution {
		counts = append(counts, chart.Count{Name: c.Answer, Group: c.Group, N: float64(c.N)})
	}
	return chart.Counts(counts, chart.Config{
		Title: r.title("How often each answer was given"), Values: "answers", Groups: r.measure.groups(),
	})
}

func (r *report) drawTime() (*chart.Chart, error) {
	var line chart.Line
	for _, p := range r.Time.Periods {
		line.Points = append(line.Points, chart.Point{At: p.From, Value: p.Score})
	}
	for _, from := range r.Time.Withheld {
		line.Points = append(line.Points, chart.Point{At: from})
	}
	for _, c := range r.Time.Changes.Found {
		line.Changes = append(line.Changes, chart.Change{At: r.Time.Periods[c.began].From, Text: "by " + number(c.By.Value) + ", found in " + c.Found})
	}
	return chart.OverTime([]chart.Line{line}, chart.Config{
		Title: r.title("Score by " + r.Time.Every), Values: r.What, Zone: r.zone,
	})
}

func (r *report) drawGroups() (*chart.Chart, error) {
	rows := []chart.Row{{Name: "All", Value: r.Score, Whole: true}}
	first, last := ends(r.Groups.Shown)
	for _, list := range [][]group{first, last} {
		for _, g := range list {
			row := chart.Row{Name: short(oneLine(g.Name), 40), Value: g.Shrunk}
			if g.Shrunk != g.Own {
				row.Raw = g.Own
			}
			rows = append(rows, row)
		}
	}
	return chart.Intervals(rows, chart.Config{Title: r.title("Where each " + short(oneLine(r.Groups.By), 40) + " stands"), Values: r.What})
}
