package beliefs

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// orders goes through all ways in which the values of one side can fall to the attributes of the other. Both
// sides are sorted, the highest first: places are those of the first side, labels those of the second.
type orders struct {
	x, y         []float64
	rankX, rankY []int    // doubled, so that those of ties are whole
	alike        []uint16 // labels that have the same value, as bits; only below 16 attributes
	first        []int    // of the labels that have the same value
	seen         []int    // label at each place, as it was observed
}

// sums are what an order comes to. They grow place by place.
type sums struct {
	products int // of doubled ranks
	kendall  int // pairs in the same order less those in the opposite one

	// The same by weight, with places and with labels as ranks, and by the weight of all pairs that differ
	// on each side.
	byPlace, byPlaceX, byPlaceY float64
	byLabel, byLabelX, byLabelY float64
}

func newOrders(x, y []float64) *orders {
	places := sorted(len(x), func(i, j int) int { return cmp.Or(cmp.Compare(x[j], x[i]), cmp.Compare(y[j], y[i])) })
	labels := sorted(len(x), func(i, j int) int { return cmp.Or(cmp.Compare(y[j], y[i]), cmp.Compare(x[j], x[i])) })
	o := &orders{x: make([]float64, len(x)), y: make([]float64, len(x)), seen: make([]int, len(x))}
	for k := range x {
		o.x[k], o.y[k] = x[places[k]], y[labels[k]]
		o.seen[k] = slices.Index(labels, places[k])
	}
	o.rankX, o.rankY = doubledRanks(o.x), doubledRanks(o.y)
	o.first, o.alike = make([]int, len(x)), make([]uint16, len(x))
	for l := range o.y {
		o.first[l] = slices.Index(o.y, o.y[l])
		for m := range o.y {
			if o.y[m] == o.y[l] && m < 16 {
				o.alike[l] |= 1 << m
			}
		}
	}
	return o
}

func sorted(n int, compare func(i, j int) int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	slices.SortStableFunc(out, compare)
	return out
}

// doubledRanks returns twice the ranks of values that are sorted. Those alike share their mean rank.
func doubledRanks(values []float64) []int {
	var out []int
	for len(out) < len(values) {
		from, to := len(out), len(out)
		for to < len(values) && values[to] == values[from] {
			to++
		}
		out = append(out, slices.Repeat([]int{from + 1 + to}, to-from)...)
	}
	return out
}

// weight is that of one that stands so many places below the highest.
func weight(place int) float64 { return 1 / float64(place+1) }

// An arrangement is the first places of an order: which label each has, and how it ranks by label.
type arrangement struct {
	label, rank []int
}

// add puts one more label on the next place, which ranks so by label.
func (o *orders) add(s sums, a *arrangement, k int) sums {
	label, rank := a.label[k], a.rank[k]
	s.products += o.rankX[k] * o.rankY[label]
	for j := range k {
		sameX, sameY := o.x[j] == o.x[k], o.y[a.label[j]] == o.y[label]
		byPlace, byLabel := weight(j)+weight(k), weight(a.rank[j])+weight(rank)
		if !sameX {
			s.byPlaceX += byPlace
			s.byLabelX += byLabel
		}
		if !sameY {
			s.byPlaceY += byPlace
			s.byLabelY += byLabel
		}
		switch {
		case sameX || sameY:
		case a.label[j] < label:
			s.kendall++
			s.byPlace += byPlace
			s.byLabel += byLabel
		default:
			s.kendall--
			s.byPlace -= byPlace
			s.byLabel -= byLabel
		}
	}
	return s
}

// observed returns what the sides come to as they are.
func (o *orders) observed() sums {
	var s sums
	// Of those alike on both sides each may have the weight of any other: it comes to the same.
	a := &arrangement{label: o.seen, rank: o.seen}
	for k := range o.seen {
		s = o.add(s, a, k)
	}
	return s
}

func (o *orders) constant() bool {
	n := len(o.x)
	return o.x[0] == o.x[n-1] || o.y[0] == o.y[n-1]
}

// spread returns the sum of the squares by which doubled ranks are off their mean.
func spread(ranks []int) int {
	sum, mean := 0, len(ranks)+1
	for _, r := range ranks {
		sum += (r - mean) * (r - mean)
	}
	return sum
}

// excess is how far the products of ranks are from those of chance.
func (o *orders) excess(s sums) int {
	n := len(o.x)
	return s.products - n*(n+1)*(n+1)
}

func (o *orders) spearman(s sums) float64 {
	if o.constant() {
		return 0
	}
	return bounded(float64(o.excess(s)) / math.Sqrt(float64(spread(o.rankX))*float64(spread(o.rankY))))
}

func (o *orders) kendall(s sums) float64 {
	if o.constant() {
		return 0
	}
	n := float64(len(o.x))
	pairs := n * (n - 1) / 2
	return bounded(float64(s.kendall) / math.Sqrt((pairs-tiesOf(o.x).pairs)*(pairs-tiesOf(o.y).pairs)))
}

func (o *orders) weighted(s sums) float64 {
	if o.constant() {
		return 0
	}
	return bounded((s.byPlace/math.Sqrt(s.byPlaceX*s.byPlaceY) + s.byLabel/math.Sqrt(s.byLabelX*s.byLabelY)) / 2)
}

// A count is how many orders there are, and how many are at least as far from 0 as what was observed, by
// Spearman, Kendall and weighted tau.
type count struct {
	all   int
	asFar [3]int
}

// A search goes through all orders.
type search struct {
	*orders
	arrangement
	excess, pairs int
	weighted      float64
	count
}

// count goes through all orders. There are fewer than 16 attributes.
func (o *orders) count(observed sums) count {
	n := len(o.x)
	s := search{
		orders: o, arrangement: arrangement{make([]int, n), make([]int, n)},
		excess: magnitude(o.excess(observed)), pairs: magnitude(observed.kendall),
		// What differs by rounding alone is as far.
		weighted: math.Abs(o.weighted(observed)) - 1e-12,
	}
	s.from(0, 0, sums{})
	return s.count
}

// from puts each label that is left on place k. Where places are alike it is enough to go through one order of
// what they get, since each stands for as many others; then they rank as they stand.
func (s *search) from(k int, used uint16, sum sums) {
	if k == len(s.x) {
		s.tell(sum)
		return
	}
	least := 0
	if k > 0 && s.x[k] == s.x[k-1] {
		least = s.label[k-1] + 1
	}
	for label := least; label < len(s.x); label++ {
		if used&(1<<label) != 0 {
			continue
		}
		// Of labels alike, the one on the higher place ranks first.
		s.label[k], s.rank[k] = label, s.first[label]+bits.OnesCount16(used&s.alike[label])
		s.from(k+1, used|1<<label, s.add(sum, &s.arrangement, k))
	}
}

func (s *search) tell(sum sums) {
	s.all++
	for i, asFar := range [...]bool{
		magnitude(s.orders.excess(sum)) >= s.excess,
		magnitude(sum.kendall) >= s.pairs,
		math.Abs(s.orders.weighted(sum)) >= s.weighted,
	} {
		if asFar {
			s.asFar[i]++
		}
	}
}

func magnitude(v int) int { return max(v, -v) }
