package businesscase

import (
	"math"

	"github.com/kithcrm/kith/relationship"
)

// worth returns the value as an estimate. It has the weakest basis of the inputs, and as little evidence as that
// which varies with the least; a host that gives an input neither a number nor a basis has left it out.
func (s *simulation) worth(r *Result) relationship.Estimate {
	v := s.columns[ofValue]
	low, high := placeOf(.025, len(v)), placeOf(.975, len(v))
	settle(v, ranksOf(nil, low, high))
	e := relationship.Estimate{Value: r.Value.Value, Low: min(v[low]+0, r.Value.Value), High: max(v[high]+0, r.Value.Value)}
	n := math.Inf(1)
	var from []relationship.Estimate
	for i, in := range s.model.Inputs {
		known := s.model.evidence(i)
		if s.inputs.varies(i) {
			n = min(n, known.N)
		} else if in.Basis == relationship.Unknown && s.inputs.base()[i] == 0 {
			continue
		}
		from = append(from, known)
	}
	if !math.IsInf(n, 1) {
		e.N = n
	}
	if from == nil {
		e.Basis = relationship.Guessed // by whoever wrote Flows
		return e
	}
	return e.Derived(from...)
}

// evidence returns what an input rests on: guessed where nobody said, and what was found where it was measured since.
func (m *Model) evidence(i int) relationship.Estimate {
	in := m.Inputs[i]
	e := relationship.Estimate{Basis: max(in.Basis, relationship.Guessed), N: in.N}
	for _, found := range m.Measured {
		if found.Input == in.Name {
			e.Basis, e.N = max(e.Basis, found.Found.Basis), e.N+found.Found.N
		}
	}
	return e
}
