package market

import (
	"errors"
	"math"
	"strconv"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// room is the Room of errors of this package.
const room = "market"

// maxText is how many bytes a criterion or a reason may have.
const maxText = 1 << 16

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

// told says what was being done in a hall when an error came up.
func told(op string, id ID, err error) error {
	if err == nil {
		return nil
	}
	out := relationship.OpError{Err: err}
	if inner, ok := errors.AsType[*relationship.OpError](err); ok {
		out = *inner
	} else if b, ok := errors.AsType[*rules.Broken](err); ok {
		out.Field, out.Rule, out.Err = b.Field, b.Rule, relationship.ErrInvalid
	}
	out.Room, out.Op = room, op
	if out.ID = string(id); rules.ID(out.ID) != "" {
		out.ID = ""
	}
	return &out
}

// when returns a rule where it is broken.
func when(broken bool, rule string) string {
	if broken {
		return rule
	}
	return ""
}

// longText returns the rule that a criterion or a reason breaks, or "".
func longText(s string) string {
	switch {
	case s == "":
		return "must not be empty"
	case len(s) > maxText:
		return "must be at most 65,536 bytes"
	}
	return rules.Text(s)
}

// oldText returns the rule that a reason in a log breaks, or "": who gave it may have been erased since.
func oldText(s string) string {
	if s == "" {
		return ""
	}
	return longText(s)
}

// checkPrices returns the error for probabilities that are not one for each of n outcomes, each at least
// least, or that do not sum to one.
func checkPrices(field string, prices []float64, n int, least float64) error {
	if len(prices) != n {
		return rules.Break(field, "must be as many as there are outcomes")
	}
	sum := 0.0
	for i, p := range prices {
		if !(p >= least && p <= 1) {
			return rules.Break(rules.Index(field, i), "must be from "+strconv.FormatFloat(least, 'g', -1, 64)+" to 1")
		}
		sum += p
	}
	return rules.Break(field, when(math.Abs(sum-1) > 1e-9, "must sum to one"))
}
