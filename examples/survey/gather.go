package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/survey"
)

// gathered is what is kept of a file: tallies and sums, and no answer of anybody.
type gathered struct {
	*settings
	whole      *part
	periods    *survey.Timeline[*part]
	byPeriod   *survey.Rollup // tells which periods would give somebody away
	groups     map[string]crowd
	byGroup    *survey.Rollup
	fading     *survey.Fading // as of the last answer
	people     map[string]relationship.PartyID
	unanswered int
	refused    int
	reasons    []refusal // the first ones
	oneAbove   int       // answers that are one above the scale
}

// A part is the answers of one period, or all.
type part struct {
	survey.Period
	tally *survey.Tally
	crowd crowd
}

// A crowd is the people who answered, by numbers that tell nothing of who they are.
type crowd map[relationship.PartyID]struct{}

// A refusal is a row that was left out.
type refusal struct {
	Line int    `json:"line"`
	Why  string `json:"why"`
}

func (s *settings) newGathered() (*gathered, error) {
	if _, err := survey.NewTally(s.measure.scale); err != nil {
		return nil, err
	}
	g := &gathered{settings: s, groups: map[string]crowd{}, people: map[string]relationship.PartyID{}}
	g.whole = g.newPart()
	g.periods = survey.NewTimeline(s.calendar, g.newPart)
	cfg := survey.RollupConfig{Least: s.least}
	var err error
	if g.byPeriod, err = survey.NewRollup(s.measure.values(), cfg); err != nil {
		return nil, err
	}
	g.byGroup, err = survey.NewRollup(s.measure.values(), cfg)
	return g, err
}

func (g *gathered) newPart() *part {
	t, _ := survey.NewTally(g.measure.scale) // newGathered has looked at the scale
	return &part{tally: t, crowd: crowd{}}
}

// gather reads a file.
func (s *settings) gather(file io.Reader, progress io.Writer) (*gathered, error) {
	g, err := s.newGathered()
	if err != nil {
		return nil, err
	}
	n := 0
	for r, err := range s.rows(file) {
		if err != nil {
			return nil, err
		}
		if err := g.count(r); err != nil {
			return nil, err
		}
		if n++; n%200_000 == 0 { // short files need none
			fmt.Fprintf(progress, "%d rows read\n", n)
		}
	}
	return g, g.check()
}

// check returns why there is nothing to tell.
func (g *gathered) check() error {
	why := ""
	if len(g.reasons) > 0 {
		why = fmt.Sprintf(": the first refused is line %d, where %s", g.reasons[0].Line, g.reasons[0].Why)
	}
	switch {
	case g.whole.tally.N() == 0 && g.refused == 0:
		return errors.New("there is no answer in the file")
	case g.whole.tally.N() == 0:
		return errors.New("there is no answer left" + why)
	case g.strict && g.refused > 0:
		return fmt.Errorf("%d rows are refused%s", g.refused, why)
	}
	return nil
}

// count counts a row, or refuses it.
func (g *gathered) count(r row) error {
	if r.unanswered {
		g.unanswered++
		return nil
	}
	err := g.refuse(r)
	if err == nil {
		return g.add(r)
	}
	g.refused++
	if len(g.reasons) < 5 {
		g.reasons = append(g.reasons, refusal{r.line, err.Error()})
	}
	return nil
}

// refuse returns the rule that a row breaks.
func (g *gathered) refuse(r row) error {
	if r.broken != "" {
		return errors.New(r.broken)
	}
	if err := g.measure.scale.CheckValue(r.answer); err != nil {
		if r.answer == g.measure.scale.High+1 {
			g.oneAbove++
		}
		return fmt.Errorf("%s must be from %s in steps of %g", g.answer, g.measure.span(), g.measure.scale.Step)
	}
	if g.at != "" {
		if _, err := g.calendar.Period(r.at); err != nil {
			return fmt.Errorf("%s %s", g.at, ruleOf(err))
		}
	}
	if _, err := groupRef(r.group).MarshalText(); g.by != "" && err != nil {
		return fmt.Errorf("%s %s", g.by, ruleOf(err))
	}
	return nil
}

// ruleOf returns what an error of the library says is wrong, without the rest.
func ruleOf(err error) string {
	if e, is := errors.AsType[*relationship.OpError](err); is {
		return e.Rule
	}
	return err.Error()
}

func groupRef(name string) relationship.Ref { return relationship.Ref{Noun: "group", ID: name} }

// add counts an answer that is in order.
func (g *gathered) add(r row) error {
	by := g.person(r)
	if err := g.whole.add(r.answer, by); err != nil {
		return err
	}
	if g.by != "" {
		if err := g.addToGroup(r, by); err != nil {
			return err
		}
	}
	if g.at == "" {
		return nil
	}
	if err := g.addToPeriod(r, by); err != nil {
		return err
	}
	return g.fade(r)
}

// person returns a number for who answered: the names go no further than this.
func (g *gathered) person(r row) relationship.PartyID {
	if r.who == "" {
		return relationship.PartyID("line " + strconv.Itoa(r.line))
	}
	id, known := g.people[r.who]
	if !known {
		id = relationship.PartyID(strconv.Itoa(len(g.people)))
		g.people[r.who] = id
	}
	return id
}

func (p *part) add(answer float64, by relationship.PartyID) error {
	p.crowd[by] = struct{}{}
	return p.tally.Add(answer)
}

func (g *gathered) addToGroup(r row, by relationship.PartyID) error {
	if g.groups[r.group] == nil {
		g.groups[r.group] = crowd{}
	}
	g.groups[r.group][by] = struct{}{}
	return g.byGroup.Add(groupRef(r.group), by, g.measure.value(r.answer))
}

func (g *gathered) addToPeriod(r row, by relationship.PartyID) error {
	p, err := g.periods.At(r.at)
	if err != nil {
		return err
	}
	if p.From.IsZero() {
		if p.Period, err = g.calendar.Period(r.at); err != nil {
			return err
		}
	}
	if err := p.add(r.answer, by); err != nil {
		return err
	}
	return g.byPeriod.Add(p.ref(), by, g.measure.value(r.answer))
}

func (p *part) ref() relationship.Ref {
	return relationship.Ref{Noun: "period", ID: p.From.UTC().Format(time.RFC3339)}
}

// fade counts an answer for the figure of now.
func (g *gathered) fade(r row) (err error) {
	if g.fading == nil {
		scale := g.measure.values()
		if g.measure.isNPS() {
			scale = g.measure.scale
		}
		if g.fading, err = survey.NewFading(scale, r.at, survey.FadeConfig{}); err != nil {
			return err
		}
	}
	if r.at.After(g.fading.AsOf()) {
		if err := g.fading.Advance(r.at); err != nil {
			return err
		}
	}
	value := g.measure.value(r.answer)
	if g.measure.isNPS() {
		value = r.answer
	}
	return g.fading.Add(r.at, value)
}
