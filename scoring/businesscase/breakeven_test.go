package businesscase_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// improving returns a model with one improvement and one normal amount that has nothing to do with it.
func improving(value func(gain float64) float64) businesscase.Model {
	m := atOnce(0, func(x []float64) float64 { return value(x[0]) + x[1] }, businesscase.Normal(10, 3), businesscase.Normal(0, 5))
	m.Inputs[0].Improves = true
	return m
}

func TestTheBreakEvenIsWhereTheMeanIsNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what  string
		value func(gain float64) float64
		want  float64
	}{
		{"a straight line", func(x float64) float64 { return x - 5 }, .5},
		{"far away", func(x float64) float64 { return x - 150 }, 15},
		{"next to none", func(x float64) float64 { return x - .5 }, .05},
		{"a curve", func(x float64) float64 { return x*x - 54.5 }, math.Sqrt(.5)},
		{"the first of two", func(x float64) float64 { return 25 - (x-8)*(x-8)/4 }, -1},
	} {
		m := improving(c.value)
		b := have(m.BreakEven(businesscase.Config{Draws: 12_000}))(t)
		if c.want < 0 {
			// 25 - (109 k^2 - 160 k + 64) / 4 = 0 has a root below 0 and one above: so it is not below 0 at none.
			if b.Found || b.Scale != 0 || b.Mean.Value <= 0 {
				t.Errorf("%s: got %+v", c.what, b)
			}
			continue
		}
		se := (b.High - b.Low) / (2 * 1.96)
		if !b.Found || math.Abs(b.Mean.Value) > 1e-11 {
			t.Errorf("%s: got %+v", c.what, b)
		}
		agree(t, c.what, b.Scale, c.want, 4*se)
		if se > .05*max(c.want, .1) {
			t.Errorf("%s: got an error of %v", c.what, se)
		}
	}
}

func TestABreakEvenThatIsNotThereIsNotFound(t *testing.T) {
	t.Parallel()
	of := func(m businesscase.Model) businesscase.BreakEven {
		return have(m.BreakEven(businesscase.Config{Draws: 5000}))(t)
	}
	if b := of(improving(func(x float64) float64 { return x + 100 })); b.Found || b.Scale != 0 || b.Mean.Value < 99 {
		t.Errorf("without any improvement worth something: got %+v", b)
	}
	if b := of(improving(func(x float64) float64 { return x - 1000 })); b.Found || b.Scale != 16 || b.Mean.Value > -800 {
		t.Errorf("never worth anything: got %+v", b)
	}
	if b := of(improving(func(x float64) float64 { return x - .2 })); !b.Found || b.Low != 0 || b.High < .01 {
		t.Errorf("next to nothing is enough: got %+v", b)
	}
	none := of(worthWhatImproves())
	if !none.Found || none.Scale != 0 || none.Mean.Value != 0 {
		t.Errorf("nothing to gain and nothing to pay: got %+v", none)
	}
}

// worthWhatImproves returns a model that is worth what improves, which costs nothing.
func worthWhatImproves() businesscase.Model {
	m := atOnce(0, func(x []float64) float64 { return x[0] }, businesscase.Normal(10, 3))
	m.Inputs[0].Improves = true
	return m
}

// TestTheErrorOfABreakEvenIsThatOfRepeatedRuns repeats one of which all is known.
func TestTheErrorOfABreakEvenIsThatOfRepeatedRuns(t *testing.T) {
	t.Parallel()
	m := improving(func(x float64) float64 { return x*x - 54.5 })
	var off []float64
	for seed := range uint64(30) {
		b := have(m.BreakEven(businesscase.Config{Draws: 1000, Rand: seeded(seed)}))(t)
		off = append(off, (b.Scale-math.Sqrt(.5))/((b.High-b.Low)/(2*1.96)))
	}
	mean, sd := moments(off)
	if t.Logf("mean %.2f, standard deviation %.2f", mean, sd); math.Abs(mean) > .6 || sd < .65 || sd > 1.35 {
		t.Errorf("errors in standard errors have mean %.2f and standard deviation %.2f", mean, sd)
	}
}

func TestABreakEvenIsFoundWhereTheFirstDrawsMislead(t *testing.T) {
	t.Parallel()
	// One draw in a thousand decides.
	m := atOnce(1, func(x []float64) float64 {
		if x[1] > 3.0902 {
			return 100 * x[0]
		}
		return 0
	}, businesscase.Exactly(10), businesscase.Normal(0, 1))
	m.Inputs[0].Improves = true
	for seed := range uint64(3) {
		b := have(m.BreakEven(businesscase.Config{Draws: 12_000, Rand: seeded(seed)}))(t)
		if !b.Found || math.Abs(b.Mean.Value) > 1e-11 {
			t.Errorf("got %+v", b)
		}
		agree(t, "break-even", b.Scale, 1, 4*(b.High-b.Low)/(2*1.96))
	}
}
