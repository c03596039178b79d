package heart

import (
	"maps"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A Config adjusts how moments become a heart. Its zero value is ready to use.
type Config struct {
	// Kinds are the kinds of moments there are, and what each means. nil means [ReadyKinds].
	Kinds map[Kind]Meaning

	// Prior is what is believed of a heart before its first moment. A Beta that is zero means
	// Beta{1, 1}; with three of those heart begins at 0.42, from 0.09 to 0.81.
	Prior Posterior

	// HalfLife is how long it takes until a moment weighs half, from a minute to 50 years. nil means 365
	// days; new(time.Duration(0)) means that nothing fades.
	HalfLife *time.Duration
}

// settled returns the settings with defaults in place of what is not set, and nothing shared with c.
func (c Config) settled() (settings, error) {
	s := settings{kinds: maps.Clone(c.Kinds), prior: c.Prior, half: 365 * 24 * time.Hour}
	if c.Kinds == nil {
		s.kinds = ReadyKinds()
	}
	for _, b := range []*Beta{&s.prior.Acknowledgement, &s.prior.Respect, &s.prior.Trust} {
		if *b == (Beta{}) {
			*b = Beta{1, 1}
		}
	}
	if c.HalfLife != nil {
		s.half = *c.HalfLife
	}
	return s, rules.First(
		checkKinds(s.kinds),
		rules.Within("Prior", s.prior.check()),
		rules.Break("HalfLife", when(s.half != 0 && (s.half < leastHalf || s.half > mostHalf), "must be 0, or from a minute to 50 years")),
	)
}

const (
	leastHalf = time.Minute
	mostHalf  = 50 * 366 * 24 * time.Hour
)

// settings are a Config that was checked.
type settings struct {
	kinds map[Kind]Meaning
	prior Posterior
	half  time.Duration // 0 where nothing fades
}

func (s settings) equal(t settings) bool {
	return s.prior == t.prior && s.half == t.half && maps.Equal(s.kinds, t.kinds)
}
