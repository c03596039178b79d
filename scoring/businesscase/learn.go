package businesscase

import (
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// Learn returns the model with one measurement more. Where the input was measured before, both are put together,
// each with a weight of one over its squared standard error. What is then known of the input, and of those that are
// correlated with it, is worked out whenever the model is used, and told in [Finding.Now]; Dist stays what was
// believed before.
//
// It returns an error matching [relationship.ErrInvalid] where the inputs of m or their correlations are not
// possible; where what was measured is none of the inputs, is exact, or goes together with another that was measured
// before; and where what was found has no doubt, or is impossible by what was believed. It takes some milliseconds,
// and up to a fifth of a second where what was found is far from all that was believed.
func (m Model) Learn(found Measurement) (Model, error) {
	place, err := m.places()
	if err == nil {
		_, err = m.reading(found, place)
	}
	if err != nil {
		return Model{}, opError("learn", err)
	}
	m.Measured = slices.Clone(m.Measured)
	before := slices.IndexFunc(m.Measured, func(b Measurement) bool { return b.Input == found.Input })
	if before < 0 {
		m.Measured = append(m.Measured, found)
	} else {
		m.Measured[before].Found = together(m.Measured[before].Found, found.Found)
	}
	if _, err := newSampler(&m); err != nil {
		return Model{}, opError("learn", m.ofLearned(found.Input, err))
	}
	return m, nil
}

// ofLearned returns an error about the measurement of an input by the name of its own field.
func (m *Model) ofLearned(input string, err error) error {
	b, ok := errors.AsType[*rules.Broken](err)
	if !ok {
		return err
	}
	at := slices.IndexFunc(m.Measured, func(b Measurement) bool { return b.Input == input })
	if field, own := strings.CutPrefix(b.Field, rules.Index("Measured", at)+"."); own {
		return rules.Break(field, b.Rule)
	}
	return err
}

// together returns what two measurements of one thing say.
func together(a, b relationship.Estimate) relationship.Estimate {
	one, other := standardError(a), standardError(b)
	both := math.Hypot(one, other)
	value := a.Value + one/both*(one/both)*(b.Value-a.Value)
	se := one / both * other
	return relationship.Estimate{Value: value, Low: value - z95*se, High: value + z95*se, N: a.N + b.N}.Derived(a, b)
}

func standardError(e relationship.Estimate) float64 { return (e.High - e.Low) / (2 * z95) }

// A reading is a measurement as it is reckoned with.
type reading struct {
	value, se float64
	index     int // which of Measured it is
}

// readings checks all measurements, each by itself, and returns them by the places of their inputs.
func (m *Model) readings(place map[string]int) (map[int]reading, error) {
	all := make(map[int]reading, len(m.Measured))
	for k, found := range m.Measured {
		i := place[found.Input]
		_, twice := all[i]
		r, err := m.reading(found, place)
		if err = rules.First(err, rules.Break("Input", when(twice, "must not be measured twice: Learn puts both together"))); err != nil {
			return nil, rules.Within(rules.Index("Measured", k), err)
		}
		r.index = k
		all[i] = r
	}
	return all, nil
}

// reading checks a measurement.
func (m *Model) reading(found Measurement, place map[string]int) (reading, error) {
	i, known := place[found.Input]
	if err := rules.First(rules.Break("Input", when(!known, notAnInput)), checkFound(found.Found)); err != nil {
		return reading{}, err
	}
	in := m.Inputs[i]
	r := reading{value: found.Found.Value, se: standardError(found.Found)}
	return r, rules.First(
		rules.Break("Input", when(!in.varies(), "must not be exact: what is known needs no measuring")),
		rules.Break("Found", when(r.narrow(in.Dist.known()), "must leave more than a millionth of the doubt in Dist: "+useExactly)),
	)
}

// narrow reports whether a reading is sharper than can be reckoned with: beside what was in doubt, beside the digits
// of the number itself, or where it is, by the scores of a Dist that belong to it.
func (r reading) narrow(l law) bool {
	const least = 1e-6
	if !(r.se > max(least*core(l), 1e-12*math.Abs(r.value))) {
		return true
	}
	_, listed := l.(sample)
	apart := l.tails(r.value+r.se).score() - l.tails(r.value-r.se).score()
	return !listed && apart < least/1000
}

// core is half the width of the middle two thirds of a law; 0 for a sample, which can be measured however sharply.
func core(l law) float64 {
	if _, ok := l.(sample); ok {
		return 0
	}
	return (l.quantile(tailsOf(1)) - l.quantile(tailsOf(-1))) / 2
}

func checkFound(e relationship.Estimate) error {
	if inner, ok := errors.AsType[*relationship.OpError](e.Check(-mostNumber, mostNumber)); ok {
		return rules.Break("Found."+inner.Field, inner.Rule)
	}
	return rules.First(
		rules.Break("Found", when(!e.Known(), "must be known")),
		rules.Break("Found.High", when(e.Low == e.High, "must be above Low: "+useExactly)),
	)
}
