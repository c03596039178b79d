package survey

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// A Weighed is an answer with its weight: how many people it stands for, in any unit.
type Weighed struct {
	// Answer is on the scale.
	Answer float64

	// Weight is a finite number, not below 0. An answer that weighs 0 counts as not given.
	Weight float64
}

// A WeightedMean is a mean of answers that do not all count alike.
type WeightedMean struct {
	// Mean is the mean with its range. Its N is how many answers of equal weight would tell as much (Kish 1965): the square of
	// the sum of weights by the sum of their squares.
	Mean relationship.Estimate `json:"mean"`

	// SE is the standard error of the mean, in the unit of the scale.
	SE float64 `json:"se"`
}

// Weigh returns the weighted mean of answers. Its standard error counts that people were drawn with
// weights, by linearisation (Särndal, Swensson and Wretman 1992, 5.7), with n / (n - 1) as in R's package
// survey: the weights are taken as known. The range is by Student's t with n - 1 degrees of freedom, cut off at
// the ends of the scale.
//
// For net promoter, give -100, 0 or 100 for an answer, on the scale from -100 to 100 in steps of 100.
//
// Special cases are:
//   - no answers: unknown
//   - one answer, or all alike: SE is 0, and the range is that of [Tally.Mean] for so many answers of equal weight
//
// In 10,000 seeded runs for each of 6 cases, with 20, 60 and 200 answers and weights that differ by up to 6 times, the range
// held the truth in 91.1, 94.2 and 95.0 % where weights have nothing to do with answers, and in 89.1, 93.0 and 94.5 % where
// those who seldom answer are the content ones: with few answers it is too short. See TestWeightedRangesHoldTheTruth.
//
// It returns an error matching [relationship.ErrInvalid] for a scale that is none, an answer off it, and
// weights that are negative, not finite, or all zero. It takes O(n) time.
func Weigh(s scoring.Scale, answers []Weighed) (WeightedMean, error) {
	most, err := checkWeighed(s, answers)
	if err != nil {
		return WeightedMean{}, opError("weigh answers", err)
	}
	if len(answers) == 0 {
		return WeightedMean{}, nil
	}
	n, sum, squares, mean := 0.0, 0.0, 0.0, 0.0
	for _, a := range answers {
		w := a.Weight / most // so that no sum is too large
		if w > 0 {
			n++
		}
		sum += w
		squares += w * w
		mean += w * ((a.Answer - s.Low) / (s.High - s.Low))
	}
	mean = min(s.Low+mean/sum*(s.High-s.Low), s.High)
	variance := 0.0
	for _, a := range answers {
		off := a.Weight / most / sum * (a.Answer - mean)
		variance += off * off
	}
	if n > 1 && !alike(answers) {
		variance *= n / (n - 1)
		return weightedMean(s, mean, variance, sum*sum/squares, n-1), nil
	}
	return weightedMean(s, mean, 0, sum*sum/squares, 0), nil
}

// weightedMean returns the mean with a variance of its own and so many degrees of freedom.
func weightedMean(s scoring.Scale, mean, variance, n, freedom float64) WeightedMean {
	cfg, se := Config{}, math.Sqrt(variance)
	if variance == 0 {
		return WeightedMean{Mean: cfg.mean(moments{n: n, mean: mean, low: s.Low, high: s.High}).estimate()}
	}
	half := studentQuantile(miss, freedom) * se
	return WeightedMean{cfg.bounded(mean, mean-half, mean+half, n, s.Low, s.High).estimate(), se}
}

// alike reports whether all answers that weigh anything are the same.
func alike(answers []Weighed) bool {
	var first *float64
	for _, a := range answers {
		switch {
		case a.Weight == 0:
		case first == nil:
			first = &a.Answer
		case a.Answer != *first:
			return false
		}
	}
	return true
}

// checkWeighed returns the largest weight.
func checkWeighed(s scoring.Scale, answers []Weighed) (most float64, err error) {
	if err := s.Check(); err != nil {
		return 0, ruleOf("Scale", err)
	}
	g := gridOf(s)
	for i, a := range answers {
		_, on := g.step(a.Answer)
		if err := rules.First(
			broken("Weight", when(!(a.Weight >= 0 && a.Weight <= math.MaxFloat64), ruleWeight)),
			broken("Answer", when(!on, ruleOnScale)),
		); err != nil {
			return 0, rules.Within(rules.Index("Answers", i), err)
		}
		most = max(most, a.Weight)
	}
	return most, broken("Answers.Weight", when(len(answers) > 0 && most == 0, "must not be 0 for all"))
}

const ruleWeight = "must be a finite number, not below 0"
