package drivers

import "math/rand/v2"

// A measured is what correlations come to, by distinct driver.
type measured struct {
	r2       float64
	shapley  []float64
	relative []float64
	outcome  []float64 // correlations with the outcome
	vain     bool      // the outcome does not vary, so that there is no R²
}

// A measurer measures correlations of one size again and again.
type measurer struct {
	subsets *subsets // nil where there are too many
	orders  *orders  // nil where there are few enough
}

// newMeasurer returns one that looks at all orders of up to exact drivers, and else at so many pairs.
func newMeasurer(drivers, exact, pairs int, with *rand.Rand) measurer {
	if drivers <= exact {
		return measurer{subsets: newSubsets(drivers)}
	}
	return measurer{orders: newOrders(drivers, pairs, with)}
}

// measure returns what correlations come to, and the standard errors of sampling where orders are sampled.
func (m measurer) measure(c correlations, s *spectrum) (found measured, errors []float64) {
	if m.subsets != nil {
		found.shapley, found.r2 = m.subsets.shapley(c)
		errors = make([]float64, c.drivers())
	} else {
		found.shapley, errors, found.r2 = m.orders.shapley(c)
	}
	for i, part := range found.shapley {
		if part < 0 { // by rounding: no driver explains less than nothing
			found.shapley[i] = 0
			toSum(found.shapley, found.r2)
		}
	}
	found.relative = s.relative(c)
	toSum(found.relative, found.r2)
	found.outcome = make([]float64, c.drivers())
	for i := range found.outcome {
		found.outcome[i] = c.outcome(i)
	}
	found.vain = c.at(c.drivers(), c.drivers()) == 0
	return found, errors
}

// toSum makes up for what rounding did to the sum of numbers that are not below 0. That is nothing to speak of
// but for drivers that nearly follow from others.
func toSum(of []float64, total float64) {
	sum := 0.0
	for _, v := range of {
		sum += v
	}
	if sum == 0 {
		return
	}
	for i := range of {
		of[i] *= total / sum
	}
}

const (
	// maxExactRound is up to how many drivers all orders are looked at in each round: more take too long.
	maxExactRound = 14

	// roundPairs is how many pairs of orders are tried in a round where there are more.
	roundPairs = 256
)

// again measures rows drawn again, so many times. Where that is done with some of the orders only, they are the
// same in all rounds and for the rows as they are, and what those few orders are wrong by on these is taken
// off everywhere: what rounds differ by is then the rows.
func (r *resampler) again(c correlations, found measured, s settings) []measured {
	m := newMeasurer(c.drivers(), maxExactRound, roundPairs, s.rand)
	wrong := make([]float64, c.drivers())
	if m.orders != nil {
		parts, _, _ := m.orders.shapley(c)
		for i, part := range parts {
			wrong[i] = part - found.shapley[i]
		}
	}
	rounds := make([]measured, s.rounds)
	drawn := newCorrelations(c.size)
	for i := range rounds {
		r.draw(s.rand)
		r.add()
		r.correlate(drawn)
		rounds[i], _ = m.measure(drawn, drawn.spectrum())
		for j, by := range wrong {
			rounds[i].shapley[j] -= by
		}
	}
	return rounds
}
