package businesscase

import (
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// learn works out what is known of the inputs that were measured and of those that go with them.
func (s *sampler) learn(measured map[int]reading) error {
	for i := range s.sources {
		r, ok := measured[i]
		if !ok {
			continue
		}
		prior, ok := s.sources[i].believe(r)
		if !ok {
			return rules.Break(rules.Index("Measured", r.index)+".Found", "must be possible by the Dist of its input: make that wider")
		}
		s.sources[i].now = &outlook{prior: prior, score: inverse(prior, -lastKnot, lastKnot)}
	}
	for _, g := range s.groups {
		if lead := s.sources[g.inputs[0]].now; lead != nil {
			s.follow(g, lead.prior)
		}
	}
	return nil
}

// inverse returns where a function that does not fall takes a value, from low to high.
func inverse(f func(float64) float64, low, high float64) func(y float64) float64 {
	return func(y float64) float64 {
		low, high := low, high
		for high-low > 1e-13 {
			if middle := low + (high-low)/2; f(middle) < y {
				low = middle
			} else {
				high = middle
			}
		}
		return low + (high-low)/2
	}
}

// believe returns, by the rule of Bayes, which score of the Dist belongs to a score as known after a reading; ok is
// false where the reading is less likely than anything that happens.
func (s *source) believe(r reading) (prior func(score float64) float64, ok bool) {
	if values, listed := s.input.Dist.known().(sample); listed {
		return values.believe(r)
	}
	b := s.belief(r)
	if b.least > leastLikely {
		return nil, false
	}
	return newTable(span{-lastKnot, lastKnot, 1e-8}, b.prior).at, true
}

// leastLikely is the negative logarithm of the least likelihood, beside that of what was expected, that can be reckoned
// with.
const leastLikely = 700

// believe gives each value the weight of its likelihood.
func (l sample) believe(r reading) (prior func(score float64) float64, ok bool) {
	energy := func(v float64) float64 { return (v - r.value) / r.se * ((v - r.value) / r.se) / 2 }
	least := math.Inf(1)
	for _, v := range l {
		least = min(least, energy(v))
	}
	if !(least <= leastLikely) {
		return nil, false
	}
	until, sum := make([]float64, len(l)), 0.0
	for i, v := range l {
		sum += math.Exp(least - energy(v))
		until[i] = sum
	}
	return func(score float64) float64 {
		at := tailsOf(score).below * sum
		i, _ := slices.BinarySearch(until, at)
		i = min(i, len(l)-1)
		before := 0.0
		if i > 0 {
			before = until[i-1]
		}
		// Which value it is decides; where within its share matters only to what goes with it.
		within := min(max((at-before)/(until[i]-before), 1e-6), 1-1e-6)
		p := (float64(i) + within) / float64(len(l))
		return tails{p, 1 - p}.score()
	}, true
}

// follow works out what is known of the others in a group, whose scores are a of that of the first and a normal rest.
func (s *sampler) follow(g group, prior func(score float64) float64) {
	for j, i := range g.inputs {
		if j == 0 || g.rows[j][0] == 0 {
			continue
		}
		f := newFollower(g.rows[j][0], prior)
		s.sources[i].now = &outlook{prior: inverse(f.at, f.low, f.high()), score: f.at}
	}
}
