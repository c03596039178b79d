package feedback

import (
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// Terms are how long an author should have to wait at most. Their zero value is ready to use.
type Terms struct {
	// FirstAnswer is for the first word from a person. 0 means 48 hours.
	FirstAnswer Term

	// NextWord is from one word to the next, where no date was promised. 0 means 14 days.
	NextWord Term

	// FinalAnswer is for the final answer, where no date was promised. 0 means 8 weeks.
	FinalAnswer Term

	// Hours are the working hours. The zero Hours counts all hours.
	Hours Hours
}

// A Term is how long something may take, in both readings.
type Term struct {
	// Plain is how long on the calendar on the wall, where a day has 24 hours.
	Plain time.Duration

	// Working is how much working time. 0 means as many working weeks, working days and hours as Plain
	// has weeks, days and hours: 48 hours are two working days, eight weeks are eight working weeks.
	Working time.Duration
}

func (t Term) or(plain time.Duration) Term {
	if t.Plain == 0 {
		t.Plain = plain
	}
	return t
}

// working returns how much working time a term is.
func (t Term) working(h Hours) time.Duration {
	if t.Working != 0 {
		return t.Working
	}
	workday, workweek := h.lengths()
	weeks, days, rest := t.Plain/week, t.Plain%week/day, t.Plain%day
	return weeks*workweek + min(workweek, days*workday+min(workday, rest))
}

func (t *Terms) check() error {
	below := func(d time.Duration) string {
		if d < 0 {
			return "must not be below 0"
		}
		return ""
	}
	for _, f := range []struct {
		name string
		term Term
	}{{"FirstAnswer", t.FirstAnswer}, {"NextWord", t.NextWord}, {"FinalAnswer", t.FinalAnswer}} {
		if err := rules.First(rules.Break("Plain", below(f.term.Plain)), rules.Break("Working", below(f.term.Working))); err != nil {
			return rules.Within("Terms."+f.name, err)
		}
	}
	return rules.Within("Terms.Hours", t.Hours.check())
}

// read sets a clock of which From, Met and Stopped are known. What was promised after From is when it
// is due, whatever the term.
func (c *Clock) read(h Hours, term Term, promised, now time.Time) (err error) {
	until := now
	for _, end := range []*time.Time{&c.Met, &c.Stopped} {
		switch {
		case end.After(now):
			*end = time.Time{}
		case !end.IsZero():
			until = *end
		}
	}
	c.Plain.Due, c.Working.Due = promised, promised
	if !promised.After(c.From) {
		c.Plain.Due = c.From.Add(term.Plain)
		if c.Working.Due, err = h.after(c.From, term.working(h)); err != nil {
			return err
		}
	}
	c.Plain.Elapsed, c.Plain.Overdue = between(c.From, until), between(c.Plain.Due, until)
	if c.Working.Elapsed, err = h.between(c.From, until); err != nil {
		return err
	}
	if !c.Working.Due.IsZero() {
		c.Working.Overdue, err = h.between(c.Working.Due, until)
	}
	return err
}

// between returns the plain time from one instant to another, 0 where there is none.
func between(from, to time.Time) time.Duration { return max(0, to.Sub(from)) }
