package network

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// candidate is a single tie that may be listed.
type candidate struct {
	rank float64
	of   *valued
	tie  *feltTie
}

// named returns the tie with its names.
func (a candidate) named() *CustomerTie { return &a.of.from.Ties[a.tie.tie] }

func (a candidate) compare(b candidate) int {
	return cmp.Or(
		cmp.Compare(b.rank, a.rank),
		cmp.Compare(a.tie.standing, b.tie.standing),
		cmp.Compare(a.named().ID, b.named().ID),
		cmp.Compare(a.of.from.ID, b.of.from.ID),
	)
}

// best keeps the first of many candidates.
type best struct {
	most int
	list []candidate
	last float64 // the rank of the last that is sure to be among the first, once there are enough
}

func (b *best) add(c candidate) {
	if c.rank < b.last {
		return
	}
	if b.list = append(b.list, c); len(b.list) >= 2*b.most+64 {
		b.cut()
	}
}

func (b *best) cut() {
	slices.SortFunc(b.list, candidate.compare)
	if len(b.list) >= b.most {
		b.list = b.list[:b.most]
		b.last = b.list[b.most-1].rank
	}
}

// tieDeviates are where in their ranges the inputs of a single tie lie in one draw.
type tieDeviates struct{ worth, importance, health, reach float64 }

// drawTies draws once for all single ties, so that alike ties have like ranges.
func (c *comparison) drawTies() {
	normal := rand.New(rand.NewPCG(c.seed[0], c.seed[1]))
	c.deviates = make([]tieDeviates, c.cfg.Rounds)
	for i := range c.deviates {
		c.deviates[i] = tieDeviates{
			normal.NormFloat64(), normal.NormFloat64(), normal.NormFloat64(), normal.NormFloat64(),
		}
	}
}

// rank is what a tie is ordered by, as a share of its customer's worth.
func (k *kindStudy) rank(t *feltTie) float64 {
	gap := 1 - t.health.value
	if k.reach.known() {
		gap = min(k.reach.value, gap)
	}
	return t.importance.value * gap
}

func (s *study) list(b *best) []CriticalTie {
	b.cut()
	var out []CriticalTie
	for _, c := range b.list {
		out = append(out, s.single(c))
	}
	return out
}

// single returns what rests on one tie.
func (s *study) single(c candidate) CriticalTie {
	t, reach := c.tie, &s.kinds[c.tie.standing].reach
	best := input{value: 1, basis: relationship.Observed}
	out := CriticalTie{
		Standing: s.standings[t.standing], Tie: c.named().ID, Customer: c.of.from.ID, With: c.named().With,
		Exposure: s.share(c, &best),
	}
	from := []relationship.Estimate{c.of.worth.estimate(), t.importance.estimate(), t.health.estimate()}
	out.Exposure = out.Exposure.Derived(from...)
	if reach.known() {
		out.Gain = s.share(c, reach).Derived(append(from, reach.estimate())...)
	}
	return out
}

// share returns what of the worth of all rests on one tie as far as a reach goes, and over which range.
// The customer's own part of that worth moves with him.
func (s *study) share(c candidate, reach *input) relationship.Estimate {
	worth, total := c.of.worth.over(s.scale), s.sums[0]
	of := func(d tieDeviates) float64 {
		w := worth.at(d.worth, math.MaxFloat64)
		all := total + (w - worth.value)
		if w <= 0 || all <= 0 {
			return 0
		}
		part := c.tie.importance.at(d.importance, 1) * min(reach.at(d.reach, 1), 1-c.tie.health.at(d.health, 1))
		return min(float64(w*part)/all, part)
	}
	var draws []float64
	if !(worth.exact() && c.tie.importance.exact() && c.tie.health.exact() && reach.exact()) {
		for _, d := range s.deviates {
			draws = append(draws, of(d))
		}
	}
	e := withRange(of(tieDeviates{}), draws)
	e.N = 1
	return e
}
