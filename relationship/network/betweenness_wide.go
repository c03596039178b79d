package network

import (
	"math"
	"math/bits"
)

// mostWays is up to which number ways are counted as they are, so that what is divided by it is precise, and
// mostWaysBits is its power of two.
const (
	mostWaysBits = 900
	mostWays     = 0x1p900
)

// A wide is a number beyond the range of float64: m times 2^e, with m from 0.5 to below 1, or 0. In a network
// of many layers there are more ways than a float64 can count.
type wide struct {
	m float64
	e int
}

func newWide(m float64, e int) wide {
	m, more := math.Frexp(m)
	return wide{m, e + more}
}

func (x wide) plus(y wide) wide {
	if x.m == 0 || y.m != 0 && x.e < y.e {
		x, y = y, x
	}
	if y.m == 0 {
		return x
	}
	return newWide(x.m+math.Ldexp(y.m, y.e-x.e), x.e)
}

func (x wide) times(y wide) wide { return newWide(x.m*y.m, x.e+y.e) }
func (x wide) inverse() wide     { return newWide(1/x.m, -x.e) }
func (x wide) float() float64    { return math.Ldexp(x.m, x.e) }

// tooMany returns the sources of the batch from which there are too many ways to count as they are.
func (b *brandes) tooMany() uint8 {
	ties := len(b.g.base[outgoing].other)
	if len(b.levels)*bits.Len(uint(ties)) < mostWaysBits {
		return 0
	}
	var many uint8
	for _, arrived := range b.levels {
		for _, a := range arrived {
			for m := a.sources; m != 0; m &= m - 1 {
				if lane := bits.TrailingZeros8(m); b.paths[a.party][lane] > mostWays {
					many |= 1 << lane
				}
			}
		}
	}
	return many
}

// alone follows the shortest ways from one party, whatever their number.
func (b *brandes) alone(source uint32) {
	n := b.g.Parties()
	level, paths, depends := make([]int32, n), make([]wide, n), make([]wide, n)
	level[source], paths[source] = 1, newWide(1, 0)
	order := []uint32{source}
	for i := 0; i < len(order); i++ {
		p := order[i]
		l := b.g.list(p, outgoing)
		for _, other := range l.in.other[l.low:l.high] {
			if level[other] == 0 {
				level[other] = level[p] + 1
				order = append(order, other)
			}
			if level[other] == level[p]+1 {
				paths[other] = paths[other].plus(paths[p])
			}
		}
	}
	for i := len(order) - 1; i > 0; i-- {
		p := order[i]
		l := b.g.list(p, outgoing)
		var after wide
		for _, other := range l.in.other[l.low:l.high] {
			if level[other] == level[p]+1 {
				after = after.plus(depends[other])
			}
		}
		depends[p] = after.plus(paths[p].inverse())
		b.addScore(p, after.times(paths[p]).float())
	}
}
