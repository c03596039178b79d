package survey

import "github.com/kithcrm/kith/scoring"

// A Shrinkage is what [Shrink] returns.
type Shrinkage struct {
	Mean, Between        float64
	Shrunk, SDs, Weights []float64
}

// Shrink hands the calculation on which roll-ups rest to the tests, which have published figures for it.
func Shrink(means, variances []float64) Shrinkage {
	parts := make([]part, len(means))
	for i := range means {
		parts[i] = part{means[i], variances[i]}
	}
	p, all := shrink(parts)
	s := Shrinkage{Mean: p.mean, Between: p.between}
	for _, g := range all {
		s.Shrunk = append(s.Shrunk, g.mean)
		s.SDs = append(s.SDs, g.sd)
		s.Weights = append(s.Weights, g.weight)
	}
	return s
}

// SumUp hands on the mean and the sum of squares of answers.
func SumUp(s scoring.Scale, answers []float64) (mean, squares float64) {
	g := gridOf(s)
	var all sums
	for _, a := range answers {
		step, _ := g.step(a)
		all.add(step)
	}
	return all.mean(g), all.squares(g)
}
