package network

import (
	"cmp"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// result puts what a study found into words.
func (s *study) result(progress func(int)) CriticalGroup {
	out := CriticalGroup{Customers: s.given, Unvalued: s.given - len(s.customers), Worth: s.worth()}
	rounds := s.resample(progress)
	for place, k := range s.kinds {
		if k == nil {
			continue
		}
		found := CriticalKind{
			Standing: s.standings[place], Customers: k.customers, Held: k.held, Unknown: k.unknown,
			Largest: s.list(&k.best), Association: spearman(k.pairs),
		}
		if k.worth > 0 {
			found.Covered = min(k.covered/k.worth, 1)
		}
		if k.counted > 0 && s.sums[0] > 0 {
			found.Exposure = s.exposure(k, rounds)
			found.Gain = s.gain(k, rounds)
		}
		out.Kinds = append(out.Kinds, found)
	}
	slices.SortStableFunc(out.Kinds, func(a, b CriticalKind) int { return byRank(a.Rank(), b.Rank()) })
	return out
}

// byRank orders known estimates by value, falling, before unknown ones.
func byRank(a, b relationship.Estimate) int {
	return cmp.Or(falseFirst(!a.Known(), !b.Known()), cmp.Compare(b.Value, a.Value))
}

func (s *study) exposure(k *kindStudy, rounds *resampled) relationship.Estimate {
	e := rounds.estimate(s.sums, func(row []float64, _ float64) float64 { return row[k.column] })
	e.N = float64(k.counted)
	return e.Derived(s.worths.estimate(), k.importance.estimate(), k.health.estimate())
}

func (s *study) gain(k *kindStudy, rounds *resampled) relationship.Estimate {
	if !k.reach.known() {
		return relationship.Estimate{}
	}
	e := rounds.estimate(s.sums, func(row []float64, z float64) float64 { return k.gain(row, k.reach.at(z, 1)) })
	e.N = float64(k.counted)
	return e.Derived(s.worths.estimate(), k.importance.estimate(), k.health.estimate(), k.reach.estimate())
}

// gain returns the gain in a sum of rows for a reach: that of a level, or between those of two. A reach
// of 0 gains nothing, and one of 1 all that is exposed.
func (k *kindStudy) gain(row []float64, reach float64) float64 {
	x, y := 0.0, 0.0
	for i, level := range k.levels {
		next := row[k.column+1+i]
		if reach <= level {
			return between(x, y, level, next, reach)
		}
		x, y = level, next
	}
	return between(x, y, 1, row[k.column], reach)
}

// between returns the height at a place on the line from (x0, y0) to (x1, y1).
func between(x0, y0, x1, y1, at float64) float64 {
	if at == x1 {
		return y1
	}
	return y0 + float64((y1-y0)*((at-x0)/(x1-x0)))
}
