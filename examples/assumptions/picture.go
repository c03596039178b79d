package main

import (
	"os"

	"github.com/kithcrm/kith/adapters/chart"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// picture draws each attribute as believed, funded and measured. Those on which money is misdirected have a colour
// of their own.
func (s *story) picture() (*chart.Chart, error) {
	const wrong, other = "money is misdirected", "near enough, or nobody can tell"
	var slopes []chart.Slope
	for i, g := range s.Found.Belief {
		group := other
		if s.Found.Spending[i].State == scoring.False {
			group = wrong
		}
		slopes = append(slopes, chart.Slope{
			Name: g.Attribute, Group: group,
			Values: []relationship.Estimate{g.Of, s.Found.Spending[i].Of, g.Against},
		})
	}
	return chart.Slopes([]string{"believed", "funded", "measured"}, slopes, chart.Config{
		Title:  "What leaders believe, what is paid for, and what matters to members (made up)",
		Values: "share of the whole", From: 0, To: .55, Groups: []string{wrong, other},
	})
}

// drawTo writes the picture to a file.
func (s *story) drawTo(path string) (err error) {
	c, err := s.picture()
	if err != nil {
		return err
	}
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
