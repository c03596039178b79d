package scoring

import (
	"fmt"
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// A Scale says what the answers to a question can be: Low, Low + Step, and so on up to High. With a Step
// of 0 every number from Low to High can be one.
type Scale struct {
	// Low and High are the least and the greatest answer. High is above Low.
	Low  float64 `json:"low"`
	High float64 `json:"high"`

	// Step is how far an answer is from the next one, and divides High - Low; 0 where there are no steps.
	Step float64 `json:"step"`
}

// Check returns an error matching [ErrInvalid], an OpError that names the field and the rule, for a scale
// that is none.
func (s Scale) Check() error { return opError("check scale", "", s.check()) }

// CheckValue returns an error matching [ErrInvalid], an OpError that names the field Value and the rule, for
// a number that is no answer on the scale. Nothing is rounded to one: 6.5 is off a scale of whole numbers.
func (s Scale) CheckValue(v float64) error {
	return opError("check value", "", rules.First(s.check(), rules.Break("Value", s.rule(v))))
}

func (s Scale) check() error {
	switch {
	case !finite(s.Low):
		return rules.Break("Low", ruleFinite)
	case !finite(s.High):
		return rules.Break("High", ruleFinite)
	case s.High <= s.Low:
		return rules.Break("High", "must be above Low")
	case !finite(s.High - s.Low):
		return rules.Break("High", "must be at most 1.7e308 above Low")
	case !finite(s.Step) || s.Step < 0:
		return rules.Break("Step", "must be a finite number, not below 0")
	case !s.on(s.High):
		return rules.Break("Step", "must divide High - Low")
	}
	return nil
}

// rule returns the rule that a number breaks by which it is no answer, or "".
func (s Scale) rule(v float64) string {
	switch {
	case !(v >= s.Low && v <= s.High):
		return fmt.Sprintf("must be on the scale, from %g to %g", s.Low, s.High)
	case !s.on(v):
		return fmt.Sprintf("must be one of the steps of the scale, from %g by %g", s.Low, s.Step)
	}
	return ""
}

// on reports whether a number is a step of the scale. Steps such as 0.1 are no binary fractions, so that a
// number counts as a step when it is as near to it as numbers are printed.
func (s Scale) on(v float64) bool {
	if s.Step == 0 {
		return true
	}
	steps := (v - s.Low) / s.Step
	return math.Abs(steps-math.Round(steps)) <= 1e-9
}

const ruleFinite = "must be a finite number"

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
