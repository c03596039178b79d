package network

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// resampler draws customers for all rounds at once. Picking rows out of a table of all customers
// would wait for memory at each; so it first draws how many picks of each round fall into each
// block of customers, and then, block after block, which rows they are, while those are at hand. Picks
// are distributed as if each were made by itself.
type resampler struct {
	*study
	out    *resampled
	chance *rand.PCG
	draws  int  // rows for each customer
	shift  uint // a block has 1<<shift customers, but for the last
	blocks int
}

const (
	wantedRows = 1 << 13 // for few customers; many have leastDraws each
	leastDraws = 4
	blockSize  = 1 << 14 // numbers in the rows of a block: a quarter of a MB
)

func (s *study) resample(progress func(int)) *resampled {
	out := &resampled{width: s.width}
	if len(s.customers) == 0 || s.sums[0] == 0 {
		progress(len(s.customers))
		return out
	}
	n := len(s.customers)
	r := resampler{study: s, out: out, chance: rand.NewPCG(s.seed[0], s.seed[1]), draws: s.draws()}
	r.shift = uint(max(bits.Len(uint(blockSize/(r.draws*s.width))), 1) - 1)
	r.blocks = (n-1)>>r.shift + 1
	out.sums = make([]float64, s.cfg.Rounds*s.width)
	out.reach = make([]float64, s.cfg.Rounds)
	for i, normal := 0, rand.New(r.chance); i < len(out.reach); i++ {
		out.reach[i] = normal.NormFloat64()
	}
	r.run(progress)
	return out
}

// draws returns how many rows each customer has: one where there is nothing to draw.
func (s *study) draws() int {
	if !slices.ContainsFunc(s.customers, (*valued).varies) {
		return 1
	}
	n := min(max(wantedRows/len(s.customers), leastDraws), s.cfg.Rounds)
	return n + n%2
}

// varies reports whether an input that counts has a range.
func (v *valued) varies() bool {
	return !v.worth.exact() || slices.ContainsFunc(v.ties, func(t feltTie) bool {
		return t.counts && !(t.importance.exact() && t.health.exact())
	})
}

func (r *resampler) run(progress func(int)) {
	picks := r.picks()
	rows := make([]float64, (r.draws*r.width)<<r.shift)
	width := r.width
	for b := range r.blocks {
		low := b << r.shift
		customers := r.customers[low:min(low+1<<r.shift, len(r.customers))]
		drawn := r.rows(rows, customers)
		for round := range r.cfg.Rounds {
			addPicked(r.out.sums[round*width:][:width], drawn, int(picks[round*r.blocks+b]), r.chance)
		}
		progress(len(customers))
	}
}

// picks returns, for each round and block, how many customers of the block are drawn.
func (r *resampler) picks() []uint32 {
	n := uint64(len(r.customers))
	out := make([]uint32, r.cfg.Rounds*r.blocks)
	for round := range r.cfg.Rounds {
		counts := out[round*r.blocks:][:r.blocks]
		for i := uint64(0); i < n; i += 2 {
			a, b := below(r.chance.Uint64(), n)
			counts[a>>r.shift]++
			if i+1 < n {
				counts[b>>r.shift]++
			}
		}
	}
	return out
}

// below makes two numbers below n out of 64 random bits, by multiplication (Lemire 2019) without the
// step that makes them exactly even: no number is off by more than n in 2^32.
func below(random, n uint64) (a, b uint64) {
	return random & (1<<32 - 1) * n >> 32, random >> 32 * n >> 32
}

// addPicked adds n of the rows, picked at random, to sum. It adds eight at a time, because it is where most
// of the time goes.
func addPicked(sum, rows []float64, n int, chance *rand.PCG) {
	width := len(sum)
	count := uint64(len(rows) / width)
	two := func() (a, b []float64) {
		i, j := below(chance.Uint64(), count)
		return rows[int(i)*width:][:width], rows[int(j)*width:][:width]
	}
	for ; n >= 8; n -= 8 {
		a, b := two()
		c, d := two()
		e, f := two()
		g, h := two()
		for x := range sum {
			sum[x] += ((a[x] + b[x]) + (c[x] + d[x])) + ((e[x] + f[x]) + (g[x] + h[x]))
		}
	}
	for range n {
		a, _ := two()
		for x, add := range a {
			sum[x] += add
		}
	}
}

// rows fills the rows of some customers, in pairs with opposite deviates.
func (r *resampler) rows(into []float64, customers []*valued) []float64 {
	width := r.width
	into = into[:len(customers)*r.draws*width]
	clear(into)
	normal := rand.New(r.chance)
	at := 0
	for _, v := range customers {
		if r.draws == 1 {
			r.fill(into[at:][:width], nil, v, normal)
			at += width
			continue
		}
		for range r.draws / 2 {
			r.fill(into[at:][:width], into[at+width:][:width], v, normal)
			at += 2 * width
		}
	}
	return into
}

// fill draws a customer's inputs twice, the other row to the opposite side.
func (r *resampler) fill(row, other []float64, v *valued, normal *rand.Rand) {
	for i := range v.ties {
		t := &v.ties[i]
		if !t.counts {
			continue
		}
		importance, opposite := t.importance.draw(normal, 1)
		health, ill := t.health.draw(normal, 1)
		r.put(row, t, importance, 1-health)
		if other != nil {
			r.put(other, t, opposite, 1-ill)
		}
	}
	worth := v.worth.over(r.scale)
	w, opposite := worth.draw(normal, math.MaxFloat64)
	weigh(row, w)
	if other != nil {
		weigh(other, opposite)
	}
}
