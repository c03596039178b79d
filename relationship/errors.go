package relationship

import (
	"errors"
	"strconv"
	"strings"
	"unicode"
)

// The errors of all rooms. Ask with [errors.Is]; stores wrap them together with their own. A store
// that cannot do what it was asked returns an error matching [errors.ErrUnsupported]; a context's
// error and a failure of the host's storage are passed through.
var (
	// ErrNotFound says that there is no such record, or none that this store shows.
	ErrNotFound = errors.New("not found")

	// ErrExists says that a record to be created is there already.
	ErrExists = errors.New("exists already")

	// ErrStale says that a record has changed since it was read: read it again, and put again.
	ErrStale = errors.New("stale revision")

	// ErrInvalid says that the caller broke a documented rule. The [OpError] around it says which.
	ErrInvalid = errors.New("invalid")

	// ErrBrokenStore says that the host's store broke its contract.
	ErrBrokenStore = errors.New("the store broke its contract")
)

// An OpError says what was being done when an error came up. It never holds personal data: only
// identifiers and the names of fields.
type OpError struct {
	// Room is the package that was asked, such as "relationship".
	Room string

	// Op is what was being done, such as "put tie".
	Op string

	// ID is the record that it was done to, if it was one.
	ID string

	// Field is what is concerned, as a path such as "Ties[2].Stints[0].To" or, of a batch, the record:
	// "Parties[1]". It is empty where it is clear, or not known.
	Field string

	// Rule is the rule that was broken, such as "must be after From", if it was one.
	Rule string

	// Err is the cause.
	Err error
}

// Error returns a text such as "relationship: put party 42: stale revision".
func (e *OpError) Error() string {
	var b strings.Builder
	b.WriteString(e.Room + ": " + e.Op)
	if e.ID != "" {
		b.WriteString(" " + printable(e.ID))
	}
	b.WriteString(": ")
	switch {
	case e.Rule != "":
		b.WriteString(e.Field + " " + e.Rule)
	case e.Field != "":
		b.WriteString(e.Field + ": " + e.Err.Error())
	default:
		b.WriteString(e.Err.Error())
	}
	return b.String()
}

// printable returns an ID as it is, or in quotes where it would spoil a line of a log.
func printable(id string) string {
	if strings.ContainsFunc(id, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return strconv.Quote(id)
	}
	return id
}

// Unwrap returns the cause.
func (e *OpError) Unwrap() error { return e.Err }

// room is the Room of errors of this package.
const room = "relationship"

// opError says what was being done when err came up. An OpError from further inside keeps its field
// and rule and is told again with the outer operation, so that there is one in a chain.
func opError(op, id string, err error) error {
	if err == nil {
		return nil
	}
	if inner, ok := errors.AsType[*OpError](err); ok {
		again := *inner
		again.Op = op
		if id != "" {
			again.ID = id
		}
		return &again
	}
	return &OpError{Room: room, Op: op, ID: id, Err: err}
}

// broken returns the error for a broken rule of a field.
func broken(field, rule string) error {
	return &OpError{Room: room, Op: "check", Field: field, Rule: rule, Err: ErrInvalid}
}

// within puts the name of the field that holds the broken one before it.
func within(field string, err error) error {
	if inner, ok := errors.AsType[*OpError](err); ok {
		again := *inner
		again.Field = field + "." + inner.Field
		return &again
	}
	return err
}
