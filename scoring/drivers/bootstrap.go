package drivers

import (
	"math"
	"math/rand/v2"
)

// A resampler draws rows again, with replacement, and correlates them.
type resampler struct {
	width   int       // distinct drivers, the outcome, and 1
	values  []float64 // standardised rows, and one of zeros at the end
	weights []float64 // by row, with a 0 at the end
	times   []uint16  // by row
	drawn   []int     // rows drawn at least once
	sums    []float64 // of products: the lower triangle by rows
}

// resampler takes in the complete rows. The drivers at the given places vary, and so does the outcome.
func (m *Moments) resampler(rows []Row, places []int) *resampler {
	r := &resampler{width: len(places) + 2}
	standard := func(i int, v float64) float64 { return m.means[i].below(v) / m.deviation(i) }
	for _, row := range rows {
		if row.weight() == 0 || !row.complete() {
			continue
		}
		for _, i := range places {
			r.values = append(r.values, standard(i, row.Drivers[i]))
		}
		r.values = append(r.values, standard(len(m.names), row.Outcome), 1)
		r.weights = append(r.weights, row.weight())
	}
	n := len(r.weights)
	r.times, r.drawn = make([]uint16, n), make([]int, 0, n+3)
	r.values = append(r.values, make([]float64, r.width)...)
	r.weights = append(r.weights, 0)
	r.sums = make([]float64, r.width*(r.width+1)/2)
	return r
}

// draw draws as many rows as there are.
func (r *resampler) draw(with *rand.Rand) {
	clear(r.times)
	n := uint32(len(r.times))
	for range r.times {
		r.times[with.Uint32N(n)]++
	}
	r.drawn = r.drawn[:0]
	for i, times := range r.times {
		if times > 0 {
			r.drawn = append(r.drawn, i)
		}
	}
}

// add sums the products of the rows drawn, four rows at a time: that takes a quarter of the loads and stores.
func (r *resampler) add() {
	clear(r.sums)
	for len(r.drawn)%4 != 0 {
		r.drawn = append(r.drawn, len(r.times))
	}
	for at := 0; at < len(r.drawn); at += 4 {
		a, wa := r.row(r.drawn[at])
		b, wb := r.row(r.drawn[at+1])
		c, wc := r.row(r.drawn[at+2])
		d, wd := r.row(r.drawn[at+3])
		sums := r.sums
		for i := range r.width {
			x, y, z, u := wa*a[i], wb*b[i], wc*c[i], wd*d[i]
			row := sums[:i+1]
			a, b, c, d := a[:len(row)], b[:len(row)], c[:len(row)], d[:len(row)]
			for j := range row {
				row[j] += x*a[j] + y*b[j] + z*c[j] + u*d[j]
			}
			sums = sums[i+1:]
		}
	}
}

// row returns a row and how much it counts in this round.
func (r *resampler) row(i int) ([]float64, float64) {
	w := r.weights[i]
	if i < len(r.times) {
		w *= float64(r.times[i])
	}
	return r.values[i*r.width : (i+1)*r.width], w
}

// sum returns the sum of products of columns i and j, j <= i.
func (r *resampler) sum(i, j int) float64 { return r.sums[i*(i+1)/2+j] }

// correlate writes the correlations of the rows drawn. What does not vary among them correlates with nothing,
// not even with itself.
func (r *resampler) correlate(c correlations) {
	one := r.width - 1
	roots := make([]float64, one)
	for i := range roots {
		v := r.covariance(i, i)
		if roots[i] = 0; v > 1e-13*r.sum(i, i) {
			roots[i] = 1 / math.Sqrt(v)
		}
		for j := range i + 1 {
			c.set(i, j, r.covariance(i, j)*roots[i]*roots[j])
		}
	}
}

// covariance returns the sum of products of the deviations of columns i and j, j <= i.
func (r *resampler) covariance(i, j int) float64 {
	one := r.width - 1
	return r.sum(i, j) - r.sum(one, i)*(r.sum(one, j)/r.sum(one, one))
}
