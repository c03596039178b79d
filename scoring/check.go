package scoring

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

const ruleNotEmpty = "must not be empty"

func textRule(s string) string {
	if s == "" {
		return ruleNotEmpty
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

// nameRule is for a label by which records are found.
func nameRule(s string) string {
	if s == "" {
		return ruleNotEmpty
	}
	return labelRule(s)
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

func weightRule(w float64) string {
	if !finite(w) || w < 0 {
		return "must be a finite number and not be below 0"
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
	return rules.First(rules.Break("Noun", rules.ID(r.Noun)), rules.Break("ID", rules.ID(r.ID)))
}

// checkEstimate returns the rule that an estimate in any unit breaks, in the way that rules are told here.
func checkEstimate(e Estimate) error {
	err := e.Check(-math.MaxFloat64, math.MaxFloat64)
	if broken, ok := errors.AsType[*relationship.OpError](err); ok {
		return rules.Break(broken.Field, broken.Rule)
	}
	return err
}
