package network

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// paired is a change of health and the ratio of worths over the same time.
type paired struct{ health, worth float64 }

// pair finds the changes of health and worth of each kind of tie.
func (s *study) pair() {
	for _, v := range s.customers {
		if len(v.from.Worth) < 2 {
			continue
		}
		worths := observed(v.from.Worth, s.cfg.At)
		for ties := range byStanding(v.ties) {
			k := s.kinds[ties[0].standing]
			k.pairs = append(k.pairs, pairsOf(v.from, worths, ties, s.cfg.At)...)
		}
	}
}

// pairsOf returns the pairs of the ties of one kind of a customer.
func pairsOf(c *Customer, worths relationship.Readings, ties []feltTie, at time.Time) []paired {
	var healths []relationship.Readings
	for i := range ties {
		if h := c.Ties[ties[i].tie].Health; len(h) > 1 && len(worths) > 1 {
			healths = append(healths, observed(h, at))
		}
	}
	var pairs []paired
	for i := 1; i < len(worths) && len(healths) > 0; i++ {
		before, after := worths[i-1], worths[i]
		if change, ok := meanChange(healths, before.At, after.At); ok && before.Estimate.Value > 0 {
			pairs = append(pairs, paired{change, after.Estimate.Value / before.Estimate.Value})
		}
	}
	return pairs
}

// observed returns the observed readings until an instant in order, of those at one instant the largest.
func observed(readings relationship.Readings, at time.Time) relationship.Readings {
	seen := slices.DeleteFunc(slices.Clone(readings), func(r relationship.Reading) bool {
		return r.Estimate.Basis != relationship.Observed || r.At.After(at)
	})
	slices.SortFunc(seen, func(a, b relationship.Reading) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(b.Estimate.Value, a.Estimate.Value))
	})
	return slices.CompactFunc(seen, func(a, b relationship.Reading) bool { return a.At.Equal(b.At) })
}

// meanChange returns the mean change of those that were read by the first instant, and again by the second.
func meanChange(healths []relationship.Readings, first, second time.Time) (float64, bool) {
	var changes []float64
	for _, h := range healths {
		before, after := lastBy(h, first), lastBy(h, second)
		if before >= 0 && after > before {
			changes = append(changes, h[after].Estimate.Value-h[before].Estimate.Value)
		}
	}
	slices.Sort(changes) // so that the sum is the same in any order of ties
	sum := 0.0
	for _, c := range changes {
		sum += c
	}
	return sum / float64(max(len(changes), 1)), len(changes) > 0
}

// lastBy returns the place of the last reading by an instant, or -1.
func lastBy(readings relationship.Readings, at time.Time) int {
	for i, r := range slices.Backward(readings) {
		if !r.At.After(at) {
			return i
		}
	}
	return -1
}

// spearman returns the rank correlation of pairs with its range.
func spearman(pairs []paired) relationship.Estimate {
	n := float64(len(pairs))
	if n < 4 {
		return relationship.Estimate{}
	}
	slices.SortFunc(pairs, func(a, b paired) int {
		return cmp.Or(cmp.Compare(a.health, b.health), cmp.Compare(a.worth, b.worth))
	})
	x := midRanks(pairs, func(p paired) float64 { return p.health })
	y := midRanks(pairs, func(p paired) float64 { return p.worth })
	var xx, yy, xy float64
	for i := range x {
		dx, dy := x[i]-(n+1)/2, y[i]-(n+1)/2
		xx, yy, xy = xx+float64(dx*dx), yy+float64(dy*dy), xy+float64(dx*dy)
	}
	if xx == 0 || yy == 0 {
		return relationship.Estimate{}
	}
	rho := max(-1, min(xy/math.Sqrt(xx*yy), 1))
	nearly := 1 - 6/(n*(n*n-1)) // half a step below 1, where Fisher's z is infinite
	z := math.Atanh(max(-nearly, min(rho, nearly)))
	half := normal95 * math.Sqrt(1.06/(n-3))
	return relationship.Estimate{
		Value: rho, Low: min(math.Tanh(z-half), rho), High: max(math.Tanh(z+half), rho),
		N: n, Basis: relationship.Observed,
	}
}

// midRanks returns the rank of each, from 1; those alike share the mean of theirs.
func midRanks(pairs []paired, of func(paired) float64) []float64 {
	order := make([]int, len(pairs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(of(pairs[a]), of(pairs[b])) })
	ranks := make([]float64, len(pairs))
	for low := 0; low < len(order); {
		high := low + 1
		for high < len(order) && of(pairs[order[high]]) == of(pairs[order[low]]) {
			high++
		}
		for _, i := range order[low:high] {
			ranks[i] = float64(low+high+1) / 2
		}
		low = high
	}
	return ranks
}
