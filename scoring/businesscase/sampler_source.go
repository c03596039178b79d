package businesscase

import "github.com/kithcrm/kith/relationship"

// A source is one input.
type source struct {
	input  Input
	varies bool

	number    func(prior float64) float64 // what it is at a score of its Dist
	low, high float64                     // its limits

	// now is nil while nothing was found out about it.
	now *outlook
}

// An outlook is what is known of an input since it, or one correlated with it, was measured: which score of its
// Dist belongs to a score as known now, and the other way round.
type outlook struct{ prior, score func(float64) float64 }

func newSource(in Input) source {
	low, high := in.limits()
	return source{input: in, varies: in.varies(), number: in.Dist.known().curve(), low: low, high: high}
}

// at returns the input at a score as known now.
func (s *source) at(score float64) float64 {
	if s.now != nil {
		score = s.now.prior(score)
	}
	return s.from(score)
}

// from returns the input at a score of its Dist.
func (s *source) from(prior float64) float64 { return min(max(s.number(prior), s.low), s.high) }

// quantile is at without the small errors of tables, where that can be.
func (s *source) quantile(at tails) float64 {
	if s.now != nil {
		at = tailsOf(s.now.prior(at.score()))
	}
	return min(max(s.input.Dist.known().quantile(at), s.low), s.high)
}

func (s *source) base() float64 {
	if s.now != nil {
		return s.quantile(tails{.5, .5})
	}
	return min(max(s.input.Dist.base(), s.low), s.high)
}

// told returns what is known of the input, with the evidence for it.
func (s *source) told(evidence relationship.Estimate) relationship.Estimate {
	evidence.Value = s.mean() + 0 // no -0
	evidence.Low = min(s.quantile(tails{.025, .975})+0, evidence.Value)
	evidence.High = max(s.quantile(tails{.975, .025})+0, evidence.Value)
	return evidence
}

// mean returns the expected value. Where the Dist does not tell it, it is the sum over close scores, which for what is
// smooth is right to its last digits.
func (s *source) mean() float64 {
	if s.now == nil && s.outside() == 0 {
		return s.input.Dist.Mean()
	}
	const perScore = 256
	sum, weights := 0., 0.
	for i := -lastKnot * perScore; i <= lastKnot*perScore; i++ {
		z := i / perScore
		weight := density(z)
		sum += weight * s.at(z)
		weights += weight
	}
	return sum / weights
}

// outside returns the probability of being beyond the limits, and 0 where no simulation is long enough to see it.
func (s *source) outside() float64 {
	law := s.input.Dist.known()
	below, above := law.tails(s.low).below, law.tails(s.high).above
	if s.now != nil {
		below, above = s.now.below(below), s.now.above(above)
	}
	if below+above < 1e-7 {
		return 0
	}
	return below + above
}

// below returns how likely it is now to be where it was with probability p to be below.
func (o *outlook) below(p float64) float64 {
	return tailsOf(o.score(max(tails{p, 1 - p}.score(), -farthest))).below
}

// above is below from the other end.
func (o *outlook) above(p float64) float64 {
	return tailsOf(o.score(min(tails{1 - p, p}.score(), farthest))).above
}
