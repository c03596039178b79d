package readiness

import (
	"math/rand/v2"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/scoring"
)

// A Config says who is where, and from how many people on something is shown. Its zero value is ready to use.
type Config struct {
	// Least is how many people must have rated something for it to be shown. 0 means 5; 1 shows everything.
	// Not below 0.
	Least int

	// Level says on which level of the organisation somebody is, in the host's words; "" is none. nil means that
	// nobody is on any.
	Level func(scoring.PartyID) string

	// Team says in which teams somebody is that hold each other, the widest first: "Sales", "North". None is
	// empty. nil means that nobody is in any.
	Team func(scoring.PartyID) []string

	// Rounds is how often roots are drawn anew to see which is the strongest, from 100 to 100,000. 0 means 1,000.
	Rounds int

	// Rand is where chance comes from. nil means a fixed seed, so that the same input gives the same output.
	Rand *rand.Rand
}

func (c Config) check() error {
	return rules.First(
		rules.Break("Least", rules.NotBelowZero(c.Least)),
		rules.Break("Rounds", when(c.Rounds != 0 && (c.Rounds < 100 || c.Rounds > 1e5),
			"must be from 100 to 100,000, or 0 for 1,000")),
	)
}

// settled returns the settings with defaults in place of what is not set.
func (c Config) settled() (Config, error) {
	if err := c.check(); err != nil {
		return Config{}, err
	}
	if c.Least == 0 {
		c.Least = 5
	}
	if c.Rounds == 0 {
		c.Rounds = 1000
	}
	if c.Rand == nil {
		c.Rand = rand.New(rand.NewPCG(11, 3))
	}
	return c, nil
}
