package survey

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// FisherP returns how likely a difference as unlikely as that of two proportions is where there is truly none,
// by the exact test of Fisher (1935) in both directions: 1 with none of none. It never finds too much, and
// often too little; [Proportion.Minus] says how large the difference is.
//
// It returns an error matching [relationship.ErrInvalid] for counts that cannot be. It takes time in the square
// root of the number of answers; with more than 1e8 of them, six digits are right.
func (p Proportion) FisherP(other Proportion) (float64, error) {
	if err := rules.First(p.check(), other.check()); err != nil {
		return 0, opError("compare proportions", err)
	}
	h := hypergeometric{first: p.size(), second: other.size(), yes: float64(p.Yes) + float64(other.Yes)}
	return h.twoSided(float64(p.Yes)), nil
}

// A hypergeometric is how many of those that say yes are in the first of two groups by chance.
type hypergeometric struct{ first, second, yes float64 }

func (h hypergeometric) lowest() float64  { return max(0, h.yes-h.second) }
func (h hypergeometric) highest() float64 { return min(h.first, h.yes) }

// twoSided returns how likely it is to see what is at most as likely as k.
func (h hypergeometric) twoSided(k float64) float64 {
	most := h.log(k) + 1e-7 // tables that are as likely must not be lost to rounding
	mode := math.Floor((h.first + 1) * (h.yes + 1) / (h.first + h.second + 2))
	mode = min(max(mode, h.lowest()), h.highest())
	p := h.tail(h.edge(mode, h.lowest()-1, most), -1) + h.tail(h.edge(mode, h.highest()+1, most), 1)
	return min(p, 1)
}

// edge returns the number next to the mode, on the way to end, that is at most so likely; end is no number
// any more.
func (h hypergeometric) edge(mode, end, most float64) float64 {
	if h.log(mode) <= most {
		if end > mode {
			return mode + 1 // the mode is counted on the other side
		}
		return mode
	}
	for math.Abs(end-mode) > 1 {
		if k := math.Trunc(mode + (end-mode)/2); h.log(k) <= most {
			end = k
		} else {
			mode = k
		}
	}
	return end
}

// tail returns how likely k is, or what is beyond it in the direction of step.
func (h hypergeometric) tail(k, step float64) float64 {
	if k < h.lowest() || k > h.highest() {
		return 0
	}
	sum, term := 0.0, math.Exp(h.log(k))
	for ; term > sum*1e-17; k += step {
		sum += term
		// Up, or down: where the last one is reached the next term is 0.
		if up := (h.first - k) * (h.yes - k) / ((k + 1) * (h.second - h.yes + k + 1)); step > 0 {
			term *= up
		} else {
			term *= k * (h.second - h.yes + k) / ((h.first - k + 1) * (h.yes - k + 1))
		}
	}
	return sum
}

// log returns the logarithm of how likely k is.
func (h hypergeometric) log(k float64) float64 {
	return choose(h.first, k) + choose(h.second, h.yes-k) - choose(h.first+h.second, h.yes)
}

// choose returns the logarithm of the number of ways to take k out of n.
func choose(n, k float64) float64 { return logFactorial(n) - logFactorial(k) - logFactorial(n-k) }

func logFactorial(n float64) float64 {
	l, _ := math.Lgamma(n + 1)
	return l
}

// ChiSquareP returns how likely it is that groups of detractors, passives and promoters differ as much as these
// two do where there is truly no difference, by Pearson's chi-square test: 1 where there are no two groups
// to compare. It notices that answers moved to both ends, which the score does not.
func (t NetPromoter) ChiSquareP(other NetPromoter) float64 {
	a, b := t.trinomial(), other.trinomial()
	return homogeneity([]float64{a.minus, a.zero, a.plus}, []float64{b.minus, b.zero, b.plus})
}

// homogeneity returns the P-value of Pearson's test that two rows of counts are of one distribution.
func homogeneity(a, b []float64) float64 {
	m, n := sum(a), sum(b)
	if m == 0 || n == 0 {
		return 1
	}
	square, columns := 0.0, -1.0
	for i := range a {
		both := a[i] + b[i]
		if both == 0 {
			continue
		}
		columns++
		expected := both * (m / (m + n))
		square += (a[i] - expected) * (a[i] - expected) / expected * (m + n) / n
	}
	if columns < 1 {
		return 1
	}
	return chiSquareP(square, columns)
}

// MannWhitneyP returns how likely it is that answers in one tally are as much higher than in another, or lower, as
// they are here where there is truly no difference, by the rank-sum test of Mann and Whitney (1947): normal
// approximation with corrections for ties and for continuity, good from about 8 answers in each. It needs
// no more than the order of answers. It is 1 where one tally has no answers.
//
// It returns an error matching [relationship.ErrInvalid] for different scales. It takes time in the number of
// answers that the scale has.
func (t *Tally) MannWhitneyP(other *Tally) (float64, error) {
	if err := t.checkSame(other); err != nil {
		return 0, opError("compare answers", err)
	}
	m, n := float64(t.N()), float64(other.N())
	if m == 0 || n == 0 {
		return 1, nil
	}
	all := m + n
	wins, below, ties := 0.0, 0.0, 0.0
	for i, c := range t.counts {
		a, b := float64(c), float64(other.counts[i])
		wins += a * (below + b/2)
		below += b
		ties += (a + b) / all * ((a+b)*(a+b) - 1)
	}
	variance := m * n / 12 * (all + 1 - ties/(all-1))
	if off := math.Abs(wins-m*n/2) - .5; off > 0 && variance > 0 {
		return normalP(off / math.Sqrt(variance)), nil
	}
	return 1, nil
}

func sum(vs []float64) (s float64) {
	for _, v := range vs {
		s += v
	}
	return s
}
