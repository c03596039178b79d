package survey

import "math"

// Usual returns the mean answer and the standard deviation of single answers, n - 1 below its line, for
// [CUSUM.Find]: that refuses one of answers that are all the same, and so of none and of one.
func (t *Tally) Usual() Usual { return t.moments().usual() }

// Usual returns the net promoter score in points and the standard deviation of single answers that count as -100,
// 0 and 100, as [Tally.Usual] does.
func (t NetPromoter) Usual() Usual {
	u := t.trinomial().moments().usual()
	return Usual{Mean: points * u.Mean, SD: points * u.SD}
}

// Usual returns the proportion and the standard deviation of single answers that count as 0 and 1, as
// [Tally.Usual] does. It returns an error matching [relationship.ErrInvalid] for counts that cannot be.
func (p Proportion) Usual() (Usual, error) {
	if err := p.check(); err != nil {
		return Usual{}, opError("find what is usual", err)
	}
	return momentsOf([]int64{p.Of - p.Yes, p.Yes}, 0, 1).usual(), nil
}

func (m moments) usual() Usual { return Usual{m.mean, math.Sqrt(m.variance)} }
