package main

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/survey"
)

// overTime is how the score went.
type overTime struct {
	Every    string      `json:"every"`
	Zone     string      `json:"zone"`
	Tests    string      `json:"tests"`
	Periods  []period    `json:"periods"`
	Withheld []time.Time `json:"withheld_from,omitempty"`
	Whole    move        `json:"first_to_last,omitzero"`
	Changes  changes     `json:"changes"`
	Now      now         `json:"now"`
}

// A period is one of the calendar with its score, and how far that is from the one before it that is shown.
type period struct {
	Name   string                `json:"name"`
	From   time.Time             `json:"from"`
	To     time.Time             `json:"to"`
	People int                   `json:"people"`
	Score  relationship.Estimate `json:"score"`
	Rise   *survey.Difference    `json:"rise,omitempty"`
	Holm   float64               `json:"p_of_all_tests"` // P of the rise, made up for the number of periods; 1 for the first
}

// A move is how far the score went from one period to another.
type move struct {
	Before        relationship.Estimate `json:"before"`
	After         relationship.Estimate `json:"after"`
	Difference    relationship.Estimate `json:"difference"`
	MoreThanNoise bool                  `json:"more_than_noise"`
}

// now is the score as old answers fade.
type now struct {
	AsOf     time.Time             `json:"as_of"`
	HalfLife float64               `json:"half_life_days"`
	Score    relationship.Estimate `json:"score"`
	Weight   float64               `json:"weight"` // how many answers of that instant weigh as much
}

// overTime works out how the score went.
func (r *report) overTime(ctx context.Context, b *book, g *gathered) error {
	if g.at == "" {
		return nil
	}
	t := &overTime{Every: g.every, Zone: g.calendar.Zone.String(), Tests: g.measure.tests()}
	parts, err := t.shown(g)
	if err != nil {
		return err
	}
	if err := t.series(ctx, b, g, parts); err != nil {
		return err
	}
	if err := t.compare(parts, g.measure); err != nil {
		return err
	}
	if err := t.find(parts, g); err != nil {
		return err
	}
	r.Time = t
	return t.fade(ctx, b, g)
}

// shown returns the periods that give nobody away, be it by what is left of all answers without them.
func (t *overTime) shown(g *gathered) ([]*part, error) {
	s, err := g.byPeriod.Standings()
	if err != nil {
		return nil, err
	}
	var parts []*part
	for _, p := range g.periods.All() {
		if slices.Contains(s.Withheld, p.ref()) {
			t.Withheld = append(t.Withheld, p.From)
		} else {
			parts = append(parts, p)
		}
	}
	return parts, nil
}

// series keeps the score of each period, and reads them back.
func (t *overTime) series(ctx context.Context, b *book, g *gathered, parts []*part) error {
	name := g.measure.name + " by " + g.every
	var entries []entry
	for _, p := range parts {
		e, err := g.measure.score(p.tally)
		if err != nil {
			return err
		}
		entries = append(entries, entry{name, whole(), p.From, p.To, e, len(p.crowd), g.measure.intervals()})
	}
	if len(entries) == 0 {
		return nil
	}
	if err := b.put(ctx, g, entries...); err != nil {
		return err
	}
	for s, err := range b.reader.Series(ctx, name, whole()) {
		if err != nil {
			return err
		}
		from := s.From.In(g.calendar.Zone)
		t.Periods = append(t.Periods, period{
			Name: nameOf(from, g.every), From: from, To: s.At.In(g.calendar.Zone), People: s.People, Score: rounded(s.Value), Holm: 1,
		})
	}
	if len(parts) < 2 {
		return nil
	}
	c, err := b.reader.Changed(ctx, name, whole(), parts[0].To, parts[len(parts)-1].To)
	t.Whole = move{rounded(c.Before.Value), rounded(c.After.Value), rounded(c.Difference), c.MoreThanNoise}
	return err
}

// compare holds each period against the one before it.
func (t *overTime) compare(parts []*part, m measure) error {
	var ps []float64
	for i := 1; i < len(parts); i++ {
		d, err := m.minus(parts[i].tally, parts[i-1].tally)
		if err != nil {
			return err
		}
		ps = append(ps, d.P)
		t.Periods[i].Rise = new(roundedDifference(d))
	}
	holm, err := survey.Holm(ps)
	for i, p := range holm {
		t.Periods[i+1].Holm = round(p)
	}
	return err
}

// fade works out the score of now.
func (t *overTime) fade(ctx context.Context, b *book, g *gathered) error {
	e := g.fading.Mean()
	if g.measure.isNPS() {
		var err error
		if e, err = g.fading.NetPromoter(); err != nil {
			return err
		}
	}
	e, err := b.keep(ctx, g, entry{
		name: g.measure.name + " now", of: whole(), at: g.fading.AsOf(), value: e, people: len(g.whole.crowd), method: "fading, half-life 90 days",
	})
	t.Now = now{g.fading.AsOf().In(g.calendar.Zone), 90, e, round(g.fading.Weight())}
	return err
}

// nameOf returns the name of the period that begins at an instant.
func nameOf(from time.Time, every string) string {
	switch every {
	case "month":
		return from.Format("2006-01")
	case "quarter":
		return from.Format("2006 Q") + strconv.Itoa((int(from.Month())+2)/3)
	case "year":
		return from.Format("2006")
	}
	return from.Format(time.DateOnly)
}
