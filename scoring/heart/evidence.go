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
func (t *Tally) evidence(asOf time.Time) []evidence {
	all := make(map[Kind]*evidence, len(t.parts))
	for k, p := range t.parts {
		e := &evidence{
			kind: k, moments: p.moments, basis: p.weakest, meaning: t.kinds[k].each(),
			weight: p.sum.at(t.fade(), asOf), guessed: p.guessed.at(t.fade(), asOf),
		}
		e.say(e.weight)
		all[k] = e
	}
	t.recoverAll(all, asOf)
	return slices.SortedFunc(values(all), func(a, b evidence) int { return cmp.Compare(a.kind, b.kind) })
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
