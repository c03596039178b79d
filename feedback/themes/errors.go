package themes

import (
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// room is the Room of errors of this package.
const room = "feedback/themes"

// broken returns the error for a rule that a field breaks, and nil where there is no rule.
func broken(op, field, rule string) error {
	if rule == "" {
		return nil
	}
	return &relationship.OpError{Room: room, Op: op, Field: field, Rule: rule, Err: relationship.ErrInvalid}
}

// checkText returns an error for a text that no item can have.
func checkText(op, field, text string) error {
	switch {
	case text == "":
		return broken(op, field, "must not be empty")
	case len(text) > feedback.MaxText:
		return broken(op, field, "must be at most 65,536 bytes")
	}
	return broken(op, field, rules.Text(text))
}

func checkID(op, field, id string) error { return broken(op, field, rules.ID(id)) }
