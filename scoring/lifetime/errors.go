package lifetime

import (
	"errors"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// room is the Room of errors of this package.
const room = "lifetime"

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

// retold tells an error of a part as one of the whole.
func retold(op string, err error) error {
	if inner, ok := errors.AsType[*relationship.OpError](err); ok {
		again := *inner
		again.Op = op
		return &again
	}
	return err
}

// largest is the greatest time and the greatest parameter that is taken. It leaves room for products of
// several of them.
const largest = 1e30

// checkAbove returns the error for a number that is not above 0 and at most largest.
func checkAbove(field string, v float64) error {
	if v >= 1/largest && v <= largest {
		return nil
	}
	return rules.Break(field, "must be a number from 1e-30 to 1e30")
}

// checkTime returns the error for a number that is no length of time.
func checkTime(field string, v float64) error {
	if v >= 0 && v <= largest {
		return nil
	}
	return rules.Break(field, "must be a number from 0 to 1e30")
}

// whole reports whether a number is one of 0, 1, 2 and so on that a float64 holds exactly.
func whole(v float64) bool { return v >= 0 && v <= 1<<53 && v == float64(int64(v)) }

// when returns a rule where it is broken.
func when(broken bool, rule string) string {
	if broken {
		return rule
	}
	return ""
}
