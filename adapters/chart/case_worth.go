package chart

import (
	"cmp"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// WorthKnowing draws what it would be worth to know each input of a case before deciding, in the order given, with the
// range of 95 % that the simulation leaves, and what it would be worth to know all of them. The colour says what the input
// rests on now.
//
// The table has a row per input. It returns the errors of [Intervals], and of the same kind where no input is in doubt or an
// amount cannot be written.
func WorthKnowing(r businesscase.Result, in Amounts, cfg Config) (*Chart, error) {
	const op = "draw what is worth knowing"
	largest := r.Perfect.Value
	for _, f := range r.Inputs {
		largest = max(largest, f.Perfect.Value)
	}
	in, err := in.settled(op, r.Currency, largest)
	if err != nil {
		return nil, err
	}
	if len(r.Inputs) == 0 {
		return nil, broken(op, "Inputs", "must hold one that is in doubt")
	}
	all := Row{Name: "all of them", Value: in.simulated(r.Perfect, relationship.Guessed), Whole: true}
	rows := []Row{all}
	for _, f := range r.Inputs {
		b := basisOf(f.Basis)
		rows = append(rows, Row{Name: f.Input, Group: b.String(), Value: in.simulated(f.Perfect, b)})
	}
	label := cmp.Or(cfg.Values, "worth of knowing it before deciding, in "+in.Name)
	if cfg.Groups == nil {
		cfg.Groups = []string{relationship.Guessed.String(), relationship.Stated.String(), relationship.Observed.String()}
	}
	c, err := Intervals(rows, cfg)
	if err != nil {
		return nil, err
	}
	c.plot.X.Label.Text = c.across(label, namesOf(rows))
	c.table = Table{Columns: []string{"input", "basis", "worth of knowing", "low", "high", "share of variance", "unit"}}
	for i, w := range rows {
		share := ""
		if !w.Whole {
			share = number(r.Inputs[i-1].Share)
		}
		c.table.Rows = append(c.table.Rows, []string{w.Name, w.Group, number(w.Value.Value), number(w.Value.Low), number(w.Value.High), share, in.Name})
	}
	return c, nil
}

// simulated returns a mean that is not below 0 but for rounding, with the range of 95 % that the simulation leaves.
func (a Amounts) simulated(v businesscase.Mean, b relationship.Basis) relationship.Estimate {
	const reach = 1.96
	value, by := a.in(v.Value), a.in(reach*v.SE)
	return relationship.Estimate{Value: value, Low: min(value, max(0, value-by)), High: value + by, Basis: b}
}
