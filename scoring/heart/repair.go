package heart

import (
	"maps"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// recoverAll adds the first repair of each failure, in an order that does not depend on that of moments.
func (t *Tally) recoverAll(all map[Kind]*evidence, asOf time.Time) {
	for _, id := range slices.Sorted(maps.Keys(t.repairs)) {
		r := t.repairs[id]
		if f, known := t.named[id]; known {
			t.recover(all, &f, &r, asOf)
		} else {
			all[r.Kind].repaired(&r, t.weigh(&r).at(t.fade(), asOf), 1)
		}
	}
}

// recover adds the repair of a failure, and takes back of it what that mends.
func (t *Tally) recover(all map[Kind]*evidence, f, r *Moment, asOf time.Time) {
	failed, e := all[f.Kind], all[r.Kind]
	own := t.weigh(f).at(t.fade(), asOf)
	counts := countsBeside(own, t.parts[f.Kind].sum.at(t.fade(), asOf))
	e.repaired(r, t.weigh(r).at(t.fade(), asOf), counts)
	mends := counts * t.kinds[r.Kind].Mends * min(1, r.Weight)
	for d, m := range failed.meaning {
		back := mends * own * max(0, -m)
		e.mended[d] += back
		failed.bad[d] = max(0, failed.bad[d]-back)
	}
}

// countsBeside returns how much the repair of a failure counts, from 0 to 1: less, the more other failures of
// the same sort weigh beside it. As all fade alike, that does not change with the instant.
func countsBeside(own, sort float64) float64 {
	if own == 0 {
		return 0
	}
	return min(1, max(0, 1-(sort-own)/own))
}

// repaired adds a repair that counts so much.
func (e *evidence) repaired(r *Moment, weight, counts float64) {
	e.basis = min(e.basis, r.Basis)
	e.weight += weight
	if r.Basis == relationship.Guessed {
		e.guessed += weight
	}
	e.say(weight * counts)
}
