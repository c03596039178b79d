package main

import (
	"context"
	"fmt"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// A story is what the program tells.
type story struct {
	MadeUp   bool                     `json:"made_up"`
	Measured *measured                `json:"measured"`
	Case     businesscase.Result      `json:"case"`
	Tornado  businesscase.Tornado     `json:"tornado"`
	Even     businesscase.BreakEven   `json:"break_even"`
	Loss     []businesscase.LossPoint `json:"loss_by_improvement"`

	// Trials is the programme that tries first, Found what the trial then found, and After the case with that.
	Trials businesscase.Programme `json:"trials"`
	Found  relationship.Estimate  `json:"found"`
	After  businesscase.Result    `json:"case_after_the_trial"`

	InTheWay *inTheWay `json:"in_the_way"`
}

// tell goes from what was measured to what is in the way.
func (s settings) tell(ctx context.Context) (*story, error) {
	told := &story{MadeUp: true}
	var err error
	if told.Measured, err = measure(); err != nil {
		return nil, err
	}
	model, err := throughHeart(plan(told.Measured), told.Measured)
	if err != nil {
		return nil, err
	}
	if err := told.weigh(model, s.config("weighing the case")); err != nil {
		return nil, err
	}
	if err := told.try(model, s.config("planning the trial")); err != nil {
		return nil, err
	}
	ledger := scoring.New(new(scoring.Memory), scoring.Config{})
	if err := ask(ctx, ledger); err != nil {
		return nil, err
	}
	told.InTheWay, err = look(ctx, ledger)
	return told, err
}

// config returns settings that show how far the work is, where it takes long.
func (s settings) config(what string) businesscase.Config {
	return businesscase.Config{
		Draws: s.draws,
		Progress: func(done, of int) {
			if of > 500_000 {
				fmt.Fprintf(s.progress, "%s: %d of %d draws\n", what, done, of)
			}
		},
	}
}

// weigh finds what the change is worth, and what that hangs on.
func (told *story) weigh(m businesscase.Model, cfg businesscase.Config) (err error) {
	if told.Case, err = m.Run(cfg); err != nil {
		return err
	}
	if told.Tornado, err = m.Tornado(businesscase.TornadoConfig{}); err != nil {
		return err
	}
	if told.Even, err = m.BreakEven(cfg); err != nil {
		return err
	}
	told.Loss, err = m.Against([]float64{0, .25, .5, .75, 1, 1.25, 1.5, 1.75, 2}, cfg)
	return err
}

// try plans a trial for a year, in which 400 households have one person and as many have not; and then, as if it had
// been made, puts in what it found.
func (told *story) try(m businesscase.Model, cfg businesscase.Config) (err error) {
	const each, deviation = 400, .12 // of hearts, as among the households watched
	se, err := businesscase.MeanError(deviation, each)
	if err != nil {
		return err
	}
	trial := businesscase.Trial{Name: "400 households for a year", Input: rise, SE: se, Cost: 20_000_00, Periods: 1}
	if told.Trials, err = m.Stage([]businesscase.Trial{trial}, cfg); err != nil {
		return err
	}
	told.Found = relationship.Estimate{Value: .056, Low: .056 - 1.96*se, High: .056 + 1.96*se, N: 2 * each, Basis: relationship.Observed}
	learned, err := m.Learn(businesscase.Measurement{Input: rise, Found: told.Found})
	if err != nil {
		return err
	}
	told.After, err = learned.Run(cfg)
	return err
}
