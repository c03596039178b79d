package readiness

import (
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// A Rating is what one person said of one item.
type Rating struct {
	// By is who rated, or a pseudonym of the host's that is the same each time. Not empty.
	By scoring.PartyID

	// Item is the ID of an item of the instrument.
	Item string

	// Value is what was rated, on the instrument's scale.
	Value float64

	// At is when. It decides which of several ratings counts; the zero time is before all others.
	At time.Time

	// Blocks is what the rater says that it keeps from happening: up to 100, none of them a party.
	Blocks []relationship.Ref
}
