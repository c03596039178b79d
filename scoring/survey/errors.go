package survey

import (
	"errors"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// room is the Room of errors of this package.
const room = "survey"

// opError says what was being done when a rule was broken.
func opError(op string, err error) error {
	if err == nil {
		return nil
	}
	told := &relationship.OpError{Room: room, Op: op, Err: relationship.ErrInvalid}
	if b, ok := errors.AsType[*rules.Broken](err); ok {
		told.Field, told.Rule = b.Field, b.Rule
	}
	if inner, ok := errors.AsType[*relationship.OpError](err); ok {
		told.Field, told.Rule = inner.Field, inner.Rule
	}
	return told
}

// broken returns the error for a rule that a field breaks, and nil where the rule is empty.
func broken(field, rule string) error { return rules.Break(field, rule) }

// when returns a rule where it is broken.
func when(broken bool, rule string) string {
	if broken {
		return rule
	}
	return ""
}
