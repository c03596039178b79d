package network

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// A BetweennessConfig adjusts [Graph.Betweenness]. Its zero value is ready to use.
type BetweennessConfig struct {
	// Sources is from how many parties, drawn at random, shortest paths are followed. 0 means from
	// all, which is exact.
	Sources int

	// Rand draws them. nil means the same draw every time.
	Rand *rand.Rand

	// Progress, if not nil, is called now and then with how many sources are done.
	Progress func(done, of int)
}

// Between says how much of the shortest paths goes through each party.
type Between struct {
	// Score is the betweenness of each party, by its number: over all pairs of other parties, the sum
	// of the share of the shortest paths between the two that go through it. In an undirected graph
	// each pair counts once, otherwise once in each direction.
	Score []float64

	// Error is the standard error of each score; all 0 where it is exact. Scores are lopsided: the
	// truth lies within 1.96 errors in some 85 % of cases rather than in 95 %.
	Error []float64

	// Sources is from how many parties paths were followed.
	Sources int
}

// Betweenness returns how often parties lie on the shortest ways between others (Freeman 1977;
// algorithm: Brandes 2001; estimate from some sources: Brandes and Pich 2007). Ties that are kept apart
// are ways of their own. It is not divided by the number of pairs.
//
// From k of n sources, the score is n/k times what these add up to, and the error that of a sample
// drawn without replacement; from one source no error can be told, and it is given as 0. It returns an error matching [relationship.ErrInvalid] for Sources out of
// range. Ways are counted in floating point: shares of more than 2^53 ways are rounded.
//
// It takes O(n) time a source in the number of ties; eight sources are followed at a time, since waiting
// for memory takes most of it.
func (g *Graph) Betweenness(c BetweennessConfig) (Between, error) {
	n := g.Parties()
	if c.Sources < 0 || c.Sources > n {
		return Between{}, broken("measure betweenness", "Sources", "must be in 0..the number of parties")
	}
	sources := g.sources(c)
	b := newBrandes(g)
	for low := 0; low < len(sources); low += lanes {
		b.batch(sources[low:min(low+lanes, len(sources))])
		if c.Progress != nil {
			c.Progress(min(low+lanes, len(sources)), len(sources))
		}
	}
	return b.result(len(sources)), nil
}

// sources returns the parties from which to follow paths.
func (g *Graph) sources(c BetweennessConfig) []uint32 {
	n := g.Parties()
	k := orDefault(c.Sources, n)
	rng := c.Rand
	if rng == nil {
		rng = rand.New(rand.NewPCG(1, 1))
	}
	all := make([]uint32, n)
	for i := range all {
		all[i] = uint32(i)
	}
	if k == n {
		return all
	}
	for i := range k {
		j := i + rng.IntN(n-i)
		all[i], all[j] = all[j], all[i]
	}
	slices.Sort(all[:k])
	return all[:k]
}

// lanes is how many sources are followed at a time.
const lanes = 8

// A lane8 holds a number for each source of a batch: one line of the cache.
type lane8 [lanes]float64

// brandes is the state of the computation.
type brandes struct {
	g       *Graph
	seen    []uint8 // by party, the sources that have come to it
	front   []uint8 // those that came to it in the present level
	paths   []lane8 // how many shortest ways lead to it
	depends []lane8 // what it adds to the parties before it: (1 + dependency) / paths
	levels  [][]arrival
	score   []float64
	squares []float64
	parts   [][]arrival
}

// An arrival is a party with the sources that come to it in one level.
type arrival struct {
	party   uint32
	sources uint8
}

const brandesPart = 1 << 12 // parties worked on at a time

func newBrandes(g *Graph) *brandes {
	n := g.Parties()
	return &brandes{
		g: g, seen: make([]uint8, n), front: make([]uint8, n), paths: make([]lane8, n), depends: make([]lane8, n),
		score: make([]float64, n), squares: make([]float64, n), parts: make([][]arrival, (n+brandesPart-1)/brandesPart),
	}
}

// batch follows the shortest ways from some parties, and adds what goes through others to the scores.
func (b *brandes) batch(sources []uint32) {
	b.begin(sources)
	for {
		last := b.levels[len(b.levels)-1]
		next := b.advance(last)
		for _, a := range last {
			b.front[a.party] = 0
		}
		if len(next) == 0 {
			break
		}
		for _, a := range next {
			b.front[a.party] = a.sources
			b.seen[a.party] |= a.sources
		}
		b.levels = append(b.levels, next)
	}
	for level := len(b.levels) - 1; level > 0; level-- {
		b.retreat(level)
	}
	many := b.tooMany()
	b.end(many)
	for ; many != 0; many &= many - 1 {
		b.alone(sources[bits.TrailingZeros8(many)])
	}
}

// begin puts each source where it is.
func (b *brandes) begin(sources []uint32) {
	var first []arrival
	for lane, s := range sources {
		b.seen[s] |= 1 << lane
		b.front[s] |= 1 << lane
		b.paths[s][lane] = 1
		first = append(first, arrival{s, 1 << lane})
	}
	b.levels = append(b.levels[:0], first)
}

// advance returns who is reached from those that were reached last, in order of their numbers.
func (b *brandes) advance(last []arrival) []arrival {
	ties := 0
	for _, a := range last {
		ties += b.g.list(a.party, outgoing).len()
	}
	if ties < len(b.g.base[outgoing].other)/16 {
		return b.push(last)
	}
	parts(b.g.each, len(b.seen), brandesPart, func(part, low, high int) {
		b.parts[part] = b.pull(low, high, b.parts[part][:0])
	})
	var next []arrival
	for _, p := range b.parts {
		next = append(next, p...)
	}
	return next
}

// pull looks from each party that not all sources have come to back to those that were reached last.
func (b *brandes) pull(low, high int, next []arrival) []arrival {
	in, starts := b.g.base[incoming], b.g.starts[incoming]
	for p := low; p < high; p++ {
		open := ^b.seen[p]
		if open == 0 {
			continue
		}
		come := uint8(0)
		for _, other := range in.other[starts[p]:starts[p+1]] {
			if m := b.front[other] & open; m != 0 {
				come |= m
				b.paths[p].add(&b.paths[other], m)
			}
		}
		if come != 0 {
			next = append(next, arrival{uint32(p), come})
		}
	}
	return next
}

// add adds the numbers of some sources.
func (x *lane8) add(y *lane8, sources uint8) {
	for ; sources != 0; sources &= sources - 1 {
		lane := bits.TrailingZeros8(sources)
		x[lane] += y[lane]
	}
}

// push looks from each party that was reached last.
func (b *brandes) push(last []arrival) []arrival {
	come := map[uint32]uint8{}
	var next []arrival
	for _, a := range last {
		l := b.g.list(a.party, outgoing)
		for _, other := range l.in.other[l.low:l.high] {
			m := a.sources &^ b.seen[other]
			if m == 0 {
				continue
			}
			come[other] |= m
			b.paths[other].add(&b.paths[a.party], m)
		}
	}
	for party, sources := range come {
		next = append(next, arrival{party, sources})
	}
	slices.SortFunc(next, func(a, b arrival) int { return int(a.party) - int(b.party) })
	return next
}

// retreat gives the parties of a level what they depend on, and those before it what they add.
func (b *brandes) retreat(level int) {
	arrived, before := b.levels[level], b.levels[level-1]
	parts(b.g.each, len(arrived), brandesPart, func(_, low, high int) {
		for _, a := range arrived[low:high] {
			b.front[a.party] = a.sources
			paths, depends := &b.paths[a.party], &b.depends[a.party]
			for m := a.sources; m != 0; m &= m - 1 {
				lane := bits.TrailingZeros8(m)
				// depends holds the sum over those after it; times paths that is the dependency.
				depends[lane] += 1 / paths[lane]
			}
		}
	})
	parts(b.g.each, len(before), brandesPart, func(_, low, high int) {
		for _, a := range before[low:high] {
			l := b.g.list(a.party, outgoing)
			for _, other := range l.in.other[l.low:l.high] {
				if m := b.front[other] & a.sources; m != 0 {
					b.depends[a.party].add(&b.depends[other], m)
				}
			}
		}
	})
	for _, a := range arrived {
		b.front[a.party] = 0
	}
}

// end adds up the batch, but for some sources, and makes ready for another.
func (b *brandes) end(except uint8) {
	for level, arrived := range b.levels {
		for _, a := range arrived {
			for m := a.sources &^ except; m != 0 && level > 0; m &= m - 1 {
				lane := bits.TrailingZeros8(m)
				paths := b.paths[a.party][lane]
				through := (b.depends[a.party][lane] - 1/paths) * paths
				b.addScore(a.party, through)
			}
		}
	}
	for _, arrived := range b.levels {
		for _, a := range arrived {
			b.seen[a.party], b.front[a.party] = 0, 0
			b.paths[a.party], b.depends[a.party] = lane8{}, lane8{}
		}
	}
	b.levels = b.levels[:0]
}

// addScore adds what goes through a party from one source.
func (b *brandes) addScore(party uint32, through float64) {
	b.score[party] += through
	b.squares[party] += through * through
}

// result turns what the sources added up to into scores of the whole.
func (b *brandes) result(sources int) Between {
	n, k := float64(len(b.score)), float64(sources)
	out := Between{Score: b.score, Error: make([]float64, len(b.score)), Sources: sources}
	times := 1.0
	if b.g.undirected {
		times = 0.5
	}
	for i := range out.Score {
		if sources > 1 && k < n {
			mean := b.score[i] / k
			variance := max(0, b.squares[i]/k-mean*mean) * k / (k - 1)
			out.Error[i] = times * n * math.Sqrt(variance/k*(1-k/n))
		}
		if sources > 0 {
			out.Score[i] = max(0, times*b.score[i]*n/k)
		}
	}
	return out
}
