package sqlstore

import (
	"errors"
	"fmt"

	"github.com/kithcrm/kith/relationship"
)

// failed says what was being done when the database failed. A refusal says so itself.
func failed(op string, err error) error {
	if _, refused := errors.AsType[*relationship.OpError](err); err == nil || refused {
		return err
	}
	return fmt.Errorf("sqlstore: %s: %w", op, err)
}
