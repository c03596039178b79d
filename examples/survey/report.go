package main

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/survey"
)

// A report is what the program tells. Numbers have four digits behind the point.
type report struct {
	MadeUp       bool                  `json:"made_up"`
	Scale        string                `json:"scale"`
	What         string                `json:"what"`
	Intervals    string                `json:"intervals"`
	Answers      int64                 `json:"answers"`
	People       int                   `json:"people"`
	Named        bool                  `json:"people_are_named"` // or each answer counts as somebody else's
	Unanswered   int                   `json:"unanswered"`
	Refused      int                   `json:"refused"`
	Reasons      []refusal             `json:"first_refused,omitempty"`
	Hint         string                `json:"hint,omitempty"`
	Least        int                   `json:"least"`
	Withheld     bool                  `json:"withheld"` // too few answered at all; then there is nothing below
	Distribution []count               `json:"distribution,omitempty"`
	Score        relationship.Estimate `json:"score,omitzero"`
	Mean         relationship.Estimate `json:"mean_answer,omitzero"`
	Time         *overTime             `json:"over_time,omitempty"`
	Groups       *groups               `json:"by_group,omitempty"`
	Pictures     []string              `json:"pictures,omitempty"`
	measure      measure
	zone         *time.Location
}

// A count is how often an answer was given.
type count struct {
	Answer string  `json:"answer"`
	Group  string  `json:"group,omitempty"`
	N      int64   `json:"n"`
	Share  float64 `json:"share"`
}

// groups are where those stand whom or what answers are about, by how sure it is that they are good.
type groups struct {
	By       string                `json:"by"`
	Mean     relationship.Estimate `json:"mean_of_groups"`
	Between  float64               `json:"spread_of_groups"`
	Shown    []group               `json:"shown"`
	Withheld []string              `json:"withheld,omitempty"`
}

// A group is one of them.
type group struct {
	Name   string                `json:"name"`
	People int                   `json:"people"`
	Own    relationship.Estimate `json:"own"`
	Shrunk relationship.Estimate `json:"shrunk"`
	Weight float64               `json:"weight_of_own"`
}

// report works out what there is to tell.
func (s *settings) report(ctx context.Context, g *gathered) (*report, error) {
	r := &report{
		MadeUp: s.data == "", Scale: s.measure.name, What: s.measure.what(), Intervals: s.measure.intervals(),
		Answers: g.whole.tally.N(), People: len(g.whole.crowd), Named: s.who != "",
		Unanswered: g.unanswered, Refused: g.refused, Reasons: g.reasons, Least: s.least, Hint: g.hint(),
		measure: s.measure, zone: s.calendar.Zone,
	}
	if r.Withheld = r.People < s.least; r.Withheld {
		return r, nil
	}
	r.Distribution = g.distribution()
	b := s.newBook()
	for _, work := range []func(context.Context, *book, *gathered) error{r.overall, r.overTime, r.byGroup} {
		if err := work(ctx, b, g); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// hint says what seems to be wrong with the file as a whole.
func (g *gathered) hint() string {
	for answer, n := range g.whole.tally.Counts() {
		if answer == g.measure.scale.Low && n == 0 && g.oneAbove > 0 {
			return "No answer is the lowest of the scale, and some are one above the highest: are answers coded one too high?"
		}
	}
	return ""
}

// distribution counts answers: one by one, or in bands where a scale has more than 20 of them.
func (g *gathered) distribution() []count {
	m := g.measure
	width := math.Ceil((m.scale.High - m.scale.Low + 1) / 20)
	var all []count
	for answer, n := range g.whole.tally.Counts() {
		last := min(answer+width-1, m.scale.High)
		if math.Mod(answer-m.scale.Low, width) == 0 {
			name := strconv.FormatFloat(answer, 'g', -1, 64)
			if last > answer {
				name += "–" + strconv.FormatFloat(last, 'g', -1, 64)
			}
			all = append(all, count{Answer: name})
			all[len(all)-1].Group = m.group(last)
			if m.group(answer) != m.group(last) {
				all[len(all)-1].Group = "some high"
			}
		}
		all[len(all)-1].N += n
	}
	for i := range all {
		all[i].Share = round(float64(all[i].N) / float64(g.whole.tally.N()))
	}
	return all
}

// overall works out the score of all answers.
func (r *report) overall(ctx context.Context, b *book, g *gathered) error {
	e, err := g.measure.score(g.whole.tally)
	if err != nil {
		return err
	}
	r.Score, err = b.keep(ctx, g, entry{name: g.measure.name, of: whole(), value: e, people: len(g.whole.crowd), method: r.Intervals})
	if g.measure.top > 0 {
		r.Mean = rounded(g.whole.tally.Estimate())
	}
	return err
}

// byGroup works out where groups stand.
func (r *report) byGroup(ctx context.Context, b *book, g *gathered) error {
	if g.by == "" {
		return nil
	}
	s, err := g.byGroup.Standings()
	if err != nil {
		return err
	}
	r.Groups = &groups{By: g.by}
	for _, l := range s.Levels { // there is one, or none where all is withheld
		r.Groups.Mean, r.Groups.Between = rounded(l.Mean), round(l.Between)
	}
	for _, ref := range s.Withheld {
		r.Groups.Withheld = append(r.Groups.Withheld, ref.ID)
	}
	if len(s.Groups) == 0 {
		return nil
	}
	if r.Groups.Shown, err = b.groups(ctx, g, s.Groups); err != nil {
		return err
	}
	slices.SortFunc(r.Groups.Shown, func(a, b group) int {
		return cmp.Or(cmp.Compare(b.Shrunk.Low, a.Shrunk.Low), strings.Compare(a.Name, b.Name))
	})
	return nil
}

func round(v float64) float64 { return math.Round(v*1e4)/1e4 + 0 }

func rounded(e relationship.Estimate) relationship.Estimate {
	e.Value, e.Low, e.High, e.N, e.Guesses = round(e.Value), round(e.Low), round(e.High), round(e.N), round(e.Guesses)
	return e
}

func roundedDifference(d survey.Difference) survey.Difference {
	d.Value, d.Low, d.High, d.P = round(d.Value), round(d.Low), round(d.High), round(d.P)
	return d
}
