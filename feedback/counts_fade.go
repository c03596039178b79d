package feedback

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"time"
)

// A stamp is an instant, as time since the beginning of year 1, and the row that has it. Row 0 comes
// before all others of its instant.
type stamp struct {
	sec  uint64
	nsec uint32
	row  uint32
}

// yearOne is the beginning of year 1, in Unix seconds.
const yearOne = -62_135_596_800

func stampAt(t time.Time) stamp {
	return stamp{sec: uint64(t.Unix() - yearOne), nsec: uint32(t.Nanosecond())}
}

func (s stamp) time() time.Time { return time.Unix(int64(s.sec)+yearOne, int64(s.nsec)).UTC() }

// next returns the instant a nanosecond later.
func (s stamp) next() stamp {
	if s.nsec == 999_999_999 {
		return stamp{sec: s.sec + 1}
	}
	return stamp{sec: s.sec, nsec: s.nsec + 1}
}

func (s stamp) compare(t stamp) int {
	switch {
	case s.sec != t.sec:
		return cmp.Compare(s.sec, t.sec)
	case s.nsec != t.nsec:
		return cmp.Compare(s.nsec, t.nsec)
	}
	return cmp.Compare(s.row, t.row)
}

func (s stamp) before(t stamp) bool { return s.compare(t) < 0 }

// A fade gives weights. Time is cut into stretches of four half-lives; within one, a weight grows from
// 1 to 16 with the instant, and from one to the next all are divided by 16. So no weight is ever
// too large or too small, however long the time, and as whole numbers with 52 bits behind the
// point weights add up exactly, in any order, and can be taken away again.
type fade struct{ half, stretch uint64 } // in nanoseconds

const (
	halvesPerStretch = 4
	weightOne        = 1 << 52 // the weight 1
)

func newFade(half time.Duration) fade {
	return fade{half: uint64(half), stretch: halvesPerStretch * uint64(half)}
}

// place returns in which stretch an instant is, and how many nanoseconds into it.
func (f fade) place(at stamp) (stretch, rest uint64) {
	hi, lo := bits.Mul64(at.sec, uint64(time.Second))
	lo, carry := bits.Add64(lo, uint64(at.nsec), 0)
	return bits.Div64(hi+carry, lo, f.stretch)
}

// grown returns in which stretch an instant is, and the weight that it has there.
func (f fade) grown(at stamp) (stretch uint64, weight float64) {
	stretch, rest := f.place(at)
	return stretch, math.Exp2(float64(rest) / float64(f.half))
}

func (f fade) weight(at stamp) (stretch, weight uint64) {
	stretch, w := f.grown(at)
	return stretch, uint64(w * weightOne)
}

// A fading is a sum of weights, by stretch.
type fading []stretchSum

type stretchSum struct {
	stretch uint64
	hi, lo  uint64 // one number of 128 bits
}

func (f *fading) add(stretch, weight uint64) { f.addWide(stretch, 0, weight) }

// take takes a weight, which is above 0, away.
func (f *fading) take(stretch, weight uint64) { f.addWide(stretch, math.MaxUint64, -weight) }

func (f *fading) addWide(stretch, hi, lo uint64) {
	last := len(*f) - 1
	if last < 0 || (*f)[last].stretch != stretch {
		*f = append(*f, stretchSum{stretch, hi, lo})
		return
	}
	(*f)[last].plus(hi, lo)
}

func (s *stretchSum) plus(hi, lo uint64) {
	var carry uint64
	s.lo, carry = bits.Add64(s.lo, lo, 0)
	s.hi += hi + carry
}

func (s *stretchSum) float() float64 { return float64(s.hi)*(1<<64) + float64(s.lo) }

// at returns the sum at an instant, which is not before any that was added.
func (f fading) at(by fade, asOf stamp) float64 {
	slices.SortFunc(f, func(a, b stretchSum) int { return cmp.Compare(a.stretch, b.stretch) })
	now, grown := by.grown(asOf)
	sum := 0.0
	for len(f) > 0 {
		s, next := f[0], now
		for f = f[1:]; len(f) > 0; f = f[1:] {
			if next = f[0].stretch; next != s.stretch {
				break
			}
			s.plus(f[0].hi, f[0].lo)
			next = now
		}
		sum = math.Ldexp(sum+s.float(), -halvesPerStretch*int(next-s.stretch))
	}
	return sum / weightOne / grown
}
