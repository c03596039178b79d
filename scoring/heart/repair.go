package heart

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A recovery is a failure with the repairs that name it.
type recovery struct {
	failure
	repairs []repair
}

// recoveries puts repairs and failures together, in an order that does not depend on that of moments.
// What it also returns are the repairs whose failure is not among the moments.
func (t *Tally) recoveries() ([]recovery, []repair, error) {
	byID := make(map[string]*recovery, len(t.failures))
	for _, f := range t.failures {
		if byID[f.id] != nil {
			return nil, nil, rules.Break("ID", "must be that of one failure only")
		}
		byID[f.id] = &recovery{failure: f}
	}
	var alone []repair
	for _, r := range slices.SortedFunc(slices.Values(t.repairs), repair.compare) {
		f := byID[r.of]
		switch {
		case f == nil:
			alone = append(alone, r)
		case r.at.Before(f.at):
			return nil, nil, rules.Break("Repairs", "must name a failure that is not later than the repair")
		default:
			f.repairs = append(f.repairs, r)
		}
	}
	var found []recovery
	for _, f := range byID {
		if len(f.repairs) > 0 {
			found = append(found, *f)
		}
	}
	slices.SortFunc(found, func(a, b recovery) int { return strings.Compare(a.id, b.id) })
	return found, alone, nil
}

func (r repair) compare(q repair) int {
	return cmp.Or(strings.Compare(r.of, q.of), cmp.Compare(r.kind, q.kind), r.at.Compare(q.at), cmp.Compare(r.weight.lo, q.weight.lo))
}

// counts returns how much the repairs of a failure count, from 0 to 1: less, the more other failures of the
// same sort weigh beside it. As all fade alike, that does not change with the instant.
func (r *recovery) counts(f fade, asOf time.Time, sort faded) float64 {
	own := r.weight.at(f, asOf)
	if own == 0 {
		return 0
	}
	return min(1, max(0, 1-(sort.at(f, asOf)-own)/own))
}

// mended returns how much of the failure is taken back by all repairs together, from 0 to 1, and how much
// of that is due to each.
func (r *recovery) mended(kinds map[Kind]Meaning) (share float64, by []float64) {
	sum := 0.0
	for _, q := range r.repairs {
		m := kinds[q.kind].Mends * q.part
		by = append(by, m)
		sum += m
	}
	for i := range by {
		by[i] *= min(1, sum) / sum
	}
	return min(1, sum), by
}
