package lifetime

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Total is how many purchases some customers will make together, with two ranges that are not to be confused.
type Total struct {
	// Expected is the mean, with what the doubt about the parameters leaves open: hold it against other
	// expectations. The more customers the model was fitted to, the narrower it is.
	Expected relationship.Estimate `json:"expected"`

	// Actual is the same number with the range in which what will be counted falls, for customers buy by
	// chance also where all parameters are known: hold it against what happened.
	Actual relationship.Estimate `json:"actual"`
}

// Foretell returns how many purchases some customers will make together within a horizon after T. m is any [Model],
// and fit the one it came with. The range of Expected is that of [Interval]; for that of Actual the future is drawn
// many times from the model, and both parts of the doubt are taken together as [Jointly] does. Both are unknown where
// the fit has no Covariance; for no customers both are 0.
//
// Both ranges hold if the model is right: they know nothing of seasons, of a price that rose or of customers of another
// kind. Fit to the time before a split and hold Actual against what happened, with [NewBacktest], before relying on them.
//
// It returns an error matching [relationship.ErrInvalid] for what [ExpectedAll] refuses, for a fit of another
// model and for a setting out of its range. Each draw takes about a tenth of a microsecond for
// each row.
func Foretell(m Model, fit Fit, rows []Customer, horizon float64, cfg DrawConfig) (Total, error) {
	const op = "foretell purchases"
	cfg, err := cfg.check()
	if err != nil {
		return Total{}, opError(op, err)
	}
	sums, err := Interval(m, fit, func(m Model) ([]float64, error) {
		sum, err := expectedTotal(m, rows, horizon)
		return []float64{sum}, err
	}, IntervalConfig{})
	if err != nil || !sums[0].Known() {
		return Total{}, retold(op, err)
	}
	t := Total{Expected: sums[0]}
	future, err := drawTotals(m, rows, horizon, cfg)
	if err != nil {
		return Total{}, opError(op, err)
	}
	t.Actual, err = Jointly(t.Expected, middle(t.Expected.Value, future, t.Expected.N))
	return t, retold(op, err)
}

func expectedTotal(m Model, rows []Customer, horizon float64) (float64, error) {
	dst := make([]float64, len(rows))
	if err := ExpectedAll(m, dst, rows, horizon); err != nil {
		return 0, err
	}
	sum := 0.0
	for _, v := range dst {
		sum += v
	}
	return sum, nil
}

// drawTotals draws what all customers make together, again and again. The caller has checked everything.
func drawTotals(m Model, rows []Customer, horizon float64, cfg DrawConfig) ([]float64, error) {
	alive := make([]float64, len(rows))
	if err := PAliveAll(m, alive, rows, 0); err != nil {
		return nil, err
	}
	k := m.kernel()
	totals := make([]float64, cfg.Draws)
	for i, c := range rows {
		for d := range totals {
			if cfg.Rand.Float64() < alive[i] {
				totals[d] += k.next(cfg.Rand, c, horizon)
			}
		}
	}
	return totals, nil
}

// Jointly returns one number whose doubt has several independent sources: estimates of it that differ in their
// ranges alone, each as if nothing else were in doubt. A worth is in doubt for what is not known of purchases and for
// what is not known of spending. Distances from the value add by their squares; the range stays above 0 where all of theirs do.
// N is the least of theirs. If one is unknown, so is the result.
//
// It returns an error matching [relationship.ErrInvalid] where there is no estimate, and for estimates that break
// the rules of theirs or have different values.
func Jointly(estimates ...relationship.Estimate) (relationship.Estimate, error) {
	const op = "join estimates"
	if len(estimates) == 0 {
		return relationship.Estimate{}, opError(op, rules.Break("estimates", "must be at least one"))
	}
	first := estimates[0]
	down, up, floor := 0.0, 0.0, 0.0
	for i, e := range estimates {
		switch err := e.Check(-math.MaxFloat64, math.MaxFloat64); {
		case err != nil:
			return relationship.Estimate{}, opError(op, rules.Break(rules.Index("estimates", i), "must keep the rules of its fields"))
		case !e.Known() || !first.Known():
			return relationship.Estimate{}, nil
		case e.Value != first.Value:
			return relationship.Estimate{}, opError(op, rules.Break(rules.Index("estimates", i), "must have the same value as the first"))
		}
		down, up = math.Hypot(down, e.Value-e.Low), math.Hypot(up, e.High-e.Value)
		if e.Low < 0 {
			floor = -math.MaxFloat64
		}
	}
	joint := relationship.Estimate{Value: first.Value, N: first.N}
	joint.Low = min(joint.Value, max(joint.Value-down, floor))
	joint.High = min(joint.Value+up, math.MaxFloat64)
	for _, e := range estimates {
		joint.N = min(joint.N, e.N)
	}
	return joint.Derived(estimates...), nil
}
