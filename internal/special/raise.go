package special

import "math"

// A Raiser computes powers of many numbers, several times as fast as math.Pow: from tables that fit into the nearest memory,
// and without branches that depend on the numbers. Making one takes some microseconds.
type Raiser struct {
	inverse [1 << raiseBits]float64 // of the middles of pieces of 1 to 2
	log     [1 << raiseBits]float64 // of these middles
	root    [1 << raiseBits]float64 // 2 to the power of i over how many there are
}

const raiseBits = 7

// NewRaiser returns one.
func NewRaiser() *Raiser {
	r := new(Raiser)
	const n = 1 << raiseBits
	for i := range r.log {
		r.inverse[i] = 1 / (1 + (float64(i)+0.5)/n)
		r.log[i] = -math.Log(r.inverse[i])
		r.root[i] = math.Exp2(float64(i) / n)
	}
	return r
}

// Raise returns q^n for q from 1 to 1e300 and n of at least 0, and infinity where that is above about 1e300. Its relative error
// is up to 6e-16 times 1 + n + n ln q.
func (r *Raiser) Raise(q, n float64) float64 {
	bits := math.Float64bits(q)
	i := bits >> (52 - raiseBits) % (1 << raiseBits)
	m := math.Float64frombits(bits&(1<<52-1) | 1023<<52)
	// Of ln(1+d) seven terms are enough, since d is at most 1/256 on either side.
	d := m*r.inverse[i] - 1
	l := d - d*d*(1./2-d*(1./3-d*(1./4-d*(1./5-d*(1./6-d/7)))))
	e := n * (float64(int64(bits>>52)-1023)*math.Ln2 + r.log[i] + l)
	if !(e < 700) {
		return math.Inf(1)
	}
	// Of exp(f) six terms are enough, since f is at most 1/369 on either side.
	const steps = (1 << raiseBits) / math.Ln2
	k := int64(e*steps + 0.5)
	f := e - float64(k)/steps
	p := 1 + f*(1+f*(1./2+f*(1./6+f*(1./24+f/120))))
	return p * r.root[k%(1<<raiseBits)] * math.Float64frombits(uint64(1023+k>>raiseBits)<<52)
}
