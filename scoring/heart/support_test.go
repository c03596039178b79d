package heart_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/heart"
	"pgregory.net/rapid"
)

// start is when the stories of tests begin.
func start() time.Time { return time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC) }

func days(n int) time.Time { return start().AddDate(0, 0, n) }

// fails is what tests and properties have in common.
type fails interface {
	Helper()
	Errorf(string, ...any)
	Fatal(...any)
}

// measure returns the heart that moments come to, and fails the test where they are refused.
func measure(t fails, moments []heart.Moment, asOf time.Time, cfg heart.Config) heart.Heart {
	t.Helper()
	h, err := heart.Measure(moments, asOf, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// must returns a value, and fails the test where there is none.
func must[T any](t fails) func(T, error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// tallyOf returns a tally of moments.
func tallyOf(t fails, moments ...heart.Moment) *heart.Tally {
	t.Helper()
	tally := must[*heart.Tally](t)(heart.New(heart.Config{}))
	for _, m := range moments {
		if err := tally.Add(m); err != nil {
			t.Fatal(err)
		}
	}
	return tally
}

// near fails the test unless got is want within so much.
func near(t fails, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s: got %.12g, want %.12g", what, got, want)
	}
}

// refused fails the test unless err names the field and the rule.
func refused(t testing.TB, what string, err error, field, rule string) {
	t.Helper()
	told, ok := errors.AsType[*relationship.OpError](err)
	if !ok || !errors.Is(err, relationship.ErrInvalid) {
		t.Errorf("%s: got error %v, want an OpError that is invalid", what, err)
		return
	}
	if told.Room != "heart" || told.Op == "" || told.Field != field || told.Rule != rule {
		t.Errorf("%s: got %q %q (%v), want %q %q", what, told.Field, told.Rule, err, field, rule)
	}
}

// sound fails the test unless a heart and all its dimensions are estimates from 0 to 1.
func sound(t fails, h heart.Heart) {
	t.Helper()
	for _, e := range []relationship.Estimate{h.Heart, h.Acknowledgement, h.Respect, h.Trust} {
		if err := e.Check(0, 1); err != nil || !e.Known() {
			t.Errorf("got %v, want an estimate from 0 to 1 (%v)", e, err)
		}
	}
	for _, dim := range []relationship.Estimate{h.Acknowledgement, h.Respect, h.Trust} {
		if h.Heart.Value > math.Cbrt(dim.Value)+1e-12 {
			t.Errorf("heart is %v, above the cube root of a dimension, %v", h.Heart, dim)
		}
	}
}

// asOf is after all moments that are drawn.
func asOf() time.Time { return days(2000) }

// drawKind draws one of the ready kinds.
func drawKind() *rapid.Generator[heart.Kind] {
	return rapid.SampledFrom([]heart.Kind{
		heart.Thanked, heart.Remembered, heart.ListenedTo, heart.TreatedAsPerson, heart.PromiseKept, heart.ProblemOwned,
		heart.ProblemRepaired, heart.Ignored, heart.Forgotten, heart.TalkedDown, heart.TreatedAsNumber,
		heart.PromiseBroken, heart.ProblemMet, heart.ProblemDenied,
	})
}

// drawMoments draws moments with trouble in them: the same instant, instants a nanosecond apart and ages
// ago, weights far apart, failures with IDs and repairs that name them, one of no failure and one twice.
func drawMoments(t *rapid.T) []heart.Moment {
	n := rapid.IntRange(0, 12).Draw(t, "moments")
	moments := make([]heart.Moment, n)
	var failed []heart.Moment
	for i := range moments {
		m := heart.Moment{
			Kind:   drawKind().Draw(t, "kind"),
			At:     drawInstant(t),
			Weight: rapid.SampledFrom([]float64{0, 1, .001, .5, 3, 1000}).Draw(t, "weight"),
			Basis:  relationship.Basis(rapid.IntRange(0, 3).Draw(t, "basis")),
		}
		switch m.Kind {
		case heart.PromiseBroken, heart.ProblemMet, heart.Ignored:
			m.ID = string(rune('a' + i))
			failed = append(failed, m)
		case heart.ProblemRepaired:
			repairs(t, &m, failed)
		}
		moments[i] = m
	}
	return moments
}

func drawInstant(t *rapid.T) time.Time {
	return rapid.SampledFrom([]time.Time{
		days(0), days(0).Add(1), days(100), days(365), days(366), days(1999), asOf(),
		time.Date(1582, 10, 15, 0, 0, 0, 0, time.UTC), time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC),
	}).Draw(t, "at")
}

// repairs lets m repair one of the failures, or one that is unknown.
func repairs(t *rapid.T, m *heart.Moment, failed []heart.Moment) {
	m.Repairs = rapid.SampledFrom([]string{"", "unknown"}).Draw(t, "unknown")
	if len(failed) > 0 && rapid.Bool().Draw(t, "known") {
		f := rapid.SampledFrom(failed).Draw(t, "failure")
		m.Repairs = f.ID
		if m.At.Before(f.At) {
			m.At = f.At
		}
	}
}

// drawConfig draws settings, fading and not.
func drawConfig(t *rapid.T) heart.Config {
	beta := func(name string) heart.Beta {
		return rapid.SampledFrom([]heart.Beta{{}, {Good: .5, Bad: .5}, {Good: 4, Bad: 1}, {Good: .05, Bad: 20}}).Draw(t, name)
	}
	cfg := heart.Config{Prior: heart.Posterior{Acknowledgement: beta("a"), Respect: beta("r"), Trust: beta("t")}}
	half := rapid.SampledFrom([]time.Duration{-1, 0, time.Minute, 24 * time.Hour, 50 * 365 * 24 * time.Hour}).Draw(t, "half-life")
	if half >= 0 {
		cfg.HalfLife = &half
	}
	return cfg
}
