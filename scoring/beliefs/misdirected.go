package beliefs

import (
	"math"
	"slices"
)

// A Misdirection is how much of the money goes where it is not called for.
type Misdirection struct {
	// Share is half the sum of the absolute differences between funded and measured shares (their total
	// variation): how much of all money would have to go elsewhere. It is from 0 to 1, and because
	// chance only adds to it, never says by itself that anything is amiss: the gaps say that.
	Share float64 `json:"share"`

	// Chance is what Share would be on average where money goes just as it should, by the errors of
	// measuring alone; ChanceHigh is what it would then exceed one time in twenty.
	Chance     float64 `json:"chance"`
	ChanceHigh float64 `json:"chance_high"`
}

// misdirect returns how far funded shares are from measured ones, beside what errors around the same
// shares would give (a parametric bootstrap). Where nobody knows how errors go together, they are drawn
// independently, which changes ChanceHigh, but not Chance.
func misdirect(funded, measured Side, cfg Config) Misdirection {
	m := Misdirection{Share: half(differences(funded, measured))}
	chance := make([]float64, cfg.Rounds)
	for r, draw := range draws(errorsOf(funded, measured), cfg) {
		chance[r] = min(1, half(draw))
		m.Chance += chance[r] / float64(cfg.Rounds)
	}
	slices.Sort(chance)
	m.ChanceHigh = chance[place(.95, len(chance))]
	return m
}

func differences(a, b Side) []float64 {
	out := a.values()
	for i, v := range b.values() {
		out[i] -= v
	}
	return out
}

// half returns half of what numbers come to without their signs.
func half(numbers []float64) float64 {
	sum := 0.0
	for _, v := range numbers {
		sum += math.Abs(v)
	}
	return min(1, sum/2)
}
