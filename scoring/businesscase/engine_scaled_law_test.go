package businesscase_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/scoring/businesscase"
	"pgregory.net/rapid"
)

func TestAtTheBreakEvenTheMeanIsNothing(t *testing.T) {
	t.Parallel()
	seen := 0
	rapid.Check(t, func(t *rapid.T) {
		m, cfg := modelDrawn(t), short(t)
		b := have(m.BreakEven(cfg()))(t)
		if !b.Found {
			if b.Scale == 0 && b.Mean.Value <= 0 || b.Scale != 0 && (b.Scale != 16 || b.Mean.Value >= 0) {
				t.Errorf("got %+v", b)
			}
			return
		}
		seen++
		at := have(m.Against([]float64{b.Scale}, cfg()))(t)[0]
		if at.Value != b.Mean || math.Abs(at.Value.Value) > 1e-11*(1+at.Value.SE) || b.Low > b.Scale || b.High < b.Scale {
			t.Errorf("got %+v, where the mean is %v", b, at.Value)
		}
	})
	if seen < 10 {
		t.Errorf("only %d of the cases had a break-even", seen)
	}
}

func TestATornadoDoesNotDependOnTheOrderOfInputs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := churn()
		order := rapid.Permutation([]int{0, 1, 2, 3, 4, 5}).Draw(t, "order")
		other := m
		other.Inputs = make([]businesscase.Input, len(order))
		for to, from := range order {
			other.Inputs[to] = m.Inputs[from]
		}
		other.Flows = func(x []float64, f *businesscase.Flows) {
			back := make([]float64, len(x))
			for to, from := range order {
				back[from] = x[to]
			}
			m.Flows(back, f)
		}
		want, got := have(m.Tornado(businesscase.TornadoConfig{}))(t), have(other.Tornado(businesscase.TornadoConfig{}))(t)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-in order +in another)\n%s", diff)
		}
	})
}

func TestEveryBarBreaksEvenBetweenItsLimits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := modelDrawn(t)
		tornado := have(m.Tornado(businesscase.TornadoConfig{}))(t)
		for _, b := range tornado.Bars {
			if b.BreakEven == nil {
				if (b.AtLow > 0) != (tornado.Base > 0) || (b.AtHigh > 0) != (tornado.Base > 0) {
					t.Errorf("got no break-even in %+v", b)
				}
				continue
			}
			x := make([]float64, len(m.Inputs))
			for i, in := range m.Inputs {
				if x[i] = baseOf(tornado, in); in.Name == b.Input {
					x[i] = *b.BreakEven
				}
			}
			f := emptyFlows(m.Periods)
			m.Flows(x, f)
			worth := 0.
			for p := range f.Change {
				worth += (f.Change[p] - f.Cost[p] - f.Nothing[p]) * math.Pow(1+f.Rate, -float64(p))
			}
			agree(t, b.Input+" at its break-even", worth, 0, 1e-9*(1+b.Swing))
		}
	})
}

// baseOf returns an input as it most likely is, which for an exact one is its mean.
func baseOf(tornado businesscase.Tornado, in businesscase.Input) float64 {
	for _, b := range tornado.Bars {
		if b.Input == in.Name {
			return b.Base
		}
	}
	return in.Dist.Mean()
}
