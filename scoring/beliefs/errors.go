package beliefs

import (
	"errors"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// room is the Room of errors of this package.
const room = "beliefs"

// opError says what was being done when a rule was broken.
func opError(op string, err error) error {
	if err == nil {
		return nil
	}
	told := &relationship.OpError{Room: room, Op: op, Err: relationship.ErrInvalid}
	if b, ok := errors.AsType[*rules.Broken](err); ok {
		told.Field, told.Rule = b.Field, b.Rule
	}
	return told
}

// when returns a rule where it is broken.
func when(broken bool, rule string) string {
	if broken {
		return rule
	}
	return ""
}

// nameRule returns the rule that the name of an attribute breaks, or "".
func nameRule(name string) string {
	switch {
	case name == "":
		return "must not be empty"
	case len(name) > 255:
		return "must be at most 255 bytes"
	}
	return rules.Text(name)
}

// checkNumber returns the error for an estimate that breaks a rule of its fields, or that has a number which
// is not from low to high.
func checkNumber(field string, e relationship.Estimate, low, high float64) error {
	err := e.Check(low, high)
	if inner, ok := errors.AsType[*relationship.OpError](err); ok {
		return rules.Break(field+"."+inner.Field, inner.Rule)
	}
	return err
}

// checkInstant returns the error for an instant that is none.
func checkInstant(field string, at time.Time) error {
	return rules.First(
		rules.Break(field, when(at.IsZero(), "must not be the zero time")),
		rules.Break(field, rules.Instant(at)),
	)
}
