package network

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A RankConfig adjusts [Graph.Rank]. Its zero value is ready to use.
type RankConfig struct {
	// Damping is the share of rank that a party passes on along its ties, from 0 to below 1. nil
	// means 0.85.
	Damping *float64

	// Restart are the parties among which the rest starts anew, each with the same share; one that is
	// there twice has two shares. Ranks are then personal to them. nil means all parties.
	Restart []relationship.PartyID

	// Weighted passes rank on in proportion to the weights of ties, and not in equal shares.
	Weighted bool

	// Tolerance is by how much, in all, the ranks may change in the last round. 0 means 1e-12.
	Tolerance float64

	// Rounds is how many rounds to make at most. 0 means 1,000.
	Rounds int
}

// Ranks are shares of rank; see [Graph.Rank].
type Ranks struct {
	// Share is the rank of each party by its number, above or equal to 0. All together are 1.
	Share []float64

	// Change is by how much, in all, the ranks changed in the last round: at most
	// RankConfig.Tolerance, unless the rounds did not suffice. The ranks are off by at most
	// Change / (1 - Damping) in all.
	Change float64

	// Rounds is how many rounds were made.
	Rounds int
}

// Rank returns PageRank (Brin and Page 1998): how often a walker would be met at each party who follows a
// tie with the probability Damping, and starts anew otherwise. With Restart it is personalised. What
// reaches a party that passes nothing on - it has no ties from it, or when Weighted only such as weigh 0 -
// starts anew as well; other programs spread it over all parties, or drop it, which gives other
// ranks. In a graph without parties there are no ranks.
//
// It returns an error matching [relationship.ErrInvalid] for settings out of range, and
// [relationship.ErrNotFound] for a party of Restart that is not there.
//
// In each round every party passes on what its rank has changed by, rounded to 32 bits, and keeps the
// remainder for the next round; so half the memory is read and no digit lost. It takes O(n) time a
// round in the number of ties, and about log(Tolerance)/log(Damping) rounds, often far fewer.
func (g *Graph) Rank(c RankConfig) (Ranks, error) {
	if c.Weighted {
		return rank[float64](g, c)
	}
	return rank[float32](g, c)
}

func rank[T share](g *Graph, c RankConfig) (Ranks, error) {
	r := &ranking[T]{g: g, damping: 0.85, tolerance: c.Tolerance, most: orDefault(c.Rounds, 1000), weighted: c.Weighted}
	if err := r.take(c); err != nil || g.Parties() == 0 {
		return Ranks{}, err
	}
	r.start()
	for r.rounds = 0; r.rounds < r.most && r.change > r.tolerance; r.rounds++ {
		r.round()
	}
	for i, left := range r.left {
		r.rank[i] = max(0, r.rank[i]+left)
	}
	return Ranks{Share: r.rank, Change: r.change, Rounds: r.rounds}, nil
}

// A share is what a party passes on along each of its ties or, when weighted, all that it passes on: then
// 32 bits save nothing, since the portions of ties are read as well.
type share interface{ float32 | float64 }

// A ranking is the state of the computation: the answer is always rank and what becomes of left.
type ranking[T share] struct {
	g         *Graph
	damping   float64
	tolerance float64
	most      int
	weighted  bool
	restart   []float64 // by party; nil for all alike
	out       []float64 // among how many ties each party shares what it passes on; 0 where it passes nothing on
	portions  []float64 // when weighted, what portion of it each tie of the incoming lists has
	rank      []float64
	left      []float64 // what is still to be passed on
	shares    [2][]T    // what each party passes on: now, and in the next round
	place     []uint32  // of a party among the shares: those with the most ties are side by side
	sources   []uint32  // the incoming lists of the graph, as places
	stuck     float64   // what was passed on by parties that have nobody to pass it to
	partStuck []float64
	partLeft  []float64
	change    float64
	rounds    int
}

const rankPart = 1 << 12 // parties worked on at a time

const opRank = "rank parties"

// take checks settings and takes them over.
func (r *ranking[T]) take(c RankConfig) error {
	if c.Damping != nil {
		r.damping = *c.Damping
	}
	if r.tolerance == 0 {
		r.tolerance = 1e-12
	}
	switch {
	case !(r.damping >= 0 && r.damping < 1):
		return broken(opRank, "Damping", "must be in 0..1, and not 1")
	case !(r.tolerance > 0 && r.tolerance <= 1):
		return broken(opRank, "Tolerance", "must be in 0..1")
	case r.most < 0:
		return broken(opRank, "Rounds", "must not be below 0")
	case c.Restart != nil && len(c.Restart) == 0:
		return broken(opRank, "Restart", "must not be empty; nil means all parties")
	case c.Restart == nil:
		return nil
	}
	r.restart = make([]float64, r.g.Parties())
	for i, id := range c.Restart {
		party, ok := r.g.Number(id)
		if !ok {
			return &relationship.OpError{
				Room: room, Op: opRank, ID: string(id), Field: element("Restart", i), Err: relationship.ErrNotFound,
			}
		}
		r.restart[party] += 1 / float64(len(c.Restart))
	}
	return nil
}

// start sets the first ranks, those of the restart, and what they leave to be passed on.
func (r *ranking[T]) start() {
	n := r.g.Parties()
	r.out, r.rank, r.left = make([]float64, n), make([]float64, n), make([]float64, n)
	r.shares = [2][]T{make([]T, n), make([]T, n)}
	r.partStuck = make([]float64, (n+rankPart-1)/rankPart)
	r.partLeft = make([]float64, len(r.partStuck))
	r.arrange()
	if r.weighted {
		r.weigh()
	}
	parts(r.g.each, n, rankPart, func(part, low, high int) {
		stuck := 0.0
		for i := low; i < high; i++ {
			if !r.weighted {
				r.out[i] = float64(r.g.list(uint32(i), outgoing).len())
			}
			// The first guess is the restart itself: all of it is passed on at once, although only a
			// part was left to be.
			p := r.startsAt(i)
			stuck += r.pass(i, p, r.shares[0])
			r.left[i] += (1-r.damping)*p - p
		}
		r.partStuck[part] = stuck
	})
	r.stuck, r.change = sum(r.partStuck), 2
}

// arrange puts the shares that are read most side by side, so that they stay in the cache.
func (r *ranking[T]) arrange() {
	n, starts := len(r.rank), r.g.starts[outgoing]
	const most = 255 // parties with more ties are alike
	var first [most + 2]uint32
	class := func(party int) uint32 { return most - min(most, starts[party+1]-starts[party]) }
	for party := range n {
		first[class(party)+1]++
	}
	for c := range most + 1 {
		first[c+1] += first[c]
	}
	r.place = make([]uint32, n)
	for party := range n {
		c := class(party)
		r.place[party] = first[c]
		first[c]++
	}
	others := r.g.base[incoming].other
	r.sources = make([]uint32, len(others))
	parts(r.g.each, len(others), 1<<16, func(_, low, high int) {
		for i := low; i < high; i++ {
			r.sources[i] = r.place[others[i]]
		}
	})
}

// startsAt returns the share of the restart that a party has.
func (r *ranking[T]) startsAt(i int) float64 {
	if r.restart == nil {
		return 1 / float64(len(r.rank))
	}
	return r.restart[i]
}

// weigh works out which portion each tie has of what its party passes on. Weights are first brought near
// 1 by a power of two for each party, so that neither their sum nor a portion is out of range.
func (r *ranking[T]) weigh() {
	n := len(r.rank)
	scale, total := make([]float64, n), make([]float64, n)
	parts(r.g.each, n, rankPart, func(_, low, high int) {
		for i := low; i < high; i++ {
			l := r.g.list(uint32(i), outgoing)
			most := 0.0
			for j := int(l.low); j < int(l.high); j++ {
				most = max(most, l.in.weight.at(j))
			}
			if most == 0 {
				continue
			}
			_, exp := math.Frexp(most)
			scale[i], r.out[i] = math.Ldexp(1, min(max(-exp, -1000), 1000)), 1
			for j := int(l.low); j < int(l.high); j++ {
				total[i] += l.in.weight.at(j) * scale[i]
			}
		}
	})
	in := r.g.base[incoming]
	r.portions = make([]float64, len(in.other))
	parts(r.g.each, len(in.other), 1<<16, func(_, low, high int) {
		for j := low; j < high; j++ {
			if from := in.other[j]; r.out[from] != 0 {
				r.portions[j] = in.weight.at(j) * scale[from] / total[from]
			}
		}
	})
}

// pass lets a party pass on p: as nearly as 32 bits tell, and the remainder is left. It returns what
// has nowhere to go.
func (r *ranking[T]) pass(i int, p float64, shares []T) (stuck float64) {
	out := r.out[i]
	if out == 0 {
		r.rank[i] += p
		return p
	}
	share := T(p / out)
	passed := float64(share) * out
	shares[r.place[i]] = share
	r.rank[i] += passed
	r.left[i] = p - passed
	return 0
}

// round lets what was passed on arrive, and passes it on.
func (r *ranking[T]) round() {
	shares, next := r.shares[0], r.shares[1]
	starts := r.g.starts[incoming]
	anew := r.damping * r.stuck
	parts(r.g.each, len(r.rank), rankPart, func(part, low, high int) {
		stuck, left := 0.0, 0.0
		for i := low; i < high; i++ {
			arrived := 0.0
			if r.weighted {
				for j := starts[i]; j < starts[i+1]; j++ {
					arrived += float64(shares[r.sources[j]]) * r.portions[j]
				}
			} else {
				for _, source := range r.sources[starts[i]:starts[i+1]] {
					arrived += float64(shares[source])
				}
			}
			p := r.left[i] + r.damping*arrived + anew*r.startsAt(i)
			left += math.Abs(p)
			r.left[i] = 0
			stuck += r.pass(i, p, next)
		}
		r.partStuck[part], r.partLeft[part] = stuck, left
	})
	r.stuck, r.change = sum(r.partStuck), sum(r.partLeft)
	r.shares[0], r.shares[1] = next, shares
}

func sum(xs []float64) float64 {
	total := 0.0
	for _, x := range xs {
		total += x
	}
	return total
}

// Top returns the numbers of the parties with the greatest ranks, at most n, greatest first; of equal
// ones the lower number first.
func (r Ranks) Top(n int) []int {
	order := make([]int, len(r.Share))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(r.Share[b], r.Share[a]), cmp.Compare(a, b))
	})
	return order[:min(max(n, 0), len(order))]
}
