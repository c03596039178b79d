package survey

import (
	"maps"
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/scoring"
)

// A Placed is an answer, and which part of all people it comes from.
type Placed struct {
	// Answer is on the scale.
	Answer float64

	// Stratum names the part: "economy", "women under 30". No person is in two.
	Stratum string
}

// Poststratify returns the mean answer of all people, where some parts of them answer more than others: the mean
// of each part counts by the part's share of all, which is known from elsewhere, such as from the list of customers. It
// sets right who answers only as far as those who do not answer are like those of their part who do.
//
// Shares are in any unit, so that numbers of people do as well: they count by what they are of their sum.
// The standard error is that for the parts as large as they happened to be (Holt and Smith 1979): the squared share times the
// variance of answers by their number, summed over the parts. A part with one answer has the variance of
// the others together; where all have one, the largest there can be. Degrees of freedom are Satterthwaite's (1946).
//
// Without answers the mean is unknown; with all alike, see [Weigh]. In 10,000 seeded runs for each of 4 cases, with 20 to
// 300 answers in three parts that answer unevenly, the range held the truth in 94.0 % with 20 and 94.6 to 94.9 % with more: see
// TestWeightedRangesHoldTheTruth.
//
// It returns an error matching [relationship.ErrInvalid] for a scale that is none, an answer off it or of a
// part without a share, shares that are negative, not finite or all zero, and a part with a share but without
// answers: join it with one like it. The order of answers does not matter, to the last digit. It takes O(n)
// time in the number of answers.
func Poststratify(s scoring.Scale, answers []Placed, shares map[string]float64) (WeightedMean, error) {
	if err := s.Check(); err != nil {
		return WeightedMean{}, opError("poststratify", ruleOf("Scale", err))
	}
	share, err := sharesOfStrata(shares)
	if err != nil {
		return WeightedMean{}, opError("poststratify", err)
	}
	g := gridOf(s)
	strata, err := stratify(g, answers, share)
	if err != nil || len(answers) == 0 {
		return WeightedMean{}, opError("poststratify", err)
	}
	return g.joined(strata), nil
}

// A stratum is the answers of a part and its share.
type stratum struct {
	sums
	share float64
}

func stratify(g grid, answers []Placed, share map[string]float64) ([]stratum, error) {
	found := make(map[string]*stratum, len(share))
	for name, v := range share {
		found[name] = &stratum{share: v}
	}
	for i, a := range answers {
		step, on := g.step(a.Answer)
		part := found[a.Stratum]
		if err := rules.First(
			broken("Answer", when(!on, ruleOnScale)),
			broken("Stratum", when(part == nil, "must be one that has a share")),
		); err != nil {
			return nil, rules.Within(rules.Index("Answers", i), err)
		}
		part.add(step)
	}
	strata := make([]stratum, 0, len(found))
	for _, name := range slices.Sorted(maps.Keys(found)) {
		part := *found[name]
		if part.n == 0 && part.share > 0 && len(answers) > 0 {
			return nil, broken("Answers", "must be there for each stratum that has a share above 0")
		}
		if part.share > 0 {
			strata = append(strata, part)
		}
	}
	return strata, nil
}

// joined returns the mean of all strata.
func (g grid) joined(strata []stratum) WeightedMean {
	shared := g.shared(strata)
	mean, variance, slack, inverse := 0.0, 0.0, 0.0, 0.0
	for _, p := range strata {
		n := float64(p.n)
		mean += p.share * (p.mean(g) - g.scale.Low)
		inverse += p.share * p.share / n
		of, freedom := shared.variance, shared.freedom
		if p.n > 1 {
			of, freedom = p.squares(g)/(n-1), n-1
		}
		part := p.share * p.share * of / n
		variance += part
		slack += part * part / freedom
	}
	freedom := 0.0
	if variance > 0 {
		freedom = variance / slack * variance
	}
	return weightedMean(g.scale, min(g.scale.Low+mean, g.scale.High), variance, 1/inverse, freedom)
}

type spread struct{ variance, freedom float64 }

// shared returns the variance of answers within strata, taken together.
func (g grid) shared(strata []stratum) spread {
	var s spread
	for _, p := range strata {
		s.variance += p.squares(g)
		s.freedom += float64(p.n) - 1
	}
	if s.freedom == 0 {
		return spread{g.spread() * g.spread() / 4, 1}
	}
	return spread{s.variance / s.freedom, s.freedom}
}

// sharesOfStrata returns the shares so that they sum to one.
func sharesOfStrata(shares map[string]float64) (map[string]float64, error) {
	names := slices.Sorted(maps.Keys(shares))
	most, sum := 0.0, 0.0
	for _, name := range names {
		if v := shares[name]; !(v >= 0 && v <= math.MaxFloat64) {
			return nil, broken("Shares", "must be finite numbers, not below 0")
		}
		most = max(most, shares[name])
	}
	if most == 0 {
		return nil, broken("Shares", "must not be 0 for all")
	}
	for _, name := range names {
		sum += shares[name] / most
	}
	of := make(map[string]float64, len(shares))
	for _, name := range names {
		of[name] = shares[name] / most / sum
	}
	return of, nil
}
