package main

import (
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/survey"
)

// changes are what a CUSUM finds.
type changes struct {
	Method string   `json:"method"`
	Every  float64  `json:"periods_between_false_alarms"`
	Delay  float64  `json:"periods_until_found"` // on average, for a change of one standard error of a period
	Calm   int      `json:"calm_periods"`
	Usual  float64  `json:"usual"`          // of the first calm periods; 0 where Told says why there is none
	Told   string   `json:"told,omitempty"` // why nothing was looked for, if so
	Found  []change `json:"found,omitempty"`
}

// A change is one that was found.
type change struct {
	Began string                `json:"began"`
	Found string                `json:"found"`
	By    relationship.Estimate `json:"by"`
	began int
}

// find finds lasting changes. What is usual is learnt from the first periods, and after a change from those that follow
// its beginning.
func (t *overTime) find(parts []*part, g *gathered) error {
	chart, err := survey.ChangeConfig{Every: g.rare}.CUSUM()
	if err != nil {
		return err
	}
	delay, err := chart.RunLength(1)
	if err != nil {
		return err
	}
	t.Changes = changes{Method: "CUSUM with two sides (Page 1954)", Every: g.rare, Delay: round(delay), Calm: g.calm}
	if len(parts) <= g.calm {
		t.Changes.Told = "there are no periods besides those that tell what is usual"
	}
	for start := 0; start+g.calm < len(parts); {
		usual, err := usualOf(parts[start:start+g.calm], g.measure)
		switch {
		case err != nil:
			return err
		case usual.SD == 0:
			t.Changes.Told = "the periods that tell what is usual have no spread"
			return nil
		case start == 0:
			t.Changes.Usual = round(usual.Mean)
		}
		start += g.calm
		found, is, err := chart.Find(t.figures(start), usual)
		if err != nil || !is {
			return err
		}
		began := start + found.Began
		t.Changes.Found = append(t.Changes.Found, change{
			t.Periods[began].Name, t.Periods[start+found.Found].Name, rounded(found.By), began,
		})
		start = began
	}
	return nil
}

// figures returns the scores from a period on.
func (t *overTime) figures(start int) []survey.Figure {
	var all []survey.Figure
	for _, p := range t.Periods[start:] {
		all = append(all, survey.Figure{Mean: p.Score.Value, N: p.Score.N})
	}
	return all
}

func usualOf(parts []*part, m measure) (survey.Usual, error) {
	together, err := survey.NewTally(m.scale)
	if err != nil {
		return survey.Usual{}, err
	}
	for _, p := range parts {
		if err := together.Merge(p.tally); err != nil {
			return survey.Usual{}, err
		}
	}
	return m.usual(together)
}
