package heart

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// dims is how many dimensions a heart has, in the order of the fields of a Meaning.
const dims = 3

func (m Meaning) each() [dims]float64 { return [dims]float64{m.Acknowledgement, m.Respect, m.Trust} }

// evidence is what moments of one kind say at an instant.
type evidence struct {
	kind    Kind
	moments int
	basis   relationship.Basis
	weight  float64
	guessed float64
	meaning [dims]float64
	good    [dims]float64
	bad     [dims]float64 // less what was repaired
	mended  [dims]float64 // what they took back of failures of other kinds
}

// say adds what a weight of moments says.
func (e *evidence) say(weight float64) {
	for d, m := range e.meaning {
		e.good[d] += weight * max(0, m)
		e.bad[d] += weight * max(0, -m)
	}
}

// evidence returns what the moments of each kind say, by kind.
func (t *Tally) evidence(asOf time.Time) ([]evidence, error) {
	recoveries, alone, err := t.recoveries()
	if err != nil {
		return nil, err
	}
	all := make(map[Kind]*evidence, len(t.parts))
	for k, p := range t.parts {
		e := &evidence{
			kind: k, moments: p.moments, basis: p.weakest, meaning: t.kinds[k].each(),
			weight: p.sum.at(t.fade(), asOf), guessed: p.guessed.at(t.fade(), asOf),
		}
		e.say(e.weight)
		all[k] = e
	}
	for _, r := range alone {
		all[r.kind].repaired(r.weight.at(t.fade(), asOf), 1)
	}
	for _, r := range recoveries {
		t.recover(all, &r, asOf)
	}
	return slices.SortedFunc(values(all), func(a, b evidence) int { return cmp.Compare(a.kind, b.kind) }), nil
}

func values(all map[Kind]*evidence) func(func(evidence) bool) {
	return func(yield func(evidence) bool) {
		for e := range maps.Values(all) {
			if !yield(*e) {
				return
			}
		}
	}
}

// repaired adds a repair that counts so much.
func (e *evidence) repaired(weight, counts float64) {
	e.weight += weight
	e.say(weight * counts)
}

// recover adds the repairs of a failure, and takes back of it what they mend.
func (t *Tally) recover(all map[Kind]*evidence, r *recovery, asOf time.Time) {
	failed := all[r.kind]
	own := r.weight.at(t.fade(), asOf)
	counts := r.counts(t.fade(), asOf, t.parts[r.kind].sum)
	mended, by := r.mended(t.kinds)
	for i, q := range r.repairs {
		e := all[q.kind]
		e.repaired(q.weight.at(t.fade(), asOf), counts)
		for d, m := range failed.meaning {
			e.mended[d] += counts * by[i] * own * max(0, -m)
		}
	}
	for d, m := range failed.meaning {
		failed.bad[d] = max(0, failed.bad[d]-counts*mended*own*max(0, -m))
	}
}

// posterior adds evidence to the prior, all but that of one kind: what kind it is, the empty one for none.
func (s settings) posterior(all []evidence, without Kind) Posterior {
	p := s.prior
	for _, e := range all {
		for d, b := range []*Beta{&p.Acknowledgement, &p.Respect, &p.Trust} {
			if e.kind == without {
				b.Bad += e.mended[d]
				continue
			}
			b.Good += e.good[d]
			b.Bad += e.bad[d]
		}
	}
	for _, b := range []*Beta{&p.Acknowledgement, &p.Respect, &p.Trust} {
		b.Good, b.Bad = min(b.Good, mostBelief), min(b.Bad, mostBelief)
	}
	return p
}

// known puts to the estimate of a dimension what it rests on.
func known(e relationship.Estimate, d int, all []evidence) relationship.Estimate {
	guessed, basis := 0.0, relationship.Observed
	for _, ev := range all {
		size := max(ev.meaning[d], -ev.meaning[d])
		if size*ev.weight > 0 {
			basis = min(basis, ev.basis)
			e.N += size * ev.weight
			guessed += size * ev.guessed
		}
	}
	if e.N > 0 {
		e.Basis = basis
	}
	if e.Basis == relationship.Guessed && e.N > 0 {
		e.Guesses = min(1, guessed/e.N)
	}
	return e
}
