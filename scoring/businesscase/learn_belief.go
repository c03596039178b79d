package businesscase

import (
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/integrate/quad"
)

// A belief is how likely each score of a Dist is after a reading: the product of the normal density and that of the
// reading, cut into pieces that are each almost a polynomial.
type belief struct {
	number func(prior float64) float64
	reading
	least  float64 // the negative logarithm of the highest density
	trifle float64 // what mass no draw will tell from none
	blur   float64 // as a share of mass, what the last digits of numbers make of it, or less than matters

	edges        []float64 // of the pieces
	below, above []float64 // probability below and above each edge, times a constant

	nodes, weights [16]float64 // of the rule of Gauss from 0 to 1
}

func (s *source) belief(r reading) *belief {
	b := &belief{number: s.number, reading: r, least: math.Inf(1), blur: max(1e-11, 1e-14*math.Abs(r.value/r.se))}
	quad.Legendre{}.FixedLocations(b.nodes[:], b.weights[:], 0, 1)
	seeds := b.seeds(s.input.Dist.known())
	for _, z := range seeds {
		b.least = min(b.least, b.energy(z))
	}
	if b.least > leastLikely {
		return b
	}
	masses := make([]float64, len(seeds)-1)
	for i := range masses {
		masses[i] = b.mass(seeds[i], seeds[i+1])
		b.trifle += 1e-20 * masses[i]
	}
	b.edges, b.below = seeds[:1:1], []float64{0}
	for i, mass := range masses {
		b.cut(seeds[i], seeds[i+1], mass, 12)
	}
	b.above = make([]float64, len(b.edges))
	for i := len(b.edges) - 2; i >= 0; i-- {
		b.above[i] = b.above[i+1] + b.below[i+1]
	}
	for i := range b.below[1:] {
		b.below[i+1] += b.below[i]
	}
	return b
}

// seeds are the scores between which the density can not do anything unseen: at equal steps, as far as there is
// anything, and at whole standard errors from the reading, which can be far closer together.
func (b *belief) seeds(l law) []float64 {
	end := l.tails(b.value).score()
	end = min(max(end, -38), 38) // beyond is nothing that a float can tell
	var seeds []float64
	for z := math.Floor(min(end, 0)) - 9; z <= max(end, 0)+9; z += .5 {
		seeds = append(seeds, z)
	}
	first, last := seeds[0], seeds[len(seeds)-1]
	for j := -10.0; j <= 10; j++ {
		if z := l.tails(b.value + j*b.se).score(); z > first && z < last {
			seeds = append(seeds, z)
		}
	}
	slices.Sort(seeds)
	return slices.Compact(seeds)
}

// energy is the negative logarithm of the density.
func (b *belief) energy(z float64) float64 {
	off := (b.number(z) - b.value) / b.se
	return z*z/2 + off*off/2
}

func (b *belief) density(z float64) float64 { return math.Exp(b.least - b.energy(z)) }

// mass is the integral of the density.
func (b *belief) mass(from, to float64) float64 {
	sum := 0.0
	for i, share := range b.nodes {
		sum += b.weights[i] * b.density(from+share*(to-from))
	}
	return sum * (to - from)
}

// cut adds pieces from one edge to another, as many as it takes.
func (b *belief) cut(from, to, mass float64, more int) {
	middle := from + (to-from)/2
	left, right := b.mass(from, middle), b.mass(middle, to)
	if more == 0 || math.Abs(left+right-mass) <= max(b.blur*mass, b.trifle) {
		b.edges = append(b.edges, to)
		b.below = append(b.below, left+right)
		return
	}
	b.cut(from, middle, left, more-1)
	b.cut(middle, to, right, more-1)
}

// prior returns the score of the Dist at a score as known now, and by how much the one grows with the other. It is
// reckoned from the edge on the side of the smaller tail, which else would drown in the digits of the larger.
func (b *belief) prior(score float64) (z, slope float64) {
	last := len(b.edges) - 1
	at, all := tailsOf(score), b.below[last]
	if at.below < at.above {
		i, _ := slices.BinarySearch(b.below, at.below*all)
		i = min(max(i, 1), last)
		z = b.solve(b.edges[i-1], b.edges[i], at.below*all-b.below[i-1])
	} else {
		i := sort.Search(len(b.above), func(i int) bool { return b.above[i] <= at.above*all })
		i = min(max(i, 1), last)
		z = b.solve(b.edges[i], b.edges[i-1], b.above[i]-at.above*all)
	}
	return z, density(score) * all / b.density(z)
}

// solve returns where the integral from an edge is mass, which is below 0 on the way to a lower one. It is Newton's
// method between bounds.
func (b *belief) solve(edge, next, mass float64) float64 {
	low, high := min(edge, next), max(edge, next)
	width := high - low
	z := low + width/2
	for high-low > 1e-15*max(math.Abs(z), width) { // an edge may be 0, to which steps come ever nearer
		off := b.mass(edge, z) - mass
		step := off / b.density(z)
		if math.Abs(step) <= 1e-9*width {
			return min(max(z-step, low), high)
		}
		if off < 0 {
			low = z
		} else {
			high = z
		}
		z -= step
		if !(z > low && z < high) {
			z = low + (high-low)/2
		}
	}
	return z
}
