package feedback

import (
	"errors"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// The rules of fields that several records have. Each returns the rule that is broken, or "".

func optionalID(id string) string {
	if id == "" {
		return ""
	}
	return rules.ID(id)
}

func textRule(s string) string {
	if s == "" {
		return "must not be empty"
	}
	return optionalText(s)
}

func optionalText(s string) string {
	if len(s) > MaxText {
		return "must be at most 65,536 bytes"
	}
	return rules.Text(s)
}

// maxLabel is how many bytes a name in the host's words may have.
const maxLabel = 2048

func labelRule(s string) string {
	if len(s) > maxLabel {
		return "must be at most 2,048 bytes"
	}
	return rules.Text(s)
}

func instantRule(t time.Time) string {
	if t.IsZero() {
		return "must not be zero"
	}
	return rules.Instant(t)
}

func notBelowZero(n int) string {
	if n < 0 {
		return "must not be below 0"
	}
	return ""
}

func oneOf[T ~string](v T, allowed ...T) string {
	if slices.Contains(allowed, v) {
		return ""
	}
	names := make([]string, 0, len(allowed))
	for _, a := range allowed {
		if a == "" {
			a = "empty"
		}
		names = append(names, string(a))
	}
	return "must be one of: " + strings.Join(names, ", ")
}

func checkRef(r Ref) error {
	if strings.Contains(r.Noun, ":") {
		return rules.Break("Noun", "must not hold a colon")
	}
	if err := rules.Break("Noun", rules.ID(r.Noun)); err != nil {
		return err
	}
	return rules.Break("ID", rules.ID(r.ID))
}

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
