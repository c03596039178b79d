package survey

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// Minus returns by how much the proportion is above another, from -1 to 1, with the interval and the P-value of
// the difference: by [ScoreTest], which is Newcombe's method 10, or another method that [Method] lists for it.
// The answers of both are those of different people; for the same people asked twice see [Pairs].
//
// In percent, 95 % intervals hold the truth on average over all pairs of proportions alike, and at worst among
// those from .025 to .975:
//
//	answers   ScoreTest  MiettinenNurminen  Mee        AdjustedWald  Wald
//	 10, 10   95.4 90.7  95.9 91.2          95.3 91.2  95.9 92.6     89.5 39.6
//	 30, 20   95.2 89.0  95.3 93.9          95.1 93.7  95.6 93.4     92.8 71.6
//	100, 50   95.1 94.1  95.0 94.0          94.9 94.0  95.2 94.4     94.1 84.4
//
// Where one of both is none of none the interval is from -1 to 1. It returns an error matching
// [relationship.ErrInvalid] for counts that cannot be, and a Config that does not fit.
func (p Proportion) Minus(other Proportion, cfg Config) (Difference, error) {
	fit := cfg.check(ScoreTest, AdjustedWald, Wald, MiettinenNurminen, Mee)
	if err := rules.First(p.check(), other.check(), fit); err != nil {
		return Difference{}, opError("compare proportions", err)
	}
	if p.Of == 0 || other.Of == 0 {
		return cfg.unknownDifference(1), nil
	}
	switch cfg.Method {
	case AdjustedWald:
		return cfg.waldDifference(p, other, 1), nil
	case Wald:
		return cfg.waldDifference(p, other, 0), nil
	case MiettinenNurminen:
		return cfg.likelihood(p, other, (p.size()+other.size())/(p.size()+other.size()-1)), nil
	case Mee:
		return cfg.likelihood(p, other, 1), nil
	}
	return cfg.mover(p, other, 1), nil
}

// waldDifference returns the difference by Wald, after adding so many of the kind, and as many that are not, to
// each (Agresti and Caffo 2000 add 1).
func (c Config) waldDifference(a, b Proportion, added float64) Difference {
	u, m := float64(a.Yes)+added, a.size()+2*added
	v, n := float64(b.Yes)+added, b.size()+2*added
	deviation := math.Sqrt(u/m*((m-u)/m)/m + v/n*((n-v)/n)/n)
	return c.twoSided(a.value()-b.value(), u/m-v/n, deviation, a.size()+b.size(), 1)
}

// likelihood returns the differences that a score test does not reject, with the variance times a factor
// (Mee 1984; Miettinen and Nurminen 1985).
func (c Config) likelihood(a, b Proportion, factor float64) Difference {
	value, z := a.value()-b.value(), c.z()
	lowest := func(a, b Proportion) float64 {
		d := a.value() - b.value()
		return root(-1, d, func(x float64) float64 {
			return d - x - z*math.Sqrt(factor*varianceAt(a, b, x))
		})
	}
	low, high := lowest(a, b), -lowest(b, a)
	p := 1.0
	if value != 0 {
		p = normalP(value / math.Sqrt(factor*varianceAt(a, b, 0)))
	}
	return Difference{Interval: c.bounded(value, low, high, a.size()+b.size(), -1, 1), P: p}
}

// varianceAt returns the variance of the difference of two proportions under the likeliest pair of
// proportions that has the difference d.
func varianceAt(a, b Proportion, d float64) float64 {
	q := likeliest(a, b, d)
	p := min(max(q+d, 0), 1)
	return p*(1-p)/a.size() + q*(1-q)/b.size()
}

// likeliest returns the second proportion of that pair. The derivative of the log-likelihood, times what is below
// its lines, falls through 0 there. Miettinen and Nurminen (1985, appendix 1) have the root in closed form,
// which loses all digits for a few in a million.
func likeliest(a, b Proportion, d float64) float64 {
	m, n := a.size(), b.size()
	x, y := float64(a.Yes), float64(b.Yes)
	return root(max(0, -d), min(1, 1-d), func(q float64) float64 {
		p := q + d
		return (y-n*q)*p*(1-p) + (x-m*p)*q*(1-q)
	})
}
