package businesscase

import (
	"math"
	"slices"
)

// An order says where, of sorted draws, a quantile stands, and between which two it lies with 95 %: counted from 0.
type order struct {
	p             float64
	at, low, high int
}

// ordersOf returns where quantiles stand among n draws. How many draws a quantile is not below is binomial,
// whatever is drawn: so ranks have a range of 95 % that rests on no assumption (Conover, Practical Nonparametric
// Statistics). Where there are too few draws beyond the quantile for that, the range goes to the last of them.
func ordersOf(ps []float64, n int) []order {
	orders := make([]order, len(ps))
	for i, p := range ps {
		low, high := binomialRange(n, p)
		orders[i] = order{p, placeOf(p, n), max(low-1, 0), min(high, n-1)}
	}
	return orders
}

// placeOf returns where, of n sorted numbers, the first stands that a share p of them is not above.
func placeOf(p float64, n int) int {
	return min(n-1, max(0, int(math.Ceil(p*float64(n)*(1-0x1p-50)))-1))
}

// binomialRange returns the greatest number that a binomial one is below, and the least that it is above, with at most
// 2.5 % each. It sums probabilities from their ratios, around the most likely number.
func binomialRange(n int, p float64) (low, high int) {
	reach := int(9*math.Sqrt(float64(n)*p*(1-p))) + 40
	middle := int(float64(n) * p)
	first, last := max(0, middle-reach), min(n, middle+reach)
	chance := make([]float64, last-first+1)
	chance[middle-first] = 1
	odds := p / (1 - p)
	for k := middle; k < last; k++ {
		chance[k+1-first] = chance[k-first] * odds * float64(n-k) / float64(k+1)
	}
	for k := middle; k > first; k-- {
		chance[k-1-first] = chance[k-first] * float64(k) / (odds * float64(n-k+1))
	}
	rare := sum(chance) * .025
	low, high = first, last
	for below := chance[0]; below <= rare; below += chance[low-first] {
		low++
	}
	for above := chance[len(chance)-1]; above <= rare; above += chance[high-first] {
		high--
	}
	return low, high
}

// quantilesOf returns quantiles of numbers, whose order it changes.
func quantilesOf(v []float64, orders []order) []Quantile {
	settle(v, ranksOf(orders))
	out := make([]Quantile, len(orders))
	for i, o := range orders {
		out[i] = Quantile{o.p, v[o.at] + 0, v[o.low] + 0, v[o.high] + 0} // no -0
	}
	return out
}

// ranksOf returns the ranks that orders need, and others, sorted.
func ranksOf(orders []order, others ...int) []int {
	for _, o := range orders {
		others = append(others, o.at, o.low, o.high)
	}
	slices.Sort(others)
	return slices.Compact(others)
}

// settle puts numbers into such an order that those at the given ranks, which are sorted, are where they would be
// if all were sorted. It is Hoare's method of finding, for several ranks at once.
func settle(v []float64, ranks []int) { settleFrom(v, ranks, 0) }

func settleFrom(v []float64, ranks []int, first int) {
	for bad := 0; len(ranks) > 0; {
		if len(v) <= 32 || bad > 60 {
			slices.Sort(v)
			return
		}
		left, right := divide(v)
		// All up to left are at most those from right on, and what is between is the same.
		some, _ := slices.BinarySearch(ranks, first+left+1)
		rest, _ := slices.BinarySearch(ranks, first+right)
		settleFrom(v[:left+1], ranks[:some], first)
		if right > len(v)-len(v)/8 || left < len(v)/8 {
			bad++
		}
		v, ranks, first = v[right:], ranks[rest:], first+right
	}
}

// divide puts smaller numbers first: v[:left+1] are at most, and v[right:] at least, what is between. Both parts
// are shorter than v.
func divide(v []float64) (left, right int) {
	pivot := pivotOf(v)
	left, right = 0, len(v)-1
	for left <= right {
		for v[left] < pivot {
			left++
		}
		for v[right] > pivot {
			right--
		}
		if left <= right {
			v[left], v[right] = v[right], v[left]
			left++
			right--
		}
	}
	return right, left
}

// pivotOf returns a number of v near its middle: the middle of the middles of three times three.
func pivotOf(v []float64) float64 {
	step := len(v) / 9
	three := func(i int) float64 { return median(v[i], v[i+step], v[i+2*step]) }
	return median(three(0), three(3*step), three(6*step))
}

func median(a, b, c float64) float64 { return max(min(a, b), min(max(a, b), c)) }
