package businesscase

import (
	"math/rand/v2"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// A sampler draws the inputs of a model, all as they are known now. Nothing changes it, so many may use it at once.
//
// Each input that varies has a standard normal score, of which it is a function that never falls. Correlated inputs
// have correlated scores (a Gaussian copula).
type sampler struct {
	sources []source
	groups  []group
	alone   []int // those that vary and are in no group
}

// newSampler returns an error of package rules that names the field, for inputs, correlations or measurements that
// are not possible.
func newSampler(m *Model) (*sampler, error) {
	place, err := m.places()
	if err != nil {
		return nil, err
	}
	pairs, err := pairsOf(m, place)
	if err != nil {
		return nil, err
	}
	measured, err := m.readings(place)
	if err != nil {
		return nil, err
	}
	groups, err := pairs.groups(m, measured)
	if err != nil {
		return nil, err
	}
	s := &sampler{groups: groups, alone: alone(len(m.Inputs), groups)}
	for _, in := range m.Inputs {
		s.sources = append(s.sources, newSource(in))
	}
	return s, s.learn(measured)
}

// places returns where each input is in the model, by name, once all are checked.
func (m *Model) places() (map[string]int, error) {
	place := make(map[string]int, len(m.Inputs))
	for i, in := range m.Inputs {
		_, twice := place[in.Name]
		if err := rules.First(in.check(), rules.Break("Name", when(twice, "must be that of one input only"))); err != nil {
			return nil, rules.Within(rules.Index("Inputs", i), err)
		}
		place[in.Name] = i
	}
	return place, nil
}

// alone returns which of n inputs are in no group.
func alone(n int, groups []group) []int {
	grouped := make([]bool, n)
	for _, g := range groups {
		for _, i := range g.inputs {
			grouped[i] = true
		}
	}
	var rest []int
	for i, in := range grouped {
		if !in {
			rest = append(rest, i)
		}
	}
	return rest
}

// draw writes what the inputs turn out as into x, and their scores into z: standard normal each, 0 for an
// exact input. It takes one normal number from r for each input that varies, in their order.
func (s *sampler) draw(r *rand.Rand, x, z []float64) {
	for i := range s.sources {
		z[i] = 0
		if s.sources[i].varies {
			z[i] = r.NormFloat64()
		}
	}
	for _, i := range s.alone {
		x[i] = s.sources[i].at(z[i])
	}
	for _, g := range s.groups {
		s.drawGroup(g, x, z)
	}
}

// drawGroup turns independent scores into correlated inputs. What was measured is drawn as it is known now, and the
// others follow from that as they would have before: a measurement says nothing of how they go together.
func (s *sampler) drawGroup(g group, x, z []float64) {
	first := g.inputs[0]
	lead, own := s.sources[first].now, z[first]
	if lead != nil {
		z[first] = lead.prior(own)
	}
	g.mix(z)
	for _, i := range g.inputs {
		x[i] = s.sources[i].from(z[i])
	}
	if lead == nil {
		return
	}
	z[first] = own
	for _, i := range g.inputs[1:] {
		if now := s.sources[i].now; now != nil {
			z[i] = now.score(z[i])
		}
	}
}

// beyondLimits is the text of a flag.
const beyondLimits = "some draws are beyond its limits and were put there"

// flags returns which inputs are now and then put at a limit.
func (s *sampler) flags() []Flag {
	var flags []Flag
	for i := range s.sources {
		if share := s.sources[i].outside(); share > 0 {
			flags = append(flags, Flag{Input: s.sources[i].input.Name, Share: share, Text: beyondLimits})
		}
	}
	return flags
}

// base returns every input as it most likely is: its median, once something was found out about it.
func (s *sampler) base() []float64 {
	x := make([]float64, len(s.sources))
	for i := range x {
		x[i] = s.sources[i].base()
	}
	return x
}

// at returns the quantile of an input as known now, for a p above 0 and below 1.
func (s *sampler) at(i int, p float64) float64 { return s.sources[i].quantile(tails{p, 1 - p}) }

func (s *sampler) varies(i int) bool { return s.sources[i].varies }

// vary reports whether any input varies.
func (s *sampler) vary() bool {
	return slices.ContainsFunc(s.sources, func(s source) bool { return s.varies })
}
