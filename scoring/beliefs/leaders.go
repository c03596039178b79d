package beliefs

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// Leaders returns what leaders believe, from the points that each gave to each attribute: scores[l][a] is
// what leader l gave to attributes[a], on whatever scale each likes. Each leader's points become shares, and
// all leaders weigh the same. The result holds for all who could have been asked; N is the number of leaders.
//
// Ranges are on the scale of log odds, so that they stay between 0 and 1, and reach as far as Student's t with n-1
// degrees of freedom says. Their variances are not those of each attribute alone, but drawn towards one that all
// attributes have in common, as if four leaders more had shown it: so an attribute on which all agree has a range
// where others are in dispute.
//
// Special cases are:
//   - all leaders agree on every attribute, or all give one 0, to twelve digits: nothing tells how far others may
//     be off. The limits are the means if all who may well say otherwise gave it nothing, or
//     everything (Hanley and Lippman-Hand 1983): wide, and narrower with every leader
//   - a single leader: what he said is taken as it is, without a range
//
// It returns an error matching [relationship.ErrInvalid], an OpError that names the field and the rule, for
// fewer than 2 attributes, for one that is there twice, for a leader with too few points or too many, and for
// points that are below 0, above 1e15, or 0 for all attributes. It takes O(l·a²) time.
func Leaders(attributes []string, scores [][]float64) (Side, error) {
	if err := checkLeaders(attributes, scores); err != nil {
		return Side{}, opError("read leaders", err)
	}
	all := make([][]float64, len(scores))
	for l, points := range scores {
		all[l] = sharesOf(points)
	}
	means := columnMeans(all)
	var s Side
	for i, name := range attributes {
		e := relationship.Estimate{Value: means[i], Low: means[i], High: means[i], N: float64(len(all)), Basis: relationship.Stated}
		s.Shares = append(s.Shares, Share{name, e})
	}
	if len(all) > 1 {
		s.spread(all, means)
	}
	return s, nil
}

func checkLeaders(attributes []string, scores [][]float64) error {
	named := Side{}
	for _, name := range attributes {
		named.Shares = append(named.Shares, Share{name, relationship.Estimate{Basis: relationship.Stated}})
	}
	if err := named.check(1); err != nil {
		return err
	}
	if len(scores) == 0 {
		return rules.Break("scores", "must be of one leader at least")
	}
	for l, points := range scores {
		if err := checkPoints(points, len(attributes)); err != nil {
			return rules.Within(rules.Index("scores", l), err)
		}
	}
	return nil
}

func checkPoints(points []float64, n int) error {
	if len(points) != n {
		return rules.Break("points", "must be one for each attribute")
	}
	sum := 0.0
	for i, p := range points {
		if !(p >= 0 && p <= most) {
			return rules.Break(rules.Index("points", i), "must be from 0 to 1e15")
		}
		sum += p
	}
	return rules.Break("points", when(!(sum > 0), "must not all be 0"))
}

func sharesOf(points []float64) []float64 {
	sum := 0.0
	for _, p := range points {
		sum += p
	}
	out := make([]float64, len(points))
	for i, p := range points {
		out[i] = p / sum
	}
	return out
}

func columnMeans(rows [][]float64) []float64 {
	means := make([]float64, len(rows[0]))
	for _, row := range rows {
		for i, v := range row {
			means[i] += v / float64(len(rows))
		}
	}
	return means
}

// spread adds to the means of some rows how far these say they may be off.
func (s *Side) spread(rows [][]float64, means []float64) {
	n := float64(len(rows))
	s.Freedom = n - 1
	s.Covariance = make([][]float64, len(means))
	for i := range means {
		s.Covariance[i] = make([]float64, len(means))
		for j := range means {
			for _, row := range rows {
				s.Covariance[i][j] += (row[i] - means[i]) * (row[j] - means[j]) / (n - 1) / n
			}
		}
	}
	reach := quantile(.05, s.Freedom)
	for i, v := range s.steadied() {
		e, sd := &s.Shares[i].Value, math.Sqrt(v)
		if sd <= alikeWithin {
			s.widen(i, rows)
			continue
		}
		half := reach * sd / (e.Value * (1 - e.Value))
		e.Low = min(e.Value, fromOdds(odds(e.Value)-half))
		e.High = max(e.Value, fromOdds(odds(e.Value)+half))
	}
}

// widen gives a range to a share that all rows have alike. Of all who could have been asked, so many may say otherwise that
// one time in forty none of them is in the rows; and they may say anything.
func (s *Side) widen(share int, rows [][]float64) {
	e := &s.Shares[share].Value
	e.Value = 1
	for _, row := range rows {
		e.Value = min(e.Value, row[share]) // not the mean: its rounding would show
	}
	for i := range s.Covariance { // rounding alone
		s.Covariance[i][share], s.Covariance[share][i] = 0, 0
	}
	others := -math.Expm1(math.Log(.025) / e.N)
	e.Low, e.High = e.Value*(1-others), min(1, e.Value+others*(1-e.Value))
}

// steadied returns the variances of the means, each drawn towards what it would be if leaders were as much of one
// mind about every attribute, as if that were known from four leaders more. From few leaders, some that agree by
// chance would else seem to be sure.
func (s *Side) steadied() []float64 {
	const more = 4
	var all, binomial float64
	for i, x := range s.Shares {
		all += s.Covariance[i][i]
		binomial += x.Value.Value * (1 - x.Value.Value)
	}
	if all <= alikeWithin*alikeWithin {
		return make([]float64, len(s.Shares))
	}
	out := make([]float64, len(s.Shares))
	for i, x := range s.Shares {
		usual := all / binomial * x.Value.Value * (1 - x.Value.Value)
		out[i] = (s.Freedom*s.Covariance[i][i] + more*usual) / (s.Freedom + more)
	}
	return out
}
