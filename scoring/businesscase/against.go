package businesscase

import "github.com/kithcrm/kith/internal/rules"

// mostScale is the greatest scale that is looked at.
const mostScale = 16

// Against returns how likely a loss is, and what is gained on average, if the improvement is more or less than
// hoped for: at each scale all inputs that improve are multiplied by it, after they were drawn, and the points are
// in the order of scales. A scale is from 0, no improvement, to 16. Where more than the drawn improvement makes no
// sense, see [Input.Most], it is put at the limit.
//
// All points have the same draws, so that the curve is smoother than its errors say, and so has [Model.Run] with the
// same seed.
//
// An error matches [relationship.ErrInvalid], as for [Model.Run], and where no input improves or a scale is not
// from 0 to 16. Flows is called once for each draw and scale, and memory does not grow with draws.
func (m Model) Against(scales []float64, cfg Config) ([]LossPoint, error) {
	const op = "hold losses against the improvement"
	for i, k := range scales {
		if !(k >= 0 && k <= mostScale) {
			return nil, opError(op, rules.Break(rules.Index("scales", i), "must be from 0 to 16"))
		}
	}
	s, err := newScaling(&m, cfg)
	if err != nil {
		return nil, opError(op, err)
	}
	tallies, err := s.at(s.cfg.Draws, scales...)
	if err != nil {
		return nil, opError(op, err)
	}
	points := make([]LossPoint, len(scales))
	for i, t := range tallies {
		points[i] = LossPoint{scales[i] + 0, s.chanceOf(t.lost), t.value.estimate()}
	}
	return points, nil
}

// A scaling draws a model with more or less of its improvement.
type scaling struct {
	*simulation
	improves []int // which inputs do
}

func newScaling(m *Model, cfg Config) (*scaling, error) {
	s, err := newSimulation(m, cfg)
	if err != nil {
		return nil, err
	}
	out := &scaling{simulation: s}
	for i, in := range m.Inputs {
		if in.Improves {
			out.improves = append(out.improves, i)
		}
	}
	return out, rules.Break("Inputs", when(out.improves == nil, "must have one that improves"))
}

// A tally is what is known of the value at one scale.
type tally struct {
	value moments
	lost  int
}

// at draws so many times and returns what is known of the value at each scale.
func (s *scaling) at(draws int, scales ...float64) ([]tally, error) {
	found := make([][]tally, blocksOf(draws))
	err := s.rounds(draws, func(_ int, b block) (err error) {
		found[b.index], err = s.block(b, scales)
		return err
	})
	if err != nil {
		return nil, err
	}
	all := make([]tally, len(scales))
	for _, block := range found {
		for i, t := range block {
			all[i].value = all[i].value.merge(t.value)
			all[i].lost += t.lost
		}
	}
	return all, nil
}

// block draws one block.
func (s *scaling) block(b block, scales []float64) ([]tally, error) {
	n, draws := len(s.model.Inputs), b.to-b.from
	x, z, scaled, f := make([]float64, n), make([]float64, n), make([]float64, n), newFlows(s.model.Periods)
	chance := stream(s.seeds, b.index)
	values := make([]float64, draws*len(scales))
	for i := range draws {
		s.inputs.draw(chance, x, z)
		for j, k := range scales {
			s.scale(scaled, x, k)
			v := s.model.value(scaled, f)
			if !sane(v) {
				return nil, f.fault()
			}
			values[j*draws+i] = v
		}
	}
	out := make([]tally, len(scales))
	for j := range scales {
		v := values[j*draws : (j+1)*draws]
		out[j] = tally{momentsOf(v, same), count(v, func(v float64) bool { return v < 0 })}
	}
	return out, nil
}

// scale writes into to what becomes of inputs x with k times the improvement.
func (s *scaling) scale(to, x []float64, k float64) {
	copy(to, x)
	for _, i := range s.improves {
		to[i] *= k
		if k > 1 { // below 1 it comes nearer to 0, which always makes sense
			low, high := s.model.Inputs[i].limits()
			to[i] = min(max(to[i], low), high)
		}
	}
}
