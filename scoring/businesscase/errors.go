package businesscase

import (
	"errors"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// room is the Room of errors of this package.
const room = "businesscase"

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
