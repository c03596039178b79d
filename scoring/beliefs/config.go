package beliefs

import (
	"math/rand/v2"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A Config adjusts how beliefs are held against what was measured. Its zero value is ready to use.
type Config struct {
	// Level is how sure all intervals of one comparison together are to hold the truth, from 0.5 to below
	// 1: where nothing is amiss, any of them says otherwise at most so rarely. 0 means 0.95.
	Level float64

	// Margin is how far a belief may be off and still be near enough, in the unit of what is compared: 0.05
	// is five points of a share. Not below 0. With 0 nothing but an exact number is found to hold, because
	// no range shows that two numbers are the same.
	Margin float64

	// MaxAge is how old a measurement, or the last look at an assumption, may be before it is stale. 0 means
	// that nothing is ever too old. Not below 0.
	MaxAge time.Duration

	// Rounds is how often chance is simulated for [Misdirection], from 100 to 1,000,000. 0 means 10,000.
	Rounds int

	// Rand is where chance comes from. nil means a fixed seed, so that the same input gives the same output.
	Rand *rand.Rand
}

func (c Config) check() error {
	return rules.First(
		rules.Break("Level", when(c.Level != 0 && !(c.Level >= .5 && c.Level < 1), "must be from 0.5 to below 1, or 0 for 0.95")),
		rules.Break("Margin", when(!(c.Margin >= 0 && c.Margin <= most), "must be a finite number, not below 0")),
		rules.Break("MaxAge", when(c.MaxAge < 0, "must not be below 0")),
		rules.Break("Rounds", when(c.Rounds != 0 && (c.Rounds < 100 || c.Rounds > 1e6), "must be from 100 to 1,000,000, or 0 for 10,000")),
	)
}

// settled returns the settings with defaults in place of what is not set.
func (c Config) settled() (Config, error) {
	if err := c.check(); err != nil {
		return Config{}, err
	}
	if c.Level == 0 {
		c.Level = .95
	}
	if c.Rounds == 0 {
		c.Rounds = 10_000
	}
	if c.Rand == nil {
		c.Rand = rand.New(rand.NewPCG(7, 1))
	}
	return c, nil
}
