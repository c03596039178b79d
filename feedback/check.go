package feedback

import (
	"errors"
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

func checkRef(r Ref) error { return rules.Ref(r.Noun, r.ID) }

// checkEstimate returns the rule that an estimate in any unit breaks.
func checkEstimate(e relationship.Estimate) error {
	return broken(e.Check(-math.MaxFloat64, math.MaxFloat64))
}

// checkShare returns the rule that an estimate from 0 to 1 breaks.
func checkShare(e relationship.Estimate) error { return broken(e.Check(0, 1)) }

// broken returns what the hub says of a rule in the way that rules are told here.
func broken(err error) error {
	if e, ok := errors.AsType[*relationship.OpError](err); ok {
		return rules.Break(e.Field, e.Rule)
	}
	return err
}
