package drivers

import (
	"math"
	"math/rand/v2"
	"slices"
)

// An orders tries some of the orders in which drivers can be taken in. Each is tried forth and back: a driver
// that comes early in one comes late in the other, so that a pair tells more than two orders by chance.
type orders struct {
	forth [][]int
	lower []float64 // a triangular matrix, by rows
	gains []float64 // by driver, of one pair
}

// newOrders draws so many pairs of orders of n drivers.
func newOrders(n, pairs int, r *rand.Rand) *orders {
	o := &orders{forth: make([][]int, pairs), lower: make([]float64, (n+1)*(n+1)), gains: make([]float64, n)}
	for i := range o.forth {
		o.forth[i] = r.Perm(n)
	}
	return o
}

// shapley returns the mean gains of drivers over the orders, their standard errors, and R² with all drivers.
func (o *orders) shapley(c correlations) (parts, errors []float64, r2 float64) {
	parts, errors = make([]float64, c.drivers()), make([]float64, c.drivers())
	for tried, order := range o.forth {
		clear(o.gains)
		o.gain(c, order)
		slices.Reverse(order)
		o.gain(c, order)
		slices.Reverse(order)
		for i, g := range o.gains {
			off := g/2 - parts[i]
			parts[i] += off / float64(tried+1)
			errors[i] += off * (g/2 - parts[i])
		}
	}
	pairs := float64(len(o.forth))
	for i, v := range errors {
		errors[i] = math.Sqrt(v / (pairs - 1) / pairs)
		r2 += parts[i]
	}
	return parts, errors, min(r2, 1)
}

// gain adds to the gains what each driver adds to R² in an order: by Cholesky's decomposition of the
// correlations in that order, in which the squares of the outcome's row are the gains. A driver that follows
// from earlier ones gains nothing.
func (o *orders) gain(c correlations, order []int) {
	n := c.size
	for a := range n {
		row := o.lower[a*n : a*n+a+1]
		from := c.row(n - 1)
		if a < len(order) {
			from = c.row(order[a])
		}
		for b, i := range order[:a] {
			row[b] = (from[i] - dot(row[:b], o.lower[b*n:])) * o.lower[b*n+b]
		}
		if a < len(order) {
			row[a] = inverseRoot(from[order[a]] - dot(row[:a], row))
		}
	}
	for b, i := range order {
		g := o.lower[(n-1)*n+b]
		o.gains[i] += g * g
	}
}

func dot(a, b []float64) float64 {
	total := 0.0
	b = b[:len(a)]
	for i, v := range a {
		total += v * b[i]
	}
	return total
}

// inverseRoot returns 1/√v, and 0 for what is nothing but rounding.
func inverseRoot(v float64) float64 {
	if v <= tolerance {
		return 0
	}
	return 1 / math.Sqrt(v)
}
