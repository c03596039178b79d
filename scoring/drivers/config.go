package drivers

import (
	"math/rand/v2"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Config adjusts an analysis. Its zero value is ready to use.
type Config struct {
	// Rounds is how often rows are drawn again for intervals, from 100 to 100,000. nil means 1,000;
	// new(0) means that there are no intervals: all are as wide as can be.
	Rounds *int

	// Orders is how many orders are tried where there are too many drivers to try all, from 4 to 1,000,000; an
	// odd number means one more. 0 means 4,000.
	Orders int

	// Rand is what rows and orders are drawn with. nil means a fixed seed, so that the same rows give the same
	// intervals.
	Rand *rand.Rand

	// Basis is what the answers rest on. Unknown, its zero value, means Stated.
	Basis relationship.Basis
}

// settled returns the settings with defaults in place of what is not set.
func (c Config) settled() (settings, error) {
	s := settings{rounds: 1000, pairs: 2000, rand: c.Rand, basis: c.Basis}
	if c.Rounds != nil {
		s.rounds = *c.Rounds
	}
	if c.Orders != 0 {
		s.pairs = c.Orders/2 + c.Orders%2
	}
	if s.rand == nil {
		s.rand = rand.New(rand.NewPCG(1, 2))
	}
	if s.basis == relationship.Unknown {
		s.basis = relationship.Stated
	}
	return s, rules.First(
		rules.Break("Rounds", when(s.rounds != 0 && (s.rounds < 100 || s.rounds > 100_000), "must be 0, or from 100 to 100,000")),
		rules.Break("Orders", when(c.Orders != 0 && (c.Orders < 4 || c.Orders > 1_000_000), "must be 0, or from 4 to 1,000,000")),
		rules.Break("Basis", when(s.basis > relationship.Observed, "must be guessed, stated or observed")),
	)
}

// settings are a Config that was checked.
type settings struct {
	rounds int
	pairs  int // of an order and its reverse
	rand   *rand.Rand
	basis  relationship.Basis
}
