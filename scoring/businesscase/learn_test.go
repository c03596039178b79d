package businesscase_test

import (
	"math"
	"reflect"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

func TestLearningLeavesTheModelAsItWas(t *testing.T) {
	t.Parallel()
	m := pair()
	m.Measured = append(make([]businesscase.Measurement, 0, 5), measuredOf("price"))
	before := pair()
	before.Measured = []businesscase.Measurement{measuredOf("price")}
	one := have(m.Learn(measuredOf("volume")))(t)
	other := have(m.Learn(measuredOf("churn")))(t)
	again := have(m.Learn(measuredOf("price")))(t)
	if !reflect.DeepEqual(m, before) {
		t.Errorf("got %v, want %v", m, before)
	}
	if len(one.Measured) != 2 || one.Measured[1].Input != "volume" || other.Measured[1].Input != "churn" || len(again.Measured) != 1 {
		t.Errorf("got %v, %v and %v", one.Measured, other.Measured, again.Measured)
	}
}

func TestTwoMeasurementsCountByTheirPrecision(t *testing.T) {
	t.Parallel()
	first, second := measuredOf("price"), measuredOf("price")
	second.Found = relationship.Estimate{Value: 14, Low: 12, High: 16, N: 60, Basis: relationship.Stated}
	one := have(have(pair().Learn(first))(t).Learn(second))(t).Measured[0].Found
	other := have(have(pair().Learn(second))(t).Learn(first))(t).Measured[0].Found
	// Twice as sharp counts four times.
	se := math.Sqrt(1/(1./16+1./4)) / 2 * 2
	agree(t, "value", one.Value, (11+4*14)/5., 1e-14)
	agree(t, "low", one.Low, one.Value-se, 1e-14)
	agree(t, "high", one.High, one.Value+se, 1e-14)
	agree(t, "other way round", other.Value, one.Value, 1e-14)
	if one.N != 100 || one.Basis != relationship.Stated {
		t.Errorf("got %v, want the evidence of both and the weaker basis", one)
	}
}

// TestLearningOneAfterTheOtherIsLearningBoth holds what two measurements in a row make of a normal belief against
// the formula.
func TestLearningOneAfterTheOtherIsLearningBoth(t *testing.T) {
	t.Parallel()
	m := pair()
	m.Periods, m.Currency = 1, "EUR"
	m.Flows = func(x []float64, f *businesscase.Flows) { f.Change[0] = x[0] }
	for range 4 {
		m = have(m.Learn(measuredOf("price")))(t)
	}
	const draws = 10_000
	r := have(m.Run(businesscase.Config{Draws: draws}))(t)
	// The prior has variance 4, each measurement that of 4/1.96.
	precision := 1./4 + 4*(1.959963984540054/4)*(1.959963984540054/4)
	mean := (10./4 + 11*(precision-1./4)) / precision
	agree(t, "mean", r.Value.Value, mean, 4*r.Value.SE)
	agree(t, "sd", r.Value.SD, 1/math.Sqrt(precision), 4*r.Value.SD/math.Sqrt(2*draws))
}
