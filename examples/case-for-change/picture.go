package main

import (
	"os"
	"path/filepath"

	"github.com/kithcrm/kith/adapters/chart"
	"github.com/kithcrm/kith/relationship"
)

// pictures draws what there is to see, by the names of files.
func (told *story) pictures() (map[string]*chart.Chart, error) {
	in := chart.Amounts{Minor: 1000_00, Name: "thousand EUR"}
	drawn := map[string]*chart.Chart{}
	for _, p := range []struct {
		name string
		draw func() (*chart.Chart, error)
	}{
		{"fan", func() (*chart.Chart, error) {
			return chart.Fan(told.Case, in, chart.Config{Title: "What the change has earned (made up)"})
		}},
		{"tornado", func() (*chart.Chart, error) {
			return chart.Tornado(told.Tornado, in, chart.Config{Title: "What the value hangs on (made up)"})
		}},
		{"loss", func() (*chart.Chart, error) {
			return chart.LossCurve(told.Loss, told.Even, chart.Config{Title: "The risk of a loss, by how much hearts rise (made up)"})
		}},
		{"find-out", func() (*chart.Chart, error) {
			return chart.WorthKnowing(told.Case, in, chart.Config{Title: "What is worth finding out first (made up)"})
		}},
		{"obstacles", func() (*chart.Chart, error) {
			return chart.ObstacleMap(told.InTheWay.Now, chart.Config{Title: "What gets in the way (made up)"})
		}},
		{"clashes", func() (*chart.Chart, error) {
			return chart.Clashes(told.InTheWay.Now, chart.Config{Title: "How we work, against what we want to do (made up)"})
		}},
		{"blocked", func() (*chart.Chart, error) {
			name := func(of relationship.Ref) string { return of.Noun + " " + of.ID }
			return chart.Blocks(told.InTheWay.Now, name, chart.Config{Title: "What obstacles keep from happening (made up)"})
		}},
	} {
		c, err := p.draw()
		if err != nil {
			return nil, err
		}
		drawn[p.name] = c
	}
	return drawn, nil
}

// drawInto writes the pictures into a folder, which must be there.
func (told *story) drawInto(folder string) error {
	drawn, err := told.pictures()
	if err != nil {
		return err
	}
	for name, c := range drawn {
		if err := write(filepath.Join(folder, name+".svg"), c); err != nil {
			return err
		}
	}
	return nil
}

func write(path string, c *chart.Chart) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
	}()
	return c.WriteSVG(file)
}
