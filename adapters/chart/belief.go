package chart

import (
	"cmp"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/beliefs"
)

// Beliefs draws what is believed, what is funded and what was measured of each attribute, as far as they
// were compared. The colour says what became of the belief; of the funding, where nothing was believed.
// It returns the errors of [Slopes].
func Beliefs(c beliefs.Comparison, cfg Config) (*Chart, error) {
	var ways []string
	var sides [][]beliefs.Gap
	if len(c.Belief) > 0 {
		ways, sides = append(ways, "believed"), append(sides, c.Belief)
	}
	if len(c.Spending) > 0 {
		ways, sides = append(ways, "funded"), append(sides, c.Spending)
	}
	if len(sides) == 0 {
		return nil, broken("draw beliefs", "Comparison", "must hold what was compared")
	}
	slopes := make([]Slope, len(sides[0]))
	for i, g := range sides[0] {
		slopes[i] = Slope{Name: g.Attribute, Group: judged(g)}
		for _, side := range sides {
			slopes[i].Values = append(slopes[i].Values, side[i].Of)
		}
		slopes[i].Values = append(slopes[i].Values, g.Against)
	}
	cfg.Values = cmp.Or(cfg.Values, "share of the whole, from 0 to 1")
	return Slopes(append(ways, "measured"), slopes, cfg)
}

// judged returns what became of something believed or funded.
func judged(g beliefs.Gap) string {
	switch {
	case g.State == scoring.Holds:
		return "near enough"
	case g.State == scoring.False && g.Value > 0:
		return "too much"
	case g.State == scoring.False:
		return "too little"
	}
	return "cannot tell"
}

// product returns the product of two estimates of which none is below 0. Its range is the widest that both
// ranges allow.
func product(a, b relationship.Estimate) relationship.Estimate {
	p := relationship.Estimate{Value: a.Value * b.Value, Low: a.Low * b.Low, High: a.High * b.High, N: min(a.N, b.N)}
	return p.Derived(a, b)
}
