package beliefs_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/beliefs"
)

// with returns a fine side of three attributes that was changed.
func with(change func(*beliefs.Side)) beliefs.Side {
	s := clone(withCovariance([]float64{50, 30, 20}, 100))
	change(&s)
	return s
}

func TestBadSidesAreRefused(t *testing.T) {
	t.Parallel()
	good := withCovariance([]float64{50, 30, 20}, 100)
	for _, c := range []struct {
		name, field string
		change      func(*beliefs.Side)
	}{
		{"one attribute", "Shares", func(s *beliefs.Side) { *s = exactly(1) }},
		{"no attribute", "Shares", func(s *beliefs.Side) { *s = beliefs.Side{} }},
		{"201 attributes", "Shares", func(s *beliefs.Side) { *s = exactly(make([]float64, 201)...) }},
		{"shares that do not sum", "Shares", func(s *beliefs.Side) { *s = exactly(.5, .3, .1) }},
		{"a share below 0", "Shares[2].Value.Value", func(s *beliefs.Side) { *s = exactly(.7, .4, -.1) }},
		{"a share above 1", "Shares[0].Value.Value", func(s *beliefs.Side) { *s = exactly(1.5, .3, .2) }},
		{"a share that is no number", "Shares[1].Value.Value", func(s *beliefs.Side) { s.Shares[1].Value.Value = math.NaN() }},
		{"a range beyond 1", "Shares[1].Value.High", func(s *beliefs.Side) { s.Shares[1].Value.High = 1.1 }},
		{"a range beside its value", "Shares[1].Value.High", func(s *beliefs.Side) { s.Shares[1].Value.High = .1 }},
		{"an unknown share", "Shares[1].Value", func(s *beliefs.Side) { s.Shares[1].Value = relationship.Estimate{} }},
		{"an attribute twice", "Shares[1].Attribute", func(s *beliefs.Side) { s.Shares[1].Attribute = "a00" }},
		{"an attribute without name", "Shares[1].Attribute", func(s *beliefs.Side) { s.Shares[1].Attribute = "" }},
		{"a name that is no text", "Shares[1].Attribute", func(s *beliefs.Side) { s.Shares[1].Attribute = "\xff" }},
		{"a long name", "Shares[1].Attribute", func(s *beliefs.Side) { s.Shares[1].Attribute = strings.Repeat("x", 256) }},
		{"few degrees of freedom", "Freedom", func(s *beliefs.Side) { s.Freedom = .5 }},
		{"degrees of freedom that are no number", "Freedom", func(s *beliefs.Side) { s.Freedom = math.NaN() }},
		{"a row of covariances too few", "Covariance", func(s *beliefs.Side) { s.Covariance = s.Covariance[:2] }},
		{"a covariance too few", "Covariance[1]", func(s *beliefs.Side) { s.Covariance[1] = s.Covariance[1][:2] }},
		{"a covariance that is no number", "Covariance[1]", func(s *beliefs.Side) { s.Covariance[1][0] = math.NaN() }},
		{"a variance below 0", "Covariance[1]", func(s *beliefs.Side) { s.Covariance[1][1] = -1 }},
		{"a variance without a range", "Covariance[1]", func(s *beliefs.Side) { s.Shares[1].Value = exact(.3) }},
		{"covariances that differ", "Covariance", func(s *beliefs.Side) { s.Covariance[1][0] *= 2 }},
		{"correlations beyond 1", "Covariance", func(s *beliefs.Side) {
			s.Covariance[1][0] *= 5
			s.Covariance[0][1] *= 5
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := beliefs.Gaps(with(c.change), good, beliefs.Config{})
			refused(t, err, "of."+c.field)
			_, err = beliefs.Agree(good, with(c.change))
			refused(t, err, "b."+c.field)
			_, err = beliefs.Compare(good, good, with(c.change), beliefs.Config{})
			refused(t, err, "measured."+c.field)
		})
	}
}

func TestAttributesMustBeOnBothSides(t *testing.T) {
	t.Parallel()
	other := exactly(.5, .3, .2)
	other.Shares[2].Attribute = "another"
	for _, measured := range []beliefs.Side{exactly(.5, .5), exactly(.4, .3, .2, .1), other} {
		_, err := beliefs.Compare(exactly(.5, .3, .2), beliefs.Side{}, measured, beliefs.Config{})
		refused(t, err, "measured.Shares")
	}
	_, err := beliefs.Compare(beliefs.Side{}, beliefs.Side{}, other, beliefs.Config{})
	refused(t, err, "believed")
}

func TestBadSettingsAreRefused(t *testing.T) {
	t.Parallel()
	s := exactly(.5, .5)
	for field, all := range map[string][]beliefs.Config{
		"Level":  {{Level: 1}, {Level: -1}, {Level: .4}, {Level: math.NaN()}},
		"Margin": {{Margin: -1}, {Margin: math.NaN()}, {Margin: math.Inf(1)}},
		"MaxAge": {{MaxAge: -1}},
		"Rounds": {{Rounds: 1}, {Rounds: 2e6}, {Rounds: -100}},
	} {
		for _, cfg := range all {
			_, err := beliefs.Gaps(s, s, cfg)
			refused(t, err, field)
			_, err = beliefs.Compare(s, s, s, cfg)
			refused(t, err, field)
			_, err = beliefs.Judge(nil, nil, day(1, 1), cfg)
			refused(t, err, field)
			_, err = beliefs.Agenda(nil, day(1, 1), cfg)
			refused(t, err, field)
		}
	}
}

func TestBadPointsAreRefused(t *testing.T) {
	t.Parallel()
	two := names(2)
	for _, c := range []struct {
		name, field string
		attributes  []string
		scores      [][]float64
	}{
		{"no leader", "scores", two, nil},
		{"one attribute", "Shares", names(1), [][]float64{{1}}},
		{"an attribute twice", "Shares[1].Attribute", []string{"a", "a"}, [][]float64{{1, 2}}},
		{"points too few", "scores[1].points", two, [][]float64{{1, 2}, {1}}},
		{"points below 0", "scores[0].points[1]", two, [][]float64{{1, -2}}},
		{"points that are no number", "scores[0].points[0]", two, [][]float64{{math.NaN(), 1}}},
		{"points without end", "scores[0].points[0]", two, [][]float64{{math.Inf(1), 1}}},
		{"nothing but 0", "scores[0].points", two, [][]float64{{0, 0}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := beliefs.Leaders(c.attributes, c.scores)
			refused(t, err, c.field)
		})
	}
}

func TestWhatCannotBeNormalisedIsRefused(t *testing.T) {
	t.Parallel()
	_, err := exactly(0, 0).Normalised()
	refused(t, err, "Shares")
	_, err = exactly(-1, 2).Normalised()
	refused(t, err, "Shares[0].Value.Value")
	_, err = exactly(1e16, 1).Normalised()
	refused(t, err, "Shares[0].Value.Value")
}

func TestBadMeasurementsAreRefused(t *testing.T) {
	t.Parallel()
	fine := beliefs.Measurement{Attribute: "x", At: day(5, 1), Value: exact(.5)}
	changed := func(change func(*beliefs.Measurement)) []beliefs.Measurement {
		m := fine
		change(&m)
		return []beliefs.Measurement{fine, m}
	}
	for field, measured := range map[string][]beliefs.Measurement{
		"measured":                {fine, fine},
		"measured[1].At":          changed(func(m *beliefs.Measurement) { m.At = time.Time{} }),
		"measured[1].Attribute":   changed(func(m *beliefs.Measurement) { m.Attribute = "\xff" }),
		"measured[1].Value.Value": changed(func(m *beliefs.Measurement) { m.Value.Value = math.NaN() }),
		"measured[1].Value.Basis": changed(func(m *beliefs.Measurement) { m.Value.Basis = relationship.Unknown }),
		"measured[1].Value.High":  changed(func(m *beliefs.Measurement) { m.Value.High = 1e300 }),
	} {
		_, err := beliefs.Judge(nil, measured, day(6, 1), beliefs.Config{})
		refused(t, err, field)
	}
	_, err := beliefs.Judge(nil, nil, time.Time{}, beliefs.Config{})
	refused(t, err, "asOf")
	_, err = beliefs.Agenda(nil, time.Time{}, beliefs.Config{})
	refused(t, err, "asOf")
	a := scoring.Assumption{ID: "a"}
	_, err = beliefs.Judge([]scoring.Assumption{a, a}, nil, day(6, 1), beliefs.Config{})
	refused(t, err, "assumptions[1].ID")
	_, err = beliefs.Judge([]scoring.Assumption{{}}, nil, day(6, 1), beliefs.Config{})
	refused(t, err, "assumptions[0].ID")
	a.Believed = exact(math.Inf(1))
	_, err = beliefs.Judge([]scoring.Assumption{a}, nil, day(6, 1), beliefs.Config{})
	refused(t, err, "assumptions[0].Believed.Value")
}
