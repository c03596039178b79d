package kano_test

import (
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/kano"
)

// FuzzEvaluate gives counts of any kind: they are refused, or all numbers can be.
func FuzzEvaluate(f *testing.F) {
	f.Add(0., 2., 11., 6., 10., 0., 0., 0.)
	f.Add(49.3, 32.3, 7., 9.5, .3, 1.5, 1500., .95)
	f.Add(1e-9, 0., 0., 9e15, 0., 0., 1., .5)
	f.Fuzz(func(t *testing.T, m, o, a, i, r, q, people, level float64) {
		c := kano.Counts{
			MustBe: m, OneDimensional: o, Attractive: a, Indifferent: i, Reverse: r, Questionable: q, People: people,
		}
		if found, err := c.Evaluate(kano.Config{FongLevel: level}); err == nil {
			sound(t, found)
		}
	})
}

// FuzzQuickWins gives estimates of any kind: they are refused, or all numbers can be.
func FuzzQuickWins(f *testing.F) {
	f.Add(.5, .2, .9, .3, 2., 1., 4.)
	f.Add(0., 0., 1e15, 1e15, 1e15, 1e-9, 1e15)
	f.Add(1e15, 0., 1e15, 0., 1e-9, 1e-9, 1e-9)
	f.Fuzz(func(t *testing.T, v, low, high, gain, effort, least, most float64) {
		m := kano.Improvement{
			ID:         "one",
			Importance: relationship.Estimate{Value: v, Low: low, High: high, Basis: relationship.Stated},
			Gain:       relationship.Estimate{Value: gain, Low: gain, High: gain, Basis: relationship.Stated},
			Effort:     relationship.Estimate{Value: effort, Low: least, High: most, Basis: relationship.Stated},
		}
		list, err := kano.QuickWins([]kano.Improvement{m}, kano.WinConfig{Draws: 100})
		if err == nil {
			checkWin(t, list[0])
		}
	})
}
