package lifetime

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// PAliveAll sets dst[i] to m.PAlive(rows[i], later). What customers have in common is calculated once: for many customers it
// is far quicker than one after the other, in a few megabytes of memory. Rows may be in any order, and the result
// depends on each row alone; its last digits, beyond 1e-12 of it, may be others than those of PAlive.
//
// It returns an error matching relationship.ErrInvalid for what PAlive refuses, which names the row, and for a dst that
// is not as long as rows; what dst holds then is undefined.
func PAliveAll(m Model, dst []float64, rows []Customer, later float64) error {
	return all("probabilities of being there", m, dst, rows, checkTime("later", later), func(k kernel) factor {
		if later == 0 {
			return nil
		}
		return func(x, end float64) float64 { return k.stays(x, end, later) }
	})
}

// ExpectedAll sets dst[i] to m.Expected(rows[i], horizon), as PAliveAll does for PAlive.
func ExpectedAll(m Model, dst []float64, rows []Customer, horizon float64) error {
	return all("expected purchases", m, dst, rows, checkTime("horizon", horizon), func(k kernel) factor {
		return func(x, end float64) float64 { return k.buys(x, end, horizon) }
	})
}

// DiscountedAll sets dst[i] to m.Discounted(rows[i], rate), as PAliveAll does for PAlive.
func DiscountedAll(m Model, dst []float64, rows []Customer, rate float64) error {
	return all("discounted purchases", m, dst, rows, checkAbove("rate", rate), func(k kernel) factor {
		return func(x, end float64) float64 { return k.worth(x, end, rate) }
	})
}

// A factor is what the probability of being there now is multiplied by. It depends on X and T alone.
type factor func(x, end float64) float64

// all sets dst to the products. A nil factor is 1.
func all(op string, m Model, dst []float64, rows []Customer, argument error, of func(kernel) factor) error {
	k := m.kernel()
	if err := rules.First(k.check(), argument, rules.Break("dst", when(len(dst) != len(rows), "must be as long as rows"))); err != nil {
		return opError(op, err)
	}
	if err := k.aliveAll(dst, rows); err != nil {
		return opError(op, err)
	}
	f := of(k)
	if f == nil {
		return nil
	}
	known := newMemo(len(rows))
	for i, c := range rows {
		e, found := known.find(c.X, c.T)
		if !found {
			e.value = f(c.X, c.T)
		}
		dst[i] *= e.value
		if math.IsNaN(dst[i]) || math.IsInf(dst[i], 0) {
			return opError(op, errTooExtreme())
		}
	}
	return nil
}
