package heart

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"time"
)

// A fade gives weights. Time is cut into stretches of four half-lives, from the beginning of year 1 on;
// within one, a weight grows from 1 to 16 times itself with the instant, and from one to the next all are
// divided by 16. So no weight is ever too large or too small, however long the time, and as whole numbers
// weights add up exactly, in any order. With half a life of 0 nothing fades.
type fade struct{ half time.Duration }

const (
	halvesPerStretch = 4
	weightOne        = 1 << 48      // the weight 1; 1000 that have grown 16 times still fit into a uint64
	yearOne          = -62135596800 // the beginning of year 1, in Unix seconds
)

// grown returns in which stretch an instant is, and how much larger weights are there.
func (f fade) grown(at time.Time) (stretch uint64, growth float64) {
	if f.half == 0 {
		return 0, 1
	}
	hi, lo := bits.Mul64(uint64(at.Unix()-yearOne), uint64(time.Second))
	lo, carry := bits.Add64(lo, uint64(at.Nanosecond()), 0)
	stretch, rest := bits.Div64(hi+carry, lo, halvesPerStretch*uint64(f.half))
	return stretch, math.Exp2(float64(rest) / float64(f.half))
}

// weigh returns a weight as a sum of one.
func (f fade) weigh(at time.Time, weight float64) weights {
	stretch, growth := f.grown(at)
	return weights{stretch: stretch, wide: wide{lo: uint64(weight * growth * weightOne)}}
}

// A wide is a whole number of 128 bits.
type wide struct{ hi, lo uint64 }

func (w *wide) add(v wide) {
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, v.lo, 0)
	w.hi += v.hi + carry
}

// negative returns what added to w gives 0.
func (w wide) negative() wide {
	n := wide{hi: ^w.hi, lo: ^w.lo}
	n.add(wide{lo: 1})
	return n
}

func (w wide) float() float64 { return float64(w.hi)*(1<<64) + float64(w.lo) }

// weights are the sum of the weights of a stretch.
type weights struct {
	stretch uint64
	wide
}

// at returns the sum at an instant that is not before any in it.
func (w weights) at(f fade, asOf time.Time) float64 {
	now, growth := f.grown(asOf)
	past := min(now-w.stretch, 1000) // by then nothing is left
	return math.Ldexp(w.float()/weightOne/growth, -halvesPerStretch*int(past))
}

// A faded is a sum of weights, by stretch in increasing order.
type faded []weights

func (s *faded) add(w weights) {
	i := len(*s)
	for i > 0 && (*s)[i-1].stretch > w.stretch {
		i--
	}
	if i > 0 && (*s)[i-1].stretch == w.stretch {
		(*s)[i-1].add(w.wide)
		return
	}
	*s = slices.Insert(*s, i, w)
}

// merge adds what is in t.
func (s *faded) merge(t faded) {
	all := slices.Concat(*s, t)
	slices.SortStableFunc(all, func(a, b weights) int { return cmp.Compare(a.stretch, b.stretch) })
	*s = all[:0]
	for _, w := range all {
		s.add(w)
	}
}

// at returns the sum at an instant that is not before any in it.
func (s faded) at(f fade, asOf time.Time) float64 {
	sum := 0.0
	for _, w := range s {
		sum += w.at(f, asOf)
	}
	return sum
}
