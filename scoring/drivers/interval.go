package drivers

import (
	"math"
	"slices"

	"github.com/kithcrm/kith/relationship"
	"gonum.org/v1/gonum/stat/distuv"
)

// A doubt makes estimates out of numbers and what became of them in the rounds.
type doubt struct {
	rounds []measured // empty where there are no intervals
	n      float64
	basis  relationship.Basis
}

// estimate returns a number that lies from low to high, with the range that holds it in 95 % of rounds. In a
// round without it, it may be anything.
func (d doubt) estimate(value, low, high float64, again func(measured) (v float64, ok bool)) relationship.Estimate {
	value = max(low, min(value, high))
	e := relationship.Estimate{Value: value, Low: low, High: high, N: d.n, Basis: d.basis}
	if len(d.rounds) == 0 {
		return e
	}
	values := make([]float64, 0, len(d.rounds))
	for _, round := range d.rounds {
		if v, ok := again(round); ok {
			values = append(values, max(low, min(v, high)))
		}
	}
	slices.Sort(values)
	unknown := len(d.rounds) - len(values)
	e.Low = min(value, quantile(slices.Concat(slices.Repeat([]float64{low}, unknown), values), .025))
	e.High = max(value, quantile(slices.Concat(values, slices.Repeat([]float64{high}, unknown)), .975))
	return e
}

// quantile returns a quantile of sorted values, between two of them by how near it is to each (Hyndman and Fan
// 1996, definition 7).
func quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	i := min(int(at), len(sorted)-2)
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}

// minR2 is what R² is above where it is not all rounding, of which there are then no shares.
const minR2 = 1e-20

// importance returns how important distinct driver i is, of which there are so many copies, by a method.
func (d doubt) importance(found measured, method func(measured) []float64, i, copies int) Importance {
	part := func(m measured) float64 { return method(m)[i] / float64(copies) }
	explained := d.estimate(part(found), 0, 1, func(m measured) (float64, bool) { return part(m), !m.vain })
	if found.r2 <= minR2 {
		return Importance{Explained: explained}
	}
	share := d.estimate(part(found)/found.r2, 0, 1, func(m measured) (float64, bool) {
		return part(m) / m.r2, m.r2 > minR2
	})
	return Importance{Explained: explained, Share: share}
}

// performance returns the mean answer about driver i with its interval by Student's t, unknown where rows are worth no
// more than one. Where all answers are the same it is the mean by itself: a low mark that everybody gives must not get lost.
func (m *Moments) performance(i int, basis relationship.Basis) relationship.Estimate {
	n := m.effective()
	if m.rows < 2 || n <= 1 {
		return relationship.Estimate{}
	}
	mean := m.means[i].value()
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile(.975)
	off := 0.0
	if sd := m.deviation(i); sd > 0 {
		off = t * sd / math.Sqrt(n-1)
	}
	if !finite(mean-off) || !finite(mean+off) {
		return relationship.Estimate{}
	}
	return relationship.Estimate{Value: mean, Low: mean - off, High: mean + off, N: n, Basis: basis}
}

// nothing returns the importance of a driver that does not vary. It explains nothing, but what it would if it
// did vary is anybody's guess.
func (d doubt) nothing(found measured) Importance {
	none := relationship.Estimate{High: 1, N: d.n, Basis: d.basis}
	if found.r2 <= minR2 {
		return Importance{Explained: none}
	}
	return Importance{Explained: none, Share: none}
}
