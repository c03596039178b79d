package beliefs

import (
	"iter"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// An Agreement is how far two sides put attributes in the same order, from -1 for the opposite order to 1 for
// the same. With few attributes it says little: seven need a Spearman of 0.79 to be told from chance.
type Agreement struct {
	// Spearman correlates ranks, Kendall is tau-b: pairs in the same order against pairs in the opposite
	// one. Weighted is tau with more weight for what stands high: 1/r for the one that stands r-th,
	// added up over a pair, and the mean of ranking by either side (Vigna 2015).
	Spearman RankTest `json:"spearman"`
	Kendall  RankTest `json:"kendall"`
	Weighted RankTest `json:"weighted"`

	// Pearson correlates the shares themselves.
	Pearson float64 `json:"pearson"`
}

// A RankTest is a correlation of ranks with its P-value.
type RankTest struct {
	// Value is from -1 to 1. It is 0, with P 1, where all shares of a side are alike, so that nothing ranks.
	Value float64 `json:"value"`

	// P is how often chance alone gives a Value at least as far from 0, in either direction. It is nil where
	// nobody knows: for Weighted from 10 attributes on.
	P *float64 `json:"p,omitempty"`

	// Exact says that P comes of all orders that there are, ties and all, and of no approximation.
	Exact bool `json:"exact"`
}

// Agree returns how far two sides put their attributes in the same order. Shares alike to twelve digits are ties.
//
// P is exact below 10 attributes: the share of all orders of one side that agree, or disagree, as much. From 10
// on, that of Kendall still is where there are no ties; with ties it is by the normal approximation with their
// correction (Kendall 1970), and that of Spearman by Student's t with n-2 degrees of freedom.
//
// It returns an error matching [relationship.ErrInvalid], an OpError that names the field and the rule, for
// sides as in [Gaps]. It takes O(n!) time below 10 attributes, 0.1 s for 9, and O(n³) from there on.
func Agree(a, b Side) (Agreement, error) {
	a, b, err := pair("a", a, "b", b)
	if err != nil {
		return Agreement{}, opError("compare orders", err)
	}
	return agree(a.values(), b.values()), nil
}

// agree is Agree of values in the same order of attributes.
func agree(x, y []float64) Agreement {
	pearson := bounded(stat.Correlation(x, y, nil))
	x, y = alike(x), alike(y)
	o := newOrders(x, y)
	s := o.observed()
	a := Agreement{
		Spearman: RankTest{Value: o.spearman(s)},
		Kendall:  RankTest{Value: o.kendall(s)},
		Weighted: RankTest{Value: o.weighted(s)},
		Pearson:  pearson,
	}
	switch n := len(x); {
	case n < 10:
		c := o.count(s)
		for i, t := range []*RankTest{&a.Spearman, &a.Kendall, &a.Weighted} {
			t.P, t.Exact = new(float64(c.asFar[i])/float64(c.all)), true
		}
	case o.constant():
		for _, t := range []*RankTest{&a.Spearman, &a.Kendall, &a.Weighted} {
			t.P, t.Exact = new(1.0), true
		}
	default:
		a.Spearman.P = new(studentP(a.Spearman.Value, n))
		a.Kendall.P, a.Kendall.Exact = new(kendallP(s.kendall, x, y)), !tied(x) && !tied(y)
	}
	return a
}

// alike returns shares without their last digits, so that those alike but for rounding are alike.
func alike(shares []float64) []float64 {
	out := make([]float64, len(shares))
	for i, v := range shares {
		out[i] = math.Round(v * 1e12)
	}
	return out
}

// bounded returns a correlation without what rounding added, and 0 where there is none.
func bounded(r float64) float64 {
	if math.IsNaN(r) || math.IsInf(r, 0) || math.Abs(r) <= alikeWithin {
		return 0
	}
	return max(-1, min(r, 1))
}

// studentP returns the P-value of a correlation by Student's t. No order is rarer than the two that agree
// wholly and not at all.
func studentP(r float64, n int) float64 {
	rarest := 2 / math.Gamma(float64(min(n, 170)+1))
	t := math.Abs(r) * math.Sqrt(float64(n-2)/max(1e-300, (1-r)*(1+r)))
	return max(rarest, 2*distuv.StudentsT{Sigma: 1, Nu: float64(n - 2)}.Survival(t))
}

// kendallP returns the P-value of a difference between the pairs in the same and in the opposite order.
func kendallP(difference int, x, y []float64) float64 {
	if tied(x) || tied(y) {
		return kendallNormal(difference, x, y)
	}
	return kendallExact(difference, len(x))
}

// kendallExact adds up how likely each number of pairs in the opposite order is. With one attribute more,
// from 0 to as many pairs more as there were attributes are so, all equally likely.
func kendallExact(difference, n int) float64 {
	likely := []float64{1}
	for k := 2; k <= n; k++ {
		next := make([]float64, k*(k-1)/2+1)
		sum := 0.0
		for i := range next {
			if i < len(likely) {
				sum += likely[i]
			}
			if i >= k {
				sum -= likely[i-k]
			}
			next[i] = sum / float64(k)
		}
		likely = next
	}
	pairs := n * (n - 1) / 2
	opposite := (pairs - max(difference, -difference)) / 2
	p := 0.0
	for _, v := range likely[:opposite+1] {
		p += max(0, v)
	}
	return min(1, 2*p)
}

// kendallNormal is the approximation with the correction for ties.
func kendallNormal(difference int, x, y []float64) float64 {
	n := float64(len(x))
	a, b := tiesOf(x), tiesOf(y)
	pairs := n * (n - 1)
	variance := (pairs*(2*n+5)-a.five-b.five)/18 + 2*a.pairs*b.pairs/pairs + a.threes*b.threes/(9*pairs*(n-2))
	return math.Erfc(math.Abs(float64(difference)) / math.Sqrt(2*variance))
}

// ties are the sums over groups of t alike: of t(t-1)/2, t(t-1)(t-2) and t(t-1)(2t+5).
type ties struct{ pairs, threes, five float64 }

func tiesOf(values []float64) ties {
	var sum ties
	for t := range groups(values) {
		t := float64(t)
		sum.pairs += t * (t - 1) / 2
		sum.threes += t * (t - 1) * (t - 2)
		sum.five += t * (t - 1) * (2*t + 5)
	}
	return sum
}

func tied(values []float64) bool { return tiesOf(values).pairs > 0 }

// groups yields how many are alike, value by value.
func groups(values []float64) iter.Seq[int] {
	return func(yield func(int) bool) {
		sorted := slices.Sorted(slices.Values(values))
		for len(sorted) > 0 {
			n := 1
			for n < len(sorted) && sorted[n] == sorted[0] {
				n++
			}
			if !yield(n) {
				return
			}
			sorted = sorted[n:]
		}
	}
}
