package drawing

import (
	"errors"

	"github.com/kithcrm/kith/relationship"
)

// room is the Room of errors of this package.
const room = "drawing"

// broken returns the error for a broken rule of a field, met while doing op.
func broken(op, field, rule string) error {
	return &relationship.OpError{Room: room, Op: op, Field: field, Rule: rule, Err: relationship.ErrInvalid}
}

// failed returns the error for a read that failed. What the reader says of it stays inside.
func failed(op, id string, err error) error {
	if inner, ok := errors.AsType[*relationship.OpError](err); ok {
		again := *inner
		again.Room, again.Op = room, op
		return &again
	}
	return &relationship.OpError{Room: room, Op: op, ID: id, Err: err}
}
