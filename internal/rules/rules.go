// Package rules holds what the checks of records of all rooms have in common: the rules of identifiers,
// texts and instants, and the way in which a broken one is told.
//
// A room turns a [Broken] into its own error where it meets its caller.
package rules

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// maxID is how many bytes an identifier may have.
const maxID = 255

// A Broken is the error for a rule that a field breaks. It never holds the value.
type Broken struct {
	Field string // a path, such as "Ties[2].Stints[0].To"
	Rule  string // such as "must be after From"
}

// Error returns the field and the rule.
func (b *Broken) Error() string { return b.Field + " " + b.Rule }

// Break returns the error for a rule that a field breaks, and nil where the rule is empty.
func Break(field, rule string) error {
	if rule == "" {
		return nil
	}
	return &Broken{field, rule}
}

// Within puts the name of the field that holds the broken one before it.
func Within(field string, err error) error {
	if inner, ok := errors.AsType[*Broken](err); ok {
		return &Broken{field + "." + inner.Field, inner.Rule}
	}
	return err
}

// Index names an element of a list.
func Index(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }

// First returns the first error that is one.
func First(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// ID returns the rule that an identifier breaks, or "".
func ID(id string) string {
	switch {
	case id == "":
		return notEmpty
	case len(id) > maxID:
		return "must be at most 255 bytes"
	}
	return Text(id)
}

// Text returns the rule that a text breaks, or "".
func Text(s string) string {
	switch {
	case !utf8.ValidString(s):
		return "must be valid UTF-8"
	case strings.IndexByte(s, 0) >= 0:
		return "must not hold a NUL byte"
	}
	return ""
}

// Instant returns the rule that an instant breaks, or "". The years are those that text in the form
// of RFC 3339 can hold.
func Instant(t time.Time) string {
	if y := t.UTC().Year(); y < 1 || y > 9999 {
		return "must be in the years 1 to 9999"
	}
	return ""
}

// UTC returns the same instant in one form, so that equal instants are also the same values.
func UTC(t time.Time) time.Time { return t.Round(0).UTC() }
