package network

import (
	"cmp"
	"math/rand/v2"

	"github.com/kithcrm/kith/relationship"
)

// input is a number with its doubt, made ready to be drawn from.
type input struct {
	value, below, above float64 // the number, and the standard deviations of its two halves
	guessed             float64 // the guessed share
	basis               relationship.Basis
}

// normal95 bounds the middle 95 % of a standard normal distribution.
const normal95 = 1.959963984540054

func newInput(e relationship.Estimate) input {
	if !e.Known() {
		return input{}
	}
	return input{
		value: e.Value, below: (e.Value - e.Low) / normal95, above: (e.High - e.Value) / normal95,
		guessed: e.GuessedShare(), basis: e.Basis,
	}
}

func (a *input) known() bool { return a.basis != relationship.Unknown }

func (a *input) exact() bool { return a.below == 0 && a.above == 0 }

// estimate returns what the number rests on, without the number, to derive others from.
func (a *input) estimate() relationship.Estimate {
	return relationship.Estimate{Basis: a.basis, Guesses: a.guessed}
}

func (a *input) compare(b *input) int {
	if c := cmp.Compare(a.value, b.value); c != 0 || *a == *b {
		return c
	}
	return cmp.Or(cmp.Compare(a.below, b.below), cmp.Compare(a.above, b.above),
		cmp.Compare(a.basis, b.basis), cmp.Compare(a.guessed, b.guessed))
}

// over returns the number in another unit.
func (a *input) over(unit float64) input {
	b := *a
	b.value, b.below, b.above = a.value/unit, a.below/unit, a.above/unit
	return b
}

// at returns the number at a standard normal deviate, from 0 to most: half of all numbers are below the
// value, and 95 % in the range.
func (a *input) at(z, most float64) float64 {
	if z < 0 {
		return max(a.value+float64(a.below*z), 0)
	}
	return min(a.value+float64(a.above*z), most)
}

// draw returns the number at a deviate and at the opposite one.
func (a *input) draw(normal *rand.Rand, most float64) (x, opposite float64) {
	if a.exact() {
		return a.value, a.value
	}
	z := normal.NormFloat64()
	return a.at(z, most), a.at(-z, most)
}

// pool is what many inputs of one sort rest on.
type pool struct {
	n       int
	guessed float64
	basis   relationship.Basis
}

func (p *pool) add(in *input) {
	if !in.known() {
		return
	}
	if p.n == 0 || in.basis < p.basis {
		p.basis = in.basis
	}
	p.n++
	p.guessed += in.guessed
}

// estimate returns what they rest on, without a number, to derive others from.
func (p *pool) estimate() relationship.Estimate {
	return relationship.Estimate{Basis: p.basis, Guesses: p.guessed / float64(max(p.n, 1))}
}
