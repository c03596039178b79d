package network

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A CriticalConfig adjusts [FindCritical]. Its zero value is ready but for At.
type CriticalConfig struct {
	// At is the instant for which is asked: later readings are not looked at. It must not be zero.
	At time.Time

	// Reach is the improvement of health that is within reach, from 0 to 1, by kind of tie. In each
	// resampling one reach, drawn from its range, holds for all ties of the kind. For kinds that are
	// missing here, or unknown, there is no gain.
	Reach map[Standing]relationship.Estimate

	// Sum adds up several ties of one kind of one customer, to at most 1, instead of taking the
	// largest: more than all that a customer is worth cannot rest on them.
	Sum bool

	// Rounds is how often the customers are resampled for the ranges, from 100 to 1,000,000. 0 means
	// 1,000.
	Rounds int

	// Rand is where chance comes from; two numbers are taken from it. nil means a fixed seed, so that
	// the same question has the same answer.
	Rand *rand.Rand

	// Group returns the name of the group that a customer belongs to. It is asked once for each, must
	// not change the customer, and the same name must come for the same customer. nil means no groups.
	Group func(*Customer) string

	// Ties is how many single ties to list, of all and of each kind. 0 means 20.
	Ties int

	// Progress, if not nil, is called now and then with how many customers have been resampled, of how
	// many: each counts once for all customers and once more for its group. A call must return soon.
	Progress func(done, of int)
}

const opCritical = "find critical"

// check returns the config with its defaults, or the first rule that it breaks.
func (c CriticalConfig) check() (CriticalConfig, error) {
	c.Rounds, c.Ties = cmp.Or(c.Rounds, 1000), cmp.Or(c.Ties, 20)
	switch {
	case c.At.IsZero():
		return c, broken(opCritical, "At", "must not be zero")
	case c.Rounds < 100 || c.Rounds > 1_000_000:
		return c, broken(opCritical, "Rounds", "must be 0 or in 100..1,000,000")
	case c.Ties < 0:
		return c, broken(opCritical, "Ties", "must not be below 0")
	}
	for _, s := range slices.SortedFunc(maps.Keys(c.Reach), Standing.compare) {
		reach := c.Reach[s]
		if reach == (relationship.Estimate{}) {
			continue
		}
		if field, rule := estimateRule(&reach, 1); rule != "" {
			return c, broken(opCritical, "Reach["+s.text()+"]."+field, rule)
		}
	}
	if c.Progress == nil {
		c.Progress = func(int, int) {}
	}
	return c, nil
}

// seed takes the two numbers that all chance of one answer comes from.
func (c *CriticalConfig) seed() [2]uint64 {
	if c.Rand == nil {
		return [2]uint64{0x6b697468, 0x74696573}
	}
	return [2]uint64{c.Rand.Uint64(), c.Rand.Uint64()}
}
