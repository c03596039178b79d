package scoring

import (
	"errors"
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

func checkRef(r Ref) error { return rules.Ref(r.Noun, r.ID) }

func weightRule(w float64) string {
	if !finite(w) || w < 0 {
		return "must be a finite number and not be below 0"
	}
	return ""
}

// checkEstimate returns the rule that an estimate in any unit breaks, in the way that rules are told here.
func checkEstimate(e Estimate) error {
	err := e.Check(-math.MaxFloat64, math.MaxFloat64)
	if broken, ok := errors.AsType[*relationship.OpError](err); ok {
		return rules.Break(broken.Field, broken.Rule)
	}
	return err
}
