package network

import (
	"strconv"

	"github.com/kithcrm/kith/relationship"
)

// room is the Room of errors of this package.
const room = "network"

// broken returns the error for a broken rule of a field, met while doing op.
func broken(op, field, rule string) error {
	return &relationship.OpError{Room: room, Op: op, Field: field, Rule: rule, Err: relationship.ErrInvalid}
}

// element names an element of a list.
func element(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }
