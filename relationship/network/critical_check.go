package network

import (
	"math"

	"github.com/kithcrm/kith/relationship"
)

// broken returns the field of a customer that breaks a rule, and the rule. Places are put into words only
// where one is broken: there are millions of readings.
func (c *Customer) broken() (field, rule string) {
	if c.ID == "" {
		return "ID", "must not be empty"
	}
	if field, rule := readingsRule("Worth", c.Worth, math.MaxFloat64); rule != "" {
		return field, rule
	}
	for i := range c.Ties {
		if field, rule := c.Ties[i].broken(); rule != "" {
			return element("Ties", i) + "." + field, rule
		}
	}
	if i := c.twice(); i >= 0 {
		return element("Ties", i) + ".ID", "must not be that of another tie of the customer"
	}
	return "", ""
}

// twice returns the place of a tie whose ID another tie has, or -1.
func (c *Customer) twice() int {
	const few = 32
	if len(c.Ties) > few {
		seen := make(map[relationship.TieID]bool, len(c.Ties))
		for i := range c.Ties {
			if id := c.Ties[i].ID; seen[id] {
				return i
			}
			seen[c.Ties[i].ID] = true
		}
		return -1
	}
	for i := range c.Ties {
		for j := range i {
			if c.Ties[i].ID == c.Ties[j].ID {
				return i
			}
		}
	}
	return -1
}

func (t *CustomerTie) broken() (field, rule string) {
	switch {
	case t.ID == "":
		return "ID", "must not be empty"
	case t.Kind == "":
		return "Kind", "must not be empty"
	case t.Side != relationship.FromSide && t.Side != relationship.ToSide:
		return "Side", "must be one of the two ends"
	}
	if field, rule := readingsRule("Importance", t.Importance, 1); rule != "" {
		return field, rule
	}
	return readingsRule("Health", t.Health, 1)
}

func readingsRule(name string, readings relationship.Readings, most float64) (field, rule string) {
	for i := range readings {
		if field, rule := estimateRule(&readings[i].Estimate, most); rule != "" {
			return element(name, i) + ".Estimate." + field, rule
		}
	}
	return "", ""
}

// estimateRule returns the field of a known estimate from 0 to most that breaks a rule, and the rule.
func estimateRule(e *relationship.Estimate, most float64) (field, rule string) {
	within := func(v, most float64) bool { return v >= 0 && v <= most } // false for what is not a number
	wanted := "must be in 0..1"
	if most > 1 {
		wanted = "must be finite and 0 or more"
	}
	switch {
	case !within(e.Value, most):
		return "Value", wanted
	case !within(e.Low, most):
		return "Low", wanted
	case !within(e.High, most):
		return "High", wanted
	case !within(e.N, math.MaxFloat64):
		return "N", "must be finite and 0 or more"
	case !within(e.Guesses, 1):
		return "Guesses", "must be in 0..1"
	case e.Basis == relationship.Unknown || e.Basis > relationship.Observed:
		return "Basis", "must be guessed, stated or observed"
	case e.Low > e.Value:
		return "Low", "must not be above Value"
	case e.High < e.Value:
		return "High", "must not be below Value"
	case e.Guesses > 0 && e.Basis != relationship.Guessed:
		return "Guesses", "must be 0 unless Basis is guessed"
	}
	return "", ""
}
