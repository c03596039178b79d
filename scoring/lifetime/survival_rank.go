package lifetime

import (
	"math"

	"github.com/kithcrm/kith/internal/special"
)

// A RankTest says whether groups of spells last differently.
type RankTest struct {
	// Statistic is 0 or more; without a difference it has a chi-square distribution with DF degrees of freedom.
	Statistic float64 `json:"statistic"`

	// DF is one less than the number of groups that can be told apart; 0 where there is nothing to compare.
	DF int `json:"df"`

	// LogP is the natural logarithm of the probability of such a difference by chance, which may be so
	// small that P itself is 0.
	LogP float64 `json:"log_p"`

	// P is the probability of such a difference by chance, from 0 to 1.
	P float64 `json:"p"`

	// Expected is how many spells of each group would have ended without a difference, Observed how many
	// did.
	Expected []float64 `json:"expected"`
	Observed []float64 `json:"observed"`
}

// LogRank compares the curves of groups with equal weight to every end (Mantel 1966, Peto and Peto 1972), with
// the variance of the hypergeometric distribution.
//
// Special cases are:
//   - groups without spells, and instants with all spells under observation in one group, tell nothing
//   - if nothing ended, or fewer than two groups can be compared, DF and Statistic are 0 and P is 1
//
// It takes O(n g + m g^2) time for n steps of g curves, at m of which spells ended.
func LogRank(curves ...*Curve) RankTest {
	r := ranks{curves: curves, next: make([]int, len(curves)), risk: make([]float64, len(curves))}
	r.expected, r.observed = make([]float64, len(curves)), make([]float64, len(curves))
	r.variance = make([][]float64, len(curves))
	for i := range r.variance {
		r.variance[i] = make([]float64, len(curves))
	}
	for r.advance() {
	}
	statistic, df := r.statistic()
	test := RankTest{Statistic: statistic, DF: df, P: 1, Expected: r.expected, Observed: r.observed}
	if df > 0 {
		test.LogP = special.LogChiSquareTail(statistic, df)
		test.P = math.Exp(test.LogP)
	}
	return test
}

// ranks goes through the steps of several curves at once.
type ranks struct {
	curves             []*Curve
	next               []int // the next step of each curve
	risk               []float64
	expected, observed []float64
	variance           [][]float64 // its lower half
}

// advance counts the next instant of any curve, and reports whether there was one.
func (r *ranks) advance() bool {
	now := math.Inf(1)
	for i, c := range r.curves {
		if r.next[i] < len(c.steps) {
			now = min(now, c.steps[r.next[i]].Time)
		}
	}
	if math.IsInf(now, 1) {
		return false
	}
	ended, all := 0.0, 0.0
	for i, c := range r.curves {
		r.risk[i] = c.atRisk(r.next[i], now)
		all += r.risk[i]
		if r.next[i] < len(c.steps) && c.steps[r.next[i]].Time == now {
			own := float64(c.steps[r.next[i]].Ended)
			r.observed[i] += own
			ended += own
			r.next[i]++
		}
	}
	if ended > 0 {
		r.count(ended, all)
	}
	return true
}

// count adds an instant at which so many of all under observation ended.
func (r *ranks) count(ended, all float64) {
	spread := 0.0
	if all > 1 {
		spread = ended * (all - ended) / (all - 1)
	}
	for i, at := range r.risk {
		share := at / all
		r.expected[i] += ended * share
		for j := range i {
			r.variance[i][j] -= spread * share * (r.risk[j] / all)
		}
		r.variance[i][i] += spread * share * ((all - at) / all)
	}
}

// atRisk returns how many spells were under observation just before an instant at or before the next step.
func (c *Curve) atRisk(next int, now float64) float64 {
	if next == len(c.steps) {
		return 0
	}
	s := c.steps[next]
	n := s.AtRisk
	if len(c.late) > 0 && s.Time > now {
		n -= c.lateBefore(s.Time) - c.lateBefore(now)
	}
	return float64(n)
}

// statistic returns the square of observed less expected in units of the variance, by elimination. A group
// that adds nothing to the others has no pivot and is left out, as the last always is.
func (r *ranks) statistic() (square float64, df int) {
	n := len(r.curves)
	rest := make([]float64, n)
	scale := make([]float64, n)
	for i := range n {
		rest[i], scale[i] = r.observed[i]-r.expected[i], r.variance[i][i]
	}
	for k := range n {
		pivot := r.variance[k][k]
		if pivot <= 1e-10*scale[k] {
			continue
		}
		square += rest[k] * rest[k] / pivot
		df++
		for i := k + 1; i < n; i++ {
			f := r.variance[i][k] / pivot
			rest[i] -= f * rest[k]
			for j := k + 1; j <= i; j++ {
				r.variance[i][j] -= f * r.variance[j][k]
			}
		}
	}
	return square, df
}
