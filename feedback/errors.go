package feedback

import (
	"errors"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/internal/table"
	"github.com/kithcrm/kith/relationship"
)

// The errors of all rooms, which are those of the hub: ask with [errors.Is].
var (
	ErrNotFound    = relationship.ErrNotFound
	ErrExists      = relationship.ErrExists
	ErrStale       = relationship.ErrStale
	ErrInvalid     = relationship.ErrInvalid
	ErrBrokenStore = relationship.ErrBrokenStore
)

// ErrTooMany says that too many wrong codes were tried from one source: try again in an hour.
var ErrTooMany = errors.New("too many tries")

// room is the Room of errors of this package.
const room = "feedback"

// opError says what was being done when err came up. What says already keeps its field and rule and
// is told again with the outer operation, so that there is one in a chain.
func opError(op, id string, err error) error {
	if err == nil {
		return nil
	}
	if rules.ID(id) != "" {
		id = ""
	}
	if inner, ok := errors.AsType[*relationship.OpError](err); ok {
		again := *inner
		again.Op = op
		if id != "" {
			again.ID = id
		}
		return &again
	}
	if b, ok := errors.AsType[*rules.Broken](err); ok {
		return &relationship.OpError{Room: room, Op: op, ID: id, Field: b.Field, Rule: b.Rule, Err: ErrInvalid}
	}
	return &relationship.OpError{Room: room, Op: op, ID: id, Err: err}
}

// refusal says why a batch that is well formed cannot be written.
func refusal(r *table.Refusal) error {
	causes := map[table.Verdict]error{
		table.Missing: ErrNotFound, table.Exists: ErrExists, table.Changed: ErrInvalid, table.Stale: ErrStale,
	}
	return &relationship.OpError{Room: room, Op: "write", Field: r.Field, Rule: r.Rule, Err: causes[r.Verdict]}
}
