package chart

import (
	"errors"
	"fmt"
	"math"

	"github.com/kithcrm/kith/relationship"
)

// room is the Room of errors of this package.
const room = "chart"

// broken returns the error for a rule that a field breaks.
func broken(op, field, rule string) error {
	return &relationship.OpError{Room: room, Op: op, Field: field, Rule: rule, Err: relationship.ErrInvalid}
}

// most is the greatest number that is drawn.
const most = 1e15

// checkEstimate returns an error for an estimate that breaks a rule of its fields, or is beyond what is drawn.
func checkEstimate(op, field string, e relationship.Estimate) error {
	err := e.Check(-most, most)
	if inner, ok := errors.AsType[*relationship.OpError](err); ok {
		return broken(op, field+"."+inner.Field, inner.Rule)
	}
	return err
}

func at(field string, i int) string { return fmt.Sprintf("%s[%d]", field, i) }

func checkText(op, field, s string) error {
	if !drawable(s) {
		return broken(op, field, ruleText)
	}
	return nil
}

func checkName(op, field, s string) error {
	if s == "" {
		return broken(op, field, "must not be empty")
	}
	return checkText(op, field, s)
}

func checkNumber(op, field string, v float64) error {
	if !(math.Abs(v) <= most) {
		return broken(op, field, ruleMost)
	}
	return nil
}
