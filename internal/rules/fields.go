package rules

import (
	"slices"
	"strings"
	"time"
)

// The rules of fields that records of several rooms have. Each function returns the rule that a value
// breaks, or "".

const (
	notEmpty = "must not be empty"

	maxWords = 64 << 10 // bytes of what someone said or wrote
	maxLabel = 2048     // bytes of a name in the host's words
)

// OptionalID is [ID] for a field that may be empty.
func OptionalID(id string) string {
	if id == "" {
		return ""
	}
	return ID(id)
}

// Words is the rule of what someone said or wrote, up to 65,536 bytes.
func Words(s string) string {
	if s == "" {
		return notEmpty
	}
	return OptionalWords(s)
}

// OptionalWords is [Words] for a field that may be empty.
func OptionalWords(s string) string {
	if len(s) > maxWords {
		return "must be at most 65,536 bytes"
	}
	return Text(s)
}

// Label is the rule of a name in the host's words, up to 2,048 bytes.
func Label(s string) string {
	if s == "" {
		return notEmpty
	}
	return OptionalLabel(s)
}

// OptionalLabel is [Label] for a field that may be empty.
func OptionalLabel(s string) string {
	if len(s) > maxLabel {
		return "must be at most 2,048 bytes"
	}
	return Text(s)
}

// Moment is [Instant] for a field that must be set.
func Moment(t time.Time) string {
	if t.IsZero() {
		return "must not be zero"
	}
	return Instant(t)
}

// NotBelowZero is the rule of a count.
func NotBelowZero(n int) string {
	if n < 0 {
		return "must not be below 0"
	}
	return ""
}

// OneOf is the rule of a word that is one of a few.
func OneOf[T ~string](v T, allowed ...T) string {
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

// Ref returns the error for the rule that the two parts of a reference break, if so.
func Ref(noun, id string) error {
	if strings.Contains(noun, ":") {
		return Break("Noun", "must not hold a colon")
	}
	return First(Break("Noun", ID(noun)), Break("ID", ID(id)))
}
