package survey

import (
	"errors"
	"math"
	"math/bits"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// A grid turns the answers on a scale into whole numbers from 0 on, so that sums of them are exact.
type grid struct {
	scale scoring.Scale
	unit  float64
}

// mostSteps is how fine a grid can be. Numbers on a scale without steps lose what is finer.
const mostSteps = 1 << 30

func gridOf(s scoring.Scale) grid {
	return grid{s, max(s.Step, (s.High-s.Low)/mostSteps)}
}

// step returns the whole number for an answer, and whether it is one on the scale.
func (g grid) step(v float64) (uint64, bool) {
	if !(v >= g.scale.Low && v <= g.scale.High) {
		return 0, false
	}
	x := (v - g.scale.Low) / g.unit
	i := math.Floor(x + .5)
	if g.unit != g.scale.Step {
		return uint64(i), g.scale.CheckValue(v) == nil
	}
	return uint64(i), math.Abs(x-i) <= 1e-9
}

// spread returns how far the ends of the scale are from each other.
func (g grid) spread() float64 { return g.scale.High - g.scale.Low }

// sums are how many numbers there are, their sum and that of their squares.
type sums struct {
	n, sum uint64
	square wide
}

func (s *sums) add(step uint64) {
	s.n++
	s.sum += step
	s.square = s.square.plus(wide{lo: step * step})
}

func (s *sums) merge(other sums) {
	s.n += other.n
	s.sum += other.sum
	s.square = s.square.plus(other.square)
}

// mean returns the mean of the answers.
func (s sums) mean(g grid) float64 {
	return min(max(g.scale.Low+g.unit*float64(s.sum)/float64(s.n), g.scale.Low), g.scale.High)
}

// squares returns the sum of squared distances from the mean. They are counted from the whole number
// beside the mean, where no digits are lost, however far from 0 that is.
func (s sums) squares(g grid) float64 {
	near := (s.sum + s.n/2) / s.n
	from := s.square.minus(product(2*near, s.sum)).plus(product(near*near, s.n))
	off := float64(int64(s.sum - s.n*near))
	return max(from.float()-off*off/float64(s.n), 0) * g.unit * g.unit
}

// A wide is a whole number of 128 bits.
type wide struct{ hi, lo uint64 }

func (a wide) plus(b wide) wide {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	hi, _ := bits.Add64(a.hi, b.hi, carry)
	return wide{hi, lo}
}

func (a wide) minus(b wide) wide {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	hi, _ := bits.Sub64(a.hi, b.hi, borrow)
	return wide{hi, lo}
}

func (a wide) float() float64 { return float64(a.hi)*(1<<64) + float64(a.lo) }

func product(a, b uint64) wide {
	hi, lo := bits.Mul64(a, b)
	return wide{hi, lo}
}

// ruleOf tells the rule that a value of another package breaks as one of a field here.
func ruleOf(field string, err error) error {
	if told, ok := errors.AsType[*relationship.OpError](err); ok {
		return broken(field+"."+told.Field, told.Rule)
	}
	return err
}
