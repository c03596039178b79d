package main

import (
	"cmp"
	"fmt"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
)

// worths say what customers are worth within a horizon: in money where their spending is known and has a mean, and else
// in purchases.
type worths struct {
	m     lifetime.Model
	b     *buyers
	cfg   lifetime.WorthConfig
	spend *lifetime.GammaGamma // nil: in purchases
	fit   lifetime.Fit         // of spend
}

// worthConfig counts purchases in twelve parts of the horizon.
func worthConfig(horizon float64, unit string, discount float64) lifetime.WorthConfig {
	cfg := lifetime.WorthConfig{Length: max(horizon, 1e-9) / 12, Midway: true}
	if year := unitsOfAYear(unit); year > 0 {
		cfg.Discount = lifetime.Discount{Rate: discount, Per: year}
	}
	return cfg
}

// unitsOfAYear returns how many units a year has, and 0 for an unknown unit.
func unitsOfAYear(unit string) float64 {
	return map[string]float64{"hours": 8766, "days": 365.25, "weeks": 365.25 / 7, "months": 12, "quarters": 4, "years": 1}[unit]
}

// discountNote says how worth is discounted.
func discountNote(unit string, rate float64) string {
	if unitsOfAYear(unit) == 0 {
		return "The unit of time is not known: what comes later counts in full."
	}
	return fmt.Sprintf("What comes later counts less by %.4g %% a year.", 100*rate)
}

// fitSpend fits what customers spend, if that is known.
func (r *report) fitSpend(w *worths) error {
	if w.b.spend == nil {
		return nil
	}
	s, nothing := new(lifetime.SpendSample), 0
	for i, c := range w.b.rows {
		switch {
		case c.X > 0 && w.b.spend[i] > 0:
			for range w.b.alike[i] {
				if err := s.Add(c.X, w.b.spend[i]); err != nil {
					return fmt.Errorf("%s: %w", w.b.name(i), err)
				}
			}
		case c.X > 0:
			nothing += w.b.alike[i]
		}
	}
	if s.N() == 0 {
		r.notes = append(r.notes, "Nobody who came back spent anything: worth is in purchases.")
		return nil
	}
	m, fit, err := lifetime.FitGammaGamma(s, lifetime.Config{})
	if err = cmp.Or(err, unfitted(fit)); err != nil {
		return err
	}
	r.spend = &fit
	if nothing > 0 {
		r.notes = append(r.notes, fmt.Sprintf("%d who came back spent nothing then: the model of spending leaves them out, and they are taken for anybody.", nothing))
	}
	if !m.HasMean() {
		r.notes = append(r.notes, "Spending has no mean over all customers: worth is in purchases.")
		return nil
	}
	w.spend, w.fit, r.money = &m, fit, true
	return nil
}

// of returns what customers are worth.
func (w *worths) of(m lifetime.Model, spend *lifetime.GammaGamma, customers []int) ([]float64, error) {
	values := make([]float64, len(customers))
	for k, i := range customers {
		c, each := w.b.rows[i], 1.0
		if spend != nil {
			x, amount := c.X, w.b.spend[i]
			if amount == 0 {
				x = 0
			}
			var err error
			if each, err = spend.Expected(x, amount); err != nil {
				return nil, err
			}
		}
		var err error
		if values[k], err = lifetime.Worth(m.Expected, c, each, w.cfg); err != nil {
			return nil, err
		}
	}
	return values, nil
}

func (w *worths) rows(customers []int) []lifetime.Customer {
	rows := make([]lifetime.Customer, len(customers))
	for k, i := range customers {
		rows[k] = w.b.rows[i]
	}
	return rows
}

// intervals returns what customers are worth with the doubts about purchases and about spending.
func (w *worths) intervals(r *report, customers []int) ([]relationship.Estimate, error) {
	byPurchases, err := lifetime.Interval(w.m, r.fit, func(m lifetime.Model) ([]float64, error) {
		return w.of(m, w.spend, customers)
	}, lifetime.IntervalConfig{})
	if err != nil || w.spend == nil {
		return byPurchases, err
	}
	bySpend, err := lifetime.Interval(*w.spend, w.fit, func(g lifetime.GammaGamma) ([]float64, error) {
		return w.of(w.m, &g, customers)
	}, lifetime.IntervalConfig{})
	if err != nil {
		return nil, err
	}
	both := make([]relationship.Estimate, len(customers))
	for i := range both {
		if both[i], err = lifetime.Jointly(byPurchases[i], bySpend[i]); err != nil {
			return nil, err
		}
	}
	return both, nil
}
