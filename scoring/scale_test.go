package scoring_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/scoring"
	"pgregory.net/rapid"
)

func TestScaleRefusesWhatIsOffIt(t *testing.T) {
	t.Parallel()
	stars := scoring.Scale{Low: 1, High: 5, Step: .5}
	for _, c := range []struct {
		scale scoring.Scale
		v     float64
		on    bool
	}{
		{tenPoints(), 0, true}, {tenPoints(), 10, true}, {tenPoints(), 11, false}, {tenPoints(), -1, false}, {tenPoints(), 6.5, false},
		{tenPoints(), math.NaN(), false}, {tenPoints(), math.Inf(1), false}, {tenPoints(), math.Inf(-1), false},
		{stars, 1, true}, {stars, 3.5, true}, {stars, 3.25, false}, {stars, .5, false},
		{scoring.Scale{High: 1, Step: .1}, .3, true}, {scoring.Scale{High: 1, Step: .1}, .1 + .2, true},
		{scoring.Scale{Low: -1, High: 1}, .123, true},
		{scoring.Scale{Low: -math.MaxFloat64 / 2, High: math.MaxFloat64 / 2}, 1e307, true},
	} {
		if err := c.scale.CheckValue(c.v); (err == nil) != c.on {
			t.Errorf("%v on %+v: got error %v", c.v, c.scale, err)
		} else if err != nil {
			mustBreak(t, err, "Value")
		}
	}
}

func TestWhatIsNoScaleIsRefused(t *testing.T) {
	t.Parallel()
	for field, scales := range map[string][]scoring.Scale{
		"Low":  {{Low: math.NaN(), High: 1}, {Low: math.Inf(-1), High: 1}},
		"High": {{}, {Low: 1, High: 1}, {Low: 2, High: 1}, {High: math.Inf(1)}, {Low: -math.MaxFloat64, High: math.MaxFloat64}},
		"Step": {{High: 10, Step: 3}, {High: 10, Step: -1}, {High: 10, Step: math.NaN()}, {High: 10, Step: 20}, {High: 1e300, Step: 1e-300}},
	} {
		for _, s := range scales {
			mustBreak(t, s.Check(), field)
			mustBreak(t, s.CheckValue(s.Low), field)
		}
	}
}

func TestEveryStepOfAScaleIsOnIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		steps := rapid.IntRange(1, 200).Draw(t, "steps")
		s := scoring.Scale{Low: rapid.Float64Range(-10, 10).Draw(t, "low"), Step: rapid.SampledFrom([]float64{.1, .01, .5, 1, 1. / 3, 7}).Draw(t, "step")}
		s.High = s.Low + float64(steps)*s.Step
		allWell(t, s.Check())
		v := s.Low + float64(rapid.IntRange(0, steps).Draw(t, "place"))*s.Step
		allWell(t, s.CheckValue(min(v, s.High)))
		if between := s.Low + (float64(rapid.IntRange(0, steps-1).Draw(t, "place"))+.5)*s.Step; s.CheckValue(between) == nil {
			t.Fatalf("%v is between two steps of %+v, and on it", between, s)
		}
	})
}
