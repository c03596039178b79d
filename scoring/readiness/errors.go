package readiness

import (
	"errors"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// room is the Room of errors of this package.
const room = "readiness"

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

// ruleOf puts the name of a field before what another package says is broken within it.
func ruleOf(field string, err error) error {
	inner, ok := errors.AsType[*relationship.OpError](err)
	switch {
	case !ok:
		return err
	case field == "":
		return rules.Break(inner.Field, inner.Rule)
	}
	return rules.Break(field+"."+inner.Field, inner.Rule)
}

// when returns a rule where it is broken.
func when(broken bool, rule string) string {
	if broken {
		return rule
	}
	return ""
}
