package network

import (
	"math/bits"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A program is a path as a machine without empty moves (V. M. Glushkov, "The abstract theory of
// automata", 1961): one position for each place in which a kind stands in the path, bounds written
// out. Sets of positions are words with a bit for each.
type program struct {
	steps  []step   // at most 64 positions
	first  uint64   // positions that can come first
	follow []uint64 // for each position, those that can come next
	last   uint64   // positions at which the path may end
	empty  bool     // the path may also follow no tie at all
}

// A step is the following of one tie.
type step struct {
	kind    relationship.KindName
	inverse bool // from the To end to the From end; never for a symmetric kind
}

// program returns p as a machine, which must not be changed. That of the zero Path has no positions
// and reaches nobody.
func (p Path) program() *program {
	if p.machine == nil {
		return new(program)
	}
	return p.machine
}

// compilePath returns a path of at most 64 steps as a machine.
func compilePath(whole pathPart) *program {
	p := new(program)
	s := p.add(whole)
	p.first, p.last, p.empty = s.first, s.last, s.empty
	return p
}

// A stretch is what a program has of one part of the path.
type stretch struct {
	first, last uint64
	empty       bool
}

// add adds the positions of a part, with what can follow what inside it.
func (p *program) add(part pathPart) stretch {
	switch part.form {
	case oneTie:
		bit := uint64(1) << len(p.steps)
		p.steps, p.follow = append(p.steps, part.step), append(p.follow, 0)
		return stretch{first: bit, last: bit}
	case repeated:
		return p.repeat(part)
	case inTurn:
		out := stretch{empty: true}
		for _, next := range part.parts {
			out = p.then(out, p.add(next))
		}
		return out
	}
	var out stretch
	for _, other := range part.parts {
		s := p.add(other)
		out = stretch{out.first | s.first, out.last | s.last, out.empty || s.empty}
	}
	return out
}

// repeat adds all copies of a repeated part: a{2,4} is a/a/(a/a?)?. Were it a/a/a?/a?, a walk would
// meet the same party at more positions.
func (p *program) repeat(part pathPart) stretch {
	copies := make([]stretch, part.copies())
	for i := range copies {
		copies[i] = p.add(part.parts[0])
	}
	if part.high == unbounded {
		again := copies[len(copies)-1]
		p.join(again.last, again.first)
	}
	out := stretch{empty: true}
	for i, s := range slices.Backward(copies) {
		out = p.then(s, out)
		out.empty = out.empty || i >= part.low
	}
	return out
}

// then lets b follow a.
func (p *program) then(a, b stretch) stretch {
	p.join(a.last, b.first)
	out := stretch{a.first, b.last, a.empty && b.empty}
	if a.empty {
		out.first |= b.first
	}
	if b.empty {
		out.last |= a.last
	}
	return out
}

// join lets each of next follow each of positions.
func (p *program) join(positions, next uint64) {
	for ; positions != 0; positions &= positions - 1 {
		p.follow[bits.TrailingZeros64(positions)] |= next
	}
}
