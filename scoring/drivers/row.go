package drivers

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// A Row is what one person answered.
type Row struct {
	// Outcome is the answer that drivers are to account for: loyalty, satisfaction as a whole.
	Outcome float64

	// Drivers are the answers about each driver, in the order of their names. Numbers are finite and at most
	// 1e100 in size.
	Drivers []float64

	// NoOutcome says that the outcome was not answered. Outcome is then 0.
	NoOutcome bool

	// Gaps are the places in Drivers that were not answered, in any order. What stands there is then 0.
	Gaps []int

	// Weight is how much the row counts, from 1e-9 to 1e9. nil means 1; with new(0.0) it does not count at all.
	Weight *float64
}

const (
	maxAnswer = 1e100
	minWeight = 1e-9
	maxWeight = 1e9
)

// weight returns how much a row counts.
func (r Row) weight() float64 {
	if r.Weight == nil {
		return 1
	}
	return *r.Weight
}

// complete reports whether everything was answered.
func (r Row) complete() bool { return !r.NoOutcome && len(r.Gaps) == 0 }

// check returns the first rule that a row about n drivers breaks.
func (r Row) check(n int) error {
	if len(r.Drivers) != n {
		return rules.Break("Drivers", "must be as many as there are names")
	}
	if w := r.weight(); w != 0 && !(w >= minWeight && w <= maxWeight) {
		return rules.Break("Weight", "must be 0, or from 1e-9 to 1e9")
	}
	if !(math.Abs(r.Outcome) <= maxAnswer) {
		return rules.Break("Outcome", ruleAnswer)
	}
	if r.NoOutcome && r.Outcome != 0 {
		return rules.Break("Outcome", "must be 0 where it was not answered")
	}
	for i, v := range r.Drivers {
		if !(math.Abs(v) <= maxAnswer) {
			return rules.Break(rules.Index("Drivers", i), ruleAnswer)
		}
	}
	return r.checkGaps()
}

const ruleAnswer = "must be a finite number of at most 1e100 in size: a gap is told by NoOutcome or Gaps"

func (r Row) checkGaps() error {
	for i, at := range r.Gaps {
		switch {
		case at < 0 || at >= len(r.Drivers):
			return rules.Break(rules.Index("Gaps", i), "must be a place in Drivers")
		case r.Drivers[at] != 0:
			return rules.Break(rules.Index("Drivers", at), "must be 0 where it was not answered")
		}
	}
	return nil
}
