package lifetime

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// An IntervalConfig says what numbers [Interval] is asked about. Its zero value is ready to use.
type IntervalConfig struct {
	// Shares says that the numbers are from 0 to 1, such as probabilities and retention: the interval is then
	// found on log-odds and stays there. Otherwise that of a number above 0 is found on logarithms and stays
	// above 0, and that of any other is as wide on both sides.
	Shares bool
}

// movable is a model whose parameters can be moved: every model of this package, and Model.
type movable interface {
	params() point
	with(p point) any // the same model with other parameters
}

// Interval returns what is asked of a fitted model, each number with the range that the doubt about its
// parameters leaves (95 %, by the delta method): a mean is what the range is of, and not what a single
// customer will do, for which see [Foretell]. m is any model of this package and fit the one it came with. of returns the
// numbers that a model gives, as many each time: expected purchases of some customers, or their total, or
// probabilities, or what they are worth.
//
// The slope of each number along the axes of the covariance of the logarithms of the parameters is taken as a
// central difference, in which no logarithm moves by more than 1e-4. Where the fit has no Covariance the
// estimates are unknown: see [Fit.Verdicts], and [Bootstrap], which needs none.
//
// It returns an error matching [relationship.ErrInvalid] for a fit of another model and for an of that does not
// return numbers, as many each time; and the error of of as it is. It calls of twice for each parameter, and
// once.
func Interval[M movable](m M, fit Fit, of func(m M) ([]float64, error), cfg IntervalConfig) ([]relationship.Estimate, error) {
	const op = "find an interval"
	values, err := ask(op, m, of, -1)
	if err != nil {
		return nil, err
	}
	if err := fit.checkOf(m); err != nil {
		return nil, opError(op, err)
	}
	variances, known, err := variances(op, m, fit, of, len(values))
	if err != nil {
		return nil, err
	}
	estimates := make([]relationship.Estimate, len(values))
	if !known {
		return estimates, nil
	}
	for i, v := range values {
		if estimates[i], err = cfg.around(v, math.Sqrt(variances[i])); err != nil {
			return nil, opError(op, err)
		}
		estimates[i].N, estimates[i].Basis = float64(fit.N), relationship.Observed
	}
	return estimates, nil
}

// checkOf returns the error for a fit that is not that of a model.
func (f Fit) checkOf(m movable) error {
	p := m.params()
	same := len(f.Params) > 0 && f.N > 0 && (f.Covariance == nil || len(f.Covariance) == len(f.Params))
	for i, v := range p {
		if i < len(f.Params) {
			same = same && f.Params[i].Value == v
		} else {
			same = same && v == 0
		}
	}
	for _, row := range f.Covariance {
		same = same && len(row) == len(f.Params)
	}
	return rules.Break("fit", when(!same, "must be the one that the model came with"))
}

// ask returns what of says of a model: n numbers, or any number of them where n is below 0.
func ask[M any](op string, m M, of func(m M) ([]float64, error), n int) ([]float64, error) {
	values, err := of(m)
	if err != nil {
		return nil, err
	}
	wrong := n >= 0 && len(values) != n
	for _, v := range values {
		wrong = wrong || math.IsNaN(v) || math.IsInf(v, 0)
	}
	return values, opError(op, rules.Break("of", when(wrong, "must return numbers, as many each time")))
}

// farthest is by how much a logarithm is moved for a slope at most.
const farthest = 1e-4

// variances returns those of n numbers. The columns of the triangle whose square is the covariance are independent
// parts of the doubt, so that the squares of the slopes along them add up.
func variances[M movable](op string, m M, fit Fit, of func(m M) ([]float64, error), n int) (sums []float64, known bool, err error) {
	axes, known := cholesky(fit.logCovariance(), len(fit.Covariance))
	sums = make([]float64, n)
	if !known || fit.Covariance == nil {
		return sums, false, nil
	}
	for k := range fit.Covariance {
		axis := column(axes, k)
		step := farthest / length(axis)
		up, err := ask(op, moved(m, axis, step), of, n)
		if err != nil {
			return nil, false, err
		}
		down, err := ask(op, moved(m, axis, -step), of, n)
		if err != nil {
			return nil, false, err
		}
		for i := range sums {
			slope := (up[i] - down[i]) / (2 * step)
			sums[i] += slope * slope
		}
	}
	return sums, true, nil
}

// logCovariance returns the covariance of the logarithms of the parameters.
func (f Fit) logCovariance() matrix {
	var m matrix
	for i, row := range f.Covariance {
		for j, v := range row {
			m[i][j] = v / f.Params[i].Value / f.Params[j].Value
		}
	}
	return m
}

func column(m matrix, k int) point {
	var c point
	for i := range m {
		c[i] = m[i][k]
	}
	return c
}

// moved returns the model whose parameters have their logarithms moved.
func moved[M movable](m M, by point, times float64) M {
	p := m.params()
	for i := range p {
		p[i] *= math.Exp(by[i] * times)
	}
	return m.with(p).(M)
}

// around returns a number with its range for a standard error.
func (cfg IntervalConfig) around(v, se float64) (relationship.Estimate, error) {
	half := normal95 * se
	switch {
	case cfg.Shares && !(v >= 0 && v <= 1):
		return relationship.Estimate{}, rules.Break("of", "must return numbers from 0 to 1 where they are Shares")
	case se == 0 || cfg.Shares && v*(1-v) == 0:
		return relationship.Estimate{Value: v, Low: v, High: v}, nil
	case cfg.Shares:
		odds := math.Exp(half / v / (1 - v))
		return relationship.Estimate{Value: v, Low: min(v, v/(v+(1-v)*odds)), High: max(v, 1-(1-v)/(1-v+v*odds))}, nil
	case v > 0:
		times := math.Exp(half / v)
		return relationship.Estimate{Value: v, Low: v / times, High: min(v*times, math.MaxFloat64)}, nil
	}
	return relationship.Estimate{Value: v, Low: max(v-half, -math.MaxFloat64), High: min(v+half, math.MaxFloat64)}, nil
}
