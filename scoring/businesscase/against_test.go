package businesscase_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// TestTheChanceOfALossIsThatOfANormalValue compares with a value of which mean and spread are known at every scale.
func TestTheChanceOfALossIsThatOfANormalValue(t *testing.T) {
	t.Parallel()
	m := improving(func(x float64) float64 { return x - 5 })
	scales := []float64{1, 0, .5, 2, 16}
	points := have(m.Against(scales, businesscase.Config{Draws: 10_000}))(t)
	for i, k := range scales {
		p, mean, sd := points[i], 10*k-5, math.Hypot(3*k, 5)
		if p.Scale != k {
			t.Errorf("got scale %v, want %v", p.Scale, k)
		}
		agree(t, "mean", p.Value.Value, mean, 4*p.Value.SE)
		agree(t, "loss", p.Loss.Value, math.Erfc(mean/sd/math.Sqrt2)/2, (p.Loss.High-p.Loss.Low)+1e-9)
	}
	none := have(m.Against([]float64{math.Copysign(0, -1)}, businesscase.Config{Draws: 1000}))(t)
	if math.Signbit(none[0].Scale) {
		t.Error("got a scale of -0")
	}
	if got := have(m.Against(nil, businesscase.Config{}))(t); len(got) != 0 {
		t.Errorf("got %v at no scale", got)
	}
}

func TestMoreThanMakesSenseIsPutAtTheLimit(t *testing.T) {
	t.Parallel()
	most, least := .4, .1
	m := atOnce(0, func(x []float64) float64 { return x[0] }, businesscase.Uniform(.1, .4))
	m.Inputs[0].Improves, m.Inputs[0].Most, m.Inputs[0].Least = true, &most, &least
	points := have(m.Against([]float64{0, 4}, businesscase.Config{Draws: 1000}))(t)
	want := []businesscase.Mean{{}, {Value: .4}}
	if diff := cmp.Diff(want, []businesscase.Mean{points[0].Value, points[1].Value}); diff != "" {
		t.Errorf("none, and more than makes sense: (-want +got)\n%s", diff)
	}
}

func TestWithoutDoubtALossIsCertainOrNot(t *testing.T) {
	t.Parallel()
	m := total(10, businesscase.Exactly(12))
	m.Inputs[0].Improves = true
	got := have(m.Against([]float64{.5, 1}, businesscase.Config{Draws: 1000}))(t)
	if got[0].Loss != (businesscase.Chance{Value: 1, Low: 1, High: 1}) || got[1].Loss != (businesscase.Chance{}) {
		t.Errorf("got %+v", got)
	}
}
