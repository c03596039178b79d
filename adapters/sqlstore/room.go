package sqlstore

import (
	"context"
	"fmt"
)

// A room is what the log must know of one.
type room struct {
	name   string
	nouns  []string
	erased string                    // the noun of what batches erase
	batch  func(logged) (any, error) // makes what the room calls a batch
}

// rooms returns all rooms, in order of their names: the order in which noStrangers looks between them.
func rooms() []room {
	return []room{
		cafeLog(),
		peopleLog(),
		ledgerLog(),
	}
}

// noStrangers returns an error where batches of rooms other than these are in the log: those of a later
// version of this package, of which a reader would never hear if it were moved on past them.
func (s *session) noStrangers(ctx context.Context, known []room) error {
	q, before := new(statement), ""
	for _, r := range known {
		q.add("select room from (select room from kith_batch where scope = ? and room > ? and room < ? limit 1) as b union all ", s.scope, before, r.name)
		before = r.name
	}
	q.add("select room from (select room from kith_batch where scope = ? and room > ? limit 1) as b", s.scope, before)
	found, err := read(ctx, s, q, scanText)
	if err == nil && len(found) > 0 {
		return fmt.Errorf("%w: the log has batches of a room that it does not know", ErrNewerSchema)
	}
	return err
}
