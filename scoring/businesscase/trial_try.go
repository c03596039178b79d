package businesscase

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// tries are all draws of a programme.
type tries struct {
	steps  []trialStep
	values [][]float64 // by how many trials were run: what the change is worth if it is made then
	costs  [][]float64 // by trial: what it costs
	found  [][]float64 // by trial: what has been found about its input then, first as it is and in the end as normal scores
	rungs  [][]float64 // by trial: findings at the scores of [rung]
}

// try draws what becomes of a programme. The inputs are those that run draws.
func (s *simulation) try(steps []trialStep) (*tries, error) {
	table := func(n int) [][]float64 {
		columns := make([][]float64, n)
		for i := range columns {
			columns[i] = make([]float64, s.cfg.Draws)
		}
		return columns
	}
	n := len(steps)
	t := &tries{steps: steps, values: table(n + 1), costs: table(n), found: table(n), rungs: make([][]float64, n)}
	errors := [2]uint64{s.cfg.Rand.Uint64(), s.cfg.Rand.Uint64()}
	err := s.rounds(s.cfg.Draws, func(_ int, b block) error {
		if err := t.draw(s, b); err != nil {
			return err
		}
		for k, step := range steps {
			noise := stream(errors, b.index*mostTrials+k)
			for i := b.from; i < b.to; i++ {
				t.found[k][i] += step.SE * noise.NormFloat64()
			}
			t.pool(k, b)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return t, s.cfg.each(n, func(k int) error {
		t.rungs[k] = scored(t.found[k])
		return nil
	})
}

// draw lets things turn out, and writes down what they come to and what is there to be found.
func (t *tries) draw(s *simulation, b block) error {
	chance := stream(s.seeds, b.index)
	x, z := make([]float64, len(s.model.Inputs)), make([]float64, len(s.model.Inputs))
	f := newFlows(s.model.Periods)
	for i := b.from; i < b.to; i++ {
		s.inputs.draw(chance, x, z)
		f.Later = 0
		value := s.model.value(x, f)
		if t.values[0][i] = value; !sane(value) {
			return f.fault()
		}
		for k, step := range t.steps {
			t.found[k][i] = x[step.place]
			cost := step.Cost * math.Pow(1+f.Rate, -float64(step.start))
			if !sane(cost) {
				return f.fault()
			}
			if step.Periods > 0 {
				later, err := s.model.delayed(x, f, step.start+step.Periods)
				if err != nil {
					return err
				}
				value = later
			}
			t.costs[k][i], t.values[k+1][i] = cost, value
		}
	}
	return nil
}

// delayed is value of a change that comes so many periods later.
func (m *Model) delayed(x []float64, f *Flows, later int) (float64, error) {
	f.Later = later
	value := m.value(x, f)
	if !sane(value) {
		return 0, f.fault()
	}
	return value, rules.Break("Flows", when(f.early(later), "must change nothing and cost nothing before Later"))
}

// pool puts what a trial finds together with what was found about the same input before.
func (t *tries) pool(k int, b block) {
	step := t.steps[k]
	if step.before < 0 {
		return
	}
	found, before := t.found[k], t.found[step.before]
	for i := b.from; i < b.to; i++ {
		found[i] = step.own*found[i] + step.past*before[i]
	}
}
