package main

import (
	"context"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/beliefs"
	"github.com/kithcrm/kith/scoring/kano"
)

// A story is what the program tells. Its numbers have four digits behind the point.
type story struct {
	MadeUp   bool               `json:"made_up"`
	Found    beliefs.Comparison `json:"found"`
	Verdicts []verdict          `json:"verdicts"`
	Review   review             `json:"review"`
	Due      []beliefs.Item     `json:"due"`
	First    []step             `json:"first"`
}

// A verdict is one with what it is about.
type verdict struct {
	Statement string `json:"statement"`
	beliefs.Verdict
}

// A review is how far one assumption has been questioned.
type review struct {
	Statement string             `json:"statement"`
	Answered  []scoring.Review   `json:"answered"`
	Open      []beliefs.Question `json:"open"`
	Followed  []beliefs.Item     `json:"due_in_september"`
}

// A step is something to do, in its place.
type step struct {
	ID        string                `json:"id"`
	Class     relationship.Class    `json:"class"`
	PerEffort relationship.Estimate `json:"per_effort"`
	InTop     float64               `json:"in_top_2"`
	After     []string              `json:"after,omitempty"`
}

// tell puts the association into a ledger, and looks at it.
func tell(ctx context.Context) (*story, error) {
	ledger := scoring.New(new(scoring.Memory), scoring.Config{Now: asOf})
	s := &story{MadeUp: true}
	believed, measured, err := s.compare()
	if err != nil {
		return nil, err
	}
	for _, part := range []func() error{
		func() error { return put(ctx, ledger, believed) },
		func() error { return s.question(ctx, ledger) },
		func() error { return s.judge(ctx, ledger, measured) },
		func() error { return s.agenda(ctx, ledger) },
		func() error { return s.order(measured) },
	} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// settingsOf are how near is near enough, and how long a measurement is good for.
func settingsOf() beliefs.Config {
	return beliefs.Config{Margin: .10, MaxAge: 3 * 365 * 24 * time.Hour}
}

// compare sets the three sides beside each other, and returns what is believed and what was measured.
func (s *story) compare() (believed, measured beliefs.Side, err error) {
	var funded beliefs.Side
	for i, name := range attributes() {
		value, err := mostImportant(named()[i])
		if err != nil {
			return believed, measured, err
		}
		spent := euros()[i]
		measured.Shares = append(measured.Shares, beliefs.Share{Attribute: name, Value: value})
		funded.Shares = append(funded.Shares, beliefs.Share{Attribute: name, Value: relationship.Estimate{
			Value: spent, Low: spent, High: spent, Basis: relationship.Observed,
		}})
	}
	if funded, err = funded.Normalised(); err != nil {
		return believed, measured, err
	}
	if believed, err = beliefs.Leaders(attributes(), points()); err != nil {
		return believed, measured, err
	}
	found, err := beliefs.Compare(believed, funded, measured, settingsOf())
	s.Found = rounded(found)
	return believed, measured, err
}

// valueOf returns the share of an attribute, the zero Estimate where nobody knows.
func valueOf(side beliefs.Side, attribute string) relationship.Estimate {
	for _, x := range side.Shares {
		if x.Attribute == attribute {
			return x.Value
		}
	}
	return relationship.Estimate{}
}

// put writes the assumptions down, with how much of each the leaders believe.
func put(ctx context.Context, ledger *scoring.Ledger, believed beliefs.Side) error {
	for _, a := range assumptions() {
		if e := valueOf(believed, a.Attribute); e.Known() {
			a.Believed = e
		}
		if _, err := ledger.PutAssumption(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// question reviews one of them.
func (s *story) question(ctx context.Context, ledger *scoring.Ledger) error {
	asked := beliefs.ReadyQuestions()
	session := beliefs.Session{Assumption: assumptions()[0], Questions: asked, From: date(2026, 5, 1)}
	reviews, err := session.Reviews(replies(asked))
	if err != nil {
		return err
	}
	if session.Assumption, err = ledger.Review(ctx, session.Assumption.ID, reviews...); err != nil {
		return err
	}
	s.Review = review{Statement: session.Assumption.Statement, Answered: reviews, Open: session.Unanswered()}
	s.Review.Followed, err = beliefs.Agenda([]scoring.Assumption{session.Assumption}, date(2026, 9, 1), beliefs.Config{})
	return err
}

// judge holds all of them against what was measured, and keeps the verdicts.
func (s *story) judge(ctx context.Context, ledger *scoring.Ledger, measured beliefs.Side) error {
	all, err := relationship.Collect(ledger.Assumptions(ctx, scoring.AssumptionQuery{}))
	if err != nil {
		return err
	}
	found := []beliefs.Measurement{readers()}
	for _, x := range measured.Shares {
		found = append(found, beliefs.Measurement{About: members(), Attribute: x.Attribute, At: date(2026, 4, 15), Value: x.Value})
	}
	verdicts, err := beliefs.Judge(all, found, asOf(), settingsOf())
	if err != nil {
		return err
	}
	for i, v := range verdicts {
		if v.Gap != nil {
			v.Gap = new(roundedGap(*v.Gap))
		}
		s.Verdicts = append(s.Verdicts, verdict{all[i].Statement, v})
	}
	return beliefs.Write(ctx, ledger, "anna", verdicts)
}

// agenda finds what is to be looked at again on the day of the story.
func (s *story) agenda(ctx context.Context, ledger *scoring.Ledger) error {
	all, err := relationship.Collect(ledger.Assumptions(ctx, scoring.AssumptionQuery{}))
	if err != nil {
		return err
	}
	s.Due, err = beliefs.Agenda(all, asOf(), settingsOf())
	for i := range s.Due {
		e := &s.Due[i].Assumption.Believed
		*e = roundedEstimate(*e)
	}
	return err
}

// order tells what to do first: what matters to members, not what leaders believe.
func (s *story) order(measured beliefs.Side) error {
	all := slices.Clone(improvements())
	for i := range all {
		all[i].Importance = valueOf(measured, all[i].ID)
	}
	wins, err := kano.QuickWins(all, kano.WinConfig{Top: 2})
	for _, w := range wins {
		s.First = append(s.First, step{w.ID, w.Class, roundedEstimate(w.PerEffort), round(w.InTop), w.Why.After})
	}
	return err
}
